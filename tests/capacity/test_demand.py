"""Demands: what devices, reservations and machines ask, in units that keep every amount whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from capacity.demand import charged_draw, demands, draw_unit
from capacity.policy import Policy
from capacity.room import Reservation
from tests.builders import TODAY, demands_of, device, draws, host, ledger, room, vm

DAY = timedelta(days=1)


def held(name: str, until: date | None = None, **more: object) -> Reservation:
    """A reservation of a place in R1."""
    return Reservation(name, rack="R1", position_hu=2, height_hu=2, power_w=100, until=until, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("nameplate_ppm", "draw_w_per_u", "unit"),
    [
        (1_000_000, None, 1),
        (700_000, None, 10),
        (333_333, None, 1_000_000),
        (1_000_000, 301, 2),
        (700_000, 301, 10),
        (800_000, 301, 10),
    ],
)
def test_the_draw_unit_keeps_factors_and_half_units_whole(
    nameplate_ppm: int, draw_w_per_u: int | None, unit: int
) -> None:
    """0.7 needs tenths, 0.333333 millionths, watts per U halves; both, their least common multiple."""
    assert draw_unit(Policy(nameplate_ppm=nameplate_ppm, draw_w_per_u=draw_w_per_u)) == unit


def test_a_nameplate_figure_takes_the_factor_exactly() -> None:
    """701 W x 0.7 = 490.7 W, which is 4,907 tenths; as a budget it stays 7,010."""
    policy = Policy(nameplate_ppm=700_000)
    assert charged_draw(701, "nameplate", policy) == 4_907
    assert charged_draw(701, "budget", policy) == 7_010
    assert charged_draw(701, "measured", policy) == 7_010


def test_unknown_amounts_follow_the_policy_per_unit() -> None:
    """1.5 U at 333 W/U are 499.5 W (999 halves); at 10,001 g/U 15,001.5 g (30,003 half grams)."""
    policy = {"draw_w_per_u": 333, "weight_g_per_u": 10_001}
    (found,) = demands_of(device(height_hu=3, power_w=None, weight_g=None), policy=policy)
    assert (found.draw, found.weight_half_g) == (999, 30_003)
    assert found.assumed == ("power_w", "weight_kg")


def test_a_known_amount_is_not_assumed() -> None:
    """The policy's figures are for what is not known only."""
    policy = {"draw_w_per_u": 333, "weight_g_per_u": 10_001}
    (found,) = demands_of(device(power_w=70, weight_g=9), policy=policy)
    assert (found.draw, found.weight_half_g, found.assumed) == (140, 18, ())


def test_a_device_beside_the_rails_counts_as_zero_by_policy() -> None:
    """0 U x 333 W/U = 0 W."""
    (found,) = demands_of(draws("D1", None), policy={"draw_w_per_u": 333})
    assert found.draw == 0
    assert not found.draws


def test_an_unknown_amount_of_unknown_height_stays_unknown() -> None:
    """Nobody knows how many units the figure should be taken for."""
    (found,) = demands_of(device(height_hu=None, power_w=None), policy={"draw_w_per_u": 333})
    assert found.draw is None
    assert found.draws


def test_without_a_policy_unknown_stays_unknown() -> None:
    """An empty cell is never zero."""
    (found,) = demands_of(device(power_w=None, weight_g=None))
    assert (found.draw, found.weight_half_g, found.assumed) == (None, None, ())


@pytest.mark.parametrize("status", ["installed", "planned", "leaving"])
def test_planned_and_leaving_devices_count_in_full(status: str) -> None:
    """Only a scenario removes them."""
    (found,) = demands_of(device(status=status, power_w=300))
    assert found.draw == 300


def test_only_what_has_height_is_mounted() -> None:
    """0U stands beside the rails; an unknown height may need units."""
    assert [d.mounted for d in demands_of(device("D1", height_hu=0), device("D2", height_hu=None))] == [
        False,
        True,
    ]


@pytest.mark.parametrize(("until", "counts"), [(TODAY - DAY, False), (TODAY, True), (None, True)])
def test_a_reservation_counts_to_its_last_day(until: date | None, counts: bool) -> None:
    """Yesterday's has lapsed and is reported; today's and one without end count."""
    found = demands(room(reservations=(held("H1", until),)), TODAY)
    assert [d.name for d in found.servers] == (["H1"] if counts else [])
    assert [r.name for r in found.lapsed] == ([] if counts else ["H1"])


def test_the_request_s_own_reservations_are_released() -> None:
    """Those of Q1 neither count nor lapse; Q2's and a nameless one do count."""
    kept = (
        held("H1", request="Q1"),
        held("H2", TODAY - DAY, request="Q1"),
        held("H3", request="Q2"),
        held("H4"),
    )
    found = demands(room(reservations=kept), TODAY, ["Q1"])
    assert [d.name for d in found.servers] == ["H3", "H4"]
    assert found.lapsed == ()


def test_a_reservation_is_charged_its_budget() -> None:
    """The nameplate factor is for devices that state a nameplate."""
    found = demands(room(reservations=(held("H1"),), policy={"nameplate_ppm": 500_000}), TODAY)
    assert found.servers[0].draw == 200  # halves of a watt


def test_a_reservation_on_a_host_is_an_application() -> None:
    """It takes the cluster of its host, and no place in a rack."""
    kept = Reservation("H1", host="N1", vcpu=2, memory_mb=512, disk_gb=5)
    found = demands(room(reservations=(kept,), hosts=(host("N1", cluster="C1"),)), TODAY)
    assert found.servers == ()
    assert [(d.kind, d.host, d.cluster, d.vcpu) for d in found.applications] == [
        ("reservation", "N1", "C1", 2)
    ]


def test_a_reservation_of_an_application_without_host_may_run_anywhere() -> None:
    """A need of vcpu and no rack make it an application."""
    found = demands(room(reservations=(Reservation("H1", vcpu=2),)), TODAY)
    assert [(d.kind, d.host, d.cluster) for d in found.applications] == [("reservation", None, None)]


def test_a_machine_belongs_to_the_cluster_of_its_host() -> None:
    """What vms.csv says of the cluster holds only for a machine without host."""
    machines = (vm("V1", "N1", cluster="C9"), vm("V2", None, cluster="C9"))
    found = ledger(room(hosts=(host("N1", cluster="C1"),), vms=machines)).demands
    assert [(d.name, d.cluster) for d in found.applications] == [("V1", "C1"), ("V2", "C9")]
    assert found.all == found.servers + found.applications
