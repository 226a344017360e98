"""Checks of amounts: limits that carry more than their capacity today, by what is known."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from capacity.checks.finding import Finding, exceeded, some
from capacity.ledger import Ledger
from capacity.limits.limit import Limit
from capacity.tight import host_limits, left_over, port_limits, rack_limits, scenarios


def _over(limit: Limit) -> bool:
    return limit.capacity is not None and limit.used > limit.capacity


def racks_over(ledger: Ledger) -> Iterator[Finding]:
    """Racks with more weight or more heat than they take."""
    for limit in rack_limits(ledger):
        if _over(limit):
            what, advice = {
                "weight": (
                    "Rack and floor carry too much",
                    "Check weights and max_load_kg; move things out.",
                ),
                "heat": ("More heat than can be removed", "Check draws and max_heat_w; move things out."),
            }[limit.rule]
            yield exceeded(f"{limit.rule}-exceeded", limit, what, advice)


def power_over(ledger: Ledger) -> Iterator[Finding]:
    """Nodes and legs that are overloaded in operation or after a loss, each in its worst scenario."""
    grid = ledger.power
    for limit in range(grid.chain.size) if grid is not None else ():
        assert grid is not None
        over = [each for each in scenarios(grid, limit) if _over(each)]
        if over:
            worst = max(over, key=lambda each: (each.used - (each.capacity or 0), each.scenario))
            leg = limit >= len(grid.chain.nodes)
            advice = (
                "Spread the cords over the legs."
                if leg
                else "Take load off, or correct rated_w, usable_fraction or failover_fraction."
            )
            yield exceeded("power-exceeded", worst, "Overloaded", advice)


def outlets_over(ledger: Ledger) -> Iterator[Finding]:
    """PDUs with more cords than outlets."""
    for node in ledger.room.power:
        limit = ledger.outlets.limit(node.name) if node.kind == "pdu" else None
        if limit is not None and _over(limit):
            yield exceeded(
                "outlets-exceeded",
                limit,
                "More cords than outlets",
                "Correct cords, or outlets in power.csv.",
            )


def ports_over(ledger: Ledger) -> Iterator[Finding]:
    """Groups of switch ports with more used than there are."""
    for limit in port_limits(ledger):
        if _over(limit):
            advice = "Correct ports of the devices, or used in ports.csv."
            yield exceeded("ports-exceeded", limit, "More ports used than there are", advice)


def hosting_over(ledger: Ledger) -> Iterator[Finding]:
    """Hosts that carry too much, and clusters that would not survive the loss of their largest hosts."""
    for limit in host_limits(ledger):
        if _over(limit):
            advice = "Move VMs, add a host, or correct the figures."
            yield exceeded("hosting-exceeded", limit, "Too much runs here", advice)


def cooling_over(ledger: Ledger) -> Iterator[Finding]:
    """Zones whose heat the units left cannot carry with the spare ones lost; the worst loss of each area."""
    for area in ledger.cooling.areas(sure=False) if ledger.cooling is not None else ():
        lost = {units: left_over(area, ledger, units) for units in area.losses()}
        worst = max(lost, key=lambda units: (lost[units], sorted(units)))
        if lost[worst]:
            names = " ".join(area.units[i] for i in sorted(worst))
            heat = sum(ledger.cooling.heat[z] for z in area.zones) if ledger.cooling is not None else 0
            used = Fraction(heat, ledger.draw_unit)
            scenario = f"{names} lost" if names else "nothing lost"
            yield Finding(
                "cooling-exceeded",
                "cooling",
                f"cooling {' '.join(area.zones)}",
                f"With {scenario}, {float(lost[worst]):,.0f} W of {float(used):,.0f} W are not cooled.",
                "Take heat out of these zones, or add cooling.",
                scenario,
                "W",
                used - lost[worst],
                used,
            )


def unloaded_nodes(ledger: Ledger) -> Iterator[Finding]:
    """Nodes that carry nothing in any scenario: a generator that no loss brings in, say."""
    names = idle_nodes(ledger)
    if names:
        yield Finding(
            "unloaded-nodes",
            "",
            some(names),
            f"No scenario loads {some(names)}: what is rated there is never tested.",
            "Check fed_by. A generator is loaded where `survive` names the utility.",
            names=names,
        )


def idle_nodes(ledger: Ledger) -> tuple[str, ...]:
    """Names of the nodes that no scenario loads, whatever unknown data may be."""
    grid = ledger.power
    if grid is None:
        return ()
    loaded = {n for n, load in enumerate(grid.most.normal) if load}
    loaded |= {n for change in grid.most.change.values() for n, load in change.items() if load}
    return tuple(node.name for n, node in enumerate(grid.chain.nodes) if n not in loaded)
