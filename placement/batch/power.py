"""Power rows: every node and leg within its capacity in every scenario, over the draw plugged in per choice.

A loss that brings no more onto a limit than another one, and leaves it no less, says nothing new and is
left out: of a panel's rows for the loss of each PDU on the other side mostly one remains, for the UPS
above them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from capacity.limits.chain import Scenario
from capacity.limits.power import PowerGrid
from placement.batch.blocks import Block, block
from placement.batch.columns import Columns, Sockets

Parts = dict[int, int]  # choice of cords -> part of its draw that a limit carries


def power_block(
    grid: PowerGrid, columns: Columns, sockets: Sockets, draws: Sequence[int], *, sure: bool
) -> Block | None:
    """The rows of power; labels are (limit, scenario)."""
    used = sorted({s for s in columns.socket.tolist() if s >= 0})
    rows = [
        ((limit, scenario), parts, left) for limit, scenario, parts, left in _rows(grid, sockets, used, sure)
    ]
    return block("power", columns.socket, draws, len(sockets.choices), rows)


def _rows(
    grid: PowerGrid, sockets: Sockets, used: Sequence[int], sure: bool
) -> Iterator[tuple[int, Scenario, Parts, int]]:
    normal: dict[int, Parts] = {}
    changed: dict[int, dict[Scenario, Parts]] = {}
    for number in used:
        choices, choice = sockets.choices[number]
        plugs = choices.plugs[choice]
        before = grid.charge(plugs, None)
        for limit, part in before.items():
            normal.setdefault(limit, {})[number] = part
        for lost in grid.losses(plugs):
            after, dead = grid.charge(plugs, lost), grid.chain.dead(lost)
            for limit in before.keys() | after.keys():
                if grid.chain.holder(limit) not in dead:
                    moved = after.get(limit, 0) - before.get(limit, 0)
                    if moved:
                        changed.setdefault(limit, {}).setdefault(lost, {})[number] = moved
    for limit in sorted(normal.keys() | changed.keys()):
        columns, losses = normal.get(limit, {}), changed.get(limit, {})
        still = (None, *grid.tightest(limit, {s for s in losses if s is not None})) if columns else ()
        scenarios: dict[Scenario, Parts] = {scenario: {} for scenario in still}
        scenarios |= losses
        left = {s: _left(grid, limit, s, sure) for s in scenarios}
        for scenario in _undominated(scenarios, left):
            more = {n: columns.get(n, 0) + m for n, m in scenarios[scenario].items()}
            yield limit, scenario, {**columns, **more}, left[scenario]


def _undominated(losses: Mapping[Scenario, Parts], left: Mapping[Scenario, int]) -> list[Scenario]:
    """Losses that no other one covers: as much moved onto the limit or more everywhere, and no more left."""
    relieves = {s: frozenset(n for n, m in parts.items() if m < 0) for s, parts in losses.items()}

    def covers(more: Scenario, less: Scenario) -> bool:
        moved = losses[more]
        return (
            left[more] <= left[less]
            and (not relieves[more] or relieves[more] <= losses[less].keys())
            and all(moved.get(n, 0) >= m for n, m in losses[less].items())
        )

    kept: list[Scenario] = []
    for scenario in sorted(
        losses, key=lambda s: (2 * len(relieves[s]) - len(losses[s]), left[s], -1 if s is None else s)
    ):
        if not any(covers(k, scenario) for k in kept):
            kept.append(scenario)
    return kept


def _left(grid: PowerGrid, limit: int, scenario: Scenario, sure: bool) -> int:
    worst, best = grid.left(limit, scenario)
    return worst if sure else best
