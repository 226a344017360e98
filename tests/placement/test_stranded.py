"""Stranded capacity: racks where the reference server fits nowhere, what stops it there, and what is free."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from capacity.errors import BadInput
from capacity.policy import Policy
from capacity.room import PortGroup, Reservation, Room
from placement.request import Request
from placement.stranded import Stranded, reference_server, stranded, stranded_json
from tests.builders import (
    PAIR,
    SERVER,
    SFP,
    chain,
    device,
    draws,
    group,
    ledger,
    need,
    node,
    rack,
    room,
    server,
    unit,
)

TWO = (rack(), rack("R2"))
REFERENCE = server(name="reference", security_zone=None)
"""Two units, full depth, 20 kg, 500 W on two cords; it asks for no zone."""


def found(where: Room, reference: Request = REFERENCE) -> Stranded:
    """What is stranded in a room."""
    return stranded(ledger(where), reference)


def two(*devices: Any, **more: Any) -> Room:
    """Racks R1 and R2 on the default chain, with changes."""
    return room(*devices, **({"racks": TWO, "power": chain("R1", "R2")} | more))


def full(**more: Any) -> Any:
    """A device that leaves one unit of R1 free."""
    return device(height_hu=18, **more)


def by_rack(where: Stranded) -> dict[str, tuple[str, ...]]:
    """Stranded racks with what stops the reference there."""
    return {each.rack: each.rules for each in where.racks}


# -- which racks, and why ---------------------------------------------------------------------


def test_a_rack_with_a_place_strands_nothing() -> None:
    """An empty room: no rack is stranded, and every amount is known to be nothing."""
    said = found(two())
    assert (said.racks, said.undecided, said.fitting) == ((), (), ("R1", "R2"))
    assert said.totals == {"space": 0, "weight": 0, "heat": 0, "power:pdu": 0}


def test_what_is_free_beside_what_has_run_out_is_stranded() -> None:
    """R1 has one unit left: all its weight, heat and power are of no use to a server of two units."""
    said = found(two(full(weight_g=40_500, power_w=1_000, cords=PAIR)))
    assert by_rack(said) == {"R1": ("space",)}
    assert said.fitting == ("R2",)
    assert said.racks[0].free == said.totals
    assert said.totals == {"space": 1, "weight": Fraction(119, 2), "heat": 4_000, "power:pdu": 7_000}


def test_a_rack_without_watts_strands_its_units() -> None:
    """A PDU of R1 carries 400 W: nine units stay free for nobody."""
    said = found(two(device(), power=chain("R1", "R2", R1_A={"rated_w": 400})))
    assert by_rack(said) == {"R1": ("power",)}
    assert said.totals["space"] == 9
    assert said.totals["power:pdu"] == 4_400


def test_reservations_are_not_free() -> None:
    """What is held for another is used up; what is left beside it is stranded."""
    held = Reservation("H", rack="R1", position_hu=2, height_hu=18, weight_g=30_000, power_w=0)
    said = found(two(reservations=(held,)))
    assert by_rack(said) == {"R1": ("space",)}
    assert (said.totals["space"], said.totals["weight"]) == (1, 70)


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"racks": (rack(max_load_g=19_999), TWO[1])}, ("weight",)),
        ({"racks": (rack(max_heat_w=499), TWO[1])}, ("heat",)),
        ({"racks": (rack(usable_depth_mm=699), TWO[1])}, ("depth",)),
        ({"power": chain("R1", "R2", R1_B={"path": "A"})}, ("cords",)),
        ({"power": chain("R1", "R2", R1_B={"outlets": 0})}, ("outlets",)),
        ({"racks": (rack(cooling_zone="Z2"), TWO[1]), "cooling": (unit("C", 9_000),)}, ("cooling",)),
        ({"policy": {"keep_free_hu": 16}, "racks": (rack(height_u=9), TWO[1])}, ("keep_free",)),
    ],
)
def test_every_rule_can_strand_a_rack(changes: dict[str, Any], rules: tuple[str, ...]) -> None:
    """R1 lacks one thing, R2 nothing."""
    assert by_rack(found(two(**changes))) == {"R1": rules}


def test_a_rack_that_no_switch_reaches_is_stranded() -> None:
    """The only ports are of a switch in R2 that serves its own rack."""
    ports = (group("S", 4, rack="R2", serves="rack"),)
    said = found(two(ports=ports), replace(REFERENCE, ports=(need(2),)))
    assert by_rack(said) == {"R1": ("ports",)}
    assert said.totals[f"ports:{SFP}"] == 0


def test_a_rack_kept_for_an_agency_is_stranded_for_a_reference_without_owner() -> None:
    """By the rule of its own, so that it can be told from what has run out; its owner fits."""
    racks = (rack(dedicated_to="bps"), TWO[1])
    said = found(two(racks=racks))
    assert by_rack(said) == {"R1": ("dedicated",)}
    assert said.totals["space"] == 10
    assert found(two(racks=racks), replace(REFERENCE, owner="bps")).racks == ()


def test_the_zone_counts_only_where_the_reference_names_one() -> None:
    """R1 is in the dmz."""
    racks = (rack(security_zone="dmz"), TWO[1])
    assert found(two(racks=racks)).racks == ()
    assert by_rack(found(two(racks=racks), SERVER)) == {"R1": ("zone",)}


@pytest.mark.parametrize("status", ["planned", "retired"])
def test_a_rack_that_is_not_active_has_no_free_units_weight_or_heat(status: str) -> None:
    """As in what is free; its PDUs count there, and so they do here. No other rule is asked."""
    said = found(two(racks=(rack(status=status, usable_depth_mm=10), TWO[1])))
    assert by_rack(said) == {"R1": ("status",)}
    assert said.racks[0].free == {"power:pdu": 8_000}
    assert said.totals == {"space": 0, "weight": 0, "heat": 0, "power:pdu": 8_000}


def test_of_several_rules_those_of_the_nearest_places_are_named() -> None:
    """R1 lacks both watts and units; R2 lacks watts, though some of its units are taken as well."""
    pdus = {name: {"rated_w": 400} for name in ("R1_A", "R2_A")}
    said = found(two(full(), device("D2", rack="R2"), power=chain("R1", "R2", **pdus)))
    assert by_rack(said) == {"R1": ("space", "power"), "R2": ("power",)}
    assert [each.alone for each in said.racks] == [False, True]


def test_either_of_two_rules_may_stop_it_alone() -> None:
    """The lower gap is too small, and the upper one would leave too little free."""
    where = room(device(position_hu=4), policy={"keep_free_hu": 16})
    (only,) = found(where).racks
    assert only.rules == ("space", "keep_free")
    assert only.alone


# -- what is not known ------------------------------------------------------------------------


def test_a_rack_that_cannot_be_decided_is_not_stranded() -> None:
    """The load limit of R1 is not known: the reference may fit."""
    said = found(two(racks=(rack(max_load_g=None), TWO[1])))
    assert said.racks == ()
    assert [(each.rack, each.rules) for each in said.undecided] == [("R1", ("weight",))]
    assert said.totals["space"] == 0


def test_only_what_keeps_a_rack_open_is_named_of_what_is_not_known() -> None:
    """A device of unknown height leaves the units above it open, those below it certain; heat is unknown."""
    where = room(device(position_hu=12, height_hu=None), racks=(rack(max_heat_w=None),))
    assert [each.rules for each in found(where).undecided] == [("heat",)]


def test_cords_that_are_certain_leave_nothing_open_for_being_one_choice_of_two() -> None:
    """100 W hang on some PDU of R1: R1-A2 may be too full for it, R1-A is not. Heat alone is open."""
    third = node("R1-A2", "pdu", "PA", rack="R1", path="A", rated_w=550)
    where = room(draws("X", 100), racks=(rack(max_heat_w=None),), power=(*chain("R1"), third))
    assert [each.rules for each in found(where).undecided] == [("heat",)]


def test_a_broken_rule_strands_a_rack_whatever_else_is_not_known() -> None:
    """The total of what is not known there is not known, and the rack is named."""
    said = found(two(full(weight_g=None), racks=(rack(max_heat_w=None), TWO[1])))
    assert by_rack(said) == {"R1": ("space",)}
    assert said.totals == {"space": 1, "weight": None, "heat": None, "power:pdu": 8_000}
    assert (said.unknown("heat"), said.unknown("weight"), said.unknown("space")) == (("R1",), ("R1",), ())


def test_an_amount_that_is_not_known_elsewhere_does_not_matter() -> None:
    """The weight of something in R2, where the reference fits or may fit, is no part of the total."""
    said = found(two(full(), device("D2", rack="R2", weight_g=None)))
    assert by_rack(said) == {"R1": ("space",)}
    assert said.totals["weight"] == 100


def test_units_are_known_where_only_the_position_is_not() -> None:
    """Of full depth it takes its units somewhere; of half depth it may stand behind another thing."""
    loose = device("L", position_hu=None, height_hu=2)
    tight = chain(R1_A={"rated_w": 400})
    assert found(room(loose, power=tight)).totals["space"] == 9
    assert found(room(replace(loose, depth="half"), power=tight)).totals["space"] is None
    assert found(room(replace(loose, height_hu=None), power=tight)).totals["space"] is None
    assert found(room(replace(loose, rack=None), power=tight)).totals["space"] is None


def test_watts_of_a_pdu_with_an_unknown_load_are_not_known() -> None:
    """Whether the draw is not known, or which PDU carries it; what is known is counted."""
    for unsure in (draws("X", None, "R1-A"), draws("X", 100)):
        assert found(two(full(), unsure)).totals["power:pdu"] is None
    assert found(two(full(), draws("X", 100, "R1-A"))).totals["power:pdu"] == 7_900


def test_a_value_that_policy_puts_in_the_place_of_an_unknown_one_counts() -> None:
    """150 W per unit; nine units draw 1,350 W, on one PDU or the other."""
    said = found(two(full(power_w=None, cords=PAIR), policy={"draw_w_per_u": 150}))
    assert (said.totals["heat"], said.totals["power:pdu"]) == (3_650, 6_650)


# -- ports: groups serve more than their rack -----------------------------------------------------


def ports(*groups: PortGroup, **more: Any) -> Any:
    """Stranded ports where R1 is full."""
    return found(two(full(), ports=groups, **more)).totals[f"ports:{SFP}"]


def test_ports_are_stranded_where_no_other_rack_could_use_them() -> None:
    """Of a switch in a full rack that serves it alone; the ports that others use are not free."""
    assert ports(group("S", 8, used=3, serves="rack"), group("T", 8, rack="R2", serves="rack")) == 5
    assert ports(group("S", 8), group("T", 8, rack="R2")) == 0
    assert ports(group("S", 8, serves="row"), racks=(rack(), rack("R2", row="B"))) == 8


def test_a_cable_that_does_not_reach_a_rack_with_a_place_leaves_ports_stranded() -> None:
    """R2 is six metres away; where that is not known the ports may be of use."""
    far = (rack(), rack("R2", x_mm=6_000))
    assert ports(group("S", 8, max_cable_mm=10_000), racks=far) == 0
    assert ports(group("S", 8, max_cable_mm=9_999), racks=far) == 8
    assert ports(group("S", 8, max_cable_mm=9_999), racks=(rack(), rack("R2", x_mm=None))) == 0


# -- the reference ----------------------------------------------------------------------------


def test_the_reference_is_the_first_server_of_the_policy() -> None:
    """An application among the references is passed over; without any it is the contract's."""
    tables = (
        {"kind": "application", "vcpu": 2, "memory_mb": 1, "disk_gb": 1},
        {"request": "small", "u_height": 1},
        {"u_height": 4},
    )
    assert reference_server(Policy(references=tables), {}).name == "small"
    for policy in (Policy(), Policy(references=tables[:1])):
        default = reference_server(policy, {})
        assert (default.height_hu, default.power_w, default.weight_g, default.depth_mm) == (
            4, 500, 20_000, 750,
        )  # fmt: skip
        assert (default.cords, str(default.ports[0]), default.port_sides) == (2, f"{SFP}:2", 2)
    with pytest.raises(BadInput, match="device_type"):
        reference_server(Policy(references=({"device_type": "none"},)), {})


def test_only_one_of_the_reference_is_asked_for() -> None:
    """A reference with a quantity is judged like one without."""
    assert found(two(), replace(REFERENCE, quantity=100)).racks == ()


@pytest.mark.parametrize("reference", [replace(REFERENCE, chassis=True), replace(REFERENCE, height_hu=0)])
def test_a_reference_that_is_not_modelled_is_undecided_everywhere(reference: Request) -> None:
    """A blade or a server of 0U; but in no rack that is not in use."""
    said = found(two(racks=(*TWO, rack("R3", status="planned", max_load_g=1))), reference)
    assert [(each.rack, each.rules) for each in said.undecided] == [("R1", ("space",)), ("R2", ("space",))]
    assert by_rack(said) == {"R3": ("status",)}


def test_a_room_of_racks_alone_is_judged_by_what_there_is() -> None:
    """Without power.csv and ports.csv those are no dimensions, and stop nothing."""
    said = found(room(full(), power=()), replace(REFERENCE, ports=(need(2),)))
    assert by_rack(said) == {"R1": ("space",)}
    assert set(said.totals) == {"space", "weight", "heat"}


def test_the_json_names_the_racks_with_rules_and_amounts() -> None:
    """And those that cannot be decided; what is not known is null."""
    racks = (rack(max_heat_w=None), rack("R2", usable_depth_mm=None))
    assert stranded_json(found(two(full(weight_g=500), racks=racks))) == {
        "reference": "reference",
        "stranded_racks": [
            {
                "rack": "R1",
                "rules": ["space"],
                "alone": True,
                "free": {"space": 1, "weight": 99.5, "heat": None, "power:pdu": 8_000},
            }
        ],
        "undecided_racks": [{"rack": "R2", "rules": ["depth"]}],
    }
