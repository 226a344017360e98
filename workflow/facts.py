"""What a case must be told to decide, so that it need not look anything up itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from workflow.procedure import Published, Step
from workflow.roles import Offices

WITA = ZoneInfo("Asia/Makassar")

# When a step that began at a moment is due; asked only for steps that have a time.
Due: TypeAlias = Callable[[Step, datetime], datetime]
# A due date, moved by the working time between two moments in which the clock stood still.
Later: TypeAlias = Callable[[datetime, datetime, datetime], datetime]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verifier said of a place; the reasons where it does not accept it."""

    holds: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """The case that a revised request refers to: whose it is, and how it stands."""

    agency: str
    status: Literal["open", "archived", "withdrawn", "cancelled"]
    refused: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything outside the case that its next step depends on; what is not known is None, never good news.

    Attributes
    ----------
    offices
        Posts and who holds them.
    due, later
        Working time: see `Due` and `Later`.
    hold
        How the case's hold on its place stands now.
    again
        The verifier's verdict on the held place now.
    chosen
        Its verdict on the place that a decision takes.
    handover
        Its verdict on the equipment as installed.
    earlier
        The case that a new one refers to.
    moving_to
        The version that a case is moved to.
    hold_until
        When a place is free again that is held from now on.
    zone
        Where the office is: the day that posts are asked for.
    """

    offices: Offices
    due: Due
    later: Later
    hold: Literal["none", "held", "lapsed", "firm"] | None = None
    again: Verdict | None = None
    chosen: Verdict | None = None
    handover: Verdict | None = None
    earlier: Earlier | None = None
    moving_to: Published | None = None
    hold_until: datetime | None = None
    zone: ZoneInfo = WITA

    def day(self, at: datetime) -> date:
        """The office's date at a moment."""
        return at.astimezone(self.zone).date()
