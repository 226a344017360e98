"""Power limits as rows over counts of like items.

Each limit has one variable for what the items put on it with nothing lost; a loss adds only what it
changes. All items draw the same, so rows are divided by the draw (and rounded down, exactly):
coefficients stay small whatever the watts.
"""

from __future__ import annotations

from collections.abc import Mapping

from capacity.limits.chain import Scenario
from capacity.limits.power import Plug, PowerGrid
from placement.solver.cpsat import Model


def power_limits(
    model: Model,
    grid: PowerGrid,
    chosen: Mapping[int, tuple[Plug, ...]],
    draw: int,
    quantity: int,
    *,
    sure: bool,
) -> None:
    """Keep every node and leg within its capacity in every scenario.

    Parameters
    ----------
    chosen
        Count variable -> where its items plug in.
    draw
        Draw of one item in draw units, > 0.
    """
    loads = grid.most if sure else grid.least
    normal: dict[int, dict[int, int]] = {}
    changed: dict[tuple[int, int], dict[int, int]] = {}
    for variable, plugs in chosen.items():
        before = grid.charge(plugs, None)
        for limit, part in before.items():
            normal.setdefault(limit, {})[variable] = part
        for scenario in grid.losses(plugs):
            after = grid.charge(plugs, scenario)
            for limit in before.keys() | after.keys():
                if grid.chain.holder(limit) not in grid.chain.dead(scenario):
                    moved = after.get(limit, 0) - before.get(limit, 0)
                    changed.setdefault((limit, scenario), {})[variable] = moved

    def left(limit: int, scenario: Scenario) -> int:
        used = loads.normal[limit]
        if scenario is not None:
            used += loads.change.get(scenario, {}).get(limit, 0)
        return max(0, grid.capacity(limit, scenario) - used) // draw

    losses: dict[int, set[int]] = {}
    for limit, scenario in changed:
        losses.setdefault(limit, set()).add(scenario)
    for limit in sorted(normal.keys() | losses.keys()):
        columns = normal.get(limit, {})
        own = losses.get(limit, set())
        most = [left(limit, None)]
        most += [left(limit, s) for s in grid.tightest(limit, own)]
        top = sum(columns.values()) * quantity
        total = model.variable(0, min(top, *most)) if columns else None
        if total is not None:
            model.linear({**columns, total: -1}, 0, 0)
        for scenario in sorted(own):
            row = {v: m for v, m in changed[limit, scenario].items() if m}
            if total is not None:
                row[total] = 1
            if row:
                model.linear(row, None, left(limit, scenario))
