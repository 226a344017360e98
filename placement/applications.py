"""Applications: every host of a room for one application, each rule judged at each host."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from capacity.demand import Demand
from capacity.ledger import Ledger
from capacity.limits.hosting import RESOURCES, SCALE, UNITS, Hosting
from capacity.limits.limit import ENDLESS, Limit, State
from capacity.room import Host
from capacity.units import plain
from placement import standards
from placement.explain import Reason
from placement.keep import Group, power_state, rack_states
from placement.request import Request
from placement.rules import BIT, RULES


@dataclass(frozen=True, slots=True)
class HostPlace:
    """A host: rules broken and unknown there, and by how much resources are short (in their scale).

    `dies` are the scenarios in which it is dead for certain, `may_die` those in which it may be. For
    several items apart:power is no rule of one host, and not among them. `body` is its device, None if
    not known.
    """

    host: Host
    rack: int | None
    broken: int
    unknown: int
    short: dict[str, int]
    dies: frozenset[int]
    may_die: frozenset[int]
    body: Demand | None


@dataclass(frozen=True, slots=True)
class HostTable:
    """All hosts for one application."""

    ledger: Ledger
    request: Request
    places: tuple[HostPlace, ...]
    group: Group
    standard: standards.Finding


def charges(request: Request) -> dict[str, int | None]:
    """What one item takes of each resource, in the scale of `capacity.limits.hosting`."""
    asked = {"vcpu": request.vcpu, "memory": request.memory_mb, "disk": request.disk_gb}
    return {r: None if (v := asked[r]) is None else v * SCALE[r] for r in RESOURCES}


def host_table(ledger: Ledger, request: Request) -> HostTable:
    """Judge every rule at every host of the ledger's room for one application of `request`."""
    group = Group(ledger, request.group)
    finding = standards.judge(ledger.room, request)
    rules_of_racks = {
        "status": ledger.eligibility.status(),
        "zone": ledger.eligibility.zone(request.security_zone),
        "dedicated": ledger.eligibility.dedicated(request.owner),
    }
    keeps = rack_states(ledger, request, group)
    places = []
    for host in ledger.hosting.hosts:
        device = group.device(host.device)
        rack = None if device is None or device.rack is None else ledger.rack_index[device.rack]
        states: dict[str, State] = {"standards": finding.state}
        for rule, by_rack in rules_of_racks.items():
            states[rule] = _at(by_rack, rack)
        states["keep"] = max((_at(by_rack, rack) for by_rack in keeps), default=State.HOLDS)
        if host.status != "active":
            states["status"] = State.BROKEN
        deaths = group.deaths_of(device)
        if "apart:power" in request.keep and request.quantity == 1:
            states["keep"] = max(states["keep"], _power_state(deaths, group))
        states["hosting"], short = _hosting(ledger, request, host)
        broken = sum(BIT[r] for r, s in states.items() if s is State.BROKEN)
        unknown = sum(BIT[r] for r, s in states.items() if s is State.UNKNOWN)
        places.append(HostPlace(host, rack, broken, unknown, short, *deaths, device))
    return HostTable(ledger, request, tuple(places), group, finding)


def _power_state(deaths: tuple[frozenset[int], frozenset[int]], group: Group) -> State:
    """`State` of apart:power for one item that dies as its host does."""
    certain, maybe = (power_state(sorted(scenarios), group) for scenarios in deaths)
    return certain if certain is State.BROKEN else State.UNKNOWN if maybe else State.HOLDS


def _at(by_rack: npt.NDArray[np.uint8], rack: int | None) -> State:
    """State at a rack; of a host that may stand in any, certain only where all racks say the same."""
    if rack is not None:
        return State(int(by_rack[rack]))
    if not len(by_rack):
        return State.HOLDS
    least, most = State(int(by_rack.min())), State(int(by_rack.max()))
    return State.BROKEN if least is State.BROKEN else State.HOLDS if most is State.HOLDS else State.UNKNOWN


def _hosting(ledger: Ledger, request: Request, host: Host) -> tuple[State, dict[str, int]]:
    """`State` of the rule hosting at a host, and by how much each resource is short."""
    worst, short = State.HOLDS, dict[str, int]()
    if request.os is not None and host.os_families and request.os not in host.os_families:
        worst = State.BROKEN
    if request.network is not None and host.network is not None and host.network != request.network:
        worst = State.BROKEN
    limits, charge = ledger.hosting.limits(host), charges(request)
    for resource, limit in ((r, limit) for r in RESOURCES for limit in limits.of(r)):
        state = ledger.hosting.judge(limit, charge[resource])
        worst = max(worst, state)
        if state is State.BROKEN and limit.capacity is not None:
            excess = limit.used + (charge[resource] or 0) - limit.capacity
            short[resource] = max(short.get(resource, 0), excess)
    return worst, short


def host_reasons(table: HostTable) -> list[Reason]:
    """One reason per rule that excludes hosts; `racks` counts hosts here, `nearest` names one."""
    if not table.places:
        return [Reason("hosting", 0, 0, None, None, None)]
    listed = []
    for rule in RULES:
        bit = BIT[rule]
        always = [p for p in table.places if p.broken & bit]
        alone = [p for p in always if p.broken == bit]
        if not always:
            continue
        least, unit, nearest = None, None, min(p.host.name for p in alone or always)
        short = [p for p in alone or always if rule == "hosting" and p.short]
        if short:
            best = min(short, key=lambda p: (_worst(p), p.host.name))
            resource = max(best.short, key=lambda r: Fraction(best.short[r], SCALE[r]))
            least, unit, nearest = (
                Fraction(best.short[resource], SCALE[resource]),
                UNITS[resource],
                best.host.name,
            )
        listed.append(Reason(rule, len(always), len(alone), least, unit, nearest))
    return sorted(listed, key=lambda r: (-r.only_blocker, -r.racks, RULES.index(r.rule)))


def _worst(place: HostPlace) -> Fraction:
    return max(Fraction(amount, SCALE[r]) for r, amount in place.short.items())


def host_would_fit_if(table: HostTable) -> list[dict[str, int | float]]:
    """Largest vcpu, memory_mb and disk_gb with which some host fits for certain, each alone."""
    keys = {"vcpu": "vcpu", "memory": "memory_mb", "disk": "disk_gb"}
    found: list[dict[str, int | float]] = []
    for resource in RESOURCES:
        asked = charges(table.request)[resource]
        best = max((_most(table, place, resource) for place in table.places), default=0) // SCALE[resource]
        if best > 0 and (asked is None or best * SCALE[resource] < asked):
            found.append({keys[resource]: plain(best)})
    return found


def _most(table: HostTable, place: HostPlace, resource: str) -> int:
    """Largest charge of a resource that a host takes; 0 if anything else stops it, or nothing bounds it."""
    if (place.broken | place.unknown) & ~BIT["hosting"]:
        return 0
    hosting, request, host = table.ledger.hosting, table.request, place.host
    if request.os is not None and host.os_families and request.os not in host.os_families:
        return 0
    if request.network is not None and host.network is not None and host.network != request.network:
        return 0
    limits, charge = hosting.limits(host), charges(request)
    others = [(r, limit) for r in RESOURCES if r != resource for limit in limits.of(r)]
    if any(hosting.judge(limit, charge[r]) is not State.HOLDS for r, limit in others):
        return 0
    left = [_left(hosting, limit) for limit in limits.of(resource)]
    least = max(0, min(left))
    return least if least < ENDLESS // 2 else 0


def _left(hosting: Hosting, limit: Limit) -> int:
    """What a limit takes for certain; no end of it where its unknown capacity is let pass."""
    if limit.capacity is None:
        return ENDLESS if hosting.judge(limit, 1) is State.HOLDS else 0
    return limit.capacity - limit.most
