"""Counts of like servers in a CP-SAT model, and how a threshold bounds them."""

from __future__ import annotations

from capacity.limits.limit import CLIP
from placement.solver.cpsat import Model


class Counts:
    """Count variables per choice of cords and per rack.

    Parameters
    ----------
    quantity
        Items asked for.
    sure
        True: unknown data at their worst; False: at their best.
    """

    def __init__(self, quantity: int, *, sure: bool) -> None:
        self.model = Model()
        self.quantity = quantity
        self.sure = sure
        self.of_choice: dict[int, int] = {}
        self.of_rack: dict[int, list[int]] = {}

    def add(self, choice: int, rack: int) -> None:
        """A count of items with this choice of cords in this rack."""
        self.of_choice[choice] = self.model.variable(0, self.quantity)
        self.of_rack.setdefault(rack, []).append(self.of_choice[choice])

    def most(self, charge: int | None, threshold: int) -> int | None:
        """How many like charges a threshold takes; None = as many as there are."""
        if charge is None:
            return 0 if self.sure and threshold != CLIP else None
        return None if charge == 0 else max(0, threshold) // charge

    def at_most(self, variables: list[int], most: int | None) -> None:
        """Bound the sum of some counts, where the bound says anything."""
        if most is not None and variables and most < self.quantity:
            self.model.linear(dict.fromkeys(variables, 1), None, most)
