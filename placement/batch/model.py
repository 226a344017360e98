"""The system of a batch, or of a part of it: counts per column, the limits as rows, worth per priority.

A part is some of the columns within what the rest leaves of every limit; so the same lines write the whole
batch, a neighbourhood of a search, and a single rack.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from placement.batch.batch import Batch
from placement.batch.columns import NOWHERE
from placement.batch.keep_rows import add_keep_rows
from placement.batch.part import Part
from placement.batch.units import Shape, add_units
from placement.solver.system import ENDLESS, System

Ints = npt.NDArray[np.int64]


@dataclass
class Model:
    """A system with the meaning of its columns.

    Attributes
    ----------
    count
        System column of each column of the part; -1 where nothing goes.
    worth
        Objective: priority of each item placed.
    load
        Per block position and entity: the system column of its load.
    sent
        (rack, part of a port need, group) -> the system column of the ports sent.
    """

    batch: Batch
    part: Part
    system: System = field(default_factory=System)
    count: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    most: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    step: dict[tuple[int, int], int] = field(default_factory=dict)
    total: dict[int, int] = field(default_factory=dict)
    load: dict[int, Ints] = field(default_factory=dict)
    sent: dict[tuple[int, int, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, batch: Batch, part: Part | None = None, exact: Collection[int] = ()) -> Model:
        """The model of a part (None: the whole); racks in `exact` are modelled by their units."""
        model = cls(batch, Part.whole(batch) if part is None else part)
        model._add_counts()
        model._add_blocks()
        model._add_ports()
        for position in model.part.keeps:
            model._add_keeps(position)
        for rack in sorted(exact):
            model._add_units(rack)
        return model

    @property
    def worth(self) -> Ints:
        worth = np.zeros(self.system.width, dtype=np.int64)
        for (_, priority), column in self.step.items():
            worth[column] = priority
        return worth

    def counts(self, values: Ints) -> Ints:
        """The items per column of the batch that a solution places; 0 outside the part."""
        found = np.zeros(len(self.batch.columns), dtype=np.int64)
        used = self.count >= 0
        found[self.part.columns[used]] = values[self.count[used]]
        return found

    # -- columns and rows ----------------------------------------------------------------

    def _add_counts(self) -> None:
        batch, part = self.batch, self.part
        kind = batch.columns.kind[part.columns]
        quantity = np.zeros(len(batch.kinds), dtype=np.int64)
        for k, classes in part.classes.items():
            quantity[k] = sum(items for _, items in classes)
        most = quantity[kind]
        for each, left in zip(batch.blocks, part.left, strict=True):
            most = np.minimum(most, each.room_for(each.room(left), kind, part.columns))
        self.most = most
        used = np.flatnonzero(most > 0)
        self.count = np.full(len(part.columns), -1, dtype=np.int64)
        self.count[used] = self.system.columns(most[used])
        # Items placed of each kind are counted by priority: the higher ones are worth more and come first.
        present = np.unique(kind[used])
        row_of = np.full(len(batch.kinds), -1, dtype=np.int64)
        row_of[present] = np.arange(len(present))
        rows, columns, values = [row_of[kind[used]]], [self.count[used]], [np.ones(len(used), dtype=np.int64)]
        for k in present.tolist():
            classes = part.classes[k]
            own = self.system.columns([items for _, items in classes])
            self.step |= {(k, priority): int(c) for (priority, _), c in zip(classes, own, strict=True)}
            rows.append(np.full(len(own), row_of[k]))
            columns.append(own)
            values.append(np.full(len(own), -1))
        zero = np.zeros(len(present), dtype=np.int64)
        self.system.rows(np.concatenate(rows), np.concatenate(columns), np.concatenate(values), zero, zero)

    def _add_blocks(self) -> None:
        batch, part = self.batch, self.part
        kind = batch.columns.kind[part.columns]
        for position, (each, left) in enumerate(zip(batch.blocks, part.left, strict=True)):
            entity, amount = each.entity[part.columns], each.amount[kind]
            some = np.flatnonzero((self.count >= 0) & (entity >= 0) & (amount > 0))
            if not len(some):
                continue
            used, place = np.unique(entity[some], return_inverse=True)
            at = np.flatnonzero(np.isin(each.owner, used))
            rows, row = np.unique(each.row[at], return_inverse=True)
            # A row that lets everything in says nothing.
            top = _top(amount[some] * self.most[some], place, len(used))
            if each.loaded:
                top = np.minimum(top, each.room(left)[used])  # as its load column is bounded
            owner = np.searchsorted(used, each.owner[at])
            full = np.zeros(len(rows), dtype=np.float64)
            np.add.at(full, row, each.part[at].astype(np.float64) * top[owner])
            binding = full > left[rows]
            if not binding.any():
                continue
            number = np.cumsum(binding) - 1
            keep = binding[row]
            at, row, owner = at[keep], number[row[keep]], owner[keep]
            if each.loaded:
                loads = self.system.columns(top)
                self.load[position] = loads
                count = len(used)
                self.system.rows(
                    np.concatenate([place, np.arange(count)]),
                    np.concatenate([self.count[some], loads]),
                    np.concatenate([amount[some], np.full(count, -1)]),
                    np.zeros(count, dtype=np.int64),
                    np.zeros(count, dtype=np.int64),
                )
                self.system.rows(row, loads[owner], each.part[at], left[rows][binding])
                continue
            order = np.argsort(place, kind="stable")
            first = np.searchsorted(place[order], np.arange(len(used) + 1))
            width = first[owner + 1] - first[owner]
            inside = np.arange(int(width.sum())) - np.repeat(np.cumsum(width) - width, width)
            column = some[order[np.repeat(first[owner], width) + inside]]
            self.system.rows(
                np.repeat(row, width),
                self.count[column],
                np.repeat(each.part[at], width) * amount[column],
                left[rows][binding],
            )

    def _add_ports(self) -> None:
        needs, part = self.batch.ports, self.part
        if needs is None:
            return
        counted = np.flatnonzero((self.count >= 0) & (self.batch.columns.host[part.columns] == NOWHERE))
        rack = self.batch.columns.rack[part.columns[counted]]
        kind = self.batch.columns.kind[part.columns[counted]]
        into: dict[int, list[int]] = {}
        for number in range(len(needs.parts)):
            need = needs.need[kind, number]
            some = np.flatnonzero(need)
            if not len(some):
                continue
            racks, row = np.unique(rack[some], return_inverse=True)
            rows, columns, values = [row], [self.count[counted[some]]], [need[some]]
            for position, each in enumerate(racks.tolist()):
                groups = [g for g in needs.open[each, number] if part.ports[g] > 0]
                sent = self.system.columns([part.ports[g] for g in groups])
                for group, column in zip(groups, sent.tolist(), strict=True):
                    self.sent[each, number, group] = column
                    into.setdefault(group, []).append(column)
                rows.append(np.full(len(sent), position))
                columns.append(sent)
                values.append(np.full(len(sent), -1))
            zero = np.zeros(len(racks), dtype=np.int64)
            self.system.rows(np.concatenate(rows), np.concatenate(columns), np.concatenate(values), zero)
        for group, own in into.items():
            if len(own) > 1:
                self.system.row(((c, 1) for c in own), part.ports[group])

    def _add_keeps(self, position: int) -> None:
        group, number = self.batch.keeps[position], dict[int, int]()
        for place, column in enumerate(self.part.columns.tolist()):
            if self.count[place] >= 0 and self.batch.columns.kind[column] in group.kinds:
                number[column] = int(self.count[place])
        add_keep_rows(self.system, self.batch, group.only(list(number)), number)

    def _add_units(self, rack: int) -> None:
        made, part = self.batch.columns, self.part
        shapes: dict[Shape, list[int]] = {}
        here = (made.rack == rack) & (made.mode != NOWHERE)
        number = np.full(len(made), -1, dtype=np.int64)
        number[part.columns] = self.count
        for column in np.flatnonzero(here & ((number >= 0) | (part.beside > 0))).tolist():
            shape = (self.batch.heights[made.kind[column]], int(made.mode[column]))
            if number[column] >= 0:
                shapes.setdefault(shape, []).append(int(number[column]))
            if part.beside[column]:
                stays = int(part.beside[column])
                shapes.setdefault(shape, []).append(int(self.system.columns([stays], stays)[0]))
        add_units(self.system, self.batch.free, rack, shapes)


def _top(brought: Ints, place: Ints, entities: int) -> Ints:
    """The most that columns could bring to each entity."""
    sums = np.zeros(entities, dtype=np.float64)
    np.add.at(sums, place, brought.astype(np.float64))
    return np.minimum(sums, ENDLESS).astype(np.int64)
