"""A ledger that follows arrivals and departures equals that of the room compiled anew, in every figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

import numpy as np
import pytest

from benchmarks.requests import requests
from benchmarks.rooms import TODAY, make_room
from capacity.ledger import Ledger
from capacity.room import Room
from placement.applications import host_table
from placement.candidates import candidates
from placement.check_application import check_application
from placement.check_server import as_placed
from placement.forecast.live import LiveLedger, demand_of
from placement.occupied import occupied
from placement.placed import Placed
from placement.rank import best_places
from placement.request import Request
from tests.properties.random_rooms import random_batch, random_medium_case

ROOMS, MEDIUM = 60, 4


def known(request: Request) -> bool:
    """True where the ledger can follow what the request asks for."""
    if request.kind == "application":
        return None not in (request.vcpu, request.memory_mb, request.disk_gb)
    return None not in (request.power_w, request.weight_g, request.height_hu) and bool(request.height_hu)


def assert_same(live: LiveLedger, anew: Ledger, request: Request) -> list[Placed]:
    """Filter and ranker give the same on both, figure by figure; returns the best place, if there is one."""
    if request.kind == "application":
        assert host_table(live, request).places == host_table(anew, request).places
        found = check_application(live, request, None)
        assert found == check_application(anew, request, None)
        return list(found.placement)
    one, other = candidates(live, request), candidates(anew, request)
    for name in ("broken", "unknown", "choice_rack", "choice_number", "choice_broken", "choice_unknown"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert one.short.keys() == other.short.keys()
    for rule, amounts in one.short.items():
        assert np.array_equal(amounts, other.short[rule]), rule
    for a, b in zip(one.starts, other.starts, strict=True):
        assert np.array_equal(a.broken, b.broken)
        assert np.array_equal(a.unknown, b.unknown)
    if not one.measured:
        return []
    ranked = best_places(one, None)
    assert ranked == best_places(other, None)
    if not ranked:
        return []
    place = as_placed(one, ranked[0])
    assert place == as_placed(other, ranked[0])
    return [place]


def live_through(room: Room, today: date, asked: Sequence[Request], rng: Random, steps: int) -> int:
    """Let items come and go at random, comparing after every step; returns how many came."""
    live, here, came = LiveLedger(Ledger(room, today)), {}, 0
    gone: set[str] = set()
    for step in range(steps):
        standing = occupied(room, [r for r, _ in here.values()], [p for _, p in here.values()])
        standing = replace(
            standing,
            devices=tuple(d for d in standing.devices if d.name not in gone),
            vms=tuple(v for v in standing.vms if v.name not in gone),
        )
        anew = Ledger(standing, today)
        request = replace(rng.choice(asked), name=f"N{step}", quantity=1)
        placed = assert_same(live, anew, request)
        leaving = [name for name in live.standing if live.follows(name)]
        leaving = [n for n in leaving if live.standing[n].kind != "reservation"]
        hosts = {host.device for host in room.hosts}
        leaving = [n for n in leaving if n not in hosts]
        if placed and known(request) and (rng.random() < 0.7 or not leaving):
            demand = demand_of(request, placed[0], room)
            live.add(demand)
            here[demand.name] = (request, placed[0])
            came += 1
        elif leaving:
            name = rng.choice(leaving)
            live.remove(name)
            if here.pop(name, None) is None:
                gone.add(name)
    return came


def test_random_rooms_of_every_kind() -> None:
    """Rooms with unknown data, overlaps, all rules; servers and applications; equipment leaves too."""
    came = 0
    for seed in range(ROOMS):
        batch = random_batch(seed)
        came += live_through(batch.room, batch.today, batch.wanted, Random(seed), 8)
    for seed in range(MEDIUM):
        case = random_medium_case(seed)
        came += live_through(case.room, case.today, [case.wanted], Random(seed), 4)
    assert came >= ROOMS // 2


@pytest.mark.parametrize("three_phase", [False, True])
def test_a_hall_that_fills_up(three_phase: bool) -> None:
    """A generated hall with legs, crossed feeds and a chain of cooling zones, tight from the start."""
    room = make_room(20, seed=3, margins="tight", three_phase=three_phase)
    assert live_through(room, TODAY, requests(5, 60, "grouped"), Random(1), 20) >= 5


def test_a_reset_brings_back_the_room() -> None:
    """Whatever came and went, after a reset the next arrival finds the room as it was."""
    room = make_room(20)
    base = Ledger(room, TODAY)
    live = LiveLedger(base)
    for request in requests(2, 20):
        table = candidates(live, request)
        if ranked := best_places(table, 1):
            live.add(demand_of(request, as_placed(table, ranked[0]), room))
    assert len(live.standing) > len(base.demands.all)
    live.reset()
    for request in requests(3, 20):
        assert_same(live, Ledger(room, TODAY), request)


def test_what_is_not_known_cannot_be_followed() -> None:
    """An item without a known draw is refused, never counted as nothing."""
    room = make_room(20)
    request = replace(requests(1, 1)[0], power_w=None)
    with pytest.raises(ValueError, match="no known draw"):
        demand_of(request, Placed(request.name, 1, "R", 2), room)
