"""plan and headroom against a brute force, on random tiny rooms with every feature."""

from __future__ import annotations

from math import inf

import pytest

from capacity.errors import BadInput
from placement.headroom import headroom
from placement.plan import plan
from placement.verify import Verifier
from tests.properties.brute import batch as brute
from tests.properties.random_rooms.batches import Batch, random_batch

ROOMS, CHUNK = 1_000, 50
SOAK_ROOMS, SOAK_CHUNK = 20_000, 500


def compare_plan(case: Batch) -> bool:
    """The optimum is the brute force's, and what is placed holds; True if something is left over."""
    best, _ = brute.plan(case.room, case.wanted, case.today)
    found = plan(case.room, case.wanted, case.today)
    worth = found.objectives[0]
    assert (worth.value, worth.bound) == (best, best), f"seed {case.seed}"
    assert found.start <= worth.value, f"seed {case.seed}"
    verdict = Verifier(case.room, case.today, [r.name for r in case.wanted]).verify(case.wanted, found.placed)
    assert verdict.holds, f"seed {case.seed}: {verdict.violations}"
    assert not verdict.unknown, f"seed {case.seed}: {verdict.unknown}"
    return len(found.placed) < found.asked


def compare_headroom(case: Batch) -> int:
    """As many of the first request fit as the brute force finds; 0 where nothing counts them."""
    request = case.wanted[0]
    most = brute.most(case.room, request, case.today)
    if most == inf:
        with pytest.raises(BadInput):
            headroom(case.room, request, case.today)
        return 0
    found = headroom(case.room, request, case.today)
    assert (found.headroom, found.bound) == (most, most), f"seed {case.seed}"
    assert len(found.placement) == most, f"seed {case.seed}"
    return found.headroom


@pytest.mark.timeout(300)
@pytest.mark.parametrize("first", range(0, ROOMS, CHUNK))
def test_a_plan_and_a_headroom_are_those_of_the_brute_force(first: int) -> None:
    cases = [random_batch(seed) for seed in range(first, first + CHUNK)]
    assert sum(map(compare_plan, cases)) > CHUNK // 4  # batches that do not fit as a whole
    assert sum(map(compare_headroom, cases)) > CHUNK // 4


@pytest.mark.soak
@pytest.mark.parametrize("first", range(ROOMS, SOAK_ROOMS, SOAK_CHUNK))
def test_so_they_are_in_many_more_rooms(first: int) -> None:
    for seed in range(first, first + SOAK_CHUNK):
        case = random_batch(seed)
        compare_plan(case)
        compare_headroom(case)
