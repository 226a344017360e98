"""Something to look at on every page: drafts, a scenario, calculations, a letter with its code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from api.office import letters_of
from api.pages.draft_content import Content as DraftContent
from api.settings import Settings
from benchmarks.cases import ASKER, KASI, ROOM
from placement.reading import reference_tables
from workflow import planning
from workflow.computing import QUEUE, ForecastQuestion, Question, WhatIfQuestion, ask, jobs
from workflow.computing.asked import Asked
from workflow.drafts import Draft
from workflow.handling import Desk
from workflow.scenarios import Content
from workflow.worker import Worker

AGENCY = "Disdikpora"
DRAFT, SENT = "D-bench-1", "D-bench-2"


def page_examples(desk: Desk, case: str, now: datetime) -> Mapping[str, Mapping[str, str]]:
    """What fills the parts of an address, by its beginning; the longest one that fits counts."""
    with desk.store.write() as unit:
        server = {"kind": "server", "quantity": "2", "u_height": "2", "power_w": "450"}
        content = DraftContent({"subject": "Server"}).plus(server).written()
        for one in (DRAFT, SENT):
            unit.drafts.add(Draft(one, AGENCY, ASKER, now, now, ASKER, content))
        unit.drafts.sent(SENT, (case,), ASKER, now)
        lost = Content("UPS-A lost", ({"lose": "UPS-A"},))
        scenario = planning.keep(unit, ROOM, lost, KASI, now, desk.catalogue).id
        table = reference_tables(unit.rooms.now(ROOM).policy)[1]
        questions: dict[str, Asked] = {
            "headrooms": Question("headroom", ROOM, [table], now.date(), 20),
            "comparisons": WhatIfQuestion(ROOM, ((scenario, 1),), now.date(), queue=True, seconds=5),
            "forecasts": ForecastQuestion(ROOM, now.date(), draws=20, years=1),
        }
        asked = {name: ask(unit, one, KASI, desk.catalogue, now).id for name, one in questions.items()}
        procedure = unit.office.procedures()[0]
        unit.commit()
    Worker(desk.store, jobs(desk.catalogue), (QUEUE,), clock=lambda: now).drain()
    with desk.store.write() as unit:
        waits = ask(unit, questions["headrooms"], KASI, desk.catalogue, now).id
        unit.commit()
    code = letters_of(Settings(), desk).make(case, "analisis", by=KASI, at=now).issued.code
    return {
        "/v/": {"code": code},
        "/procedures/": {"sha256": procedure},
        "/requests/drafts/": {"id": DRAFT, "name": "about"},
        "/requests/drafts/{id}/items/": {"id": DRAFT, "number": "1", "name": "size"},
        "/requests/drafts/{id}/sent": {"id": SENT},
        "/planning/scenarios/": {"id": scenario},
        "/planning/jobs/": {"id": waits},
        **{f"/planning/{name}/": {"id": id} for name, id in asked.items()},
    }
