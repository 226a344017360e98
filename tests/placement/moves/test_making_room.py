"""Making room by hand: which move, where to, in which order, and what is proved of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from capacity.room import Cord, Device, PortUse, Room
from placement.moves import MadeRoom, make_room
from placement.moves.movable import movers
from placement.moves.plan import MovePlan
from tests.builders import PAIR, SFP, chain, device, group, ledger, need, rack, room, server


def box(name: str, unit: int, rack_name: str = "R1", **more: Any) -> Device:
    """A movable device of one unit on both PDUs of its rack."""
    cords = (Cord(f"{rack_name}-A"), Cord(f"{rack_name}-B"))
    return device(
        name, **{"rack": rack_name, "position_hu": 2 * unit, "cords": cords, "movable": True} | more
    )


def two_racks(*devices: Device, **more: Any) -> Room:
    """Racks R1 of four units and R2 of two."""
    racks = (rack("R1", height_u=4), rack("R2", height_u=2))
    return room(*devices, **{"racks": racks, "power": chain("R1", "R2")} | more)


def made(where: Room, **asked: Any) -> MadeRoom:
    """What is found for a server of three units."""
    return make_room(ledger(where), server(**{"height_hu": 6} | asked))


def plan(where: Room, **asked: Any) -> MovePlan:
    found = made(where, **asked).plan
    assert found is not None
    return found


def told(found: MovePlan) -> list[tuple[str, str | None, int | None]]:
    return [(m.device, m.after.rack, m.after.position_hu) for m in found.moves]


def test_one_device_moves_out_of_the_way() -> None:
    """It stands in the middle of the only rack that is high enough."""
    found = plan(two_racks(box("D1", 2)))
    assert [m.device for m in found.moves] == ["D1"]
    assert found.placement[0].rack == "R1"
    assert found.fewest
    assert found.cheapest
    assert found.whole


def test_the_cheaper_of_two_moves_is_taken() -> None:
    """Either device may make room; one costs five, the other two."""
    found = plan(two_racks(box("D1", 1, move_cost=5), box("D2", 4, move_cost=2)), height_hu=6)
    assert [m.device for m in found.moves] == ["D2"]
    assert found.cost == 2


def test_fewer_moves_come_before_cheaper_ones() -> None:
    """Two devices of one unit at cost 1 each, or one of two units at cost 9, make room for three units."""
    racks = (rack("R1", height_u=4), rack("R2", height_u=4), rack("R3", height_u=2))
    where = room(
        box("D1", 2, move_cost=1), box("D2", 3, move_cost=1), box("D3", 2, "R2", height_hu=4, move_cost=9),
        racks=racks, power=chain("R1", "R2", "R3"),
    )  # fmt: skip
    found = plan(where, height_hu=6)
    assert ([m.device for m in found.moves], found.cost) == (["D3"], 9)


def test_two_moves_are_in_an_order_in_which_each_holds() -> None:
    """D1 can only go where D2 stands, so D2 goes first."""
    racks = (rack("R1", height_u=4), rack("R2", height_u=3), rack("R3", height_u=1))
    where = room(
        box("D1", 1, height_hu=4), box("D2", 2, "R2"), racks=racks, power=chain("R1", "R2", "R3"),
    )  # fmt: skip
    found = plan(where, height_hu=8)
    assert [m.device for m in found.moves] == ["D2", "D1"]
    assert found.fewest


def test_a_move_may_free_power_and_not_units() -> None:
    """R1 has units enough; its PDUs carry the server once D1 draws elsewhere."""
    where = two_racks(
        box("D1", 4, power_w=400),
        power=chain("R1", "R2", R1_A={"rated_w": 600}, R1_B={"rated_w": 600}),
    )
    assert told(plan(where)) == [("D1", "R2", 2)]


def test_a_draw_that_comes_to_the_same_ups_anyway_is_no_relief() -> None:
    """UA is short, and every rack hangs on it: no moves help, and that is proved."""
    where = two_racks(box("D1", 4, power_w=400), power=chain("R1", "R2", UA={"rated_w": 600}))
    assert (made(where).plan, made(where).none_up_to) == (None, 3)


def test_a_move_may_free_a_port() -> None:
    """The only switch of R1's row is full; D1 takes its port along to another row."""
    racks = (rack("R1", height_u=4), rack("R2", height_u=2, row="B"))
    groups = (group("SW1", 1, serves="row"), group("SW2", 1, serves="row", rack="R2"))
    where = two_racks(box("D1", 4, ports=(PortUse("SW1", SFP, 1),)), racks=racks, ports=groups)
    found = plan(where, ports=(need(1),))
    assert [str(p) for m in found.moves for p in m.after.ports] == [f"SW2/{SFP}:1"]


@pytest.mark.parametrize(
    "change",
    [{"movable": False}, {"status": "leaving"}, {"power_w": None}, {"weight_g": None}],
    ids=str,
)
def test_what_may_not_be_moved_stays(change: dict[str, Any]) -> None:
    """Not marked, not installed, or of a draw or a weight that nobody knows."""
    assert made(two_racks(replace(box("D1", 2), **change))).plan is None


def test_what_was_left_out_is_told() -> None:
    """With its number and its reason."""
    found = made(two_racks(box("D1", 2, status="leaving"), box("D2", 3)))
    assert found.scope == "all 2 racks and 1 movable devices (1 more, not installed, left out)"


def test_equipment_stays_in_its_security_zone() -> None:
    """The other rack is of another zone."""
    racks = (rack("R1", height_u=4), rack("R2", height_u=2, security_zone="dmz"))
    assert made(two_racks(box("D1", 2, power_w=100), box("D2", 3), racks=racks), height_hu=8).plan is None


def test_a_device_of_a_group_moves_with_a_condition() -> None:
    """The room does not say which keep rules it was placed under."""
    (move,) = plan(two_racks(box("D1", 2, group="db"))).moves
    assert move.condition == "D1 is of the group db: see that it may stand there."


def test_without_work_nothing_is_proved() -> None:
    """A search that may ask nothing has found nothing, and says that none is proved not to do."""
    found = make_room(ledger(two_racks(box("D1", 2))), server(height_hu=6), work=-1)
    assert (found.plan, found.none_up_to) == (None, 0)


def test_a_mover_asks_for_what_it_has() -> None:
    """Cords, ports of both sides, owner and zone."""
    where = two_racks(
        box("D1", 2, owner="Dinkes", ports=(PortUse("SW1", SFP, 1), PortUse("SW2", SFP, 1))),
        ports=(group("SW1", 4), group("SW2", 4, side="B")),
    )
    ((mover,), _) = movers(ledger(where))
    asks = mover.request
    assert (asks.cords, asks.port_sides, asks.owner, asks.security_zone) == (2, 2, "Dinkes", "internal")
    assert mover.place.cords == PAIR
