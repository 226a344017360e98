"""Working time on random calendars, with and without summer time: its laws, and a walk minute by minute."""

from __future__ import annotations

import datetime as dt

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.workflow.working_time.calendars import MINUTE, NOTHING, calendars, is_worked, moments
from workflow.calendar import Calendar, WorkingTime

WORK = st.one_of(
    st.integers(0, 3_000).map(lambda minutes: minutes * MINUTE),
    st.integers(0, 3_000 * 60_000_000).map(lambda count: dt.timedelta(microseconds=count)),
)


@given(calendars(), moments(), WORK, WORK)
def test_work_added_in_two_parts_is_work_added_at_once(
    calendar: Calendar, start: dt.datetime, one: dt.timedelta, other: dt.timedelta
) -> None:
    time = WorkingTime(calendar)
    assert time.add(time.add(start, one), other) == time.add(start, one + other)


@given(calendars(), moments(), WORK)
def test_a_due_time_lies_within_office_hours_not_before_the_start_and_as_much_work_after_it(
    calendar: Calendar, start: dt.datetime, work: dt.timedelta
) -> None:
    time = WorkingTime(calendar)
    due = time.add(start, work)
    assert time.is_open(due)
    assert due >= start
    assert time.between(start, due) == work
    assert time.between(due, start) == -work


@given(calendars(), moments(), moments(), WORK, WORK)
def test_later_starts_and_more_work_are_never_due_earlier(
    calendar: Calendar, start: dt.datetime, other: dt.datetime, work: dt.timedelta, more: dt.timedelta
) -> None:
    time = WorkingTime(calendar)
    start, other = sorted((start, other))
    assert time.add(start, work) <= time.add(other, work)
    assert time.add(start, work) <= time.add(start, work + more)


@given(calendars(), moments(), moments(), moments())
def test_working_times_of_neighbouring_spans_add_up(
    calendar: Calendar, one: dt.datetime, other: dt.datetime, third: dt.datetime
) -> None:
    time = WorkingTime(calendar)
    assert time.between(one, other) + time.between(other, third) == time.between(one, third)
    low, high = sorted((one, other))
    assert NOTHING <= time.between(low, high) <= high - low


@given(calendars(), moments(seconds=False), st.integers(0, 1_500))
@settings(max_examples=60)
def test_a_walk_minute_by_minute_comes_to_the_same(
    calendar: Calendar, start: dt.datetime, minutes: int
) -> None:
    """Two weeks from the start: each minute is looked up on a wall clock and counted."""
    time = WorkingTime(calendar)
    worked, walked, arrived = 0, start, None
    for _ in range(14 * 24 * 60):
        if worked == minutes and arrived is None and (minutes or is_worked(calendar, walked)):
            arrived = walked
        worked += is_worked(calendar, walked)
        walked += MINUTE
    assert time.between(start, walked) == worked * MINUTE
    if arrived is not None and (minutes or not time.is_open(start)):
        assert time.add(start, minutes * MINUTE) == arrived


@given(calendars(("Asia/Makassar",)), moments(), moments(), st.integers(1, 12))
def test_days_lead_to_office_hours_in_order_and_count_working_days(
    calendar: Calendar, start: dt.datetime, other: dt.datetime, days: int
) -> None:
    time = WorkingTime(calendar)
    start, other = sorted((start, other))
    due = time.add_days(start, days)
    assert time.is_open(due)
    assert due > start
    assert due <= time.add_days(other, days)
    assert due <= time.add_days(start, days + 1)
    arrived, last = (moment.astimezone(time.zone) for moment in (start, due))
    assume(last.time() != dt.time())  # midnight closes one day and opens another
    first = arrived.date()
    while not time.is_working_day(first):  # what arrives on a day off arrives on the next working day
        first += dt.timedelta(days=1)
    between = [first + dt.timedelta(days=count) for count in range(1, (last.date() - first).days + 1)]
    assert sum(time.is_working_day(day) for day in between) == days
    assert time.is_working_day(last.date())


@given(calendars(("Asia/Makassar",)), moments(), WORK, st.integers(1, 5))
def test_a_clock_time_within_the_hours_of_both_days_is_kept(
    calendar: Calendar, moment: dt.datetime, work: dt.timedelta, days: int
) -> None:
    time = WorkingTime(calendar)
    start = time.add(moment, work).astimezone(time.zone)  # within office hours
    assume(start.time() != dt.time())
    due = time.add_days(start, days).astimezone(time.zone)
    kept = dt.datetime.combine(due.date(), start.time(), time.zone)
    if time.is_open(kept):
        assert due == kept


@given(calendars(), moments())
def test_the_next_opening_is_the_first_moment_of_a_working_day(
    calendar: Calendar, moment: dt.datetime
) -> None:
    time = WorkingTime(calendar)
    opening = time.next_opening(moment)
    assert opening > moment
    assert time.is_open(opening)
    day = opening.astimezone(time.zone)
    midnight = dt.datetime.combine(day.date(), dt.time(), time.zone)
    assert time.between(max(midnight.astimezone(dt.UTC), moment), opening) <= opening - moment
    assert time.between(midnight.astimezone(dt.UTC), opening) == NOTHING
