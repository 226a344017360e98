"""Remedies that change the request: less of something, fewer units, another zone, a group split."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from placement.answer import Answer
from placement.remedies.prices import Prices
from placement.remedies.trial import Trials
from placement.remedy import Remedy
from placement.request import Request

_FIELDS = {"u_height": ("height_hu", 2), "weight_kg": ("weight_g", 1_000)}
_WORDS = {
    "power_w": "a draw of {} W",
    "weight_kg": "a weight of {} kg",
    "u_height": "a height of {}U",
    "depth_mm": "a depth of {} mm",
    "cords": "{} cord",
    "port_sides": "ports on {} side of the network",
    "vcpu": "{} vCPU",
    "memory_mb": "{} MB of memory",
    "disk_gb": "{} GB of disk",
}


def by_asking_less(trials: Trials, request: Request, answer: Answer, prices: Prices) -> Iterator[Remedy]:
    """One remedy per attribute of which less would do, and one for fewer units."""
    for change in answer.would_fit_if:
        asked = changed(request, change)
        placement = trials.as_it_stands(asked)
        if placement is None:
            continue
        if "quantity" in change:
            said = f"Take {change['quantity']} of the {request.quantity} units."
            yield Remedy("fewer", said, prices.fewer, prices.fewer, placement, changes=(change,))
            continue
        words = " and ".join(_WORDS.get(name, f"{name} {{}}").format(value) for name, value in change.items())
        yield Remedy(
            "less", f"Ask for {words} at most.", prices.less, prices.less, placement, changes=(change,)
        )


def changed(request: Request, change: Mapping[str, int | float]) -> Request:
    """The request with values in contract units, as ``would_fit_if`` has them."""
    values: dict[str, int] = {}
    for name, value in change.items():
        field, scale = _FIELDS.get(name, (name, 1))
        values[field] = int(Fraction(str(value)) * scale)
    return replace(request, **values)  # type: ignore[arg-type]


def by_another_zone(trials: Trials, request: Request, answer: Answer, prices: Prices) -> Iterator[Remedy]:
    """The first other security zone that takes it, where the zone is part of what stands in the way."""
    if request.security_zone is None or all(reason.rule != "zone" for reason in answer.reasons):
        return
    zones = {rack.security_zone for rack in trials.ledger.racks if rack.security_zone is not None}
    for zone in sorted(zones - {request.security_zone}):
        placement = trials.as_it_stands(replace(request, security_zone=zone))
        if placement is not None:
            said = f"Put it into the security zone {zone} instead of {request.security_zone}."
            yield Remedy(
                "zone", said, prices.zone, prices.zone, placement, changes=({"security_zone": zone},)
            )
            return


def by_splitting(trials: Trials, request: Request, answer: Answer, prices: Prices) -> Iterator[Remedy]:
    """Each keep rule that would do when given up alone."""
    if not any("keep" in conflict for conflict in answer.conflicts):
        return
    for keep in request.keep:
        rest = tuple(other for other in request.keep if other != keep)
        placement = trials.as_it_stands(replace(request, keep=rest))
        if placement is not None:
            said = f"Give up the rule {keep} of the group{f' {request.group}' if request.group else ''}."
            yield Remedy(
                "split", said, prices.split, prices.split, placement, changes=({"keep": " ".join(rest)},)
            )
