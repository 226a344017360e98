"""The calendar in force; proposals of days off that an administrator confirms or turns down by decree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated

from babel.dates import get_day_names
from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.administration.entered import Wrong, attempt, line_in
from api.pages.forms import Form, Sent
from api.pages.office_words import CHOOSE_DAYS, DONE_HERE, QUESTIONS, source_words
from api.pages.page import MemberPage, Page, go
from api.pages.troubles import PageRoute, Trouble
from api.web.given import same_tag
from workflow.calendar import (
    Calendar,
    Proposal,
    close_year,
    confirm,
    fingerprint,
    open_questions,
    reject,
    undecided,
)
from workflow.installing import adopt_calendar, in_force
from workflow.ports import UnitOfWork
from workflow.procedure import Text

router = APIRouter(include_in_schema=False, route_class=PageRoute)
HERE = "/administration/calendar"
YEARS = range(2000, 2100)


@router.get(HERE)
def calendar(
    page: MemberPage,
    year: Annotated[str, Query(max_length=4)] = "",
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """A year of the calendar, with what is still to be decided in it."""
    page.require("calendar.read")
    return _show(page, _year(page, year), done=done)


@router.post(HERE)
def decide(page: MemberPage, form: Sent) -> Response:
    """Confirm or turn down proposals, add a day off, or confirm a year as complete."""
    page.require("calendar.keep")
    year = _year(page, form.text("year"))

    def work() -> None:
        change = _CHANGES.get(form.text("act"))
        if change is None:
            raise Wrong("day", CHOOSE_DAYS)

        def adopt(unit: UnitOfWork) -> None:
            now = unit.office.calendar()
            # Whoever decides has seen the calendar that it is decided on.
            same_tag(f'"{form.text("seen")}"', fingerprint(now))
            adopt_calendar(unit, change(form, now, year), page.at, page.person)
            unit.commit()

        page.served.store.run(adopt)

    status, troubles = attempt(page, form, work)
    if troubles:
        return _show(page, year, status, troubles, form=form)
    return go(f"{HERE}?year={year}&done=calendar")


def _ticked(form: Form, now: Calendar, year: int) -> tuple[Proposal, ...]:
    """The proposals that were ticked. Raises Wrong where none was."""
    ticked = set(form.many("day"))
    found = tuple(one for one in undecided(now, year) if _key(one) in ticked)
    if not found:
        raise Wrong("day", CHOOSE_DAYS)
    return found


def _confirmed(form: Form, now: Calendar, year: int) -> Calendar:
    decree = line_in(form, "decree", needed=True)
    return confirm(now, _ticked(form, now, year), decree)


def _rejected(form: Form, now: Calendar, year: int) -> Calendar:
    decree = line_in(form, "decree", needed=True)
    return reject(now, _ticked(form, now, year), decree)


def _added(form: Form, now: Calendar, year: int) -> Calendar:
    decree, name = line_in(form, "decree", needed=True), line_in(form, "name", needed=True)
    try:
        day = date.fromisoformat(form.text("date"))
    except ValueError:
        raise Wrong("date", CHOOSE_DAYS) from None
    return confirm(now, (Proposal(day, name, "administrator"),), decree)


def _closed(form: Form, now: Calendar, year: int) -> Calendar:
    return close_year(now, year, line_in(form, "decree", needed=True))


_CHANGES: dict[str, Callable[[Form, Calendar, int], Calendar]] = {
    "confirm": _confirmed,
    "reject": _rejected,
    "add": _added,
    "close": _closed,
}


def _show(
    page: Page,
    year: int,
    status: int = 200,
    troubles: Sequence[Trouble] = (),
    *,
    form: Form | None = None,
    done: str = "",
) -> Response:
    with page.read() as unit:
        now = in_force(unit)
    waiting = undecided(now, year) if now else ()
    return page.render(
        "calendar.html",
        status,
        calendar=now,
        seen="" if now is None else fingerprint(now),
        year=year,
        years=range(page.today.year - 1, page.today.year + 3),
        source=source_words,
        waiting=[(_key(one), one) for one in waiting],
        off=sorted((d for d in now.off_days if d.date.year == year), key=lambda d: d.date) if now else (),
        rejected=[d for d in now.rejected if d.date.year == year] if now else (),
        spans=[span for span in now.spans if span.first.year <= year <= span.last.year] if now else (),
        confirmed=next((one for one in now.confirmed if one.year == year), None) if now else None,
        week=now.hours[-1] if now else None,
        weekdays=[get_day_names("wide", locale=page.language.code)[number] for number in range(7)],
        questions=[_question(one) for one in open_questions(now, year)] if now else (),
        keeps=page.may("calendar.keep"),
        form="" if form is None else form.text("form"),
        values={} if form is None else form.texts(),
        ticked=() if form is None else tuple(form.many("day")),
        troubles=tuple(troubles),
        done=DONE_HERE.get(done),
    )


def _question(sentence: str) -> Text:
    """What nobody proposes although it is to be expected, in both languages."""
    what = next((name for name in QUESTIONS if name in sentence), None)
    return Text(sentence, sentence) if what is None else QUESTIONS[what]


def _key(one: Proposal) -> str:
    return f"{one.date.isoformat()} {one.name}"


def _year(page: Page, text: str) -> int:
    good = text.isascii() and text.isdigit() and int(text) in YEARS
    return int(text) if good else page.today.year
