"""What may be assumed: the empty cells that an analysis names, as assumptions name them."""

from __future__ import annotations

from dataclasses import dataclass

from capacity.room import Room
from workflow.analysis.assumptions import ASSUMABLE, assumed_room, is_empty, name_of, still_open
from workflow.analysis.frozen import Frozen
from workflow.analysis.request import REQUEST


@dataclass(frozen=True, slots=True)
class Gap:
    """A cell that may be assumed, by the names of an `Assumption`, and what it is needed for."""

    table: str
    name: str
    column: str
    why: str


def assumable(room: Room, frozen: Frozen) -> tuple[Gap, ...]:
    """The cells that the analysis lists as missing, each once, as far as they may be assumed.

    `room` is the one that it was made in. What nobody can assume (a rack's status, the chassis of a blade) is
    left out.
    """
    known = assumed_room(room, still_open(room, frozen.assumptions))
    found: dict[tuple[str, str, str], Gap] = {}
    for cell in frozen.answer["missing"]:
        table, column = cell["file"].removesuffix(".csv"), cell["column"]
        if column not in ASSUMABLE.get(table, {}):
            continue
        things = (frozen.request,) if table == REQUEST else getattr(known, table)
        for thing in things:
            if thing.line == cell["row"] and is_empty(thing, table, column):
                name = "" if table == REQUEST else name_of(thing)
                found.setdefault((table, name, column), Gap(table, name, column, cell["why"]))
    return tuple(found.values())
