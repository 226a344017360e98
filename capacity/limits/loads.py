"""The load of every limit of the power chain with nothing lost, and by how much each loss changes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from capacity.limits.chain import Scenario

_NOTHING: Mapping[int, int] = {}


class Loads:
    """Loads in 1/scale draw units; `change` holds per loss the limits that it changes."""

    def __init__(self, size: int) -> None:
        self.normal = [0] * size
        self.change: dict[int, dict[int, int]] = {}

    def add(
        self, normal: Mapping[int, int], lost: Iterable[tuple[int, Mapping[int, int]]], amount: int
    ) -> None:
        """Add a draw that charges these parts of `amount`, with nothing lost and in each loss."""
        for limit, part in normal.items():
            self.normal[limit] += part * amount
        for scenario, charge in lost:
            change = self.change.setdefault(scenario, {})
            for limit in charge.keys() | normal.keys():
                moved = charge.get(limit, 0) - normal.get(limit, 0)
                if moved:
                    change[limit] = change.get(limit, 0) + moved * amount

    def copy(self) -> Loads:
        """The same loads, to be added to apart."""
        found = Loads(0)
        found.normal = self.normal.copy()
        found.change = {s: c.copy() for s, c in self.change.items()}
        return found

    def of(self, limit: int, scenario: Scenario) -> int:
        """The load of a limit in a scenario."""
        if scenario is None:
            return self.normal[limit]
        return self.normal[limit] + self.change.get(scenario, _NOTHING).get(limit, 0)
