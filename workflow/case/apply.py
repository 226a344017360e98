"""The door to the case: a command and the facts go in, events come out, nothing else happens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from workflow.case import afterwards, deciding, moving, steering, working
from workflow.case.context import Context, Handler, after_events
from workflow.case.evolve import replay
from workflow.case.filing import file
from workflow.commands import (
    Answer,
    Ask,
    Attach,
    Claim,
    Close,
    Command,
    Comment,
    ConfirmReceipt,
    Decide,
    DropQuestion,
    EndStay,
    Extend,
    File,
    HandOver,
    MoveToVersion,
    PutInitials,
    Reassign,
    RecordAnalysis,
    Send,
    Unclaim,
)
from workflow.errors import Conflict
from workflow.events import Event
from workflow.facts import Facts
from workflow.procedure import Published
from workflow.state import Case

HANDLERS: Mapping[type[Command], Handler] = MappingProxyType(
    {
        Decide: deciding.decide,
        Attach: working.attach,
        RecordAnalysis: working.record_analysis,
        PutInitials: working.put_initials,
        Ask: working.ask,
        Answer: working.answer,
        DropQuestion: working.drop_question,
        Send: working.send,
        ConfirmReceipt: working.confirm_receipt,
        Claim: steering.claim,
        Unclaim: steering.unclaim,
        Reassign: steering.reassign,
        Extend: steering.extend,
        Comment: steering.comment,
        Close: steering.close,
        HandOver: afterwards.hand_over,
        EndStay: afterwards.end_stay,
        MoveToVersion: moving.move,
    }
)


@dataclass(frozen=True, slots=True)
class Applied:
    """The case after a command, and the events that led there, to be stored and carried out together."""

    case: Case
    events: tuple[Event, ...]

    @property
    def effects(self) -> tuple[str, ...]:
        """The effects to carry out, in their order (names of `workflow.vocabulary.EFFECTS`)."""
        return tuple(effect for event in self.events for effect in event.effects)


def open_case(command: File, published: Published, facts: Facts) -> Applied:
    """File a request under a published version of the procedure. Raises CaseError."""
    events = file(command, _context(published, facts))
    return Applied(replay(events), tuple(events))


def apply(case: Case, command: Command, published: Published, facts: Facts) -> Applied:
    """Carry out a command on a case, under the version of the procedure that the case is pinned to.

    The case that went in is not changed. Raises CaseError; then nothing has happened.
    """
    if published.sha256 != case.procedure:
        raise ValueError(f"{case.name} is pinned to {case.procedure[:12]}, not to {published.sha256[:12]}")
    if command.version != case.version:
        raise Conflict(
            f"The case has changed (version {case.version}, you saw {command.version}).", case.name
        )
    handler: Any = HANDLERS[type(command)]
    events = handler(case, command, _context(published, facts))
    return Applied(after_events(case, events), tuple(events))


def _context(published: Published, facts: Facts) -> Context:
    return Context(published.procedure, published.sha256, facts)
