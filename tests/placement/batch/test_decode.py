"""From counts to places: units, faces, cords, ports and hosts of every item, which the verifier accepts."""

from __future__ import annotations

import pytest

from placement.batch.decode import placements
from placement.batch.greedy import greedy_starts
from placement.batch.pack import Packer
from placement.errors import Disagreement
from tests.builders import app, chain, device, group, host, need, rack, room
from tests.placement.batch.batches import batch_of, empty, holds, many, random_ones, scattered


def test_items_stand_one_above_the_other_in_the_racks_own_numbering() -> None:
    """Units 5 to 14: a rack that begins at unit 5."""
    standing = empty(batch_of(room(racks=(rack(first_unit=5, height_u=4),)), many(2, height_hu=4)))
    standing.add(0, 2)
    found = placements(standing)
    assert [(p.item, p.rack, p.position_hu, p.face) for p in found] == [
        (1, "R1", 10, "front"), (2, "R1", 14, "front"),
    ]  # fmt: skip
    assert [str(c) for c in found[0].cords] == ["R1-A", "R1-B"]
    assert holds(standing)


def test_half_depth_behind_is_at_the_rear() -> None:
    """Front and rear of one unit."""
    standing = empty(batch_of(room(racks=(rack(height_u=1),)), many(2, depth="half", depth_mm=300)))
    standing.add(0, 1)
    standing.add(1, 1)
    assert sorted((str(p.face), p.position_hu) for p in placements(standing)) == [("front", 2), ("rear", 2)]
    assert holds(standing)


def test_legs_are_named() -> None:
    """One on each leg: nine choices, of which the first is L1 and L1."""
    three = {"phases": 3}
    standing = empty(batch_of(room(power=chain(R1_A=three, R1_B=three)), many(1)))
    standing.add(0, 1)
    (found,) = placements(standing)
    assert [str(c) for c in found.cords] == ["R1-A:L1", "R1-B:L1"]


def test_ports_are_handed_out_to_the_items_of_a_rack() -> None:
    """Two of the rack's own and four of the room for three items of two."""
    where = room(ports=(group("S", 4), group("S1", 2, serves="rack")))
    standing = empty(batch_of(where, many(3, ports=(need(2),))))
    standing.add(0, 3)
    said = sorted(" ".join(map(str, p.ports)) for p in placements(standing))
    assert said == ["S/10gbase-x-sfpp:2", "S/10gbase-x-sfpp:2", "S1/10gbase-x-sfpp:2"]
    assert holds(standing)


def test_ports_of_several_parts_on_one_switch_are_one_entry() -> None:
    """One of side A and one of either, both from S."""
    where = room(ports=(group("S", 9), group("T", 1, side="B")))
    standing = empty(batch_of(where, many(1, ports=(need(3),), port_sides=2)))
    standing.add(0, 1)
    (found,) = placements(standing)
    assert [str(p) for p in found.ports] == ["S/10gbase-x-sfpp:2", "T/10gbase-x-sfpp:1"]


def test_items_of_the_highest_priority_are_the_ones_placed() -> None:
    """Of two alike requests the second is more urgent: its two items, and one of the first."""
    standing = empty(batch_of(None, many(5), many(2, name="Q2", priority=2)))
    standing.add(0, 3)
    assert [(p.request, p.item) for p in placements(standing)] == [("Q1", 1), ("Q2", 1), ("Q2", 2)]


def test_applications_have_a_host_and_nothing_else() -> None:
    """Three on two hosts, beside a server."""
    where = room(hosts=(host("N1"), host("N2")))
    standing = empty(batch_of(where, app(quantity=3), many(1, name="Q2")))
    for column, number in ((0, 1), (1, 2), (2, 1)):
        assert standing.add(column, number) == number
    found = placements(standing)
    assert [p.host for p in found] == ["N1", "N2", "N2", None]
    assert {(p.rack, p.position_hu, p.cords) for p in found[:3]} == {(None, None, ())}
    assert holds(standing)


def test_nothing_placed_is_nothing() -> None:
    """No items, and no columns at all."""
    assert placements(empty(batch_of())) == ()
    assert placements(empty(batch_of(room(device(height_hu=20))))) == ()


def test_a_rack_that_does_not_hold_what_it_was_given_is_a_disagreement() -> None:
    """Eleven units in ten."""
    standing = empty(batch_of(None, many(11)))
    standing.counts[0] = 11
    with pytest.raises(Disagreement, match="rack R1 was counted as holding"):
        placements(standing)


@pytest.mark.parametrize("first", range(0, 60, 30))
def test_the_verifier_accepts_what_keeps_the_rows(first: int) -> None:
    """Random placements and greedy ones in random rooms: every item once, every rule kept."""
    for seed, batch in random_ones(first, first + 30):
        greedy = greedy_starts(batch, Packer(batch.free, batch.reference_hu))
        for standing in (scattered(batch, seed), *greedy):
            found = placements(standing)
            assert len(found) == standing.counts.sum() == len({(p.request, p.item) for p in found})
            if not batch.overheated(standing.counts):
                assert holds(standing), seed
