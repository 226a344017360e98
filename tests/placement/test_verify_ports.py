"""The verifier's rule about switch ports: type, number, network, side, reach and what is free."""

from __future__ import annotations

from typing import Any

import pytest

from capacity.policy import Policy
from capacity.room import PortUse, Room, Tray
from placement.request import PortNeed
from tests.placement.verifying import PORTS, broken, fine, only, put, verdict, wanted
from tests.properties.small_room import SFP, device, group, rack, small_room

COPPER = "1000base-t"


def ported(**more: Any) -> Room:
    """Return the small room with nothing but ports.csv to check; two switches stand in R2."""
    racks = (rack("R1"), rack("R2", x_mm=3_100, y_mm=500))
    return small_room(**{"racks": racks, "files": frozenset({"ports.csv"}), **more})


def use(switch: str, count: int, port_type: str = SFP) -> PortUse:
    return PortUse(switch, port_type, count)


def test_ports_as_asked_hold() -> None:
    """One on each side."""
    assert fine(verdict(ported(), put()))


@pytest.mark.parametrize(
    "ports",
    [
        (),
        (use("SWA", 1),),
        (use("SWA", 2),),
        (use("SWA", 1), use("SWB", 2)),
    ],
)
def test_ports_other_than_asked_break_ports(ports: tuple[PortUse, ...]) -> None:
    """None, too few, all on one side, too many."""
    assert broken(verdict(ported(), put(ports=ports))) == {"ports"}


def test_half_rounded_down_is_on_each_side() -> None:
    """Three: one and two; one port needs no second side."""
    three, one = wanted(ports=(PortNeed(SFP, 3),)), wanted(ports=(PortNeed(SFP, 1),))
    assert fine(verdict(ported(), put(ports=(use("SWA", 1), use("SWB", 2))), asks=three))
    assert broken(verdict(ported(), put(ports=(use("SWA", 3),)), asks=three)) == {"ports"}
    assert fine(verdict(ported(), put(ports=(use("SWB", 1),)), asks=one))


def test_with_one_side_any_side_will_do() -> None:
    """All on A."""
    assert fine(verdict(ported(), put(ports=(use("SWA", 2),)), asks=wanted(port_sides=1)))


def test_the_last_free_port_may_be_taken() -> None:
    """Eight: five used by others, two by a device; the next item finds none."""
    full = (group("SWA", "A", used=5), group("SWB", "B"))
    room = ported(ports=full, devices=(device("a", ports=(use("SWA", 2),)),))
    assert fine(verdict(room, put()))
    found = only(verdict(room, put(), put(7, item=2), asks=wanted(quantity=2)))
    assert (found.rule, found.where, found.capacity, found.after) == ("ports", f"SWA/{SFP}", 8, 9)


def test_a_request_without_ports_is_not_held_to_a_full_switch() -> None:
    """The group is over-used already."""
    room = ported(ports=(group("SWA", "A", used=9), group("SWB", "B")))
    assert fine(verdict(room, put(ports=()), asks=wanted(ports=())))
    assert broken(verdict(room, put())) == {"ports"}


@pytest.mark.parametrize(
    ("serves", "row", "holds"),
    [("rack", "row1", False), ("row", "row1", True), ("row", "row2", False), ("room", "row2", True)],
)
def test_a_group_serves_its_rack_its_row_or_the_room(serves: str, row: str, holds: bool) -> None:
    """The switches stand in R2."""
    groups = (group("SWA", "A", rack="R2", serves=serves), group("SWB", "B", rack="R2", serves=serves))
    room = ported(ports=groups, racks=(rack("R1"), rack("R2", row=row)))
    assert fine(verdict(room, put())) is holds


def test_ports_are_of_the_network_asked_for() -> None:
    """A group without one serves any; a request without one takes any."""
    dmz = ported(ports=(group("SWA", "A", network="dmz"), group("SWB", "B")))
    assert fine(verdict(dmz, put()))
    assert fine(verdict(dmz, put(), asks=wanted(network="dmz")))
    assert broken(verdict(dmz, put(), asks=wanted(network="internal"))) == {"ports"}


def test_needs_of_several_networks_share_a_type() -> None:
    """Two of the request's network over both sides, and one for management."""
    needs = (PortNeed(COPPER, 2), PortNeed(COPPER, 1, "mgmt"))
    groups = [
        group("SWA", "A", port_type=COPPER, network="internal"),
        group("SWB", "B", port_type=COPPER, network="internal"),
        group("M", "B", port_type=COPPER, network="mgmt"),
    ]
    asks = wanted(ports=needs, network="internal")
    room = ported(ports=tuple(groups))
    right = (use("SWA", 1, COPPER), use("SWB", 1, COPPER), use("M", 1, COPPER))
    assert fine(verdict(room, put(ports=right), asks=asks))
    wrong = (use("SWA", 2, COPPER), use("M", 1, COPPER))
    assert broken(verdict(room, put(ports=wrong), asks=asks)) == {"ports"}
    assert broken(verdict(room, put(ports=(use("SWA", 2, COPPER), use("SWB", 1, COPPER))), asks=asks)) == {
        "ports"
    }


def away(longest: int, **more: Any) -> Room:
    """Return the room with both switches in R2, of the row, on cables up to a length (mm)."""
    groups = tuple(
        group(switch, side, rack="R2", serves="row", max_cable_mm=longest)
        for switch, side in (("SWA", "A"), ("SWB", "B"))
    )
    return ported(ports=groups, **more)


def test_a_cable_runs_over_the_floor_and_up_and_down() -> None:
    """3.1 m + 0.5 m + 2 x 2.0 m = 7.6 m."""
    assert fine(verdict(away(7_600), put()))
    assert broken(verdict(away(7_599), put())) == {"ports"}


def test_a_tray_is_followed_where_it_leads_there() -> None:
    """2 m + 3 m + 2 x 2.0 m, either way round; a tray that does not lead there changes nothing."""
    trays = (
        Tray(("X", "R1"), 2_000),
        Tray(("X", "R2"), 3_000),
        Tray(("R1", "Y"), 1),
        Tray(("Y", "R2"), 9_000),
    )
    assert fine(verdict(away(9_000, trays=trays), put()))
    assert broken(verdict(away(8_999, trays=trays), put())) == {"ports"}
    assert fine(verdict(away(7_600, trays=trays[:1]), put()))


def test_within_a_rack_it_is_what_the_policy_says() -> None:
    """2.0 m."""
    for longest, holds in ((2_000, True), (1_999, False)):
        groups = (group("SWA", "A", max_cable_mm=longest), group("SWB", "B"))
        assert fine(verdict(ported(ports=groups, policy=Policy(in_rack_mm=2_000)), put())) is holds


def test_a_violation_says_what_is_wrong_with_the_ports() -> None:
    """In words that stand alone; figures only where a switch is full."""
    row = tuple(
        group(switch, side, rack="R2", serves="rack") for switch, side in (("SWA", "A"), ("SWB", "B"))
    )
    dmz = ported(ports=(group("SWA", "A", network="dmz"), group("SWB", "B")))
    found = [
        only(verdict(ported(), put(ports=(use("SWA", 1),)))),
        only(verdict(ported(), put(ports=(use("SWA", 2),)))),
        only(verdict(ported(ports=row, racks=(rack("R1"), rack("R2"))), put())),
        only(verdict(dmz, put(), asks=wanted(network="internal"))),
        verdict(away(7_599), put()).violations[0],
    ]
    assert [violation.where for violation in found] == [
        f"rack R1: {SFP}, asked 2, given 1",
        f"rack R1: {SFP}, not half on each side",
        f"rack R1: SWA/{SFP} does not serve it",
        f"rack R1: SWA/{SFP} is of network dmz, not internal",
        f"rack R1: SWA/{SFP} is beyond its cable",
    ]
    assert {(violation.rule, violation.capacity, violation.after) for violation in found} == {
        ("ports", None, None)
    }


def test_ports_that_are_enough_for_one_network_but_not_for_another_are_told() -> None:
    """Two for internal are asked, one for management; it is the other way round."""
    needs = (PortNeed(COPPER, 2), PortNeed(COPPER, 1, "mgmt"))
    groups = (
        group("SWA", "A", port_type=COPPER, network="internal"),
        group("M", "B", port_type=COPPER, network="mgmt"),
        group("X", "B", port_type=COPPER, network="dmz"),
    )
    asks, room = wanted(ports=needs, network="internal", port_sides=1), ported(ports=groups)
    swapped = put(ports=(use("SWA", 1, COPPER), use("M", 2, COPPER)))
    strange = put(ports=(use("SWA", 2, COPPER), use("X", 1, COPPER)))
    assert (
        only(verdict(room, swapped, asks=asks)).where == f"rack R1: {COPPER}, not as networks and sides ask"
    )
    said = f"rack R1: X/{COPPER} is of network dmz, not internal or mgmt"
    assert only(verdict(room, strange, asks=asks)).where == said


def test_an_unknown_way_is_undecided() -> None:
    """No coordinates, no tray: the cell is named."""
    found = verdict(away(9_000, racks=(rack("R1", x_mm=None, line=2), rack("R2"))), put())
    assert {(u.rule, u.file, u.line, u.column) for u in found.unknown} == {("ports", "racks.csv", 2, "x_m")}


def test_without_ports_csv_it_is_a_condition() -> None:
    """Ports that are named nevertheless are not followed."""
    found = verdict(small_room(ports=(), files=frozenset({"racks.csv"})), put(ports=PORTS))
    assert fine(found)
    assert "There is no ports.csv: network ports are not checked." in found.conditions
