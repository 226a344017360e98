"""Forecasts as pages: ask for one, and see when a room is full, what fills it first, how sure that is."""

from __future__ import annotations

from math import isfinite
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.pages.comparison import answer
from api.pages.forecast_figures import demand, heat, times
from api.pages.forms import Form, Sent
from api.pages.page import MemberPage, Page
from api.pages.rule_words import limit_words, rule_words, scenario_words
from api.pages.troubles import PageRoute, Trouble, troubles_of
from api.pages.work import begin
from api.web.problems import status_of
from capacity.errors import BadInput, Problem, TitipError
from workflow.computing import MOST_DRAWS, MOST_YEARS, ForecastQuestion
from workflow.conflicts import NotStored
from workflow.procedure import Text

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Id = Annotated[str, Path(max_length=100)]
LABELS = {
    "draws": Text("Banyaknya masa depan", "Futures"),
    "years": Text("Tahun ke depan", "Years ahead"),
    "room": Text("Ruang", "Room"),
}


@router.get("/planning/forecasts")
def ask(page: MemberPage, room: Annotated[str, Query(max_length=100)] = "") -> Response:
    """The form that asks for a forecast, and the forecasts that one may see."""
    return _form(page, room)


@router.post("/planning/forecasts")
def forecast(page: MemberPage, form: Sent) -> Response:
    """Ask for a forecast of a room."""
    page.require("plan.run")
    room = form.text("room")
    try:
        draws, years = _number(form, "draws"), _number(form, "years")
        question = ForecastQuestion(room, page.today, int(draws), years, queue=form.text("queue") == "yes")
        return begin(page, question)
    except NotStored:
        raise
    except TitipError as error:
        status = status_of(error)
        if status >= 500:
            raise
        labels = {name: page.language.text(word) for name, word in LABELS.items()}
        return _form(page, room, form, troubles_of(error, page, labels=labels), status)


@router.get("/planning/forecasts/{id}")
def shown(id: Id, page: MemberPage) -> Response:
    """The forecast that a calculation came to."""
    one, result = answer(page, id, "forecast")
    months, rows = heat(result, page.language.code)
    limits = [(stop_words(each["limit"]), each["draws"]) for each in result["first_limits"]]
    return page.render(
        "forecast.html",
        job=one,
        result=result,
        times=times(result),
        demand=demand(result),
        months=months,
        heat=rows,
        limits=limits,
        years=float(result["days"]) / 365.25,
    )


def stop_words(limit: str) -> Text:
    """What stopped a request in a future: a limit of the power chain, while something is lost; or a rule."""
    name, _, lost = limit.partition(" while ")
    if " " not in name:
        return rule_words(name)
    words = limit_words(name)
    if not lost:
        return words
    when = scenario_words(f"{lost.removesuffix(' is lost')} lost")
    return Text(f"{words.id}, {when.id}", f"{words.en} while {when.en}")


def _form(
    page: Page,
    room: str,
    form: Form | None = None,
    troubles: tuple[Trouble, ...] = (),
    status: int = 200,
) -> Response:
    page.require("plan.run")
    with page.read() as unit:
        rooms = unit.rooms.names()
    return page.render(
        "forecast_ask.html",
        status,
        rooms=[(name, name) for name in rooms],
        room=room,
        values={"draws": "200", "years": "3", "queue": "yes"} if form is None else form.texts(),
        labels=LABELS,
        wrong={one.field: one.message for one in troubles},
        troubles=troubles,
        most_draws=MOST_DRAWS,
        most_years=MOST_YEARS,
    )


def _number(form: Form, name: str) -> float:
    text = form.text(name).replace(",", ".")
    try:
        if isfinite(value := float(text)):
            return value
        raise ValueError
    except ValueError:
        problem = Problem("forecast", None, name, f"{text!r} is not a number.", "Round the value.")
        raise BadInput([problem]) from None
