"""The facts that a case is told with a command: people, working time, the hold, and what the verifier says.

The verifier speaks where a guard will ask for its verdict, and then with the room locked: what it saw still
holds when the command is committed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from capacity.room import Room
from placement.request import Request
from workflow.analysis import Frozen, judge, judge_installed, take, take_own
from workflow.calendar import working_time
from workflow.case import who
from workflow.case.context import Context
from workflow.commands import Command, Decide, Extend, HandOver, MoveToVersion
from workflow.conflicts import NotStored
from workflow.deadlines import due_after, due_facts, extend
from workflow.facts import Earlier, Facts, Verdict
from workflow.handling.asked import Asked
from workflow.handling.lapsing import lapse
from workflow.papers import PlaceChoice
from workflow.ports import UnitOfWork
from workflow.procedure import Published
from workflow.state import Case

HoldState: TypeAlias = Literal["none", "held", "lapsed", "firm"]


@dataclass(frozen=True, slots=True)
class Told:
    """A command as it is to be carried out, and the facts that belong to it."""

    command: Command
    facts: Facts


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Looks up what a command depends on, within one unit of work."""

    asked: Asked
    published: Published
    at: datetime

    @property
    def unit(self) -> UnitOfWork:
        """The unit of work that everything is looked up in."""
        return self.asked.unit

    @property
    def case(self) -> Case:
        """The case as it was before the command."""
        return self.asked.case

    def told(self, command: Command) -> Told:
        """The command with its place made exact and its dates on the calendar, and the facts."""
        calendar = self.unit.office.calendar()
        facts = office_facts(self.unit, self.published, self.at)
        match command:
            case Decide():
                return self._deciding(command, facts)
            case Extend() if self.case.step is not None and self.case.step.due is not None:
                due = extend(working_time(calendar), self.case.step.due, command.due, command.at)
                return Told(replace(command, due=due), facts)
            case HandOver() if self.case.choice is not None and self.published.procedure.handover:
                actors = self.published.procedure.handover.actors
                who.of_roles(self.case, self._context(facts), actors, command.by, command.at)
                verdict = judge_installed(
                    *self._placed(self.case.choice, facts),
                    command.installed,
                    today=facts.day(self.at),
                    assumptions=self.asked.assumptions(),
                )
                return Told(command, replace(facts, handover=verdict))
            case MoveToVersion():
                return Told(command, replace(facts, moving_to=self._version(command.procedure)))
        return Told(command, facts)

    def _deciding(self, command: Decide, facts: Facts) -> Told:
        step = self.published.procedure.step(self.case.step.no) if self.case.step else None
        outcome = step.outcome(command.outcome) if step else None
        guards = outcome.guards if outcome else ()
        today = facts.day(self.at)
        if step is not None and ("fits" in guards or "place_verified" in guards):
            # The verifier is slow, keeps others out of the room, and tells what stands there.
            who.of_step(self.case, self._context(facts), step, command.by, command.at)
        if "fits" in guards and command.choice is not None:
            frozen = self.asked.frozen()
            choice = self._exact(command.choice, frozen, today)
            verdict = judge(*self._placed(choice, facts), today=today, assumptions=frozen.assumptions)
            return Told(replace(command, choice=choice), replace(facts, chosen=verdict))
        if "place_verified" in guards and self.case.choice is not None:
            placed = self._placed(self.case.choice, facts)
            again: Verdict | None = None
            hold = self._hold()
            if hold in ("held", "firm"):
                again = judge(*placed, today=today, assumptions=self.asked.assumptions())
            return Told(command, replace(facts, hold=hold, again=again))
        return Told(command, facts)

    def _context(self, facts: Facts) -> Context:
        return Context(self.published.procedure, self.published.sha256, facts)

    def _exact(self, choice: PlaceChoice, frozen: Frozen, today: date) -> PlaceChoice:
        if choice.kind != "own":
            return take(frozen, 1 if choice.kind == "first" else choice.number)
        self._lock(frozen.room.name)
        room = self.unit.rooms.now(frozen.room.name)
        return take_own(room, frozen, choice.items, today=today, reason=choice.overrides)

    def _placed(self, choice: PlaceChoice, facts: Facts) -> tuple[Room, Request, PlaceChoice]:
        """The room as it stands now, kept from others, the request, and the place."""
        self._lock(choice.room)
        return self.unit.rooms.now(choice.room), self.asked.request(), choice

    def _lock(self, room: str) -> None:
        self.unit.rooms.lock(room)
        lapse(self.unit, room, self.at)

    def _hold(self) -> HoldState:
        """How the case's hold stands, after what has lapsed was freed."""
        mine = self.unit.occupancy.of_case(self.case.name)
        live = [one.row for one in mine if one.status == "live"]
        if not live:
            return "lapsed" if any(one.status == "lapsed" for one in mine) else "none"
        return "firm" if all(row.expires is None for row in live) else "held"

    def _version(self, sha256: str) -> Published | None:
        try:
            return self.unit.office.procedure(sha256)
        except NotStored:
            return None


def office_facts(unit: UnitOfWork, published: Published, at: datetime) -> Facts:
    """People and working time; and until when a place is held that is taken now."""
    calendar = unit.office.calendar()
    time = working_time(calendar)
    due, later = due_facts(time)
    hold = published.procedure.hold
    return Facts(
        offices=unit.office.offices(),
        due=due,
        later=later,
        hold_until=None if hold is None else due_after(time, at, hold.time),
        zone=ZoneInfo(calendar.zone),
    )


def earlier(unit: UnitOfWork, name: str | None) -> Earlier | None:
    """How the case stands that a new one refers to; None where there is none of that name."""
    if name is None:
        return None
    try:
        case = unit.cases.get(name)
    except NotStored:
        return None
    return Earlier(case.agency, case.status, refused=case.stay is None and case.status == "archived")
