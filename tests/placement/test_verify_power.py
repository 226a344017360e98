"""The verifier's rule about the power chain: loads of nodes and legs, whatever is lost."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from capacity.errors import BadInput
from capacity.policy import Policy
from capacity.room import Cord, Device, Room
from tests.placement.verifying import broken, fine, only, put, unknown, verdict, wanted
from tests.properties.small_room import PAIR, device, node, small_room, with_nodes

FULL = Policy(usable_ppm=1_000_000)


def drawing(watts: int | None, *cords: str, **more: Any) -> Device:
    """Return a device on some cords, beside the rails."""
    plugs = tuple(Cord(*cord.split(":")) for cord in cords)
    return device("a", position_hu=None, height_hu=0, power_w=watts, cords=plugs, line=2, **more)


def powered(*devices: Device, **more: Any) -> Room:
    """Return the small room with nothing but power.csv to check."""
    return small_room(*devices, files=frozenset({"power.csv"}), **more)


def test_the_last_watt_at_failover_holds() -> None:
    """R1-A lost: 3,500 W and 500 W on R1-B of 4,000 W."""
    assert fine(verdict(powered(drawing(3_500, "R1-A", "R1-B")), put()))


def test_a_watt_more_at_failover_breaks_power() -> None:
    """On both pdus, each while the other side is lost; the worst loss is named, once per node."""
    found = verdict(powered(drawing(3_501, "R1-A", "R1-B")), put())
    assert [v.where for v in found.violations] == ["pdu R1-A", "pdu R1-B"]
    first = found.violations[0]
    assert (first.rule, first.scenario, first.unit) == ("power", "R1-B lost", "W")
    assert (first.capacity, first.after, first.items) == (4_000, 4_001, ("Q1/1",))


def test_nothing_lost_has_its_own_fraction() -> None:
    """0.8 of 4,000 W while nothing is lost, though failover may take all."""
    room = powered(drawing(2_950, "R1-A"))
    assert fine(verdict(room, put()))
    found = only(verdict(powered(drawing(2_951, "R1-A")), put()))
    assert (found.where, found.scenario) == ("pdu R1-A", "nothing lost")
    assert (found.capacity, found.after) == (3_200, 3_201)


def test_without_a_failover_fraction_the_usable_one_holds_for_losses_too() -> None:
    """A single cord of another pdu is untouched by the loss, which is named nevertheless."""
    room = with_nodes(powered(drawing(2_701, "R1-A", "R1-B")), R1_A={"failover_ppm": None})
    found = only(verdict(room, put()))
    assert (found.where, found.capacity, found.after) == ("pdu R1-A", 3_200, 3_201)


def test_a_failover_fraction_below_the_usable_one_binds_in_a_loss_that_moves_nothing() -> None:
    """R1-A at half of 4,000 W while anything is lost: the first loss that leaves it as it is counts."""
    room = with_nodes(
        powered(drawing(1_501, "R1-A")), R1_A={"failover_ppm": 500_000}, R1_B={"rated_w": 9_000}
    )
    one = verdict(room, put(cords=(Cord("R1-A"),)), asks=wanted(cords=1))
    assert (only(one).scenario, only(one).capacity, only(one).after) == ("R1-B lost", 2_000, 2_001)


def test_an_excess_is_not_held_against_what_draws_nothing() -> None:
    """0 W makes nothing larger; a watt does."""
    over = powered(drawing(4_500, "R1-A", "R1-B"))
    assert fine(verdict(over, put(), asks=wanted(power_w=0)))
    assert broken(verdict(over, put(), asks=wanted(power_w=1))) == {"power"}


def test_an_excess_that_an_item_does_not_touch_is_not_held_against_it() -> None:
    """R1-A is over; the item hangs on R1-B alone."""
    over = powered(drawing(4_500, "R1-A"), policy=FULL)
    assert fine(verdict(over, put(cords=(Cord("R1-B"),)), asks=wanted(cords=1)))


def test_a_cord_may_repeat_a_pdu() -> None:
    """2+1 supplies: two thirds of 1,801 W on R1-A, exactly."""
    room = with_nodes(powered(drawing(1_801, "R1-A", "R1-A", "R1-B")), R1_A={"rated_w": 1_450})
    room = with_nodes(room, R1_A={"usable_ppm": 1_000_000, "rated_w": 1_450}, R1_B={"rated_w": 9_000})
    loads = {v.scenario: v for v in verdict(room, put()).violations}
    assert loads["nothing lost"].after == Fraction(2 * 1_801, 3) + 250


def test_other_load_is_passed_upstream() -> None:
    """Panel A carries 9,000 W besides: 9,500 W of 0.8 x 10,000 W at the panel and at its ups."""
    room = with_nodes(powered(), PA={"other_w": 7_750})
    assert fine(verdict(room, put()))
    found = verdict(with_nodes(powered(), PA={"other_w": 7_751}), put())
    assert [(v.where, v.after) for v in found.violations] == [("panel PA", 8_001), ("ups UA", 8_001)]


def test_the_other_load_of_a_dead_node_counts_nowhere() -> None:
    """UB lost: panel B is dead and its 6,000 W with it, so that the utility carries 500 W."""
    room = with_nodes(
        powered(policy=Policy(survive=("ups",))), PB={"other_w": 6_000}, UA={"kind": "generator"}
    )
    assert fine(verdict(with_nodes(room, UTIL={"rated_w": 10_000, "failover_ppm": 50_000}), put()))
    found = only(verdict(with_nodes(room, UTIL={"rated_w": 10_000, "failover_ppm": 49_900}), put()))
    assert (found.where, found.scenario, found.after) == ("utility UTIL", "UB lost", 500)


def test_live_parents_share_alike() -> None:
    """Three ups share 1,800 W: 600 each, 900 each with one lost."""
    ups = tuple(node(f"U{n}", "ups", rated_w=1_000) for n in range(3))
    pdu = node("R1-A", "pdu", "U0", "U1", "U2", path="A", rack="R1")
    room = powered(power=(*ups, pdu), policy=FULL)
    one = {"cords": (Cord("R1-A"),)}
    assert fine(verdict(room, put(**one), asks=wanted(cords=1, power_w=2_000)))
    found = verdict(room, put(**one), asks=wanted(cords=1, power_w=2_001))
    assert {(v.where, v.scenario, v.after) for v in found.violations} == {
        ("ups U0", "U1 lost", Fraction(2_001, 2)),
        ("ups U1", "U0 lost", Fraction(2_001, 2)),
        ("ups U2", "U0 lost", Fraction(2_001, 2)),
    }


def test_a_transfer_switch_takes_the_first_live_parent() -> None:
    """All on UA; on UB while UA is lost, never half on each."""
    pdu = node("R1-A", "pdu", "UA", "UB", path="A", rack="R1", feeding="transfer")
    nodes = (node("UA", "ups", rated_w=500), node("UB", "ups", rated_w=499), pdu)
    found = only(verdict(powered(power=nodes, policy=FULL), put(cords=(Cord("R1-A"),)), asks=wanted(cords=1)))
    assert (found.where, found.scenario, found.after) == ("ups UB", "UA lost", 500)


def test_a_leg_carries_a_third_of_the_rating() -> None:
    """600 W and 400 W fit a leg of 1,000 W; a watt more does not, whatever the other legs hold."""
    three = {"phases": 3, "rated_w": 3_000}
    room = with_nodes(
        powered(drawing(600, "R1-A:L1", "R1-B:L1"), policy=FULL), R1_A=dict(three), R1_B=dict(three)
    )
    on_l1 = put(cords=(Cord("R1-A", "L1"), Cord("R1-B", "L1")))
    on_l2 = put(cords=(Cord("R1-A", "L2"), Cord("R1-B", "L2")))
    assert fine(verdict(room, on_l1, asks=wanted(power_w=400)))
    assert fine(verdict(room, on_l2))
    found = verdict(room, on_l1, asks=wanted(power_w=401))
    assert [(v.where, v.capacity, v.after) for v in found.violations] == [
        ("pdu R1-A:L1", 1_000, 1_001),
        ("pdu R1-B:L1", 1_000, 1_001),
    ]


def test_a_cord_without_leg_loads_the_three_alike() -> None:
    """A third of 1,501 W is 500.33 W: 500 W more is over 1,000 W."""
    three = {"phases": 3, "rated_w": 3_000}
    room = with_nodes(powered(drawing(1_501, "R1-A", "R1-B")), R1_A=dict(three), R1_B=dict(three))
    found = verdict(room, put(cords=(Cord("R1-A", "L1"), Cord("R1-B", "L1"))))
    assert {v.after for v in found.violations if v.where.endswith(":L1")} == {Fraction(3_001, 3)}


def test_an_unknown_draw_leaves_all_above_it_open() -> None:
    """Up to the utility; what the known part breaks is broken."""
    blank = drawing(None, "R1-A", "R1-B")
    found = verdict(powered(blank), put())
    assert found.holds
    assert [u.where for u in found.unknown if u.rule == "power"] == [
        "panel PA",
        "panel PB",
        "pdu R1-A",
        "pdu R1-B",
        "ups UA",
        "ups UB",
        "utility UTIL",
    ]
    assert {(u.file, u.line, u.column) for u in found.unknown} == {("devices.csv", 2, "power_w")}
    assert verdict(powered(blank), put(), asks=wanted(power_w=0)).unknown == ()
    known = drawing(3_501, "R1-A", "R1-B")
    assert {v.where for v in verdict(powered(blank, known), put()).violations} == {"pdu R1-A", "pdu R1-B"}


def test_a_requests_unknown_draw_is_unknown_and_never_broken() -> None:
    """Even where the room is over already."""
    over = powered(drawing(4_500, "R1-A", "R1-B"))
    found = verdict(over, put(), asks=wanted(power_w=None))
    assert found.holds
    assert unknown(found) == {"power", "heat"}
    assert {u.file for u in found.unknown} == {"request.json"}


def test_a_device_without_cords_may_hang_on_any_pdu_of_its_rack() -> None:
    """3,000 W might be on R1-A or on R1-B; the utility carries them for certain."""
    loose = drawing(3_000)
    found = verdict(powered(loose), put())
    assert found.holds
    assert [u.where for u in found.unknown] == ["pdu R1-A", "pdu R1-B"]
    assert {u.column for u in found.unknown} == {"cords"}
    small = with_nodes(powered(loose), UTIL={"rated_w": 3_499, "usable_ppm": 1_000_000})
    assert "utility UTIL" in {v.where for v in verdict(small, put()).violations}
    assert fine(verdict(powered(drawing(100)), put()))


def test_only_kinds_that_must_be_survived_are_lost() -> None:
    """Nothing is lost where survive is empty."""
    room = powered(drawing(3_501, "R1-A", "R1-B"), policy=Policy(survive=()))
    assert fine(verdict(room, put()))


def test_losses_in_series_are_told_by_the_lowest() -> None:
    """UB, PB and R1-B take the same from the other side; the figures are those of any of them."""
    room = powered(drawing(3_501, "R1-A", "R1-B"), policy=Policy(survive=("ups", "panel")))
    assert [v.scenario for v in verdict(room, put()).violations] == ["PB lost", "PA lost"]


def test_a_chain_1500_nodes_deep_is_walked() -> None:
    """Without recursion, and exactly: a watt at every node comes together at the top."""
    nodes = [node(side, "ups", rated_w=3_000, other_w=1) for side in "AB"]
    for depth in range(1_500):
        for side in "AB":
            above = f"{side}{depth - 1}" if depth else side
            nodes.append(node(f"{side}{depth}", "panel", above, rated_w=3_000, other_w=1))
    nodes += [node(f"R1-{s}", "pdu", f"{s}1499", path=s, rack="R1", rated_w=3_000) for s in "AB"]
    room = powered(power=tuple(nodes), policy=FULL)
    assert fine(verdict(room, put(), asks=wanted(power_w=1_499)))
    found = verdict(room, put(), asks=wanted(power_w=1_500))
    assert [(v.where, v.after) for v in found.violations] == [("ups A", 3_001), ("ups B", 3_001)]


def test_what_is_no_chain_is_refused() -> None:
    """A circle, or a parent that is not there."""
    for fed_by in ("R1-A", "nowhere"):
        with pytest.raises(BadInput) as refused:
            verdict(with_nodes(powered(), PA={"fed_by": (fed_by,)}), put())
        assert refused.value.problems[0].file == "power.csv"


def test_an_item_with_more_cords_than_any_device_is_still_exact() -> None:
    """Seven cords where two are asked: a wrong answer, with right figures."""
    seven = put(cords=(*PAIR, *PAIR, *PAIR, Cord("R1-A")))
    room = with_nodes(powered(policy=FULL), R1_A={"rated_w": 200}, R1_B={"rated_w": 9_000})
    found = {(v.where, v.scenario): v.after for v in verdict(room, seven).violations}
    assert found["pdu R1-A", "nothing lost"] == Fraction(500 * 4, 7)
