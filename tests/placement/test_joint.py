"""Sets of rules that keep several items out, found by asking without some rules."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from placement.explain import conflicts
from placement.joint import joint_conflicts
from placement.rules import RULES

SOME = RULES[:5]
families = st.lists(st.frozensets(st.sampled_from(SOME), min_size=1), max_size=5)


def excluding(family: list[frozenset[str]], asked: list[frozenset[str]]) -> Callable[[frozenset[str]], bool]:
    """Rules exclude the items if they hold one of these sets; every question is written down."""

    def excludes(rules: frozenset[str]) -> bool:
        asked.append(rules)
        return any(some <= rules for some in family)

    return excludes


@given(families)
def test_all_minimal_sets_are_found(family: list[frozenset[str]]) -> None:
    """The sets that hold no other one of the family, the smallest first."""
    found = joint_conflicts(SOME, excluding(family, []), most=1_000)
    assert {frozenset(c) for c in found} == {s for s in family if not any(other < s for other in family)}
    assert [len(c) for c in found] == sorted(len(c) for c in found)


@given(families)
def test_nothing_is_asked_twice_and_no_rule_that_is_not_named(family: list[frozenset[str]]) -> None:
    """A question may take a second."""
    asked: list[frozenset[str]] = []
    joint_conflicts(SOME, excluding(family, asked), most=1_000)
    assert len(asked) == len(set(asked))
    assert all(rules <= set(SOME) for rules in asked)


@given(families, st.integers(1, 8))
def test_after_so_many_questions_the_sets_found_are_minimal_still(
    family: list[frozenset[str]], most: int
) -> None:
    """Fewer sets, none of them too large."""
    found = joint_conflicts(SOME, excluding(family, []), most=most)
    least = {s for s in family if not any(other < s for other in family)}
    assert {frozenset(c) for c in found} <= least
    assert bool(found) == bool(family)


def test_the_rules_of_a_set_stand_in_their_order() -> None:
    """However the family names them."""
    family = [frozenset({"space", "status"}), frozenset({"zone"})]
    assert joint_conflicts(SOME, excluding(family, []), most=99) == [("zone",), ("status", "space")]


def test_taking_one_rule_of_each_set_away_is_a_hitting_set() -> None:
    """Berge's sets of two pairs that share a rule: that rule, or the two others."""
    assert conflicts([0b011, 0b110]) == [("zone",), ("status", "dedicated")]
