"""Cases of years gone by, put into a store as if they had been carried through then."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.workflow.handling.carrying import catalogue, request
from workflow.analysis.request import canonical_request
from workflow.ports import Store
from workflow.state import Case

DAYS_BETWEEN = 11


def add_past(store: Store, until: datetime, cases: int = 60) -> tuple[str, ...]:
    """So many archived cases, one every eleven days, every third without a place. Names, newest first.

    They were never analysed, so that they count for the only room.
    """
    with store.write() as unit:
        procedure = unit.office.procedures()[0]
        names = []
        for back in range(1, cases + 1):
            at = until - timedelta(days=DAYS_BETWEEN * back)
            name = f"PS-{at.year}-9{back:03d}"
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
