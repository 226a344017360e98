"""The verifier's rule about groups: items apart from one another, or together."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from capacity.policy import Policy
from capacity.room import Cord, Host, Reservation, Room, Vm
from placement.placed import Placed
from placement.request import Request
from tests.placement.verifying import broken, fine, gap, on_host, only, put, verdict, wanted
from tests.properties.small_room import device, rack, small_room, with_nodes

TWO = wanted(quantity=2, weight_g=0, power_w=0, cords=0, ports=())
FREE = frozenset({"racks.csv"})


def keeping(*rules: str, **more: Any) -> Request:
    return replace(TWO, keep=rules, **more)


def racks(**second: Any) -> Room:
    """Return a room of two racks, in different rows and zones, with nothing to check but keep."""
    return small_room(
        racks=(rack("R1"), rack("R2", **{"row": "row2", "cooling_zone": "Z2", **second})), files=FREE
    )


def pair(where: str) -> tuple[Placed, Placed]:
    """Return two items, the second in a rack."""
    return put(cords=(), ports=()), put(7, item=2, rack=where, cords=(), ports=())


@pytest.mark.parametrize("rule", ["apart:rack", "apart:row", "apart:cooling"])
def test_items_apart_are_apart(rule: str) -> None:
    """In another rack, row, zone; the violation names both."""
    assert fine(verdict(racks(), *pair("R2"), asks=keeping(rule)))
    found = only(verdict(racks(), *pair("R1"), asks=keeping(rule)))
    assert (found.rule, found.where, found.items) == ("keep", f"{rule} Q1", ("Q1/1", "Q1/2"))


@pytest.mark.parametrize(("rule", "near"), [("together:rack", "R1"), ("together:row", "R2")])
def test_items_together_are_together(rule: str, near: str) -> None:
    """In the same rack or row."""
    assert fine(verdict(racks(row="row1"), *pair(near), asks=keeping(rule)))
    assert broken(verdict(racks(), *pair("R2"), asks=keeping(rule))) == {"keep"}


def test_an_item_alone_has_nothing_to_keep() -> None:
    """A request may be placed in part."""
    assert fine(verdict(racks(), pair("R1")[0], asks=keeping("apart:rack", "together:row", "apart:power")))


def test_the_group_counts_whatever_its_members_are() -> None:
    """A device, a VM, a reservation of another request; its own reservation does not."""
    asks = keeping("apart:rack", group="web")
    item = pair("R1")[0]
    web = device("w", group="web")
    held = Reservation("r", request="Q2", rack="R1", group="web", height_hu=0, weight_g=0, power_w=0)
    host = Host("h", "d")
    rooms = [
        replace(racks(), devices=(web,)),
        replace(racks(), reservations=(held,)),
        replace(racks(), devices=(device("d"),), hosts=(host,), vms=(Vm("v", host="h", group="web"),)),
    ]
    for room in rooms:
        assert broken(verdict(room, item, asks=asks)) == {"keep"}
        assert fine(verdict(room, item, asks=replace(asks, group="db")))
        assert fine(verdict(room, item, asks=replace(asks, group=None)))
    own = replace(racks(), reservations=(replace(held, request="Q1"),))
    assert fine(verdict(own, item, asks=asks, releasing=()))


def test_items_of_another_request_of_the_group_count_for_the_one_that_keeps() -> None:
    """Q1 keeps apart; Q2 does not care, and is named as the one in the way."""
    first, second = pair("R1")
    other = wanted(name="Q2", group="web", weight_g=0, power_w=0, cords=0, ports=())
    asks = [keeping("apart:rack", group="web"), other]
    found = only(verdict(racks(), first, replace(second, request="Q2", item=1), asks=asks))
    assert found.items == ("Q1/1", "Q2/1")
    asks = [keeping(group="web"), other]
    assert fine(verdict(racks(), first, replace(second, request="Q2", item=1), asks=asks))


def test_a_member_of_unknown_place_is_undecided_unless_known_ones_break_it() -> None:
    """The rack of a device, the zone of a rack."""
    asks = keeping("apart:rack", group="web")
    lost = device("w", rack=None, group="web", height_hu=0, position_hu=None, line=5)
    room = replace(racks(), devices=(lost,))
    found = gap(verdict(room, pair("R1")[0], asks=asks))
    assert (found.rule, found.file, found.line, found.column) == ("keep", "devices.csv", 5, "rack")
    assert broken(verdict(room, *pair("R1"), asks=asks)) == {"keep"}
    found = gap(verdict(racks(cooling_zone=None), *pair("R2"), asks=keeping("apart:cooling")))
    assert (found.file, found.column) == ("racks.csv", "cooling_zone")


def test_a_host_of_unknown_rack_stands_in_some_rack() -> None:
    """One row holds it for certain; members in all rows leave it none; in some rows it is open."""
    asks = wanted(kind="application", vcpu=0, memory_mb=0, disk_gb=0, group="web", keep=("apart:row",))
    together = replace(asks, keep=("together:row",))
    host = {"hosts": (Host("h1", None),)}
    web = (device("w1", group="web"), device("w2", rack="R2", group="web"))
    assert fine(verdict(replace(racks(row="row1"), **host), on_host(), asks=together))
    assert fine(verdict(replace(racks(row="row1"), devices=web, **host), on_host(), asks=together))
    assert broken(verdict(replace(racks(), devices=web, **host), on_host(), asks=together)) == {"keep"}
    assert broken(verdict(replace(racks(), devices=web, **host), on_host(), asks=asks)) == {"keep"}
    assert gap(verdict(replace(racks(), devices=web[:1], **host), on_host(), asks=asks)).file == "hosts.csv"
    assert (
        gap(verdict(replace(racks(), devices=web[:1], **host), on_host(), asks=together)).file == "hosts.csv"
    )


def test_one_rack_is_one_zone_even_if_it_is_not_known() -> None:
    """Whatever the zone is, the two share it."""
    room = small_room(racks=(rack("R1", cooling_zone=None),), files=FREE)
    assert broken(verdict(room, *pair("R1"), asks=keeping("apart:cooling"))) == {"keep"}


def on(*sides: str, **more: Any) -> Placed:
    return put(cords=tuple(Cord(f"R1-{side}") for side in sides), ports=(), **more)


def fed(**more: Any) -> Room:
    return small_room(files=frozenset({"power.csv"}), **more)


ONE_CORD = wanted(quantity=2, cords=1, ports=(), keep=("apart:power",))


def test_no_single_loss_leaves_all_items_dead() -> None:
    """One on each side; both on one side, or both panels on one ups, die together."""
    assert verdict(fed(), on("A"), on("B", unit=7, item=2), asks=ONE_CORD).holds
    found = only(verdict(fed(), on("A"), on("A", unit=7, item=2), asks=ONE_CORD))
    assert (found.where, found.scenario, found.items) == ("apart:power Q1", "UA lost", ("Q1/1", "Q1/2"))
    shared = with_nodes(fed(), PB={"fed_by": ("UA",)})
    assert broken(verdict(shared, on("A"), on("B", unit=7, item=2), asks=ONE_CORD)) == {"keep"}


def test_two_cords_each_outlive_any_loss() -> None:
    """On one pair of pdus; of three members two may die."""
    both = replace(ONE_CORD, cords=2)
    assert fine(verdict(fed(), on("A", "B"), on("A", "B", unit=7, item=2), asks=both))
    three = replace(ONE_CORD, quantity=3)
    items = (on("A"), on("A", unit=7, item=2), on("B", unit=9, item=3))
    assert verdict(fed(), *items, asks=three).holds


def test_a_member_without_known_cords_may_hang_on_any_pdu_of_its_rack() -> None:
    """Undecided beside one on R1-A; one that draws nothing is never dead."""
    asks = replace(ONE_CORD, quantity=1, group="web")
    loose = device("w", group="web", power_w=100, line=4)
    found = gap(verdict(fed(devices=(loose,)), on("A"), asks=asks))
    assert (found.rule, found.file, found.line, found.column) == ("keep", "devices.csv", 4, "cords")
    assert fine(verdict(fed(devices=(replace(loose, power_w=0),)), on("A"), asks=asks))
    shared = with_nodes(fed(devices=(loose,)), PB={"fed_by": ("UA",)})
    assert broken(verdict(shared, on("A"), asks=asks)) == {"keep"}


def test_applications_live_and_die_with_their_hosts_devices() -> None:
    """Hosts on one side each, or both on A; a host whose device is not known may die with anything."""
    asks = wanted(kind="application", quantity=2, vcpu=0, memory_mb=0, disk_gb=0, keep=("apart:power",))
    devices = [
        device(f"d{n}", position_hu=2 * n + 2, cords=(Cord(f"R1-{side}"),)) for n, side in enumerate("AAB")
    ]
    hosts = tuple(Host(f"h{n}", f"d{n}") for n in range(3))
    room = fed(devices=tuple(devices), hosts=(*hosts, Host("h3", None, line=9)))
    assert fine(verdict(room, on_host("h0"), on_host("h2", 2), asks=asks))
    assert broken(verdict(room, on_host("h0"), on_host("h1", 2), asks=asks)) == {"keep"}
    found = gap(verdict(room, on_host("h0"), on_host("h3", 2), asks=asks))
    assert (found.file, found.line, found.column) == ("hosts.csv", 9, "device")


def test_a_vm_without_host_may_be_anywhere() -> None:
    """Its host is the cell to fill in."""
    room = replace(racks(), vms=(Vm("v", group="web", line=6),))
    found = gap(verdict(room, pair("R1")[0], asks=keeping("apart:rack", group="web")))
    assert (found.file, found.line, found.column) == ("vms.csv", 6, "host")


def test_without_power_csv_apart_power_is_not_checked() -> None:
    """As power itself."""
    room = replace(racks(), policy=Policy())
    assert fine(verdict(room, *pair("R1"), asks=keeping("apart:power")))
