"""Rows of hosts and clusters: vcpu, memory and disk, with spare hosts."""

from __future__ import annotations

import pytest

from capacity.policy import PPM
from capacity.room import Host, Room, Vm
from placement.applications import RESOURCES
from tests.builders import SERVER, app, host, room, vm
from tests.placement.batch.batches import batch_of, count


def hosted(*hosts: Host, spare: int = 0, vms: tuple[Vm, ...] = (), **more: object) -> Room:
    return room(hosts=hosts, vms=vms, policy={"hosting_spare": spare} | more)


@pytest.mark.parametrize(("resource", "all_of_it"), [("vcpu", 16), ("memory_mb", 65_536), ("disk_gb", 1_000)])
def test_a_host_is_full_to_the_last_unit(resource: str, all_of_it: int) -> None:
    """A quarter of it four times; with one unit less the fourth stays out."""
    quarter = {"vcpu": 0, "memory_mb": 0, "disk_gb": 0} | {resource: all_of_it // 4}
    assert count(hosted(host("N1")), app(quantity=5, **quarter)) == 4
    less = host("N1", **{resource: all_of_it - 1})
    assert count(hosted(less), app(quantity=5, **quarter)) == 3


def test_what_runs_there_counts() -> None:
    """Of 16 vcpu 9 are in use: one of 4, not two."""
    assert count(hosted(host("N1"), vms=(vm("V", "N1", vcpu=9),)), app(quantity=2)) == 1


def test_vcpu_are_promised_several_times() -> None:
    """2.5 times 16 are 40: ten of 4."""
    where = hosted(host("N1", overcommit_ppm=5 * PPM // 2))
    assert count(where, app(quantity=11, memory_mb=0, disk_gb=0)) == 10


def test_a_cluster_keeps_its_largest_host_spare() -> None:
    """16 and 8 vcpu: 8 are left when the larger is lost, two of 4, though the hosts would take six."""
    pair = host("N1", cluster="C"), host("N2", cluster="C", vcpu=8)
    small = app(quantity=7, memory_mb=0, disk_gb=0)
    assert count(hosted(*pair), small) == 6
    assert count(hosted(*pair, spare=1), small) == 2


def test_memory_is_pooled_and_disk_is_not() -> None:
    """Each loses its own largest host; disk loses none."""
    pair = host("N1", cluster="C"), host("N2", cluster="C")
    assert count(hosted(*pair, spare=1), app(quantity=9, vcpu=0, memory_mb=16_384, disk_gb=0)) == 4
    assert count(hosted(*pair, spare=1), app(quantity=9, vcpu=0, memory_mb=0, disk_gb=250)) == 8


def test_unlike_applications_share_a_host() -> None:
    """10 and 6 vcpu go in, 10 and 7 do not."""
    for other, most in ((6, 2), (7, 1)):
        pair = app(vcpu=10), app(name="Q2", vcpu=other)
        assert count(hosted(host("N1")), *pair) == most


def test_an_unknown_capacity_takes_nothing_for_certain_and_has_no_end_at_best() -> None:
    """Unless the policy lets it pass."""
    unknown = host("N1", memory_mb=None)
    asked = app(quantity=9)
    assert len(batch_of(hosted(unknown), asked).columns) == 0
    assert batch_of(hosted(unknown), asked, sure=False).upper.tolist() == [4]  # vcpu
    assert count(hosted(unknown, unknown_limits="condition"), asked) == 4


def test_an_unknown_use_closes_a_host_for_certain() -> None:
    """A machine of unknown memory may take all of it."""
    where = hosted(host("N1"), vms=(vm("V", "N1", memory_mb=None),))
    assert len(batch_of(where, app(quantity=9)).columns) == 0
    assert batch_of(where, app(quantity=9), sure=False).upper.tolist() == [4]


def test_servers_and_applications_are_planned_together() -> None:
    """Five servers and four applications; neither takes of what the other needs."""
    assert count(hosted(host("N1")), SERVER, app(name="Q2", quantity=9)) == 5


def test_an_overfull_host_takes_what_asks_for_nothing() -> None:
    """17 of 16 vcpu are promised."""
    where = hosted(host("N1"), vms=(vm("V", "N1", vcpu=17),))
    assert count(where, app(quantity=3, vcpu=0)) == 3
    assert count(where, app(vcpu=1)) == 0


def test_there_is_a_block_per_resource_that_is_asked_for() -> None:
    """Vcpu in parts of four, memory in parts of 8 GB, no disk."""
    batch = batch_of(hosted(host("N1", cluster="C")), app(quantity=2, disk_gb=0))
    found = {str(b.label[0].name).split()[0]: (b.amount.tolist(), b.left.tolist()) for b in batch.blocks}  # type: ignore[attr-defined]
    assert found == {"vcpu": ([1], [4, 4]), "memory": ([1], [8, 8])}
    assert set(found) <= set(RESOURCES)
