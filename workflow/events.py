"""What has happened to a case. Events carry all that the case's state follows from; none is ever changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflow.commands import Channel
from workflow.papers import Analysis, Initial, Installed, PaperRef, PaperVersion, PlaceChoice
from workflow.roles import HoldingKind

SYSTEM = "titip"


@dataclass(frozen=True, slots=True)
class By:
    """Who did it, and in which capacity, on the day it was done.

    `title` is the post's title then. `instead_of` is the role of the step's actor where a superior
    stood in; None otherwise.
    """

    person: str
    role: str
    title: str = ""
    kind: HoldingKind = "definitive"
    decree: str = ""
    instead_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events. `effects` are to be carried out in the transaction that stores the event."""

    at: datetime
    by: By
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFiled(Event):
    """A case begins, pinned to the version of the procedure with the hash `procedure`."""

    case: str
    procedure: str
    agency: str
    requester: str
    subject: str
    request_sha256: str
    complete_since: datetime
    channel: Channel = "online"
    agenda: str = ""
    refers_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperAdded(Event):
    version: PaperVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestChanged(Event):
    """The agency changed its request: a further revision of it."""

    revision: int
    request_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisRecorded(Event):
    analysis: Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDecided(Event):
    """An outcome was taken. An automatic one names the `guard` that did not hold, and what was `wanted`.

    `hold_until` is when the place that it holds is free again.
    """

    step: str
    visit: int
    outcome: str
    comment: str = ""
    path: str | None = None
    choice: PlaceChoice | None = None
    guard: str | None = None
    wanted: str | None = None
    hold_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepOpened(Event):
    """The case waits at a step. `since` starts its clock; `due` None: no clock runs."""

    step: str
    visit: int
    since: datetime
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(Event):
    """The procedure is over; `stay` is ``awaited`` where equipment will come."""

    status: Literal["archived", "withdrawn", "cancelled"]
    reason: str = ""
    stay: Literal["awaited"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperInitialled(Event):
    initial: Initial


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyAsked(Event):
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockResumed(Event):
    """The agency answered, or the question was dropped; all dates moved by as long as the clock stood."""

    answered: bool
    text: str
    due: datetime | None = None
    original_due: datetime | None = None
    hold_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepClaimed(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUnclaimed(Event):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReassigned(Event):
    to: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueExtended(Event):
    due: datetime
    before: datetime
    reason: str
    hold_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentAdded(Event):
    text: str
    visible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersSent(Event):
    visit: int
    channel: str
    papers: tuple[PaperRef, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptConfirmed(Event):
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Event):
    installed: tuple[Installed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StayEnded(Event):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureMoved(Event):
    """The case went on to another version of its procedure, and waits at the step `step` of that."""

    procedure: str
    before: str
    step: str
    step_before: str
    reason: str
    due: datetime | None = None


EVENTS: tuple[type[Event], ...] = (
    CaseFiled,
    PaperAdded,
    RequestChanged,
    AnalysisRecorded,
    StepDecided,
    StepOpened,
    CaseClosed,
    PaperInitialled,
    AgencyAsked,
    ClockResumed,
    StepClaimed,
    StepUnclaimed,
    StepReassigned,
    DueExtended,
    CommentAdded,
    LettersSent,
    ReceiptConfirmed,
    HandedOver,
    StayEnded,
    ProcedureMoved,
)
