"""Requests that are not sent yet: kept until they are, by whoever writes them or for a whole agency.

What a draft says is its writer's business: any values, also wrong ones. They are judged when it is sent.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from workflow.errors import BadValue, Conflict

LARGEST_BYTES = 256 * 1024
#: So many of an agency, or of a person who writes for none, wait at once.
MOST = 200


class DraftTooLarge(BadValue):
    """There is more in a draft than can be kept, or there are more drafts than can be."""

    code = "draft-too-large"


class DraftChanged(Conflict):
    """Somebody else has changed the draft since it was read, or it was sent."""

    code = "draft-changed"


@dataclass(frozen=True, slots=True)
class Draft:
    """A request that somebody has begun.

    Attributes
    ----------
    agency
        Whose people share it; None where it is `person`'s alone, as a registrar's is.
    person
        Who began it.
    saved_by
        Who saved it last; `version` counts the times.
    body
        What it says, as JSON; "" once it was sent.
    cases
        The cases that came of it; empty until it is sent.
    """

    id: str
    agency: str | None
    person: str
    made_at: datetime
    saved_at: datetime
    saved_by: str
    body: str
    version: int = 1
    cases: tuple[str, ...] = ()


class Drafts(Protocol):
    """Drafts by their id."""

    def add(self, one: Draft) -> None:
        """Keep a new one. Raises AlreadyThere, DraftTooLarge."""
        ...

    def get(self, id: str) -> Draft:
        """The draft; a writing unit keeps others from changing it from then on. Raises NotStored."""
        ...

    def save(self, id: str, body: str, by: str, at: datetime) -> int:
        """Keep what it says now; its version. Raises NotStored, DraftTooLarge; DraftChanged once sent."""
        ...

    def sent(self, id: str, cases: Collection[str], by: str, at: datetime) -> None:
        """Drop what it says, and keep which cases came of it. Raises NotStored, DraftChanged."""
        ...

    def drop(self, id: str) -> None:
        """Forget it. Raises NotStored; DraftChanged once sent."""
        ...

    def of(self, agencies: Collection[str], person: str) -> tuple[Draft, ...]:
        """Those of agencies, and a person's own for none, that are not sent; last saved first."""
        ...
