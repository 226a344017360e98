"""Calculations that take their time: asked for here, done by a worker, looked at and cancelled here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from api.security.access import Subject, Thing, can, not_there, require
from api.web.given import Now, Reading, Served, Services, SignedIn, Today, may
from api.web.lists import Cursor, Limit, Model, Page, cursor_after, name_of
from workflow.computing import (
    LONGEST_S,
    MOST_DRAWS,
    MOST_SCENARIOS,
    MOST_YEARS,
    ForecastQuestion,
    Question,
    WhatIfQuestion,
    ask,
    cancel,
)
from workflow.computing.asked import Asked
from workflow.conflicts import NotStored
from workflow.ports import UnitOfWork
from workflow.serving import Computation

router = APIRouter(tags=["calculations"])
Kind = Literal["plan", "headroom", "whatif", "forecast"]
KINDS: Mapping[str, Kind] = {
    "plan": "plan",
    "headroom": "headroom",
    "whatif": "whatif",
    "forecast": "forecast",
}
Planner = Annotated[Subject, Depends(may("plan.run"))]


class PlanIn(Model):
    """A batch of requests to place together: the contract's objects, each with its name."""

    requests: list[dict[str, Any]] = Field(min_length=1, max_length=2_000)
    seconds: float | None = Field(None, gt=0, le=LONGEST_S)


class HeadroomIn(Model):
    """What is to be counted."""

    request: dict[str, Any]
    seconds: float | None = Field(None, gt=0, le=LONGEST_S)


class ScenarioOf(Model):
    """A scenario, in one of its versions; the newest by default."""

    scenario: str = Field(max_length=100)
    version: int | None = Field(None, ge=1, le=10**6)


class WhatIfIn(Model):
    """Scenarios to compare; with `queue` all requests that wait are placed into each of them as well."""

    scenarios: list[ScenarioOf] = Field(min_length=1, max_length=MOST_SCENARIOS)
    queue: bool = False
    seconds: float | None = Field(None, gt=0, le=LONGEST_S, description="For each search.")


class ForecastIn(Model):
    """How many futures, and of how many years; with `queue` what waits today is placed first."""

    draws: int = Field(200, ge=1, le=MOST_DRAWS)
    years: float = Field(3.0, ge=0.25, le=MOST_YEARS)
    seed: int = Field(1, ge=0, le=2**31 - 1)
    queue: bool = True


class ComputationOut(Model):
    """A calculation: how far it is, and its answer once it is done.

    `value` is what was reached so far, `bound` the most that can be; of a what-if how many rooms, of a
    forecast how many futures are done, and of how many.
    """

    id: str
    kind: Kind
    room: str | None
    person: str
    asked_at: datetime
    state: Literal["waiting", "running", "done", "failed", "cancelling", "cancelled"]
    value: int | None
    bound: int | None
    gap: float | None
    error: str | None
    ended_at: datetime | None
    result: dict[str, Any] | None = None


@router.post("/rooms/{room}/plans", status_code=202)
def plan(
    room: str, body: PlanIn, planner: Planner, served: Served, at: Now, today: Today, response: Response
) -> ComputationOut:
    """Place a batch: most priority first. The answer comes later, at the address in ``Location``."""
    question = Question("plan", room, body.requests, today, body.seconds)
    return _asked(served, planner, response, at, question)


@router.post("/rooms/{room}/headrooms", status_code=202)
def headroom(
    room: str, body: HeadroomIn, planner: Planner, served: Served, at: Now, today: Today, response: Response
) -> ComputationOut:
    """Count how many more of a request fit. The answer comes later, at the address in ``Location``."""
    request = {"request": "request", **body.request}
    question = Question("headroom", room, [request], today, body.seconds)
    return _asked(served, planner, response, at, question)


@router.post("/rooms/{room}/whatifs", status_code=202)
def whatif(
    room: str, body: WhatIfIn, planner: Planner, served: Served, at: Now, today: Today, response: Response
) -> ComputationOut:
    """Compare scenarios with the room as it stands. The answer comes later, at ``Location``."""
    with served.store.read() as unit:
        of = tuple(
            (one.scenario, one.version or unit.scenarios.get(one.scenario).version) for one in body.scenarios
        )
    question = WhatIfQuestion(room, of, today, body.queue, body.seconds)
    return _asked(served, planner, response, at, question)


@router.post("/rooms/{room}/forecasts", status_code=202)
def forecast(
    room: str, body: ForecastIn, planner: Planner, served: Served, at: Now, today: Today, response: Response
) -> ComputationOut:
    """Forecast when a room is full, from the register. The answer comes later, at ``Location``."""
    question = ForecastQuestion(room, today, body.draws, body.years, body.seed, body.queue)
    return _asked(served, planner, response, at, question)


@router.get("/computations")
def computations(
    subject: SignedIn, unit: Reading, after: Cursor = None, limit: Limit = 50
) -> Page[ComputationOut]:
    """The calculations that one may see, newest first: all, or one's own."""
    person = None if can(subject, "job.read", Thing()) else subject.person
    require(subject, "job.read", Thing(person=subject.person))
    found = unit.computations.of(person, after=name_of(after), limit=limit + 1)
    more = cursor_after(found[limit - 1].id) if len(found) > limit else None
    return Page[ComputationOut](items=[_told(one) for one in found[:limit]], next=more)


@router.get("/computations/{id}")
def computation(id: str, subject: SignedIn, unit: Reading) -> ComputationOut:
    """One calculation, with its answer once it is done."""
    one = seen(unit, subject, "job.read", id)
    result = None
    if one.result_sha256 is not None:
        result = json.loads(unit.files.get(one.result_sha256)[1])
    return _told(one, result)


@router.delete("/computations/{id}")
def stop(id: str, subject: SignedIn, served: Served, at: Now) -> ComputationOut:
    """Cancel a calculation: one that waits never begins, one that runs ends within a second."""

    def work(unit: UnitOfWork) -> Computation:
        seen(unit, subject, "job.cancel", id)
        one = cancel(unit, id, at)
        unit.commit()
        return one

    return _told(served.store.run(work))


def put_question(served: Services, subject: Subject, at: datetime, question: Asked) -> Computation:
    """Keep a question for a worker. Raises BadInput, NotStored, TooMany, NotAllowed."""
    require(subject, "plan.run")

    def work(unit: UnitOfWork) -> Computation:
        one = ask(unit, question, subject.person or "", served.desk.catalogue, at)
        unit.commit()
        return one

    return served.store.run(work)


def seen(unit: UnitOfWork, subject: Subject, action: str, id: str) -> Computation:
    """A calculation, if one may do that to it; one that is not there looks like another's."""
    try:
        one = unit.computations.get(id)
    except NotStored:
        raise not_there(id) from None
    require(subject, action, Thing(person=one.person), id)
    return one


def _asked(
    served: Services, subject: Subject, response: Response, at: datetime, question: Asked
) -> ComputationOut:
    one = put_question(served, subject, at, question)
    response.headers["Location"] = f"/api/v1/computations/{one.id}"
    return _told(one)


def _told(one: Computation, result: dict[str, Any] | None = None) -> ComputationOut:
    gap = None
    if one.value and one.bound is not None:
        gap = (one.bound - one.value) / one.value
    return ComputationOut(
        id=one.id,
        kind=KINDS[one.kind],
        room=one.room,
        person=one.person,
        asked_at=one.put_at,
        state=one.state,
        value=one.value,
        bound=one.bound,
        gap=gap,
        error=one.error,
        ended_at=one.ended_at,
        result=result,
    )
