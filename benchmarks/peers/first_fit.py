"""First fit: requests by priority, each item into the first rack, lowest unit, first cords and ports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from benchmarks.peers.greedy import InTime, outcome
from benchmarks.peers.outcome import Outcome
from benchmarks.peers.standing import Standing
from capacity.room import Room
from placement.request import Request


def first_fit(room: Room, requests: Sequence[Request], today: date, seconds: float) -> Outcome:
    """Place a batch by priority, then in the order of the file."""
    return outcome("first fit", room, requests, today, seconds, _place, narrow_ports_first=False)


def _place(standing: Standing, in_time: InTime) -> None:
    racks, hosts = standing.instance.racks, standing.instance.hosts
    for item in sorted(standing.instance.items, key=lambda item: -item.request.priority):
        if not in_time():
            return
        if item.request.kind == "application":
            found = standing.open_hosts(item.request)
            if found:
                standing.put_on(item, min(found, key=lambda host: hosts[host].name))
            continue
        there = standing.open(item.request)
        for row in sorted(range(len(there.racks)), key=lambda row: racks[there.racks[row]].name):
            rack = int(there.racks[row])
            face = next(face for face, starts in there.starts.items() if starts[row].any())
            start = int(there.starts[face][row].argmax())
            if standing.put(item, rack, face, start, standing.choices(item.request, rack)[0]):
                break
