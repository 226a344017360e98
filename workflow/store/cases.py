"""Cases by name, each saved only over the version that was read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlalchemy import insert, select, update

from workflow.conflicts import AlreadyThere, NotStored, StaleVersion
from workflow.kept import CaseLine
from workflow.plain import canonical
from workflow.records import case_from_plain, case_to_plain
from workflow.state import Case
from workflow.store.session import AT_ONCE, Session
from workflow.store.tables.cases import case_file


class StoredCases:
    """See `workflow.ports.Cases`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, case: Case) -> None:
        """Keep a new case. Raises AlreadyThere."""
        try:
            self._session.execute(insert(case_file).values(name=case.name, **_columns(case)))
        except AlreadyThere:
            raise AlreadyThere("There is a case of that name.", case.name) from None
        self._session.cases.add(case.name)

    def get(self, name: str) -> Case:
        """The case, which others cannot change meanwhile if this unit writes. Raises NotStored."""
        found = select(case_file.c.body).where(case_file.c.name == name)
        if self._session.writes:
            found = found.with_for_update(key_share=True)
        body = self._session.execute(found).scalar()
        if body is None:
            raise NotStored("There is no such case.", name)
        self._session.cases.add(name)
        return read_case(body)

    def several(self, names: Iterable[str]) -> tuple[Case, ...]:
        """The cases of these names, in their order, read at once. Raises NotStored."""
        wanted = tuple(names)
        bodies: dict[str, str] = {}
        for first in range(0, len(wanted), AT_ONCE):
            some = wanted[first : first + AT_ONCE]
            found = select(case_file.c.name, case_file.c.body).where(case_file.c.name.in_(some))
            if self._session.writes:
                found = found.with_for_update(key_share=True)
            bodies.update((row.name, row.body) for row in self._session.execute(found))
        for name in wanted:
            if name not in bodies:
                raise NotStored("There is no such case.", name)
            self._session.cases.add(name)
        return tuple(read_case(bodies[name]) for name in wanted)

    def save(self, case: Case, seen: int) -> None:
        """Keep a case that was at version `seen`. Raises StaleVersion."""
        where = (case_file.c.name == case.name, case_file.c.version == seen)
        if self._session.execute(update(case_file).where(*where).values(**_columns(case))).rowcount != 1:
            raise StaleVersion("The case was changed meanwhile; look again, then decide.", case.name)

    def register(
        self,
        *,
        agency: str | None = None,
        status: str | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> tuple[CaseLine, ...]:
        """Cases by name, from the one after `after`."""
        table = case_file.c
        found = select(
            table.name,
            table.version,
            table.status,
            table.agency,
            table.subject,
            table.filed_at,
            table.step,
            table.due,
        ).order_by(table.name)
        if agency is not None:
            found = found.where(table.agency == agency)
        if status is not None:
            found = found.where(table.status == status)
        if after is not None:
            found = found.where(table.name > after)
        return tuple(CaseLine(**row) for row in self._session.execute(found.limit(limit)).mappings())


@lru_cache(maxsize=256)
def read_case(body: str) -> Case:
    """The case of a text: whoever shows it, and then decides on it, reads the same one."""
    node = json.loads(body)
    return case_from_plain(node, str(node["name"]))


def _columns(case: Case) -> dict[str, Any]:
    return {
        "version": case.version,
        "procedure": case.procedure,
        "status": case.status,
        "agency": case.agency,
        "subject": case.subject,
        "filed_at": case.filed_at,
        "step": case.step.no if case.step else None,
        "due": case.step.due if case.step else None,
        "body": canonical(case_to_plain(case)).decode(),
    }
