"""Best-fit decreasing: large items first, each into the shortest free run that takes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from benchmarks.peers.greedy import InTime, outcome, put_tightest
from benchmarks.peers.instance.instance import Item
from benchmarks.peers.outcome import Outcome
from benchmarks.peers.standing import Standing
from capacity.room import Room
from placement.request import Request


def best_fit(room: Room, requests: Sequence[Request], today: date, seconds: float) -> Outcome:
    """Place a batch by priority, then height, then draw."""
    return outcome("best-fit decreasing", room, requests, today, seconds, _place, narrow_ports_first=True)


def _place(standing: Standing, in_time: InTime) -> None:
    def size(item: Item) -> tuple[int, int, int]:
        request = item.request
        if request.kind == "application":
            return -request.priority, 0, -(request.memory_mb or 0)
        return -request.priority, -(request.height_hu or 0), -standing.instance.draw(request)

    for item in sorted(standing.instance.items, key=size):
        if not in_time():
            return
        if item.request.kind == "server":
            put_tightest(standing, item)
        elif found := standing.open_hosts(item.request):
            standing.put_on(item, min(found, key=standing.spare))
