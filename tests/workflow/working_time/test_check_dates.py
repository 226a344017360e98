"""The two dates by which the procedure's working time is checked, and the whole chain behind each."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.workflow.working_time.calendars import WITA, denpasar, wita
from workflow.calendar import Proposal, WorkingTime, close_year, confirm, shipped_calendar, undecided
from workflow.calendar import reject as rejected
from workflow.deadlines import chain
from workflow.procedure import Duration, shipped, usual_walk


def limits() -> list[Duration]:
    """The times of the steps in the order in which they are walked, as the shipped procedure states them."""
    return [step.time for step in usual_walk(shipped(), "accept") if step.time is not None]


def confirmed(off: tuple[tuple[dt.date, str], ...]) -> WorkingTime:
    """The office's calendar with a confirmed 2026 in which these days are off and no others."""
    days = [Proposal(day, name, "test") for day, name in off]
    calendar = confirm(shipped_calendar(), days, "SE 1/2026")
    calendar = rejected(calendar, undecided(calendar, 2026), "SE 1/2026")
    return WorkingTime(close_year(calendar, 2026, "SE 1/2026"))


def due_times(time: WorkingTime, start: dt.datetime) -> list[str]:
    return [due.astimezone(WITA).strftime("%a %d %b %H:%M") for due in chain(time, start, limits())]


def test_the_chain_holds_two_hours_for_the_draft_and_the_times_of_the_sheet() -> None:
    assert [str(limit) for limit in limits()] == [
        "1 jam", "1 jam", "1 hari", "2 jam", "1 jam", "30 menit", "30 menit", "1 hari",
    ]  # fmt: skip


def test_submitted_on_monday_8_june_2026_at_eight_the_last_step_is_due_on_wednesday_at_three() -> None:
    expected = [
        "Mon 08 Jun 09:00", "Mon 08 Jun 10:00", "Tue 09 Jun 10:00", "Tue 09 Jun 12:00",
        "Tue 09 Jun 14:00", "Tue 09 Jun 14:30", "Tue 09 Jun 15:00", "Wed 10 Jun 15:00",
    ]  # fmt: skip
    assert due_times(confirmed(()), wita(2026, 6, 8, 8)) == expected


def test_submitted_on_monday_15_june_2026_at_two_before_galungan_it_is_due_on_tuesday_23_june() -> None:
    off = (
        (dt.date(2026, 6, 16), "Tahun Baru Islam"),
        (dt.date(2026, 6, 17), "Hari Raya Galungan"),
        (dt.date(2026, 6, 18), "Umanis Galungan"),
    )
    expected = [
        "Mon 15 Jun 15:00", "Mon 15 Jun 16:00", "Fri 19 Jun 14:30", "Mon 22 Jun 09:30",
        "Mon 22 Jun 10:30", "Mon 22 Jun 11:00", "Mon 22 Jun 11:30", "Tue 23 Jun 11:30",
    ]  # fmt: skip
    assert due_times(confirmed(off), wita(2026, 6, 15, 14)) == expected


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (wita(2026, 6, 8, 8), wita(2026, 6, 10, 15)),
        (wita(2026, 6, 15, 14), wita(2026, 6, 23, 11, 30)),
    ],
)
def test_before_anybody_confirmed_2026_the_proposals_give_the_same_and_it_is_marked_provisional(
    start: dt.datetime, last: dt.datetime
) -> None:
    time = denpasar()
    assert chain(time, start, limits())[-1] == last
    assert time.unconfirmed(start, last) == (2026,)
