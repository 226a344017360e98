"""Ports: what groups give to a rack, by side, network and cable, and needs that compete for them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity.limits.limit import State
from capacity.limits.ports import PortPart, parts
from capacity.room import PortGroup, PortUse, Room, Tray
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer
from placement.candidates import port_parts
from placement.request import PortNeed, Request
from tests.builders import CHAIN, SERVER, SFP, chain, check, device, group, ledger, need, rack, room

COPPER = "1000base-t"
A, B = {"side": "A"}, {"side": "B"}


def ask(*needs: PortNeed, sides: int = 1, **more: Any) -> Request:
    return replace(SERVER, ports=needs, port_sides=sides, **more)


def wired(*groups: PortGroup, **more: Any) -> Room:
    return room(ports=groups, **more)


def given_ports(answer: Answer) -> list[str]:
    return [str(use) for use in answer.placement[0].ports]


# --- parts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "sides", "expected"),
    [
        (3, 1, [("", 3)]),
        (2, 2, [("A", 1), ("B", 1)]),
        (3, 2, [("A", 1), ("B", 1), ("", 1)]),
        (1, 2, [("", 1)]),
    ],
)
def test_a_need_on_two_sides_is_half_on_each_and_the_rest_on_either(
    count: int, sides: int, expected: list[tuple[str, int]]
) -> None:
    """Half is rounded down, so one port alone has no side."""
    assert [(p.side, p.count) for p in parts(SFP, None, count, sides)] == expected


def test_each_type_and_network_is_split_by_itself() -> None:
    """Three in the request's network and one for management."""
    wanted = port_parts(ask(need(3), need(1, "mgmt", COPPER), sides=2, network="dmz"))
    assert [(p.port_type, p.network, p.side, p.count) for p in wanted] == [
        (SFP, "dmz", "A", 1),
        (SFP, "dmz", "B", 1),
        (SFP, "dmz", "", 1),
        (COPPER, "mgmt", "", 1),
    ]


# --- counts and sides ------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "decision"), [(3, FITS), (4, DOES_NOT_FIT)])
def test_the_last_free_port_is_given_and_no_more(count: int, decision: str) -> None:
    """Eight ports, four used by others and one by D1: three are free."""
    there = device(ports=(PortUse("SWA", SFP, 1),))
    answer = check(wired(group("SWA", 8, used=4), devices=(there,)), ask(need(count)))
    assert answer.decision == decision
    if decision == FITS:
        assert given_ports(answer) == [f"SWA/{SFP}:3"]
    else:
        assert answer.conflicts == (("ports",),)
        assert (answer.reasons[0].least_short, answer.reasons[0].unit) == (1, "ports")


@pytest.mark.parametrize(
    ("count", "free_a", "free_b", "decision"),
    [
        (4, 2, 2, FITS),
        (4, 3, 1, DOES_NOT_FIT),
        (5, 3, 2, FITS),
        (5, 2, 3, FITS),
        (5, 4, 1, DOES_NOT_FIT),
        (1, 0, 1, FITS),
    ],
)
def test_two_sides_give_at_least_half_each(count: int, free_a: int, free_b: int, decision: str) -> None:
    """Of five, two on each side, and the fifth on either."""
    where = wired(group("SWA", free_a, **A), group("SWB", free_b, **B))
    assert check(where, ask(need(count), sides=2)).decision == decision


def test_one_side_is_offered_where_two_fail() -> None:
    """Four ports on A alone: with one side they fit."""
    answer = check(wired(group("SWA", 4, **A)), ask(need(4), sides=2))
    assert answer.decision == DOES_NOT_FIT
    assert {"port_sides": 1} in answer.would_fit_if


def test_other_types_do_not_help() -> None:
    """Copper is no SFP+."""
    assert check(wired(group("SWA", 9, port_type=COPPER)), ask(need(1))).decision == DOES_NOT_FIT


def test_a_group_that_is_over_used_has_nothing_free() -> None:
    """Ten of eight in use count as 0, and take nothing from the next group."""
    where = wired(group("SWA", 8, used=10), group("SWB", 2))
    assert ledger(where).ports.free == [0, 2]  # type: ignore[union-attr]
    assert check(where, ask(need(2))).decision == FITS
    assert check(where, ask(need(3))).decision == DOES_NOT_FIT


def test_without_ports_nothing_is_asked_of_a_room_without_switches() -> None:
    """ports.csv is there and empty: a server without ports fits, one with a port does not."""
    where = room(files=("ports.csv",))
    assert check(where).decision == FITS
    assert check(where, ask(need(1))).decision == DOES_NOT_FIT


def test_without_ports_csv_ports_are_a_condition() -> None:
    """Nobody counted them."""
    answer = check(room(), ask(need(1)))
    assert answer.decision == FITS
    assert "There is no ports.csv: network ports are not checked." in answer.conditions


# --- networks --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("of_group", "of_request", "decision"),
    [
        ("dmz", "dmz", FITS),
        ("internal", "dmz", DOES_NOT_FIT),
        (None, "dmz", FITS),
        ("internal", None, FITS),
    ],
)
def test_ports_are_of_the_network_unless_one_of_them_is_open(
    of_group: str | None, of_request: str | None, decision: str
) -> None:
    """A group of any network serves all, and a request of none takes all."""
    where = wired(group("SWA", 1, network=of_group))
    assert check(where, ask(need(1), network=of_request)).decision == decision


def test_a_port_in_another_network_competes_for_open_groups() -> None:
    """Two ports for the dmz and one for management: SWA (dmz, 1) and SWX (any, 2) give all three, once."""
    where = wired(group("SWA", 1, network="dmz"), group("SWX", 2))
    wanted = ask(need(2), need(1, "mgmt"), network="dmz")
    answer = check(where, wanted)
    assert answer.decision == FITS
    assert given_ports(answer) == [f"SWA/{SFP}:1", f"SWX/{SFP}:2"]
    less = wired(group("SWA", 1, network="dmz"), group("SWX", 1))
    assert check(less, wanted).decision == DOES_NOT_FIT


def test_ports_of_one_network_are_no_help_to_the_other() -> None:
    """Three free in all, but one of them is of the wrong network for the need that lacks it."""
    where = wired(group("SWM", 2, network="mgmt"), group("SWD", 1, network="dmz"))
    assert check(where, ask(need(2), need(1, "mgmt"), network="dmz")).decision == DOES_NOT_FIT
    assert check(where, ask(need(1), need(2, "mgmt"), network="dmz")).decision == FITS


# --- which racks, how far --------------------------------------------------------------------

FAR = (rack("R1"), rack("R2", x_mm=2_000), rack("R3", row="B", x_mm=4_000))
FAR_CHAIN = chain("R1", "R2", "R3")


@pytest.mark.parametrize(
    ("serves", "racks"), [("rack", ["R1"]), ("row", ["R1", "R2"]), ("room", ["R1", "R2", "R3"])]
)
def test_a_group_serves_its_rack_its_row_or_the_room(serves: str, racks: list[str]) -> None:
    """R1 and R2 are row A, R3 is row B."""
    answer = check(
        wired(group("SWA", 1, serves=serves), racks=FAR, power=FAR_CHAIN), ask(need(1)), one_per_rack=True
    )
    found = [answer.placement[0].rack] + [a.placement[0].rack for a in answer.alternatives]
    assert sorted(map(str, found)) == racks


@pytest.mark.parametrize(("max_cable_mm", "reached"), [(6_000, True), (5_999, False)])
def test_a_cable_reaches_to_its_last_millimetre(max_cable_mm: int, reached: bool) -> None:
    """R1 to R2: 2,000 mm over the floor and 4,000 mm of risers; to R3 it would be 8,000 mm."""
    found = ledger(wired(group("SWA", 1, max_cable_mm=max_cable_mm), racks=FAR)).ports
    assert found is not None
    states, short = found.states(parts(SFP, None, 1, 1))
    assert states.tolist() == [State.HOLDS, State.HOLDS if reached else State.BROKEN, State.BROKEN]
    assert short.tolist() == [0, 0 if reached else 1, 1]


def test_a_tray_makes_a_cable_longer_than_the_floor() -> None:
    """3,000 mm of tray instead of 2,000 mm of floor: 7,000 mm, so 6,000 mm do not reach."""
    trays = (Tray(("R1", "R2"), 3_000),)
    found = ledger(wired(group("SWA", 1, max_cable_mm=6_000), racks=FAR, trays=trays)).ports
    assert found is not None
    assert found.reaches(found.groups[0], 1) is State.BROKEN


def test_a_cable_of_unknown_length_leaves_ports_undecided() -> None:
    """R1 has no place on the floor: R2 could be reached, and the answer names both coordinates."""
    racks = (rack("R1", status="planned", x_mm=None, y_mm=None, line=2), rack("R2", line=3))
    where = wired(group("SWA", 1, max_cable_mm=6_000), racks=racks, power=chain("R2"))
    answer = check(where, ask(need(1)))
    assert answer.decision == CANNOT_DECIDE
    assert [(m.file, m.row, m.column) for m in answer.missing] == [
        ("racks.csv", 2, "x_m"),
        ("racks.csv", 2, "y_m"),
    ]


def test_a_group_without_a_longest_cable_needs_no_place() -> None:
    """Any length will do."""
    racks = (rack("R1", x_mm=None), rack("R2"))
    assert check(wired(group("SWA", 1), racks=racks, power=chain("R1", "R2")), ask(need(1))).decision == FITS


def test_ports_that_are_too_few_even_with_unknown_cables_are_broken() -> None:
    """One port that may reach is not two."""
    racks = (rack("R1", x_mm=None), rack("R2"))
    where = wired(group("SWA", 1, max_cable_mm=6_000), racks=racks, power=chain("R2"))
    assert check(where, ask(need(2))).decision == DOES_NOT_FIT


def test_the_shortest_cables_are_chosen_first() -> None:
    """SWB in R1 itself before SWA in R2, whatever their names."""
    where = wired(group("SWA", 4, rack="R2"), group("SWB", 1), racks=FAR, power=CHAIN)
    found = ledger(where).ports
    assert found is not None
    chosen = found.choose(0, parts(SFP, None, 2, 1))
    assert chosen is not None
    assert [str(use) for use in chosen] == [f"SWA/{SFP}:1", f"SWB/{SFP}:1"]
    assert found.nearest_mm(parts(SFP, None, 1, 1)).tolist() == [2_000, 2_000, 6_000]


def test_no_ports_are_chosen_where_they_do_not_suffice() -> None:
    """None, not some of them."""
    found = ledger(wired(group("SWA", 1))).ports
    assert found is not None
    assert found.choose(0, parts(SFP, None, 2, 1)) is None


# --- Hall's theorem against trying all -------------------------------------------------------

NETWORKS = (None, "dmz", "mgmt")
some_groups = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from("AB"), st.sampled_from(NETWORKS)), min_size=1, max_size=4
)
some_needs = st.lists(st.tuples(st.integers(1, 3), st.sampled_from(NETWORKS)), min_size=1, max_size=2)


def naive(wanted: list[PortPart], groups: list[PortGroup]) -> bool:
    """Give out port by port: try every group for every single port."""
    singles = [part for part in wanted for _ in range(part.count)]
    if len(singles) > sum(g.ports for g in groups):
        return False
    options = [[i for i, g in enumerate(groups) if part.takes(g)] for part in singles]
    return any(all(chosen.count(i) <= g.ports for i, g in enumerate(groups)) for chosen in product(*options))


@given(some_groups, some_needs, st.sampled_from((1, 2)))
def test_ports_hold_exactly_where_trying_all_ways_finds_one(
    drawn: list[tuple[int, str, str | None]], wants: list[tuple[int, str | None]], sides: int
) -> None:
    """Up to four groups and two needs; where they hold, ports can be named too, and as many as asked."""
    groups = [group(f"SW{i}", n, side=side, network=net) for i, (n, side, net) in enumerate(drawn)]
    wanted = [part for count, net in wants for part in parts(SFP, net, count, sides)]
    found = ledger(wired(*groups)).ports
    assert found is not None
    holds = found.states(wanted)[0].tolist() == [State.HOLDS]
    assert holds == naive(wanted, groups)
    chosen = found.choose(0, wanted)
    assert (chosen is not None) == holds
    if chosen is not None:
        assert sum(use.count for use in chosen) == sum(count for count, _ in wants)
