"""Blocks of limit rows that have one shape: what an item asks, times the part that its place sends to a row.

Every limit of the ledger is such a row. A power row, say, reads *sum over cords of (part of a draw that
this node carries in this loss) x (draw plugged in there) <= what is left*: the *entity* is the choice of
cords, the *amount* the item's draw. Weight has the rack as entity and part 1. Kept in this factored form
a row needs one term per entity instead of one per column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import gcd

import numpy as np
import numpy.typing as npt

from capacity.limits.limit import CLIP

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Block:
    """Rows of one rule.

    Attributes
    ----------
    rule
        Name of the rule.
    entity
        Per column: the entity that its items burden; -1 for none.
    amount
        Per kind: what one item asks, in `unit` of the rule's base unit.
    indptr, row, part
        Entity e burdens `row[indptr[e]:indptr[e+1]]` with `part` of each amount.
    left
        Per row: what is left, in amounts; >= 0.
    common
        Per row: what its parts were divided by; times `unit` it is one of `left` in the limit's scale.
    label
        Per row: what the row is, for people; a (limit, scenario) pair or a position, by rule.
    """

    rule: str
    entity: Ints
    amount: Ints
    unit: int
    indptr: Ints
    row: Ints
    part: Ints
    left: Ints
    common: Ints
    label: tuple[object, ...]

    @cached_property
    def owner(self) -> Ints:
        """The entity of each (row, part) pair."""
        return np.repeat(np.arange(len(self.indptr) - 1), np.diff(self.indptr))

    def room(self, left: Ints) -> Ints:
        """What each entity may be burdened with, in amounts, within what is `left` of each row."""
        most = np.full(len(self.indptr) - 1, CLIP, dtype=np.int64)
        full = np.flatnonzero(np.diff(self.indptr))
        if len(full):
            most[full] = np.minimum.reduceat(left[self.row] // self.part, self.indptr[full])
        return most

    def room_for(self, room: Ints, kind: Ints, some: slice | Ints = slice(None)) -> Ints:
        """How many items of the kinds in `kind` go into `some` columns by the `room` of their entities."""
        entity, amount = self.entity[some], self.amount[kind]
        free = (entity < 0) | (amount == 0)
        if not len(room):  # a room without racks: nobody has an entity
            return np.full(len(entity), CLIP)
        return np.where(free, CLIP, room[entity] // np.maximum(amount, 1))

    def load(self, kind: Ints, counts: Ints) -> Ints:
        """What `counts` items per column put on each row."""
        sums = np.zeros(len(self.indptr) - 1, dtype=np.int64)
        burdened = np.flatnonzero((self.entity >= 0) & (counts != 0))
        np.add.at(sums, self.entity[burdened], self.amount[kind[burdened]] * counts[burdened])
        rows = np.zeros(len(self.left), dtype=np.int64)
        np.add.at(rows, self.row, self.part * sums[self.owner])
        return rows

    @property
    def loaded(self) -> bool:
        """True where an entity has several rows: then a variable for its load saves terms."""
        return len(self.row) > len(self.indptr) - 1


def block(
    rule: str,
    entity: Ints,
    amounts: Sequence[int],
    entities: int,
    rows: Iterable[tuple[object, dict[int, int], int]],
) -> Block | None:
    """A block from `rows`: (label, part per entity, what is left in amounts x parts).

    Amounts are divided by their greatest common divisor, parts by that of their row, and what is left is
    rounded down: a sum of whole amounts stays within it just when it stays within the quotient. None if
    there is no row, or nothing is asked.
    """
    unit = gcd(*amounts)
    if not unit:
        return None
    of_entity: list[list[tuple[int, int]]] = [[] for _ in range(entities)]
    left: list[int] = []
    commons: list[int] = []
    labels: list[object] = []
    for label, parts, rest in rows:
        common = gcd(*parts.values())
        if not common:
            continue
        for one, part in parts.items():
            if part:
                of_entity[one].append((len(left), part // common))
        left.append(min(CLIP, max(0, rest) // (common * unit)))
        commons.append(min(CLIP, common))
        labels.append(label)
    if not left:
        return None
    flat = [pair for pairs in of_entity for pair in pairs]
    return Block(
        rule,
        entity,
        np.array([a // unit for a in amounts], dtype=np.int64),
        unit,
        np.cumsum([0, *map(len, of_entity)], dtype=np.int64),
        np.array([r for r, _ in flat], dtype=np.int64),
        np.array([p for _, p in flat], dtype=np.int64),
        np.array(left, dtype=np.int64),
        np.array(commons, dtype=np.int64),
        tuple(labels),
    )


def one_each(
    rule: str, entity: Ints, amounts: Sequence[int], left: Sequence[int] | Ints, label: Sequence[object]
) -> Block | None:
    """A block with one row per entity and part 1; `left` per entity, in the unit of the amounts."""
    unit = gcd(*amounts)
    if not unit:
        return None
    count = len(left)
    rest = np.clip(np.asarray(left, dtype=np.int64), 0, None) // unit
    return Block(
        rule,
        entity,
        np.array([a // unit for a in amounts], dtype=np.int64),
        unit,
        np.arange(count + 1, dtype=np.int64),
        np.arange(count, dtype=np.int64),
        np.ones(count, dtype=np.int64),
        rest,
        np.ones(count, dtype=np.int64),
        tuple(label),
    )
