"""What the greedy peers have in common: the clock, and the way an outcome is put together."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from benchmarks.peers.instance import Instance
from benchmarks.peers.instance.instance import Item
from benchmarks.peers.instance.shelves import Ints, runs_in
from benchmarks.peers.outcome import Outcome
from benchmarks.peers.standing import Standing
from capacity.room import Room
from placement.request import Request

InTime = Callable[[], bool]
NEVER = 10**6


def put_tightest(standing: Standing, item: Item, among: Ints | None = None) -> bool:
    """Put a server into the shortest free run that takes it, on the cords that carry most; False if none."""
    request = item.request
    there = standing.open(request, among)
    length = {
        face: np.where(starts, runs_in(standing.cells(request, face, there.racks)), NEVER)
        for face, starts in there.starts.items()
    }
    while True:
        shortest = {face: int(own.min(initial=NEVER)) for face, own in length.items()}
        face = min(shortest, key=lambda face: shortest[face])
        if shortest[face] == NEVER:
            return False
        row, start = divmod(int(length[face].argmin()), length[face].shape[1])
        rack = int(there.racks[row])
        room = standing.room(request.cords, rack)
        choice = max(standing.choices(request, rack), key=lambda choice: room.get(choice, 0))
        if standing.put(item, rack, face, start, choice):
            return True
        for own in length.values():
            own[row] = NEVER  # its ports do not suffice after all


def outcome(
    name: str,
    room: Room,
    requests: Sequence[Request],
    today: date,
    seconds: float,
    place: Callable[[Standing, InTime], None],
    *,
    narrow_ports_first: bool,
) -> Outcome:
    """Let `place` fill a standing; it stops when its clock, the second argument, says so.

    Parameters
    ----------
    narrow_ports_first
        Take ports from groups that reach fewest racks first, else in the order of the file.
    """
    started = time.perf_counter()
    instance = Instance(room, requests, today)
    serving = instance.switches.serving if instance.switches is not None and narrow_ports_first else None
    standing = Standing(instance, lambda group: 0 if serving is None else len(serving[group]))
    built = time.perf_counter() - started
    place(standing, lambda: time.perf_counter() - started - built < seconds)
    placed = tuple(standing.placed)
    priority = {request.name: request.priority for request in requests}
    value = sum(priority[each.request] for each in placed)
    return Outcome(name, placed, value, None, "heuristic", time.perf_counter() - started, built)
