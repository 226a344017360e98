"""All checks by name, and their run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from capacity.checks import amounts, eligibility, standing, supply
from capacity.checks.finding import Finding
from capacity.ledger import Ledger

Check = Callable[[Ledger], Iterable[Finding]]

#: In the order in which findings are listed: faults of records, overloads, supply, habits.
CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "overlaps": standing.overlaps,
        "out of rack": standing.out_of_rack,
        "on blocked units": standing.on_blocked_units,
        "too deep": standing.too_deep,
        "weight and heat": amounts.racks_over,
        "power": amounts.power_over,
        "outlets": amounts.outlets_over,
        "cooling": amounts.cooling_over,
        "ports": amounts.ports_over,
        "hosting": amounts.hosting_over,
        "cords": supply.cords_that_die_together,
        "dedicated racks": eligibility.foreign_in_dedicated_racks,
        "racks not active": eligibility.in_racks_not_active,
        "hosts": eligibility.hosts_in_doubt,
        "pairs of pdus": supply.racks_without_pair,
        "lapsed reservations": eligibility.lapsed_reservations,
        "unloaded nodes": amounts.unloaded_nodes,
        "uneven legs": supply.uneven_legs,
        "heavy high": standing.heavy_high,
        "units kept free": standing.few_units_kept_free,
    }
)


def run_checks(ledger: Ledger) -> list[Finding]:
    """Every finding: broken rules first, then the order of the checks."""
    found = [finding for check in CHECKS.values() for finding in check(ledger)]
    return sorted(found, key=lambda finding: not finding.broken)
