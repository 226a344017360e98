"""Where an item was put: the one value that the solver, a person and the verifier share."""

from __future__ import annotations

from dataclasses import dataclass

from capacity.room import Cord, PortUse


@dataclass(frozen=True, slots=True)
class Placed:
    """One item of a request at its place.

    A server has `rack`, `position_hu` (rack numbering, half units) and `face`; an application
    has `host`, and its other fields are empty. `item` counts from 1. `line` is the row of
    PLACEMENTS.csv it came from, 0 for none.
    """

    request: str
    item: int
    rack: str | None = None
    position_hu: int | None = None
    face: str | None = None
    cords: tuple[Cord, ...] = ()
    ports: tuple[PortUse, ...] = ()
    host: str | None = None
    line: int = 0
