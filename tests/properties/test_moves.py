"""Moves that make room equal a naive search through every sequence of moves, on tiny and tight rooms."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from capacity.ledger import Ledger
from placement.candidates import candidates
from placement.check_server import count_places
from placement.moves import MadeRoom, Move, after_moves, make_room
from placement.moves.movable import movers
from placement.placed import Placed
from placement.verify import Verifier
from tests.properties.brute_moves import BruteMoves
from tests.properties.tight_rooms import Tight, tight_room

SEEDS, SOAK_SEEDS = 640, 6_400
"""Rooms looked at; about half of them do not let their request in as they are."""
BATCHES = 16
MOST = 3


def refused(seeds: range) -> list[Tight]:
    """Return every room of some seeds that does not let its request in."""
    cases = [tight_room(seed) for seed in seeds]
    return [c for c in cases if _out(c)]


def _out(case: Tight) -> bool:
    places = count_places(candidates(Ledger(case.room, case.today), case.request))
    return not places["certain"] and not places["undecided"]


def planned(case: Tight) -> MadeRoom:
    """Return what is found for a room, with work enough to search all of it."""
    return make_room(Ledger(case.room, case.today), case.request, work=10**9)


def compare(seeds: range) -> None:
    """Compare every refused room of some seeds with the naive search."""
    for case in refused(seeds):
        made, best = planned(case), BruteMoves(case).best(MOST)
        if best is None:
            assert (made.plan, made.none_up_to) == (None, MOST), f"seed {case.seed}"
            continue
        assert made.plan is not None, f"seed {case.seed}: {best.steps}"
        assert (len(made.plan.moves), made.plan.cost) == (best.moves, best.cost), f"seed {case.seed}"
        assert made.plan.fewest
        assert made.plan.cheapest


@pytest.mark.parametrize("batch", range(BATCHES))
def test_moves_are_as_few_and_as_cheap_as_a_naive_search_finds(batch: int) -> None:
    """The same number and the same cost, proved; and where there is none, none of up to three."""
    compare(range(batch, SEEDS, BATCHES))


@pytest.mark.soak
@pytest.mark.parametrize("first", range(SEEDS, SOAK_SEEDS, SEEDS))
def test_moves_equal_the_naive_search_in_thousands_of_rooms(first: int) -> None:
    """As above, ten times as many."""
    compare(range(first, first + SEEDS))


def test_three_hundred_rooms_are_refused_and_plans_of_every_length_are_among_them() -> None:
    """What the comparison reaches; about two thirds of what it was when this was written."""
    cases = refused(range(SEEDS))
    lengths = Counter(len(made.plan.moves) for made in map(planned, cases) if made.plan is not None)
    assert len(cases) >= 300
    assert lengths[1] >= 40
    assert lengths[2] >= 12
    assert lengths[3] >= 1


def test_every_room_between_two_moves_passes_the_verifier() -> None:
    """Each device where it comes to, in the room that the moves before have left; the request at the end."""
    for case in refused(range(SEEDS)):
        plan = planned(case).plan
        if plan is not None:
            _walk(case, plan.moves, plan.placement)


def _walk(case: Tight, moves: tuple[Move, ...], placement: tuple[Placed, ...]) -> None:
    requests = {m.device.name: m.request for m in movers(Ledger(case.room, case.today))[0]}
    for count, move in enumerate(moves):
        room = after_moves(case.room, moves[:count])
        without = replace(room, devices=tuple(d for d in room.devices if d.name != move.device))
        verdict = Verifier(without, case.today, ()).verify([requests[move.device]], [move.after])
        assert verdict.holds, f"seed {case.seed}: {verdict.violations}"
        assert not verdict.unknown
    verdict = Verifier(after_moves(case.room, moves), case.today, ()).verify([case.request], placement)
    assert verdict.holds, f"seed {case.seed}: {verdict.violations}"
    assert not verdict.unknown
