"""Rule `hosting`: room on the host, and in its cluster after losing its largest hosts.

The contract, vms.csv: "Within each host; and each cluster still has room for all of it after losing
its largest host (sum of memory and of vcpu x overcommit), `policy.hosting.spare` hosts in all",
spare hosts being taken per resource; no cluster = no spare rule; disk has no cluster rule. A host
that cannot run the OS or is of another network breaks `hosting`; empty means any.

Amounts are in millionths of a vcpu (so that an overcommit stays whole), MB and GB.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from capacity.policy import PPM
from capacity.room import Host, Room
from placement.request import Request
from placement.verify.excess import Gap, Limit, settle
from placement.verify.findings import Cell, Findings
from placement.verify.items import Item
from placement.verify.standing import Guest

#: Column, unit of answers, parts per unit; the first two have a cluster rule.
RESOURCES = (("vcpu", "vcpu", PPM), ("memory_mb", "MB", 1), ("disk_gb", "GB", 1))
CLUSTERED = ("vcpu", "memory_mb")


@dataclass(slots=True)
class Use:
    """What guests take of one resource: certainly, at most (`open_end`: without end), and why."""

    certain: int = 0
    perhaps: int = 0
    open_end: bool = False
    gap: Gap | None = None

    def add(self, guest: Guest, column: str, parts: int, certain: bool) -> None:
        need = getattr(guest, column)
        if need == 0:
            return
        if need is None or not certain:
            missing = column if need is None else "host"
            self.gap = self.gap or Gap(guest.cell(missing), f"{missing} of {guest.name} is not known")
        if need is None:
            self.open_end = True
        elif certain:
            self.certain += need * parts
        else:
            self.perhaps += need * parts

    @property
    def most(self) -> int | None:
        return None if self.open_end else self.certain + self.perhaps


@dataclass(slots=True)
class Place:
    """What runs on a host or in a cluster, per resource."""

    uses: dict[str, Use] = field(default_factory=lambda: {column: Use() for column, _, _ in RESOURCES})

    def add(self, guest: Guest, certain: bool) -> None:
        for column, _, parts in RESOURCES:
            self.uses[column].add(guest, column, parts, certain)


class Hosting:
    """The rule for all hosts and clusters."""

    def __init__(self, room: Room, guests: Iterable[Guest]) -> None:
        self._policy = room.policy
        self._clusters: dict[str, list[Host]] = defaultdict(list)
        for host in room.hosts:
            if host.cluster is not None:
                self._clusters[host.cluster].append(host)
        self._on_host: dict[str, Place] = {host.name: Place() for host in room.hosts}
        self._in_cluster: dict[str, Place] = defaultdict(Place)
        for guest in guests:
            self._settle_in(guest)

    def _settle_in(self, guest: Guest) -> None:
        """Count a guest: without host, between nothing and all of it on each host it may run on."""
        if guest.host is not None and guest.host in self._on_host:  # names in an absent file lead nowhere
            self._on_host[guest.host].add(guest, True)
        if guest.cluster is not None:
            self._in_cluster[guest.cluster].add(guest, True)
            if guest.host is None:
                for host in self._clusters[guest.cluster]:
                    self._on_host[host.name].add(guest, False)
        elif guest.host is None:
            for place in self._on_host.values():
                place.add(guest, False)
            for cluster in self._clusters:
                self._in_cluster[cluster].add(guest, False)

    def judge(self, items: Sequence[Item], findings: Findings) -> None:
        on_host: dict[str, list[Item]] = defaultdict(list)
        in_cluster: dict[str, list[Item]] = defaultdict(list)
        hosts: dict[str, Host] = {}
        for item in items:
            if item.host is not None:
                hosts[item.host.name] = item.host
                on_host[item.host.name].append(item)
                if item.host.cluster is not None:
                    in_cluster[item.host.cluster].append(item)
                if not _suits(item.request, item.host):
                    findings.violated("hosting", f"host {item.host.name}", [item.name])
        for name, placed in on_host.items():
            self._judge_host(hosts[name], placed, findings)
        for cluster, placed in in_cluster.items():
            self._judge_cluster(cluster, placed, findings)

    def _capacity(self, host: Host, column: str) -> int | None:
        """Return what a host offers of a resource, in parts; None = unknown."""
        offered: int | None = getattr(host, column)
        if offered is None or column != "vcpu":
            return offered
        return offered * (self._policy.overcommit_ppm if host.overcommit_ppm is None else host.overcommit_ppm)

    def _judge_host(self, host: Host, placed: Sequence[Item], findings: Findings) -> None:
        for column, unit, parts in RESOURCES:
            use, offered = self._on_host[host.name].uses[column], self._capacity(host, column)
            where = f"host {host.name}"
            unrated = self._unrated([host], column)
            limit = Limit(
                "hosting",
                where,
                unit,
                parts,
                use.certain,
                use.most,
                offered or 0,
                offered,
                use.gap,
                unrated,
                self._passes(unrated),
            )
            settle(findings, limit, _charges(placed, column, parts), column)

    def _judge_cluster(self, cluster: str, placed: Sequence[Item], findings: Findings) -> None:
        """All of the cluster on its active hosts but the largest; unknown ones lie between 0 and no end."""
        active = [host for host in self._clusters[cluster] if host.status == "active"]
        spare = self._policy.hosting_spare
        for column, unit, parts in RESOURCES:
            if column not in CLUSTERED:
                continue
            offers = {host.name: self._capacity(host, column) for host in active}
            known = {name: offer for name, offer in offers.items() if offer is not None}
            unknown = len(offers) - len(known)
            ordered = sorted(known, key=lambda name, known=known: -known[name])  # type: ignore[misc]
            least = sum(known[name] for name in ordered[spare:])
            # The unknown ones are the largest of all if they are large at all.
            most = None if unknown > spare else sum(known[name] for name in ordered[spare - unknown :])
            blank = [host for host in active if offers[host.name] is None]
            lost = [host.name for host in blank][:spare] + ordered[: max(0, spare - unknown)]
            unrated = self._unrated(blank, column)
            use = self._in_cluster[cluster].uses[column]
            limit = Limit(
                "hosting",
                f"cluster {cluster}",
                unit,
                parts,
                use.certain,
                use.most,
                least,
                most,
                use.gap,
                unrated,
                self._passes(unrated),
                f"{' '.join(lost)} lost" if lost else "nothing lost",
            )
            settle(findings, limit, _charges(placed, column, parts), column)

    def _unrated(self, hosts: Sequence[Host], column: str) -> Gap | None:
        for host in hosts:
            if getattr(host, column) is None:
                return Gap(Cell("hosts.csv", host.line, column), f"{column} of host {host.name} is not known")
        return None

    def _passes(self, unrated: Gap | None) -> str:
        """``[unknown] limits = "condition"`` lets the capacities of hosts pass, by name."""
        lets_pass = unrated is not None and self._policy.unknown_limits == "condition"
        return f"{unrated.why} and was let pass." if unrated is not None and lets_pass else ""


def _charges(placed: Sequence[Item], column: str, parts: int) -> list[tuple[Item, int | None]]:
    needs = [(item, getattr(item.request, column)) for item in placed]
    return [(item, None if need is None else need * parts) for item, need in needs]


def _suits(request: Request, host: Host) -> bool:
    """Can the host run the OS, and is it of the network asked for? Empty on either side means any."""
    runs = not host.os_families or request.os is None or request.os in host.os_families
    joined = host.network is None or request.network is None or host.network == request.network
    return runs and joined
