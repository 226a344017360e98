"""The verifier's rule about hosts and clusters."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from capacity.policy import Policy
from capacity.room import Host, Reservation, Room, Vm
from tests.placement.verifying import broken, fine, gap, on_host, only, verdict, wanted
from tests.properties.small_room import device, small_room

GB = 1_000
APP = wanted(kind="application", vcpu=4, memory_mb=10 * GB, disk_gb=100, ports=(), quantity=3)


def cluster(*memory: int | None, **more: Any) -> Room:
    """Return three or so hosts of a cluster with that much memory (MB), four vcpu and 1,000 GB each."""
    hosts = tuple(Host(f"h{n}", "d", "c", 4, mb, 1_000, line=n + 1) for n, mb in enumerate(memory, 1))
    return small_room(device("d"), **{"hosts": hosts, **more})


def test_what_the_hosts_take_after_losing_the_largest_holds() -> None:
    """190 GB and 10 GB on two of three hosts of 100 GB."""
    used = (Vm("a", "c", "h1", 1, 95 * GB, 0), Vm("b", "c", "h2", 1, 95 * GB, 0))
    assert fine(verdict(cluster(100 * GB, 100 * GB, 100 * GB, vms=used), on_host("h3"), asks=APP))


def test_a_megabyte_more_breaks_the_cluster() -> None:
    """The host lost is named: the largest of this resource."""
    used = (Vm("a", "c", "h1", 1, 95 * GB, 0), Vm("b", "c", "h2", 1, 95 * GB + 1, 0))
    found = only(verdict(cluster(100 * GB, 100 * GB, 101 * GB, vms=used), on_host("h3"), asks=APP))
    assert (found.rule, found.where, found.scenario, found.unit) == ("hosting", "cluster c", "h3 lost", "MB")
    assert (found.capacity, found.after, found.items) == (200 * GB, 200 * GB + 1, ("Q1/1",))


def test_a_host_carries_what_it_has() -> None:
    """Memory and disk as they are, vcpu times the overcommit, its own or the policy's."""
    alone = Host("h1", "d", None, 4, 30 * GB, 300)
    room = small_room(device("d"), hosts=(alone,))
    three = [on_host(item=n) for n in (1, 2, 3)]
    assert fine(verdict(room, *three, asks=APP))
    found = verdict(
        small_room(device("d"), hosts=(Host("h1", "d", None, 2, 30 * GB - 1, 299),)), *three, asks=APP
    )
    assert [(v.unit, v.capacity, v.after) for v in found.violations] == [
        ("vcpu", 8, 12),
        ("MB", 30 * GB - 1, 30 * GB),
        ("GB", 299, 300),
    ]
    sparing = small_room(device("d"), hosts=(alone,), policy=Policy(overcommit_ppm=2_900_000))
    assert only(verdict(sparing, *three, asks=APP)).unit == "vcpu"
    own = Host("h1", "d", None, 4, 30 * GB, 300, overcommit_ppm=2_900_000)
    assert only(verdict(small_room(device("d"), hosts=(own,)), *three, asks=APP)).unit == "vcpu"


@pytest.mark.parametrize(("spare", "holds"), [(0, True), (1, True), (2, False), (9, False)])
def test_as_many_hosts_are_lost_as_the_policy_spares(spare: int, holds: bool) -> None:
    """Three hosts of 12 GB: 22 GB do not fit on one."""
    used = (Vm("a", "c", "h1", 1, 12 * GB, 0),)
    room = cluster(12 * GB, 12 * GB, 12 * GB, vms=used, policy=Policy(hosting_spare=spare))
    assert fine(verdict(room, on_host("h2"), asks=APP)) is holds


def test_a_host_that_is_not_active_is_not_counted() -> None:
    """Its cluster has one host less."""
    hosts = tuple(
        Host(f"h{n}", "d", "c", 40, 12 * GB, 1_000, status=s) for n, s in ((1, "active"), (2, "planned"))
    )
    found = verdict(small_room(device("d"), hosts=hosts), on_host(), asks=APP)
    assert {v.where for v in found.violations} == {"cluster c"}


def test_reservations_count_until_they_lapse() -> None:
    """Two applications' worth is held on the host, to the day."""

    def held(until: date | None) -> Room:
        rows = (Reservation("r", "Q9", host="h1", vcpu=1, memory_mb=25 * GB, disk_gb=0, until=until),)
        return small_room(device("d"), hosts=(Host("h1", "d", None, 4, 30 * GB, 300),), reservations=rows)

    assert broken(verdict(held(None), on_host(), asks=APP)) == {"hosting"}
    assert broken(verdict(held(date(2026, 11, 24)), on_host(), asks=APP)) == {"hosting"}
    assert fine(verdict(held(date(2026, 11, 23)), on_host(), asks=APP))


def test_the_os_and_the_network_have_to_suit_the_host() -> None:
    """Empty means any, on either side."""
    host = Host("h1", "d", None, 9, 99 * GB, 999, os_families=frozenset({"ubuntu"}), network="dmz")
    room = small_room(device("d"), hosts=(host,))
    for more, holds in (
        ({}, True),
        ({"os": "ubuntu", "network": "dmz"}, True),
        ({"os": "windows"}, False),
        ({"network": "internal"}, False),
    ):
        asks = wanted(kind="application", vcpu=1, memory_mb=1, disk_gb=1, **more)
        assert (broken(verdict(room, on_host(), asks=asks)) == set()) is holds


def test_an_unknown_capacity_is_undecided_or_let_pass() -> None:
    """Of the host, and of a host of its cluster that would be the largest to lose."""
    room = cluster(None, 12 * GB, 12 * GB)
    found = gap(verdict(room, on_host("h1"), asks=APP))
    assert (found.where, found.file, found.line, found.column) == ("host h1", "hosts.csv", 2, "memory_mb")
    passing = verdict(
        cluster(None, 12 * GB, 12 * GB, policy=Policy(unknown_limits="condition")), on_host("h1"), asks=APP
    )
    assert fine(passing)
    assert passing.conditions == ("memory_mb of host h1 is not known and was let pass.",)
    two = [on_host("h2"), on_host("h3", 2)]
    assert gap(verdict(room, *two, asks=APP)).where == "cluster c"
    assert broken(verdict(room, *two, on_host("h1", 3), asks=APP)) == {"hosting"}


def test_an_unknown_need_is_undecided() -> None:
    """The request's, or a VM's."""
    asks = wanted(kind="application", vcpu=1, memory_mb=None, disk_gb=1)
    found = verdict(cluster(9 * GB, 9 * GB), on_host(), asks=asks)
    assert {u.where for u in found.unknown} == {"host h1", "cluster c"}
    blank = (Vm("v", "c", "h1", None, 0, 0, line=4),)
    found = verdict(cluster(99 * GB, 99 * GB, vms=blank), on_host(), asks=APP)
    assert {(u.file, u.line, u.column) for u in found.unknown} == {("vms.csv", 4, "vcpu")}


def test_a_vm_without_host_runs_on_any_of_its_cluster() -> None:
    """For certain in the cluster, perhaps on each host."""
    loose = (Vm("v", "c", None, 1, 5 * GB, 0, line=4),)
    room = cluster(14 * GB, 14 * GB, 14 * GB, vms=loose)
    found = gap(verdict(room, on_host(), asks=APP))
    assert (found.where, found.column) == ("host h1", "host")
    found = verdict(cluster(14 * GB, 14 * GB, vms=loose), on_host(), asks=APP)
    assert {v.where for v in found.violations} == {"cluster c"}


def test_a_vm_of_no_host_and_no_cluster_may_run_anywhere() -> None:
    """Perhaps on each host, perhaps in each cluster."""
    room = cluster(14 * GB, 14 * GB, vms=(Vm("v", None, None, 1, 5 * GB, 0, line=4),))
    found = verdict(room, on_host(), asks=APP)
    assert {u.where for u in found.unknown} == {"host h1", "cluster c"}
