"""What every command handler is given, and the questions that most of them ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeAlias

from workflow.case.evolve import evolve
from workflow.errors import BadValue, CommentNeeded, Conflict
from workflow.events import Event
from workflow.facts import Facts
from workflow.procedure import Procedure, Step
from workflow.state import Case, OpenStep


@dataclass(frozen=True, slots=True)
class Context:
    """The procedure that the case is pinned to, its hash, and the facts."""

    procedure: Procedure
    sha256: str
    facts: Facts


# A handler looks at a case and a command, and says what happens; it raises a CaseError if that may not be.
Handler: TypeAlias = Callable[[Case, Any, Context], list[Event]]


def open_step(case: Case, context: Context) -> tuple[OpenStep, Step]:
    """The step that the case waits at, with its row of the procedure. Raises Conflict if it is closed."""
    row = context.procedure.step(case.step.no) if case.step else None
    if case.step is None or row is None:
        raise Conflict(f"The case is {case.status}.", case.name)
    return case.step, row


def no_question(case: Case) -> None:
    """Raise Conflict while the agency is asked for something."""
    if case.question is not None:
        raise Conflict("The agency has been asked a question; answer or drop it first.", case.name)


def reason(text: str, case: Case, what: str = "Say why.") -> str:
    """The text. Raises CommentNeeded if it is empty."""
    if not text.strip():
        raise CommentNeeded(what, case.name)
    return text


def not_empty(text: str, what: str, where: str) -> str:
    """The text. Raises BadValue if it is empty."""
    if not text.strip():
        raise BadValue(f"{what} is empty.", where)
    return text


def due_of(step: Step, since: datetime, facts: Facts) -> datetime | None:
    """When the step is due; None if no clock runs in it."""
    return None if step.time is None else facts.due(step, since)


def after_events(case: Case, events: list[Event]) -> Case:
    """The case as it will be after the events."""
    for event in events:
        case = evolve(case, event)
    return case


def with_effects(event: Event, *effects: str) -> Event:
    """The event with further effects."""
    return replace(event, effects=event.effects + effects)
