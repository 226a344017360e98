"""The brute force itself, on rooms made by hand: one sentence of the contract after the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from capacity.policy import Policy
from capacity.room import CoolingUnit, Cord, Host, Reservation, Room, Standard, Tray, Vm
from placement.placed import Placed
from placement.request import PortNeed, Request
from tests.properties import brute
from tests.properties.random_rooms import random_case
from tests.properties.small_room import (
    PAIR,
    SERVER,
    SFP,
    TODAY,
    device,
    group,
    node,
    rack,
    small_room,
    with_nodes,
)


def certain(room: Room, request: Request = SERVER) -> set[brute.Place]:
    """Return the places that are certain."""
    return {p for p, verdict in brute.places(room, request, TODAY).items() if verdict.state == "certain"}


def units(room: Room, request: Request = SERVER) -> list[float]:
    """Return the units of the certain places."""
    return sorted(place[1] / 2 for place in certain(room, request) if place[1] is not None)  # type: ignore[operator]


def blockers(room: Room, request: Request = SERVER) -> set[str]:
    """Return the rules of the conflicts; asserts that nothing fits."""
    assert brute.joint(room, replace(request, quantity=1), TODAY) == "does not fit"
    found = brute.explain(room, request, TODAY).conflicts
    return {rule for conflict in found for rule in conflict}


def decide(room: Room, request: Request = SERVER) -> brute.Decision:
    """Decide for one item; the search for several must say the same."""
    decision = brute.decision(room, request, TODAY)
    assert brute.joint(room, request, TODAY) == decision
    return decision


# --- status, zone, dedication, standards -----------------------------------------------------


def test_an_empty_room_takes_the_server_at_every_unit() -> None:
    """Twelve whole units, front only, for it has full depth."""
    assert units(small_room()) == list(range(1, 13))


@pytest.mark.parametrize("status", ["planned", "retired"])
def test_only_active_racks_take_equipment(status: str) -> None:
    """Every other status is out."""
    assert blockers(small_room(racks=(rack("R1", status=status),))) == {"status"}


def test_a_rack_of_another_zone_is_out_and_of_unknown_zone_undecided() -> None:
    """The request asks for the internal zone."""
    assert blockers(small_room(racks=(rack("R1", security_zone="dmz"),))) == {"zone"}
    assert decide(small_room(racks=(rack("R1", security_zone=None),))) == "cannot decide"


def test_nobody_without_an_owner_enters_a_dedicated_rack() -> None:
    """Only the agency itself may."""
    room = small_room(racks=(rack("R1", dedicated_to="bps"),))
    assert blockers(room) == {"dedicated"}
    assert decide(room, replace(SERVER, owner="bps")) == "fits"


def test_the_row_of_the_very_version_comes_before_a_row_without_version() -> None:
    """Version 20.04 is forbidden, others are allowed."""
    rows = (Standard("ubuntu", "allowed"), Standard("ubuntu", "forbidden", "20.04"))
    room = small_room(standards=rows, files=small_room().files | {"standards.csv"})
    assert blockers(room, replace(SERVER, os="ubuntu", os_version="20.04")) == {"standards"}
    assert decide(room, replace(SERVER, os="ubuntu", os_version="22.04")) == "fits"


def test_support_that_ends_too_early_stops_only_where_the_policy_refuses() -> None:
    """An unknown end is undecided there."""
    request = replace(SERVER, os="ubuntu", until=date(2027, 6, 1))
    refuse = Policy(expired="refuse")
    rows = {end: (Standard("ubuntu", "allowed", None, end),) for end in (None, date(2027, 1, 1))}
    rooms = {
        end: small_room(standards=row, policy=refuse, files=small_room().files | {"standards.csv"})
        for end, row in rows.items()
    }
    assert blockers(rooms[date(2027, 1, 1)], request) == {"standards"}
    assert decide(rooms[None], request) == "cannot decide"
    assert decide(replace(rooms[date(2027, 1, 1)], policy=Policy()), request) == "fits"


# --- space, keep_free, depth, weight, heat -----------------------------------------------------


def test_a_height_with_a_half_may_stand_on_a_half_step() -> None:
    """A gap of 1.5 U at 3.5 takes a server of 1.5 U, not one of 1 U."""
    room = small_room(
        device("below", height_hu=5), device("above", position_hu=10, height_hu=16), racks=(rack("R1"),)
    )
    assert units(room, replace(SERVER, height_hu=3)) == [3.5]
    assert units(room) == [4]


def test_half_depth_stands_back_to_back_and_full_depth_does_not() -> None:
    """Eleven units are full; the last one holds a half-depth device in front."""
    front = device("f", position_hu=24, depth="half", depth_mm=300)
    room = small_room(device("below", height_hu=22), front)
    assert blockers(room) == {"space"}
    assert certain(room, replace(SERVER, depth="half", depth_mm=300)) == {("R1", 24, "rear")}


def test_blocked_units_and_reservations_take_their_place_but_past_and_own_ones_do_not() -> None:
    """Unit 1 is blocked, 2 is reserved; 3 was until yesterday, and 4 is the request's own."""
    held = Reservation("H", request="Q9", rack="R1", position_hu=4, height_hu=2, weight_g=0, power_w=0)
    room = small_room(
        racks=(rack("R1", height_u=5, blocked_units=frozenset({1})),),
        reservations=(
            replace(held, until=TODAY),
            replace(held, name="H2", position_hu=6, until=date(2026, 11, 23)),
            replace(held, name="H3", position_hu=8, request="Q1"),
        ),
    )
    assert units(room) == [3, 4, 5]


def test_an_unknown_position_leaves_the_whole_rack_undecided_unless_it_is_full() -> None:
    """Above a device of unknown height every unit on its faces is unknown."""
    assert decide(small_room(device("a", position_hu=None))) == "cannot decide"
    assert blockers(small_room(device("a", position_hu=None), device("b", height_hu=24))) == {"space"}
    assert units(small_room(device("a", position_hu=10, height_hu=None))) == [1, 2, 3, 4]


def test_keep_free_counts_units_free_on_both_faces() -> None:
    """One unit is free and must stay so; behind a half-depth device nothing is taken from it."""
    front = device("f", position_hu=4, depth="half", depth_mm=300)
    room = small_room(front, device("above", position_hu=6, height_hu=20), policy=Policy(keep_free_hu=2))
    assert "keep_free" in blockers(room)
    assert certain(room, replace(SERVER, depth="half", depth_mm=300)) == {("R1", 4, "rear")}


def test_depth_half_means_at_most_half_of_the_usable_depth() -> None:
    """500 of 1000 mm, and 1000 for full depth; an empty depth is not known."""
    half = replace(SERVER, depth="half", depth_mm=500)
    assert decide(small_room(), half) == "fits"
    assert blockers(small_room(), replace(half, depth_mm=501)) == {"depth"}
    assert blockers(small_room(), replace(SERVER, depth_mm=1_001)) == {"depth"}
    assert decide(small_room(), replace(half, depth_mm=None)) == "cannot decide"


def test_weight_is_exact_and_an_unknown_limit_passes_only_as_a_condition() -> None:
    """480 kg and 20 kg are 500; 100 g more are too much, even beside the rails."""
    assert decide(small_room(device("a", weight_g=480_000))) == "fits"
    assert blockers(small_room(device("a", height_hu=0, position_hu=None, weight_g=480_100))) == {"weight"}
    room = small_room(racks=(rack("R1", max_load_g=None),))
    assert decide(room) == "cannot decide"
    assert decide(replace(room, policy=Policy(unknown_limits="condition"))) == "fits"


def test_heat_is_the_sum_of_draws_and_a_charge_of_nothing_always_holds() -> None:
    """4501 W of 5000 are there already: heat stops 500 W, not 0 W."""
    big = tuple(replace(n, rated_w=100_000) for n in small_room().power)
    cold = tuple(replace(unit, capacity_w=100_000) for unit in small_room().cooling)
    room = small_room(device("a", power_w=4_501, cords=PAIR), power=big, cooling=cold)
    assert blockers(room) == {"heat"}
    assert decide(room, replace(SERVER, power_w=0)) == "fits"


# --- power, cords, outlets -----------------------------------------------------------------------


def test_power_holds_to_the_watt_while_the_other_path_is_lost() -> None:
    """3500 + 500 W are the 4000 W of one pdu; one watt more is too much."""
    assert decide(small_room(device("a", power_w=3_500, cords=PAIR))) == "fits"
    assert blockers(small_room(device("a", power_w=3_501, cords=PAIR))) == {"power"}


def test_an_unknown_draw_is_undecided_unless_the_known_part_is_over() -> None:
    """With a draw per unit the value is taken; a cordless device hangs on any one pdu."""
    unknown = device("a", power_w=None, cords=PAIR)
    assert decide(small_room(unknown)) == "cannot decide"
    assert blockers(small_room(unknown, device("b", power_w=3_501, cords=PAIR))) == {"power"}
    assert decide(small_room(unknown, policy=Policy(draw_w_per_u=3_500))) == "fits"
    assert decide(small_room(device("a", power_w=3_400))) == "cannot decide"
    assert decide(small_room(device("a", power_w=2_900))) == "fits"


def test_a_transfer_hands_all_to_the_first_live_parent_and_a_share_splits_it() -> None:
    """900 W of one cord: on UA alone 900 of 800, shared 450 each; UB lost, 900 of 1000."""
    request = replace(SERVER, power_w=900, cords=1, ports=())
    ups = [node(name, "ups", rated_w=1_000) for name in ("UA", "UB")]
    pdu = node("R1-A", "pdu", "UA", "UB", rack="R1")
    room = small_room(power=(*ups, pdu), cooling=(), files=frozenset({"racks.csv", "power.csv"}))
    assert decide(room, request) == "fits"
    assert blockers(with_nodes(room, R1_A={"feeding": "transfer"}), request) == {"power"}


def test_a_leg_carries_a_third_and_a_cord_without_leg_loads_all_three() -> None:
    """3-phase pdus of 3 kW: 1500 W without a leg leave 500 W on each leg when one path is lost."""
    three: dict[str, object] = {"phases": 3, "rated_w": 3_000, "usable_ppm": 1_000_000}
    room = with_nodes(small_room(device("a", power_w=1_500, cords=PAIR)), R1_A=three, R1_B=three)
    assert decide(room) == "fits"
    assert {str(c) for v in brute.places(room, SERVER, TODAY).values() for c in v.choices[0].cords} == {
        "R1-A:L1",
        "R1-B:L1",
    }
    assert blockers(replace(room, devices=(replace(room.devices[0], power_w=1_501),))) == {"power"}


def test_two_cords_need_two_paths_and_a_live_cord_in_every_scenario() -> None:
    """A pdu without a path makes no pair; one ups above both leaves no live cord."""
    assert blockers(with_nodes(small_room(), R1_B={"path": None})) == {"cords"}
    assert blockers(with_nodes(small_room(), PB={"fed_by": ("UA",)})) == {"cords"}
    assert decide(with_nodes(small_room(), PB={"fed_by": ("UA",)}), replace(SERVER, cords=1)) == "fits"


def test_every_cord_takes_an_outlet() -> None:
    """A cord that repeats a pdu takes two of it."""
    room = with_nodes(small_room(device("a", cords=(Cord("R1-A"), *PAIR))), R1_A={"outlets": 3})
    assert decide(room) == "fits"
    assert blockers(with_nodes(room, R1_A={"outlets": 2})) == {"outlets"}


@pytest.mark.parametrize("seed", range(40))
def test_charging_an_item_is_the_same_as_a_full_walk_with_it(seed: int) -> None:
    """Every node and leg in every scenario carries what it carried and what the item puts there."""
    case = random_case(seed)
    rules = brute.Rules(case.room, case.wanted, case.today)
    draw = rules.world.draw_of(case.wanted) or 0
    for one in case.room.racks if case.wanted.kind == "server" and draw else ():
        for cords in rules.cords(one)[:4]:
            put = device("new", rack=one.name, power_w=case.wanted.power_w, cords=cords)
            put = replace(put, power_basis=case.wanted.power_basis)
            room = replace(case.room, devices=(*case.room.devices, put))
            walked = brute.Rules(room, case.wanted, case.today).chain
            for lost in walked.scenarios:
                after = dict(rules.chain.existing(lost))
                for spot, part in rules.chain.unit(lost, cords).items():
                    low, high = after.get(spot, (0, 0))
                    after[spot] = (low + part * draw, high + part * draw)
                assert after == dict(walked.existing(lost))


# --- cooling, ports ------------------------------------------------------------------------------


def test_zones_may_share_units_and_an_excess_elsewhere_is_not_held_against_a_place() -> None:
    """C2 serves both zones: 1000 W in each is the most when any unit is lost."""
    units_of = [
        CoolingUnit(f"C{i}", 1_000, zones) for i, zones in enumerate([("Z1",), ("Z1", "Z2"), ("Z2",)])
    ]
    other = rack("R2", cooling_zone="Z2")
    heat = device("a", rack="R2", power_w=1_000, cords=())
    room = small_room(heat, racks=(rack("R1"), other), cooling=tuple(units_of))
    assert decide(replace(room, files=room.files - {"power.csv"}), replace(SERVER, power_w=1_000)) == "fits"
    hot = replace(room, devices=(replace(heat, power_w=2_100),))
    apart = tuple(CoolingUnit(f"C{i}", 1_000, (f"Z{1 + i // 2}",)) for i in range(4))
    assert {place[0] for place in certain(replace(hot, cooling=apart))} == {"R1"}
    assert not certain(hot)


def test_a_rack_without_a_zone_is_undecided_and_out_where_no_zone_takes_the_heat() -> None:
    """With cooling.csv only; nothing is always taken."""
    room = small_room(racks=(rack("R1", cooling_zone=None),))
    assert decide(room) == "cannot decide"
    assert decide(room, replace(SERVER, power_w=0)) == "fits"
    small = (CoolingUnit("C1", 499, ("Z1",)), CoolingUnit("C2", 499, ("Z2",)))
    assert blockers(replace(room, cooling=small)) == {"cooling"}
    assert decide(replace(room, files=room.files - {"cooling.csv"})) == "fits"


def test_two_sides_take_at_least_half_of_the_ports_each() -> None:
    """Three ports need one on either side; one port may be on any."""
    room = small_room(ports=(group("SWA", "A"), group("SWB", "B", used=8)))
    assert blockers(room, replace(SERVER, ports=(PortNeed(SFP, 3),))) == {"ports"}
    assert decide(room, replace(SERVER, ports=(PortNeed(SFP, 1),))) == "fits"
    assert decide(room, replace(SERVER, port_sides=1)) == "fits"


def test_cables_run_through_trays_else_over_the_floor_and_must_be_long_enough() -> None:
    """3.1 + 0.5 + 2 x 2 m are 7.6 m; the tray route counts where there is one."""
    far = [group(name, side, rack="R2", serves="row", max_cable_mm=7_600) for name, side in ("XA", "YB")]
    home = rack("R2", x_mm=3_100, y_mm=500, status="planned")
    room = small_room(racks=(rack("R1"), home), ports=tuple(far))
    assert decide(room) == "fits"
    longer = replace(room, trays=(Tray(("R1", "T"), 2_000), Tray(("T", "R2"), 1_601)))
    assert "ports" in blockers(longer)
    unknown = replace(room, racks=(rack("R1", x_mm=None), home))
    assert decide(unknown) == "cannot decide"


def test_one_group_serves_needs_of_two_networks_only_once() -> None:
    """A group of any network has three ports for two and two."""
    needs = (PortNeed(SFP, 2), PortNeed(SFP, 2, "mgmt"))
    request = replace(SERVER, ports=needs, port_sides=1, network="internal")
    room = small_room(ports=(group("SWA", "A", ports=3),))
    assert blockers(room, request) == {"ports"}
    assert decide(replace(room, ports=(group("SWA", "A", ports=4),)), request) == "fits"


# --- keep, hosting -------------------------------------------------------------------------------


def test_apart_power_asks_for_a_member_that_lives_through_every_loss() -> None:
    """A member of the group on R1-A sends a single cord to R1-B; a shared panel leaves nowhere."""
    request = replace(SERVER, cords=1, group="web", keep=("apart:power",))
    member = device("a", power_w=100, cords=(Cord("R1-A"),), group="web")
    room = small_room(member)
    choices = {c for v in brute.places(room, request, TODAY).values() for c in v.choices}
    assert {str(c.cords[0]) for c in choices if c.verdict == "certain"} == {"R1-B"}
    assert blockers(with_nodes(room, R1_B={"fed_by": ("PA",)}), request) == {"keep"}
    assert decide(small_room(replace(member, cords=())), request) == "cannot decide"
    assert decide(small_room(replace(member, cords=(), power_w=0)), request) == "fits"


def test_members_in_an_unknown_rack_leave_a_keep_rule_undecided() -> None:
    """A known member that breaks it decides all the same."""
    request = replace(SERVER, group="web", keep=("apart:rack",))
    stray = device("a", rack=None, height_hu=0, position_hu=None, group="web")
    assert decide(small_room(stray), request) == "cannot decide"
    assert blockers(small_room(stray, device("b", group="web")), request) == {"keep"}


def test_a_cluster_must_carry_all_after_losing_the_largest_host_of_each_resource() -> None:
    """h1 has most vcpu, h3 most memory: 20 x 4 vcpu and 200 MB are left."""
    hosts = (
        Host("h1", "a", "C", 30, 100, 1_000),
        Host("h2", "a", "C", 10, 100, 1_000),
        Host("h3", "a", "C", 10, 200, 1_000),
    )
    room = small_room(device("a"), hosts=hosts, vms=(Vm("v", "C", None, 8, 50, 0),))
    request = Request("Q1", kind="application", vcpu=72, memory_mb=50, disk_gb=1)
    assert certain(room, request) == {"h1"}
    assert blockers(room, replace(request, vcpu=73)) == {"hosting"}
    assert certain(room, replace(request, vcpu=1, memory_mb=150)) == {"h3"}
    assert decide(room, replace(request, vcpu=None)) == "cannot decide"


# --- several items, reasons, answers --------------------------------------------------------------


def test_items_of_a_request_are_charged_together() -> None:
    """Each of two items of 2100 W fits, both do not: 4200 of 4000 W."""
    request = replace(SERVER, power_w=2_100, quantity=2)
    assert brute.decision(small_room(), request, TODAY) == "fits"
    assert brute.joint(small_room(), request, TODAY) == "does not fit"
    decision, answer = brute.solve(small_room(), replace(request, power_w=2_000), TODAY)
    assert decision == "fits"
    assert set(brute.judge(small_room(), request, answer, TODAY)) > {"power", "ports", "space"}
    assert brute.judge(small_room(), request, answer, TODAY)["power"] == "broken"


def test_reasons_name_the_rules_that_close_the_racks_together() -> None:
    """R1 is out by its zone, R2 by its load: either alone does not close the room."""
    room = small_room(racks=(rack("R1", security_zone="dmz"), rack("R2", max_load_g=19_999)))
    pdus = [node(f"R2-{path}", "pdu", f"P{path}", path=path, rack="R2") for path in "AB"]
    room = replace(
        room, power=(*room.power, *pdus), ports=tuple(replace(g, serves="room") for g in room.ports)
    )
    found = brute.explain(room, SERVER, TODAY)
    assert found.conflicts == {frozenset({"weight", "zone"})}
    assert found.racks == {"zone": 1, "weight": 1}
    assert found.only_blocker == {"zone": 1, "weight": 1}


def test_a_rack_too_low_for_the_item_is_out_by_space() -> None:
    """It has no position at all."""
    found = brute.explain(small_room(racks=(rack("R1", height_u=1),)), replace(SERVER, height_hu=4), TODAY)
    assert found.racks == {"space": 1}


def test_a_server_beside_the_rails_and_a_blade_cannot_be_decided() -> None:
    """Their chassis is not modelled."""
    assert decide(small_room(), replace(SERVER, height_hu=0)) == "cannot decide"
    assert decide(small_room(), replace(SERVER, chassis=True)) == "cannot decide"


def test_an_answer_is_judged_as_it_stands() -> None:
    """A right answer holds; one without its cord, or from behind, does not."""
    _, (item,) = brute.solve(small_room(), SERVER, TODAY)
    assert set(brute.judge(small_room(), SERVER, [item], TODAY).values()) == {"holds"}

    def wrong(**values: object) -> set[str]:
        spoiled: Placed = replace(item, **values)  # type: ignore[arg-type]
        judged = brute.judge(small_room(), SERVER, [spoiled], TODAY)
        return {rule for rule, state in judged.items() if state == "broken"}

    assert wrong(cords=item.cords[:1]) == {"cords"}
    assert wrong(face="rear") == {"space"}
    assert wrong(ports=()) == {"ports"}
    assert wrong(position_hu=item.position_hu and item.position_hu + 1) == {"space"}


def test_conflicts_are_the_minimal_sets_that_meet_every_mask() -> None:
    """Against all subsets, on random masks."""
    rng = Random(7)
    for _ in range(50):
        masks = {frozenset(rng.sample(brute.RULES[:5], rng.randint(1, 3))) for _ in range(4)}
        found = brute.conflicts(masks)
        for conflict in found:
            assert all(conflict & mask for mask in masks)
            assert not any(all((conflict - {rule}) & mask for mask in masks) for rule in conflict)
        assert found
