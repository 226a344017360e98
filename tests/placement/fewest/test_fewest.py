"""Fewest racks: as few as brute force finds in tiny rooms, the value kept, every placement verified."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from capacity.room import Rack, Room
from placement.plan import plan
from placement.request import Request
from tests.builders import TODAY, chain, rack, room, server
from tests.properties.brute import batch
from tests.properties.random_rooms import Batch, random_batch

SEEDS = 220  # some ask for applications alone and are passed over


def emptied(case: Batch) -> Room:
    """The room of a random batch with its devices taken out, and one more rack like the first."""
    own = case.room
    return replace(own, devices=(), hosts=(), vms=(), reservations=())


def fewest_by_force(case_room: Room, requests: tuple[Request, ...], today, value: int) -> int:  # type: ignore[no-untyped-def]
    """The fewest empty racks with which the value is reached, the others closed."""
    stands = {device.rack for device in case_room.devices} | {held.rack for held in case_room.reservations}
    empty = [r.name for r in case_room.racks if r.status == "active" and r.name not in stands]
    for count in range(len(empty) + 1):
        for some in combinations(empty, count):
            closed = set(empty) - set(some)

            def shut(one: Rack, closed: set[str] = closed) -> Rack:
                return replace(one, status="planned") if one.name in closed else one

            racks = tuple(shut(one) for one in case_room.racks)
            if batch.plan(replace(case_room, racks=racks), requests, today)[0] >= value:
                return count
    raise AssertionError("with all racks open the value is reached")


@pytest.mark.parametrize("first", range(0, SEEDS, 20))
def test_no_fewer_racks_would_do_in_tiny_rooms(first: int) -> None:
    """In over 200 random rooms, emptied: the value stays, the count is brute force's, and proved."""
    for seed in range(first, first + 20):
        case = random_batch(seed)
        own = emptied(case)
        requests = tuple(r for r in case.wanted if r.kind == "server")
        if not requests:
            continue
        made = plan(own, requests, case.today, fewest_racks=True)
        value = made.objectives[0].value
        assert value == batch.plan(own, requests, case.today)[0], seed
        assert len(made.objectives) == 2
        few = made.objectives[1]
        assert few.value == few.bound == fewest_by_force(own, requests, case.today, int(value)), seed
        assert few.value == len({placed.rack for placed in made.placed})


def racks(*heights_u: int) -> Room:
    own = tuple(rack(f"R{i}", height_u=h) for i, h in enumerate(heights_u, 1))
    return room(racks=own, power=chain(*(r.name for r in own)))


def test_packing_counts_where_volume_does_not() -> None:
    """Three of six units each take three racks of ten, though eighteen units would go into two."""
    asked = server(quantity=3, height_hu=12, power_w=10, weight_g=0)
    made = plan(racks(10, 10, 10, 10), (asked,), TODAY, fewest_racks=True)
    assert (made.objectives[1].value, made.objectives[1].bound) == (3, 3)


def test_racks_in_use_are_filled_before_one_is_opened() -> None:
    """Two of four units: a rack in which something stands takes one of them, so one rack is opened."""
    from tests.builders import device

    own = racks(10, 10)
    standing = replace(own, devices=(device("a", rack="R1", position_hu=2, height_hu=12),))
    asked = server(quantity=2, height_hu=8, power_w=10, weight_g=0)
    made = plan(standing, (asked,), TODAY, fewest_racks=True)
    assert made.objectives[0].value == 2
    assert (made.objectives[1].value, made.objectives[1].bound) == (1, 1)


def test_a_plan_for_fewest_racks_is_the_same_every_time() -> None:
    own = racks(10, 10, 10, 10, 10)
    asked = (
        server(name="Q1", quantity=3, height_hu=8, power_w=10, weight_g=0),
        server(name="Q2", quantity=3, height_hu=6, power_w=10, weight_g=0),
    )
    first, second = (plan(own, asked, TODAY, fewest_racks=True) for _ in range(2))
    assert first == second
    assert first.proof.reproducible


def test_what_is_worth_nothing_opens_no_rack() -> None:
    """An item of priority 0 is placed beside the others, or not at all."""
    one = server(name="Q1", height_hu=12, power_w=10, weight_g=0)
    small = server(name="Q2", height_hu=8, power_w=10, weight_g=0, priority=0, quantity=2)
    made = plan(racks(10, 10), (one, small), TODAY, fewest_racks=True)
    assert made.objectives[1].value == 1
    assert sorted(placed.request for placed in made.placed) == ["Q1", "Q2"]
