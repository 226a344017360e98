"""Power: what nodes and legs carry in every scenario, and the last watt that still fits."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from capacity.limits.limit import ENDLESS
from capacity.limits.power import PowerGrid
from capacity.room import Cord, PowerNode, Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from placement.request import Request
from tests.builders import (
    CHAIN,
    POLICY,
    SERVER,
    UPSTREAM,
    chain,
    check,
    draws,
    ledger,
    node,
    pdu,
    rack,
    room,
)
from tests.networks import naive_capacity, naive_live, naive_load, naive_loads, networks, plugs

WIDE = (rack(max_heat_w=None, max_load_g=None),)
LIGHT = replace(SERVER, weight_g=0)
LETS_PASS = {"unknown_limits": "condition"}


def grid(where: Room) -> PowerGrid:
    found = ledger(where).power
    assert found is not None
    return found


def load(where: Room, name: str, loss: str | None = None) -> int | Fraction:
    """Watts on a limit for certain, in a scenario."""
    found = grid(where)
    index = {found.chain.name(i).split(" ")[1]: i for i in range(found.chain.size)}
    bar = found.limit(index[name], None if loss is None else found.chain.index[loss])
    return Fraction(bar.used, bar.scale)


def carries(where: Room, *cords: str) -> int | Fraction:
    """Watts that these cords can carry for certain, unrounded to draw units."""
    found = grid(where)
    plugs = [found.chain.cord(Cord(*cord.split(":"))) for cord in cords]
    return Fraction(found.carry(plugs).sure, found.unit)


def fits_up_to(watts: int, *, request: Request = LIGHT, **more: object) -> None:
    """Assert that a server of so many watts fits a rack without other limits, and one watt more does not."""
    where = room(**({"racks": WIDE} | more | {"policy": LETS_PASS | dict(more.get("policy", {}))}))  # type: ignore[call-overload]
    assert check(where, replace(request, power_w=watts)).decision == FITS
    refused = check(where, replace(request, power_w=watts + 1))
    assert refused.decision == DOES_NOT_FIT
    assert refused.conflicts == (("power",),)
    assert refused.would_fit_if[0] == {"power_w": watts}


# --- shares of a doubled chain ---------------------------------------------------------------


def test_two_cords_share_and_each_must_carry_all_when_the_other_is_dead() -> None:
    """4,000 W on two pdus of 4,000 W: 2,000 W each, and 4,000 W on the one that is left."""
    fits_up_to(4_000)


def test_a_margin_for_normal_times_halves_nothing_when_failover_may_use_all() -> None:
    """At 0.5 of 4,000 W each pdu carries 2,000 W of 4,000 W, and all of it when the other is lost."""
    halves = {"usable_ppm": 500_000, "failover_ppm": 1_000_000}
    fits_up_to(4_000, power=chain(R1_A=halves, R1_B=halves))


def test_a_failover_fraction_below_the_usable_one_binds() -> None:
    """0.9 normally but 0.75 when something is lost: 3,000 W of 4,000 W."""
    low = {"usable_ppm": 900_000, "failover_ppm": 750_000}
    fits_up_to(3_000, power=chain(R1_A=low, R1_B=low))


def test_the_failover_fraction_is_the_usable_one_by_default() -> None:
    """0.75 of 4,000 W with the other side lost: 3,000 W, from the node or from the policy."""
    own = {"usable_ppm": 750_000}
    fits_up_to(3_000, power=chain(R1_A=own, R1_B=own))
    fits_up_to(3_000, policy={"usable_ppm": 750_000})


def test_failover_counts_for_any_loss_also_one_that_changes_nothing_here() -> None:
    """Losing R2-A leaves R1 as it is, but the limits are then those of failover: 0.25 x 4,000 W."""
    low = {"failover_ppm": 250_000}
    one_cord = replace(LIGHT, cords=1)
    nodes = chain("R1", "R2", R1_A=low, R1_B=low)
    fits_up_to(1_000, request=one_cord, power=nodes)


def test_a_fraction_of_a_rating_is_exact() -> None:
    """0.333333 x 3,001 W = 1,000.332333 W: 1,000 W fit, 1,001 W do not."""
    third = {"rated_w": 3_001, "usable_ppm": 333_333}
    fits_up_to(1_000, power=chain(R1_A=third, R1_B=third))


def test_what_stands_there_takes_its_share() -> None:
    """300 W on A and B: each side has 150 W, and 300 W of 4,000 W when the other is lost."""
    where = room(draws("D1", 300, "R1-A", "R1-B"))
    assert (load(where, "R1-A"), load(where, "R1-A", "UB")) == (150, 300)
    assert load(where, "UTIL") == 300
    assert carries(where, "R1-A", "R1-B") == 3_700


def test_cords_that_repeat_a_pdu_take_equal_parts_of_the_draw() -> None:
    """A 2+1 supply of 300 W: 200 W on A, 100 W on B; 300 W on either when the other is lost."""
    where = room(draws("D1", 300, "R1-A", "R1-A", "R1-B"))
    assert (load(where, "R1-A"), load(where, "R1-B")) == (200, 100)
    assert (load(where, "PA", "R1-B"), load(where, "PB", "UA")) == (300, 300)


def test_a_device_without_a_live_cord_loads_nothing() -> None:
    """One cord on A: with UA lost nothing of its 300 W is left anywhere."""
    where = room(draws("D1", 300, "R1-A"))
    assert (load(where, "UTIL"), load(where, "UTIL", "UA"), load(where, "UB", "UA")) == (300, 0, 0)


def test_the_panel_that_carries_both_sides_of_a_rack_carries_all() -> None:
    """Both pdus on PA (2,500 W): the whole draw lies there, whatever the pdus could carry."""
    nodes = (
        *chain(PA={"rated_w": 2_500})[:5],
        pdu("R1-A", "PA"),
        pdu("R1-B", "PA", "PB", feeding="transfer"),
    )
    fits_up_to(2_500, power=nodes)


# --- legs ------------------------------------------------------------------------------------


def test_a_leg_carries_a_third_of_the_rating() -> None:
    """3,000 W of three phases: 1,000 W on the leg that the server names."""
    three = {"rated_w": 3_000, "phases": 3}
    fits_up_to(1_000, power=chain(R1_A=three, R1_B=three))


def test_a_leg_of_a_rating_that_has_no_third_is_exact() -> None:
    """2,000 W: 666 2/3 W per leg, so 666 W fit and 667 W do not."""
    three = {"rated_w": 2_000, "phases": 3}
    fits_up_to(666, power=chain(R1_A=three, R1_B=three))


def test_a_cord_without_leg_loads_the_three_equally() -> None:
    """1,000 W on a cord without leg: 333 1/3 W each, and 666 2/3 W of 1,000 W are left on any."""
    where = room(draws("D1", 1_000, "R1-A"), power=chain(R1_A={"rated_w": 3_000, "phases": 3}))
    assert [load(where, f"R1-A:{leg}") for leg in ("L1", "L2", "L3")] == [Fraction(1_000, 3)] * 3
    assert carries(where, "R1-A:L2") == 666


def test_a_leg_that_is_full_leaves_the_others() -> None:
    """900 W on L1 of 1,000 W: 100 W there, 1,000 W on L2, and 2,100 W on the pdu itself."""
    where = room(draws("D1", 900, "R1-A:L1"), power=chain(R1_A={"rated_w": 3_000, "phases": 3}))
    assert [carries(where, f"R1-A:{leg}") for leg in ("L1", "L2")] == [100, 1_000]


def test_the_server_goes_to_the_legs_with_room() -> None:
    """L1 of both sides is full: the legs named are others, and 1,000 W fit."""
    three = {"rated_w": 3_000, "phases": 3}
    nodes = chain(R1_A=three, R1_B=three)
    there = draws("D1", 1_000, "R1-A:L1", "R1-B:L1")
    answer = check(room(there, power=nodes), replace(LIGHT, power_w=1_000))
    assert answer.decision == FITS
    assert {cord.leg for cord in answer.placement[0].cords} <= {"L2", "L3"}
    assert check(room(there, power=nodes), replace(LIGHT, power_w=1_001)).conflicts == (("power",),)


def test_the_own_load_of_a_three_phase_pdu_lies_on_its_legs_equally() -> None:
    """600 W of its own put 200 W on each leg."""
    nodes = chain(R1_A={"rated_w": 3_000, "phases": 3, "other_w": 600})
    assert [load(room(power=nodes), f"R1-A:{leg}") for leg in ("L1", "L2", "L3")] == [200] * 3
    assert carries(room(power=nodes), "R1-A:L1") == 800


# --- redundancy of other shapes --------------------------------------------------------------


def three_ups(rated_w: int, feeding: str = "share") -> tuple[PowerNode, ...]:
    """Three UPSs that feed both panels together: N+1 where two of them can carry all."""
    ups = tuple(node(f"U{i}", "ups", rated_w=rated_w) for i in "123")
    panels = tuple(
        node(f"P{path}", "panel", *(u.name for u in ups), feeding=feeding, rated_w=20_000) for path in "AB"
    )
    pdus = tuple(pdu(f"R1-{path}", f"P{path}", rated_w=20_000) for path in "AB")
    return (*ups, *panels, *pdus)


def test_n_plus_one_carries_what_the_ups_s_that_are_left_carry() -> None:
    """Three of 1,000 W, one lost: two carry 2,000 W; 2,001 W would be 1,000.5 W each."""
    fits_up_to(2_000, power=three_ups(1_000))


def test_a_share_over_three_parents_is_a_third_each() -> None:
    """3,000 W over three UPSs that nobody can lose: 1,000 W each; 3,001 W would be 1,000 1/3 W."""
    fits_up_to(3_000, power=three_ups(1_000), policy={"survive": ("pdu",)})


def test_a_transfer_switch_puts_all_on_one_parent() -> None:
    """The first of three UPSs of 1,000 W carries both panels alone, though nothing else is loaded."""
    fits_up_to(1_000, power=three_ups(1_000, "transfer"))


def test_distributed_redundancy_spreads_the_load_of_a_lost_ups() -> None:
    """Each rack is fed by two of three UPSs: UA+UB, UB+UC, UC+UA, and 1,000 W stand in each rack.

    Each UPS carries 500 W of two racks. With UA lost, UB carries all of R1 and half of R2, 1,500 W, and so
    does UC. R1 may have 1,500 W more in UPSs of 3,000 W: 2,500 W of R1 and 500 W of R2.
    """
    ups = tuple(node(f"U{i}", "ups", rated_w=3_000) for i in "ABC")
    feeds = {"R1": "AB", "R2": "BC", "R3": "CA"}
    pdus = tuple(
        pdu(f"{name}-{path}", f"U{feed}")
        for name, two in feeds.items()
        for path, feed in zip("AB", two, strict=True)
    )
    there = [draws(f"D{i}", 1_000, f"R{i}-A", f"R{i}-B", rack=f"R{i}") for i in "123"]
    racks = tuple(rack(name) for name in feeds)
    where = room(*there, racks=racks, power=(*ups, *pdus))
    assert [load(where, f"U{i}") for i in "ABC"] == [1_000] * 3
    assert [load(where, f"U{i}", "UA") for i in "BC"] == [1_500, 1_500]
    assert carries(where, "R1-A", "R1-B") == 1_500


def test_cross_fed_panels_share_what_their_other_parent_leaves() -> None:
    """Panels on two UPSs each: PA on UA and UB, PB on UB and UA: every UPS has half, or all in a loss."""
    ups = tuple(node(f"U{i}", "ups", rated_w=3_000) for i in "AB")
    panels = (node("PA", "panel", "UA", "UB"), node("PB", "panel", "UB", "UA"))
    nodes = (*ups, *panels, pdu("R1-A", "PA"), pdu("R1-B", "PB"))
    where = room(draws("D1", 800, "R1-A", "R1-B"), power=nodes)
    assert (load(where, "UA"), load(where, "UA", "PB"), load(where, "UA", "UB")) == (400, 400, 800)
    assert carries(where, "R1-A", "R1-B") == 2_200


def test_a_static_switch_moves_its_load_when_its_first_parent_is_lost() -> None:
    """A rack ATS is a pdu that transfers: 500 W on PA, on PB once PA or its UPS is lost."""
    ats = pdu("R1-A", "PA", "PB", feeding="transfer")
    where = room(draws("D1", 500, "R1-A"), power=(*UPSTREAM, ats))
    assert (load(where, "UA"), load(where, "UB")) == (500, 0)
    assert (load(where, "UA", "PA"), load(where, "UB", "PA"), load(where, "UB", "UA")) == (0, 500, 500)


# --- loads that are no devices ---------------------------------------------------------------


def test_other_load_is_passed_upwards() -> None:
    """1,500 W of a panel lie on it and on its UPS: 8,000 W - 1,500 W are left above one cord."""
    nodes = chain(PA={"other_w": 1_500}, R1_A={"rated_w": 20_000})
    where = room(power=nodes)
    assert [load(where, name) for name in ("R1-A", "PA", "UA", "UTIL")] == [0, 1_500, 1_500, 1_500]
    assert carries(where, "R1-A") == 6_500


def test_other_load_of_a_dead_node_counts_nowhere() -> None:
    """With UA lost the panel's 1,500 W are gone, and do not move to the other side."""
    where = room(power=chain(PA={"other_w": 1_500}))
    assert (load(where, "UTIL", "UA"), load(where, "UB", "UA")) == (0, 0)


def test_other_load_of_a_shared_node_moves_with_its_feed() -> None:
    """A panel on two UPSs: 750 W on each, 1,500 W on one when the other is lost."""
    nodes = (node("UA", "ups"), node("UB", "ups"), node("P", "panel", "UA", "UB", other_w=1_500))
    where = room(power=nodes)
    assert (load(where, "UA"), load(where, "UA", "UB")) == (750, 1_500)


# --- faults of today -------------------------------------------------------------------------


def test_a_node_that_is_over_takes_nothing_more_but_what_avoids_it() -> None:
    """R1-A carries 4,100 W of 4,000 W: a cord there is refused, one on R1-B is not."""
    where = room(draws("D1", 4_100, "R1-A"), racks=WIDE, policy=LETS_PASS)
    assert carries(where, "R1-A") == -100
    assert carries(where, "R1-B") == 4_000
    answer = check(where, replace(LIGHT, cords=1))
    assert answer.decision == FITS
    assert answer.placement[0].cords == (Cord("R1-B"),)
    assert check(where, LIGHT).conflicts == (("power",),)


@pytest.mark.parametrize(("power_w", "decision"), [(0, FITS), (1, DOES_NOT_FIT)])
def test_what_draws_nothing_holds_on_a_node_that_is_over(power_w: int, decision: str) -> None:
    """A charge of zero changes nothing."""
    where = room(draws("D1", 4_100, "R1-A"), racks=WIDE, policy=LETS_PASS)
    assert check(where, replace(LIGHT, power_w=power_w)).decision == decision


def test_what_is_over_in_one_scenario_only_binds_in_that_one() -> None:
    """2,500 W on each side by cords to both: 5,000 W of 4,000 W on one when the other is lost."""
    where = room(draws("D1", 5_000, "R1-A", "R1-B"), racks=WIDE, policy=LETS_PASS)
    assert (load(where, "R1-A"), load(where, "R1-A", "R1-B")) == (2_500, 5_000)
    assert carries(where, "R1-A") == -1_000


def test_a_rating_of_zero_carries_nothing() -> None:
    """1 W is too much."""
    assert carries(room(power=chain(PA={"rated_w": 0})), "R1-A", "R1-B") == 0


# --- what is not known -----------------------------------------------------------------------


def test_an_unknown_draw_leaves_nothing_certain_above_it() -> None:
    """D1 hangs on A: its side is unknown, the other certain but for what it carries of nothing."""
    found = grid(room(draws("D1", None, "R1-A")))
    side_a, side_b = ([found.chain.cord(Cord(f"R1-{path}"))] for path in "AB")
    assert found.carry(side_a).sure < -(ENDLESS // 2)
    assert found.carry(side_a).possible == 4_000
    assert found.carry(side_b).sure < 0  # UTIL is above both
    assert [d.name for d, _ in found.doubtful] == ["D1"]


def test_an_unknown_draw_of_one_side_leaves_the_other_certain_where_they_share_nothing() -> None:
    """Without a common utility a cord on B is certain."""
    nodes = tuple(replace(n, fed_by=()) if n.kind == "ups" else n for n in CHAIN if n.kind != "utility")
    where = room(draws("D1", None, "R1-A"), racks=WIDE, power=nodes, policy=LETS_PASS)
    assert carries(where, "R1-B") == 4_000
    assert check(where, LIGHT).decision == CANNOT_DECIDE


def test_unknown_cords_put_between_nothing_and_all_on_every_pdu_of_the_rack() -> None:
    """1,000 W somewhere in R1: 3,000 W are certain on either pdu, 4,000 W possible; UTIL has it all."""
    found = grid(room(draws("D1", 1_000), power=chain("R1", "R2")))
    carry = found.carry([found.chain.cord(Cord("R1-A"))])
    assert (carry.sure, carry.possible) == (3_000, 4_000)
    assert found.limit(found.chain.index["UTIL"], None).used == 1_000 * found.scale
    assert found.carry([found.chain.cord(Cord("R2-A"))]).sure == 4_000


def test_unknown_cords_on_legs_put_between_nothing_and_all_on_each() -> None:
    """1,000 W on one leg of one pdu, any: 1,000 W of 1,000 W may be used on L2."""
    found = grid(room(draws("D1", 1_000), power=chain(R1_A={"rated_w": 3_000, "phases": 3})))
    carry = found.carry([found.chain.cord(Cord("R1-A", "L2"))])
    assert (carry.sure, carry.possible) == (0, 1_000)


def test_a_device_that_draws_nothing_needs_no_cords() -> None:
    """Its empty cell is no doubt."""
    assert grid(room(draws("D1", 0))).doubtful == []


def test_a_device_of_unknown_cords_in_a_rack_without_pdus_loads_nothing() -> None:
    """A rack without pdus puts nothing on the chain."""
    where = room(draws("D1", 1_000, rack="R2"), racks=(rack("R1"), rack("R2")))
    assert carries(where, "R1-A") == 4_000


# --- against a plain walk --------------------------------------------------------------------


@given(st.data())
def test_every_load_and_every_last_watt_is_that_of_a_plain_walk(data: st.DataObject) -> None:
    """Random chains with up to three devices: each limit in each scenario, and what cords carry."""
    nodes = data.draw(networks())
    assume(any(n.kind == "pdu" for n in nodes))
    things = data.draw(st.lists(st.tuples(st.integers(0, 30), plugs(nodes, 3)), max_size=3))
    there = [replace(draws(f"D{i}", watts), cords=cords) for i, (watts, cords) in enumerate(things)]
    found = grid(room(*there, power=tuple(nodes)))
    asked = data.draw(plugs(nodes, 2))
    least: list[Fraction] = []
    for scenario in (None, *found.chain.scenarios):
        loss = None if scenario is None else found.chain.nodes[scenario].name
        now = naive_loads(nodes, things, loss)
        for number in range(found.chain.size):
            bar = found.limit(number, scenario)
            name = bar.name.split(" ")[1]
            if not naive_live(nodes, name.partition(":")[0], loss):
                continue
            assert Fraction(bar.used, bar.scale) == now.get(name, 0), f"{bar.name}, {bar.scenario}"
            room_ = naive_capacity(nodes, name, loss, POLICY) - now.get(name, 0)
            if part := naive_load(nodes, asked, loss).get(name, 0):
                least.append(room_ / part)
    carry = found.carry([found.chain.cord(cord) for cord in asked])
    assert carry.sure == carry.possible == min(least) // 1
    dark = {found.chain.nodes[s].name for s in carry.dark}
    losses = [found.chain.nodes[s].name for s in found.chain.scenarios]
    assert dark == {loss for loss in losses if not any(naive_live(nodes, c.pdu, loss) for c in asked)}


@given(st.data())
def test_with_unknown_draws_and_cords_the_last_watt_is_that_of_all_limits(data: st.DataObject) -> None:
    """No scenario is left out for being thought the looser one: every bar is asked, in every scenario."""
    nodes = data.draw(networks())
    assume(any(n.kind == "pdu" for n in nodes))
    watts = st.one_of(st.none(), st.integers(0, 30))
    things = data.draw(st.lists(st.tuples(watts, st.one_of(st.just(()), plugs(nodes, 3))), max_size=3))
    there = [replace(draws(f"D{i}", draw), cords=cords) for i, (draw, cords) in enumerate(things)]
    found = grid(room(*there, power=tuple(nodes)))
    asked = [found.chain.cord(cord) for cord in data.draw(plugs(nodes, 2))]
    sure, possible = [], []
    for scenario in (None, *found.chain.scenarios):
        for limit, part in found.charge(asked, scenario).items():
            bar = found.limit(limit, scenario)
            assert bar.capacity is not None
            assert bar.used <= bar.most
            sure.append((bar.capacity - bar.most) // part)
            possible.append((bar.capacity - bar.used) // part)
    carry = found.carry(asked)
    assert (carry.sure, carry.possible) == (min(sure), min(possible))


def test_a_draw_in_parts_of_a_watt_is_carried_exactly() -> None:
    """0.7 x 5,715 W = 4,000.5 W is over 4,000 W; 5,714 W count as 3,999.8 W."""
    wide = {"racks": WIDE, "policy": LETS_PASS | {"nameplate_ppm": 700_000}}
    asked = replace(LIGHT, power_w=5_714, power_basis="nameplate")
    assert check(room(**wide), asked).decision == FITS
    refused = check(room(**wide), replace(asked, power_w=5_715))
    assert (refused.decision, refused.reasons[0].least_short) == (DOES_NOT_FIT, Fraction(1, 2))
