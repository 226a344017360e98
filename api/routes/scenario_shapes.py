"""Scenarios and planned changes as they go in and out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from api.web.lists import Model
from workflow.planning import MOST_NAME, MOST_NOTE
from workflow.scenarios import Content, PlannedChange, ScenarioLine, ScenarioVersion


class ContentIn(Model):
    """What a version says; `changes` are in the contract's form, as in a scenario's TOML file."""

    name: str = Field(min_length=1, max_length=MOST_NAME)
    note: str = Field("", max_length=MOST_NOTE)
    changes: list[dict[str, Any]] = Field(min_length=1, max_length=1_000)

    @property
    def content(self) -> Content:
        """It as a value."""
        return Content(self.name, tuple(self.changes), self.note)


class ScenarioIn(ContentIn):
    """A new scenario, of a stored room."""

    room: str = Field(max_length=100)


class PromotionIn(Model):
    """Until when it is to be carried out, and why."""

    due: date | None = None
    note: str = Field("", max_length=MOST_NOTE)


class PlanEndIn(Model):
    """What became of a planned change."""

    state: Literal["carried_out", "dropped"]


class ScenarioOut(Model):
    """A scenario as lists show it."""

    scenario: str
    room: str
    name: str
    owner: str
    version: int
    made_at: datetime
    changed_at: datetime
    archived_at: datetime | None
    archived_by: str | None


class PlanOut(Model):
    """A version that was decided to be carried out. It changes nothing in the room."""

    scenario: str
    version: int
    room: str
    name: str
    state: Literal["planned", "carried_out", "dropped"]
    due: date | None
    note: str
    decided_at: datetime
    decided_by: str
    ended_at: datetime | None
    ended_by: str | None


class VersionOut(Model):
    """A version: when, by whom, and the version that the room then had."""

    version: int
    room_version: int
    made_at: datetime
    made_by: str


class WholeScenarioOut(ScenarioOut):
    """A scenario with what one of its versions says, all its versions, and its plans."""

    shown: int
    note: str
    changes: list[dict[str, Any]]
    versions: list[VersionOut]
    plans: list[PlanOut]


def scenario_out(line: ScenarioLine) -> ScenarioOut:
    """A scenario."""
    return ScenarioOut(**_of(line))


def whole_out(
    line: ScenarioLine,
    shown: int,
    content: Content,
    versions: tuple[ScenarioVersion, ...],
    plans: tuple[PlannedChange, ...],
) -> WholeScenarioOut:
    """A scenario with everything."""
    return WholeScenarioOut(
        **_of(line),
        shown=shown,
        note=content.note,
        changes=[dict(change) for change in content.changes],
        versions=[
            VersionOut(
                version=one.number, room_version=one.room_version, made_at=one.made_at, made_by=one.made_by
            )
            for one in versions
        ],
        plans=[plan_out(one) for one in plans],
    )


def plan_out(one: PlannedChange) -> PlanOut:
    """A planned change."""
    return PlanOut(
        scenario=one.scenario,
        version=one.number,
        room=one.room,
        name=one.name,
        state=one.state,
        due=one.due,
        note=one.note,
        decided_at=one.decided_at,
        decided_by=one.decided_by,
        ended_at=one.ended_at,
        ended_by=one.ended_by,
    )


def _of(line: ScenarioLine) -> dict[str, Any]:
    return {
        "scenario": line.id,
        "room": line.room,
        "name": line.name,
        "owner": line.owner,
        "version": line.version,
        "made_at": line.made_at,
        "changed_at": line.changed_at,
        "archived_at": line.archived_at,
        "archived_by": line.archived_by,
    }
