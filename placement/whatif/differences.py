"""What two rooms differ in: the measures of every dimension, the failover budget, and counts of things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from capacity.checks import Finding
from capacity.measures import Dimension
from placement.whatif.view import View

Amount = int | Fraction
MEASURES = ("capacity", "used", "held", "free", "stranded")
THINGS = ("racks", "devices", "reservations", "hosts", "vms")


@dataclass(frozen=True, slots=True)
class Difference:
    """A measure that is another in the scenario; None where it is not known, or where there is none."""

    dimension: str
    unit: str
    measure: str
    base: Amount | None
    scenario: Amount | None

    @property
    def change(self) -> Amount | None:
        return None if self.base is None or self.scenario is None else self.scenario - self.base


def differences(base: View, scenario: View) -> tuple[Difference, ...]:
    """Every difference, in the order of the dimensions of a room."""
    found = [*_things(base, scenario), *_dimensions(base, scenario), _failover(base, scenario)]
    return tuple(each for each in found if each.base != each.scenario)


def _things(base: View, scenario: View) -> Iterator[Difference]:
    for name in THINGS:
        many = (len(getattr(view.room, name)) for view in (base, scenario))
        yield Difference(name, "count", "count", *many)


def _dimensions(base: View, scenario: View) -> Iterator[Difference]:
    one, other = ({d.name: d for d in view.summary.measures.dimensions} for view in (base, scenario))
    for name in dict.fromkeys((*one, *other)):
        unit = (one.get(name) or other[name]).unit
        for measure in MEASURES:
            yield Difference(
                name,
                unit,
                measure,
                measured(base, one.get(name), measure),
                measured(scenario, other.get(name), measure),
            )


def measured(view: View, dimension: Dimension | None, measure: str) -> Amount | None:
    """A measure of a dimension, None where there is no such dimension."""
    if dimension is None:
        return None
    if measure == "stranded":
        return view.stranded.totals.get(dimension.name)
    amount: Amount | None = getattr(dimension, measure)
    return amount


def _failover(base: View, scenario: View) -> Difference:
    return Difference("failover budget", "W", "free", left(base), left(scenario))


def left(view: View) -> Amount | None:
    """The failover budget in W: capacity less load where it is least; None without a power chain."""
    limit = view.failover
    return None if limit is None else Fraction((limit.capacity or 0) - limit.used, limit.scale)


def new_faults(base: View, scenario: View) -> frozenset[Finding]:
    """Broken rules of the scenario that the base does not have, or not as badly."""
    had = {_what(f): f for f in base.summary.findings if f.broken}
    return frozenset(f for f in scenario.summary.findings if f.broken and _is_new(f, had.get(_what(f))))


def _what(finding: Finding) -> tuple[object, ...]:
    return finding.check, finding.rule, finding.where, finding.scenario, finding.names


def _is_new(finding: Finding, before: Finding | None) -> bool:
    if before is None:
        return True
    over = (finding.used or 0) - (finding.capacity or 0)
    return over > (before.used or 0) - (before.capacity or 0)
