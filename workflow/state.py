"""The state of a case: a frozen value that follows from its events alone.

A stored row is this value in plain form; the events after the row's version bring it up to date.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflow.commands import Channel
from workflow.papers import Analysis, Initial, Installed, PaperVersion, PlaceChoice

Status = Literal["open", "archived", "withdrawn", "cancelled"]


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which the clock stood still."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class OpenStep:
    """The step that the case waits at.

    `visit` counts the steps that were opened, so that a step that is come back to is a new visit.
    `original_due` is the date without extensions. `holder` claimed the step, or was given it (`assigned`).
    """

    no: str
    visit: int
    since: datetime
    due: datetime | None = None
    original_due: datetime | None = None
    holder: str | None = None
    assigned: bool = False
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What the agency was asked, by whom; the clock stands still since `at`."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A case.

    Attributes
    ----------
    name
        Its name in the register.
    version
        Number of events so far; a command names the version that its sender saw.
    procedure
        SHA-256 of the version of the procedure that it is pinned to.
    requesters
        Persons who asked for the place or answered for the agency: none of them decides about it.
    request_sha256, request_revision
        The request as it now stands, and how many times it was handed in.
    path
        How the analysis came out; None before.
    place, choice
        What the case's own effects have made of its place, and which one it is. An expiry is not seen here.
    hold_until
        When a held place is free again, if nothing moves that; None for a firm one.
    step, question
        What it waits for; both None once closed.
    visits
        Number of steps opened so far.
    sent_visit
        The visit in which the letters were sent; None: they were not.
    stay
        After an acceptance was archived: whether the equipment is awaited, installed, or gone.
    """

    name: str
    version: int
    procedure: str
    agency: str
    requesters: tuple[str, ...]
    subject: str
    request_sha256: str
    complete_since: datetime
    filed_at: datetime
    filed_by: str
    channel: Channel = "online"
    agenda: str = ""
    refers_to: str | None = None
    request_revision: int = 1
    status: Status = "open"
    closed_at: datetime | None = None
    path: str | None = None
    place: Literal["none", "held", "firm"] = "none"
    choice: PlaceChoice | None = None
    hold_until: datetime | None = None
    step: OpenStep | None = None
    question: Question | None = None
    visits: int = 0
    papers: tuple[PaperVersion, ...] = ()
    initials: tuple[Initial, ...] = ()
    analysis: Analysis | None = None
    analysis_visit: int = 0
    sent_visit: int | None = None
    received_at: datetime | None = None
    stay: Literal["awaited", "installed", "ended"] | None = None
    installed: tuple[Installed, ...] = ()

    def latest(self, paper: str) -> PaperVersion | None:
        """The newest revision of a paper; None without one."""
        return next((found for found in reversed(self.papers) if found.paper == paper), None)

    def latest_draft(self, paper: str) -> PaperVersion | None:
        """The newest revision of a paper that bears no signature; None without one."""
        unsigned = (found for found in reversed(self.papers) if found.paper == paper and not found.signed)
        return next(unsigned, None)

    def revisions(self, paper: str) -> tuple[PaperVersion, ...]:
        """All revisions of a paper, the first one first."""
        return tuple(found for found in self.papers if found.paper == paper)

    def lacks(self, papers: Iterable[str], visit: int | None = None) -> tuple[str, ...]:
        """Those of the papers that are not there, or were not made in that visit."""
        return tuple(
            paper
            for paper in papers
            if (found := self.latest(paper)) is None or (visit is not None and found.visit != visit)
        )
