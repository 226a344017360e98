"""A vector-bin-packing problem as a room of empty racks and requests of servers, dimension by dimension.

One dimension becomes height, in units or half units: servers fill an empty rack from the bottom without gaps
(those of whole units first), so heights fit just when their sum does. The others become heat (watts) and
weight (grams), which are sums anyway. Nothing else is in the room: packings and placements are the same.
"""

from __future__ import annotations

from math import gcd

from benchmarks.vbp.problem import Vbp
from capacity.errors import BadInput, Problem
from capacity.policy import Policy
from capacity.room import Rack, Room
from placement.request import Request

TALLEST_HU = 200  # half units of the highest rack that a room may have


def as_room(problem: Vbp, racks: int) -> tuple[Room, tuple[Request, ...]]:
    """`racks` empty racks that are the bins, and a request per kind.

    Raises
    ------
    BadInput
        If no dimension can be a height: positive for every kind, and of at most 200 steps; with fewer than
        three dimensions the height may be left idle instead, if so many items never share a bin.
    """
    tall, step, hu = _height(problem)
    rest = [d for d in range(len(problem.capacity)) if d != tall]
    heat, weight = (*rest, None, None)[:2]
    height_hu = TALLEST_HU if tall is None else problem.capacity[tall] // step * hu
    bins = tuple(
        Rack(
            f"B{number:05d}",
            "bins",
            height_hu // 2,
            max_load_g=_of(problem.capacity, weight),
            max_heat_w=_of(problem.capacity, heat),
        )
        for number in range(1, racks + 1)
    )
    requests = tuple(
        Request(
            f"K{number:05d}",
            quantity=demand,
            height_hu=1 if tall is None else sizes[tall] // step * hu,
            weight_g=_of(sizes, weight) or 0,
            power_w=_of(sizes, heat) or 0,
            file="requests.csv",
            line=number + 1,
        )
        for number, (sizes, demand) in enumerate(problem.kinds, start=1)
    )
    policy = Policy(version="bins", unknown_limits="condition")
    return Room(racks=bins, policy=policy, files=frozenset({"racks.csv"})), requests


def _of(amounts: tuple[int, ...], dimension: int | None) -> int | None:
    return None if dimension is None else amounts[dimension]


def _height(problem: Vbp) -> tuple[int | None, int, int]:
    """The dimension that becomes height (None: none does), its step, and half units per step."""
    found = []
    for d, capacity in enumerate(problem.capacity):
        sizes = [kind[d] for kind, _ in problem.kinds]
        step = gcd(*sizes) or 1
        most = capacity // step
        if sizes and min(sizes) > 0 and most <= TALLEST_HU and (2 * most <= TALLEST_HU or most % 2 == 0):
            found.append((d, step, 2 if 2 * most <= TALLEST_HU else 1))
    if found:
        d, step, hu = found[0]
        return d, step, hu
    if len(problem.capacity) < 3 and _most_in_a_bin(problem) <= TALLEST_HU:
        return None, 1, 1
    said = "No dimension can be the height of a rack."
    advice = "One has to be positive for every kind and of at most 200 steps."
    raise BadInput([Problem("problem.vbp", None, "capacity", said, advice)])


def _most_in_a_bin(problem: Vbp) -> int:
    """So many items at most share a bin."""
    most = [problem.items]
    for d, capacity in enumerate(problem.capacity):
        least = min((sizes[d] for sizes, _ in problem.kinds), default=0)
        if least:
            most.append(capacity // least)
    return min(most)
