"""What rules, limits and attributes are called in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from api.render.text import amount, amounts, clean, count
from capacity.limits.limit import Limit
from placement.answer import Touched
from placement.request import Request

# rule -> short name, and what is wrong where it is broken
RULE_WORDS: Mapping[str, tuple[str, str]] = {
    "status": ("status", "the rack is planned or retired"),
    "zone": ("security zone", "the rack is of another zone"),
    "dedicated": ("dedication", "the rack is kept for another agency"),
    "standards": ("standard", "the standard refuses the product"),
    "space": ("space", "no free units of this height in one piece"),
    "keep_free": ("spare units", "fewer would stay free than policy keeps"),
    "depth": ("depth", "deeper than the rack is"),
    "weight": ("weight", "more than the rack and the floor carry"),
    "heat": ("heat", "more than can be removed at the rack"),
    "cords": ("cords", "no PDUs on both paths, alive in every loss"),
    "power": ("power", "more than the chain carries, loss or not"),
    "outlets": ("outlets", "no free outlet on the rack's PDUs"),
    "cooling": ("cooling", "too much with the spare units lost"),
    "ports": ("network ports", "too few free within reach of a cable"),
    "hosting": ("hosting", "no room on host or cluster, or wrong product"),
    "keep": ("group", "too near to its group, or too far from it"),
}
TERM_WORDS: Mapping[str, tuple[str, str]] = {
    "keep_long_runs": ("runs", "long free runs stay"),
    "keep_empty_racks": ("empty", "empty racks stay empty"),
    "failover_budget": ("power", "power left after a loss"),
    "fewer_losses": ("losses", "few losses switch it off"),
    "leg_balance": ("legs", "legs in balance"),
    "heavy_low": ("low", "heavy equipment low"),
    "cable_length": ("cable", "short cables"),
    "cooling_margin": ("cooling", "cooling left"),
    "host_margin": ("margin", "room left on host and cluster"),
}


def rule_name(rule: str) -> str:
    """``network ports`` for ``ports``; a rule without words keeps its name."""
    return RULE_WORDS.get(rule, (rule, ""))[0]


def scenario_words(scenario: str) -> str:
    """``while ATS-A is lost`` for ``ATS-A lost``; "" where no scenario applies or nothing is lost."""
    if scenario in ("", "nothing lost"):
        return ""
    lost = scenario.removesuffix(" lost")
    if lost.endswith(" largest"):
        many = lost.removesuffix(" largest")
        return f"with its {'largest host' if many == '1' else many + ' largest hosts'} lost"
    return f"while {clean(lost)} {'are' if ' ' in lost else 'is'} lost"


def scenario_name(scenario: str) -> str:
    """The scenario as a table has it: ``ATS-A lost``, ``largest lost``."""
    return clean(scenario.removeprefix("1 "))


def limit_name(limit: Limit) -> str:
    """The limit as a few words, e.g. ``ups UPS-B``, ``cooling of Z1 Z2``, ``weight in A06``."""
    first, _, rest = clean(limit.name, 80).partition(" ")
    if limit.unit == "runs":
        return f"free {first} {rest.replace(' U in ', 'U in ', 1)}"
    if limit.rule == "keep_free":
        return f"spare units of {clean(limit.name).rpartition(' ')[2]}"
    link = {"cooling": "cooling of", "weight": "weight in", "heat": "heat in", "outlets": "outlets of"}
    if first in ("vcpu", "memory", "disk"):
        return f"{first} of {rest}"
    return f"{link.get(first, first)} {rest}"


def tightest(touched: Touched) -> str:
    """The binding limit as a sentence."""
    limit = touched.limit
    when = scenario_words(limit.scenario)
    where = f"{limit_name(limit)} {when}" if when else limit_name(limit)
    after = Fraction(touched.after, limit.scale)
    if limit.capacity is None:
        return f"{where}: {amount(after, limit.unit)} of a capacity that is not known."
    (used, most), unit = amounts([after, Fraction(limit.capacity, limit.scale)], limit.unit)
    share = percent(after, Fraction(limit.capacity, limit.scale))
    return f"{where}: {used} of {most} {unit} afterwards ({share})."


def in_short(touched: Touched) -> str:
    """The binding limit in a few words."""
    limit = touched.limit
    said = limit_name(limit) + (f", {clean(limit.scenario)}" if limit.scenario else "")
    if limit.capacity is None:
        return said
    return f"{said}: {percent(Fraction(touched.after, limit.scale), Fraction(limit.capacity, limit.scale))}"


def percent(part: Fraction, whole: Fraction) -> str:
    """A share in whole percent: never 100 while something is left, never 100 when it is more."""
    if not whole:
        return "none"
    share = part * 100 / whole
    return f"{int(share) if share <= 100 else -int(-share // 1)}%"


def asked(request: Request) -> str:
    """What a request asks for, in a line."""
    of_type = f"of type {clean(request.device_type)}" if request.device_type else ""
    said = [
        clean(request.owner) if request.owner else "",
        count(request.quantity, "item") if request.quantity > 1 else "",
    ]
    if request.kind == "application":
        said += [
            _or_unknown(request.vcpu, "vCPU", "vCPU"),
            _or_unknown(request.memory_mb, "MB", "memory"),
            f"{_or_unknown(request.disk_gb, 'GB', 'disk')} disk",
        ]
    else:
        height = None if request.height_hu is None else Fraction(request.height_hu, 2)
        weight = None if request.weight_g is None else Fraction(request.weight_g, 1000)
        said += [
            of_type,
            _or_unknown(height, "U", "height"),
            _or_unknown(request.power_w, "W", "draw")
            + (f" ({request.power_basis})" if request.power_basis != "budget" and request.power_w else ""),
            _or_unknown(weight, "kg", "weight"),
            "half depth" if request.depth == "half" else "",
            f"{count(request.cords, 'cord')}",
            _ports(request),
        ]
    if request.os:
        said.append(clean(" ".join(filter(None, (request.os, request.os_version)))))
    if request.security_zone:
        said.append(f"zone {clean(request.security_zone)}")
    if request.until:
        said.append(f"until {request.until}")
    return ", ".join(word for word in said if word)


def _ports(request: Request) -> str:
    sides = " on two sides" if request.port_sides == 2 else ""
    return f"ports {' '.join(clean(p) for p in request.ports)}{sides}" if request.ports else ""


def _or_unknown(value: int | Fraction | None, unit: str, what: str) -> str:
    return f"{what} not known" if value is None else amount(value, unit)


_UNITS = {
    "power_w": "W",
    "weight_kg": "kg",
    "u_height": "U",
    "depth_mm": "mm",
    "memory_mb": "MB",
    "disk_gb": "GB",
}
_ATTRIBUTES = {
    "power_w": "a draw of at most {}",
    "weight_kg": "a weight of at most {}",
    "u_height": "a height of {}",
    "depth_mm": "a depth of at most {}",
    "vcpu": "at most {} vCPU",
    "memory_mb": "at most {} of memory",
    "disk_gb": "at most {} of disk",
    "quantity": "{} items",
    "cords": "{} cord only",
    "port_sides": "its ports on {} side of the network",
}


def would_fit(change: Mapping[str, int | float], request: Request) -> str:
    """One entry of ``would_fit_if`` as a sentence part, with what was asked."""
    said = []
    for name, value in change.items():
        unit = _UNITS.get(name)
        told = amount(Fraction(str(value)), unit) if unit else f"{value:,}"
        text = _ATTRIBUTES.get(name, f"{name} {{}}").format("one" if value == 1 and not unit else told)
        if name == "quantity" and value == 1:
            text = "one item"
        was = _asked_value(name, request)
        said.append(f"{text} instead of {was}" if was else text)
    return " and ".join(said)


def _asked_value(name: str, request: Request) -> str:
    values: dict[str, int | Fraction | None] = {
        "power_w": request.power_w,
        "weight_kg": None if request.weight_g is None else Fraction(request.weight_g, 1000),
        "u_height": None if request.height_hu is None else Fraction(request.height_hu, 2),
        "depth_mm": request.depth_mm,
        "vcpu": request.vcpu,
        "memory_mb": request.memory_mb,
        "disk_gb": request.disk_gb,
        "quantity": request.quantity,
        "cords": request.cords,
        "port_sides": request.port_sides,
    }
    value = values.get(name)
    if value is None:
        return ""
    unit = _UNITS.get(name)
    return amount(value, unit) if unit else f"{value}"
