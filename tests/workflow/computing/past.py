"""Cases of years gone by, put into a store as if they had been carried through then."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from tests.workflow.handling.carrying import catalogue, request
from workflow.analysis.request import canonical_request
from workflow.ports import Store, UnitOfWork
from workflow.state import Case

DAYS_BETWEEN = 11


def add_past(store: Store, until: datetime, cases: int = 60) -> tuple[str, ...]:
    """So many archived cases, one every eleven days, every third without a place. Names, newest first.

    They were never analysed, so that they count for the only room. Called again, it adds further ones.
    """
    with store.write() as unit:
        procedure = unit.office.procedures()[0]
        names: list[str] = []
        known = _names(unit)
        for back in range(1, cases + 1):
            at = until - timedelta(days=DAYS_BETWEEN * back)
            numbers = (f"PS-{at.year}-9{number:03d}" for number in count(back))
            name = next(one for one in numbers if one not in known)
            known.add(name)
            table = request(power_w=str(300 + 50 * (back % 5)), u_height=str(1 + back % 3))
            kept = unit.files.put(canonical_request(table, catalogue()), at)
            refused = back % 3 == 0
            unit.cases.add(
                Case(
                    name=name,
                    version=1,
                    procedure=procedure,
                    agency="Disdikpora",
                    requesters=("sari",),
                    subject=f"Server {back}",
                    request_sha256=kept.sha256,
                    complete_since=at,
                    filed_at=at,
                    filed_by="sari",
                    status="archived",
                    closed_at=at + timedelta(days=9),
                    stay=None if refused else "installed",
                )
            )
            names.append(name)
        unit.commit()
    return tuple(names)


def _names(unit: UnitOfWork) -> set[str]:
    """The names of all cases that are archived."""
    found: set[str] = set()
    after = None
    while lines := unit.cases.register(status="archived", after=after):
        found |= {line.name for line in lines}
        after = lines[-1].name
    return found
