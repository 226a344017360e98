"""What people ask of a case. `by` is a person, `at` the moment, `version` the one that the person saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflow.papers import Analysis, Installed, NewPaper, PlaceChoice

Channel = Literal["online", "paper", "srikandi"]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """File a request: by its agency, or by a registrar on the agency's behalf.

    The registrar gives the agenda number, the person at the agency who asks (`requester`), and the
    stamp `complete_since`, from which the clock runs. `request_sha256` is the hash of the request as entered.
    `refers_to` is the refused case that this one revises.
    """

    by: str
    at: datetime
    case: str
    agency: str
    subject: str
    request_sha256: str
    papers: tuple[NewPaper, ...]
    channel: Channel = "online"
    agenda: str = ""
    requester: str = ""
    complete_since: datetime | None = None
    refers_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Base of the commands to a case that is there."""

    by: str
    at: datetime
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Command):
    """Take an outcome of the open step, with the papers that it makes or signs, and the place it takes."""

    outcome: str
    comment: str = ""
    papers: tuple[NewPaper, ...] = ()
    choice: PlaceChoice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attach(Command):
    """Hand in a paper: one that the open step makes, or one of the agency's."""

    paper: NewPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnalysis(Command):
    """Keep an analysis; the place that an earlier one held is released first."""

    analysis: Analysis


@dataclass(frozen=True, slots=True, kw_only=True)
class PutInitials(Command):
    """Paraf on the papers of the open step, in the capacity of `role`."""

    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Command):
    """Ask the agency for something; the clock stands still until it answers."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Command):
    """The agency's answer, with papers; `request_sha256` where the request itself was changed."""

    answer: str
    papers: tuple[NewPaper, ...] = ()
    request_sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropQuestion(Command):
    """Go on without the answer."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Command):
    """Take the open step out of the common inbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclaim(Command):
    """Put the open step back into the common inbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassign(Command):
    """A superior gives the open step to somebody."""

    to: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Command):
    """A superior gives the open step more time; the original date is kept."""

    due: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Command):
    """Say something; `visible` to the agency or internal."""

    text: str
    visible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Send(Command):
    """Record that the letters went to the agency, and how."""

    channel: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmReceipt(Command):
    """Record that the agency has received the letters; with the signed receipt where there is one."""

    note: str = ""
    receipt: NewPaper | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    """End the case at any step: the agency withdraws, the division cancels."""

    ends: Literal["withdrawn", "cancelled"]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Command):
    """Record that the equipment was installed (BAST), with its actual values."""

    installed: tuple[Installed, ...]
    paper: NewPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStay(Command):
    """The equipment leaves, or will not come."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveToVersion(Command):
    """Put a running case on another published version of its procedure, at the step `step` of it."""

    procedure: str
    step: str
    reason: str
