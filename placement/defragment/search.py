"""The search: every room within reach in a small one; in a large one the best next step, again and again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from placement.check_server import as_placed
from placement.defragment.floor import Floor
from placement.defragment.measure import slots_in
from placement.moves.movable import same_place
from placement.placed import Placed
from placement.rank import Ranked

Steps = tuple[tuple[int, Placed], ...]
STATES = 4_000  # rooms that are looked at one by one; beyond them steps are chosen
SMALL = 40  # movers times racks above which that is not even begun
CLEARED = 12  # racks that are tried to be emptied


@dataclass(frozen=True, slots=True)
class Result:
    """`steps` are moves in order; `every` is True where every room within reach was looked at."""

    steps: Steps
    value: tuple[int, ...]
    every: bool


def search(floor: Floor, most: int, aim: str, ceiling: int) -> Result:
    """The best room within `most` moves that was found; of equals the one with the fewest moves."""
    found = _every(floor, most, aim, ceiling)
    return found if found is not None else _step_by_step(floor, most, aim)


def _every(floor: Floor, most: int, aim: str, ceiling: int) -> Result | None:
    """Breadth first through every room; None where they are too many."""
    if len(floor.movers) * len(floor.live.racks) > SMALL:
        return None
    home = tuple(floor.at)
    best = Result((), floor.measure().by(aim), True)
    reached: dict[tuple[Placed, ...], Steps] = {home: ()}
    seen = {home}
    for _ in range(most):
        further: dict[tuple[Placed, ...], Steps] = {}
        for state, steps in reached.items():
            _stand(floor, state)
            for number in range(len(floor.movers)):
                before = floor.at[number]
                floor.take(number)
                places = list(floor.places(number))
                floor.put(number, before)
                for place in places:
                    after = (*state[:number], place, *state[number + 1 :])
                    if after not in seen:
                        further[after] = (*steps, (number, place))
                        seen.add(after)
            if len(seen) > STATES:
                _stand(floor, home)
                return None
        for state, steps in further.items():
            _stand(floor, state)
            value = floor.measure().by(aim)
            if value > best.value:
                best = Result(steps, value, True)
        reached = further
        if best.value[0] >= ceiling and len(best.value) == 1:
            break
    _stand(floor, home)
    return best


def _stand(floor: Floor, state: tuple[Placed, ...]) -> None:
    """Everything where a state has it: all that differs is taken out first, then put down."""
    moved = [n for n, place in enumerate(state) if floor.at[n] != place]
    demands = {}
    for number in moved:
        floor.take(number)
        demands[number] = floor.demand
    for number in moved:
        floor.demand = demands[number]
        floor.put(number, state[number])


def _step_by_step(floor: Floor, most: int, aim: str) -> Result:
    home, steps = tuple(floor.at), []
    if aim == "racks":
        left = most
        for rack in _clearable(floor, most):
            done = _clear(floor, rack, left)
            steps += done
            left -= len(done)
    while len(steps) < most and (step := _best_step(floor, aim)) is not None:
        floor.move(*step)
        steps.append(step)
    value = floor.measure().by(aim)
    _stand(floor, home)
    return Result(tuple(steps), value, False)


def _clearable(floor: Floor, most: int) -> list[int]:
    """Racks that hold nothing but movers, few enough; those with the fewest first."""
    own: dict[int, int] = {}
    for place in floor.at:
        rack = floor.live.rack_index[place.rack or ""]
        own[rack] = own.get(rack, 0) + 1
    alone = [(many, rack) for rack, many in own.items() if many == floor.standing[rack] and many <= most]
    return [rack for _, rack in sorted(alone)[:CLEARED]]


def _clear(floor: Floor, rack: int, most: int) -> list[tuple[int, Placed]]:
    """Move all that stands in a rack into others that are not empty; nothing if that cannot be done."""
    name = floor.live.racks[rack].name
    numbers = [n for n, place in enumerate(floor.at) if place.rack == name]
    if not numbers or len(numbers) > most:
        return []
    done: list[tuple[int, Placed]] = []
    back = [(n, floor.at[n]) for n in numbers]
    for number in sorted(numbers, key=lambda n: -(floor.movers[n].device.height_hu or 0)):
        step = _best_place(floor, number, {rack})
        if step is None:
            for n, place in back:
                if floor.at[n] != place:
                    floor.move(n, place)
            return []
        floor.move(number, step[1])
        done.append((number, step[1]))
    return done


def _best_place(floor: Floor, number: int, shut: set[int]) -> tuple[int, Placed] | None:
    """The place that costs the fewest slots, in a rack in which something stands already."""
    best: tuple[int, Placed] | None = None
    for place, slots in _options(floor, number):
        rack = floor.live.rack_index[place.rack or ""]
        if rack not in shut and floor.standing[rack] and (best is None or slots > best[0]):
            best = slots, place
    return None if best is None else (number, best[1])


def _best_step(floor: Floor, aim: str) -> tuple[int, Placed] | None:
    """The move that gains most slots, without filling an empty rack; None if none gains any."""
    best: tuple[int, int, Placed] | None = None
    for number in range(len(floor.movers)):
        home = floor.live.rack_index[floor.at[number].rack or ""]
        before = slots_in(floor.live.space.free_both[home], floor.reference_hu)
        for place, slots in _options(floor, number):
            rack = floor.live.rack_index[place.rack or ""]
            gain = slots - before
            fills = rack != home and not floor.standing[rack]
            if gain > 0 and not fills and (best is None or gain > best[0]):
                best = gain, number, place
    return None if best is None else best[1:]


def _options(floor: Floor, number: int) -> Iterator[tuple[Placed, int]]:
    """Places of a mover, the one of each rack that keeps most slots, and the slots of home if it went there.

    What the other rack loses is taken off.
    """
    before = floor.at[number]
    home = floor.live.rack_index[before.rack or ""]
    floor.take(number)
    table, places = floor.ranked(number)
    grid, height = floor.live.space.free_both, floor.movers[number].device.height_hu or 0
    at_home = slots_in(grid[home], floor.reference_hu)
    now: dict[int, int] = {}
    found = []
    for ranked in places:
        rack = ranked.rack
        free = grid[rack].copy()
        free[ranked.start : ranked.start + height] = False
        after = slots_in(free, floor.reference_hu)
        if rack not in now:
            now[rack] = slots_in(grid[rack], floor.reference_hu)
        found.append((ranked, after if rack == home else at_home + after - now[rack]))
    # Of each rack only a place that keeps the most slots, as the ranker has them.
    best: dict[int, tuple[Ranked, int]] = {}
    for ranked, slots in found:
        if ranked.rack not in best or slots > best[ranked.rack][1]:
            best[ranked.rack] = ranked, slots
    placed = [(as_placed(table, ranked), slots) for ranked, slots in best.values()]
    floor.put(number, before)
    yield from (each for each in placed if not same_place(each[0], before))
