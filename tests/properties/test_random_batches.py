"""The random batches: valid, repeatable, and mostly more than their room takes."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace

import pytest

from placement.request import KEEPS
from tests.properties.brute import batch
from tests.properties.cases import read_batch
from tests.properties.random_rooms import Batch, random_batch

SEEDS = 300
"""The seeds whose reach is counted."""

# The least that each is reached; about two thirds of what it was when this was written.
LEAST: dict[object, int] = {
    "part": 150,
    "all": 9,
    "servers and applications": 90,
    "applications placed": 32,
    "more than one group member asks": 65,
    "kept among requests": 22,
    "three-phase pdus": 85,
    "own reservations": 120,
    **dict.fromkeys(KEEPS, 38),
}
HEIGHTS = {1: 20, 2: 85, 3: 14, 4: 55, 5: 3, 6: 30, 20: 6}
"""By half units: batches in which something of that height is placed."""
HEADROOM = {0: 90, 1: 35, 2: 27, 3: 20, 4: 10, 5: 4, 6: 4}


def test_every_feature_and_outcome_is_reached_often_enough() -> None:
    """Over 300 seeds: what is asked, how much of it is placed, and how much headroom there is."""
    found: Counter[object] = Counter()
    for seed in range(SEEDS):
        _count(random_batch(seed), found)
    wanted = dict(LEAST)
    wanted |= {("half units", height): least for height, least in HEIGHTS.items()}
    wanted |= {("headroom", most): least for most, least in HEADROOM.items()}
    rare = {key: found[key] for key, least in wanted.items() if found[key] < least}
    assert not rare, f"{rare} of {found}"


def _count(case: Batch, found: Counter[object]) -> None:
    value, placed = batch.plan(case.room, case.wanted, case.today)
    asked = sum(request.quantity * request.priority for request in case.wanted)
    found["nothing" if value == 0 else "all" if value == asked else "part"] += 1
    found["headroom", batch.most(case.room, case.wanted[0], case.today)] += 1
    there = [request for request in case.wanted if any(item.request == request.name for item in placed)]
    found.update({("half units", one.height_hu) for one in there if one.kind == "server"})
    found["applications placed"] += any(one.kind == "application" for one in there)
    members = [one for one in there if one.group]
    found["kept among requests"] += len(members) > 1 and any(one.keep for one in members)
    kinds = {request.kind for request in case.wanted}
    found["servers and applications"] += len(kinds) == 2
    asking = [request for request in case.wanted if request.group and request.keep]
    found["more than one group member asks"] += len(asking) > 1
    found["three-phase pdus"] += any(node.phases == 3 for node in case.room.power)
    names = {request.name for request in case.wanted}
    found["own reservations"] += any(held.request in names for held in case.room.reservations)
    found.update(rule for rule in KEEPS if any(rule in request.keep for request in case.wanted))


def test_the_same_seed_makes_the_same_batch() -> None:
    """And other seeds make others."""
    assert random_batch(5) == random_batch(5)
    assert len({random_batch(seed).requests for seed in range(20)}) == 20


@pytest.mark.parametrize("first", range(0, 100, 20))
def test_the_readers_accept_every_batch_and_make_of_it_what_was_meant(first: int) -> None:
    """All but line numbers, notes and the digest, which come from files."""
    for seed in range(first, first + 20):
        meant, read = random_batch(seed), read_batch(seed)
        requests = tuple(replace(one, file="request.json", line=None, notes=()) for one in read.requests)
        assert requests == meant.wanted, f"seed {seed}"
        for field in fields(read.room):
            if field.name not in ("sha256", "notes"):
                there, wanted = getattr(read.room, field.name), getattr(meant.room, field.name)
                assert _without_lines(there) == _without_lines(wanted), f"seed {seed}: {field.name}"


def _without_lines(value: object) -> object:
    if not isinstance(value, tuple):
        return value
    return tuple(replace(one, line=0) if hasattr(one, "line") else one for one in value)
