"""Answers broken on purpose: every kind is reached, and each is wrong for the brute force."""

from __future__ import annotations

from collections import Counter
from random import Random

from tests.properties import brute
from tests.properties.broken_answers import MUTATIONS, all_broken, broken
from tests.properties.random_rooms import random_case

SEEDS = 250

RARE = {"out by standards", "out by cords", "out by depth", "out by dedicated", "out by heat"}
"""Reached seldom where the same request has a right answer; standards close every place or none."""


def test_every_kind_of_wrong_answer_is_reached_and_breaks_what_it_is_meant_to() -> None:
    """Each names rules that the brute force finds broken; nothing else is said of it."""
    kinds: Counter[str] = Counter()
    for seed in range(SEEDS):
        case = random_case(seed)
        decision, answer = brute.solve(case.room, case.wanted, case.today)
        if decision != "fits":
            continue
        for wrong in all_broken(case.room, case.wanted, answer, case.today, Random(seed)):
            kinds[wrong.kind] += 1
            judged = brute.judge(case.room, case.wanted, wrong.placed, case.today)
            assert {rule for rule, state in judged.items() if state == "broken"} == wrong.rules
            assert wrong.meant <= wrong.rules
    missing = {kind for kind in MUTATIONS if not kinds[kind]} - RARE
    assert not missing, f"{missing} of {kinds}"


def test_one_way_to_break_an_answer_is_drawn_by_the_dice() -> None:
    """The same dice draw the same way."""
    case = next(c for c in map(random_case, range(50)) if brute.joint(c.room, c.wanted, c.today) == "fits")
    _, answer = brute.solve(case.room, case.wanted, case.today)
    one, two = (broken(case.room, case.wanted, answer, case.today, Random(3)) for _ in range(2))
    assert one is not None
    assert one == two
    assert one.placed != answer
