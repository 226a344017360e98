"""What reading looks up again and again in one unit of work: procedures, people, working time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workflow.calendar import WorkingTime
from workflow.case.inbox import deciders, initials_missing
from workflow.facts import Facts
from workflow.handling.facts import office_facts
from workflow.ports import UnitOfWork
from workflow.procedure import Procedure
from workflow.roles import Acting, Offices
from workflow.state import Case


@dataclass(slots=True)
class Looking:
    """A unit of work as it is read at a moment; each thing is asked of the store once."""

    unit: UnitOfWork
    at: datetime
    _procedures: dict[str, Procedure] = field(default_factory=dict)
    _facts: dict[str, Facts] = field(default_factory=dict)
    _time: WorkingTime | None = None
    _offices: Offices | None = None

    def procedure(self, sha256: str) -> Procedure:
        """A version of a procedure by its hash. Raises NotStored."""
        if sha256 not in self._procedures:
            self._procedures[sha256] = self.unit.office.procedure(sha256).procedure
        return self._procedures[sha256]

    def facts(self, sha256: str) -> Facts:
        """People and working time for cases of a version."""
        if sha256 not in self._facts:
            self._facts[sha256] = office_facts(self.unit, self.unit.office.procedure(sha256), self.at)
        return self._facts[sha256]

    @property
    def time(self) -> WorkingTime:
        """Working time by the calendar in force. Raises NotStored without one."""
        if self._time is None:
            self._time = WorkingTime(self.unit.office.calendar())
        return self._time

    @property
    def zone(self) -> ZoneInfo:
        """Where the office is."""
        return self.time.zone

    @property
    def offices(self) -> Offices:
        """Posts and who holds them."""
        if self._offices is None:
            self._offices = self.unit.office.offices()
        return self._offices

    @property
    def day(self) -> date:
        """The office's date."""
        return self.at.astimezone(self.zone).date()

    def roles_of(self, person: str) -> tuple[str, ...]:
        """The roles that a person acts in."""
        return self.offices.roles_of(person, self.day)

    def outside(self, person: str) -> tuple[tuple[str, str | None], ...]:
        """For whom a person acts who is no official: (``agency``, its name), or (``registrar``, None)."""
        found = [
            (role, acting.post.agency)
            for role in ("agency", "registrar")
            for acting in self.offices.acting(role, self.day)
            if acting.person.id == person
        ]
        return tuple(found)

    def open_cases(self, agency: str | None = None) -> Iterator[Case]:
        """The open cases, of one agency or of all, by name."""
        after: str | None = None
        while lines := self.unit.cases.register(agency=agency, status="open", after=after):
            yield from self.unit.cases.several(line.name for line in lines)
            after = lines[-1].name

    def turn(self, case: Case) -> tuple[Acting, ...]:
        """Who may decide the open step now: its holder, or all who may; empty if nobody can."""
        return deciders(case, self.procedure(case.procedure), self.facts(case.procedure), self.at)

    def initials_missing(self, case: Case) -> tuple[tuple[str, Acting], ...]:
        """The roles whose initials the open step lacks, each with who may put them now."""
        facts = self.facts(case.procedure)
        return initials_missing(case, self.procedure(case.procedure), facts, self.at)
