"""A room in which what was placed stands."""

from __future__ import annotations

from capacity.ledger import Ledger
from capacity.policy import PPM
from capacity.room import Reservation
from placement.check import Checker
from placement.occupied import occupied
from placement.placed import Placed
from tests.builders import PAIR, TODAY, app, device, group, host, need, room, server


def test_a_placed_server_is_a_device_with_all_that_it_asks_for() -> None:
    """Its place, cords and ports are those of the placement; the rest is the request's."""
    where = room(device("D1"), ports=(group("S", 9),))
    asks = server(ports=(need(1),), owner="bps", group="web", power_basis="nameplate")
    placed = Checker(where, TODAY).check(asks).placement
    after = occupied(where, [asks], placed)
    assert [d.name for d in after.devices] == ["D1", "Q1 1"]
    made = after.devices[1]
    assert (made.rack, made.position_hu, made.face) == ("R1", placed[0].position_hu, "front")
    assert (made.cords, made.ports) == (PAIR, placed[0].ports)
    assert (made.height_hu, made.depth, made.depth_mm) == (4, "full", 700)
    assert (made.weight_g, made.power_w, made.power_basis) == (20_000, 500, "nameplate")
    assert (made.owner, made.group, made.status) == ("bps", "web", "planned")


def test_a_placed_application_is_a_machine_on_its_host() -> None:
    """With its size, owner and group."""
    where = room(hosts=(host("N1"),))
    after = occupied(where, [app(owner="bps", group="web")], [Placed("Q1", 2, host="N1")])
    (made,) = after.vms
    assert (made.name, made.host, made.owner, made.group) == ("Q1 2", "N1", "bps", "web")
    assert (made.vcpu, made.memory_mb, made.disk_gb) == (4, 8_192, 100)
    assert after.devices == where.devices


def test_what_stands_there_takes_of_the_limits() -> None:
    """20 kg and 125 W (a quarter of 500 by the nameplate factor) more."""
    where = room(policy={"nameplate_ppm": PPM // 4})
    asks = server(power_basis="nameplate")
    after = Ledger(occupied(where, [asks], [Placed("Q1", 1, "R1", 2, "front", PAIR)]), TODAY)
    assert (after.weight.used, after.heat.used) == ([40_000], [500])  # half grams; quarters of a watt
    assert not after.space.free_both[0, :4].any()


def test_only_reservations_of_released_requests_go() -> None:
    """Those of others, and of nobody, stay."""
    held = tuple(
        Reservation(name, request=request, rack="R1", position_hu=at, height_hu=2)
        for name, request, at in (("H1", "Q1", 2), ("H2", "Q2", 4), ("H3", None, 6))
    )
    where = room(reservations=held)
    assert [r.name for r in occupied(where, [], [], {"Q1"}).reservations] == ["H2", "H3"]
    assert [r.name for r in occupied(where, [], []).reservations] == ["H1", "H2", "H3"]


def test_a_room_with_nothing_placed_is_the_same() -> None:
    """Equal in every table."""
    where = room(device())
    assert occupied(where, [server()], []) == where
