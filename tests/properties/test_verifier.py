"""The verifier on right answers and on answers broken on purpose, over the random tiny rooms."""

from __future__ import annotations

from random import Random

import pytest

from capacity.errors import BadInput
from placement.check import Checker
from placement.verify import Verifier
from tests.properties.broken_answers import all_broken
from tests.properties.cases import read

SEEDS = 1_200
CHUNK = 200
REJECTED_AT_LEAST = 340  # in a chunk: more than 2,000 in all


@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_right_answers_hold_and_broken_ones_are_refused_by_the_rule_they_break(first: int) -> None:
    """Every answer of check holds; every one broken on purpose is refused by a rule that it breaks."""
    rejected = 0
    for seed in range(first, first + CHUNK):
        case = read(seed)
        answer = Checker(case.room, case.today).check(case.request).placement
        if not answer:
            continue
        verifier = Verifier(case.room, case.today, [case.request.name])
        assert verifier.verify([case.request], answer).holds, f"right answer of seed {seed}"
        for wrong in all_broken(case.room, case.request, answer, case.today, Random(seed)):
            try:
                verdict = verifier.verify([case.request], wrong.placed)
            except BadInput:  # a leg on a single-phase pdu is no placement at all
                assert wrong.kind == "a leg too many", f"{wrong.kind} of seed {seed}"
                continue
            named = {v.rule for v in verdict.violations}
            assert named & wrong.meant, f"{wrong.kind} of seed {seed} names {named}"
            assert named <= wrong.rules, f"{wrong.kind} of seed {seed} names {named}"
            rejected += 1
    assert rejected >= REJECTED_AT_LEAST
