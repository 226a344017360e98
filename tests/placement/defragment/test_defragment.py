"""Defragmenting, by hand and beside a naive search through every sequence of moves in tiny rooms."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from capacity.ledger import Ledger
from capacity.room import Room
from placement.defragment import defragment
from placement.defragment.measure import Freed, freed
from placement.moves import after_moves
from placement.moves.movable import movers
from placement.verify import Verifier
from tests.builders import TODAY, chain, device, rack, room, server
from tests.properties.brute_moves import Best, BruteMoves, State
from tests.properties.tight_rooms import Tight, tight_room

REFERENCE = server(name="ref", height_hu=4, power_w=10, weight_g=100)
SEEDS, BATCHES, MOST = 120, 8, 2


def cut() -> Room:
    """Racks R1 and R2 with a device of one unit each: in the middle of R1, at the bottom of R2."""
    own = (
        device("D1", position_hu=10, movable=True),
        device("D2", rack="R2", position_hu=2, height_hu=4, movable=True),
    )
    return room(racks=(rack("R1"), rack("R2")), power=chain("R1", "R2"), devices=own)


def test_a_device_in_the_middle_is_moved_to_where_it_costs_no_slot() -> None:
    """Slots of three units: four and five units free beside it hold two, nine in one piece three."""
    found = defragment(cut(), replace(REFERENCE, height_hu=6), TODAY, 1)
    assert (found.before.slots, found.after.slots) == (4, 5)
    assert found.proved


def test_a_rack_is_emptied_into_one_that_is_not_empty() -> None:
    found = defragment(cut(), REFERENCE, TODAY, 1, "racks")
    assert (found.before.empty, found.after.empty, found.bound) == (0, 1, 1)
    assert len(found.emptied) == len(found.moves) == 1
    assert found.proved


def test_nothing_is_moved_where_nothing_is_gained() -> None:
    found = defragment(room(), REFERENCE, TODAY, 3)
    assert found.moves == ()
    assert found.before == found.after


def naive(case: Tight, most: int, aim: str, reference_hu: int) -> tuple[int, int]:
    """(best value, fewest moves for it) of every room within so many moves."""
    brute = BruteMoves(case)
    start: State = tuple(mover.place for mover in brute._movers)
    reached, seen = {start: Best(0, 0, ())}, {start}
    best = (_value(brute._room(start), aim, reference_hu), 0)
    for count in range(1, most + 1):
        reached = brute._further(reached, seen)
        seen |= reached.keys()
        for state in reached:
            value = _value(brute._room(state), aim, reference_hu)
            if value > best[0]:
                best = value, count
    return best


def _value(where: Room, aim: str, reference_hu: int) -> int:
    ledger = Ledger(where, TODAY)
    standing = Counter(ledger.rack_index[d.rack] for d in where.devices if d.rack is not None)
    measured: Freed = freed(ledger, standing, reference_hu)
    return measured.by(aim)[0]


@pytest.mark.parametrize("aim", ["slots", "racks"])
@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_is_freed_equals_a_naive_search_in_tiny_rooms(batch: int, aim: str) -> None:
    """The same value, no plan above the bound, and what is called proved is the best there is."""
    compare(range(batch, SEEDS, BATCHES), aim)


@pytest.mark.soak
@pytest.mark.parametrize("aim", ["slots", "racks"])
@pytest.mark.parametrize("first", range(SEEDS, 10 * SEEDS, SEEDS))
def test_what_is_freed_equals_a_naive_search_in_hundreds_of_rooms(first: int, aim: str) -> None:
    compare(range(first, first + SEEDS), aim)


def compare(seeds: range, aim: str) -> None:
    """Compare the rooms of some seeds; every step of each plan passes the verifier once more."""
    for seed in seeds:
        case = tight_room(seed)
        found = defragment(case.room, REFERENCE, TODAY, MOST, aim)
        best, _ = naive(case, MOST, aim, 4)
        assert found.proved, f"seed {seed}"
        assert found.after.by(aim)[0] == best, f"seed {seed}"
        assert best <= found.bound, f"seed {seed}"
        assert len(found.moves) <= MOST
        requests = {m.device.name: m.request for m in movers(Ledger(case.room, TODAY))[0]}
        for count, move in enumerate(found.moves):
            there = after_moves(case.room, found.moves[:count])
            without = replace(there, devices=tuple(d for d in there.devices if d.name != move.device))
            assert Verifier(without, TODAY, ()).verify([requests[move.device]], [move.after]).holds
