"""Calculations that are done, so that the pages of their answers can be looked at."""

from __future__ import annotations

from placement.reading import reference_tables
from tests.browser.serving import ROOM, Served
from workflow.computing import QUEUE, Question, ask, jobs
from workflow.worker import Worker


def headroom_done(site: Served, person: str) -> str:
    """How many more of the room's second reference server fit; the calculation's id."""
    with site.store.write() as unit:
        table = reference_tables(unit.rooms.now(ROOM).policy)[1]
        question = Question("headroom", ROOM, [table], site.now.date(), 20)
        one = ask(unit, question, person, site.desk.catalogue, site.now)
        unit.commit()
    Worker(site.store, jobs(site.desk.catalogue), (QUEUE,), clock=lambda: site.now).drain()
    return one.id
