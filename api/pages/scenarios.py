"""Scenarios as pages: the list, from which 1 to 4 are compared, and each one with its versions and plans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.pages.change_words import Line, told
from api.pages.forms import Form, Sent
from api.pages.page import MemberPage, Page, go
from api.pages.troubles import PageRoute, Trouble, troubles_of
from api.pages.words import DONE, PLAN_STATES
from api.pages.work import begin
from api.routes.scenarios import owned
from api.security.access import Thing, can
from api.web.lists import cursor_after, name_of
from api.web.problems import status_of
from capacity.errors import BadInput, Problem, TitipError
from workflow import planning
from workflow.computing import WhatIfQuestion
from workflow.conflicts import NotStored
from workflow.ports import UnitOfWork
from workflow.scenarios import Content, PlannedChange, PlanState, ScenarioLine, ScenarioVersion

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Id = Annotated[str, Path(max_length=100)]
SHOWN = 25
_AT = "/planning/scenarios"


@dataclass(frozen=True, slots=True)
class Whole:
    """A scenario as its page shows it."""

    line: ScenarioLine
    shown: ScenarioVersion
    content: Content
    changes: tuple[Line, ...]
    versions: tuple[ScenarioVersion, ...]
    plans: tuple[PlannedChange, ...]
    room_version: int


@router.get("/planning/scenarios")
def scenarios(
    page: MemberPage,
    room: Annotated[str, Query(max_length=100)] = "",
    archived: Annotated[str, Query(max_length=5)] = "",
    after: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """The scenarios, newest first; some of them are chosen and compared."""
    return _list(page, room, archived=archived == "yes", after=after)


@router.post("/planning/comparisons")
def compare(page: MemberPage, form: Sent) -> Response:
    """Ask for a comparison of the chosen scenarios, each in its newest version."""
    page.require("plan.run")
    ids = form.many("scenario")
    try:
        with page.read() as unit:
            lines = [unit.scenarios.get(id) for id in ids[:50]]
        if not lines:
            told = Problem("scenarios", None, "scenarios", "No scenario is chosen.", "Choose 1 to 4.")
            raise BadInput([told])
        of = tuple((line.id, line.version) for line in lines)
        return begin(page, WhatIfQuestion(lines[0].room, of, page.today, form.text("queue") == "yes"))
    except NotStored:
        raise
    except TitipError as error:
        status = status_of(error)
        if status >= 500:
            raise
        told_all = tuple(Trouble("choose", one.message) for one in troubles_of(error, page))
        return _list(page, form.text("room"), troubles=told_all, chosen=ids, status=status)


@router.get("/planning/scenarios/{id}")
def scenario(
    id: Id,
    page: MemberPage,
    version: Annotated[int, Query(ge=0, le=10**6)] = 0,
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """A scenario: what it changes, its versions, what was decided about it."""
    return _show(page, id, version, done=done)


@router.post("/planning/scenarios/{id}/archive")
def archive(id: Id, page: MemberPage, form: Sent) -> Response:
    """Put a scenario away."""
    page.require("scenario.make")

    def work(unit: UnitOfWork) -> None:
        planning.archive(unit, id, form.version, page.person, page.at)

    return _done(page, id, form, "archived", lambda: owned(page.served, page.subject, id, work))


@router.post("/planning/scenarios/{id}/promote")
def promote(id: Id, page: MemberPage, form: Sent) -> Response:
    """Record that the newest version is to be carried out."""
    page.require("scenario.plan")

    def work(unit: UnitOfWork) -> None:
        due = _day(form.text("due"))
        note = form.text("note")
        planning.promote(unit, id, form.version, due=due, note=note, by=page.person, at=page.at)
        unit.commit()

    return _done(page, id, form, "planned", lambda: page.served.store.run(work))


@router.post("/planning/scenarios/{id}/plan-end")
def end_plan(id: Id, page: MemberPage, form: Sent) -> Response:
    """Record what became of the plan."""
    page.require("scenario.plan")

    def work(unit: UnitOfWork) -> None:
        state: PlanState = "carried_out" if form.text("state") == "carried_out" else "dropped"
        planning.end_plan(unit, id, state, page.person, page.at)
        unit.commit()

    return _done(page, id, form, "plan-ended", lambda: page.served.store.run(work))


def names_of(unit: UnitOfWork) -> Mapping[str, str]:
    """People's names by their ids."""
    return {one.id: one.name for one in unit.office.offices().people}


def planned_in(page: Page, room: str) -> Mapping[str, Any]:
    """What `planning_parts.html` shows of the changes decided for a room; nothing to who may not see them."""
    if not page.may("scenario.read"):
        return {"plans": (), "names": {}, "states": PLAN_STATES}
    with page.read() as unit:
        plans = unit.scenarios.plans(room=room)
        return {"plans": plans, "names": names_of(unit) if plans else {}, "states": PLAN_STATES}


def _done(page: Page, id: str, form: Form, done: str, work: Callable[[], None]) -> Response:
    try:
        work()
    except NotStored:
        raise
    except TitipError as error:
        status = status_of(error)
        if status >= 500:
            raise
        told = tuple(
            Trouble("due" if one.field == "due" else "", one.message)
            for one in troubles_of(error, page, labels={"due": "due"})
        )
        return _show(page, id, troubles=told, values=form.texts(), status=status)
    return go(f"{_AT}/{quote(id)}?done={done}")


def _list(
    page: Page,
    room: str,
    *,
    archived: bool = False,
    after: str | None = None,
    troubles: tuple[Trouble, ...] = (),
    chosen: list[str] | None = None,
    status: int = 200,
) -> Response:
    page.require("scenario.read")
    with page.read() as unit:
        rooms = unit.rooms.names()
        if not room and len(rooms) == 1:
            room = rooms[0]
        found = unit.scenarios.of(room or None, archived=archived, after=name_of(after), limit=SHOWN + 1)
        planned = {one.scenario for one in unit.scenarios.plans(room=room or None) if one.state == "planned"}
        names = names_of(unit)
    query = f"room={quote(room)}&archived={'yes' if archived else ''}"
    more = f"{_AT}?{query}&after={cursor_after(found[SHOWN - 1].id)}" if len(found) > SHOWN else None
    return page.render(
        "scenarios.html",
        status,
        room=room,
        rooms=rooms,
        archived=archived,
        lines=found[:SHOWN],
        planned=planned,
        names=names,
        more=more,
        troubles=troubles,
        chosen=chosen or [],
    )


def _show(
    page: Page,
    id: str,
    version: int = 0,
    *,
    done: str = "",
    troubles: tuple[Trouble, ...] = (),
    values: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    page.require("scenario.read")
    with page.read() as unit:
        line = unit.scenarios.get(id)
        shown = unit.scenarios.version(id, version or line.version)
        content = Content.from_text(unit.files.get(shown.sha256)[1])
        whole = Whole(
            line,
            shown,
            content,
            tuple(told(change) for change in content.changes),
            unit.scenarios.versions(id),
            unit.scenarios.plans(scenario=id),
            unit.rooms.version(line.room).number,
        )
        names = names_of(unit)
    mine = can(page.subject, "scenario.change", Thing(person=line.owner))
    return page.render(
        "scenario.html",
        status,
        whole=whole,
        names=names,
        states=PLAN_STATES,
        changing=mine and page.may("scenario.make") and line.archived_at is None,
        planning=page.may("scenario.plan"),
        open_plan=next((plan for plan in whole.plans if plan.state == "planned"), None),
        troubles=troubles,
        values=values or {},
        done=DONE.get(done),
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problem = Problem("scenario", None, "due", f"{text!r} is not a date.",
                          "Write it as YYYY-MM-DD, e.g. 2027-12-31.")  # fmt: skip
        raise BadInput([problem]) from None
