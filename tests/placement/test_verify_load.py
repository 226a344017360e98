"""The verifier's rules about what a rack carries: weight and heat."""

from __future__ import annotations

import pytest

from capacity.policy import Policy
from capacity.room import Cord
from tests.placement.verifying import broken, fine, gap, only, put, unknown, verdict, wanted
from tests.properties.small_room import device, rack, small_room


def test_weight_up_to_the_last_gram_holds() -> None:
    """480 kg and 20 kg of 500 kg."""
    assert fine(verdict(small_room(device("a", weight_g=480_000)), put()))


def test_a_gram_too_much_breaks_weight() -> None:
    """The violation says how much it would be, in kg."""
    found = only(verdict(small_room(device("a", weight_g=480_001)), put()))
    assert (found.rule, found.where, found.unit, found.capacity) == ("weight", "rack R1", "kg", 500)
    assert found.after is not None
    assert found.after * 1_000 == 500_001


def test_what_stands_beside_the_rails_weighs_too() -> None:
    """A 0U device."""
    beside = device("a", position_hu=None, height_hu=0, weight_g=490_000)
    assert broken(verdict(small_room(beside), put())) == {"weight"}


def test_two_items_weigh_together() -> None:
    """Each fits alone."""
    room, asks = small_room(device("a", weight_g=465_000)), wanted(quantity=2)
    assert fine(verdict(room, put(), asks=asks))
    found = only(verdict(room, put(), put(7, item=2), asks=asks))
    assert (found.rule, found.items) == ("weight", ("Q1/1", "Q1/2"))


def test_an_excess_is_not_held_against_an_item_without_weight() -> None:
    """Nothing with a weight goes in, however."""
    heavy = small_room(device("a", weight_g=600_000))
    assert broken(verdict(heavy, put())) == {"weight"}
    assert fine(verdict(heavy, put(), asks=wanted(weight_g=0)))


def test_an_unknown_weight_is_unknown_unless_the_known_ones_are_too_much() -> None:
    """The first empty cell is named."""
    blank = device("a", weight_g=None, line=4)
    found = gap(verdict(small_room(blank), put()))
    assert (found.rule, found.file, found.line, found.column) == ("weight", "devices.csv", 4, "weight_kg")
    heavy = device("b", position_hu=4, weight_g=499_000)
    assert broken(verdict(small_room(blank, heavy), put())) == {"weight"}
    assert gap(verdict(small_room(), put(), asks=wanted(weight_g=None))).file == "request.json"


def test_an_assumed_weight_counts_and_is_named() -> None:
    """240 kg per U of a 2U device: 480 kg; a 0U device counts as 0."""
    blank = device("a", weight_g=None, height_hu=4)
    beside = device("b", weight_g=None, height_hu=0, position_hu=None)
    found = verdict(small_room(blank, beside, policy=Policy(weight_g_per_u=240_000)), put())
    assert fine(found)
    assert found.conditions == ("The weight of a, b is not known; 240 kg per U was assumed.",)
    assert broken(verdict(small_room(blank, policy=Policy(weight_g_per_u=240_001)), put())) == {"weight"}


@pytest.mark.parametrize("column", ["max_load_g", "max_heat_w"])
def test_an_unknown_limit_is_undecided_or_let_pass(column: str) -> None:
    """As the policy says; passing is a condition."""
    open_rack = (rack("R1", **{column: None}),)
    assert unknown(verdict(small_room(racks=open_rack), put())) <= {"weight", "heat"}
    passing = verdict(small_room(racks=open_rack, policy=Policy(unknown_limits="condition")), put())
    assert fine(passing)
    assert len(passing.conditions) == 1


def test_a_device_of_unknown_rack_may_stand_in_any() -> None:
    """Between nothing and all of it: undecided where all of it would be too much."""
    assert unknown(verdict(small_room(device("a", rack=None, weight_g=481_000)), put())) == {
        "weight",
        "space",
    }
    assert unknown(verdict(small_room(device("a", rack=None, weight_g=480_000)), put())) == {"space"}


def test_heat_up_to_the_limit_holds_and_a_watt_more_does_not() -> None:
    """4,500 W and 500 W of 5,000 W, whatever the cords."""
    away = {"cords": (Cord("X"),), "power_w": 4_500}
    assert fine(verdict(small_room(device("a", **away), files=frozenset({"racks.csv"})), put()))
    found = only(
        verdict(small_room(device("a", **{**away, "power_w": 4_501}), files=frozenset({"racks.csv"})), put())
    )
    assert (found.rule, found.capacity, found.after, found.unit) == ("heat", 5_000, 5_001, "W")


def test_a_nameplate_figure_counts_by_the_exact_factor() -> None:
    """A third, to six places, of 1,500 W is 499.9995 W."""
    policy = Policy(nameplate_ppm=333_333)
    asks = wanted(power_w=1_500, power_basis="nameplate")
    room = small_room(device("a", power_w=4_500), policy=policy, files=frozenset({"racks.csv"}))
    assert fine(verdict(room, put(), asks=asks))
    assert broken(verdict(room, put(), asks=wanted(power_w=1_501))) == {"heat"}


def test_an_assumed_draw_counts_per_half_unit() -> None:
    """9,001 W per U of a half unit: 4,500.5 W."""
    half = device("a", power_w=None, height_hu=1)
    room = small_room(half, policy=Policy(draw_w_per_u=9_001), files=frozenset({"racks.csv"}))
    assert broken(verdict(room, put())) == {"heat"}
    room = small_room(half, policy=Policy(draw_w_per_u=9_000), files=frozenset({"racks.csv"}))
    assert fine(verdict(room, put()))
