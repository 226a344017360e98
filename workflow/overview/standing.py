"""How cases stand: the rows of the register, and what a case holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflow.kept import Entry
from workflow.overview.looking import Looking
from workflow.overview.visits import events_of, visits
from workflow.ports import UnitOfWork
from workflow.procedure import Text
from workflow.roles import Acting
from workflow.state import Case


@dataclass(frozen=True, slots=True)
class Row:
    """A case as the register shows it.

    Attributes
    ----------
    path
        How the analysis came out, as the procedure calls it; None before.
    activity
        What is to be done at the open step; None once closed.
    turn
        Who may decide it now; empty: nobody, which is to be shown.
    asked
        The agency is asked for something, and the clock stands still since then.
    in_time
        Open: the step is not overdue. Closed: every step was decided by its due time. None where no clock
        runs, or stands still.
    """

    name: str
    version: int
    agency: str
    subject: str
    status: str
    path: str | None
    filed_at: datetime
    closed_at: datetime | None
    step: str | None
    activity: Text | None
    turn: tuple[Acting, ...]
    holder: str | None
    since: datetime | None
    due: datetime | None
    asked: datetime | None
    in_time: bool | None
    stay: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """What a case has of its place now, a hold that has expired seen as such.

    ``held`` until a moment, ``firm``, ``installed``; ``lapsed`` and ``released``: until then.
    """

    state: Literal["held", "firm", "installed", "lapsed", "released"]
    room: str
    place: str
    until: datetime | None


def rows(look: Looking, names: Iterable[str]) -> tuple[Row, ...]:
    """Cases as the register shows them, in the order of their names here; read at once. Raises NotStored."""
    cases = look.unit.cases.several(names)
    closed = look.unit.log.of_several("case", (one.name for one in cases if one.status != "open"))
    return tuple(row(look, one, closed.get(one.name)) for one in cases)


def row(look: Looking, case: Case, entries: tuple[Entry, ...] | None = None) -> Row:
    """A case as the register shows it; `entries` are those of its log, if they were read already."""
    procedure = look.procedure(case.procedure)
    step, waiting = procedure.step(case.step.no) if case.step else None, case.step
    return Row(
        name=case.name,
        version=case.version,
        agency=case.agency,
        subject=case.subject,
        status=case.status,
        path=case.path,
        filed_at=case.filed_at,
        closed_at=case.closed_at,
        step=waiting.no if waiting else None,
        activity=step.activity if step else None,
        turn=look.turn(case),
        holder=waiting.holder if waiting else None,
        since=waiting.since if waiting else None,
        due=waiting.due if waiting and case.question is None else None,
        asked=case.question.at if case.question else None,
        in_time=_in_time(look, case, entries),
        stay=case.stay,
    )


def register(
    unit: UnitOfWork,
    at: datetime,
    *,
    agency: str | None = None,
    status: str | None = None,
    after: str | None = None,
    limit: int = 100,
) -> tuple[Row, ...]:
    """Cases by name as they stand at a moment, from the one after `after`."""
    look = Looking(unit, at)
    lines = unit.cases.register(agency=agency, status=status, after=after, limit=limit)
    return rows(look, (line.name for line in lines))


def held(unit: UnitOfWork, case: Case, at: datetime) -> Held | None:
    """What the case has of its place at a moment; None where it never had any."""
    rows = unit.occupancy.of_case(case.name)
    if not rows:
        return None
    place = case.choice.place if case.choice else ""
    live = [one for one in rows if one.status == "live"]
    if not live:
        last = max(rows, key=lambda one: one.id)
        return Held("lapsed" if last.status == "lapsed" else "released", last.room, place, last.ended_at)
    until = min((one.row.expires for one in live if one.row.expires is not None), default=None)
    if case.stay == "installed":
        return Held("installed", live[0].room, place, None)
    if until is None:
        return Held("firm", live[0].room, place, None)
    return Held("lapsed" if until <= at else "held", live[0].room, place, until)


def _in_time(look: Looking, case: Case, entries: tuple[Entry, ...] | None) -> bool | None:
    if case.status == "open":
        due = case.step.due if case.step else None
        return None if due is None or case.question is not None else look.at <= due
    events = events_of(look.unit.log.of("case", case.name) if entries is None else entries)
    ended = [one.in_time for one in visits(events, look.procedure) if one.in_time is not None]
    return all(ended) if ended else None
