"""Outbox, background work and timers: one table, from which workers lease."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from secrets import token_hex
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select, update

from workflow.conflicts import LeaseLost
from workflow.kept import DeadJob, Job, NewJob
from workflow.plain import canonical
from workflow.store.session import Session
from workflow.store.tables.work import job

LONGEST_ERROR = 2000
_FREE: Mapping[str, Any] = MappingProxyType({"token": None, "leased_until": None})


class StoredJobs:
    """See `workflow.ports.Jobs`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, new: NewJob, at: datetime) -> bool:
        """Add a job; False if one with its key was there."""
        statement = self._session.insert(job).values(**_columns(new, at)).on_conflict_do_nothing()
        return self._session.execute(statement.returning(job.c.id)).first() is not None

    def arm(self, new: NewJob, at: datetime) -> None:
        """Set the timer of that key, anew if it was set before; a worker that has it just now loses it."""
        if new.key is None:
            raise ValueError("a timer has a key")
        values = _columns(new, at)
        again = {name: value for name, value in values.items() if name != "key"} | dict(_FREE)
        again |= {"error": None, "ended_at": None}
        inserted = self._session.insert(job).values(**values)
        self._session.execute(inserted.on_conflict_do_update(index_elements=["key"], set_=again))

    def disarm(self, key: str) -> None:
        """Take a timer away that has not fired; none is no harm."""
        self._session.execute(delete(job).where(job.c.key == key, job.c.state.in_(["waiting", "leased"])))

    def lease(
        self, queues: Collection[str], at: datetime, until: datetime, limit: int = 1
    ) -> tuple[Job, ...]:
        """Take jobs that are due, oldest first. A lease that ran out counts as an attempt that failed."""
        mine = and_(job.c.queue.in_(sorted(queues)), _takeable(at))
        spent = and_(mine, job.c.attempts >= job.c.most_attempts)
        gone = {"state": "dead", "error": "Its worker went away.", "ended_at": at, **_FREE}
        self._session.execute(update(job).where(spent).values(**gone))
        found = select(job).where(mine).order_by(job.c.due, job.c.id).limit(limit)
        # Each worker passes over what another is just taking.
        rows = self._session.execute(found.with_for_update(skip_locked=True)).all()
        return tuple(self._leased(row, until) for row in rows)

    def _leased(self, row: Row[Any], until: datetime) -> Job:
        token = token_hex(16)
        taken = {"state": "leased", "token": token, "leased_until": until, "attempts": row.attempts + 1}
        self._session.execute(update(job).where(job.c.id == row.id).values(**taken))
        return Job(
            id=row.id,
            queue=row.queue,
            kind=row.kind,
            body=json.loads(row.body),
            due=row.due,
            key=row.key,
            attempt=row.attempts + 1,
            token=token,
            leased_until=until,
        )

    def keep(self, taken: Job, until: datetime) -> Job:
        """Prolong a lease. Raises LeaseLost."""
        self._change(taken, {"leased_until": until})
        return replace(taken, leased_until=until)

    def done(self, taken: Job, at: datetime) -> None:
        """End a job. Raises LeaseLost; then its effects must not be kept either."""
        self._change(taken, {"state": "done", "error": None, "ended_at": at, **_FREE})

    def failed(self, taken: Job, at: datetime, error: str, retry_at: datetime) -> None:
        """Put a job back until `retry_at`, or give it up after its last attempt. Raises LeaseLost."""
        last = job.c.attempts >= job.c.most_attempts
        most = self._session.execute(select(last).where(job.c.id == taken.id)).scalar()
        values: dict[str, object] = {"error": error[:LONGEST_ERROR], **_FREE}
        values |= {"state": "dead", "ended_at": at} if most else {"state": "waiting", "due": retry_at}
        self._change(taken, values)

    def _change(self, taken: Job, values: Mapping[str, object]) -> None:
        still_mine = and_(job.c.id == taken.id, job.c.token == taken.token)
        if self._session.execute(update(job).where(still_mine).values(**values)).rowcount != 1:
            raise LeaseLost("The job was given to another worker, or set anew.", taken.key or str(taken.id))

    def dead(self) -> tuple[DeadJob, ...]:
        """The jobs that were given up."""
        found = select(job).where(job.c.state == "dead").order_by(job.c.id)
        return tuple(
            DeadJob(row.id, row.queue, row.kind, row.key, row.attempts, row.error or "")
            for row in self._session.execute(found)
        )

    def next_due(self, queues: Collection[str] | None = None) -> datetime | None:
        """When the next job of these queues (None: of any) is due that nobody has taken."""
        found = select(func.min(job.c.due)).where(job.c.state == "waiting")
        if queues is not None:
            found = found.where(job.c.queue.in_(sorted(queues)))
        due: datetime | None = self._session.execute(found).scalar()
        return due


def _takeable(at: datetime) -> ColumnElement[bool]:
    waiting = and_(job.c.state == "waiting", job.c.due <= at)
    return or_(waiting, and_(job.c.state == "leased", job.c.leased_until <= at))


def _columns(new: NewJob, at: datetime) -> dict[str, Any]:
    return {
        "queue": new.queue,
        "kind": new.kind,
        "key": new.key,
        "body": canonical(new.body).decode(),
        "due": new.due,
        "state": "waiting",
        "attempts": 0,
        "most_attempts": new.most_attempts,
        "put_at": at,
    }
