"""Every limit of a room, the tightest first; a node of the power chain in the loss that leaves it least."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from capacity.flow import Transport
from capacity.ledger import Ledger
from capacity.limits.cooling import Area
from capacity.limits.hosting import RESOURCES
from capacity.limits.limit import ENDLESS, Limit
from capacity.limits.power import PowerGrid


def room_limits(ledger: Ledger) -> list[Limit]:
    """All limits with a share left, least first; those of unknown capacity come last."""
    found = [*power_limits(ledger), *_outlets(ledger), *rack_limits(ledger), *cooling_limits(ledger)]
    found += [*port_limits(ledger), *host_limits(ledger)]
    return sorted(found, key=lambda limit: (*tightness(limit), limit.rule, limit.name, limit.scenario))


def tightness(limit: Limit) -> tuple[bool, float]:
    """Whether the capacity is unknown, and the part of it that is left."""
    if limit.capacity is None or limit.capacity >= ENDLESS:
        return True, 0.0
    return False, (limit.capacity - limit.used) / limit.capacity if limit.capacity else -float(limit.used)


def open_end(limit: Limit) -> bool:
    """True where unknown data may fill the limit whatever its capacity."""
    return limit.most >= ENDLESS


def power_limits(ledger: Ledger) -> Iterator[Limit]:
    """Each node, and each leg of a pdu, in its tightest scenario."""
    grid = ledger.power
    if grid is not None:
        for limit in range(grid.chain.size):
            yield min(scenarios(grid, limit), key=lambda each: (tightness(each), each.scenario))


def scenarios(grid: PowerGrid, limit: int) -> list[Limit]:
    """A node or leg with nothing lost, and in the losses that leave it least."""
    return [grid.limit(limit, None), *(grid.limit(limit, lost) for lost in grid.tightest(limit, set()))]


def _outlets(ledger: Ledger) -> Iterator[Limit]:
    for node in ledger.room.power:
        limit = ledger.outlets.limit(node.name) if node.kind == "pdu" else None
        if limit is not None:
            yield limit


def rack_limits(ledger: Ledger) -> Iterator[Limit]:
    """Weight and heat of the racks."""
    for at, rack in enumerate(ledger.racks):
        yield ledger.weight.limit(at, rack.name)
        yield ledger.heat.limit(at, rack.name)


def cooling_limits(ledger: Ledger) -> Iterator[Limit]:
    """What binds each zone with the spare units lost, by the heat that is known; equal ones once."""
    if ledger.cooling is None:
        return
    known = ledger.cooling.heats(sure=False)[0]
    found: dict[Limit, None] = {}
    for area in ledger.cooling.areas(sure=True):
        for zone in area.zones:
            spares = [area.room_for(zone, known, lost, ledger.draw_unit) for lost in area.losses()]
            found[min(spares, key=lambda s: (s.amount, s.limit.scenario)).limit] = None
    yield from found


def left_over(area: Area, ledger: Ledger, lost: frozenset[int]) -> Fraction:
    """Heat in W that an area cannot carry for certain with the units `lost`, by what is known."""
    assert ledger.cooling is not None
    known = ledger.cooling.heats(sure=False)[0]
    live = [i for i in range(len(area.units)) if i not in lost]
    edges = [[k for k, i in enumerate(live) if zone in area.serves[i]] for zone in area.zones]
    flow = Transport(edges, [area.capacity[i] for i in live])
    rest = sum(known[zone] - flow.send(at, known[zone]) for at, zone in enumerate(area.zones))
    return Fraction(rest, ledger.draw_unit)


def port_limits(ledger: Ledger) -> Iterator[Limit]:
    """The groups of switch ports."""
    if ledger.ports is not None:
        yield from (ledger.ports.limit(group) for group in range(len(ledger.ports.groups)))


def host_limits(ledger: Ledger) -> Iterator[Limit]:
    """The active hosts and their clusters, each cluster once."""
    found: dict[Limit, None] = {}
    for host in ledger.hosting.hosts:
        if host.status == "active":
            limits = ledger.hosting.limits(host)
            found |= dict.fromkeys(limit for resource in RESOURCES for limit in limits.of(resource))
    yield from found
