"""Scenarios, their versions and plans, in their tables."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import insert, select, update

from workflow.conflicts import AlreadyThere, NotStored, StaleVersion
from workflow.scenarios import PlannedChange, ScenarioLine, ScenarioVersion
from workflow.store.session import Session
from workflow.store.tables.scenarios import planned_change, scenario, scenario_version


class StoredScenarios:
    """See `workflow.scenarios.Scenarios`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, line: ScenarioLine, version: ScenarioVersion) -> None:
        """Keep a new one. Raises AlreadyThere."""
        try:
            self._session.execute(insert(scenario).values(**asdict(line)))
        except AlreadyThere:
            raise AlreadyThere("There is a scenario of that number.", line.id) from None
        self._session.execute(insert(scenario_version).values(**asdict(version)))

    def get(self, id: str) -> ScenarioLine:
        """One by its id. Raises NotStored."""
        row = self._session.execute(select(scenario).where(scenario.c.id == id)).one_or_none()
        if row is None:
            raise NotStored("There is no such scenario.", id)
        return ScenarioLine(**row._mapping)

    def save(self, line: ScenarioLine, seen: int, version: ScenarioVersion | None = None) -> None:
        """Keep a changed one that was at version `seen`, with its new version. Raises StaleVersion."""
        values = asdict(line)
        values.pop("id")
        where = (scenario.c.id == line.id, scenario.c.version == seen, scenario.c.archived_at.is_(None))
        if self._session.execute(update(scenario).where(*where).values(**values)).rowcount != 1:
            raise StaleVersion("The scenario was changed meanwhile; look again, then decide.", line.id)
        if version is not None:
            self._session.execute(insert(scenario_version).values(**asdict(version)))

    def version(self, id: str, number: int) -> ScenarioVersion:
        """A version. Raises NotStored."""
        where = (scenario_version.c.scenario == id, scenario_version.c.number == number)
        row = self._session.execute(select(scenario_version).where(*where)).one_or_none()
        if row is None:
            raise NotStored("The scenario has no such version.", id)
        return ScenarioVersion(**row._mapping)

    def versions(self, id: str) -> tuple[ScenarioVersion, ...]:
        """All versions, the newest first."""
        found = select(scenario_version).where(scenario_version.c.scenario == id)
        rows = self._session.execute(found.order_by(scenario_version.c.number.desc()))
        return tuple(ScenarioVersion(**row._mapping) for row in rows)

    def of(
        self,
        room: str | None = None,
        *,
        archived: bool = False,
        after: str | None = None,
        limit: int = 50,
    ) -> tuple[ScenarioLine, ...]:
        """Of a room or of all, by id from the one after `after`, newest first; with `archived` these only."""
        put_away = scenario.c.archived_at
        found = select(scenario).where(put_away.is_not(None) if archived else put_away.is_(None))
        if room is not None:
            found = found.where(scenario.c.room == room)
        if after is not None:
            found = found.where(scenario.c.id < after)
        rows = self._session.execute(found.order_by(scenario.c.id.desc()).limit(limit))
        return tuple(ScenarioLine(**row._mapping) for row in rows)

    def plan(self, one: PlannedChange) -> None:
        """Keep a decision. Raises AlreadyThere."""
        self._session.execute(insert(planned_change).values(**asdict(one)))

    def end_plan(self, one: PlannedChange) -> None:
        """Keep the end of a decision that was open. Raises NotStored."""
        mine = planned_change.c
        where = (mine.scenario == one.scenario, mine.number == one.number, mine.state == "planned")
        values = {"state": one.state, "ended_at": one.ended_at, "ended_by": one.ended_by}
        if self._session.execute(update(planned_change).where(*where).values(**values)).rowcount != 1:
            raise NotStored("There is no such plan.", one.scenario)

    def plans(self, *, room: str | None = None, scenario: str | None = None) -> tuple[PlannedChange, ...]:
        """Decisions of a room, or of a scenario, the newest first."""
        found = select(planned_change)
        if room is not None:
            found = found.where(planned_change.c.room == room)
        if scenario is not None:
            found = found.where(planned_change.c.scenario == scenario)
        order = (planned_change.c.decided_at.desc(), planned_change.c.scenario, planned_change.c.number)
        return tuple(PlannedChange(**row._mapping) for row in self._session.execute(found.order_by(*order)))
