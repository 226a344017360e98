"""What takes which units of a rack, and what is free."""

from __future__ import annotations

from datetime import date

from capacity.elevation import Body, FreeRun, elevation, standing
from capacity.room import Device, Rack, Reservation, Room

TODAY = date(2026, 6, 8)
BOTH = ("front", "rear")


def room(*things: Device | Reservation) -> Room:
    devices = tuple(one for one in things if isinstance(one, Device))
    held = tuple(one for one in things if isinstance(one, Reservation))
    return Room(racks=(RACK,), devices=devices, reservations=held)


RACK = Rack("R1", "A", 10, blocked_units=frozenset({10}))


def test_an_empty_rack_has_one_run_on_both_faces_up_to_its_blocked_units() -> None:
    found = elevation(room(), RACK, TODAY)
    assert found.free == (FreeRun(2, 20, BOTH),)
    assert found.bodies == (Body("blocked", "blocked", 20, 22, BOTH),)


def test_half_depth_equipment_leaves_the_other_face_free() -> None:
    found = elevation(room(Device("a", "R1", 4, height_hu=4, depth="half")), RACK, TODAY)
    assert FreeRun(4, 8, ("rear",)) in found.free
    assert FreeRun(2, 4, BOTH) in found.free
    assert FreeRun(8, 20, BOTH) in found.free


def test_states_are_told_apart_and_lapsed_holds_are_not_there() -> None:
    things = (
        Device("old", "R1", 2, height_hu=2, status="leaving"),
        Device("new", "R1", 4, height_hu=2, status="planned"),
        Reservation("h1", request="PS-1", rack="R1", position_hu=6, height_hu=2, until=TODAY),
        Reservation("h2", rack="R1", position_hu=8, height_hu=2, until=date(2026, 6, 7)),
    )
    found = elevation(room(*things), RACK, TODAY)
    assert [(body.name, body.kind) for body in found.bodies[:-1]] == [
        ("old", "leaving"),
        ("new", "planned"),
        ("h1", "held"),
    ]
    assert [body.name for body in standing(room(*things), RACK, TODAY, without="PS-1")] == ["old", "new"]


def test_what_has_no_unit_is_named_beside_or_in_doubt() -> None:
    beside, lost = Device("pdu", "R1", height_hu=0), Device("lost", "R1", height_hu=2)
    found = elevation(room(beside, lost), RACK, TODAY)
    assert (found.beside, found.unplaced) == (("pdu",), ("lost",))


def test_an_unknown_height_takes_half_a_unit_and_says_so() -> None:
    found = elevation(room(Device("x", "R1", 4)), RACK, TODAY)
    assert (found.bodies[0].top_hu, found.bodies[0].certain) == (5, False)
