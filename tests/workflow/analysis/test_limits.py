"""Limits before and after at any place: as the answer says for its first, as the room has them with it."""

from __future__ import annotations

import pytest

from capacity.ledger import Ledger
from capacity.room import Room
from capacity.tight import room_limits
from capacity.units import plain
from tests.builders import SFP, chain, group, host, rack, room, unit, vm
from tests.workflow.analysis.analysing import APPLICATION, SERVER, TODAY, analysed, holding, two_racks
from tests.workflow.analysis.test_shipped_rooms import room as shipped_room
from tests.workflow.analysis.test_shipped_rooms import shipped
from workflow.analysis import Assumption, Frozen, limits_at, take, take_own
from workflow.papers import ItemPlace, PlaceChoice


def after_and_used(where: Room, frozen: Frozen, choice: PlaceChoice) -> list[tuple[object, object, object]]:
    """Each limit's "after" beside what is used of it in the room with the place held."""
    held = holding(where, frozen.request, choice)
    used = {(one.name, one.scenario): plain(one.used, one.scale) for one in room_limits(Ledger(held, TODAY))}
    told = limits_at(where, frozen.request, choice, today=TODAY)
    return [
        (one["limit"], one["after"], used[str(one["limit"]), str(one["scenario"])])
        for one in told
        if (one["limit"], one["scenario"]) in used
    ]


def test_an_own_place_has_its_own_limits() -> None:
    where = two_racks(ports=(group("SW", 8),), cooling=(unit("C1", 9_000),))
    frozen = analysed(where, ports=f"{SFP}:2")
    choice = take_own(where, frozen, [ItemPlace(1, "R2", 6)], today=TODAY)
    told = {
        one["limit"]: (one["before"], one["after"])
        for one in limits_at(where, frozen.request, choice, today=TODAY)
    }
    assert told["weight R2"] == (0, 20)
    assert told["heat R2"] == (0, 500)
    assert told["pdu R2-A"] == (0, 500)
    assert told[f"ports SW/{SFP}"] == (0, 2)
    assert told["cooling Z1"] == (0, 500)
    assert "weight R1" not in told


def test_what_the_case_holds_does_not_count_before() -> None:
    frozen = analysed(two_racks())
    choice = take(frozen)
    held = holding(two_racks(), frozen.request, choice)
    assert limits_at(held, frozen.request, choice, today=TODAY) == limits_at(
        two_racks(), frozen.request, choice, today=TODAY
    )


@pytest.mark.parametrize("request_file", ["hall/cluster.json", "hall/headroom-4u.json"])
def test_after_is_what_the_hall_carries_with_the_place_held(request_file: str) -> None:
    """Counted by adding, and read from a room in which the items stand: the same on every limit."""
    hall, frozen = shipped_room("hall"), shipped("hall", request_file)
    pairs = after_and_used(hall, frozen, take(frozen))
    assert len(pairs) >= 10
    assert [after for _, after, _ in pairs] == [used for _, _, used in pairs]


def test_several_zones_are_added_up_where_they_share_units() -> None:
    racks = (rack("R1"), rack("R2", cooling_zone="Z2"))
    where = room(
        racks=racks, power=chain("R1", "R2"), cooling=(unit("C1", 1_500, "Z1", "Z2"), unit("C2", 900))
    )
    frozen = analysed(where, quantity=2, keep="apart:cooling", u_height=2)
    told = [
        one
        for one in limits_at(where, frozen.request, take(frozen), today=TODAY)
        if "cooling" in str(one["limit"])
    ]
    assert [(one["limit"], one["before"], one["after"], one["capacity"]) for one in told] == [
        ("cooling Z1 Z2", 0, 1_000, 2_400),
        ("cooling Z2", 0, 500, 1_500),  # C2 does not serve it
    ]


def test_applications_are_added_up_per_host_and_cluster() -> None:
    hosts = (host("H1", cluster="K", vcpu=6), host("H2", cluster="K", vcpu=6))
    where = two_racks(hosts=hosts, vms=(vm("v1", "H1", vcpu=1),))
    frozen = analysed(where, APPLICATION, quantity=2)
    told = {
        one["limit"]: (one["before"], one["after"])
        for one in limits_at(where, frozen.request, take(frozen), today=TODAY)
    }
    assert told["vcpu H1"] == (1, 5)
    assert told["vcpu H2"] == (0, 4)
    assert told["vcpu cluster K"] == (1, 9)


def test_what_was_assumed_is_added() -> None:
    said = [Assumption("request", "", "power_w", "450", "Like the old one.")]
    asked = {key: value for key, value in SERVER.items() if key != "power_w"}
    frozen = analysed(two_racks(), asked, *said)
    told = limits_at(two_racks(), frozen.request, take(frozen), today=TODAY, assumptions=said)
    assert list(told) == frozen.answer["limits"]
    assert any(one["after"] == 450 for one in told)
