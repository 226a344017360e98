"""The peers: what they place holds, the textbook models agree, and no greedy beats them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

import pytest

from benchmarks.peers.best_fit import best_fit
from benchmarks.peers.dot_product import dot_product
from benchmarks.peers.first_fit import first_fit
from benchmarks.peers.instance.cooling import TooUncertain
from benchmarks.peers.outcome import Outcome
from benchmarks.peers.textbook_cpsat import textbook_cpsat
from benchmarks.peers.textbook_mip import textbook_mip
from benchmarks.requests import KINDS, requests
from benchmarks.rooms import TODAY, make_room
from capacity.room import Room
from placement.request import Request
from placement.verify import Verifier
from tests.benchmarks.batches import batch
from tests.properties.random_rooms import random_case, random_medium_case

SECONDS = 10
GREEDY = (first_fit, best_fit, dot_product)


def assert_sound(room: Room, asked: Sequence[Request], today: date, outcome: Outcome, where: str) -> None:
    """The placement holds for certain, its value is that of its items, and the bound is above it."""
    verdict = Verifier(room, today, [r.name for r in asked]).verify(asked, outcome.placed)
    assert verdict.holds, f"{where}: {verdict.violations}"
    assert not verdict.unknown, f"{where}: {verdict.unknown}"
    priority = {request.name: request.priority for request in asked}
    assert outcome.value == sum(priority[each.request] for each in outcome.placed), where
    assert outcome.bound is None or outcome.value <= outcome.bound, where


def compare(room: Room, asked: Sequence[Request], today: date, where: str) -> list[Outcome]:
    """The textbook CP-SAT model, MIP and the greedy peers: every one sound, and none above any bound."""
    found = [peer(room, asked, today, SECONDS) for peer in (textbook_cpsat, textbook_mip, *GREEDY)]
    least = min(outcome.bound for outcome in found if outcome.bound is not None)
    for outcome in found:
        assert_sound(room, asked, today, outcome, f"{outcome.name}, {where}")
        assert outcome.value <= least, f"{outcome.name}, {where}"
    return found


@pytest.mark.parametrize("first", range(0, 200, 25))
def test_in_tiny_rooms_every_peer_is_sound_and_the_textbooks_agree(first: int) -> None:
    placed = 0
    for seed in range(first, first + 25):
        case = random_case(seed)
        with suppress(TooUncertain):
            cpsat, mip, *_ = compare(case.room, batch(case, 4), case.today, f"seed {seed}")
            assert cpsat.value == cpsat.bound == mip.value == mip.bound, f"seed {seed}"
            placed += len(cpsat.placed)
    assert placed >= 10


@pytest.mark.parametrize("seed", range(8))
def test_in_medium_rooms_every_peer_is_sound_and_the_textbooks_agree(seed: int) -> None:
    case = random_medium_case(seed)
    cpsat, mip, *_ = compare(case.room, batch(case, 8), case.today, f"seed {seed}")
    assert cpsat.value == cpsat.bound == mip.value == mip.bound


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("three_phase", [False, True])
def test_in_generated_rooms_every_peer_is_sound_and_no_bound_is_beaten(kind: str, three_phase: bool) -> None:
    room = make_room(20, 3, "tight", three_phase=three_phase)
    compare(room, requests(3, 12, kind), TODAY, kind)


def test_a_greedy_peer_stops_when_its_time_is_up() -> None:
    room, asked = make_room(20), requests(1, 10)
    assert [greedy(room, asked, TODAY, 0).placed for greedy in GREEDY] == [(), (), ()]
