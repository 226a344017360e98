"""Generated rooms: valid, the same for the same seed, of the right size, and of use for measuring."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.folder import write_requests
from benchmarks.requests import KINDS, mix, requests
from benchmarks.rooms import TODAY, make_room, write_folder
from capacity.limits.limit import State
from capacity.reading import read_room
from capacity.room import Room
from placement.check import Checker
from placement.reading import read_requests
from placement.rules import RULES

SHAPES = [(20, "easy", False), (20, "tight", True), (60, "tight", False)]


def shape(racks: int, margins: str, three_phase: bool) -> Room:
    return make_room(racks, 3, margins, three_phase=three_phase)


@pytest.mark.parametrize(("racks", "margins", "three_phase"), SHAPES)
def test_a_room_is_read_back_as_it_was_made(
    racks: int, margins: str, three_phase: bool, tmp_path: Path
) -> None:
    room = shape(racks, margins, three_phase)
    assert replace(read_room(write_folder(room, tmp_path / "room")), sha256="") == room


def test_the_same_seed_gives_the_same_room_and_another_seed_another() -> None:
    assert make_room(20, 5) == make_room(20, 5)
    assert make_room(20, 5) != make_room(20, 6)


@pytest.mark.parametrize(("racks", "margins", "three_phase"), SHAPES)
def test_twenty_devices_a_rack_take_seventy_percent_of_the_units_or_more(
    racks: int, margins: str, three_phase: bool
) -> None:
    room = shape(racks, margins, three_phase)
    stand = [*room.devices, *room.reservations]
    least, most = {"easy": (0.65, 0.75), "tight": (0.72, 0.80)}[margins]
    assert len(room.racks) == racks
    assert 18 <= len(stand) / racks <= 25
    assert least <= sum(thing.height_hu or 0 for thing in stand) / (2 * 42 * racks) <= most


def test_tight_nodes_have_fifteen_percent_left_at_the_most() -> None:
    """In their worst scenario; the sources have more."""
    ledger = Checker(make_room(40, 3, "tight"), TODAY).compiled(mix()[0])[0]
    grid = ledger.power
    assert grid is not None
    left: dict[str, list[float]] = {"panel": [], "ups": [], "pdu": [], "utility": []}
    for number, node in enumerate(grid.chain.nodes):
        if node.kind in left:
            limits = [grid.limit(number, scenario) for scenario in (None, *grid.chain.scenarios)]
            left[node.kind].append(min((x.capacity or 0) / x.used for x in limits if x.used) - 1)
    assert max(left["panel"] + left["ups"]) < 0.16
    assert max(left["pdu"]) < 0.21  # small ones are rounded up to tens of watts
    assert min(left["utility"]) > 0.21


@pytest.mark.parametrize(("racks", "margins", "three_phase"), SHAPES)
def test_what_stands_there_stays_within_every_limit(racks: int, margins: str, three_phase: bool) -> None:
    """A room that is over a limit from the start would let nothing in."""
    ledger = Checker(shape(racks, margins, three_phase), TODAY).compiled(mix()[0])[0]
    assert ledger.power is not None
    assert ledger.cooling is not None
    for cords in (1, 2):
        choices = ledger.cord_choices(cords)
        assert choices is not None
        assert choices.sure.min() >= 0
    assert min(ledger.cooling.sure.values()) >= 0
    assert ledger.weight.sure.min() >= 0
    assert ledger.heat.sure.min() >= 0


def test_some_racks_hang_on_the_ups_of_the_neighbour() -> None:
    """So that the loss of one UPS is not like the loss of another."""
    panels = [node for node in make_room(200).power if node.kind == "panel"]
    pairs = {(a.fed_by[0][:-2], b.fed_by[0][:-2]) for a, b in zip(panels[::2], panels[1::2], strict=True)}
    assert any(a == b for a, b in pairs)
    assert any(a != b for a, b in pairs)


@pytest.mark.parametrize("margins", ["easy", "tight"])
def test_the_mix_meets_every_decision_and_every_rule(margins: str) -> None:
    checker = Checker(make_room(20, 1, margins), TODAY)
    answers = [checker.check(request) for request in mix()]
    assert {answer.decision for answer in answers} == {"fits", "does not fit", "cannot decide"}
    assert {reason.rule for answer in answers for reason in answer.reasons} == set(RULES)


@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_is_read_back_as_it_was_made(kind: str, tmp_path: Path) -> None:
    batch = requests(7, 40, kind)
    assert len(batch) == 40
    assert batch == requests(7, 40, kind)
    read = read_requests(write_requests(batch, tmp_path / "requests.csv"), {})
    assert tuple(replace(request, notes=()) for request in read) == batch  # it notes what applications ignore


def test_batches_differ_in_what_their_kind_says() -> None:
    batch = {kind: requests(7, 80, kind) for kind in KINDS}
    sizes = {kind: sum(request.power_w or 0 for request in made) for kind, made in batch.items()}
    assert sizes["tight"] > sizes["easy"]
    assert sum(request.group is not None for request in batch["grouped"]) == 10
    unlike = {(r.height_hu, r.power_w, r.weight_g) for r in batch["all-different"]}
    assert len(unlike) == 80
    assert {request.kind for request in batch["mixed"]} == {"server", "application"}
    assert max(request.quantity for request in batch["mixed"]) > 1


@pytest.mark.parametrize("racks", [20, 60])
def test_a_usual_server_finds_a_place(racks: int) -> None:
    ledger = Checker(make_room(racks), TODAY).compiled(mix()[0])[0]
    assert (ledger.space.states(2, 2) == State.HOLDS).any()
    assert Checker(make_room(racks), TODAY).check(mix()[0]).decision == "fits"
