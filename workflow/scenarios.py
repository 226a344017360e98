"""What is kept of scenarios: lines, versions, plans; and the door to them that a store offers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

PlanState = Literal["planned", "carried_out", "dropped"]


@dataclass(frozen=True, slots=True)
class Content:
    """What a version says: a name, a note, and changes in the contract's form (keys as in the TOML file)."""

    name: str
    changes: tuple[Mapping[str, Any], ...]
    note: str = ""

    @property
    def tables(self) -> dict[str, Any]:
        """All of it as the tables that `capacity.scenario.reading.scenario_of` reads."""
        note = {"note": self.note} if self.note else {}
        return {"name": self.name, **note, "changes": list(self.changes)}

    @property
    def text(self) -> bytes:
        """The text that is kept; dates are written as texts."""
        return json.dumps(self.tables, sort_keys=True, ensure_ascii=False, default=str).encode()

    @classmethod
    def from_text(cls, text: bytes) -> Content:
        """The content of a text that was kept."""
        node = json.loads(text)
        return cls(node["name"], tuple(node["changes"]), node.get("note", ""))


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A scenario as lists show it.

    Attributes
    ----------
    id
        Its number, such as ``SK-2026-0001``.
    owner
        The person who made it.
    version
        Number of the newest version.
    """

    id: str
    room: str
    name: str
    owner: str
    version: int
    made_at: datetime
    changed_at: datetime
    archived_at: datetime | None = None
    archived_by: str | None = None


@dataclass(frozen=True, slots=True)
class ScenarioVersion:
    """A version: `sha256` is the file of its content; `room_version` the room's version it was made for."""

    scenario: str
    number: int
    room_version: int
    sha256: str
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A version of a scenario that was decided to be carried out, by `due` if a day was named.

    It is a record of the decision and of its end. It changes nothing in the room: what was carried out
    comes into the room with its next version.
    """

    scenario: str
    number: int
    room: str
    name: str
    state: PlanState
    due: date | None
    note: str
    decided_at: datetime
    decided_by: str
    ended_at: datetime | None = None
    ended_by: str | None = None


class Scenarios(Protocol):
    """Scenarios of rooms, in versions; archived, never deleted."""

    def add(self, line: ScenarioLine, version: ScenarioVersion) -> None:
        """Keep a new one. Raises AlreadyThere."""
        ...

    def get(self, id: str) -> ScenarioLine:
        """One by its id. Raises NotStored."""
        ...

    def save(self, line: ScenarioLine, seen: int, version: ScenarioVersion | None = None) -> None:
        """Keep a changed one that was at version `seen`, with its new version. Raises StaleVersion."""
        ...

    def version(self, id: str, number: int) -> ScenarioVersion:
        """Raises NotStored."""
        ...

    def versions(self, id: str) -> tuple[ScenarioVersion, ...]:
        """All versions, the newest first."""
        ...

    def of(
        self,
        room: str | None = None,
        *,
        archived: bool = False,
        after: str | None = None,
        limit: int = 50,
    ) -> tuple[ScenarioLine, ...]:
        """Of a room or of all, by id from the one after `after`, newest first; with `archived` these only."""
        ...

    def plan(self, one: PlannedChange) -> None:
        """Keep a decision. Raises AlreadyThere."""
        ...

    def end_plan(self, one: PlannedChange) -> None:
        """Keep the end of a decision that was open. Raises NotStored."""
        ...

    def plans(self, *, room: str | None = None, scenario: str | None = None) -> tuple[PlannedChange, ...]:
        """Decisions of a room, or of a scenario, the newest first."""
        ...
