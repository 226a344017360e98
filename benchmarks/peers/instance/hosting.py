"""Hosting as linear rows: what is left on every host and in every cluster, and who charges it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.peers.instance.things import ENDLESS, Guest
from capacity.policy import PPM, Policy
from capacity.room import Host
from placement.request import Request

RESOURCES = ("vcpu", "memory_mb", "disk_gb")
POOLED = ("vcpu", "memory_mb")


@dataclass(frozen=True, slots=True)
class HostRow:
    """A limit on one resource of some hosts (numbers): the sum of what is put there stays within `left`."""

    resource: str
    hosts: tuple[int, ...]
    left: int


def charge(request: Request | Guest, resource: str) -> int:
    """What it takes of a resource, vcpu in millionths; endless where it is not known."""
    value: int | None = getattr(request, resource)
    return ENDLESS if value is None else value * (PPM if resource == "vcpu" else 1)


def suits(host: Host, request: Request) -> bool:
    """Whether the host is active, runs the operating system and is of the network."""
    runs = request.os is None or not host.os_families or request.os in host.os_families
    joined = request.network is None or host.network is None or request.network == host.network
    return host.status == "active" and runs and joined


def host_rows(hosts: Sequence[Host], there: Sequence[Guest], policy: Policy) -> list[HostRow]:
    """The rows of every host, and of every cluster after the loss of its largest hosts."""
    lets_pass = policy.unknown_limits == "condition"
    by_host: dict[str | None, list[Guest]] = {}
    for guest in there:
        by_host.setdefault(guest.host, []).append(guest)
    loose = by_host.get(None, [])
    rows = []
    for number, host in enumerate(hosts):
        for resource in RESOURCES:
            offered = _offer(host, resource, policy)
            if offered is None and lets_pass:
                continue
            # A guest whose host is not known may run on any host of its cluster.
            own = [*by_host.get(host.name, ()), *(g for g in loose if g.cluster in (None, host.cluster))]
            used = sum(charge(g, resource) for g in own)
            rows.append(HostRow(resource, (number,), max(0, (offered or 0) - used)))
    for cluster in sorted({host.cluster for host in hosts if host.cluster is not None}):
        numbers = tuple(k for k, host in enumerate(hosts) if host.cluster == cluster)
        for resource in POOLED:
            offers = [_offer(hosts[k], resource, policy) for k in numbers if hosts[k].status == "active"]
            offered = _after_losses(offers, policy.hosting_spare, lets_pass=lets_pass)
            if offered is None:
                continue
            own = [g for g in there if g.cluster == cluster or (g.host is None and g.cluster is None)]
            used = sum(charge(g, resource) for g in own)
            rows.append(HostRow(resource, numbers, max(0, offered - used)))
    return rows


def _offer(host: Host, resource: str, policy: Policy) -> int | None:
    if resource != "vcpu":
        own: int | None = getattr(host, resource)
        return own
    overcommit = policy.overcommit_ppm if host.overcommit_ppm is None else host.overcommit_ppm
    return None if host.vcpu is None else host.vcpu * overcommit


def _after_losses(offers: Sequence[int | None], spare: int, *, lets_pass: bool) -> int | None:
    """What a cluster keeps; None without end. Unknown offers are none, or the largest where they pass."""
    known = sorted((offer for offer in offers if offer is not None), reverse=True)
    unknown = len(offers) - len(known)
    if lets_pass and unknown > spare:
        return None
    return sum(known[max(0, spare - (unknown if lets_pass else 0)) :])
