"""What may be off in a year, and what an administrator makes of it: confirmed or rejected, with a decree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib.metadata import version

from workflow.calendar.checks import checked
from workflow.calendar.pawukon import pawukon_days
from workflow.calendar.values import (
    Calendar,
    CalendarError,
    ConfirmedYear,
    OffDay,
    Proposal,
    Rejection,
    SpecialSpan,
)

SIWARATRI = "Siwaratri"
RAMADAN = "Ramadan"
_ESTIMATED = " (perkiraan)"
_NYEPI = "Hari Suci Nyepi"


def proposals(calendar: Calendar, year: int) -> tuple[Proposal, ...]:
    """Every day that the calendar's proposers name for a year, decided or not, by date and name."""
    found: list[Proposal] = [day for day in calendar.known_days if day.date.year == year]
    if "indonesia" in calendar.proposers:
        found += _indonesia(year)
    if "bali" in calendar.proposers:
        found += _bali(year)
    return tuple(sorted(found, key=lambda proposal: (proposal.date, proposal.name)))


def undecided(calendar: Calendar, year: int) -> tuple[Proposal, ...]:
    """The proposals of a year that were neither confirmed nor rejected.

    A confirmed year may have some again, when a newer version of what proposes knows better.
    """
    decided = {(day.date, day.name) for day in calendar.off_days}
    decided |= {(day.date, day.name) for day in calendar.rejected}
    return tuple(p for p in proposals(calendar, year) if (p.date, p.name) not in decided)


def open_questions(calendar: Calendar, year: int) -> tuple[str, ...]:
    """What nobody proposes for a year although it is to be expected: to be looked up before confirming it."""
    found = proposals(calendar, year)
    questions = []
    if "indonesia" in calendar.proposers and not any(p.source.endswith("collective leave") for p in found):
        questions.append(f"The collective leave of {year} is not known yet.")
    if "bali" in calendar.proposers and not any(SIWARATRI in p.name for p in found):
        questions.append(f"The day of Siwaratri in {year} is not known; it goes by the moon.")
    if "bali" in calendar.proposers and not any(p.name == _NYEPI for p in _indonesia(year)):
        questions.append(f"The day of Nyepi in {year} is not known; it goes by the moon.")
    special = any(span.first.year <= year <= span.last.year for span in calendar.spans)
    if "indonesia" in calendar.proposers and not special:
        questions.append(f"Dates and hours of Ramadan in {year} are not known.")
    return tuple(questions)


def off_dates(calendar: Calendar, year: int) -> frozenset[dt.date]:
    """The days off of a year: those confirmed; until the year is, also the undecided proposals."""
    off = {day.date for day in calendar.off_days if day.date.year == year}
    if not calendar.is_confirmed(year):
        off |= {proposal.date for proposal in undecided(calendar, year)}
    return frozenset(off)


def confirm(calendar: Calendar, days: Iterable[Proposal], decree: str) -> Calendar:
    """The calendar with days confirmed as off, proposed or not. Raises BadInput without a decree."""
    new = tuple(OffDay(day.date, day.name, decree) for day in days)
    return checked(_decided(calendar, off_days=new))


def reject(calendar: Calendar, days: Iterable[Proposal], decree: str) -> Calendar:
    """The calendar with proposals turned down: these days are worked. Raises BadInput without a decree."""
    new = tuple(Rejection(day.date, day.name, decree) for day in days)
    return checked(_decided(calendar, rejected=new))


def with_span(calendar: Calendar, span: SpecialSpan) -> Calendar:
    """The calendar with special hours added. Raises BadInput, as for hours that overlap others."""
    return checked(replace(calendar, spans=tuple(sorted((*calendar.spans, span), key=lambda s: s.first))))


def close_year(calendar: Calendar, year: int, decree: str) -> Calendar:
    """The calendar with a year confirmed as complete. Raises `CalendarError` while days are undecided."""
    left = undecided(calendar, year)
    if left:
        told = ", ".join(f"{p.date.isoformat()} {p.name}" for p in left[:5])
        raise CalendarError(
            f"{len(left)} proposals of {year} are undecided: {told}{', ...' if len(left) > 5 else ''}.",
            calendar.name,
        )
    years = (*(one for one in calendar.confirmed if one.year != year), ConfirmedYear(year, decree))
    return checked(replace(calendar, confirmed=tuple(sorted(years, key=lambda one: one.year))))


def _decided(
    calendar: Calendar, off_days: tuple[OffDay, ...] = (), rejected: tuple[Rejection, ...] = ()
) -> Calendar:
    """The calendar with decisions added; the latest decision on a day and name stands."""
    again = {(day.date, day.name) for day in off_days} | {(day.date, day.name) for day in rejected}
    kept_off = [day for day in calendar.off_days if (day.date, day.name) not in again]
    kept_rejected = [day for day in calendar.rejected if (day.date, day.name) not in again]
    return replace(
        calendar,
        off_days=tuple(sorted((*kept_off, *off_days), key=lambda day: (day.date, day.name))),
        rejected=tuple(sorted((*kept_rejected, *rejected), key=lambda day: (day.date, day.name))),
    )


@cache
def _indonesia(year: int) -> tuple[Proposal, ...]:
    """National holidays and collective leave, as far as the package knows them."""
    import holidays  # takes 50 ms to load, which a program that asks for no days off need not wait for

    found = []
    for category, meaning in (("public", "national holiday"), ("government", "collective leave")):
        known = holidays.country_holidays("ID", years=year, categories=(category,), language="id")
        for day in sorted(known):
            for name in known.get_list(day):
                source = f"holidays {version('holidays')}, {meaning}"
                estimated = name.endswith(_ESTIMATED)
                found.append(Proposal(day, name.removesuffix(_ESTIMATED), source, estimated))
    return tuple(found)


def _bali(year: int) -> Iterator[Proposal]:
    for day, name in pawukon_days(year):
        yield Proposal(day, name, "Pawukon")
    for nyepi in _indonesia(year):
        if nyepi.name == _NYEPI:
            one = dt.timedelta(days=1)
            yield Proposal(nyepi.date - one, "Tawur Kesanga", "the day before Nyepi", nyepi.estimated)
            yield Proposal(nyepi.date + one, "Ngembak Geni", "the day after Nyepi", nyepi.estimated)
