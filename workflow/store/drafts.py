"""Drafts of requests, in their table."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, or_, select, update

from workflow.conflicts import AlreadyThere, NotStored
from workflow.drafts import LARGEST_BYTES, MOST, Draft, DraftChanged, DraftTooLarge
from workflow.store.session import Session
from workflow.store.tables.drafts import draft


class StoredDrafts:
    """See `workflow.drafts.Drafts`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, one: Draft) -> None:
        """Keep a new one. Raises AlreadyThere, DraftTooLarge."""
        _check(one.body)
        shared = draft.c.agency == one.agency
        alone = and_(draft.c.agency.is_(None), draft.c.person == one.person)
        mine = and_(draft.c.cases == "", alone if one.agency is None else shared)
        if self._session.execute(select(func.count()).select_from(draft).where(mine)).scalar_one() >= MOST:
            raise DraftTooLarge(f"There are {MOST} drafts; send or delete some first.", one.id)
        values = {
            "id": one.id,
            "agency": one.agency,
            "person": one.person,
            "made_at": one.made_at,
            "saved_at": one.saved_at,
            "saved_by": one.saved_by,
            "version": one.version,
            "body": one.body,
            "cases": "",
        }
        try:
            self._session.execute(insert(draft).values(**values))
        except AlreadyThere:
            raise AlreadyThere("There is a draft of that name.", one.id) from None

    def get(self, id: str) -> Draft:
        """The draft; others cannot change it meanwhile if this unit writes. Raises NotStored."""
        found = select(draft).where(draft.c.id == id)
        if self._session.writes:
            found = found.with_for_update()
        row = self._session.execute(found).one_or_none()
        if row is None:
            raise NotStored("There is no such draft.", id)
        return _draft(row)

    def save(self, id: str, body: str, by: str, at: datetime) -> int:
        """Keep what it says now; its version. Raises NotStored, DraftTooLarge; DraftChanged once sent."""
        _check(body)
        values = {"body": body, "saved_by": by, "saved_at": at, "version": draft.c.version + 1}
        if self._session.execute(update(draft).where(_open(id)).values(**values)).rowcount != 1:
            raise self._gone(id)
        return self.get(id).version

    def sent(self, id: str, cases: Collection[str], by: str, at: datetime) -> None:
        """Drop what it says, and keep which cases came of it. Raises NotStored, DraftChanged."""
        values = {"body": "", "cases": " ".join(cases), "saved_by": by, "saved_at": at}
        if self._session.execute(update(draft).where(_open(id)).values(**values)).rowcount != 1:
            raise self._gone(id)

    def drop(self, id: str) -> None:
        """Forget it. Raises NotStored; DraftChanged once sent."""
        if self._session.execute(delete(draft).where(_open(id))).rowcount != 1:
            raise self._gone(id)

    def of(self, agencies: Collection[str], person: str) -> tuple[Draft, ...]:
        """Those of agencies, and a person's own for none, that are not sent; last saved first."""
        whose = or_(
            draft.c.agency.in_(sorted(agencies)),
            and_(draft.c.agency.is_(None), draft.c.person == person),
        )
        found = select(draft).where(whose, draft.c.cases == "")
        rows = self._session.execute(found.order_by(draft.c.saved_at.desc(), draft.c.id))
        return tuple(_draft(row) for row in rows)

    def _gone(self, id: str) -> DraftChanged:
        self.get(id)
        return DraftChanged("The draft was sent.", id)


def _open(id: str) -> ColumnElement[bool]:
    return and_(draft.c.id == id, draft.c.cases == "")


def _check(body: str) -> None:
    if len(body.encode(errors="replace")) > LARGEST_BYTES:
        raise DraftTooLarge(f"A draft holds at most {LARGEST_BYTES // 1024} KiB.", "draft")


def _draft(row: Row[Any]) -> Draft:
    values = dict(row._mapping)
    return Draft(**values | {"cases": tuple(values["cases"].split())})
