"""plan in medium rooms, too large to enumerate: the same optimum as a textbook model of other code."""

from __future__ import annotations

import pytest

from benchmarks.peers.instance.cooling import TooUncertain
from benchmarks.peers.textbook_cpsat import textbook_cpsat
from placement.plan import plan
from placement.verify import Verifier
from tests.benchmarks.batches import batch
from tests.properties.random_rooms import random_medium_case

ROOMS, CHUNK = 60, 10
REQUESTS = 8
SECONDS = 30


@pytest.mark.timeout(180)
@pytest.mark.parametrize("first", range(0, ROOMS, CHUNK))
def test_a_plan_is_worth_what_a_model_with_a_variable_for_every_server_and_rack_finds(first: int) -> None:
    compared = 0
    for seed in range(first, first + CHUNK):
        case = random_medium_case(seed)
        asked = batch(case, REQUESTS)
        try:
            textbook = textbook_cpsat(case.room, asked, case.today, SECONDS)
        except TooUncertain:  # the textbook model takes no doubtful cooling
            continue
        assert textbook.value == textbook.bound, f"seed {seed}: the textbook model has no proof"
        found = plan(case.room, asked, case.today)
        first_objective = found.objectives[0]
        assert (first_objective.value, first_objective.bound) == (textbook.value, textbook.bound), (
            f"seed {seed}"
        )
        verdict = Verifier(case.room, case.today, [r.name for r in asked]).verify(asked, found.placed)
        assert verdict.holds, f"seed {seed}: {verdict.violations}"
        assert not verdict.unknown, f"seed {seed}: {verdict.unknown}"
        compared += 1
    assert compared >= CHUNK - 2
