"""The calendar of an office as values: dated hours with breaks, special spans, days off and their decrees."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from capacity.errors import TitipError
from capacity.reading.problems import Refused, quoted

Proposer = Literal["indonesia", "bali"]
MINUTES_OF_A_DAY = 24 * 60
_SPAN = re.compile(r"(break )?([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})")


class CalendarError(TitipError):
    """The calendar cannot answer: no hours are known for that time, or the question makes no sense."""

    code = "calendar"


@dataclass(frozen=True, slots=True)
class Day:
    """Office hours of a day, in minutes after midnight; breaks in order, apart, and within the hours."""

    opens_min: int
    closes_min: int
    breaks: tuple[tuple[int, int], ...] = ()

    @classmethod
    def from_text(cls, text: str) -> Day:
        """The day that a text such as "07:30-16:30, break 12:00-13:00" states. Raises `Refused`."""
        hours, *breaks = [_span(part.strip(), place) for place, part in enumerate(text.split(","))]
        day = cls(*hours, tuple(breaks))
        ends = [minute for stretch in day.stretches() for minute in stretch]
        if any(one >= other for one, other in pairwise(ends)):
            raise Refused(
                f"{quoted(text)}: the times are not in order.",
                "Opening comes before closing; breaks are in order, apart, and strictly within the hours.",
            )
        return day

    def __str__(self) -> str:
        spans = [f"{_clock(self.opens_min)}-{_clock(self.closes_min)}"]
        spans += [f"break {_clock(start)}-{_clock(end)}" for start, end in self.breaks]
        return ", ".join(spans)

    def stretches(self) -> tuple[tuple[int, int], ...]:
        """From when until when is worked: the hours without the breaks."""
        starts = (self.opens_min, *(end for _, end in self.breaks))
        ends = (*(start for start, _ in self.breaks), self.closes_min)
        return tuple(zip(starts, ends, strict=True))


def _span(text: str, place: int) -> tuple[int, int]:
    found = _SPAN.fullmatch(text)
    if not found or bool(found[1]) != (place > 0):
        raise Refused(
            f"{quoted(text)} states no office hours.",
            "Write hours, then breaks if any: 07:30-16:30, break 12:00-13:00.",
        )
    start_hour, start_min, end_hour, end_min = map(int, found.groups()[1:])
    start, end = start_hour * 60 + start_min, end_hour * 60 + end_min
    if max(start_min, end_min) > 59 or end > MINUTES_OF_A_DAY:
        raise Refused(f"{quoted(text)} holds a time that no clock shows.", "Times go from 00:00 to 24:00.")
    return start, end


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of each weekday; None: not worked."""

    monday: Day | None = None
    tuesday: Day | None = None
    wednesday: Day | None = None
    thursday: Day | None = None
    friday: Day | None = None
    saturday: Day | None = None
    sunday: Day | None = None

    def days(self) -> tuple[Day | None, ...]:
        """The seven days, Monday first."""
        return (
            self.monday,
            self.tuesday,
            self.wednesday,
            self.thursday,
            self.friday,
            self.saturday,
            self.sunday,
        )


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The week as it is worked from a date on, until other hours begin."""

    since: dt.date
    week: Week
    decree: str


@dataclass(frozen=True, slots=True)
class SpecialSpan:
    """Other hours from `first` to `last`, both included: Ramadan."""

    name: str
    first: dt.date
    last: dt.date
    week: Week
    decree: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A day that may be off: `source` says where that is known from, `estimated` that the date may move."""

    date: dt.date
    name: str
    source: str
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class OffDay:
    """A day off that an administrator confirmed, with the number of the decree that grants it."""

    date: dt.date
    name: str
    decree: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A proposal that an administrator turned down: the office works on that day, by that decree."""

    date: dt.date
    name: str
    decree: str


@dataclass(frozen=True, slots=True)
class ConfirmedYear:
    """A year whose days off are complete."""

    year: int
    decree: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """When an office works.

    `hours` are in order of their dates. In a year that is `confirmed`, `off_days` are off and no others; in
    any other the proposals that were not rejected are off as well, and what rests on that is provisional.
    """

    name: str
    zone: str
    hours: tuple[OfficeHours, ...]
    spans: tuple[SpecialSpan, ...] = ()
    proposers: tuple[Proposer, ...] = ()
    known_days: tuple[Proposal, ...] = ()
    off_days: tuple[OffDay, ...] = ()
    rejected: tuple[Rejection, ...] = ()
    confirmed: tuple[ConfirmedYear, ...] = ()

    def week_on(self, day: dt.date) -> Week:
        """The week in force on a day. Raises `CalendarError` for days before the first known hours."""
        for span in self.spans:
            if span.first <= day <= span.last:
                return span.week
        for hours in reversed(self.hours):
            if hours.since <= day:
                return hours.week
        raise CalendarError(f"No office hours are known for {day.isoformat()}.", self.name)

    def is_confirmed(self, year: int) -> bool:
        """True if the days off of a year are complete."""
        return any(one.year == year for one in self.confirmed)
