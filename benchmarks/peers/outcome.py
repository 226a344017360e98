"""What a peer came to."""

from __future__ import annotations

from dataclasses import dataclass

from placement.placed import Placed


@dataclass(frozen=True, slots=True)
class Outcome:
    """A placement of a batch, its worth, and what it took.

    Attributes
    ----------
    value
        Sum of priority over the placed items.
    bound
        What no placement exceeds, as far as the peer knows; None where it knows none.
    status
        "heuristic", "optimal", "feasible" or "unknown" (nothing found in time).
    seconds, built_seconds
        Wall-clock seconds of the whole call, and of those until the search began.
    """

    name: str
    placed: tuple[Placed, ...]
    value: int
    bound: int | None
    status: str
    seconds: float
    built_seconds: float
