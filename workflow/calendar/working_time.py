"""Working-time arithmetic: how much of it lies between two moments, and when so much of it has passed.

Each year of the calendar becomes a table of the stretches in which is worked, as moments, so that every
question is a search in a sorted list. Time is counted as it passes: when clocks are put forward, a shift is
shorter.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

from workflow.calendar.instants import instant_of_clock, to_instant, to_moment
from workflow.calendar.proposals import off_dates
from workflow.calendar.values import Calendar, CalendarError

# The moon calendars behind the proposals end with this year.
LAST_YEAR = 2100
_MICROSECOND = dt.timedelta(microseconds=1)
_ONE_DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class _Year:
    """The stretches of a year in order, with the work before each, in microseconds; and its working days."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    before: list[int] = field(default_factory=list)
    work: int = 0
    # Ordinals of the days that are worked; the place of the first stretch of each, and one place more.
    days: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=lambda: [0])

    def done(self, instant: int) -> int:
        """The work of this year until a moment."""
        place = bisect_right(self.starts, instant) - 1
        if place < 0:
            return 0
        return self.before[place] + min(instant, self.ends[place]) - self.starts[place]

    def when(self, work: int) -> int:
        """The first moment at which so much work of this year is done; 0 < work <= self.work."""
        place = bisect_left(self.before, work) - 1
        return self.starts[place] + work - self.before[place]


class WorkingTime:
    """Answers of a calendar. Moments must have a time zone; answers are in UTC.

    Raises `CalendarError` for moments without a zone, before the first known hours, or after `LAST_YEAR`.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.zone = ZoneInfo(calendar.zone)
        self._years: dict[int, _Year] = {}
        first = dt.datetime.combine(calendar.hours[0].since, dt.time())
        self._begins = instant_of_clock(first, self.zone)
        self._ends = instant_of_clock(dt.datetime(LAST_YEAR + 1, 1, 1), self.zone)

    def add(self, start: dt.datetime, work: dt.timedelta) -> dt.datetime:
        """The first moment within office hours by which `work` of working time has passed since `start`.

        Opening and closing belong to the hours: what is used up exactly at closing is due at closing. No work
        gives `start` itself within office hours, else the next opening.
        """
        year, instant = self._place(start)
        wanted = work // _MICROSECOND
        if wanted < 0:
            raise CalendarError(f"{work} is less than no working time.", self.calendar.name)
        if wanted == 0:
            return to_moment(self._next(year, instant))
        table = self._year(year)
        wanted += table.done(instant)
        while wanted > table.work:
            wanted -= table.work
            year += 1
            table = self._year(year)
        return to_moment(table.when(wanted))

    def add_days(self, start: dt.datetime, days: int) -> dt.datetime:
        """The same clock time `days` (at least 1) working days later, clipped to that day's office hours.

        What starts before opening, or on a day off, starts at the next opening. A clock time that lies in a
        break of the later day becomes the end of the break.
        """
        if days < 1:
            raise CalendarError(f"{days} is no number of working days to wait.", self.calendar.name)
        year, instant = self._place(start)
        year, place, clock = self._arrival(year, instant)
        place += days
        while place >= len(self._year(year).days):
            place -= len(self._year(year).days)
            year += 1
        table = self._year(year)
        target = dt.datetime.combine(dt.date.fromordinal(table.days[place]), clock)
        first, last = table.first[place], table.first[place + 1] - 1
        wanted = instant_of_clock(target, self.zone)
        wanted = min(max(wanted, table.starts[first]), table.ends[last])
        return to_moment(self._next(year, wanted))

    def between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """The working time from `start` to `end`; negative if `end` comes first."""
        first_year, first = self._place(start)
        last_year, last = self._place(end)
        if last < first:
            return -self.between(end, start)
        work = self._year(last_year).done(last) - self._year(first_year).done(first)
        work += sum(self._year(year).work for year in range(first_year, last_year))
        return dt.timedelta(microseconds=work)

    def is_open(self, moment: dt.datetime) -> bool:
        """True within office hours, opening and closing included."""
        year, instant = self._place(moment)
        return self._open(self._year(year), instant)

    def next_opening(self, after: dt.datetime) -> dt.datetime:
        """The first moment after a given one at which a working day begins."""
        year, instant = self._place(after)
        while True:
            table = self._year(year)
            openings = [table.starts[place] for place in table.first[:-1]]
            place = bisect_right(openings, instant)
            if place < len(openings):
                return to_moment(openings[place])
            year += 1

    def is_working_day(self, day: dt.date) -> bool:
        """True if the office works on a day."""
        self._place(dt.datetime.combine(day, dt.time(), self.zone))
        days = self._year(day.year).days
        place = bisect_left(days, day.toordinal())
        return place < len(days) and days[place] == day.toordinal()

    def unconfirmed(self, start: dt.datetime, end: dt.datetime) -> tuple[int, ...]:
        """The years from `start` to `end` whose days off nobody has confirmed: there it is provisional."""
        years = range(self._place(start)[0], self._place(end)[0] + 1)
        return tuple(year for year in years if not self.calendar.is_confirmed(year))

    def _place(self, moment: dt.datetime) -> tuple[int, int]:
        """Local year and instant of a moment."""
        if moment.utcoffset() is None:
            raise CalendarError(f"{moment.isoformat()} has no time zone.", self.calendar.name)
        instant = to_instant(moment)
        if instant < self._begins:
            raise CalendarError(f"No office hours are known for {moment.isoformat()}.", self.calendar.name)
        if instant >= self._ends:
            raise CalendarError(f"The calendar ends with {LAST_YEAR}.", self.calendar.name)
        return moment.astimezone(self.zone).year, instant

    def _arrival(self, year: int, instant: int) -> tuple[int, int, dt.time]:
        """Year and place of the working day on which something starts, and the clock time then."""
        local = to_moment(instant).astimezone(self.zone)
        table = self._year(year)
        place = bisect_left(table.days, local.toordinal())
        while place == len(table.days):
            year, place = year + 1, 0
            table = self._year(year)
        opening = table.starts[table.first[place]]
        if opening > instant:
            local = to_moment(opening).astimezone(self.zone)
        return year, place, local.time()

    def _next(self, year: int, instant: int) -> int:
        """The moment itself within office hours, else the next opening or end of a break."""
        table = self._year(year)
        if self._open(table, instant):
            return instant
        while not (table.starts and table.starts[-1] > instant):
            year += 1
            table = self._year(year)
        return table.starts[bisect_right(table.starts, instant)]

    @staticmethod
    def _open(table: _Year, instant: int) -> bool:
        place = bisect_right(table.starts, instant) - 1
        return place >= 0 and instant <= table.ends[place]

    def _year(self, year: int) -> _Year:
        table = self._years.get(year)
        if table is None:
            if year > LAST_YEAR:
                raise CalendarError(f"The calendar ends with {LAST_YEAR}.", self.calendar.name)
            # Two threads may both compute it; they come to the same, and neither sees half of it.
            table = self._years[year] = self._compiled(year)
        return table

    def _compiled(self, year: int) -> _Year:
        table = _Year()
        off = off_dates(self.calendar, year)
        day = max(dt.date(year, 1, 1), self.calendar.hours[0].since)
        for _ in range(day.toordinal(), dt.date(year, 12, 31).toordinal() + 1):
            hours = None if day in off else self.calendar.week_on(day).days()[day.weekday()]
            midnight = dt.datetime.combine(day, dt.time())
            for stretch in hours.stretches() if hours else ():
                start, end = (
                    instant_of_clock(midnight + dt.timedelta(minutes=minute), self.zone) for minute in stretch
                )
                if start < end:  # clocks that are put forward may skip a stretch
                    table.starts.append(start)
                    table.ends.append(end)
                    table.before.append(table.work)
                    table.work += end - start
            if len(table.starts) > table.first[-1]:
                table.days.append(day.toordinal())
                table.first.append(len(table.starts))
            day += _ONE_DAY
        return table


@lru_cache(maxsize=8)
def working_time(calendar: Calendar) -> WorkingTime:
    """The answers of a calendar, kept for the next time it is asked: its years are computed once."""
    return WorkingTime(calendar)
