"""What is not known about hosts: the cells to fill in to decide the undecided ones."""

from __future__ import annotations

from collections.abc import Iterator

from capacity.demand import Demand
from capacity.limits.hosting import POOLED, RESOURCES
from capacity.room import Host
from placement.applications import HostPlace, HostTable, charges
from placement.missing import Missing, cell_of, listed, member_cells, rack_cell, support_cell
from placement.rules import names

SHARED = ("hosting", "keep")
COLUMNS = {"vcpu": "vcpu", "memory": "memory_mb", "disk": "disk_gb"}


def host_missing(table: HostTable, *, joint: bool = False) -> list[Missing]:
    """Every empty cell that keeps an undecided host undecided, in order of file and row.

    With `joint`, also every empty cell that a rule shared by several items looks at, at the hosts that
    are not out.
    """
    return listed(
        cell
        for place in table.places
        if not place.broken
        for rule in {*names(place.unknown), *(SHARED if joint else ())}
        for cell in _CELLS[rule](table, place)
    )


def _standing(table: HostTable, place: HostPlace) -> Iterator[Missing]:
    if place.rack is None:
        yield _device(place.host) if place.body is None else cell_of(place.body, "rack", "rack")


def _device(host: Host) -> Missing:
    return Missing("hosts.csv", host.line, "device", f"device of host {host.name}")


def _zone(table: HostTable, place: HostPlace) -> Iterator[Missing]:
    yield from _standing(table, place)
    if place.rack is not None and table.request.security_zone is not None:
        yield from rack_cell(table.ledger, place.rack, "security_zone", "security zone")


def _keep(table: HostTable, place: HostPlace) -> Iterator[Missing]:
    for keep in table.request.keep:
        if keep == "apart:power":
            if place.may_die != place.dies:
                yield _device(place.host) if place.body is None else cell_of(place.body, "cords", "cords")
        else:
            yield from _standing(table, place)
            if keep == "apart:cooling" and place.rack is not None:
                yield from rack_cell(table.ledger, place.rack, "cooling_zone", "cooling zone")
        for member in table.group.members:
            yield from member_cells(table.ledger, member, keep)


def _standards(table: HostTable, place: HostPlace) -> Iterator[Missing]:
    del place  # the finding is the request's, the same everywhere
    yield from support_cell(table.standard, table.request)


def _hosting(table: HostTable, place: HostPlace) -> Iterator[Missing]:
    request, hosting = table.request, table.ledger.hosting
    asked = [r for r in RESOURCES if charges(request)[r] != 0]
    pooled = [r for r in asked if r in POOLED]
    for resource in asked:
        if charges(request)[resource] is None:
            yield Missing(request.file, request.line, COLUMNS[resource], f"{resource} of the request")
    for host in hosting.hosts:
        own, near = host is place.host, _same_cluster(host.cluster, place) and host.status == "active"
        for resource in asked if own else pooled if near else ():
            if hosting.capacity(host, resource) is None and not hosting.lets_pass:
                yield Missing("hosts.csv", host.line, COLUMNS[resource], f"{resource} of host {host.name}")
    for demand in hosting.demands:
        loose = demand.host is None and demand.cluster in (None, place.host.cluster)
        own, near = demand.host == place.host.name or loose, _same_cluster(demand.cluster, place)
        for resource in asked if own else pooled if near else ():
            if _taken(demand, resource) is None:
                yield cell_of(demand, COLUMNS[resource], resource)
        if loose:
            yield cell_of(demand, "host", "host")


def _same_cluster(cluster: str | None, place: HostPlace) -> bool:
    return cluster is not None and cluster == place.host.cluster


def _taken(demand: Demand, resource: str) -> int | None:
    return {"vcpu": demand.vcpu, "memory": demand.memory_mb, "disk": demand.disk_gb}[resource]


_CELLS = {
    "status": _standing,
    "zone": _zone,
    "dedicated": _standing,
    "standards": _standards,
    "hosting": _hosting,
    "keep": _keep,
}
