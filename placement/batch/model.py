"""The system of a batch, or of a part of it: counts per column, the limits as rows, worth per priority.

A part is some of the columns within what the rest leaves of every limit; so the same lines write the whole
batch, a neighbourhood of a search, and a single rack. Kinds of one type are counted together in a column;
which of them it is is told per *class*, the columns of a type that are open to the same kinds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from placement.batch.batch import Batch
from placement.batch.columns import NOWHERE
from placement.batch.keep_rows import add_keep_rows
from placement.batch.limit_rows import Counted, add_limit_rows
from placement.batch.part import Part
from placement.batch.port_rows import add_port_rows
from placement.batch.types import Types
from placement.batch.units import Shape, add_units
from placement.solver.system import ENDLESS, System

Ints = npt.NDArray[np.int64]


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass
class Model:
    """A system with the meaning of its columns.

    Attributes
    ----------
    merged
        Per column of the part: the model's own column that counts it, -1 where nothing goes.
    column
        Per own column: a column of the batch that it stands for.
    count
        Per own column: its number in the system.
    group
        Per own column: its class.
    most
        Per own column: the most items that go in.
    share
        (class, kind) -> system column: items of the kind in the class.
    step
        (kind, priority) -> system column: items placed of the kind at that priority.
    sent
        (rack, part of a port need, group) -> system column: ports sent.
    rows
        Per block that has rows here: its position, its rows, and their numbers in the system.
    group_row
        Port group -> system row of what is left of it.
    """

    batch: Batch
    part: Part
    types: Types
    system: System = field(default_factory=System)
    merged: Ints = field(default_factory=_none)
    column: Ints = field(default_factory=_none)
    count: Ints = field(default_factory=_none)
    group: Ints = field(default_factory=_none)
    most: Ints = field(default_factory=_none)
    share: dict[tuple[int, int], int] = field(default_factory=dict)
    step: dict[tuple[int, int], int] = field(default_factory=dict)
    sent: dict[tuple[int, int, int], int] = field(default_factory=dict)
    rows: list[tuple[int, Ints, Ints]] = field(default_factory=list)
    group_row: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        batch: Batch,
        part: Part,
        types: Types,
        exact: Collection[int] = (),
        *,
        priced: bool = False,
        keeps: bool = True,
    ) -> Model:
        """The model of a part; racks in `exact` are modelled by their units.

        With types of unlike kinds it is a relaxation, in which keep rules are left aside (also by `keeps`).
        `priced` leaves columns no bounds but those of their rows, so that all that is scarce has a price.
        """
        model = cls(batch, part, types)
        model._add_counts(priced=priced)
        counted = Counted(batch, part, types, model.column, model.count, model.most)
        model.rows = add_limit_rows(model.system, counted, priced=priced)
        model.sent, model.group_row = add_port_rows(model.system, counted, priced=priced)
        for position in part.keeps if types.exact and keeps else ():
            model._add_keeps(position)
        for rack in sorted(exact):
            model._add_units(rack)
        return model

    @property
    def worth(self) -> Ints:
        """The objective: the priority of each item placed."""
        worth = np.zeros(self.system.width, dtype=np.int64)
        for (_, priority), column in self.step.items():
            worth[column] = priority
        return worth

    def counts(self, values: Ints) -> Ints:
        """The items per column of the batch that a solution places; 0 outside the part."""
        found = np.zeros(len(self.batch.columns), dtype=np.int64)
        of_column: dict[int, list[int]] = {}
        for place in np.flatnonzero(self.merged >= 0).tolist():
            own = int(self.merged[place])
            if values[self.count[own]]:
                of_column.setdefault(own, []).append(int(self.part.columns[place]))
        rest = {key: int(values[column]) for key, column in self.share.items()}
        for own, columns in of_column.items():
            wanted = int(values[self.count[own]])
            for column in columns:
                key = (int(self.group[own]), int(self.batch.columns.kind[column]))
                here = min(wanted, rest[key])
                found[column] = here
                rest[key] -= here
                wanted -= here
        return found

    def hint(self, counts: Ints) -> Ints:
        """What `counts` per column of the batch say of the system's columns; -1 where they say nothing."""
        hint = np.full(self.system.width, -1, dtype=np.int64)
        used = np.flatnonzero(self.merged >= 0)
        own, here = self.merged[used], counts[self.part.columns[used]]
        sums = np.zeros(len(self.count), dtype=np.int64)
        np.add.at(sums, own, here)
        hint[self.count] = sums
        for column in self.share.values():
            hint[column] = 0
        for place in np.flatnonzero(here).tolist():
            kind = int(self.batch.columns.kind[self.part.columns[used[place]]])
            hint[self.share[int(self.group[own[place]]), kind]] += int(here[place])
        return hint

    # -- columns -------------------------------------------------------------------------

    def _add_counts(self, *, priced: bool) -> None:
        batch, part, made = self.batch, self.part, self.batch.columns
        kind = made.kind[part.columns]
        quantity = np.zeros(len(batch.kinds), dtype=np.int64)
        for k, classes in part.classes.items():
            quantity[k] = sum(items for _, items in classes)
        open_to = quantity[kind] > 0
        keys = np.stack(
            [
                self.types.of_kind[kind],
                *(f[part.columns] for f in (made.rack, made.socket, made.mode, made.host)),
            ]
        )
        _, first, inverse = np.unique(keys[:, open_to], axis=1, return_index=True, return_inverse=True)
        places = np.flatnonzero(open_to)
        column = part.columns[places[first]] if len(places) else _none()
        most = np.full(len(column), ENDLESS, dtype=np.int64)
        for each, left, amount in zip(batch.blocks, part.left, self.types.amounts, strict=True):
            asked = amount[self.types.of_kind[made.kind[column]]]
            room, entity = each.room(left), each.entity[column]
            free = (entity < 0) | (asked == 0)
            most = np.minimum(most, np.where(free, ENDLESS, room[entity] // np.maximum(asked, 1)))
        kept = np.flatnonzero(most > 0)
        number = np.full(len(column), -1, dtype=np.int64)
        number[kept] = np.arange(len(kept))
        self.merged = np.full(len(part.columns), -1, dtype=np.int64)
        self.merged[places] = number[inverse.reshape(-1)]
        self.column = column[kept]
        self._add_classes(most[kept], kind, quantity, priced=priced)

    def _add_classes(self, most: Ints, kind: Ints, quantity: Ints, *, priced: bool) -> None:
        """Number the classes; give every own column, class and kind its system column, and bind them."""
        places = np.flatnonzero(self.merged >= 0)
        order = places[np.lexsort((kind[places], self.merged[places]))]
        ends = np.searchsorted(self.merged[order], np.arange(len(most) + 1))
        kinds_of: dict[tuple[int, ...], int] = {}
        sorted_kinds = kind[order].tolist()
        group = [
            kinds_of.setdefault(tuple(sorted_kinds[a:b]), len(kinds_of))
            for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)
        ]
        self.group = np.array(group, dtype=np.int64)
        items = np.array([sum(int(quantity[k]) for k in kinds) for kinds in kinds_of], dtype=np.int64)
        if len(most):  # what limits leave out is then said, and priced, by their rows alone
            self.most = items[self.group] if priced else np.minimum(most, items[self.group])
        self.count = self.system.columns(self.most)
        rows, columns, values = [self.group], [self.count], [np.ones(len(most), dtype=np.int64)]
        of_kind: dict[int, list[int]] = {}
        for kinds, number in kinds_of.items():
            own = self.system.columns(quantity[list(kinds)])
            for k, c in zip(kinds, own.tolist(), strict=True):
                self.share[number, k] = c
                of_kind.setdefault(k, []).append(c)
            rows.append(np.full(len(own), number))
            columns.append(own)
            values.append(np.full(len(own), -1))
        zero = np.zeros(len(kinds_of), dtype=np.int64)
        self.system.rows(np.concatenate(rows), np.concatenate(columns), np.concatenate(values), zero, zero)
        for k, shares in sorted(of_kind.items()):
            # Items of a kind are counted by priority: the higher ones are worth more and come first.
            classes = self.part.classes[k]
            steps = self.system.columns([n for _, n in classes]).tolist()
            self.step |= {(k, priority): c for (priority, _), c in zip(classes, steps, strict=True)}
            self.system.row([*((c, 1) for c in shares), *((c, -1) for c in steps)], 0, 0)

    # -- rows ----------------------------------------------------------------------------

    def _add_keeps(self, position: int) -> None:
        group = self.batch.keeps[position]
        number = {
            int(column): int(count)
            for column, count in zip(self.column, self.count, strict=True)
            if self.batch.columns.kind[column] in group.kinds
        }
        add_keep_rows(self.system, self.batch, group.only(list(number)), number)

    def _add_units(self, rack: int) -> None:
        made, beside = self.batch.columns, self.part.beside
        shapes: dict[Shape, list[int]] = {}

        def add(column: int, counted: Iterable[int]) -> None:
            shape = (self.batch.heights[made.kind[column]], int(made.mode[column]))
            shapes.setdefault(shape, []).extend(counted)

        own = (made.rack[self.column] == rack) & (made.mode[self.column] != NOWHERE)
        for place in np.flatnonzero(own).tolist():
            add(int(self.column[place]), [int(self.count[place])])
        for column in np.flatnonzero((made.rack == rack) & (made.mode != NOWHERE) & (beside > 0)).tolist():
            stays = int(beside[column])
            add(column, self.system.columns([stays], stays).tolist())
        add_units(self.system, self.batch.free, rack, shapes)
