"""The verifier's rules about room in the rack: space, keep_free, depth."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from capacity.policy import Policy
from capacity.room import Reservation
from tests.placement.verifying import broken, fine, gap, only, put, unknown, verdict, wanted
from tests.properties.small_room import device, rack, small_room


def test_an_item_on_free_units_holds() -> None:
    """The small room takes it, without conditions that are not true of it."""
    found = verdict(small_room(), put())
    assert fine(found)
    assert found.conditions == ()


def test_an_item_on_taken_units_breaks_space() -> None:
    """One half unit in common is enough, and the violation names the lowest."""
    found = only(verdict(small_room(device("a", position_hu=10, height_hu=3)), put(6)))
    assert (found.rule, found.where, found.items) == ("space", "rack R1 U6", ("Q1/1",))


def test_two_items_on_one_unit_break_space_together() -> None:
    """Both are named."""
    asks = wanted(quantity=2)
    assert only(verdict(small_room(), put(5), put(5, item=2), asks=asks)).items == ("Q1/1", "Q1/2")
    assert fine(verdict(small_room(), put(5), put(6, item=2), asks=asks))


@pytest.mark.parametrize("unit", [0, 0.5, 13, 20])
def test_an_item_out_of_the_rack_breaks_space(unit: float) -> None:
    """Below the lowest unit, above the highest, or beside whole units."""
    assert broken(verdict(small_room(), put(unit))) == {"space"}


def test_units_are_counted_from_the_starting_unit() -> None:
    """Units 20 to 31 of a rack that starts at 20."""
    room = small_room(racks=(rack("R1", first_unit=20),))
    assert fine(verdict(room, put(31)))
    assert broken(verdict(room, put(32))) == broken(verdict(room, put(5))) == {"space"}


def test_whole_units_stand_on_whole_units() -> None:
    """Only a height with a half may stand on a half step."""
    assert broken(verdict(small_room(), put(5.5))) == {"space"}
    assert fine(verdict(small_room(), put(5.5), asks=wanted(height_hu=3)))


def test_blocked_units_take_nothing() -> None:
    """On both faces."""
    room = small_room(racks=(rack("R1", blocked_units=frozenset({5})),))
    half = wanted(depth="half", depth_mm=300)
    assert broken(verdict(room, put(5))) == broken(verdict(room, put(5, face="rear"), asks=half)) == {"space"}
    assert fine(verdict(room, put(6)))


def test_half_depth_items_stand_back_to_back() -> None:
    """One takes its own face only; full depth takes both and is entered as front."""
    room = small_room(device("a", position_hu=10, depth="half"))
    half = wanted(depth="half", depth_mm=300)
    assert fine(verdict(room, put(5, face="rear"), asks=half))
    assert broken(verdict(room, put(5), asks=half)) == {"space"}
    assert broken(verdict(room, put(5))) == {"space"}
    assert broken(verdict(room, put(6, face="rear"))) == {"space"}


def test_a_reservation_stands_like_a_device_unless_it_is_released() -> None:
    """The request's own is released first; another's is not, nor one that lapses today."""
    held = Reservation("r", request="Q1", rack="R1", position_hu=10, height_hu=2)
    held = replace(held, weight_g=0, power_w=0)
    room = small_room(reservations=(held,))
    assert fine(verdict(room, put()))
    assert broken(verdict(room, put(), releasing=())) == {"space"}


def test_a_device_of_unknown_position_leaves_its_rack_open() -> None:
    """Space is unknown and names the cell; what is broken anyway stays broken."""
    somewhere = device("a", position_hu=None, line=7)
    found = gap(verdict(small_room(somewhere), put()))
    assert (found.rule, found.file, found.line, found.column) == ("space", "devices.csv", 7, "position_u")
    here = device("b", position_hu=10)
    assert broken(verdict(small_room(somewhere, here), put())) == {"space"}


def test_a_device_of_unknown_height_may_reach_all_above_it() -> None:
    """Below it stands; its own half unit is taken; above it is unknown."""
    tall = small_room(device("a", position_hu=10, height_hu=None))
    assert fine(verdict(tall, put(4)))
    assert broken(verdict(tall, put(5))) == {"space"}
    assert gap(verdict(tall, put(9))).column == "u_height"


def test_an_unknown_height_is_unknown_wherever_it_stands() -> None:
    """It names the request; another item above it is undecided too."""
    found = gap(verdict(small_room(), put(), asks=wanted(height_hu=None)))
    assert (found.rule, found.file, found.column) == ("space", "request.json", "u_height")


@pytest.mark.parametrize("odd", [{"height_hu": 0}, {"chassis": True}])
def test_a_server_of_0u_or_a_blade_is_unknown(odd: dict[str, object]) -> None:
    """Its chassis is not modelled."""
    assert gap(verdict(small_room(), put(), asks=wanted(**odd))).rule == "space"


def test_units_kept_free_are_free_on_both_faces() -> None:
    """Nine of twelve are kept: two more may be taken, and a half unit counts."""
    room = small_room(device("a"), policy=Policy(keep_free_hu=18))
    assert fine(verdict(room, put(), put(7, item=2), asks=wanted(quantity=2)))
    found = only(verdict(room, put(), asks=wanted(height_hu=5)))
    assert (found.rule, found.unit, found.capacity, found.after) == ("keep_free", "U", 3, Fraction(7, 2))


def test_an_item_that_takes_no_free_unit_is_not_held_to_keep_free() -> None:
    """Behind a half-depth device nothing was free on both faces."""
    room = small_room(device("a", position_hu=10, depth="half"), policy=Policy(keep_free_hu=24))
    assert fine(verdict(room, put(5, face="rear"), asks=wanted(depth="half", depth_mm=300)))
    assert broken(verdict(room, put(6))) == {"keep_free"}


def test_keep_free_is_unknown_where_what_stands_somewhere_could_break_it() -> None:
    """Twelve units, one taken by the item, one by a device somewhere."""
    somewhere = device("a", position_hu=None)
    assert unknown(verdict(small_room(somewhere, policy=Policy(keep_free_hu=21)), put())) == {
        "space",
        "keep_free",
    }
    assert unknown(verdict(small_room(somewhere, policy=Policy(keep_free_hu=20)), put())) == {"space"}


def test_a_full_depth_item_fits_the_usable_depth() -> None:
    """1,000 mm of 1,000 and not one more."""
    assert fine(verdict(small_room(), put(), asks=wanted(depth_mm=1_000)))
    found = only(verdict(small_room(), put(), asks=wanted(depth_mm=1_001)))
    assert (found.rule, found.capacity, found.after, found.unit) == ("depth", 1_000, 1_001, "mm")


def test_a_half_depth_item_fits_half_of_it() -> None:
    """500 mm of 1,000 and not one more."""
    assert fine(verdict(small_room(), put(), asks=wanted(depth="half", depth_mm=500)))
    assert broken(verdict(small_room(), put(), asks=wanted(depth="half", depth_mm=501))) == {"depth"}


def test_an_unknown_depth_is_unknown_on_either_side() -> None:
    """The rack's may be let pass, which is a condition."""
    open_rack = (rack("R1", usable_depth_mm=None, line=2),)
    assert gap(verdict(small_room(), put(), asks=wanted(depth_mm=None))).column == "depth_mm"
    assert gap(verdict(small_room(racks=open_rack), put())).column == "usable_depth_mm"
    passing = verdict(small_room(racks=open_rack, policy=Policy(unknown_limits="condition")), put())
    assert fine(passing)
    assert passing.conditions == ("usable_depth_mm of rack R1 is not known and was let pass.",)


def test_a_device_that_leaves_the_rack_takes_what_it_reaches() -> None:
    """However tall or far off it is."""
    tall = device("a", position_hu=-4, height_hu=14)
    assert broken(verdict(small_room(tall), put(4))) == {"space"}
    assert fine(verdict(small_room(tall, device("b", position_hu=10**12, height_hu=10**12)), put(5)))
    assert broken(verdict(small_room(device("c", position_hu=20, height_hu=10**12)), put(12))) == {"space"}
