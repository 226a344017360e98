"""The power chain: who is dead and which way a load goes, by hand and against a naive recomputation."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from capacity.limits.chain import Chain, Scenario
from capacity.room import LEGS, Cord, PowerNode
from tests.builders import CHAIN, POLICY, chain, node, pdu
from tests.networks import naive_live, naive_way, networks

THIRD = Fraction(1, 3)


def names(found: Chain, scenario: Scenario) -> set[str]:
    return {found.nodes[i].name for i in found.dead(scenario)}


def lost(found: Chain, name: str | None) -> Scenario:
    return None if name is None else found.index[name]


def way(found: Chain, name: str, loss: str | None = None) -> dict[str, Fraction]:
    """Parts of a load at a node, by the names of the limits."""
    carried = found.path(found.index[name], lost(found, loss))
    return {found.name(limit).split(" ")[1]: part for limit, part in carried.items()}


@given(networks())
def test_dead_nodes_are_those_without_a_live_way_to_a_source(nodes: list[PowerNode]) -> None:
    """For every loss of every kind that can be lost, node by node."""
    found = Chain(nodes, POLICY)
    assert {found.nodes[s].name for s in found.scenarios} == {
        n.name for n in nodes if n.kind in POLICY.survive
    }
    for scenario in found.scenarios:
        loss = found.nodes[scenario].name
        assert names(found, scenario) == {n.name for n in nodes if not naive_live(nodes, n.name, loss)}


@given(networks())
def test_every_load_goes_the_way_that_a_walk_upwards_finds(nodes: list[PowerNode]) -> None:
    """For every live node, with nothing lost and in every loss; the parts are exact."""
    found = Chain(nodes, POLICY)
    for scenario in (None, *found.scenarios):
        loss = None if scenario is None else found.nodes[scenario].name
        for name in (n.name for n in nodes if naive_live(nodes, n.name, loss)):
            assert way(found, name, loss) == naive_way(nodes, name, loss, Fraction(1))


@given(networks())
def test_a_loss_that_is_not_named_changes_no_way(nodes: list[PowerNode]) -> None:
    """Scenarios outside `losses` leave a node live and its load where it was."""
    found = Chain(nodes, POLICY)
    for name in found.index:
        for scenario in set(found.scenarios) - set(found.losses(found.index[name])):
            assert name not in names(found, scenario)
            assert way(found, name, found.nodes[scenario].name) == way(found, name)


def test_the_loss_of_a_ups_kills_what_hangs_on_it_alone() -> None:
    """UA takes its panel and its pdu along; the B side and the utility live."""
    found = Chain(CHAIN, POLICY)
    assert names(found, lost(found, "UA")) == {"UA", "PA", "R1-A"}
    assert names(found, None) == set()


def test_nodes_of_other_kinds_are_never_lost() -> None:
    """A utility is not in `survive`: it has no scenario."""
    found = Chain(CHAIN, POLICY)
    assert "UTIL" not in {found.nodes[s].name for s in found.scenarios}
    assert found.losses(found.index["UTIL"]) == ()


def test_a_shared_load_is_carried_by_the_parents_that_live() -> None:
    """A third each of three UPSs, half each of two once one is lost."""
    ups = [node(f"U{i}", "ups") for i in "123"]
    found = Chain([*ups, node("P", "panel", "U1", "U2", "U3")], POLICY)
    assert way(found, "P") == {"P": 1, "U1": THIRD, "U2": THIRD, "U3": THIRD}
    assert way(found, "P", "U1") == {"P": 1, "U2": Fraction(1, 2), "U3": Fraction(1, 2)}


def test_a_transfer_switch_loads_the_first_parent_that_lives() -> None:
    """All on U2, which is named first; on U1 once U2 is lost."""
    found = Chain(
        [node("U1", "ups"), node("U2", "ups"), node("P", "panel", "U2", "U1", feeding="transfer")], POLICY
    )
    assert way(found, "P") == {"P": 1, "U2": 1}
    assert way(found, "P", "U2") == {"P": 1, "U1": 1}


def test_two_ways_to_one_node_add_up() -> None:
    """A panel that shares over two UPSs puts all of its load on the utility behind both."""
    nodes = [node("UTIL", "utility"), node("U1", "ups", "UTIL"), node("U2", "ups", "UTIL")]
    found = Chain([*nodes, node("P", "panel", "U1", "U2")], POLICY)
    assert way(found, "P")["UTIL"] == 1


def test_a_load_without_a_leg_lies_on_all_three() -> None:
    """A third on each leg of the pdu; a named cord lies on its own leg alone."""
    found = Chain(chain(R1_A={"phases": 3}), POLICY)
    at = found.index["R1-A"]
    assert {way(found, "R1-A")[f"R1-A:{leg}"] for leg in LEGS} == {THIRD}
    named = found.cord_path(*found.cord(Cord("R1-A", "L2")), None)
    assert [named.get(found.leg_of[at, leg]) for leg in LEGS] == [None, 1, None]
    assert named[at] == 1
    assert found.cord_path(at, None, None) == found.path(at, None)


def test_legs_are_those_of_pdus_only() -> None:
    """A three-phase panel has none; a three-phase pdu behind another one loads the legs of both."""
    panel = Chain(chain(PA={"phases": 3}), POLICY)
    assert panel.legs == []
    nodes = [*chain(R1_A={"phases": 3}), pdu("R1-A2", "R1-A", phases=3)]
    assert way(Chain(nodes, POLICY), "R1-A2")["R1-A:L1"] == THIRD


def test_a_leg_is_held_by_its_pdu() -> None:
    """Its limit is named after pdu and leg, and dies with the pdu."""
    found = Chain(chain(R1_A={"phases": 3}), POLICY)
    leg = found.leg_of[found.index["R1-A"], "L3"]
    assert (found.name(leg), found.holder(leg)) == ("pdu R1-A:L3", found.index["R1-A"])
    assert (found.name(0), found.holder(0), found.size) == ("utility UTIL", 0, len(CHAIN) + 3)


@pytest.mark.parametrize("rows", [CHAIN, CHAIN[::-1]])
def test_parents_come_first_whatever_the_order_of_rows(rows: tuple[PowerNode, ...]) -> None:
    """The file may name a pdu before the UPS that feeds it."""
    found = Chain(rows, POLICY)
    assert all(found.index[p] < found.index[n.name] for n in rows for p in n.fed_by)
