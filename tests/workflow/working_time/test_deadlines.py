"""Due times of steps: pauses, extensions, reminders, escalation, and how a case asks for them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflow.working_time.calendars import HOUR, MINUTE, NOTHING, calendars, moments, office, wita
from workflow.calendar import Calendar, WorkingTime
from workflow.deadlines import (
    Reminder,
    chain,
    due_after,
    due_facts,
    due_with_pauses,
    escalations,
    extend,
    later,
    next_digest,
    reminders,
    spent,
)
from workflow.errors import BadValue
from workflow.procedure import Duration, shipped
from workflow.state import Pause

DAY = Duration(1, "hari")
TWO_HOURS = Duration(2, "jam")


def monday(hour: int, minute: int = 0) -> dt.datetime:
    return wita(2026, 9, 7, hour, minute)


def tuesday(hour: int, minute: int = 0) -> dt.datetime:
    return wita(2026, 9, 8, hour, minute)


def wednesday(hour: int, minute: int = 0) -> dt.datetime:
    return wita(2026, 9, 9, hour, minute)


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        (Duration(30, "menit"), monday(10, 30)),
        (Duration(3, "jam"), monday(14)),
        (Duration(7, "jam"), tuesday(10)),
        (DAY, tuesday(10)),
        (Duration(2, "hari"), wednesday(10)),
    ],
)
def test_minutes_and_hours_are_working_time_and_days_are_working_days(
    limit: Duration, due: dt.datetime
) -> None:
    assert due_after(office(), monday(10), limit) == due


def test_each_step_of_a_chain_starts_when_the_one_before_it_is_due() -> None:
    assert chain(office(), monday(15), [TWO_HOURS, DAY, TWO_HOURS]) == (
        tuesday(9),
        wednesday(9),
        wednesday(11),
    )
    assert chain(office(), monday(15), []) == ()


def test_the_working_time_of_a_pause_is_added_to_the_due_time() -> None:
    """Paused from 9 until 14 with the break between: four working hours."""
    assert later(office(), monday(10), monday(9), monday(14)) == monday(15)


def test_a_pause_over_night_adds_no_time_in_which_nobody_works() -> None:
    assert later(office(), monday(15), monday(16), tuesday(8)) == monday(15)


def test_a_pause_moves_a_due_time_in_days_by_working_hours() -> None:
    assert due_with_pauses(office(), monday(10), DAY, [Pause(monday(11), monday(15))]) == tuesday(14)


@given(calendars(), moments(), moments(), moments())
def test_after_a_pause_as_much_time_is_left_as_before_it_or_as_much_overdue(
    calendar: Calendar, due: dt.datetime, one: dt.datetime, other: dt.datetime
) -> None:
    time = WorkingTime(calendar)
    paused, resumed = sorted((one, other))
    moved = later(time, due, paused, resumed)
    assert moved >= due
    assert time.between(resumed, moved) == time.between(paused, due)


def test_several_pauses_add_up() -> None:
    pauses = [Pause(monday(8, 30), monday(9)), Pause(monday(10), monday(11))]
    assert due_with_pauses(office(), monday(8), TWO_HOURS, pauses) == monday(11, 30)
    assert due_with_pauses(office(), monday(8), TWO_HOURS, []) == monday(10)


def test_an_extension_outside_office_hours_ends_at_the_next_opening() -> None:
    assert extend(office(), monday(10), tuesday(14), monday(9)) == tuesday(14)
    assert extend(office(), monday(10), tuesday(20), monday(9)) == wednesday(8)


@pytest.mark.parametrize(
    ("until", "now"), [(monday(10), monday(9)), (monday(9), monday(8)), (monday(11), monday(11))]
)
def test_an_extension_that_gives_no_time_is_refused(until: dt.datetime, now: dt.datetime) -> None:
    with pytest.raises(BadValue):
        extend(office(), monday(10), until, now)


def test_time_spent_is_working_time_without_pauses() -> None:
    pauses = [Pause(monday(9), monday(10)), Pause(monday(15), tuesday(9))]
    assert spent(office(), monday(8), monday(11), pauses) == 2 * HOUR
    assert spent(office(), monday(8), monday(16), pauses) == 5 * HOUR
    assert spent(office(), monday(8), tuesday(10), pauses) == 6 * HOUR
    assert spent(office(), monday(20), tuesday(3)) == NOTHING


def test_a_short_step_is_reminded_of_on_arrival_and_when_due() -> None:
    expected = (Reminder(monday(10), "arrival"), Reminder(monday(14), "due"))
    assert reminders(office(), monday(10), Duration(3, "jam"), monday(14)) == expected


def test_a_step_of_a_day_is_reminded_of_at_80_percent_and_when_due() -> None:
    """Seven hours of work from Monday at ten: 5:36 of them have passed at 16:00 and 36 minutes on Tuesday."""
    expected = (Reminder(tuesday(8, 36), "share"), Reminder(tuesday(10), "due"))
    assert reminders(office(), monday(10), DAY, tuesday(10)) == expected


def test_a_step_of_as_many_hours_as_a_day_is_no_shorter_than_one() -> None:
    assert reminders(office(), monday(10), Duration(7, "jam"), tuesday(10))[0].occasion == "share"
    assert reminders(office(), monday(10), Duration(6, "jam"), tuesday(9))[0].occasion == "arrival"


def test_a_pause_before_the_reminder_moves_it_and_one_after_it_does_not() -> None:
    early = (Pause(monday(11), monday(12)),)
    late = (Pause(tuesday(9), tuesday(10)),)
    assert reminders(office(), monday(10), DAY, tuesday(11), early)[0].at == tuesday(9, 36)
    assert reminders(office(), monday(10), DAY, tuesday(11), late)[0].at == tuesday(8, 36)


def test_an_extension_moves_the_reminder() -> None:
    """From Monday to Wednesday at ten there are fourteen hours of work; 80 % are 11:12."""
    found = reminders(office(), monday(10), DAY, wednesday(10))
    assert spent(office(), monday(10), found[0].at) == 11 * HOUR + 12 * MINUTE
    assert found[1].at == wednesday(10)


def test_each_superior_is_told_a_working_day_after_the_one_below_him() -> None:
    assert escalations(office(), monday(10), 2) == (monday(10), tuesday(10))
    assert escalations(office(), wita(2026, 9, 11, 10), 2)[1] == wita(2026, 9, 14, 10)


def test_where_nobody_stands_above_nobody_is_told() -> None:
    """The head of the office has no superior in the system."""
    assert escalations(office(), monday(10), 0) == ()


def test_the_digest_goes_out_as_a_working_day_begins() -> None:
    assert next_digest(office(), monday(7)) == monday(8)
    assert next_digest(office(), monday(8)) == tuesday(8)
    assert next_digest(office(), wita(2026, 9, 11, 17)) == wita(2026, 9, 14, 8)


def test_a_case_asks_for_due_times_of_its_steps_and_for_them_after_a_pause() -> None:
    due, moved = due_facts(office())
    procedure = shipped()
    analysis, asking = procedure.step("3"), procedure.step("1a")
    assert analysis is not None
    assert asking is not None
    assert due(analysis, monday(10)) == tuesday(10)
    assert moved(tuesday(10), monday(11), monday(12)) == tuesday(11)
    with pytest.raises(BadValue, match="No clock runs in step 1a"):
        due(asking, monday(10))


@given(calendars(), moments(), st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600)), max_size=4))
def test_however_often_a_step_is_paused_it_is_due_when_its_time_is_spent(
    calendar: Calendar, since: dt.datetime, gaps: list[tuple[int, int]]
) -> None:
    """Gaps: minutes until the next pause, and its length; only pauses that begin before the step is due."""
    time, limit, pauses, at = WorkingTime(calendar), Duration(5, "jam"), [], since
    for wait, length in gaps:
        start = at + wait * MINUTE
        if start >= due_with_pauses(time, since, limit, pauses):
            break
        at = start + length * MINUTE
        pauses.append(Pause(start, at))
    due = due_with_pauses(time, since, limit, pauses)
    assert spent(time, since, due, pauses) == 5 * HOUR
