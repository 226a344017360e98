"""A remedy: what would make a refused request fit, what it costs, and where the request then stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placement.moves import Move
from placement.placed import Placed


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way to yes, verified on a copy of the room.

    Attributes
    ----------
    kind
        move, less, fewer, zone, split, wait, leaving, rating, pdu_pair or cooling.
    sentence
        What is to be done, in plain words.
    hours
        What that costs by the prices in force, in hours of work; remedies are sorted by it.
    cost
        For moves the sum of their `move_cost`, else `hours`.
    placement
        Where all items then stand.
    moves
        The moves in their order.
    changes
        What changes, as the changes of a scenario have it; for `less`, `fewer`, `zone` and `split` the
        changed keys of the request.
    proved_minimal, scope
        For moves: True if no fewer, and as many no cheaper, suffice within the scope; what that is.
    conditions
        What a person has to see to.
    """

    kind: str
    sentence: str
    hours: int
    cost: int
    placement: tuple[Placed, ...]
    moves: tuple[Move, ...] = ()
    changes: tuple[Mapping[str, object], ...] = ()
    proved_minimal: bool | None = None
    proved_fewest: bool | None = None
    scope: str = ""
    conditions: tuple[str, ...] = ()
