"""What one rack carries: weight, heat, and how deep a server it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from placement.placed import Placed
from placement.request import Request
from tests.properties.brute.states import HOLDS, Interval, Number, State, judged, judged_sum, plus, worst
from tests.properties.brute.world import World, in_rack


def _limit(
    world: World, items: Sequence[Placed], column: str, figure: str, each: Callable[[Request], Number | None]
) -> State:
    """Judge the sum of one figure per rack; what has no known rack may stand in any."""
    states = []
    for name, inside in in_rack(world, items).items():
        used: Interval = (0, 0)
        for one in world.by_rack[name]:
            used = plus(used, getattr(one, figure))
        for one in world.by_rack[None]:
            used = plus(used, (0, getattr(one, figure)[1]))
        capacity = world.room_limit(getattr(world.racks[name], column))
        states.append(judged_sum((each(world.asked(item)) for item in inside), used, capacity))
    return worst(states)


def weight(world: World, items: Sequence[Placed]) -> State:
    return _limit(world, items, "max_load_g", "weight", lambda request: request.weight_g)


def heat(world: World, items: Sequence[Placed]) -> State:
    return _limit(world, items, "max_heat_w", "draw", world.draw_of)


def depth(world: World, items: Sequence[Placed]) -> State:
    """A full-depth server within the usable depth, a half-depth one within half of it."""

    def judge(item: Placed) -> State:
        rack, request = world.rack_of(item), world.asked(item)
        if rack is None:
            return HOLDS
        share = 2 if request.depth == "half" else 1
        needed = None if request.depth_mm is None else Fraction(request.depth_mm * share)
        return judged(needed, (0, 0), world.room_limit(rack.usable_depth_mm))

    return worst(judge(item) for item in items)
