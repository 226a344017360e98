"""How one limit judges a charge."""

from __future__ import annotations

import pytest

from capacity.limits.limit import CLIP, ENDLESS, Limit, State, clip


def limit(capacity: int | None, used: int, most: int | None = None) -> Limit:
    return Limit("heat", "heat R1", "", "W", 1, capacity, used, used if most is None else most)


@pytest.mark.parametrize(("charge", "state"), [(40, State.HOLDS), (41, State.BROKEN)])
def test_a_charge_holds_up_to_the_capacity(charge: int, state: State) -> None:
    """60 of 100 used: 40 more fill it, 41 are one too many."""
    assert limit(100, 60).judge(charge) is state


@pytest.mark.parametrize(
    ("charge", "state"), [(10, State.HOLDS), (11, State.UNKNOWN), (40, State.UNKNOWN), (41, State.BROKEN)]
)
def test_between_the_least_and_the_most_used_a_charge_is_unknown(charge: int, state: State) -> None:
    """60 to 90 of 100 used: up to 10 are certain to hold, above 40 certain not to."""
    assert limit(100, 60, 90).judge(charge) is state


@pytest.mark.parametrize(("charge", "state"), [(0, State.HOLDS), (1, State.BROKEN)])
def test_a_limit_that_is_already_over_takes_nothing_but_zero(charge: int, state: State) -> None:
    """A fault of today is not held against what does not touch it."""
    assert limit(100, 130).judge(charge) is state


@pytest.mark.parametrize(("charge", "state"), [(0, State.HOLDS), (1, State.UNKNOWN)])
def test_an_unknown_capacity_is_no_limit_to_zero_only(charge: int, state: State) -> None:
    """Missing data never counts as room."""
    assert limit(None, 0).judge(charge) is state


def test_thresholds_are_clipped_at_both_ends() -> None:
    """What is beyond 64 bits compares as the end does."""
    assert [clip(-ENDLESS), clip(-5), clip(7), clip(ENDLESS)] == [-CLIP, -5, 7, CLIP]
