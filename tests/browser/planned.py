"""Scenarios with a plan, a comparison and a forecast that are done, and a calculation that waits."""

from __future__ import annotations

from datetime import timedelta

from tests.browser.serving import ROOM, Served
from tests.workflow.computing.past import add_past
from workflow import planning
from workflow.computing import QUEUE, ForecastQuestion, WhatIfQuestion, ask, jobs
from workflow.scenarios import Content
from workflow.worker import Worker

WHO = "komang"


def planned(site: Served, canary: str, *, work: bool) -> dict[str, str]:
    """Their ids, by what they are; texts that people write hold a canary. Without `work` they wait."""
    catalogue, now = site.desk.catalogue, site.now
    add_past(site.store, now - timedelta(days=1), cases=20)
    lost = Content(f"UPS A padam {canary}", ({"lose": "UPS-A"},), canary)
    out = Content(
        "Server lama keluar", ({"remove": "devices", "names": ["sismiop-db-1"], "at": "2027-01-01"},)
    )
    with site.store.write() as unit:
        first, second = (planning.keep(unit, ROOM, one, WHO, now, catalogue).id for one in (lost, out))
        planning.promote(unit, second, 1, due=None, note=f"Setelah lelang {canary}", by=WHO, at=now)
        compared = WhatIfQuestion(ROOM, ((first, 1), (second, 1)), now.date(), queue=True, seconds=5)
        whatif = ask(unit, compared, WHO, catalogue, now)
        question = ForecastQuestion(ROOM, now.date(), draws=4, years=1)
        forecast = ask(unit, question, WHO, catalogue, now)
        unit.commit()
    if not work:
        return {}
    Worker(site.store, jobs(catalogue), (QUEUE,), clock=lambda: now).drain()
    with site.store.write() as unit:
        waits = ask(unit, question, WHO, catalogue, now)
        unit.commit()
    return {
        "scenario": second,
        "lost": first,
        "whatif": whatif.id,
        "forecast": forecast.id,
        "waits": waits.id,
    }
