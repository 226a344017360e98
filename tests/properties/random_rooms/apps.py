"""Hosts, clusters and their virtual machines; and the standard of operating systems."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from capacity.room import Host, Reservation, Standard, Vm
from tests.properties.random_rooms.draft import Draft
from tests.properties.random_rooms.wishes import GROUP, TODAY


def host(draft: Draft) -> None:
    """Turn some devices into hosts, and fill them."""
    if all(one.kind != "application" for one in draft.requests) and not draft.chance(0.2):
        return
    draft.files |= {"hosts.csv", "vms.csv"}
    rng = draft.rng
    devices = [device for device in draft.devices if device.height_hu != 0] or draft.devices
    for index, device in enumerate(rng.sample(devices, min(len(devices), rng.choice((1, 2, 3, 3, 4))))):
        draft.hosts.append(
            Host(
                name=f"h{index + 1}",
                device=None if draft.chance(0.04) else device.name,
                cluster=draft.pick((("C1", 5), ("C2", 1), (None, 2))),
                vcpu=rng.randint(8, 32),
                memory_mb=rng.randint(8, 40) * 1024,
                disk_gb=rng.randint(200, 900),
                overcommit_ppm=draft.pick(((None, 4), (1_000_000, 1), (1_500_000, 1))),
                os_families=frozenset(
                    rng.sample(("ubuntu", "centos", "windows"), 2) if draft.chance(0.15) else ()
                ),
                network=draft.pick(((None, 6), (draft.request.network, 3), ("dmz", 1))),
                status=draft.pick((("active", 12), ("planned", 1), ("retired", 1))),
            )
        )
    clusters = [one.cluster for one in draft.hosts]
    if draft.policy.hosting_spare and draft.chance(0.8):
        draft.hosts[:] = [
            replace(one, cluster=None) if clusters.count(one.cluster) == 1 else one for one in draft.hosts
        ]
    _machines(draft)
    _reserved(draft)


def _machines(draft: Draft) -> None:
    rng = draft.rng
    unsure = [plan.unsure for plan in draft.plans.values()]
    clusters = sorted({one.cluster for one in draft.hosts if one.cluster})
    for index in range(rng.randint(0, 5) if draft.hosts else 0):
        on = rng.choice(draft.hosts)
        machine = Vm(
            name=f"v{index + 1}",
            cluster=on.cluster if draft.chance(0.5) else None,
            host=on.name,
            vcpu=rng.randint(1, 8),
            memory_mb=rng.randint(1, 8) * 1024,
            disk_gb=rng.randint(5, 80),
            group=draft.pick(((None, 8), (draft.request.group, 1))),
        )
        if clusters and any("vm" in some for some in unsure) and draft.chance(0.6):
            machine = replace(machine, host=None, cluster=rng.choice(clusters))
        if any("hosting" in some for some in unsure) and draft.chance(0.3):
            machine = replace(machine, memory_mb=None)
        draft.vms.append(machine)
    if any("keep" in plan.short for plan in draft.plans.values()) and draft.vms:
        draft.wish(group=GROUP)
        draft.vms[0] = replace(draft.vms[0], group=GROUP)


def _reserved(draft: Draft) -> None:
    """Hold room on a host: for the request itself, for others, and in the past."""
    rng = draft.rng
    for _ in range(rng.choice((0, 0, 1, 2)) if draft.hosts else 0):
        days = draft.pick(((None, 2), (100, 2), (0, 1), (-1, 1)))
        draft.reservations.append(
            Reservation(
                name=f"H{len(draft.reservations) + 1}",
                request=draft.pick((("Q7", 3), (draft.request.name, 1))),
                item=1,
                group=draft.pick(((None, 4), (draft.request.group, 1))),
                host=rng.choice(draft.hosts).name,
                vcpu=rng.randint(1, 4),
                memory_mb=rng.randint(1, 4) * 1024,
                disk_gb=rng.randint(1, 50),
                until=None if days is None else TODAY + timedelta(days=days),
            )
        )


def standardise(draft: Draft) -> None:
    """Write the standard: what is allowed, tolerated, forbidden, and how long it is supported."""
    if draft.request.os is None or draft.chance(0.2):
        return
    draft.files.add("standards.csv")
    for product in ("ubuntu", "centos", "windows"):
        for version in (None, "20.04", "7"):
            if draft.chance(0.45):
                days = draft.rng.choice((None, -100, 30, 365, 2000))
                draft.standards.append(
                    Standard(
                        product=product,
                        version=version,
                        rule=draft.pick((("allowed", 6), ("tolerated", 2), ("forbidden", 1))),
                        support_ends=None if days is None else TODAY + timedelta(days=days),
                    )
                )
