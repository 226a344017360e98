"""What a case's steps took: every visit of a step, from its events alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from workflow.case.evolve import evolve
from workflow.events import By, CaseClosed, Event, StepDecided, StepOpened
from workflow.kept import Entry
from workflow.ports import UnitOfWork
from workflow.procedure import Procedure
from workflow.records import event_from_plain
from workflow.state import Case, Pause


@dataclass(frozen=True, slots=True)
class Visit:
    """A step of a case, from when it was opened until it was decided.

    Attributes
    ----------
    due, original_due
        As they stood in the end, with extensions and without; None where no clock runs.
    pauses
        When the clock stood still.
    role
        Whose turn it was: the actor of the step, also where a superior stood in.
    outcome
        None where the case was closed before it was decided.
    to
        The step that it went on to; None at the end.
    sent_back
        Somebody sent it to an earlier step, or to the same one again: a correction loop. What
        happens by itself is none.
    """

    case: str
    agency: str
    step: str
    number: int
    since: datetime
    until: datetime
    due: datetime | None
    original_due: datetime | None
    pauses: tuple[Pause, ...]
    role: str
    person: str
    outcome: str | None
    to: str | None = None
    sent_back: bool = False

    @property
    def in_time(self) -> bool | None:
        """True if it ended by its due time, extensions counted; None where no clock runs."""
        return None if self.due is None else self.until <= self.due


def events_of(entries: Iterable[Entry]) -> Iterator[Event]:
    """The events of cases among the entries of the log, without the system's own news."""
    for entry in entries:
        if entry.news.stream == "case" and entry.news.number is not None:
            yield event_from_plain(json.loads(entry.news.body), entry.news.name)


def steps_of(unit: UnitOfWork, case: str) -> tuple[Visit, ...]:
    """The ended steps of one case, in their order. Raises NotStored."""
    unit.cases.get(case)

    def procedure(sha256: str) -> Procedure:
        return unit.office.procedure(sha256).procedure

    return tuple(visits(events_of(unit.log.of("case", case)), cache(procedure)))


def visits(events: Iterable[Event], procedure: Callable[[str], Procedure]) -> Iterator[Visit]:
    """The ended visits of one case, in their order; `procedure` gives a version by its hash."""
    case: Case | None = None
    ended: Visit | None = None
    automatic = False
    for event in events:
        if isinstance(event, StepDecided) and case is not None and case.step is not None:
            ended, automatic = _ended(case, event, event.outcome), event.guard is not None
        elif isinstance(event, CaseClosed) and ended is None and case is not None and case.step is not None:
            ended = _ended(case, event, None)
        elif isinstance(event, StepOpened) and ended is not None and case is not None:
            order = [step.no for step in procedure(case.procedure).steps]
            back = not automatic and order.index(event.step) <= order.index(ended.step)
            yield replace(ended, to=event.step, sent_back=back)
            ended = None
        case = evolve(case, event)
        if isinstance(event, CaseClosed) and ended is not None:
            yield ended
            ended = None


def _ended(case: Case, event: Event, outcome: str | None) -> Visit:
    step = case.step
    assert step is not None
    # A case may be withdrawn while the agency is asked: until then the clock stood.
    stood = () if case.question is None else (Pause(case.question.at, event.at),)
    return Visit(
        case=case.name,
        agency=case.agency,
        step=step.no,
        number=step.visit,
        since=step.since,
        until=event.at,
        due=None if stood else step.due,
        original_due=None if stood else step.original_due,
        pauses=(*step.pauses, *stood),
        role=_turn(event.by),
        person=event.by.person,
        outcome=outcome,
    )


def _turn(by: By) -> str:
    return by.instead_of or by.role
