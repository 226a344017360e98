"""Cases carried on a simulated clock: within office hours, by whoever holds the post, to either end."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.workflow.handling.carrying import NINE, WITA, catalogue, furnish, request
from tests.workflow.offices import AGENCY
from workflow.calendar import WorkingTime, shipped_calendar
from workflow.handling import Desk
from workflow.papers import Installed, PlaceChoice
from workflow.rehearsal import Rehearsal
from workflow.store import open_store

FIRST = PlaceChoice("", "first")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    store = open_store(f"sqlite:///{tmp_path / 'titip.db'}")
    furnish(store)
    return Desk(store, catalogue())


def filed(desk: Desk, now: datetime = NINE, name: str = "fits-web-server") -> Rehearsal:
    return Rehearsal(desk, now).file(AGENCY, "Server", request(name))


def test_an_acceptance_is_carried_to_the_handover(desk: Desk) -> None:
    case = filed(desk).decide("forward").decide("coordinated").analyse()
    case.decide("fits", choice=FIRST).onward()
    assert (case.case.status, case.case.place, case.case.stay) == ("archived", "firm", "awaited")
    case.hand_over((Installed("CZ1", "as held", weight_g=25_000, power_w=430),))
    assert case.case.stay == "installed"
    assert desk.store.faults() == ()


def test_a_refusal_is_carried_to_the_archive_without_a_place(desk: Desk) -> None:
    case = filed(desk, name="does-not-fit-gpu").decide("forward").decide("coordinated").analyse()
    case.decide("does_not_fit", comment="No rack carries it.").onward()
    assert (case.case.status, case.case.place, case.case.path) == ("archived", "none", "refuse")


def test_the_clock_stands_still_outside_office_hours(desk: Desk) -> None:
    evening = datetime(2026, 6, 12, 14, 25, tzinfo=WITA)  # a Friday, five minutes before the office closes
    case = filed(desk, evening).decide("forward").decide("coordinated")
    assert case.now.astimezone(WITA).isoformat() == "2026-06-15T07:35:00+08:00"
    time = WorkingTime(shipped_calendar())
    assert time.between(evening, case.now) == timedelta(minutes=10)
