"""Hosting: what hosts carry, and whether a cluster still holds all of it after losing its largest hosts.

vcpu is counted in millionths, because a host promises `vcpu x overcommit`; memory in MB and disk in GB.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from capacity.demand import Demand
from capacity.limits.limit import ENDLESS, Limit, State
from capacity.policy import PPM, Policy
from capacity.room import Host

RESOURCES = ("vcpu", "memory", "disk")
UNITS = {"vcpu": "vcpu", "memory": "MB", "disk": "GB"}
SCALE = {"vcpu": PPM, "memory": 1, "disk": 1}
POOLED = ("vcpu", "memory")  # resources that a cluster must keep room for; disk is not


def need(demand: Demand, resource: str) -> int | None:
    """What a VM takes of a resource, in its scale; None if unknown."""
    value = {"vcpu": demand.vcpu, "memory": demand.memory_mb, "disk": demand.disk_gb}[resource]
    return None if value is None else value * SCALE[resource]


@dataclass(frozen=True, slots=True)
class HostLimits:
    """Limits of one host by resource, and of its cluster (pooled resources only; empty without cluster)."""

    host: dict[str, Limit]
    cluster: dict[str, Limit]

    def of(self, resource: str) -> list[Limit]:
        """The limits that charge a resource: the host's, and the cluster's where it has one."""
        return [each[resource] for each in (self.host, self.cluster) if resource in each]


class Hosting:
    """All hosts of a room with what runs on them."""

    def __init__(self, hosts: Sequence[Host], demands: Sequence[Demand], policy: Policy) -> None:
        self.hosts = list(hosts)
        self._policy = policy
        self.lets_pass = policy.unknown_limits == "condition"
        self.demands = list(demands)
        self._loads = self._host_loads()
        clusters = sorted({h.cluster for h in hosts if h.cluster is not None})
        self._active_in: dict[str | None, list[Host]] = {}
        for host in hosts:
            if host.status == "active":
                self._active_in.setdefault(host.cluster, []).append(host)
        self._asked_in: dict[str | None, list[Demand]] = {}
        for demand in demands:
            if demand.cluster is not None or demand.host is None:
                self._asked_in.setdefault(demand.cluster, []).append(demand)
        self._limits: dict[str, HostLimits] = {}
        self._clusters = {c: {r: self._cluster_limit(c, r) for r in POOLED} for c in clusters}

    def limits(self, host: Host) -> HostLimits:
        """The limits of a host and of its cluster."""
        if host.name not in self._limits:
            self._limits[host.name] = self._host_limits(host)
        return self._limits[host.name]

    def _host_limits(self, host: Host) -> HostLimits:
        own = {
            r: Limit(
                "hosting",
                f"{r} {host.name}",
                "",
                UNITS[r],
                SCALE[r],
                self.capacity(host, r),
                *self._loads[host.name, r],
            )
            for r in RESOURCES
        }
        return HostLimits(own, self._clusters.get(host.cluster, {}) if host.cluster is not None else {})

    def judge(self, limit: Limit, charge: int | None) -> State:
        """As `Limit.judge`, for an unknown charge too; the policy may let an unknown capacity pass."""
        if limit.capacity is None and self.lets_pass:
            return State.HOLDS
        return State.UNKNOWN if charge is None else limit.judge(charge)

    def capacity(self, host: Host, resource: str) -> int | None:
        """What a host may promise of a resource, in its scale."""
        if resource == "vcpu":
            overcommit = (
                host.overcommit_ppm if host.overcommit_ppm is not None else self._policy.overcommit_ppm
            )
            return None if host.vcpu is None else host.vcpu * overcommit
        return host.memory_mb if resource == "memory" else host.disk_gb

    def _host_loads(self) -> dict[tuple[str, str], tuple[int, int]]:
        least = {(h.name, r): 0 for h in self.hosts for r in RESOURCES}
        most = dict(least)
        for demand in self.demands:
            for resource in RESOURCES:
                value = need(demand, resource)
                if demand.host is not None:
                    least[demand.host, resource] += value or 0
                    most[demand.host, resource] += ENDLESS if value is None else value
                    continue
                for host in self.hosts:  # it runs on one of them
                    if demand.cluster in (None, host.cluster):
                        most[host.name, resource] += ENDLESS if value is None else value
        return {key: (least[key], most[key]) for key in least}

    def _cluster_limit(self, cluster: str, resource: str) -> Limit:
        """Sum over the active hosts of a cluster without the largest `spare`; unknown ones from 0 to no end.

        An interval of the capacity is turned into one of the use: Limit has a single capacity, and
        what is certain to be missing counts as certainly used.
        """
        hosts = self._active_in.get(cluster, [])
        known = sorted((c for h in hosts if (c := self.capacity(h, resource)) is not None), reverse=True)
        unknown = len(hosts) - len(known)
        spare = min(self._policy.hosting_spare, len(hosts))
        at_least = sum(known[spare:])
        at_most = sum(known[max(0, spare - unknown) :]) + (ENDLESS if unknown > spare else 0)
        if self.lets_pass and unknown:
            at_least = at_most
        used = most = 0
        for demand in (*self._asked_in.get(cluster, ()), *self._asked_in.get(None, ())):
            value = need(demand, resource)
            used += (value or 0) if demand.cluster == cluster else 0
            most += ENDLESS if value is None else value
        scenario = f"{spare} largest lost" if spare else "nothing lost"
        return Limit(
            "hosting", f"{resource} cluster {cluster}", scenario, UNITS[resource], SCALE[resource],
            at_most if at_most < ENDLESS or not self.lets_pass else None, used, most + (at_most - at_least),
        )  # fmt: skip
