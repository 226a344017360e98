"""Ports: groups that racks share, sides, networks and cables, counted per rack and part of a need."""

from __future__ import annotations

from collections.abc import Sequence

from capacity.room import PortGroup, PortUse, Rack, Room
from placement.batch.batch import Batch
from tests.builders import app, chain, device, group, host, need, rack, room
from tests.placement.batch.batches import batch_of, count, empty, many

SPEED = "1000base-t"
TWO = rack("R1"), rack("R2")


def wired(*groups: PortGroup, racks: Sequence[Rack] = (rack(),), **more: object) -> Room:
    """Racks with these groups of ports."""
    return room(racks=tuple(racks), power=chain(*(r.name for r in racks)), ports=groups, **more)


def asks(quantity: int, *needs: object, **more: object):  # type: ignore[no-untyped-def]
    return many(quantity, ports=needs, **more)


def opens(batch: Batch) -> dict[tuple[int, int], list[str]]:
    """Switches open to each rack and part of a need."""
    assert batch.ports is not None
    return {
        key: [batch.ports.groups.groups[g].switch for g in groups] for key, groups in batch.ports.open.items()
    }


def test_ports_are_counted_down_to_the_last_one() -> None:
    """Five ports for two each are two items, six are three."""
    assert count(wired(group("S", 5)), asks(3, need(2))) == 2
    assert count(wired(group("S", 6)), asks(3, need(2))) == 3


def test_racks_share_a_group_of_the_room() -> None:
    """Two of R1's own and three of all: one item in R1 and one in either rack, and a port is left."""
    where = wired(group("S1", 2, serves="rack"), group("S", 3), racks=TWO)
    assert count(where, asks(2, need(2))) == 2
    assert count(where, asks(3, need(2))) == 2
    more = wired(group("S1", 2, serves="rack"), group("S", 4), racks=TWO)
    assert count(more, asks(3, need(2))) == 3


def test_the_own_ports_of_a_rack_come_first() -> None:
    """Then those of its row, then those of the room."""
    where = wired(group("S", 9), group("S2", 9, serves="row"), group("S1", 9, serves="rack"))
    assert opens(batch_of(where, asks(1, need(2)))) == {(0, 0): ["S1", "S2", "S"]}


def test_two_sides_share_each_need() -> None:
    """Two ports are one of each side: side B has one, so one item; three are one more of either."""
    sides = group("A", 5), group("B", 1, side="B")
    assert count(wired(*sides), asks(2, need(2), port_sides=2)) == 1
    assert count(wired(group("A", 5), group("B", 2, side="B")), asks(2, need(2), port_sides=2)) == 2
    assert count(wired(group("A", 3), group("B", 3, side="B")), asks(2, need(3), port_sides=2)) == 2
    assert count(wired(group("A", 2), group("B", 3, side="B")), asks(2, need(3), port_sides=2)) == 1


def test_a_port_of_either_side_gives_way_to_one_of_a_side() -> None:
    """A has one port, B two: the third port has to come from B, though A is asked first."""
    where = wired(group("A", 1), group("B", 2, side="B"))
    batch = batch_of(where, asks(1, need(3), port_sides=2))
    standing = empty(batch)
    assert standing.add(0, 1) == 1
    assert standing.ports == [0, 0]
    assert count(where, asks(1, need(3), port_sides=2)) == 1


def test_networks_and_types_are_apart() -> None:
    """Management ports come from a group of that network, or of any."""
    both = need(2), need(1, "mgmt", SPEED)
    where = wired(group("S", 4, network="internal"), group("M", 1, network="mgmt", port_type=SPEED))
    assert count(where, asks(2, *both, network="internal")) == 1
    assert count(where, asks(2, need(2), network="internal")) == 2
    assert count(where, asks(2, need(2), network="dmz")) == 0
    any_network = wired(group("S", 4), group("M", 2, network="mgmt", port_type=SPEED))
    assert count(any_network, asks(2, *both, network="internal")) == 2


def test_parts_of_several_kinds_compete_for_a_group() -> None:
    """Three ports of any network: one of mgmt for the first, two of the internal one for the second."""
    pair = asks(1, need(1, "mgmt")), asks(1, need(2), name="Q2", network="internal")
    assert count(wired(group("S", 3)), *pair) == 2
    assert count(wired(group("S", 2)), *pair) == 1


def test_only_groups_within_reach_of_a_cable_are_open() -> None:
    """5 m over the floor and twice 2 m up and down are 9 m: too long for 8.9 m."""
    racks = (rack("R1"), rack("R2", x_mm=5_000, status="planned"))
    for most, items in ((9_000, 1), (8_999, 0)):
        where = wired(group("S", 4, rack="R2", max_cable_mm=most), racks=racks)
        assert count(where, asks(1, need(2))) == items


def test_a_cable_of_unknown_length_is_open_at_best_only() -> None:
    """R2 stands nobody knows where."""
    racks = (rack("R1"), rack("R2", x_mm=None, status="planned"))
    where = wired(group("S", 4, rack="R2", max_cable_mm=50_000), racks=racks)
    assert len(batch_of(where, asks(1, need(2))).columns) == 0
    best = batch_of(where, asks(1, need(2)), sure=False)
    assert opens(best) == {(0, 0): ["S"]}


def test_ports_in_use_are_gone_and_too_many_are_none() -> None:
    """Three of five are used by a device and by others; four of three are none."""
    used = device(ports=(PortUse("S", group("S", 1).port_type, 2),))
    assert count(wired(group("S", 5, used=1), devices=(used,)), asks(2, need(1))) == 2
    assert count(wired(group("S", 5, used=1), devices=(used,)), asks(3, need(1))) == 2
    assert count(wired(group("S", 1, used=0), devices=(used,)), asks(1, need(1))) == 0


def test_without_needs_or_without_a_list_there_is_nothing_to_count() -> None:
    """Nor for applications."""
    assert batch_of(wired(group("S", 5)), many(2)).ports is None
    assert batch_of(room(), asks(2, need(9))).ports is None
    assert batch_of(wired(group("S", 5), hosts=(host("N1"),)), app()).ports is None
    assert count(room(), asks(2, need(9))) == 2


def test_kinds_with_the_same_parts_are_told_apart_by_their_number() -> None:
    """One part, of which the kinds need one and three; the second type is named twice and counts once."""
    batch = batch_of(wired(group("S", 9)), asks(1, need(1)), asks(1, need(2), need(1), name="Q2"))
    assert batch.ports is not None
    assert batch.ports.need.tolist() == [[1], [3]]
