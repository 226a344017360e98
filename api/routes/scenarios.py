"""Scenarios of stored rooms: kept in versions, compared, and recorded as planned changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query, Response

from api.routes.scenario_shapes import (
    ContentIn,
    PlanEndIn,
    PlanOut,
    PromotionIn,
    ScenarioIn,
    ScenarioOut,
    WholeScenarioOut,
    plan_out,
    scenario_out,
    whole_out,
)
from api.security.access import Subject, Thing, require
from api.web.given import Meant, Now, Reading, Served, Services, may, tag
from api.web.lists import Cursor, Limit, Page, cursor_after, name_of
from workflow import planning
from workflow.ports import UnitOfWork
from workflow.scenarios import Content

T = TypeVar("T")
router = APIRouter(tags=["scenarios"])
Reader = Annotated[Subject, Depends(may("scenario.read"))]
Maker = Annotated[Subject, Depends(may("scenario.make"))]
Decider = Annotated[Subject, Depends(may("scenario.plan"))]


@router.get("/scenarios")
def scenarios(
    reader: Reader,
    unit: Reading,
    room: Annotated[str | None, Query(max_length=100)] = None,
    archived: Annotated[bool, Query(description="Those that were put away, instead.")] = False,
    after: Cursor = None,
    limit: Limit = 50,
) -> Page[ScenarioOut]:
    """The scenarios, newest first; of one room."""
    found = unit.scenarios.of(room, archived=archived, after=name_of(after), limit=limit + 1)
    more = cursor_after(found[limit - 1].id) if len(found) > limit else None
    return Page[ScenarioOut](items=[scenario_out(one) for one in found[:limit]], next=more)


@router.post("/scenarios", status_code=201)
def make(body: ScenarioIn, maker: Maker, served: Served, at: Now, response: Response) -> ScenarioOut:
    """Keep a scenario, which is its maker's. Every change is tried on the room as it stands."""

    def work(unit: UnitOfWork) -> ScenarioOut:
        line = planning.keep(unit, body.room, body.content, maker.person or "", at, served.desk.catalogue)
        unit.commit()
        return scenario_out(line)

    made = served.store.run(work)
    tag(response, made.version)
    response.headers["Location"] = f"/api/v1/scenarios/{made.scenario}"
    return made


@router.get("/scenarios/{scenario}")
def scenario(
    scenario: str,
    reader: Reader,
    unit: Reading,
    response: Response,
    version: Annotated[int | None, Query(ge=1, le=10**6, description="The newest by default.")] = None,
) -> WholeScenarioOut:
    """A scenario with its changes, its versions and its plans. Its newest version is the ETag."""
    line = unit.scenarios.get(scenario)
    shown = line.version if version is None else version
    content = Content.from_text(unit.files.get(unit.scenarios.version(scenario, shown).sha256)[1])
    tag(response, line.version)
    versions, plans = unit.scenarios.versions(scenario), unit.scenarios.plans(scenario=scenario)
    return whole_out(line, shown, content, versions, plans)


@router.post("/scenarios/{scenario}/versions", status_code=201)
def change(
    scenario: str, body: ContentIn, maker: Maker, served: Served, at: Now, meant: Meant, response: Response
) -> ScenarioOut:
    """Keep the next version; its owner does, or the head of section."""

    def work(unit: UnitOfWork) -> ScenarioOut:
        by = maker.person or ""
        return scenario_out(
            planning.change(unit, scenario, meant, body.content, by, at, served.desk.catalogue)
        )

    made = owned(served, maker, scenario, work)
    tag(response, made.version)
    return made


@router.delete("/scenarios/{scenario}")
def archive(scenario: str, maker: Maker, served: Served, at: Now, meant: Meant) -> ScenarioOut:
    """Put a scenario away: it can still be read, and is changed no more."""
    return owned(
        served,
        maker,
        scenario,
        lambda unit: scenario_out(planning.archive(unit, scenario, meant, maker.person or "", at)),
    )


@router.post("/scenarios/{scenario}/promotions", status_code=201)
def promote(
    scenario: str, body: PromotionIn, decider: Decider, served: Served, at: Now, meant: Meant
) -> PlanOut:
    """Record that the newest version is to be carried out; the room shows it among its planned changes."""

    def work(unit: UnitOfWork) -> PlanOut:
        by = decider.person or ""
        plan = planning.promote(unit, scenario, meant, due=body.due, note=body.note, by=by, at=at)
        unit.commit()
        return plan_out(plan)

    return served.store.run(work)


@router.post("/scenarios/{scenario}/promotion-ends")
def end_plan(scenario: str, body: PlanEndIn, decider: Decider, served: Served, at: Now) -> PlanOut:
    """Record that what was planned was carried out, or was dropped. The room's files say what it is now."""

    def work(unit: UnitOfWork) -> PlanOut:
        plan = planning.end_plan(unit, scenario, body.state, decider.person or "", at)
        unit.commit()
        return plan_out(plan)

    return served.store.run(work)


@router.get("/rooms/{room}/planned-changes")
def planned_changes(room: str, reader: Reader, unit: Reading) -> list[PlanOut]:
    """What was decided to be carried out in a room, the newest decision first, with what became of it."""
    unit.rooms.version(room)
    return [plan_out(one) for one in unit.scenarios.plans(room=room)]


def owned(served: Services, subject: Subject, id: str, work: Callable[[UnitOfWork], T]) -> T:
    """Do something to a scenario that its owner or the head of section may do, and keep it.

    Raises NotStored, NotAllowed, and what `work` raises.
    """

    def checked(unit: UnitOfWork) -> T:
        line = unit.scenarios.get(id)
        require(subject, "scenario.change", Thing(person=line.owner), id)
        done = work(unit)
        unit.commit()
        return done

    return served.store.run(checked)
