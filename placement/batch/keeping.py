"""Keep rules of a batch: which items bind each other, and what a column means to each rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from capacity.ledger import Ledger
from placement.batch.columns import NOWHERE, Columns, Sockets
from placement.batch.kinds import Kind

Ints = npt.NDArray[np.int64]
ATTRIBUTE = {"rack": "name", "row": "row", "cooling": "cooling_zone"}


@dataclass(frozen=True, slots=True)
class KeepGroup:
    """Kinds whose items keep rules bind to each other.

    Attributes
    ----------
    kinds
        Positions of the kinds.
    rules
        Per rule: the kinds that ask for it.
    columns
        Their columns.
    value
        Per attribute (rack, row, cooling) and column: where it is; None if not known.
    dies
        Per column: scenarios in which an item there is dead, or may be if unknown data count at their worst.
    standing
        Members of the group that stand in the room.
    standing_die
        Scenarios in which all of those are dead; None without any.
    """

    kinds: tuple[int, ...]
    rules: dict[str, frozenset[int]]
    columns: tuple[int, ...]
    value: dict[str, dict[int, str | None]]
    dies: dict[int, frozenset[int]]
    standing: int
    standing_die: frozenset[int] | None

    def only(self, columns: Sequence[int]) -> KeepGroup:
        """The group with some of its columns."""
        return replace(self, columns=tuple(columns))


def keep_groups(
    ledger: Ledger, columns: Columns, sockets: Sockets, kinds: Sequence[Kind], *, sure: bool
) -> tuple[KeepGroup, ...]:
    """All groups of a batch that keep rules bind."""
    members: dict[str, list[int]] = {}
    for number, kind in enumerate(kinds):
        if kind.group is not None:
            members.setdefault(kind.group, []).append(number)
    if not members:
        return ()
    bound = np.flatnonzero(np.isin(columns.kind, sorted(k for own in members.values() for k in own)))
    of_kind: dict[int, list[int]] = {}
    for column, number in zip(bound.tolist(), columns.kind[bound].tolist(), strict=True):
        of_kind.setdefault(number, []).append(column)
    return tuple(
        _group(
            ledger, columns, sockets, kinds, numbers, [c for n in numbers for c in of_kind.get(n, ())], sure
        )
        for numbers in members.values()
    )


def _group(
    ledger: Ledger,
    columns: Columns,
    sockets: Sockets,
    kinds: Sequence[Kind],
    numbers: Sequence[int],
    own: Sequence[int],
    sure: bool,
) -> KeepGroup:
    rules: dict[str, set[int]] = {}
    for number in numbers:
        for rule in kinds[number].request.keep:
            rules.setdefault(rule, set()).add(number)
    value: dict[str, dict[int, str | None]] = {}
    for what in {rule.split(":")[1] for rule in rules} - {"power"}:
        of_rack = [getattr(rack, ATTRIBUTE[what]) for rack in ledger.racks]
        value[what] = {c: None if (r := int(columns.rack[c])) == NOWHERE else of_rack[r] for c in own}
    tables = (table for n in numbers if (table := kinds[n].table) is not None)
    standing = next((table.group for table in tables), None)
    dies = {}
    if "apart:power" in rules:
        dies = {c: _dies(columns, sockets, kinds, c, sure) for c in own}
    return KeepGroup(
        tuple(numbers),
        {rule: frozenset(some) for rule, some in rules.items()},
        tuple(own),
        value,
        dies,
        len(standing.members) if standing is not None else 0,
        standing.all_dead(sure=sure) if standing is not None else None,
    )


def _dies(
    columns: Columns, sockets: Sockets, kinds: Sequence[Kind], column: int, sure: bool
) -> frozenset[int]:
    host, socket = int(columns.host[column]), int(columns.socket[column])
    if host != NOWHERE:
        table = kinds[int(columns.kind[column])].table
        place = table.places[host]  # type: ignore[union-attr]  # a column with a host is an application's
        return place.may_die if sure else place.dies
    if socket == NOWHERE:
        return frozenset()
    choices, choice = sockets.choices[socket]
    return frozenset(choices.dark[choice])


def may_join(group: KeepGroup, members: Iterable[int], column: int, kind: Ints, sure: bool) -> bool:
    """True if an item in `column` keeps every rule with `members` (columns), and they with it.

    apart:power may be broken by an item and mended by the next; here it must hold after each.
    """
    others = list(members)
    for rule, asking in group.rules.items():
        verb, what = rule.split(":")
        if what == "power":
            if not _one_lives(group, [*others, column], asking, kind):
                return False
            continue
        own = group.value[what][column]
        for other in others:
            if int(kind[column]) not in asking and int(kind[other]) not in asking:
                continue
            theirs = group.value[what][other]
            if own is None or theirs is None:
                if sure:
                    return False
            elif (own == theirs) != (verb == "together"):
                return False
    return True


def _one_lives(group: KeepGroup, members: Sequence[int], asking: frozenset[int], kind: Ints) -> bool:
    if len(members) + group.standing < 2 or not any(int(kind[m]) in asking for m in members):
        return True
    die = frozenset.intersection(*(group.dies[m] for m in members))
    return not (die if group.standing_die is None else die & group.standing_die)
