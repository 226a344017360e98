"""Calculations, notifications and the codes of letters, in their tables."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from workflow.conflicts import AlreadyThere, NotStored
from workflow.serving import Computation, LetterCode, Notification
from workflow.store.session import Session
from workflow.store.tables.service import computation, letter_code, notification

_OVER = ("done", "failed", "cancelled")


class StoredComputations:
    """See `workflow.ports.Computations`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, one: Computation) -> None:
        """Keep a new one. Raises AlreadyThere."""
        self._session.execute(insert(computation).values(**asdict(one)))

    def get(self, id: str) -> Computation:
        """One by its id. Raises NotStored."""
        row = self._session.execute(select(computation).where(computation.c.id == id)).one_or_none()
        if row is None:
            raise NotStored("There is no such calculation.", id)
        return _computation(row)

    def put(self, one: Computation, seen: Collection[str]) -> bool:
        """Keep a changed one, if its state is still one of `seen`; False if it is not."""
        values = asdict(one)
        values.pop("id")
        where = (computation.c.id == one.id, computation.c.state.in_(sorted(seen)))
        return self._session.execute(update(computation).where(*where).values(**values)).rowcount == 1

    def open(self, person: str | None = None) -> int:
        """How many are not over yet, of a person or of all."""
        found = select(func.count()).select_from(computation).where(computation.c.state.not_in(_OVER))
        if person is not None:
            found = found.where(computation.c.person == person)
        return int(self._session.execute(found).scalar_one())

    def of(
        self, person: str | None = None, *, after: str | None = None, limit: int = 50
    ) -> tuple[Computation, ...]:
        """Of a person or of all, newest first: ids begin with their moment."""
        found = select(computation).order_by(computation.c.id.desc()).limit(limit)
        if person is not None:
            found = found.where(computation.c.person == person)
        if after is not None:
            found = found.where(computation.c.id < after)
        return tuple(_computation(row) for row in self._session.execute(found))


class StoredNotifications:
    """See `workflow.ports.Notifications`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, key: str, person: str, case: str | None, occasion: str, body: str, at: datetime) -> bool:
        """Tell a person; False if he was told under that key before."""
        values = {
            "key": key,
            "person": person,
            "case_name": case,
            "occasion": occasion,
            "body": body,
            "at": at,
        }
        new = self._session.insert(notification).values(**values).on_conflict_do_nothing()
        return self._session.execute(new.returning(notification.c.id)).first() is not None

    def of(
        self, person: str, *, unseen: bool = False, before: int | None = None, limit: int = 50
    ) -> tuple[Notification, ...]:
        """A person's, newest first, with ids under `before`."""
        found = select(notification).where(notification.c.person == person)
        if unseen:
            found = found.where(notification.c.seen_at.is_(None))
        if before is not None:
            found = found.where(notification.c.id < before)
        rows = self._session.execute(found.order_by(notification.c.id.desc()).limit(limit))
        return tuple(
            Notification(
                id=row.id,
                key=row.key,
                person=row.person,
                case=row.case_name,
                occasion=row.occasion,
                body=row.body,
                at=row.at,
                seen_at=row.seen_at,
            )
            for row in rows
        )

    def seen(self, person: str, at: datetime, upto: int) -> int:
        """Mark those up to an id as seen; how many."""
        mine = notification.c
        where = (mine.person == person, mine.id <= upto, mine.seen_at.is_(None))
        return self._session.execute(update(notification).where(*where).values(seen_at=at)).rowcount


class StoredLetterCodes:
    """See `workflow.ports.LetterCodes`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, one: LetterCode) -> None:
        """Keep a code. Raises AlreadyThere."""
        values = {"code": one.code, "case_name": one.case, "paper": one.paper, "made_at": one.made_at}
        try:
            self._session.execute(insert(letter_code).values(**values))
        except AlreadyThere:
            raise AlreadyThere("That code is taken.", one.case) from None

    def get(self, code: str) -> LetterCode:
        """The letter that bears a code. Raises NotStored."""
        row = self._session.execute(select(letter_code).where(letter_code.c.code == code)).one_or_none()
        if row is None:
            raise NotStored("No letter bears this code.", "")
        return _letter_code(row)

    def of_case(self, case: str) -> tuple[LetterCode, ...]:
        """The codes of a case's letters, oldest first."""
        found = select(letter_code).where(letter_code.c.case_name == case)
        rows = self._session.execute(found.order_by(letter_code.c.made_at, letter_code.c.code))
        return tuple(_letter_code(row) for row in rows)


def _computation(row: Row[Any]) -> Computation:
    return Computation(**row._mapping)


def _letter_code(row: Row[Any]) -> LetterCode:
    return LetterCode(row.code, row.case_name, row.paper, row.made_at)
