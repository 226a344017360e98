"""The rows that hold a place charge what the request charges."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity.ledger import Ledger
from capacity.policy import PPM
from capacity.room import Cord, PortUse
from placement.answer import Touched
from placement.check import Checker
from tests.builders import SFP, group, host, rack, room
from tests.workflow.analysis.analysing import APPLICATION, SERVER, TODAY, analysed, holding, two_racks
from workflow.analysis import Assumption, holds, take
from workflow.analysis.holding import held_power_w


def test_a_servers_row_names_all_that_it_takes() -> None:
    where = room(racks=(rack("R1"),), ports=(group("SW", 4),))
    frozen = analysed(where, ports=f"{SFP}:2", group="web")
    (row,) = holds(frozen.request, take(frozen), where.policy)
    assert (row.name, row.request, row.item) == ("PS-1/1", "PS-1", 1)
    assert (row.owner, row.group) == ("Disdikpora", "web")
    assert (row.rack, row.position_hu, row.face, row.height_hu) == ("R1", 2, "front", 4)
    assert (row.depth, row.depth_mm, row.weight_g, row.power_w) == ("full", 700, 20_000, 500)
    assert row.cords == (Cord("R1-A"), Cord("R1-B"))
    assert row.ports == (PortUse("SW", SFP, 2),)
    assert row.until is None
    assert not row.for_application


def test_an_applications_row_names_its_host_and_what_it_takes_there() -> None:
    where = two_racks(hosts=(host("H1"),))
    frozen = analysed(where, APPLICATION, quantity=2)
    rows = holds(frozen.request, take(frozen), where.policy)
    assert [row.name for row in rows] == ["PS-1/1", "PS-1/2"]
    assert {(row.host, row.vcpu, row.memory_mb, row.disk_gb) for row in rows} == {("H1", 4, 8192, 100)}
    assert all(row.for_application and row.rack is None for row in rows)


@pytest.mark.parametrize(
    ("power_w", "factor_ppm", "held_w"),
    [(500, PPM, 500), (500, 600_000, 300), (501, 600_000, 301), (1, 1, 1)],
)
def test_a_nameplate_is_held_by_its_factor_and_no_fraction_of_a_watt_is_let_go(
    power_w: int, factor_ppm: int, held_w: int
) -> None:
    """A reservation counts as a budget, in whole watts."""
    where = two_racks(policy={"nameplate_ppm": factor_ppm})
    frozen = analysed(where, power_w=power_w, power_basis="nameplate")
    assert held_power_w(frozen.request, where.policy) == held_w
    assert holds(frozen.request, take(frozen), where.policy)[0].power_w == held_w
    budget = replace(frozen.request, power_basis="budget")
    assert held_power_w(budget, where.policy) == power_w


def test_the_room_carries_with_the_hold_what_the_answer_said_it_would_carry() -> None:
    """Every limit that the placement touches, as used with the rows in it, is the answer's "after"."""
    where = room(racks=(rack("R1"),), ports=(group("SW", 4),), policy={"nameplate_ppm": 600_000})
    frozen = analysed(where, ports=f"{SFP}:2", power_basis="nameplate")
    answer = Checker(where, TODAY).check(frozen.request)
    held = holding(where, frozen.request, take(frozen))
    used = {limit_key(touched): touched.after for touched in answer.limits}
    again = Checker(held, TODAY).check(replace(frozen.request, name="PS-2"))
    before = {limit_key(touched): touched.limit.used for touched in again.limits}
    common = used.keys() & before.keys()
    assert {"heat R1", "weight R1", "pdu R1-A", "ups UB", f"ports SW/{SFP}"} <= {name for name, _ in common}
    assert {key: used[key] for key in common} == {key: before[key] for key in common}
    assert Ledger(held, TODAY, {"PS-1"}).demands.servers == ()


def limit_key(touched: Touched) -> tuple[str, str]:
    return touched.limit.name, touched.limit.scenario


def test_what_was_assumed_is_held() -> None:
    said = [Assumption("request", "", "power_w", "450", "Like the old one.")]
    frozen = analysed(two_racks(), {k: v for k, v in SERVER.items() if k != "power_w"}, *said)
    bare = replace(frozen.request, power_w=None)
    policy = two_racks().policy
    assert holds(bare, take(frozen), policy)[0].power_w is None
    assert holds(bare, take(frozen), policy, assumptions=said)[0].power_w == 450
    assert holds(frozen.request, take(frozen), policy)[0].power_w == 450
