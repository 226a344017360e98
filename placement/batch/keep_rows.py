"""Keep rules between the items of a group, as rows over counts.

A rule that any kind of a group asks for binds its items to every other item of the group, also to those
of kinds that do not ask for it. What stands in the room already was looked at column by column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from placement.batch.batch import Batch
from placement.batch.keeping import KeepGroup
from placement.solver.system import System


def add_keep_rows(system: System, batch: Batch, group: KeepGroup, count: Mapping[int, int]) -> None:
    """Add the rules of `group`; `count` gives the system's column of each of the group's columns."""
    rows = _KeepRows(system, batch, group, count)
    for rule in sorted(group.rules):
        verb, what = rule.split(":")
        if what == "power":
            rows.power(group.rules[rule])
        elif verb == "apart":
            rows.apart(group.rules[rule], what)
        else:
            rows.together(group.rules[rule], what)


class _KeepRows:
    def __init__(self, system: System, batch: Batch, group: KeepGroup, count: Mapping[int, int]) -> None:
        self._system, self._batch, self._group, self._count = system, batch, group, count
        self._kind = {c: int(batch.columns.kind[c]) for c in group.columns}
        self._most = sum(batch.kinds[k].quantity for k in group.kinds)

    def apart(self, asking: frozenset[int], what: str) -> None:
        """No item of an asking kind has the value of any other item."""
        self._unknown(asking, what)
        own, others = self._by_value(asking, what)
        for value, columns in own.items():
            self._system.row(self._ones(columns), 1)
            if value in others:
                beside = [(self._count[c], self._most) for c in columns]
                self._system.row([*self._ones(others[value]), *beside], self._most)

    def together(self, asking: frozenset[int], what: str) -> None:
        """Once an item of an asking kind is placed, all items have one value."""
        self._unknown(asking, what)
        own, others = self._by_value(asking, what)
        chosen = dict(zip(own, self._system.columns([1] * len(own)).tolist(), strict=True))
        self._system.row(((z, 1) for z in chosen.values()), 1)
        for value, columns in own.items():
            self._system.row([*self._ones(columns), (chosen[value], -self._most)], 0)
        for value, columns in others.items():
            elsewhere = [(z, self._most) for v, z in chosen.items() if v != value]
            self._system.row([*self._ones(columns), *elsewhere], self._most)

    def power(self, asking: frozenset[int]) -> None:
        """From two members on, no single loss leaves all of them dead, if one of an asking kind is there."""
        group, most = self._group, self._most
        asked = [c for c in group.columns if self._kind[c] in asking]
        relevant = sorted({s for c in group.columns for s in group.dies[c]})
        if group.standing_die is not None:
            relevant = [s for s in relevant if s in group.standing_die]
        if not relevant or not asked:
            return
        binds = int(self._system.columns([1])[0])  # an asking item is there
        self._system.row([*self._ones(asked), (binds, -most)], 0)
        if not group.standing:
            two = int(self._system.columns([1])[0])  # and it is not alone
            self._system.row([*self._ones(group.columns), (two, -most), (binds, most)], 1 + most)
            binds = two
        for scenario in relevant:
            alive = [c for c in group.columns if scenario not in group.dies[c]]
            self._system.row([*self._ones(alive), (binds, -1)], None, 0)

    def _unknown(self, asking: frozenset[int], what: str) -> None:
        """Where a value is not known nothing is apart or together for certain: such an item must be alone."""
        if not self._batch.sure:
            return
        lost = [c for c in self._group.columns if self._group.value[what][c] is None]
        asked = [c for c in self._group.columns if self._kind[c] in asking]
        own = [c for c in lost if self._kind[c] in asking]
        if own:
            alone = [(self._count[c], self._most - 1) for c in own]
            self._system.row([*self._ones(self._group.columns), *alone], self._most)
        beside = [c for c in lost if self._kind[c] not in asking]
        if beside and asked:
            some = int(self._system.columns([1])[0])
            self._system.row([*self._ones(beside), (some, -self._most)], 0)
            self._system.row([*self._ones(asked), (some, self._most)], self._most)

    def _by_value(
        self, asking: frozenset[int], what: str
    ) -> tuple[dict[str | None, list[int]], dict[str | None, list[int]]]:
        """Columns of asking kinds and of others by their value; unknown ones have a rule of their own."""
        own: dict[str | None, list[int]] = {}
        others: dict[str | None, list[int]] = {}
        for column in self._group.columns:
            value = self._group.value[what][column]
            if value is None and (not self._batch.sure or what != "together"):
                continue
            of = own if self._kind[column] in asking else others
            of.setdefault(value, []).append(column)
        return own, others

    def _ones(self, columns: Iterable[int]) -> list[tuple[int, int]]:
        return [(self._count[c], 1) for c in columns]
