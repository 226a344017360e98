"""Calendars for tests: the office's own, a plain one, and random ones; and a wall clock to check them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from workflow.calendar import (
    Calendar,
    ConfirmedYear,
    Day,
    OffDay,
    OfficeHours,
    SpecialSpan,
    Week,
    WorkingTime,
    checked,
    shipped_calendar,
)

WITA = ZoneInfo("Asia/Makassar")
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
NOTHING = dt.timedelta()


def wita(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=WITA)


@cache
def denpasar() -> WorkingTime:
    """The calendar as it comes with Titip: nothing confirmed."""
    return WorkingTime(shipped_calendar())


def week(text: str, *, days: int = 5) -> Week:
    """The same hours on the first `days` days of the week."""
    day = Day.from_text(text)
    return Week(*[day if place < days else None for place in range(7)])


def office(
    text: str = "08:00-16:00, break 12:00-13:00", off: tuple[dt.date, ...] = (), zone: str = "Asia/Makassar"
) -> WorkingTime:
    """Seven hours a day from Monday to Friday since 2020, with the given days off and no others."""
    hours = (OfficeHours(dt.date(2020, 1, 1), week(text), "test"),)
    days = tuple(OffDay(day, "off", "test") for day in off)
    years = tuple(ConfirmedYear(year, "test") for year in range(2020, 2101))
    return WorkingTime(checked(Calendar("test", zone, hours, off_days=days, confirmed=years)))


# Half an hour is put forward on Lord Howe; Chatham is 45 minutes off; Apia left out 30 December 2011.
ZONES = ("Asia/Makassar", "UTC", "Europe/Amsterdam", "Australia/Lord_Howe", "Pacific/Chatham", "Pacific/Apia")
FIRST = dt.date(2011, 10, 1)
LAST = dt.date(2012, 4, 30)


@st.composite
def days(draw: st.DrawFn) -> Day:
    """A day with up to two breaks; the times are whole minutes, and midnight is one of them."""
    count = draw(st.sampled_from((2, 4, 6)))
    minutes = sorted(draw(st.lists(st.integers(0, 1440), min_size=count, max_size=count, unique=True)))
    inner = minutes[1:-1]
    return Day(minutes[0], minutes[-1], tuple(zip(inner[::2], inner[1::2], strict=True)))


@st.composite
def weeks(draw: st.DrawFn) -> Week:
    found = [draw(st.one_of(st.none(), days())) for _ in range(7)]
    if not any(found):
        found[draw(st.integers(0, 6))] = draw(days())
    return Week(*found)


@st.composite
def calendars(draw: st.DrawFn, zones: tuple[str, ...] = ZONES) -> Calendar:
    """Hours that change, a special span, days off; over a winter in which most zones change their clocks."""
    changes = sorted(draw(st.sets(st.dates(FIRST + dt.timedelta(days=1), LAST), max_size=2)))
    hours = tuple(OfficeHours(day, draw(weeks()), "test") for day in (FIRST, *changes))
    ends = sorted(draw(st.lists(st.dates(FIRST, LAST), min_size=2, max_size=2)))
    span = SpecialSpan("special", ends[0], ends[1], draw(weeks()), "test")
    off = draw(st.sets(st.dates(FIRST, LAST), max_size=25))
    return checked(
        Calendar(
            "random",
            draw(st.sampled_from(zones)),
            hours,
            spans=(span,) if draw(st.booleans()) else (),
            off_days=tuple(OffDay(day, "off", "test") for day in sorted(off)),
        )
    )


def moments(seconds: bool = True) -> st.SearchStrategy[dt.datetime]:
    """Moments in UTC in the weeks in which the random calendars differ; whole minutes without `seconds`."""
    first = dt.datetime(2011, 10, 3, tzinfo=dt.UTC)
    span = 195 * 24 * 60
    whole = st.integers(0, span).map(lambda minute: first + minute * MINUTE)
    if not seconds:
        return whole
    micro = st.integers(0, 60_000_000 - 1).map(lambda count: dt.timedelta(microseconds=count))
    return st.one_of(whole, st.builds(lambda moment, more: moment + more, whole, micro))


def is_worked(calendar: Calendar, minute: dt.datetime) -> bool:
    """Whether the minute that begins then is worked: read off a wall clock, without any table."""
    local = minute.astimezone(ZoneInfo(calendar.zone))
    if any(day.date == local.date() for day in calendar.off_days):
        return False
    week = [hours.week for hours in calendar.hours if hours.since <= local.date()][-1]
    for span in calendar.spans:
        if span.first <= local.date() <= span.last:
            week = span.week
    day = week.days()[local.weekday()]
    clock = local.hour * 60 + local.minute
    if day is None or not day.opens_min <= clock < day.closes_min:
        return False
    return not any(start <= clock < end for start, end in day.breaks)
