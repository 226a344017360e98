"""Several items at once: joint limits, keep rules among them, and what keeps them out."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest

from capacity.errors import BadInput
from capacity.ledger import Ledger
from capacity.room import Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer
from placement.check import Checker
from placement.proof import SEED
from placement.request import Request
from placement.rules import RULES
from placement.solver.model import excluded
from tests.builders import (
    app,
    chain,
    check,
    device,
    draws,
    group,
    host,
    need,
    node,
    pdu,
    rack,
    random_room,
    room,
    server,
    unit,
    vm,
)

RACKS = (rack("R1"), rack("R2"), rack("R3", row="B", cooling_zone="Z2"))


def light(quantity: int, **more: Any) -> Request:
    """Servers of 1 U, 1 kg and 10 W."""
    return server(**({"height_hu": 2, "weight_g": 1_000, "power_w": 10, "quantity": quantity} | more))


def three(**more: Any) -> Room:
    return room(**({"racks": RACKS, "power": chain("R1", "R2", "R3")} | more))


def racks_of(answer: Answer) -> list[str]:
    return sorted(str(p.rack) for p in answer.placement)


def at_most(where: Room, request: Request, best: int, *conflicts: tuple[str, ...]) -> None:
    """Assert that `best` items fit and one more does not, for these sets of rules."""
    assert check(where, replace(request, quantity=best)).decision == FITS
    answer = check(where, replace(request, quantity=best + 1))
    assert answer.decision == DOES_NOT_FIT
    assert answer.would_fit_if == (({"quantity": best},) if best else ())
    assert answer.conflicts == conflicts
    assert {(r.least_short, r.unit) for r in answer.reasons} == {(1, "items")}


# --- limits that items share -----------------------------------------------------------------


def test_items_stand_beside_each_other() -> None:
    """Ten servers of 1 U in 10 U, each at a unit of its own; an eleventh has none."""
    answer = check(room(), light(10))
    assert [p.position_hu for p in answer.placement] == list(range(2, 22, 2))
    assert [p.item for p in answer.placement] == list(range(1, 11))
    at_most(room(), light(1), 10, ("space",))


def test_items_of_half_depth_stand_back_to_back() -> None:
    """Twenty on two faces."""
    at_most(room(), light(1, depth="half", depth_mm=400), 20, ("space",))


def test_a_gap_takes_whole_items_only() -> None:
    """3 U between D1 and the top hold one server of 2 U."""
    where = room(device(position_hu=12, height_hu=2), racks=(rack(),))
    at_most(where, light(1, height_hu=8), 2, ("space",))


def test_items_share_the_load_of_a_rack() -> None:
    """Three of 30 kg in 100 kg."""
    at_most(room(), light(1, weight_g=30_000), 3, ("weight",))


def test_items_share_the_heat_of_a_rack() -> None:
    """Four of 300 W in 1,300 W."""
    at_most(room(racks=(rack(max_heat_w=1_300),)), light(1, power_w=300), 4, ("heat",))


def test_items_share_the_chain() -> None:
    """R1 and R2 carry 4,000 W each, but PB only 5,000 W in all: five of 1,000 W, whichever racks."""
    racks = tuple(replace(r, max_heat_w=9_000) for r in RACKS[:2])
    where = room(racks=racks, power=chain("R1", "R2", PB={"rated_w": 5_000}))
    at_most(where, light(1, power_w=1_000), 5, ("power",))


def test_items_share_legs() -> None:
    """Legs of 1,000 W: two of 500 W on each of three."""
    three_phase = {"rated_w": 3_000, "phases": 3}
    where = room(power=chain(R1_A=three_phase, R1_B=three_phase), racks=(rack(max_heat_w=9_000),))
    at_most(where, light(1, power_w=500), 6, ("power",))


def test_items_share_outlets() -> None:
    """Three sockets on A."""
    at_most(room(power=chain(R1_A={"outlets": 3})), light(1), 3, ("outlets",))


def test_items_share_the_cooling_of_an_area() -> None:
    """C1 (500 W) serves Z1, C2 (600 W) both: 1,100 W in all, though each zone alone takes more than half."""
    units = (unit("C1", 500, "Z1"), unit("C2", 600, "Z1", "Z2"))
    at_most(three(cooling=units), light(1, power_w=100), 11, ("cooling",))


def test_items_share_ports() -> None:
    """Eight free ports, two each, one per side."""
    where = room(ports=(group("SWA", 4), group("SWB", 5, side="B")))
    answer = check(where, light(4, ports=(need(2),), port_sides=2))
    assert [[str(u) for u in p.ports] for p in answer.placement] == [
        ["SWA/10gbase-x-sfpp:1", "SWB/10gbase-x-sfpp:1"]
    ] * 4
    at_most(where, light(1, ports=(need(2),), port_sides=2), 4, ("ports",))


def test_items_keep_units_free_together() -> None:
    """7 U may be taken of 10 U when 3 U stay free; it needs space too, for piled up they would take less."""
    at_most(room(policy={"keep_free_hu": 6}), light(1), 7, ("space", "keep_free"))


def test_applications_share_hosts_and_their_cluster() -> None:
    """Two hosts of 16 vcpu, one of them spare: four of 4 vcpu in the cluster."""
    hosts = (host("N1", cluster="C1"), host("N2", cluster="C1"))
    where = room(hosts=hosts, policy={"hosting_spare": 1})
    at_most(where, app(memory_mb=0, disk_gb=0), 4, ("hosting",))
    alone = room(hosts=(host("N1"), host("N2")), vms=(vm("V1", "N1", vcpu=4),))
    at_most(alone, app(memory_mb=0, disk_gb=0), 7, ("hosting",))


# --- keep rules among the items --------------------------------------------------------------


@pytest.mark.parametrize(("keep", "best"), [("apart:rack", 3), ("apart:row", 2), ("apart:cooling", 2)])
def test_items_keep_apart_from_each_other(keep: str, best: int) -> None:
    """R1 and R2 are row A and zone Z1, R3 is row B and zone Z2; no group is needed for that."""
    at_most(three(), light(1, keep=(keep,)), best, ("keep",))


def test_items_keep_together() -> None:
    """Ten fit in one rack, twenty in one row; one more would need another."""
    assert len(set(racks_of(check(three(), light(10, keep=("together:rack",)))))) == 1
    at_most(three(), light(1, keep=("together:rack",)), 10, ("space", "keep"))
    assert set(racks_of(check(three(), light(20, keep=("together:row",))))) == {"R1", "R2"}


def test_together_in_a_row_and_apart_in_racks() -> None:
    """Two items: R1 and R2."""
    answer = check(three(), light(2, keep=("together:row", "apart:rack")))
    assert racks_of(answer) == ["R1", "R2"]


def test_items_keep_apart_from_members_too() -> None:
    """D1 stands in R1: two racks are left."""
    where = three(devices=(device(group="web"),))
    at_most(where, light(1, group="web", keep=("apart:rack",)), 2, ("keep",))


@pytest.mark.parametrize(("paths", "decision"), [("AB", FITS), ("A", DOES_NOT_FIT)])
def test_no_single_loss_may_leave_all_items_dead(paths: str, decision: str) -> None:
    """Two items of one cord each: on A and B one lives; on A alone both die with PA."""
    nodes = tuple(n for n in chain() if n.kind != "pdu" or str(n.path) in paths)
    answer = check(room(power=nodes), light(2, cords=1, keep=("apart:power",)))
    assert answer.decision == decision
    if decision == FITS:
        assert sorted(str(c) for p in answer.placement for c in p.cords) == ["R1-A", "R1-B"]
    else:
        assert answer.conflicts == (("keep",),)
        assert answer.would_fit_if == ({"quantity": 1},)


def test_a_third_item_may_save_two_that_may_die_together() -> None:
    """Hosts of unknown cords: N1 may die with U1 or U3, N2 with U1 or U2, N3 with U2 or U3.

    Any two may die in one loss, all three in none: three applications are certain where two are not.
    """
    feeds = {"R1": ("U1", "U3"), "R2": ("U1", "U2"), "R3": ("U2", "U3")}
    ups = tuple(node(f"U{i}", "ups") for i in "123")
    pdus = tuple(pdu(f"{r}-{path}", u) for r, two in feeds.items() for path, u in zip("AB", two, strict=True))
    there = tuple(draws(f"D{i}", 10, rack=f"R{i}") for i in "123")
    hosts = tuple(host(f"N{i}", device=f"D{i}") for i in "123")
    where = three(power=(*ups, *pdus), devices=there, hosts=hosts, policy={"survive": ("ups",)})
    whole = app(vcpu=16, keep=("apart:power",))
    assert check(where, replace(whole, quantity=2)).decision == CANNOT_DECIDE
    at_most(where, whole, 3, ("hosting",))


def test_applications_keep_apart_by_the_racks_of_their_hosts() -> None:
    """Two hosts in R1 and one in R2: two items, in different racks."""
    there = (device("D1"), device("D2", position_hu=4), device("D3", rack="R2"))
    hosts = tuple(host(f"N{i}", device=f"D{i}") for i in "123")
    where = three(devices=there, hosts=hosts)
    at_most(where, app(keep=("apart:rack",)), 2, ("keep",))


def test_applications_keep_apart_by_the_power_of_their_hosts() -> None:
    """N1 and N2 hang on A: two items on them die together, so one must be on N3."""
    there = (draws("D1", 9, "R1-A"), draws("D2", 9, "R2-A", rack="R2"), draws("D3", 9, "R3-B", rack="R3"))
    hosts = tuple(host(f"N{i}", device=f"D{i}") for i in "123")
    answer = check(three(devices=there, hosts=hosts), app(quantity=2, vcpu=16, keep=("apart:power",)))
    assert answer.decision == FITS
    assert "N3" in {str(p.host) for p in answer.placement}


# --- decisions and explanations --------------------------------------------------------------


def test_what_excludes_one_item_is_told_for_one() -> None:
    """Each is too heavy by itself."""
    answer = check(room(), light(3, weight_g=200_000))
    assert (answer.decision, answer.conflicts) == (DOES_NOT_FIT, (("weight",),))
    assert (answer.reasons[0].rule, answer.reasons[0].least_short, answer.reasons[0].unit) == (
        "weight",
        100,
        "kg",
    )
    hosted = check(room(hosts=(host("N1", status="planned", vcpu=0),)), app(quantity=2))
    assert hosted.conflicts == (("status",), ("hosting",))


def test_sets_of_rules_are_told_where_no_rule_alone_keeps_the_items_out() -> None:
    """Heat lets three into R1, weight three into R2: to fit seven, one of the two rules would have to go."""
    racks = (rack("R1", max_heat_w=35), rack("R2", max_load_g=3_500))
    where = room(racks=racks, power=chain("R1", "R2"))
    at_most(where, light(1), 6, ("weight", "heat"))


def test_a_rack_too_low_for_any_start_counts_when_space_is_left_out() -> None:
    """R1 has no power for three; R2, of half a unit less than they need, would take all but for space."""
    racks = (rack("R1", height_u=4), rack("R2", height_u=1))
    where = room(racks=racks, power=chain("R1", "R2", R1_A={"rated_w": 25}))
    answer = check(where, light(3, height_hu=4))
    assert answer.conflicts == (("space",),)
    assert check(where, light(2, height_hu=2, power_w=10)).decision == FITS


def test_undecided_items_are_undecided_together() -> None:
    """Each fits beside what R1 is known to carry, all three only if D1 weighs little."""
    where = room(device(weight_g=None), policy={"unknown_limits": "condition"})
    answer = check(where, light(3))
    assert answer.decision == CANNOT_DECIDE
    assert [m.column for m in answer.missing] == ["weight_kg"]
    assert answer.proof is not None
    assert answer.proof.bound == 3


def test_more_items_than_anybody_has_are_answered_too() -> None:
    """A thousand million: 10 fit."""
    answer = check(room(), light(10**9))
    assert (answer.decision, answer.would_fit_if) == (DOES_NOT_FIT, ({"quantity": 10},))
    assert ("space",) in answer.conflicts


def test_more_applications_than_can_be_listed_are_refused_if_they_fit() -> None:
    """They need nothing, so all fit, but nobody reads a list of 20,000."""
    nothing = app(vcpu=0, memory_mb=0, disk_gb=0, quantity=20_000)
    with pytest.raises(BadInput) as raised:
        check(room(hosts=(host("N1"),)), nothing)
    assert raised.value.problems[0].column == "quantity"
    answer = check(room(hosts=(host("N1"),)), replace(nothing, vcpu=1))
    assert (answer.decision, answer.would_fit_if) == (DOES_NOT_FIT, ({"quantity": 16},))


def test_conditions_of_all_items_are_told_once() -> None:
    """Both hang on one cord of R1-A."""
    nodes = chain()[:-1]
    answer = check(room(power=nodes), light(2, cords=1))
    assert [c for c in answer.conditions if "One cord" in c] == [
        "One cord only: the loss of PA, R1-A, UA switches it off."
    ]


def test_the_same_question_gets_the_same_placement() -> None:
    """CP-SAT with one worker and a fixed seed."""
    where, request = three(), light(7, keep=("apart:power",))
    assert check(where, request) == check(where, request)


def test_every_set_of_rules_of_random_rooms_excludes_the_items_and_is_minimal() -> None:
    """Each set alone leaves no placement, and a placement appears with any of its rules left out."""
    joint = 0
    every = frozenset(RULES)
    for seed in range(3_000, 3_050):
        case = random_room(seed)
        request = replace(case.request, quantity=3)
        answer = Checker(case.room, case.today).check(request)
        if answer.decision != DOES_NOT_FIT or not any(r.unit == "items" for r in answer.reasons):
            continue
        joint += 1
        ledger = Ledger(case.room, case.today, [request.name])
        assert answer.conflicts
        for some in map(frozenset, answer.conflicts):
            assert excluded(ledger, request, SEED, every - some), f"{some} of seed {seed}"
            for rule in some:
                fewer = some - {rule}
                assert not excluded(ledger, request, SEED, every - fewer), f"{fewer} of seed {seed}"
        pairs = combinations(map(frozenset, answer.conflicts), 2)
        assert not any(a <= b or b <= a for a, b in pairs)
    assert joint >= 5
