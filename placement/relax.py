"""What would make it fit: the largest value of each single attribute with which the request fits.

Every other attribute stays as asked, and "fits" means for certain.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from capacity.demand import HALF_G
from capacity.limits.limit import CLIP
from capacity.policy import PPM
from capacity.units import plain
from placement.candidates import Candidates, candidates, judge_starts
from placement.request import Request
from placement.rules import BIT

Value = int | float


def certain_racks(table: Candidates, dropped: int = 0) -> npt.NDArray[np.bool_]:
    """Racks with a place where every rule holds, the rules in the mask `dropped` left out of account."""
    keep = np.uint32(~dropped & 0xFFFFFFFF)
    rack_holds = ((table.broken | table.unknown) & keep) == 0
    choice_holds = ((table.choice_broken | table.choice_unknown) & keep) == 0
    has_choice = np.zeros(len(rack_holds), dtype=bool)
    has_choice[table.choice_rack[choice_holds]] = True
    has_start = np.zeros(len(rack_holds), dtype=bool)
    for face in table.starts:
        has_start |= (face.allowed & (((face.broken | face.unknown) & keep) == 0)).any(axis=1)
    result: npt.NDArray[np.bool_] = rack_holds & has_choice & has_start
    return result


def would_fit_if(table: Candidates, *, only_this: bool = False) -> list[dict[str, Value]]:
    """One entry per attribute that can be made to fit alone, e.g. ``{"power_w": 610}``; contract units.

    `only_this` keeps to the places left in `table`, and so to amounts that need no new judgement.
    """
    request = table.request
    found: list[dict[str, Value]] = []
    if request.power_w != 0 and (power := _most_power(table)):
        found.append({"power_w": power})
    if request.weight_g != 0 and (weight := _most_weight(table)) is not None:
        found.append({"weight_kg": weight})
    if not only_this and (height := _most_height(table)):
        found.append({"u_height": height})
    if depth := _most_depth(table):
        found.append({"depth_mm": depth})
    for name, value, changed in [] if only_this else _fewer(request):
        if certain_racks(candidates(table.ledger, changed, table.group)).any():
            found.append({name: value})
    return found


def _most_power(table: Candidates) -> int:
    """Largest stated watts that every draw limit of some rack and choice takes; 0 if none."""
    by_draw = BIT["power"] | BIT["heat"] | BIT["cooling"]
    racks = certain_racks(table, by_draw)
    if not racks.any():
        return 0
    ledger = table.ledger
    room = np.minimum(ledger.heat.sure, CLIP)
    if ledger.cooling is not None:
        room = np.minimum(room, ledger.cooling.rack_sure)
    best = int(np.max(np.where(racks, room, -CLIP), initial=-CLIP))
    if table.cords is not None:
        keep = np.uint32(~by_draw & 0xFFFFFFFF)
        holds = ((table.choice_broken | table.choice_unknown) & keep) == 0
        holds &= racks[table.choice_rack] & (table.choice_number >= 0)
        carry = np.minimum(table.cords.sure[table.choice_number], room[table.choice_rack])
        best = int(np.max(np.where(holds, carry, -CLIP), initial=-CLIP))
    if best >= CLIP:
        return 0  # no limit on power at all: something else is in the way
    if table.request.power_basis == "nameplate":
        best = best * PPM // max(1, ledger.room.policy.nameplate_ppm)
    watts = best // ledger.draw_unit
    asked = table.request.power_w
    return watts if watts > 0 and (asked is None or watts < asked) else 0


def _most_weight(table: Candidates) -> Value | None:
    racks = certain_racks(table, BIT["weight"])
    best = int(np.max(np.where(racks, table.ledger.weight.sure, -CLIP), initial=-CLIP))
    grams = best // HALF_G
    if best >= CLIP or grams <= 0 or (table.request.weight_g is not None and grams >= table.request.weight_g):
        return None
    return plain(grams, 1000)


def _most_height(table: Candidates) -> Value:
    """Largest height below the one asked (if unknown: of all) that stands in some rack; 0 if none.

    What takes a height takes every smaller one, on whole units too, so halving finds the largest.
    """
    asked, tallest = table.request.height_hu, int(table.ledger.space.height.max(initial=0))
    low, high = 0, tallest if asked is None else min(asked - 1, tallest)
    while low < high:
        middle = (low + high + 1) // 2
        starts = judge_starts(table.ledger, replace(table.request, height_hu=middle))
        if certain_racks(replace(table, starts=starts)).any():
            low = middle
        else:
            high = middle - 1
    return plain(low, 2)


def _most_depth(table: Candidates) -> int:
    racks = certain_racks(table, BIT["depth"])
    usable = int(np.max(np.where(racks, table.ledger.eligibility.depth_mm, -1), initial=-1))
    depth = usable if table.request.depth == "full" else usable // 2
    asked = table.request.depth_mm
    return depth if depth > 0 and (asked is None or depth < asked) else 0


def _fewer(request: Request) -> list[tuple[str, Value, Request]]:
    """Discrete changes worth trying: one cord instead of two, ports of one side instead of two."""
    changes: list[tuple[str, Value, Request]] = []
    if request.cords == 2:
        changes.append(("cords", 1, replace(request, cords=1)))
    if request.port_sides == 2:
        changes.append(("port_sides", 1, replace(request, port_sides=1)))
    return changes
