"""The dimensions of a room for whoever plans it: used, held, asked for, free and stranded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from capacity.demand import charged_draw, draw_unit
from capacity.policy import Policy
from placement.request import Request

#: Dimensions in which a watt of a server counts once; in those of panels it may count more often.
_WATTS = ("heat", "cooling", "power:ups", "power:pdu")


@dataclass(frozen=True, slots=True)
class Line:
    """One dimension of a room, in its unit.

    Attributes
    ----------
    capacity, free, stranded
        None where they are not known.
    pending
        What requests ask for that wait for a place; None where that cannot be said of this dimension.
    unknown, unknown_capacity, unknown_pending
        How many amounts, capacities and requests are not known: the others are then at least this.
    """

    name: str
    unit: str
    capacity: float | None
    used: float
    held: float
    pending: float | None
    free: float | None
    stranded: float | None
    unknown: int
    unknown_capacity: int
    unknown_pending: int

    @property
    def share(self) -> float | None:
        """Used and held in per cent of the capacity."""
        return 100 * (self.used + self.held) / self.capacity if self.capacity else None


def lines(summary: Mapping[str, Any], waiting: Sequence[Request], policy: Policy) -> tuple[Line, ...]:
    """The dimensions of a summary, with what the waiting requests ask for."""
    return tuple(_line(one, waiting, policy) for one in summary["dimensions"])


def _line(one: Mapping[str, Any], waiting: Sequence[Request], policy: Policy) -> Line:
    amounts = _asked(one["dimension"], waiting, policy)
    known = None if amounts is None else [amount for amount in amounts if amount is not None]
    return Line(
        name=one["dimension"],
        unit=one["unit"],
        capacity=one["capacity"],
        used=one["used"],
        held=one["held"],
        pending=None if known is None else float(sum(known)),
        free=one["free"],
        stranded=one["stranded"],
        unknown=one["unknown"],
        unknown_capacity=one["unknown_capacity"],
        unknown_pending=0 if amounts is None or known is None else len(amounts) - len(known),
    )


def _asked(dimension: str, waiting: Iterable[Request], policy: Policy) -> list[Fraction | None] | None:
    """What each request asks of a dimension, None where its figure is not known; None: it cannot be said."""
    kind, _, port_type = dimension.partition(":")
    servers = [one for one in waiting if one.kind == "server"]
    if dimension == "space":
        return [_times(one, one.height_hu, 2) for one in servers]
    if dimension == "weight":
        return [_times(one, one.weight_g, 1000) for one in servers]
    if dimension in _WATTS:
        return [_times(one, _draw(one, policy), draw_unit(policy)) for one in servers]
    if kind == "ports":
        return [
            Fraction(one.quantity * sum(need.count for need in one.ports if need.port_type == port_type))
            for one in servers
        ]
    columns = {"vcpu": "vcpu", "memory": "memory_mb", "disk": "disk_gb"}
    if dimension in columns:
        apps = [one for one in waiting if one.kind == "application"]
        return [_times(one, getattr(one, columns[dimension]), 1) for one in apps]
    return None


def _draw(request: Request, policy: Policy) -> int | None:
    if request.power_w is None:
        return None
    return charged_draw(request.power_w, request.power_basis, policy)


def _times(request: Request, amount: int | None, scale: int) -> Fraction | None:
    return None if amount is None else Fraction(amount * request.quantity, scale)
