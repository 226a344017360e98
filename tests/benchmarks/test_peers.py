"""The peers: what they place holds, the textbook models agree, and no greedy beats them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from benchmarks.peers.instance.cooling import TooUncertain
from benchmarks.peers.outcome import Outcome
from benchmarks.peers.textbook_cpsat import textbook_cpsat
from benchmarks.requests import KINDS, requests
from benchmarks.rooms import TODAY, make_room
from capacity.room import Room
from placement.request import Request
from placement.verify import Verifier
from tests.benchmarks.batches import batch
from tests.properties.random_rooms import random_case, random_medium_case

SECONDS = 20


def assert_sound(room: Room, asked: Sequence[Request], today: date, outcome: Outcome, where: str) -> None:
    """The placement holds for certain, its value is that of its items, and the bound is above it."""
    verdict = Verifier(room, today, [r.name for r in asked]).verify(asked, outcome.placed)
    assert verdict.holds, f"{where}: {verdict.violations}"
    assert not verdict.unknown, f"{where}: {verdict.unknown}"
    priority = {request.name: request.priority for request in asked}
    assert outcome.value == sum(priority[each.request] for each in outcome.placed), where
    assert outcome.bound is None or outcome.value <= outcome.bound, where


@pytest.mark.parametrize("first", range(0, 240, 40))
def test_what_the_textbook_places_in_tiny_rooms_holds(first: int) -> None:
    placed = 0
    for seed in range(first, first + 40):
        case = random_case(seed)
        asked = batch(case, 4)
        try:
            outcome = textbook_cpsat(case.room, asked, case.today, SECONDS)
        except TooUncertain:
            continue
        assert outcome.status == "optimal"
        assert_sound(case.room, asked, case.today, outcome, f"seed {seed}")
        placed += len(outcome.placed)
    assert placed >= 20


@pytest.mark.parametrize("seed", range(12))
def test_what_the_textbook_places_in_medium_rooms_holds(seed: int) -> None:
    case = random_medium_case(seed)
    asked = batch(case, 8)
    outcome = textbook_cpsat(case.room, asked, case.today, SECONDS)
    assert outcome.status == "optimal"
    assert_sound(case.room, asked, case.today, outcome, f"seed {seed}")


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_textbook_places_in_a_generated_room_holds(kind: str) -> None:
    room, asked = make_room(20, 3, "tight"), requests(3, 16, kind)
    assert_sound(room, asked, TODAY, textbook_cpsat(room, asked, TODAY, SECONDS), kind)
