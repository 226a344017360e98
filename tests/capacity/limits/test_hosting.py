"""Hosting: what hosts carry, and what a cluster keeps room for when its largest are lost."""

from __future__ import annotations

from typing import Any

import pytest

from capacity.limits.hosting import Hosting
from capacity.limits.limit import Limit, State
from capacity.policy import PPM
from capacity.room import Host, Room, Vm
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from tests.builders import APPLICATION, app, check, host, ledger, room, vm


def hosting(*hosts: Host, vms: tuple[Vm, ...] = (), **policy: Any) -> Hosting:
    return ledger(room(hosts=hosts, vms=vms, policy=policy)).hosting


def bar(found: Hosting, name: str, resource: str) -> Limit:
    """The limit of one host."""
    return found.limits(next(h for h in found.hosts if h.name == name)).host[resource]


def left(limit: Limit) -> tuple[int, int]:
    """What is left for certain and at the most, in whole units."""
    assert limit.capacity is not None
    return (limit.capacity - limit.most) // limit.scale, (limit.capacity - limit.used) // limit.scale


def pool(*hosts: Host, vms: tuple[Vm, ...] = (), resource: str = "memory", **policy: Any) -> tuple[int, int]:
    """What is left of a cluster C1, for certain and at the most."""
    found = hosting(*hosts, vms=vms, **policy)
    return left(found.limits(found.hosts[0]).cluster[resource])


def member(name: str, memory_mb: int | None = 1_000, **more: Any) -> Host:
    return host(name, cluster="C1", memory_mb=memory_mb, **more)


def where(*hosts: Host, vms: tuple[Vm, ...] = (), **policy: Any) -> Room:
    return room(hosts=hosts, vms=vms, policy=policy)


# --- one host --------------------------------------------------------------------------------


@pytest.mark.parametrize(("column", "most"), [("vcpu", 13), ("memory_mb", 61_536), ("disk_gb", 800)])
def test_a_host_is_filled_to_the_last_unit_and_not_beyond(column: str, most: int) -> None:
    """16 vcpu, 65,536 MB and 1,000 GB, less 3 vcpu, 4,000 MB and 200 GB of V1."""
    there = vm("V1", "N1", vcpu=3, memory_mb=4_000, disk_gb=200)
    full = where(host("N1"), vms=(there,))
    assert check(full, app(**{column: most})).decision == FITS
    refused = check(full, app(**{column: most + 1}))
    assert (refused.decision, refused.conflicts) == (DOES_NOT_FIT, (("hosting",),))
    assert refused.would_fit_if == ({column: most},)
    assert (refused.reasons[0].least_short, refused.reasons[0].nearest) == (1, "N1")


def test_vcpu_may_be_promised_several_times() -> None:
    """16 vcpu x 2.5 = 40: 40 fit and 41 do not; the policy's 4 holds where the host has no factor."""
    own = where(host("N1", overcommit_ppm=2_500_000))
    assert check(own, app(vcpu=40)).decision == FITS
    assert check(own, app(vcpu=41)).decision == DOES_NOT_FIT
    by_policy = hosting(host("N1", overcommit_ppm=None), overcommit_ppm=4 * PPM)
    assert left(bar(by_policy, "N1", "vcpu")) == (64, 64)


def test_a_factor_that_leaves_a_part_of_a_vcpu_is_exact() -> None:
    """3 vcpu x 1.5 = 4.5: four fit, five do not."""
    odd = where(host("N1", vcpu=3, overcommit_ppm=1_500_000))
    assert check(odd, app(vcpu=4)).decision == FITS
    refused = check(odd, app(vcpu=5))
    assert (refused.reasons[0].least_short, refused.would_fit_if) == (0.5, ({"vcpu": 4},))


def test_a_host_that_is_over_takes_only_what_needs_nothing_of_it() -> None:
    """20 of 16 vcpu are promised: one more is refused, none at all is not."""
    full = where(host("N1"), vms=(vm("V1", "N1", vcpu=20),))
    assert check(full, app(vcpu=1)).decision == DOES_NOT_FIT
    assert check(full, app(vcpu=0)).decision == FITS


@pytest.mark.parametrize(("memory_mb", "decision"), [(35_536, FITS), (35_537, CANNOT_DECIDE)])
def test_a_machine_without_host_may_run_on_any(memory_mb: int, decision: str) -> None:
    """30,000 MB that may be on N1 or N2: of 65,536 MB 35,536 MB are certain on each."""
    two = where(host("N1"), host("N2"), vms=(vm("V1", None, memory_mb=30_000),))
    assert check(two, app(memory_mb=memory_mb)).decision == decision


def test_a_machine_without_host_runs_in_its_cluster() -> None:
    """It may be on N1 of its cluster, not on N2 of none."""
    found = hosting(
        member("N1"), host("N2", memory_mb=1_000), vms=(vm("V1", None, cluster="C1", memory_mb=300),)
    )
    assert [left(bar(found, name, "memory")) for name in ("N1", "N2")] == [(700, 1_000), (1_000, 1_000)]


def test_an_unknown_need_leaves_nothing_certain() -> None:
    """V1 may take all the memory of N1; its other needs are known."""
    found = hosting(host("N1"), vms=(vm("V1", "N1", memory_mb=None),))
    memory, disk = (bar(found, "N1", resource) for resource in ("memory", "disk"))
    assert memory.judge(1) is State.UNKNOWN
    assert memory.judge(65_537) is State.BROKEN
    assert disk.judge(1_000) is State.HOLDS


@pytest.mark.parametrize(("limits", "decision"), [("undecided", CANNOT_DECIDE), ("condition", FITS)])
def test_an_unknown_capacity_is_undecided_or_let_pass_by_policy(limits: str, decision: str) -> None:
    """With limits = "condition" it holds."""
    assert check(where(host("N1", disk_gb=None), unknown_limits=limits), APPLICATION).decision == decision


def test_an_unknown_charge_is_undecided_where_there_is_a_limit() -> None:
    """Unless that limit is itself unknown and let pass."""
    asked = app(disk_gb=None)
    assert check(where(host("N1")), asked).decision == CANNOT_DECIDE
    assert check(where(host("N1", disk_gb=None), unknown_limits="condition"), asked).decision == FITS


# --- clusters --------------------------------------------------------------------------------


@pytest.mark.parametrize(("spare", "rest"), [(0, 4_500), (1, 2_500), (2, 1_000), (3, 0), (9, 0)])
def test_a_cluster_keeps_room_without_its_largest_hosts(spare: int, rest: int) -> None:
    """2,000, 1,500 and 1,000 MB: 4,500 in all, 2,500 without the largest, 1,000 without two."""
    hosts = (member("N1", 1_000), member("N2", 2_000), member("N3", 1_500))
    assert pool(*hosts, hosting_spare=spare) == (rest, rest)


def test_each_resource_loses_its_own_largest() -> None:
    """N1 has most vcpu and N2 most memory; both are the one that is lost."""
    hosts = (member("N1", 1_000, vcpu=32), member("N2", 9_000, vcpu=8))
    assert pool(*hosts, hosting_spare=1) == (1_000, 1_000)
    assert pool(*hosts, hosting_spare=1, resource="vcpu") == (8, 8)


def test_all_that_runs_in_a_cluster_counts_against_it() -> None:
    """Machines on its hosts and those without host: 300 + 200 MB of 1,000 MB."""
    machines = (vm("V1", "N1", memory_mb=300), vm("V2", None, cluster="C1", memory_mb=200))
    assert pool(member("N1"), member("N2"), vms=machines, hosting_spare=1) == (500, 500)


def test_a_machine_of_no_cluster_and_no_host_may_run_in_any() -> None:
    """200 MB that may be elsewhere: 800 MB certain, 1,000 MB possible."""
    machines = (vm("V1", None, memory_mb=200),)
    assert pool(member("N1"), member("N2"), vms=machines, hosting_spare=1) == (800, 1_000)


def test_a_host_that_is_not_active_is_not_counted_in_its_cluster() -> None:
    """Neither its memory, nor as the one that is lost."""
    hosts = (member("N1"), member("N2", 9_000, status="planned"), member("N3"))
    assert pool(*hosts, hosting_spare=1) == (1_000, 1_000)


def test_an_unknown_host_is_between_nothing_and_the_one_that_is_lost() -> None:
    """Of 1,000, 600 MB and one unknown: without the largest 600 MB are certain, 1,600 MB possible."""
    hosts = (member("N1", 1_000), member("N2", 600), member("N3", None))
    assert pool(*hosts, hosting_spare=1) == (600, 1_600)


def test_with_more_unknown_hosts_than_spare_ones_there_is_no_upper_end() -> None:
    """Two unknown, one lost: nothing is broken; only what is known is certain."""
    found = hosting(member("N1", 1_000), member("N2", None), member("N3", None), hosting_spare=1)
    limit = found.limits(found.hosts[0]).cluster["memory"]
    assert limit.judge(10**9) is State.UNKNOWN
    assert limit.judge(1) is State.UNKNOWN  # the known host may be the largest


def test_disk_has_no_cluster_rule() -> None:
    """Only memory and vcpu move."""
    found = hosting(member("N1"), hosting_spare=1)
    limits = found.limits(found.hosts[0])
    assert sorted(limits.cluster) == ["memory", "vcpu"]
    assert (len(limits.of("memory")), len(limits.of("disk"))) == (2, 1)


def test_a_host_of_no_cluster_needs_no_spare() -> None:
    """Its machines go down with it."""
    found = hosting(host("N1"), hosting_spare=1)
    assert found.limits(found.hosts[0]).cluster == {}


@pytest.mark.parametrize(("memory_mb", "decision"), [(700, FITS), (701, DOES_NOT_FIT)])
def test_the_cluster_decides_where_the_host_has_room(memory_mb: int, decision: str) -> None:
    """Two hosts of 1,000 MB, one spare, 300 MB in use: 700 MB of the cluster, though N2 is empty."""
    two = where(member("N1"), member("N2"), vms=(vm("V1", "N1", memory_mb=300),), hosting_spare=1)
    answer = check(two, app(memory_mb=memory_mb))
    assert answer.decision == decision
    if decision == FITS:
        assert ("memory cluster C1", "1 largest lost") in {
            (t.limit.name, t.limit.scenario) for t in answer.limits
        }
