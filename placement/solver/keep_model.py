"""Keep rules among the items of one request, as rows over counts per rack."""

from __future__ import annotations

from collections.abc import Sequence

from capacity.ledger import Ledger
from placement.request import Request
from placement.solver.cpsat import Model

Column = tuple[int | None, int, frozenset[int]]  # rack, count variable, scenarios in which the item is dead


def keep_rows(
    model: Model, ledger: Ledger, request: Request, columns: Sequence[Column], *, sure: bool
) -> None:
    """Add the rules of `request.keep` that bind its own items to each other, rack by rack.

    A place whose row, zone or rack is not known is apart of nothing for certain, and of everything possibly.
    """
    for keep in request.keep:
        verb, what = keep.split(":")
        if what == "power":
            continue
        groups: dict[str | None, list[int]] = {}
        for rack, variable, _ in columns:
            groups.setdefault(_value(ledger, rack, what), []).append(variable)
        if verb == "apart":
            for value, variables in groups.items():
                if value is not None:
                    model.linear(dict.fromkeys(variables, 1), None, 1)
                elif sure:
                    model.linear(dict.fromkeys(variables, 1), None, 0)
        else:
            chosen = {value: model.variable(0, 1) for value in groups}
            model.linear(dict.fromkeys(chosen.values(), 1), 1, 1)
            for value, variables in groups.items():
                most = 0 if value is None and sure else request.quantity
                model.linear({**dict.fromkeys(variables, 1), chosen[value]: -most}, None, 0)


def power_rows(
    model: Model, columns: Sequence[Column], quantity: int, scenarios: frozenset[int] | None
) -> None:
    """No single loss leaves every member dead: in each of `scenarios` (None: all) some item must live."""
    dead: dict[int, list[int]] = {}
    for _, variable, dies in columns:
        for scenario in dies:
            if scenarios is None or scenario in scenarios:
                dead.setdefault(scenario, []).append(variable)
    for variables in dead.values():
        model.linear(dict.fromkeys(variables, 1), None, quantity - 1)


def _value(ledger: Ledger, rack: int | None, what: str) -> str | None:
    if rack is None:
        return None
    value = ledger.racks[rack]
    return {"rack": value.name, "row": value.row, "cooling": value.cooling_zone}[what]
