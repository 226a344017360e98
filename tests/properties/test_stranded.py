"""Stranded capacity of random rooms: the racks that a brute force finds, and all where nothing fits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity.ledger import Ledger
from capacity.measures import Measures
from placement.check_server import unmodelled
from placement.request import Request
from placement.stranded import stranded
from tests.builders import random_room
from tests.properties import brute
from tests.properties.brute.rules import Rules
from tests.properties.brute.verdicts import places, too_low
from tests.properties.cases import Read

SEEDS = 200
CHUNK = 25


def references(case: Read) -> list[Request]:
    """A small server, and the request of the case if it is for a server."""
    small = Request("reference", height_hu=2, depth_mm=500, weight_g=5_000, power_w=100)
    return [small, replace(case.request, quantity=1)] if case.request.kind == "server" else [small]


@pytest.mark.parametrize("first", range(3_000, 3_000 + SEEDS, CHUNK))
def test_stranded_racks_are_those_where_a_naive_look_at_every_place_finds_none(first: int) -> None:
    """Also those with a certain and with an undecided place, and what stops it at the nearest places."""
    for seed in range(first, first + CHUNK):
        case = random_room(seed)
        for reference in references(case):
            if not unmodelled(reference):
                check_racks(case, reference)


def check_racks(case: Read, reference: Request) -> None:
    """Compare every rack with the brute force."""
    rules = Rules(case.room, reference, case.today)
    verdicts: dict[str, list[brute.PlaceVerdict]] = {each.name: [] for each in case.room.racks}
    for (name, _, _), verdict in places(rules).items():  # type: ignore[misc]
        verdicts[name].append(verdict)
    for name, verdict in too_low(rules).items():
        verdicts[name].append(verdict)
    # The brute force releases the reservations of the request itself.
    said = stranded(Ledger(case.room, case.today, {reference.name}), reference)
    states = {name: {verdict.state for verdict in of_rack} for name, of_rack in verdicts.items()}
    told = f"seed {case.seed}, {reference.name}"
    assert set(said.fitting) == {name for name, found_ in states.items() if "certain" in found_}, told
    assert {each.rack for each in said.racks} == {n for n, found_ in states.items() if found_ == {"out"}}, (
        told
    )
    assert len(said.fitting) + len(said.racks) + len(said.undecided) == len(states), told
    assert all(each.rules for each in said.undecided), told
    for each in said.racks:
        masks = {mask for verdict in verdicts[each.rack] for mask in verdict.masks}
        fewest = min(map(len, masks))
        nearest = frozenset().union(*(mask for mask in masks if len(mask) == fewest))
        inactive = rules.world.racks[each.rack].status != "active"
        assert set(each.rules) == ({"status"} if inactive else nearest), f"{told}, rack {each.rack}"
        assert each.alone == (fewest == 1), f"{told}, rack {each.rack}"


def test_where_nothing_fits_all_that_is_free_is_stranded() -> None:
    """A reference taller than any rack: per dimension the same amount as the room's measures say is free."""
    met = 0
    reference = Request("reference", height_hu=200, depth_mm=500, weight_g=5_000, power_w=100)
    for seed in range(3_000, 3_000 + SEEDS):
        case = random_room(seed)
        book = Ledger(case.room, case.today)
        said = stranded(book, reference)
        assert said.fitting == said.undecided == ()
        free = {d.name: d.free for d in Measures(book, ()).dimensions}
        outside = any(node.kind == "pdu" and node.rack is None for node in case.room.power)
        for name, amount in said.totals.items():
            if amount is not None and not (outside and name == "power:pdu") and free[name] is not None:
                assert amount == free[name], f"seed {seed}, {name}"
                met += 1
    assert met > SEEDS  # most amounts of most rooms are known
