"""A room by rack and by row: tables of plain values in written units.

pandas is loaded only where a table is asked for as a frame: its import takes longer than all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from capacity.demand import Demand
from capacity.ledger import Ledger
from capacity.limits.per_rack import PerRack
from capacity.limits.space import BOTH, Space
from capacity.missing import MissingCell
from capacity.units import plain

if TYPE_CHECKING:
    import pandas as pd

Amount = Callable[[Demand], int | None]
_TEXTS = ("rack", "row", "status", "cooling_zone", "security_zone")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of equal length; what is not known is None."""

    columns: Mapping[str, Sequence[Any]]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def records(self) -> list[dict[str, Any]]:
        """The rows, each as a mapping of column to value."""
        return [dict(zip(self.columns, row, strict=True)) for row in zip(*self.columns.values(), strict=True)]

    def frame(self) -> pd.DataFrame:
        """The table for pandas; None becomes its missing value."""
        import pandas as pd

        return pd.DataFrame(dict(self.columns))


def weight_of(demand: Demand) -> int | None:
    """Weight in half grams."""
    return demand.weight_half_g


def draw_of(demand: Demand) -> int | None:
    """Draw in draw units."""
    return demand.draw


def loose_hu(demand: Demand) -> int:
    """Half units of a thing whose units are not known; of half depth it may share them with another."""
    known = demand.rack is not None and demand.position_hu is not None
    return 0 if known or demand.depth == "half" else demand.height_hu or 0


def rack_table(ledger: Ledger, missing: Iterable[MissingCell]) -> Table:
    """One row per rack.

    `longest_run_u` is the longest run that is free on both faces; `unknown` counts the rack's missing cells.
    """
    racks, servers = ledger.racks, ledger.demands.servers
    devices = [d for d in servers if d.kind == "device"]
    held = [d for d in servers if d.kind == "reservation"]
    cells: dict[str, int] = {}
    for cell in missing:
        cells[cell.rack] = cells.get(cell.rack, 0) + 1
    columns: dict[str, Sequence[Any]] = {
        "rack": [r.name for r in racks],
        "row": [r.row for r in racks],
        "status": [r.status for r in racks],
        "cooling_zone": [r.cooling_zone for r in racks],
        "security_zone": [r.security_zone for r in racks],
        "devices": _sums(ledger, devices, lambda _: 1),
        "reservations": _sums(ledger, held, lambda _: 1),
    }
    capacity = (ledger.space.height.astype(int) - ledger.space.blocked.sum(axis=1)).tolist()
    free = ledger.space.free_both.sum(axis=1).tolist()
    without_held = Space(racks, devices).free_both.sum(axis=1).tolist() if held else free
    loose, loose_held = _sums(ledger, devices, loose_hu), _sums(ledger, held, loose_hu)
    used = [c - w + more for c, w, more in zip(capacity, without_held, loose, strict=True)]
    kept = [w - f + more for w, f, more in zip(without_held, free, loose_held, strict=True)]
    columns |= _shares("space", "u", capacity, used, kept, 2)
    columns["longest_run_u"] = [plain(n, 2) for n in ledger.space.run_table(BOTH).longest.tolist()]
    columns |= _of_limits("weight", "kg", ledger, ledger.weight, weight_of, devices, held)
    columns |= _of_limits("heat", "w", ledger, ledger.heat, draw_of, devices, held)
    columns["unknown"] = [cells.get(r.name, 0) for r in racks]
    return Table(columns)


def _of_limits(
    name: str,
    unit: str,
    ledger: Ledger,
    limits: PerRack,
    amount: Amount,
    devices: Sequence[Demand],
    held: Sequence[Demand],
) -> dict[str, Sequence[Any]]:
    used, kept = _sums(ledger, devices, amount), _sums(ledger, held, amount)
    return _shares(name, unit, limits.capacity, used, kept, limits.scale)


def _shares(
    name: str, unit: str, capacity: Sequence[int | None], used: Sequence[int], held: Sequence[int], scale: int
) -> dict[str, Sequence[Any]]:
    """The columns capacity, used, held and free of one dimension."""
    rows = list(zip(capacity, used, held, strict=True))
    return {
        f"{name}_capacity_{unit}": [None if c is None else plain(c, scale) for c, _, _ in rows],
        f"{name}_used_{unit}": [plain(u, scale) for _, u, _ in rows],
        f"{name}_held_{unit}": [plain(h, scale) for _, _, h in rows],
        f"{name}_free_{unit}": [None if c is None else plain(c - u - h, scale) for c, u, h in rows],
    }


def _sums(ledger: Ledger, demands: Iterable[Demand], amount: Amount) -> list[int]:
    """Known amounts per rack; things whose rack is not known stand in none."""
    sums = [0] * len(ledger.racks)
    for demand in demands:
        if demand.rack is not None:
            sums[ledger.rack_index[demand.rack]] += amount(demand) or 0
    return sums


def row_table(racks: Table) -> Table:
    """One row per row of racks: sums over its active racks.

    What is not known in one rack is not known for the row; `longest_run_u` is the longest of any rack.
    """
    rows: dict[str, list[dict[str, Any]]] = {}
    for record in racks.records():
        if record["status"] == "active":
            rows.setdefault(record["row"], []).append(record)
    names = sorted(rows)
    columns: dict[str, Sequence[Any]] = {"row": names, "racks": [len(rows[name]) for name in names]}
    for column in racks.columns:
        if column in _TEXTS:
            continue
        total = max if column == "longest_run_u" else _sum
        columns[column] = [total([r[column] for r in rows[name]]) for name in names]
    return Table(columns)


def _sum(values: Sequence[Any]) -> Any:
    known = [v for v in values if v is not None]
    total = sum(known)
    return None if len(known) < len(values) else round(total, 6) if isinstance(total, float) else total
