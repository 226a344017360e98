"""Rows by the names that people know, with capacity and use."""

from __future__ import annotations

import pytest

from capacity.limits.limit import Limit
from capacity.units import plain
from placement.batch.batch import Batch
from placement.batch.naming import after, limit_of
from tests.builders import PAIR, app, chain, device, host, ledger, rack, room, unit, vm
from tests.placement.batch.batches import batch_of, many

HALF = {"depth": "half", "depth_mm": 300}


def names(batch: Batch, rule: str) -> list[str]:
    return [
        limit_of(batch, b, row).name for b in batch.blocks if b.rule == rule for row in range(len(b.left))
    ]


def first(batch: Batch, rule: str) -> Limit:
    block = next(b for b in batch.blocks if b.rule == rule)
    return limit_of(batch, block, 0)


def shown(limit: Limit) -> tuple[object, ...]:
    """Capacity and use in the limit's unit."""
    assert limit.capacity is not None
    return plain(limit.capacity, limit.scale), plain(limit.used, limit.scale), limit.unit


def test_racks_sockets_and_nodes_go_by_their_names() -> None:
    """The row of a node names the loss that it is for."""
    batch = batch_of(
        room(device(weight_g=5_000, power_w=100, cords=PAIR), power=chain(R1_A={"outlets": 9})),
        many(9, weight_g=1_000),
    )
    assert (names(batch, "weight"), shown(first(batch, "weight"))) == (["weight R1"], (100, 5, "kg"))
    assert (names(batch, "heat"), shown(first(batch, "heat"))) == (["heat R1"], (5_000, 100, "W"))
    assert (names(batch, "outlets"), shown(first(batch, "outlets"))) == (["outlets R1-A"], (9, 1, "outlets"))
    assert set(names(batch, "power")) == {
        "utility UTIL", "ups UA", "ups UB", "panel PA", "panel PB", "pdu R1-A", "pdu R1-B",
    }  # fmt: skip
    block = next(b for b in batch.blocks if b.rule == "power")
    ups = next(row for row in range(len(block.left)) if limit_of(batch, block, row).name == "ups UA")
    assert limit_of(batch, block, ups).scenario in ("UB lost", "PB lost", "R1-B lost")
    assert shown(limit_of(batch, block, ups)) == (8_000, 100, "W")


def test_zones_go_by_their_names_and_the_loss_that_is_hardest() -> None:
    """Of 900 and 500 W the larger is lost; two units together name both."""
    cool = (unit("A", 900), unit("B", 500), unit("C", 400))
    one, two = (
        batch_of(room(cooling=cool, power=(), policy={"cooling_spare": n}), many(1, power_w=50))
        for n in (1, 2)
    )
    assert (first(one, "cooling").name, first(one, "cooling").scenario) == ("cooling Z1", "A lost")
    assert first(two, "cooling").scenario == "A B lost"
    assert shown(first(one, "cooling")) == (900, 0, "W")


def test_runs_and_units_to_keep_free_name_their_rack_and_face() -> None:
    """Pieces of a height, in whole and half units."""
    batch = batch_of(room(), many(9, height_hu=4), many(9, height_hu=3, name="Q2", **HALF))
    assert "runs of 2 U in R1" in names(batch, "space")
    assert "runs of 1.5 U in R1 front" in names(batch, "space")
    assert "runs of 0.5 U in R1 rear" in names(batch, "space")
    kept = batch_of(room(policy={"keep_free_hu": 14}), many(9))
    assert names(kept, "keep_free") == ["units to keep free in R1"] * 3
    assert shown(first(kept, "keep_free")) == (3, 0, "U")


def test_pieces_of_runs_are_counted_one_by_one() -> None:
    """Ten units are ten pieces of 1 U, though what is asked for takes two of them at a time."""
    batch = batch_of(None, many(9, height_hu=4))
    own = [(b, 0) for b in batch.blocks if b.rule == "space"]
    assert [(limit_of(batch, *row).name, limit_of(batch, *row).capacity) for row in own] == [
        ("runs of 1 U in R1", 10), ("runs of 2 U in R1", 5),
    ]  # fmt: skip
    assert [after(batch, *row, left=0)[1] for row in own] == [10, 5]


def test_hosts_and_clusters_go_by_resource() -> None:
    """With what runs there."""
    where = room(hosts=(host("N1", cluster="C"),), vms=(vm("V", "N1", vcpu=3),))
    batch = batch_of(where, app(quantity=9, memory_mb=0, disk_gb=0))
    assert names(batch, "hosting") == ["vcpu N1", "vcpu cluster C"]
    assert shown(first(batch, "hosting")) == (16, 3, "vcpu")


@pytest.mark.parametrize(("items", "used"), [(0, 7), (1, 27), (4, 87)])
def test_use_is_counted_from_what_was_added(items: int, used: int) -> None:
    """Beside 7 kg of 100: 13 kg that no whole item of 20 kg fills do not count as used."""
    batch = batch_of(room(device(weight_g=7_000)), many(9, weight_g=20_000))
    block = next(b for b in batch.blocks if b.rule == "weight")
    assert block.left.tolist() == [4]
    limit, after_it = after(batch, block, 0, 4 - items)
    assert plain(after_it, limit.scale) == used


def test_parts_of_a_draw_are_counted_in_full() -> None:
    """Two of 500 W put 1,000 W on a ups while the other is lost."""
    batch = batch_of(None, many(9, power_w=500))
    block = next(b for b in batch.blocks if b.rule == "power")
    for row in range(len(block.left)):
        entity_part = int(block.part[block.row == row][0])
        limit, used = after(batch, block, row, int(block.left[row]) - 2 * entity_part)
        assert plain(used, limit.scale) == 1_000, limit.name


def test_the_limits_of_a_batch_are_those_of_its_ledger() -> None:
    """The same value, not another of the same name."""
    own = ledger(room(racks=(rack(),)))
    batch = Batch.of(own, [many(9, weight_g=1_000)])
    assert first(batch, "weight") == own.weight.limit(0, "R1")
