"""Rows of limits over a model's columns.

Where an item burdens a limit through something that has several rows (the cords of its rack: PDU, panel,
UPS, each in several scenarios), a column for the load plugged in there saves terms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from placement.batch.batch import Batch
from placement.batch.part import Part
from placement.batch.types import Types
from placement.solver.system import ENDLESS, System

Ints = npt.NDArray[np.int64]
MOST_SIZES = 16  # sizes of pieces
PIECES = ("power", "heat", "weight")  # rules whose rows are sharpened for whole items


@dataclass(frozen=True)
class Counted:
    """What a model counts: per own column the batch's column it stands for, its system column, the most."""

    batch: Batch
    part: Part
    types: Types
    column: Ints
    count: Ints
    most: Ints


@dataclass(frozen=True)
class _Loads:
    """What some columns bring to the entities of a block.

    `some` are the own columns, `place` the position of each one's entity among `entities`, `amount` what an
    item brings.
    """

    some: Ints
    place: Ints
    amount: Ints
    entities: int

    def top(self, most: Ints) -> Ints:
        """The most that the columns could bring to each entity."""
        sums = np.zeros(self.entities, dtype=np.float64)
        np.add.at(sums, self.place, (self.amount * most[self.some]).astype(np.float64))
        return np.minimum(sums, ENDLESS).astype(np.int64)

    def columns_of(self, entity: Ints) -> tuple[Ints, Ints]:
        """How many columns each of some entities has, and all of them in turn."""
        order = np.argsort(self.place, kind="stable")
        first = np.searchsorted(self.place[order], np.arange(self.entities + 1))
        width = first[entity + 1] - first[entity]
        inside = np.arange(int(width.sum())) - np.repeat(np.cumsum(width) - width, width)
        return width, order[np.repeat(first[entity], width) + inside]


def add_limit_rows(system: System, counted: Counted, *, priced: bool) -> list[tuple[int, Ints, Ints]]:
    """The rows of every block of limits; returns (block, its rows, their numbers in the system).

    `priced` leaves load columns without bounds of their own, and rows for whole items out.
    """
    found: list[tuple[int, Ints, Ints]] = []
    kind = counted.batch.columns.kind[counted.column]
    blocks = zip(counted.batch.blocks, counted.part.left, counted.types.amounts, strict=True)
    for position, (each, left, asked) in enumerate(blocks):
        entity, amount = each.entity[counted.column], asked[counted.types.of_kind[kind]]
        some = np.flatnonzero((entity >= 0) & (amount > 0))
        if not len(some):
            continue
        used, place = np.unique(entity[some], return_inverse=True)
        at = np.flatnonzero(np.isin(each.owner, used))
        rows, row = np.unique(each.row[at], return_inverse=True)
        load = _Loads(some, place, amount[some], len(used))
        owner = np.searchsorted(used, each.owner[at])
        room = each.room(left)[used]
        # A row that lets everything in says nothing.
        full = np.zeros(len(rows), dtype=np.float64)
        np.add.at(full, row, each.part[at].astype(np.float64) * load.top(counted.most)[owner])
        binding = full > left[rows]
        if binding.any():
            number = np.cumsum(binding) - 1
            keep = binding[row]
            terms = _Terms(number[row[keep]], owner[keep], each.part[at[keep]], left[rows][binding])
            bounds = None if priced else room
            made = (
                _through_loads(system, counted, load, terms, bounds)
                if each.loaded
                else _rows(system, counted, load, terms)
            )
            found.append((position, rows[binding], made))
        if each.rule in PIECES and not priced:
            _add_pieces(system, counted, load, room)
    return found


@dataclass(frozen=True)
class _Terms:
    """Terms of rows: row (from 0), entity and part; and the most of each row."""

    row: Ints
    entity: Ints
    part: Ints
    most: Ints


def _rows(system: System, counted: Counted, load: _Loads, terms: _Terms) -> Ints:
    """Rows with a term for every column."""
    width, column = load.columns_of(terms.entity)
    value = np.repeat(terms.part, width) * load.amount[column]
    return system.rows(np.repeat(terms.row, width), counted.count[load.some[column]], value, terms.most)


def _through_loads(
    system: System, counted: Counted, load: _Loads, terms: _Terms, bounds: Ints | None
) -> Ints:
    """Rows with a term for every entity's load."""
    top = load.top(counted.most)
    loads = system.columns(top if bounds is None else np.minimum(top, bounds))
    zero = np.zeros(len(loads), dtype=np.int64)
    system.rows(
        np.concatenate([load.place, np.arange(len(loads))]),
        np.concatenate([counted.count[load.some], loads]),
        np.concatenate([load.amount, np.full(len(loads), -1)]),
        zero,
        zero,
    )
    return system.rows(terms.row, loads[terms.entity], terms.part, terms.most)


def _add_pieces(system: System, counted: Counted, load: _Loads, room: Ints) -> None:
    """Rows that say nothing new of whole items, but much of parts of them.

    Cut into pieces of size d, an item of size a gives floor(a/d), and room of size r holds floor(r/d).
    """
    sizes = np.unique(load.amount)
    if len(sizes) > MOST_SIZES:
        sizes = sizes[np.linspace(0, len(sizes) - 1, MOST_SIZES).astype(np.int64)]
    patterns: dict[bytes, int] = {}
    for d in sizes.tolist():
        patterns[(load.amount // d).tobytes()] = d
    for d in patterns.values():
        pieces = load.amount // d
        most = room // d
        brought = np.zeros(len(room), dtype=np.float64)
        np.add.at(brought, load.place, (pieces * counted.most[load.some]).astype(np.float64))
        # Where d divides all that matters, or all goes in, the row itself says as much.
        tight = np.flatnonzero((brought > most) & (room % d > 0))
        number = np.full(len(room), -1, dtype=np.int64)
        number[tight] = np.arange(len(tight))
        keep = np.flatnonzero((number[load.place] >= 0) & (pieces > 0))
        if len(keep):
            row = number[load.place[keep]]
            system.rows(row, counted.count[load.some[keep]], pieces[keep], most[tight])
