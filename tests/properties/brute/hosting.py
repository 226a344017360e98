"""Hosts and clusters: what an application takes, and what is left after losing the largest hosts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from capacity.policy import PPM
from capacity.room import Host
from placement.placed import Placed
from placement.request import Request
from tests.properties.brute.states import BROKEN, HOLDS, Interval, State, exactly, judged_sum, plus, worst
from tests.properties.brute.world import Load, World

RESOURCES = ("vcpu", "memory", "disk")


def capacity(world: World, host: Host, resource: str) -> Interval:
    """Return what a host has of a resource: vcpu times its overcommit."""
    if resource == "vcpu":
        ppm = world.policy.overcommit_ppm if host.overcommit_ppm is None else host.overcommit_ppm
        return world.room_limit(None if host.vcpu is None else Fraction(host.vcpu * ppm, PPM))
    return world.room_limit(host.memory_mb if resource == "memory" else host.disk_gb)


def _used_on(load: Load, host: Host, resource: str) -> Interval:
    """Return what a load takes of the host: a VM that only names its cluster, nothing to all."""
    need = exactly(getattr(load, resource))
    if load.host is not None:
        return need if load.host == host.name else (0, 0)
    return (0, need[1]) if load.cluster in (None, host.cluster) else (0, 0)


def _used_in(load: Load, cluster: str, resource: str) -> Interval:
    need = exactly(getattr(load, resource))
    if load.cluster == cluster:
        return need
    return (0, need[1]) if load.host is None and load.cluster is None else (0, 0)


def _after_losses(world: World, cluster: str, resource: str) -> Interval:
    """Return what a cluster's active hosts have after losing the largest of this resource."""
    there = [
        capacity(world, host, resource)
        for host in world.room.hosts
        if host.cluster == cluster and host.status == "active"
    ]
    kept = max(0, len(there) - world.policy.hosting_spare)
    least, most = (sum(sorted(ends)[:kept]) for ends in ([c[0] for c in there], [c[1] for c in there]))
    return (least, most)


def _needs(request: Request) -> dict[str, int | None]:
    return {"vcpu": request.vcpu, "memory": request.memory_mb, "disk": request.disk_gb}


def hosting(world: World, items: Sequence[Placed]) -> State:
    """Judge the hosts and clusters of all items together, and what each host can run."""
    on_hosts: dict[str, list[Request]] = defaultdict(list)
    in_clusters: dict[str, list[Request]] = defaultdict(list)
    states: list[State] = []
    for item in items:
        host, request = world.host_of(item), world.asked(item)
        if host is None:
            return BROKEN
        states.append(_can_run(request, host))
        on_hosts[host.name].append(request)
        if host.cluster is not None:
            in_clusters[host.cluster].append(request)
    for name, some in on_hosts.items():
        for resource in RESOURCES:
            used: Interval = (0, 0)
            for load in world.loads:
                used = plus(used, _used_on(load, world.hosts[name], resource))
            limit = capacity(world, world.hosts[name], resource)
            states.append(judged_sum((_needs(request)[resource] for request in some), used, limit))
    for cluster, some in in_clusters.items():
        for resource in ("vcpu", "memory"):
            used = (0, 0)
            for load in world.loads:
                used = plus(used, _used_in(load, cluster, resource))
            limit = _after_losses(world, cluster, resource)
            states.append(judged_sum((_needs(request)[resource] for request in some), used, limit))
    return worst(states)


def _can_run(request: Request, host: Host) -> State:
    if request.os is not None and host.os_families and request.os not in host.os_families:
        return BROKEN
    if request.network is not None and host.network is not None and request.network != host.network:
        return BROKEN
    return HOLDS
