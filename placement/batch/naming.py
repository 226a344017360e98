"""The rows of a batch as limits that people know: name, scenario, unit, capacity, and use so far."""

from __future__ import annotations

from capacity.limits.limit import Limit
from capacity.units import plain
from placement.batch.batch import Batch
from placement.batch.blocks import Block
from placement.batch.cooling import Cut

FACE = {"0": " front", "1": " rear", "2": ""}


def limit_of(batch: Batch, block: Block, row: int) -> Limit:
    """The limit behind a row, with what stands in the room."""
    ledger, label = batch.ledger, block.label[row]
    if block.rule == "hosting":
        assert isinstance(label, Limit)
        return label
    if block.rule == "power":
        assert ledger.power is not None
        assert isinstance(label, tuple)
        return ledger.power.limit(*label)
    if block.rule == "outlets":
        assert ledger.power is not None
        assert isinstance(label, int)
        found = ledger.outlets.limit(ledger.power.chain.nodes[label].name)
        assert found is not None
        return found
    if block.rule == "cooling":
        assert isinstance(label, Cut)
        return _cooling(batch, label)
    name = ledger.racks[row].name
    if block.rule == "weight":
        return ledger.weight.limit(row, name)
    if block.rule == "heat":
        return ledger.heat.limit(row, name)
    if block.rule == "keep_free":
        left = int(block.left[row]) * block.unit
        return Limit("keep_free", f"units to keep free in {name}", "", "U", 2, left, 0, 0)
    assert isinstance(label, tuple)
    grid, height = label
    face, unit = str(grid).split(" ", 1)
    left = int(block.left[row]) * block.unit
    what = f"runs of {plain(height, 1 if unit == 'U' else 2)} U in {name}{FACE[face]}"
    return Limit("space", what, "", "runs", 1, left, 0, 0)


def after(batch: Batch, block: Block, row: int, left: int) -> tuple[Limit, int]:
    """A limit, and its use once `left` is what its row still takes.

    What is left was rounded down to whole amounts, so the use is counted from what was added.
    """
    limit = limit_of(batch, block, row)
    added = int(block.left[row]) - left
    return limit, limit.used + added * int(block.common[row]) * block.unit


def _cooling(batch: Batch, cut: Cut) -> Limit:
    cooling = batch.ledger.cooling
    assert cooling is not None
    used = sum(cooling.heat.get(zone, 0) for zone in cut.zones)
    return Limit(
        rule="cooling",
        name="cooling " + " ".join(cut.zones),
        scenario=f"{' '.join(cut.lost)} lost" if cut.lost else "nothing lost",
        unit="W",
        scale=batch.ledger.draw_unit,
        capacity=used + max(0, cut.left),
        used=used,
        most=used,
    )
