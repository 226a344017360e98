"""Days off are proposed, confirmed or rejected with a decree; a year that nobody confirmed is provisional."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from capacity.errors import BadInput
from tests.workflow.working_time.calendars import week, wita
from workflow.calendar import (
    Calendar,
    CalendarError,
    Proposal,
    SpecialSpan,
    WorkingTime,
    close_year,
    confirm,
    fingerprint,
    off_dates,
    open_questions,
    proposals,
    reject,
    shipped_calendar,
    undecided,
    with_span,
)

GALUNGAN = dt.date(2026, 6, 17)


def named(calendar: Calendar, name: str, year: int = 2026) -> list[Proposal]:
    return [proposal for proposal in proposals(calendar, year) if proposal.name == name]


def test_national_days_and_collective_leave_of_2026_are_proposed_as_the_three_ministers_decreed() -> None:
    """SKB 1497/2025, 2/2025 and 5/2025 of 19 November 2025: 17 national days, 8 of collective leave."""
    found = proposals(shipped_calendar(), 2026)
    national = {f"{p.date:%m-%d}" for p in found if p.source.endswith("national holiday")}
    leave = {f"{p.date:%m-%d}" for p in found if p.source.endswith("collective leave")}
    assert national == {
        "01-01", "01-16", "02-17", "03-19", "03-21", "03-22", "04-03", "04-05", "05-01", "05-14", "05-27",
        "05-31", "06-01", "06-16", "08-17", "08-25", "12-25",
    }  # fmt: skip
    assert leave == {"02-16", "03-18", "03-20", "03-23", "03-24", "05-15", "05-28", "12-24"}


def test_a_proposal_says_where_it_is_known_from_and_whether_the_date_may_move() -> None:
    (galungan,) = named(shipped_calendar(), "Hari Raya Galungan")
    assert galungan == Proposal(GALUNGAN, "Hari Raya Galungan", "Pawukon")
    (idulfitri,) = named(shipped_calendar(), "Hari Raya Idul Fitri", 2028)
    assert idulfitri.estimated
    assert idulfitri.source.startswith("holidays ")


def test_until_a_year_is_confirmed_its_proposals_count_and_it_is_marked() -> None:
    time = WorkingTime(shipped_calendar())
    assert not time.is_working_day(GALUNGAN)
    assert time.unconfirmed(wita(2026, 6, 15), wita(2026, 6, 20)) == (2026,)


def test_a_rejected_proposal_is_worked() -> None:
    calendar = shipped_calendar()
    calendar = reject(calendar, named(calendar, "Hari Raya Galungan"), "SE 1/2026")
    assert WorkingTime(calendar).is_working_day(GALUNGAN)
    assert GALUNGAN not in {proposal.date for proposal in undecided(calendar, 2026)}


def test_a_day_that_two_proposals_name_is_off_as_long_as_one_of_them_stands() -> None:
    """16 June 2026 is Tahun Baru Islam and Penampahan Galungan."""
    calendar = shipped_calendar()
    calendar = reject(calendar, named(calendar, "Penampahan Galungan"), "SE 1/2026")
    assert dt.date(2026, 6, 16) in off_dates(calendar, 2026)
    calendar = reject(calendar, named(calendar, "Tahun Baru Islam"), "SE 1/2026")
    assert dt.date(2026, 6, 16) not in off_dates(calendar, 2026)


def test_the_latest_decision_on_a_day_stands() -> None:
    calendar = shipped_calendar()
    day = named(calendar, "Hari Raya Galungan")
    calendar = confirm(reject(calendar, day, "SE 1/2026"), day, "SE 2/2026")
    assert [off.decree for off in calendar.off_days] == ["SE 2/2026"]
    assert not calendar.rejected


@pytest.mark.parametrize("decide", [confirm, reject])
def test_no_decision_without_the_number_of_a_decree(decide: object) -> None:
    calendar = shipped_calendar()
    with pytest.raises(BadInput, match="decree is missing"):
        decide(calendar, named(calendar, "Hari Raya Galungan"), " ")  # type: ignore[operator]


def test_a_year_is_not_confirmed_while_a_proposal_is_undecided() -> None:
    with pytest.raises(
        CalendarError, match="37 proposals of 2026 are undecided: 2026-01-01 Tahun Baru Masehi"
    ):
        close_year(shipped_calendar(), 2026, "SE 1/2026")


def test_in_a_confirmed_year_only_confirmed_days_are_off_and_nothing_is_provisional() -> None:
    calendar = confirm(shipped_calendar(), named(shipped_calendar(), "Hari Raya Galungan"), "SE 1/2026")
    calendar = reject(calendar, undecided(calendar, 2026), "SE 1/2026")
    calendar = close_year(calendar, 2026, "SE 1/2026")
    assert off_dates(calendar, 2026) == {GALUNGAN}
    time = WorkingTime(calendar)
    assert time.unconfirmed(wita(2026, 1, 1), wita(2026, 12, 31)) == ()
    assert time.unconfirmed(wita(2026, 12, 31), wita(2027, 1, 1)) == (2027,)


def test_what_is_proposed_after_a_year_was_confirmed_is_shown_and_does_not_count() -> None:
    calendar = reject(shipped_calendar(), undecided(shipped_calendar(), 2026), "SE 1/2026")
    calendar = close_year(calendar, 2026, "SE 1/2026")
    late = Proposal(dt.date(2026, 9, 9), "Pemilihan", "a newer package")
    calendar = replace(calendar, known_days=(*calendar.known_days, late))
    assert undecided(calendar, 2026) == (late,)
    assert off_dates(calendar, 2026) == frozenset()


def test_a_day_that_nobody_proposed_can_be_confirmed() -> None:
    election = Proposal(dt.date(2026, 9, 9), "Pemilihan", "SE 7/2026")
    calendar = confirm(shipped_calendar(), [election], "SE 7/2026")
    assert not WorkingTime(calendar).is_working_day(election.date)


def test_a_new_decision_changes_the_fingerprint_and_the_same_calendar_keeps_it() -> None:
    calendar = shipped_calendar()
    other = confirm(calendar, named(calendar, "Hari Raya Galungan"), "SE 1/2026")
    assert fingerprint(calendar) == fingerprint(shipped_calendar()) != fingerprint(other)


def test_what_is_not_known_of_a_year_is_asked_for() -> None:
    calendar = shipped_calendar()
    assert open_questions(calendar, 2026) == ()
    assert [question.split()[1:4] for question in open_questions(calendar, 2028)] == [
        ["collective", "leave", "of"],
        ["day", "of", "Siwaratri"],
        ["and", "hours", "of"],
    ]


def test_special_hours_answer_the_question_for_ramadan() -> None:
    span = SpecialSpan("Ramadan", dt.date(2027, 2, 8), dt.date(2027, 3, 9), week("08:00-15:00"), "SE 1/2027")
    calendar = with_span(shipped_calendar(), span)
    assert not any("Ramadan" in question for question in open_questions(calendar, 2027))
    with pytest.raises(BadInput, match="begins before the span above it ends"):
        with_span(calendar, span)
