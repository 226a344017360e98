"""Changes applied in order to a copy of a room, checked as a read room is: all of it, or every problem."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from capacity.errors import BadInput, Problem
from capacity.room import Room
from capacity.scenario import edits
from capacity.scenario.changes import (
    TABLES,
    Add,
    Change,
    Lose,
    Move,
    Place,
    Remove,
    Set,
    SetPolicy,
    Stand,
)
from capacity.scenario.draft import Draft, Where, named
from capacity.scenario.losses import Aftermath, after_losses


@dataclass(frozen=True, slots=True)
class Applied:
    """A changed room, what its losses mean, and the requests that are to be placed into it, in order."""

    room: Room
    aftermath: Aftermath
    places: tuple[Place, ...] = ()


def apply(room: Room, changes: Sequence[Change], file: str = "scenario") -> Room:
    """The room after the changes; `room` itself stays as it is.

    Raises
    ------
    BadInput
        With every problem of the changes, and of the room that they make; `file` is what they are told of.
    """
    return applied(room, changes, file).room


def applied(room: Room, changes: Sequence[Change], file: str = "scenario") -> Applied:
    """As `apply`, with what the losses among the changes do to the rest of the room."""
    draft = Draft.of(room)
    for number, change in enumerate(changes, start=1):
        _apply(draft, change, Where(file, f"changes[{number}]."))
    built = draft.build(Where(file))
    left, aftermath = after_losses(built, draft.lost)
    places = tuple(change for change in changes if isinstance(change, Place))
    return Applied(_signed(room, left, changes), aftermath, places)


def set_values(room: Room, table: str, name: str, values: Mapping[str, str]) -> Room:
    """The room with some cells of one row set, each read as a cell of the CSV is read.

    `table` is a file of the room without ``.csv``, `name` what its first key column holds (for trays
    ``from/to``; a switch's name stands for all its rows, ``switch/port_type`` for one). An empty text empties
    the cell. Columns that are not given stay as they are.

    Raises
    ------
    BadInput
        Names or columns that do not exist, cells that cannot be used, and every contradiction with the rest
        of the room, told with the table's file and the column.
    """
    change = Set(table, name, values)
    file = f"{table}.csv"
    draft = Draft.of(room)
    edits.set_cells(draft, change, Where(file))
    rows = named(draft.table(file), name) if table in TABLES else []
    row = draft.table(file).lines[rows[0]] if rows else None
    try:
        return _signed(room, draft.build(Where(file)), [change])
    except BadInput as bad:
        raise BadInput(_of_row(problem, row) for problem in bad.problems) from None


def _of_row(problem: Problem, row: int | None) -> Problem:
    """A problem of a set cell as one of the file's row."""
    column = "" if problem.column == "changes" else problem.column.removeprefix("values.")
    return replace(problem, row=row, column=column)


def _apply(draft: Draft, change: Change, where: Where) -> None:
    match change:
        case Lose():
            edits.lose(draft, change, where)
        case Add():
            edits.add(draft, change, where)
        case Remove():
            edits.remove(draft, change, where)
        case Set():
            edits.set_cells(draft, change, where)
        case Move():
            edits.move(draft, change, where)
        case SetPolicy():
            edits.set_policy(draft, change, where)
        case Stand():
            edits.stand(draft, change, where)
        case Place():
            pass  # it is handed on


def _signed(base: Room, changed: Room, changes: Sequence[Change]) -> Room:
    """The changed room under a digest of its own; the room itself where nothing has come of the changes."""
    if changed == base:
        return base
    said = "\n".join(map(repr, changes))
    digest = hashlib.sha256(f"{base.sha256}\n{said}".encode()).hexdigest()
    return replace(changed, sha256=digest)
