"""The verifier's rules about cords and their sockets."""

from __future__ import annotations

import pytest

from capacity.policy import Policy
from capacity.room import Cord
from tests.placement.verifying import broken, fine, only, put, verdict, wanted
from tests.properties.small_room import PAIR, device, node, small_room, with_nodes


def test_a_pair_from_both_paths_holds() -> None:
    """In either order."""
    assert fine(verdict(small_room(), put(cords=PAIR[::-1])))


@pytest.mark.parametrize(
    "cords",
    [
        (),
        (Cord("R1-A"),),
        (Cord("R1-A"), Cord("R1-A")),
        (*PAIR, Cord("R1-A")),
    ],
)
def test_cords_other_than_asked_break_cords(cords: tuple[Cord, ...]) -> None:
    """None, one, two of one path, three."""
    assert broken(verdict(small_room(), put(cords=cords))) == {"cords"}


def test_a_pdu_of_another_rack_breaks_cords() -> None:
    """A request's cords come from its own rack."""
    away = small_room()
    away = small_room(power=(*away.power, node("R2-B", "pdu", "PB", path="B", rack="R2")))
    assert broken(verdict(away, put(cords=(Cord("R1-A"), Cord("R2-B"))))) == {"cords"}


def test_a_pdu_without_path_makes_no_pair() -> None:
    """It may carry a single cord."""
    room = with_nodes(small_room(), R1_B={"path": None})
    assert broken(verdict(room, put())) == {"cords"}
    assert verdict(room, put(cords=(Cord("R1-B"),)), asks=wanted(cords=1)).holds


def test_a_three_phase_pdu_wants_a_leg_named() -> None:
    """Any of the three."""
    room = with_nodes(small_room(), R1_A={"phases": 3, "rated_w": 9_000})
    assert broken(verdict(room, put())) == {"cords"}
    assert fine(verdict(room, put(cords=(Cord("R1-A", "L3"), Cord("R1-B")))))


def test_two_cords_have_a_live_one_in_every_scenario() -> None:
    """Both panels hang on UA: its loss leaves none."""
    room = with_nodes(small_room(), PB={"fed_by": ("UA",)})
    found = only(verdict(room, put()))
    assert (found.rule, found.scenario) == ("cords", "UA lost")
    room = small_room(policy=Policy(survive=("utility",)))
    assert only(verdict(room, put())).scenario == "UTIL lost"


def test_a_single_cord_may_lose_power_on_a_condition() -> None:
    """It names the losses that switch the item off, in the order of the chain."""
    found = verdict(small_room(), put(cords=(Cord("R1-B"),)), asks=wanted(cords=1))
    assert fine(found)
    assert found.conditions == ("Q1/1 has one cord: the loss of UB or PB or R1-B switches it off.",)


def test_no_cords_for_what_draws_nothing() -> None:
    """Asked and given."""
    nothing = wanted(cords=0, power_w=0)
    assert fine(verdict(small_room(), put(cords=()), asks=nothing))
    assert broken(verdict(small_room(), put(), asks=nothing)) == {"cords"}


def test_each_cord_takes_an_outlet() -> None:
    """Two outlets, one taken: the second item finds none."""
    room = with_nodes(small_room(device("a", cords=PAIR)), R1_A={"outlets": 2})
    assert fine(verdict(room, put()))
    found = only(verdict(room, put(), put(7, item=2), asks=wanted(quantity=2)))
    assert (found.rule, found.where, found.capacity, found.after) == ("outlets", "pdu R1-A", 2, 3)
    assert found.items == ("Q1/1", "Q1/2")


def test_without_power_csv_nothing_of_it_is_checked() -> None:
    """A condition says so."""
    room = small_room(device("a", power_w=9_999_999), files=frozenset({"racks.csv", "ports.csv"}))
    found = verdict(room, put(cords=()), asks=wanted(power_w=1))
    assert broken(found) == {"heat"}
    assert "There is no power.csv: power, cords and outlets are not checked." in found.conditions
