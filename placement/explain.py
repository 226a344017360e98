"""Why a request does not fit: rules that exclude, by how much, and which sets of them together exclude all.

A *blocked* mask is the set of rules that one combination of rack, cords and start breaks; a request
does not fit if every combination has one. Only the smallest masks matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from capacity.demand import HALF_G
from placement.candidates import Candidates
from placement.rules import BIT, RULES, names

MOST_CONFLICTS = 64
_NONE = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that excludes racks.

    `racks` counts the racks where it is broken at every place, `only_blocker` those that would have a
    place if it alone were dropped. `least_short` is the smallest excess in `unit`, found at the
    rack `nearest`; None for a rule without amount.
    """

    rule: str
    racks: int
    only_blocker: int
    least_short: int | Fraction | None
    unit: str | None
    nearest: str | None


@dataclass(frozen=True, slots=True)
class Blocked:
    """What stops a request, per rack.

    Attributes
    ----------
    always
        Per rack: rules broken at every combination.
    alone
        Per rack without a place: rules of which each alone keeps it from having one.
    minimal
        The smallest blocked masks of the room.
    """

    always: npt.NDArray[np.uint32]
    alone: npt.NDArray[np.uint32]
    minimal: tuple[int, ...]


def blocked(table: Candidates, rack: int | None = None) -> Blocked:
    """Collect the blocked masks of every rack, or of one alone (its position)."""
    racks = len(table.broken)
    looked_at = np.ones(racks, dtype=bool) if rack is None else np.arange(racks) == rack
    choices, starts = sides(table)
    always = table.broken.copy()
    alone = np.zeros(racks, dtype=np.uint32)
    for by_mask in (choices, starts):
        common = np.full(racks, np.iinfo(np.uint32).max, dtype=np.uint32)
        for mask, here in by_mask.items():
            common[here] &= np.uint32(mask)
        always |= common
    seen: set[int] = set()
    free = np.zeros(racks, dtype=bool)
    for choice, choice_here in choices.items():
        for start, start_here in starts.items():
            both = choice_here & start_here & looked_at
            if not both.any():
                continue
            total = table.broken | np.uint32(choice | start)
            seen.update(np.unique(total[both]).tolist())
            free |= both & (total == 0)
            single = both & (np.bitwise_count(total) == 1)
            alone[single] |= total[single]
    alone[free] = 0
    always[~looked_at] = 0
    return Blocked(always, alone, tuple(minimal(seen)))


def sides(table: Candidates) -> tuple[dict[int, npt.NDArray[np.bool_]], dict[int, npt.NDArray[np.bool_]]]:
    """The racks that have a choice of cords, and a start, that breaks just these rules: by mask.

    A rack too low for the item has one start, which breaks space.
    """
    racks = len(table.broken)
    starts: dict[int, npt.NDArray[np.bool_]] = {}
    some_start = np.zeros(racks, dtype=bool)
    for face in table.starts:
        some_start |= face.allowed.any(axis=1)
        for mask in np.unique(face.broken):
            here = (face.allowed & (face.broken == mask)).any(axis=1)
            starts[int(mask)] = starts.get(int(mask), np.zeros(racks, dtype=bool)) | here
    starts[BIT["space"]] = starts.get(BIT["space"], np.zeros(racks, dtype=bool)) | ~some_start
    return _present(racks, table.choice_rack, table.choice_broken), starts


def _present(
    racks: int, rack: npt.NDArray[np.int64], mask: npt.NDArray[np.uint32]
) -> dict[int, npt.NDArray[np.bool_]]:
    found = {}
    for value in np.unique(mask):
        here = np.zeros(racks, dtype=bool)
        here[rack[mask == value]] = True
        found[int(value)] = here
    return found


def minimal(masks: Iterable[int]) -> list[int]:
    """The masks that contain no other mask, the smallest first."""
    kept: list[int] = []
    for mask in sorted(masks, key=lambda m: (m.bit_count(), m)):
        if not any(k & mask == k for k in kept):
            kept.append(mask)
    return kept


def conflicts(masks: Sequence[int]) -> list[tuple[str, ...]]:
    """Minimal sets of rules that together exclude every place: minimal hitting sets (Berge's algorithm).

    Where there are more than `MOST_CONFLICTS`, some of them.
    """
    hitting = [0] if masks else []  # a room without places has nothing to exclude
    for mask in masks:
        rules = [BIT[r] for r in names(mask)]
        grown = {h if h & mask else h | rule for h in hitting for rule in (rules if not h & mask else [0])}
        hitting = minimal(grown)[:MOST_CONFLICTS]
    least = {_shrunk(h, masks) for h in hitting}  # where some were left out, others may be too large
    return sorted((names(h) for h in least), key=lambda c: (len(c), [RULES.index(r) for r in c]))


def _shrunk(hitting: int, masks: Sequence[int]) -> int:
    """A minimal hitting set within a hitting set."""
    for rule in names(hitting):
        without = hitting & ~BIT[rule]
        if all(without & mask for mask in masks):
            hitting = without
    return hitting


def reasons(table: Candidates, found: Blocked) -> list[Reason]:
    """One reason per rule that takes part in excluding, the most decisive first."""
    if not len(table.broken):
        return [Reason("space", 0, 0, None, None, None)]
    part_of = 0
    for mask in found.minimal:
        part_of |= mask
    listed = []
    for rule in RULES:
        bit = np.uint32(BIT[rule])
        always, alone = (found.always & bit) > 0, (found.alone & bit) > 0
        if not (always.any() or alone.any() or int(bit) & part_of):
            continue
        where = alone if alone.any() else always
        short = _short_by_rack(table, rule, alone=bool(alone.any()))
        least, nearest = None, None
        if short is not None and where.any():
            candidates_ = [i for i in np.flatnonzero(where).tolist() if short[i] > 0]
            if candidates_:
                best = min(candidates_, key=lambda i: (int(short[i]), table.ledger.racks[i].name))
                least, nearest = _in_units(table, rule, int(short[best])), table.ledger.racks[best].name
        elif where.any():
            nearest = min(table.ledger.racks[i].name for i in np.flatnonzero(where).tolist())
        unit = UNITS.get(rule) if least is not None else None
        listed.append(Reason(rule, int(always.sum()), int(alone.sum()), least, unit, nearest))
    return sorted(listed, key=lambda r: (-r.only_blocker, -r.racks, RULES.index(r.rule)))


UNITS = {
    "space": "U", "keep_free": "U", "depth": "mm", "weight": "kg", "heat": "W", "power": "W",
    "cooling": "W", "ports": "ports", "outlets": "outlets",
}  # fmt: skip


def _in_units(table: Candidates, rule: str, amount: int) -> int | Fraction:
    per_unit = {
        "space": 2, "keep_free": 2, "weight": HALF_G * 1000,
        "heat": table.ledger.draw_unit, "power": table.ledger.draw_unit, "cooling": table.ledger.draw_unit,
    }.get(rule, 1)  # fmt: skip
    if rule == "depth" and table.request.depth == "half":
        per_unit = 2
    value = Fraction(amount, per_unit)
    return int(value) if value.denominator == 1 else value


def _short_by_rack(table: Candidates, rule: str, *, alone: bool) -> npt.NDArray[np.int64] | None:
    """Smallest excess per rack; None for a rule without amounts.

    With `alone`, cords and starts that break another rule as well are left out.
    """
    racks = len(table.broken)
    bit = np.uint32(BIT[rule])
    least = np.full(racks, _NONE, dtype=np.int64)
    if rule == "power":
        if "power" not in table.short or table.cords is None:
            return None
        there = np.flatnonzero(table.choice_number >= 0)
        mask = table.choice_broken[there]
        there = there[(mask == bit) if alone else (mask & bit) > 0]
        np.minimum.at(least, table.choice_rack[there], table.short["power"][table.choice_number[there]])
        least[least == _NONE] = 0
        return least
    if rule == "space":
        height = table.request.height_hu or 0
        missing = np.full(racks, height, dtype=np.int64)
        for face in table.starts:
            missing = np.minimum(missing, height - table.ledger.space.longest(height, face.mode))
        missing[missing < 0] = 0
        return missing
    if rule == "keep_free":
        keep, height = table.ledger.room.policy.keep_free_hu, table.request.height_hu or 0
        left = table.ledger.space.free_both.sum(axis=1, dtype=np.int64)
        for face in table.starts:
            there = face.allowed & ((face.broken == bit) if alone else (face.broken & bit) > 0)
            takes = np.where(there, table.ledger.space.takes(height), _NONE).min(axis=1, initial=_NONE)
            least = np.minimum(least, takes)
        over: npt.NDArray[np.int64] = np.where(least == _NONE, 0, least - np.maximum(0, left - keep))
        return over
    if rule == "outlets":
        return np.ones(racks, dtype=np.int64)
    return table.short.get(rule)
