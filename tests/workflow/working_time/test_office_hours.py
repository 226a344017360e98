"""The office's hours by date, and the edges of working time: closing, breaks, days off, midnight, zones."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.workflow.working_time.calendars import HOUR, MINUTE, NOTHING, WITA, denpasar, office, wita
from workflow.calendar import Calendar, CalendarError, Day, OfficeHours, Week, WorkingTime, checked

MONDAY = wita(2026, 9, 7)
FRIDAY = wita(2026, 9, 11)


@pytest.mark.parametrize(
    ("monday", "hours"),
    [
        (wita(2024, 1, 15), 37.5),  # the old hours, without a fixed break
        (wita(2024, 2, 19), 37.5),  # since 1 February 2024
        (wita(2026, 9, 7), 37.5),
        (wita(2024, 3, 18), 32.5),  # in Ramadan 1445
        (wita(2025, 3, 10), 32.5),  # in Ramadan 1446
        (wita(2026, 3, 2), 32.5),  # in Ramadan 1447
    ],
)
def test_a_week_without_days_off_has_the_hours_that_the_decrees_state(
    monday: dt.datetime, hours: float
) -> None:
    assert denpasar().between(monday, monday + dt.timedelta(days=7)) == hours * HOUR


@pytest.mark.parametrize(
    ("day", "opens", "closes"),
    [
        (dt.date(2024, 1, 31), (7, 30), (15, 30)),
        (dt.date(2024, 2, 1), (7, 30), (16, 30)),
        (dt.date(2024, 2, 2), (7, 30), (14, 30)),
        (dt.date(2025, 2, 28), (7, 30), (14, 30)),
        (dt.date(2025, 3, 3), (8, 0), (15, 30)),
        (dt.date(2026, 2, 18), (7, 30), (16, 30)),
        (dt.date(2026, 2, 19), (8, 0), (15, 30)),
    ],
)
def test_hours_change_on_their_dates(day: dt.date, opens: tuple[int, int], closes: tuple[int, int]) -> None:
    time = denpasar()
    midnight = dt.datetime.combine(day, dt.time(), WITA)
    opening = time.next_opening(midnight)
    assert opening == midnight.replace(hour=opens[0], minute=opens[1])
    closing = midnight.replace(hour=closes[0], minute=closes[1])
    assert time.is_open(closing)
    assert not time.is_open(closing + MINUTE)


def test_work_that_ends_exactly_at_closing_is_due_at_closing() -> None:
    assert office().add(MONDAY.replace(hour=15), HOUR) == MONDAY.replace(hour=16)


def test_work_that_begins_exactly_at_closing_is_done_the_next_working_day() -> None:
    assert office().add(FRIDAY.replace(hour=16), HOUR) == FRIDAY.replace(hour=9) + dt.timedelta(days=3)


def test_a_minute_past_closing_is_left_for_the_next_day() -> None:
    due = office().add(MONDAY.replace(hour=15), HOUR + MINUTE)
    assert due == MONDAY.replace(hour=8, minute=1) + dt.timedelta(days=1)


def test_no_work_at_closing_is_done_at_once_and_after_closing_at_the_next_opening() -> None:
    time, closing = office(), MONDAY.replace(hour=16)
    assert time.add(closing, NOTHING) == closing
    assert time.add(closing + MINUTE, NOTHING) == MONDAY.replace(hour=8) + dt.timedelta(days=1)


def test_the_break_is_not_worked() -> None:
    assert office().add(MONDAY.replace(hour=11, minute=30), HOUR) == MONDAY.replace(hour=13, minute=30)
    assert office().add(MONDAY.replace(hour=12, minute=20), HOUR) == MONDAY.replace(hour=14)
    assert office().add(MONDAY.replace(hour=11), HOUR) == MONDAY.replace(hour=12)


def test_work_that_arrives_at_night_or_on_a_day_off_begins_at_the_next_opening() -> None:
    time = office(off=(dt.date(2026, 9, 14),))
    saturday, tuesday = FRIDAY + dt.timedelta(days=1), FRIDAY + dt.timedelta(days=4)
    assert time.add(saturday.replace(hour=10), HOUR) == tuesday.replace(hour=9)
    assert time.add(MONDAY.replace(hour=3), HOUR) == MONDAY.replace(hour=9)


def test_a_day_is_no_24_hours_of_work() -> None:
    """One day from Monday at ten is Tuesday at ten; 24 working hours would be Thursday afternoon."""
    assert office().add_days(MONDAY.replace(hour=10), 1) == MONDAY.replace(hour=10) + dt.timedelta(days=1)
    trap = office().add(MONDAY.replace(hour=10), 24 * HOUR)
    assert trap == MONDAY.replace(hour=14) + dt.timedelta(days=3)


def test_a_day_leads_over_the_weekend() -> None:
    assert office().add_days(FRIDAY.replace(hour=10), 1) == FRIDAY.replace(hour=10) + dt.timedelta(days=3)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        # a shorter Friday: clipped to its closing
        (wita(2026, 9, 10, 16), wita(2026, 9, 11, 14, 30)),
        # the clock time lies in Friday's break, which is longer
        (wita(2026, 9, 10, 11, 45), wita(2026, 9, 11, 13)),
        # before opening, and after closing, of a working day
        (wita(2026, 9, 7, 5), wita(2026, 9, 8, 7, 30)),
        (wita(2026, 9, 7, 20), wita(2026, 9, 8, 16, 30)),
        # exactly at Friday's closing
        (wita(2026, 9, 11, 14, 30), wita(2026, 9, 14, 14, 30)),
        # a Saturday: as if it came on Monday at opening, so that a whole day is left
        (wita(2026, 9, 12, 10), wita(2026, 9, 15, 7, 30)),
    ],
)
def test_a_day_later_is_the_same_clock_time_clipped_to_the_hours_of_that_day(
    start: dt.datetime, due: dt.datetime
) -> None:
    assert denpasar().add_days(start, 1) == due


def test_several_days_count_working_days_only() -> None:
    """From Monday 15 June 2026, with 16 to 18 June off and the weekend: Friday, Monday, Tuesday."""
    assert denpasar().add_days(wita(2026, 6, 15, 9), 3) == wita(2026, 6, 23, 9)


def test_midnight_in_utc_is_eight_in_the_morning_in_denpasar() -> None:
    midnight = dt.datetime(2026, 9, 7, tzinfo=dt.UTC)
    assert denpasar().is_open(midnight)
    assert denpasar().add(midnight, HOUR) == midnight + HOUR
    assert denpasar().add(midnight - dt.timedelta(hours=8), HOUR) == midnight + 30 * MINUTE


def test_the_day_in_utc_is_not_the_day_in_denpasar() -> None:
    """Sunday 23:40 in UTC is Monday 07:40 in Denpasar: the office is open."""
    sunday = dt.datetime(2026, 9, 6, 23, 40, tzinfo=dt.UTC)
    assert denpasar().add(sunday, 10 * MINUTE) == sunday + 10 * MINUTE


def test_answers_are_in_utc() -> None:
    assert denpasar().add(MONDAY, HOUR).tzinfo is dt.UTC
    assert denpasar().add_days(MONDAY, 1).tzinfo is dt.UTC


def test_work_leads_over_the_turn_of_the_year() -> None:
    time = office(off=(dt.date(2026, 1, 1),))
    assert time.add(wita(2025, 12, 31, 15), 3 * HOUR) == wita(2026, 1, 2, 10)
    assert time.add_days(wita(2025, 12, 31, 15), 1) == wita(2026, 1, 2, 15)
    assert time.between(wita(2025, 12, 31, 15), wita(2026, 1, 2, 10)) == 3 * HOUR


def test_work_that_ends_with_the_year_is_due_at_its_last_closing() -> None:
    assert office().add(wita(2025, 12, 31, 15), HOUR) == wita(2025, 12, 31, 16)


def test_the_year_turns_in_denpasar_and_not_in_greenwich() -> None:
    """20:00 in UTC on the last of December is four in the morning of the new year."""
    evening = dt.datetime(2026, 12, 31, 20, tzinfo=dt.UTC)
    assert denpasar().unconfirmed(evening, evening) == (2027,)
    assert denpasar().unconfirmed(evening - 5 * HOUR, evening) == (2026, 2027)


def test_years_of_work_are_added_at_once() -> None:
    start = wita(2026, 9, 7, 8)
    assert office().between(start, office().add(start, 9_000 * HOUR)) == 9_000 * HOUR


def test_the_time_back_is_negative() -> None:
    assert office().between(MONDAY.replace(hour=10), MONDAY.replace(hour=9)) == -HOUR


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (dt.datetime(2026, 9, 7), "no time zone"),
        (wita(2019, 12, 31, 23, 59), "No office hours are known"),
        (dt.datetime.min.replace(tzinfo=dt.UTC), "No office hours are known"),
        (wita(2101, 1, 1), "ends with 2100"),
        (dt.datetime.max.replace(tzinfo=dt.UTC), "ends with 2100"),
    ],
)
def test_what_the_calendar_cannot_know_is_an_error_and_no_guess(moment: dt.datetime, told: str) -> None:
    time = office()
    for ask in (
        lambda: time.add(moment, HOUR),
        lambda: time.add_days(moment, 1),
        lambda: time.between(MONDAY, moment),
        lambda: time.is_open(moment),
        lambda: time.next_opening(moment),
        lambda: time.unconfirmed(moment, MONDAY),
    ):
        with pytest.raises(CalendarError, match=told):
            ask()


def test_work_past_the_end_of_the_calendar_is_an_error() -> None:
    with pytest.raises(CalendarError, match="ends with 2100"):
        office().add(wita(2100, 12, 30), 1_000 * HOUR)
    with pytest.raises(CalendarError, match="ends with 2100"):
        office().add_days(wita(2100, 12, 30), 20)


def test_whether_a_day_is_worked_is_not_guessed_before_the_first_known_hours() -> None:
    assert office().is_working_day(dt.date(2020, 1, 1))
    with pytest.raises(CalendarError):
        office().is_working_day(dt.date(2019, 12, 31))


@pytest.mark.parametrize("work", [-MINUTE, dt.timedelta(microseconds=-1)])
def test_less_than_no_work_is_refused(work: dt.timedelta) -> None:
    with pytest.raises(CalendarError):
        office().add(MONDAY, work)


@pytest.mark.parametrize("days", [0, -1])
def test_less_than_a_day_is_refused(days: int) -> None:
    with pytest.raises(CalendarError):
        office().add_days(MONDAY, days)


def every_day(since: dt.date, zone: str, *texts: str) -> WorkingTime:
    """The hours of the days of a week, Monday first."""
    week = Week(*[Day.from_text(text) for text in texts])
    return WorkingTime(checked(Calendar("test", zone, (OfficeHours(since, week, "test"),))))


def test_the_midnight_at_which_a_day_closes_is_not_taken_for_the_opening_of_the_next() -> None:
    time = every_day(dt.date(2026, 1, 1), "Asia/Makassar", "00:00-24:00", "08:00-16:00")
    assert time.add_days(MONDAY, 1) == MONDAY.replace(hour=8) + dt.timedelta(days=1)


def test_a_day_that_a_country_leaves_out_is_not_worked() -> None:
    """Samoa went from Thursday 29 to Saturday 31 December 2011."""
    time = every_day(dt.date(2011, 1, 1), "Pacific/Apia", *["08:00-16:00"] * 7)
    thursday = dt.datetime(2011, 12, 29, 10, tzinfo=time.zone)
    assert not time.is_working_day(dt.date(2011, 12, 30))
    assert time.add_days(thursday, 1) == dt.datetime(2011, 12, 31, 10, tzinfo=time.zone)
    assert time.between(thursday, dt.datetime(2012, 1, 1, tzinfo=time.zone)) == 14 * HOUR


def night_shift() -> WorkingTime:
    """Amsterdam: 01:00 to 06:00 on Sundays."""
    hours = (OfficeHours(dt.date(2020, 1, 1), Week(sunday=Day.from_text("01:00-06:00")), "test"),)
    return WorkingTime(checked(Calendar("night", "Europe/Amsterdam", hours)))


def test_a_shift_in_which_clocks_are_put_forward_is_an_hour_shorter() -> None:
    """Sunday 29 March 2026: after 02:00 comes 03:00."""
    midnight = dt.datetime(2026, 3, 29, tzinfo=dt.UTC)
    assert night_shift().between(midnight - HOUR, midnight + 20 * HOUR) == 4 * HOUR
    assert night_shift().add(midnight, 2 * HOUR) == midnight + 2 * HOUR


def test_a_shift_in_which_clocks_are_put_back_is_an_hour_longer() -> None:
    """Sunday 25 October 2026: the hour from 02:00 comes twice."""
    midnight = dt.datetime(2026, 10, 25, tzinfo=dt.UTC)
    assert night_shift().between(midnight - 2 * HOUR, midnight + 20 * HOUR) == 6 * HOUR


def test_a_clock_time_that_is_skipped_is_when_the_clocks_are_put_forward() -> None:
    """Sunday 22 March 2026 at 02:30, a week later: there is no 02:30, but 03:00 comes at 01:00 UTC."""
    start = dt.datetime(2026, 3, 22, 1, 30, tzinfo=dt.UTC)
    assert night_shift().add_days(start, 1) == dt.datetime(2026, 3, 29, 1, 0, tzinfo=dt.UTC)
