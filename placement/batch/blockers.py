"""What stops one more item of a kind, everywhere it could have gone: rules per rack, limits, shortfalls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capacity.limits.limit import Limit
from capacity.units import plain
from placement.answer import Touched
from placement.batch.columns import NOWHERE
from placement.batch.naming import after
from placement.batch.standing import Standing

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stop:
    """A limit that stops one more item, by how much it is short, and at how many racks (or hosts)."""

    touched: Touched
    short: int
    places: int

    @property
    def limit(self) -> Limit:
        return self.touched.limit


def stops(standing: Standing, kind: int) -> list[Stop]:
    """Limits that stop one more item of a kind, as few as explain every place: the widest first.

    A limit of one rack alone (its weight, its units) stands for all racks that the same rule stops: the
    one that comes nearest is named. Where no row stops it the port groups that lack are named; keep rules
    and packing are no limits, and not among these.
    """
    batch = standing.batch
    columns = np.flatnonzero(batch.columns.kind == kind)
    place = np.where(
        batch.columns.host[columns] != NOWHERE, batch.columns.host[columns], batch.columns.rack[columns]
    )
    broken: dict[tuple[int, int], set[int]] = {}  # (block, row) -> columns it stops
    for position, block in enumerate(batch.blocks):
        amount = int(block.amount[kind])
        if not amount:
            continue
        for number, column in enumerate(columns.tolist()):
            entity = int(block.entity[column])
            if entity < 0:
                continue
            at = slice(int(block.indptr[entity]), int(block.indptr[entity + 1]))
            rows, need = block.row[at], block.part[at] * amount
            for row in rows[standing.left[position][rows] < need].tolist():
                broken.setdefault((position, row), set()).add(number)
    own = {key: some for key, some in broken.items() if len(set(place[sorted(some)].tolist())) == 1}
    wide = {key: some for key, some in broken.items() if key not in own}
    found: list[Stop] = []
    rest = set(range(len(columns)))
    while wide and rest:
        key = max(wide, key=lambda k: (len(wide[k] & rest), -k[0], -k[1]))
        stopped = wide.pop(key) & rest
        if not stopped:
            break
        rest -= stopped
        found.append(_stop(standing, kind, key, len(set(place[sorted(stopped)].tolist()))))
    by_rule: dict[str, list[tuple[int, int]]] = {}
    for key, some in own.items():
        if some & rest:
            by_rule.setdefault(batch.blocks[key[0]].rule, []).append(key)
    for keys in by_rule.values():
        racks = {int(place[n]) for key in keys for n in own[key]}
        nearest = min((_stop(standing, kind, key, len(racks)) for key in keys), key=lambda s: s.short)
        found.append(nearest)
    found += _ports(standing, kind)
    return sorted(found, key=lambda s: -s.places)


def _ports(standing: Standing, kind: int) -> list[Stop]:
    """Port groups that are short at the racks where no row stops one more item."""
    needs = standing.batch.ports
    if needs is None:
        return []
    lacking: dict[int, tuple[int, set[int]]] = {}
    for column in unstopped(standing, kind):
        rack = int(standing.batch.columns.rack[column])
        for number in np.flatnonzero(needs.need[kind]).tolist():
            groups = needs.open.get((rack, number), ())
            short = int(needs.need[kind, number]) - sum(standing.ports[g] for g in groups)
            for group in groups if short > 0 else ():
                least, racks = lacking.get(group, (short, set()))
                lacking[group] = (min(least, short), racks | {rack})
    found = []
    for group, (short, racks) in lacking.items():
        limit = needs.groups.limit(group)
        used = limit.used + needs.groups.free[group] - standing.ports[group]
        found.append(Stop(Touched(limit, used), short, len(racks)))
    return found


def _stop(standing: Standing, kind: int, key: tuple[int, int], places: int) -> Stop:
    block = standing.batch.blocks[key[0]]
    left = int(standing.left[key[0]][key[1]])
    limit, used = after(standing.batch, block, key[1], left)
    owners = block.owner[block.row == key[1]]
    part = int(block.part[block.row == key[1]].max()) if len(owners) else 1
    charge = part * int(block.amount[kind]) * int(block.common[key[1]]) * block.unit
    capacity = 0 if limit.capacity is None else limit.capacity
    # What stands over a capacity already may stay: the next one is short of all that it adds.
    short = used + charge - max(capacity, limit.used)
    return Stop(Touched(limit, used), short, places)


def stop_json(stop: Stop) -> dict[str, object]:
    """A stop as the contract's limit object, with its rule, what is short, and at how many places."""
    limit = stop.limit
    return {
        "limit": limit.name,
        "rule": limit.rule,
        "scenario": limit.scenario,
        "unit": limit.unit,
        "capacity": None if limit.capacity is None else plain(limit.capacity, limit.scale),
        "before": plain(limit.used, limit.scale),
        "after": plain(stop.touched.after, limit.scale),
        "short": plain(stop.short, limit.scale),
        "places": stop.places,
    }


def unstopped(standing: Standing, kind: int) -> Sequence[int]:
    """Columns of a kind that no row stops; there ports, keep rules or packing do."""
    columns = np.flatnonzero(standing.batch.columns.kind == kind)
    return columns[standing.room_for(columns) > 0].tolist() if len(columns) else []
