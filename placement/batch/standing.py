"""A placement of a batch as it grows: what is placed, and what that leaves of every limit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from capacity.flow import Transport
from placement.batch.batch import Batch
from placement.batch.columns import NOWHERE
from placement.batch.keeping import may_join
from placement.batch.pack import Packer
from placement.batch.part import Part
from placement.batch.units import Shape

Ints = npt.NDArray[np.int64]


class Standing:
    """Items placed so far; every addition keeps every rule.

    Attributes
    ----------
    counts
        Items per column of the batch.
    left
        Per block, what is left of each row.
    ports
        What is left of each port group.
    """

    def __init__(self, batch: Batch, packer: Packer) -> None:
        self.batch, self.packer = batch, packer
        self.counts = np.zeros(len(batch.columns), dtype=np.int64)
        self.left = [each.left.copy() for each in batch.blocks]
        self.ports: list[int] = list(batch.ports.groups.free) if batch.ports is not None else []
        self.sent: dict[tuple[int, int, int], int] = {}
        self.remaining = batch.quantities.copy()
        self._room: list[Ints | None] = [None] * len(batch.blocks)
        self._shapes: dict[int, list[Shape]] = {}
        self._group_of = {k: g for g, group in enumerate(batch.keeps) for k in group.kinds}
        self._members: dict[int, list[int]] = {}

    def room_for(self, columns: Ints) -> Ints:
        """How many items each column takes by the limits; ports, keep rules and units are asked later."""
        kind = self.batch.columns.kind[columns]
        most = self.remaining[kind]
        for position, each in enumerate(self.batch.blocks):
            room = self._room[position]
            if room is None:
                room = self._room[position] = each.room(self.left[position])
            most = np.minimum(most, each.room_for(room, kind, columns))
        return most

    def add(self, column: int, count: int) -> int:
        """Add up to `count` items in a column; returns how many went in."""
        most = min(count, self._room_at(column))
        kind, rack = int(self.batch.columns.kind[column]), int(self.batch.columns.rack[column])
        simple = kind not in self._group_of and self.batch.counts_suffice
        if most > 1 and simple and (self._is_host(column) or self._take_ports(rack, kind, most)):
            self._note(column, most)
            self._charge(column, most)
            return most
        added = 0
        while added < most and self._may_add(column):
            self._note(column, 1)
            self._charge(column, 1)
            added += 1
        return added

    def _room_at(self, column: int) -> int:
        """As `room_for`, for one column."""
        kind = int(self.batch.columns.kind[column])
        most = int(self.remaining[kind])
        for left, each in zip(self.left, self.batch.blocks, strict=True):
            entity, amount = each.entity[column], each.amount[kind]
            if most <= 0 or entity < 0 or not amount:
                continue
            at = slice(each.indptr[entity], each.indptr[entity + 1])
            if at.start < at.stop:
                most = min(most, int((left[each.row[at]] // each.part[at]).min() // amount))
        return most

    def remove(self, column: int, count: int) -> None:
        """Take items of a column out again; the ports of its rack are handed out anew."""
        rack, kind = int(self.batch.columns.rack[column]), int(self.batch.columns.kind[column])
        self._forget(column, count)
        if self.batch.ports is not None and int(self.batch.columns.host[column]) == NOWHERE:
            for _ in range(count):
                self._return_ports(rack, kind)
        self._charge(column, -count)

    @property
    def value(self) -> int:
        """Sum of priority over the placed items, the highest priorities of each kind first."""
        placed = self.batch.quantities - self.remaining
        return sum(self.batch.worth(k, int(n)) for k, n in enumerate(placed))

    def copy(self) -> Standing:
        """A standing that grows apart from this one."""
        other = Standing.__new__(Standing)
        other.__dict__.update(self.__dict__)
        other.counts, other.remaining = self.counts.copy(), self.remaining.copy()
        other.left, other.ports = [left.copy() for left in self.left], list(self.ports)
        other.sent, other._room = dict(self.sent), list(self._room)
        other._shapes = {rack: list(shapes) for rack, shapes in self._shapes.items()}
        other._members = {group: list(members) for group, members in self._members.items()}
        return other

    def become(self, other: Standing) -> None:
        """Take over what another standing of the same batch holds; that one is used up."""
        self.__dict__.update(other.__dict__)

    def releasable(self, racks: Ints, columns: Ints) -> dict[tuple[int, int, int], int]:
        """Ports sent to some racks that come free when `columns` are emptied; other items keep theirs."""
        needs = self.batch.ports
        if needs is None:
            return {}
        here = np.isin(self.batch.columns.rack, racks) & (self.counts > 0)
        here &= self.batch.columns.host == NOWHERE
        here[columns] = False
        keep: dict[tuple[int, int], int] = {}
        for column in np.flatnonzero(here).tolist():
            rack, kind = int(self.batch.columns.rack[column]), int(self.batch.columns.kind[column])
            for number in np.flatnonzero(needs.need[kind]).tolist():
                wanted = int(needs.need[kind, number]) * int(self.counts[column])
                keep[rack, number] = keep.get((rack, number), 0) + wanted
        inside, found = set(racks.tolist()), {}
        for (rack, number, group), count in self.sent.items():
            if rack in inside:
                stays = min(count, keep.get((rack, number), 0))
                if stays:
                    keep[rack, number] -= stays
                if count > stays:
                    found[rack, number, group] = count - stays
        return found

    def replace(self, part: Part, counts: Ints, sent: Mapping[tuple[int, int, int], int]) -> None:
        """Put `counts` (per column of the batch) in place of what the columns of `part` hold.

        `sent` are all the ports sent to their racks for them.
        """
        change = np.zeros(len(self.counts), dtype=np.int64)
        change[part.columns] = counts[part.columns] - self.counts[part.columns]
        kind = self.batch.columns.kind
        for column in np.flatnonzero(change < 0).tolist():
            self._forget(column, -int(change[column]))
        for column in np.flatnonzero(change > 0).tolist():
            self._note(column, int(change[column]))
        self.counts += change
        np.subtract.at(self.remaining, kind, change)
        for position, each in enumerate(self.batch.blocks):
            self.left[position] -= each.load(kind, change)
            self._room[position] = None
        for key, count in part.released.items():
            self.sent[key] -= count
            self.ports[key[2]] += count
        for key, count in sent.items():
            if count:
                self.sent[key] = self.sent.get(key, 0) + count
                self.ports[key[2]] -= count

    def shapes(self, rack: int) -> tuple[Shape, ...]:
        """Shapes of the items placed in a rack."""
        return tuple(self._shapes.get(rack, ()))

    def shape(self, column: int) -> Shape:
        """Height and mode of a column's items."""
        return self.batch.heights[int(self.batch.columns.kind[column])], int(self.batch.columns.mode[column])

    # -- one item ------------------------------------------------------------------------

    def _may_add(self, column: int) -> bool:
        kind, rack = int(self.batch.columns.kind[column]), int(self.batch.columns.rack[column])
        group = self._group_of.get(kind)
        if group is not None and not may_join(
            self.batch.keeps[group],
            self._members.get(group, ()),
            column,
            self.batch.columns.kind,
            self.batch.sure,
        ):
            return False
        if int(self.batch.columns.mode[column]) != NOWHERE and not self.batch.counts_suffice:
            shapes = [*self._shapes.get(rack, ()), self.shape(column)]
            if self.packer.pack(rack, shapes) is None:
                return False
        return self._is_host(column) or self._take_ports(rack, kind)

    def _is_host(self, column: int) -> bool:
        return int(self.batch.columns.host[column]) != NOWHERE

    def _note(self, column: int, count: int) -> None:
        """Remember the units and the group of items."""
        kind, rack = int(self.batch.columns.kind[column]), int(self.batch.columns.rack[column])
        if int(self.batch.columns.mode[column]) != NOWHERE:
            self._shapes.setdefault(rack, []).extend([self.shape(column)] * count)
        if kind in self._group_of:
            self._members.setdefault(self._group_of[kind], []).extend([column] * count)

    def _forget(self, column: int, count: int) -> None:
        kind, rack = int(self.batch.columns.kind[column]), int(self.batch.columns.rack[column])
        for _ in range(count):
            if int(self.batch.columns.mode[column]) != NOWHERE:
                self._shapes[rack].remove(self.shape(column))
            if kind in self._group_of:
                self._members[self._group_of[kind]].remove(column)

    def _charge(self, column: int, count: int) -> None:
        kind = int(self.batch.columns.kind[column])
        self.counts[column] += count
        self.remaining[kind] -= count
        for position, each in enumerate(self.batch.blocks):
            entity, amount = int(each.entity[column]), int(each.amount[kind])
            if entity < 0 or not amount:
                continue
            at = slice(int(each.indptr[entity]), int(each.indptr[entity + 1]))
            self.left[position][each.row[at]] -= each.part[at] * amount * count
            self._room[position] = None

    # -- ports ---------------------------------------------------------------------------

    def _take_ports(self, rack: int, kind: int, count: int = 1) -> bool:
        """Send some items' ports to their rack, from groups that serve few racks first; False if they lack.

        Parts of a need give way to each other: a port of either side is taken where the sides spare it.
        """
        needs = self.batch.ports
        if needs is None:
            return True
        numbers = np.flatnonzero(needs.need[kind]).tolist()
        groups = list(dict.fromkeys(g for number in numbers for g in needs.open[rack, number]))
        place = {group: i for i, group in enumerate(groups)}
        edges = [[place[g] for g in needs.open[rack, number]] for number in numbers]
        flow = Transport(edges, [self.ports[g] for g in groups])
        for position, number in enumerate(numbers):
            wanted = int(needs.need[kind, number]) * count
            if flow.send(position, wanted) < wanted:
                return False
        for number, sent in zip(numbers, flow.flow, strict=True):
            for sink, count in sent.items():
                key = (rack, number, groups[sink])
                self.sent[key] = self.sent.get(key, 0) + count
                self.ports[groups[sink]] -= count
        return True

    def _return_ports(self, rack: int, kind: int) -> None:
        needs = self.batch.ports
        assert needs is not None
        for number in np.flatnonzero(needs.need[kind]).tolist():
            wanted = int(needs.need[kind, number])
            for group in reversed(needs.open[rack, number]):
                here = min(wanted, self.sent.get((rack, number, group), 0))
                if here:
                    self.sent[rack, number, group] -= here
                    self.ports[group] += here
                    wanted -= here
