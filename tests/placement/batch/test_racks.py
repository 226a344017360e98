"""Rows of racks and sockets: weight, heat, outlets; each to the gram, the watt and the socket."""

from __future__ import annotations

from capacity.policy import PPM
from capacity.room import Cord, Room
from tests.builders import PAIR, chain, device, draws, ledger, pdu, rack, room
from tests.placement.batch.batches import batch_of, count, many


def racked(**more: object) -> Room:
    """A rack without power chain."""
    return room(racks=(rack(**more),), power=())


def test_a_rack_carries_its_load_to_the_gram() -> None:
    """100 kg take five of 20 kg; 99.999 kg take four."""
    assert count(room(), many(5, weight_g=20_000)) == 5
    assert count(racked(max_load_g=99_999), many(5, weight_g=20_000)) == 4


def test_what_stands_there_weighs_too() -> None:
    """60.001 kg leave one of 20 kg."""
    assert count(room(device(weight_g=60_001, height_hu=0, position_hu=None)), many(5, weight_g=20_000)) == 1


def test_unlike_weights_share_a_rack() -> None:
    """33 and 67 kg are 100 kg; with 67.001 kg one stays out."""
    for other, most in ((67_000, 2), (67_001, 1)):
        pair = (many(1, weight_g=33_000), many(1, weight_g=other, name="Q2"))
        assert count(room(), *pair) == most


def test_an_overloaded_rack_takes_what_weighs_nothing() -> None:
    """And nothing else."""
    where = room(device(weight_g=200_000))
    assert count(where, many(9)) == 9
    assert count(where, many(1, weight_g=1)) == 0


def test_a_rack_removes_its_heat_to_the_watt() -> None:
    """5 kW take two of 2,500 W; 4,999 W take one."""
    assert count(racked(), many(3, power_w=2_500)) == 2
    assert count(racked(max_heat_w=4_999), many(3, power_w=2_500)) == 1


def test_heat_of_what_stands_there_counts_and_parts_of_a_watt_do() -> None:
    """0.5 of 1,001 W are 500.5 W: beside 4,000 W one goes in, two are 5,001 W."""
    where = room(
        draws("D", 4_000, "R1-A", "R1-B"),
        power=chain(R1_A={"rated_w": 99_999}, R1_B={"rated_w": 99_999}),
        policy={"nameplate_ppm": PPM // 2},
    )
    assert count(where, many(2, power_w=1_001, power_basis="nameplate")) == 1
    assert count(where, many(2, power_w=1_000, power_basis="nameplate")) == 2


def test_limits_that_are_not_known_take_nothing_for_certain_and_no_end_at_best() -> None:
    """Unless the policy lets them pass."""
    unknown = {"racks": (rack(max_load_g=None),), "power": ()}
    heavy = many(30, weight_g=20_000)
    assert len(batch_of(room(**unknown), heavy).columns) == 0
    assert batch_of(room(**unknown), heavy, sure=False).upper.tolist() == [10]  # its units
    assert count(room(**unknown, policy={"unknown_limits": "condition"}), heavy) == 10


def test_every_cord_takes_a_socket() -> None:
    """Three sockets on R1-A: three pairs, though R1-B has four; single cords take all seven."""
    where = room(power=chain(R1_A={"outlets": 3}, R1_B={"outlets": 4}))
    assert count(where, many(3)) == 3
    assert count(where, many(4)) == 3
    assert count(where, many(7, cords=1)) == 7
    assert count(where, many(8, cords=1)) == 7


def test_sockets_in_use_are_gone_and_too_many_are_no_credit() -> None:
    """One of two is left beside a pair; none, where three cords hang on two."""
    two = chain(R1_A={"outlets": 2}, R1_B={"outlets": 2})
    assert count(room(device(cords=PAIR), power=two), many(2)) == 1
    three = device(cords=(Cord("R1-A"), Cord("R1-A"), Cord("R1-A")))
    assert count(room(three, power=two), many(1, cords=2)) == 0
    assert count(room(three, power=two), many(3, cords=1)) == 2


def test_a_pdu_without_a_number_of_sockets_is_not_counted() -> None:
    """It stands in no row."""
    batch = batch_of(room(power=chain(R1_A={"outlets": 3})), many())
    (block,) = (b for b in batch.blocks if b.rule == "outlets")
    grid = batch.ledger.power
    assert grid is not None
    assert [grid.chain.nodes[int(str(p))].name for p in block.label] == ["R1-A"]
    assert "outlets" not in {b.rule for b in batch_of(room(), many()).blocks}


def test_pairs_and_single_cords_share_sockets() -> None:
    """Two and two: one pair and two single cords."""
    where = room(power=chain(R1_A={"outlets": 2}, R1_B={"outlets": 2}))
    single = many(5, cords=1, name="Q2")
    assert count(where, many(1, priority=9), single) == 3
    assert count(where, many(5, priority=9), single) == 2
    assert count(where, many(5), single) == 4


def test_a_choice_of_three_pdus_uses_the_free_socket() -> None:
    """R1-A has none left, the second pdu of path A has one."""
    nodes = (*chain(R1_A={"outlets": 0}), pdu("R1-A2", "PA", outlets=1))
    assert count(room(power=nodes), many(2)) == 1


def test_the_rows_of_a_batch_are_those_of_its_ledger() -> None:
    """Half grams and draw units, in parts of what all requests share."""
    batch = batch_of(room(), many(5, weight_g=20_000, power_w=500))
    left = {b.rule: (b.unit, b.left.tolist(), b.amount.tolist()) for b in batch.blocks}
    assert left["weight"] == (40_000, [5], [1])
    assert left["heat"] == (500, [10], [1])
    assert ledger().weight.sure.tolist() == [200_000]
