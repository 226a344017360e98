"""What contradicts itself in a calendar."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterator

from capacity.errors import BadInput, Problem
from capacity.reading.problems import quoted
from workflow.calendar.values import Calendar, Week

_Fault = tuple[str, str, str]


def checked(calendar: Calendar, file: str = "") -> Calendar:
    """The calendar itself. Raises BadInput with everything that contradicts itself in it."""
    problems = problems_of_calendar(calendar, file)
    if problems:
        raise BadInput(problems)
    return calendar


def problems_of_calendar(calendar: Calendar, file: str = "") -> tuple[Problem, ...]:
    """Hours out of order, spans that overlap, days off without a decree: whatever contradicts itself."""
    found = [*_zone(calendar), *_hours(calendar), *_spans(calendar), *_days(calendar)]
    name = file or f"calendar {calendar.name}"
    return tuple(Problem(name, None, where, problem, advice) for where, problem, advice in found)


def _zone(calendar: Calendar) -> Iterator[_Fault]:
    try:
        zoneinfo.ZoneInfo(calendar.zone)
    except (KeyError, ValueError, OSError):
        yield "zone", f"There is no time zone {quoted(calendar.zone)}.", "Write it as Asia/Makassar."


def _hours(calendar: Calendar) -> Iterator[_Fault]:
    if not calendar.hours:
        yield "hours", "There are no office hours.", "Add at least one entry, with the date since when."
    for place, hours in enumerate(calendar.hours, start=1):
        where = f"hours[{place}]"
        if place > 1 and hours.since <= calendar.hours[place - 2].since:
            yield where, f"It begins on {hours.since}, before the entry above it.", "Order them by date."
        yield from _week(f"{where}.week", hours.week)
        yield from _decree(where, hours.decree)


def _spans(calendar: Calendar) -> Iterator[_Fault]:
    last: dt.date | None = None
    for place, span in enumerate(calendar.spans, start=1):
        where = f"spans[{place}]"
        if span.last < span.first:
            yield where, f"{quoted(span.name)} ends before it begins.", "Correct first or last."
        if last is not None and span.first <= last:
            yield where, f"{quoted(span.name)} begins before the span above it ends.", "Order them, apart."
        last = span.last
        yield from _week(f"{where}.week", span.week)
        yield from _decree(where, span.decree)


def _week(where: str, week: Week) -> Iterator[_Fault]:
    if not any(week.days()):
        yield where, "No day of the week is worked.", "Add the hours of at least one weekday."


def _days(calendar: Calendar) -> Iterator[_Fault]:
    seen: set[tuple[dt.date, str]] = set()
    for kind, days in (("off_days", calendar.off_days), ("rejected", calendar.rejected)):
        for day in days:
            where = f"{kind} {day.date.isoformat()} {day.name}"
            if (day.date, day.name) in seen:
                yield where, "The day is there twice.", "Keep the decision that stands."
            seen.add((day.date, day.name))
            yield from _decree(where, day.decree)
    years = [one.year for one in calendar.confirmed]
    for one in calendar.confirmed:
        where = f"confirmed {one.year}"
        if years.count(one.year) > 1:
            yield where, "The year is there twice.", "Keep one."
        yield from _decree(where, one.decree)


def _decree(where: str, decree: str) -> Iterator[_Fault]:
    if not decree.strip():
        yield f"{where}.decree", "The number of the decree is missing.", "Add it: nothing counts without one."
