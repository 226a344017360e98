"""When a step is due, what moves that, when to remind, and when to tell the superior: all in working time.

Nothing here is stored or looks at a clock. What a case keeps of its step (since when it waits, when it is
due, its pauses) comes in; moments go out, in UTC.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from workflow.calendar import WorkingTime
from workflow.errors import BadValue
from workflow.facts import Due, Later
from workflow.procedure import Duration, Step
from workflow.state import Pause

REMIND_AT_PERCENT = 80


@dataclass(frozen=True, slots=True)
class Reminder:
    """When to remind the official: on arrival or at 80 % of the time, and when due."""

    at: dt.datetime
    occasion: Literal["arrival", "share", "due"]


def due_after(time: WorkingTime, since: dt.datetime, limit: Duration) -> dt.datetime:
    """When a step is due that waits since then; ``hari``: the same clock time so many working days later."""
    minutes = limit.working_minutes
    if minutes is None:
        return time.add_days(since, limit.amount)
    return time.add(since, dt.timedelta(minutes=minutes))


def chain(time: WorkingTime, start: dt.datetime, limits: Iterable[Duration]) -> tuple[dt.datetime, ...]:
    """The due times of steps each of which starts when the one before it is due."""
    due = []
    for limit in limits:
        start = due_after(time, start, limit)
        due.append(start)
    return tuple(due)


def later(time: WorkingTime, due: dt.datetime, paused: dt.datetime, resumed: dt.datetime) -> dt.datetime:
    """A due time moved by the working time of a pause, so that as much is left as when the clock was stopped.

    What was overdue then is overdue by as much afterwards: the agency's time is not the official's.
    """
    return time.add(due, time.between(paused, resumed))


def due_with_pauses(
    time: WorkingTime, since: dt.datetime, limit: Duration, pauses: Iterable[Pause]
) -> dt.datetime:
    """The due time from the beginning, without extensions: after a change of calendar or stated time."""
    due = due_after(time, since, limit)
    for pause in pauses:
        due = later(time, due, pause.start, pause.end)
    return due


def extend(time: WorkingTime, due: dt.datetime, until: dt.datetime, now: dt.datetime) -> dt.datetime:
    """The due time that an extension gives: `until`, or the next opening if that lies outside office hours.

    Raises `BadValue` if that is no later than the due time as it is, or than now. The original is kept by the
    case.
    """
    new = time.add(until, dt.timedelta())
    if new <= due or new <= now:
        raise BadValue("An extension ends after the due time as it is, and in the future.")
    return new


def spent(
    time: WorkingTime, since: dt.datetime, until: dt.datetime, pauses: Iterable[Pause] = ()
) -> dt.timedelta:
    """The working time that a step took until a moment, without its pauses."""
    stood = dt.timedelta()
    for pause in pauses:
        if pause.start < until:
            stood += time.between(pause.start, min(pause.end, until))
    return time.between(since, until) - stood


def reminders(
    time: WorkingTime,
    since: dt.datetime,
    limit: Duration,
    due: dt.datetime,
    pauses: tuple[Pause, ...] = (),
) -> tuple[Reminder, Reminder]:
    """When to remind of a step: if shorter than a day on arrival and when due, else at 80 % and when due.

    `due` is the due time as it stands, with pauses and extensions. No reminder goes out while the clock
    stands still; when it goes again, these are asked anew.
    """
    if due_after(time, since, limit) < time.add_days(since, 1):
        return Reminder(since, "arrival"), Reminder(due, "due")
    at = time.add(since, spent(time, since, due, pauses) * REMIND_AT_PERCENT // 100)
    for pause in pauses:
        if pause.start < at:
            at = later(time, at, pause.start, pause.end)
    return Reminder(at, "share"), Reminder(due, "due")


def escalations(time: WorkingTime, due: dt.datetime, superiors: int) -> tuple[dt.datetime, ...]:
    """When each of so many superiors, the nearest first, is told of a step that is still open.

    The nearest when it is due, each further one a working day after the one below him. Assumed: the sheet of
    the procedure says nothing of it.
    """
    told = [due]
    while len(told) < superiors:
        told.append(time.add_days(told[-1], 1))
    return tuple(told[:superiors])


def next_digest(time: WorkingTime, now: dt.datetime) -> dt.datetime:
    """When the next daily digest goes out: as the next working day begins."""
    return time.next_opening(now)


def due_facts(time: WorkingTime) -> tuple[Due, Later]:
    """Working time in the form in which a case asks for it: `due` and `later` of `workflow.facts.Facts`."""

    def due(step: Step, since: dt.datetime) -> dt.datetime:
        if step.time is None:
            raise BadValue(f"No clock runs in step {step.no}.")
        return due_after(time, since, step.time)

    def moved(due: dt.datetime, paused: dt.datetime, resumed: dt.datetime) -> dt.datetime:
        return later(time, due, paused, resumed)

    return due, moved
