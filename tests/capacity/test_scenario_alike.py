"""Racks like one that stands: what they take over, where they go on, and which PDUs they get."""

from __future__ import annotations

import itertools

import pytest

from capacity.data import data_path
from capacity.errors import BadInput
from capacity.reading import read_room
from capacity.room import Rack, Room
from capacity.scenario import apply
from capacity.scenario.alike import racks_like
from capacity.scenario.reading import scenario_of

ROOM = read_room(data_path("rooms/denpasar"))


def made(room: Room, *args: object, **more: object) -> Room:
    changes = racks_like(room, *args, **more)  # type: ignore[arg-type]
    return apply(room, scenario_of({"name": "n", "changes": list(changes)}, "n").changes)


def rack(room: Room, name: str) -> Rack:
    return next(one for one in room.racks if one.name == name)


def test_they_are_as_the_other_is_but_for_name_and_place() -> None:
    room = made(ROOM, "A03", ["A08", "A09"])
    like, new = rack(ROOM, "A03"), rack(room, "A08")
    assert new.row == like.row
    for field in ("height_u", "usable_depth_mm", "max_load_g", "max_heat_w", "cooling_zone", "security_zone"):
        assert getattr(new, field) == getattr(like, field), field
    assert len(room.racks) == len(ROOM.racks) + 2


def test_they_go_on_at_the_step_of_the_last_two_of_the_row() -> None:
    room = made(ROOM, "A03", ["A08", "A09"])
    row = [one for one in room.racks if one.row == rack(ROOM, "A03").row]
    xs = [one.x_mm or 0 for one in row][-4:]
    assert len({b - a for a, b in itertools.pairwise(xs)}) == 1
    assert len({one.y_mm for one in row}) == 1


def test_in_a_row_of_their_own_their_place_is_not_known() -> None:
    assert rack(made(ROOM, "A03", ["Z01"], row="Z"), "Z01").x_mm is None


def test_each_gets_the_pdus_of_the_other_or_none() -> None:
    old = {node.name: node for node in ROOM.power if node.rack == "A03"}
    room = made(ROOM, "A03", ["A08"])
    new = {node.name: node for node in room.power if node.rack == "A08"}
    assert set(new) == {name.replace("A03", "A08") for name in old}
    for name, node in old.items():
        other = new[name.replace("A03", "A08")]
        assert (other.rated_w, other.fed_by, other.outlets, other.failover_ppm) == (
            node.rated_w,
            node.fed_by,
            node.outlets,
            node.failover_ppm,
        )
    assert [n for n in made(ROOM, "A03", ["A08"], pdus=False).power if n.rack == "A08"] == []


def test_a_rack_that_is_not_there_and_names_that_are_not_given_are_told_at_once() -> None:
    with pytest.raises(BadInput) as caught:
        racks_like(ROOM, "A33", [])
    assert [problem.column for problem in caught.value.problems] == ["like", "names"]
