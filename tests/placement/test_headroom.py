"""headroom: how many fit together, what stops the next one, and what cannot be counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity.errors import BadInput
from capacity.room import Reservation, Room
from placement import headroom as module
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from placement.batch.blockers import stop_json
from placement.errors import Disagreement
from placement.headroom import Headroom, headroom
from placement.request import Request
from tests.builders import (
    TODAY,
    app,
    chain,
    device,
    draws,
    group,
    host,
    need,
    rack,
    room,
    server,
    unit,
)
from tests.placement.batch.batches import many
from tests.properties.brute.batch import most
from tests.properties.random_rooms import random_batch


def of(where: Room, request: Request) -> Headroom:
    """The headroom, which must be proved."""
    found = headroom(where, request, TODAY)
    assert found.headroom == found.bound == len(found.placement)
    assert found.proof.status in ("optimal", "undecided")
    return found


def binding(found: Headroom) -> list[tuple[object, object]]:
    """Names and shortfalls of what stops the next one."""
    return [(stop_json(s)["limit"], stop_json(s)["short"]) for s in found.binding]


def test_as_many_are_counted_as_fit_whatever_the_quantity() -> None:
    """Five of 2U and 20 kg, asked for one or 99."""
    for quantity in (1, 99):
        found = of(room(), server(quantity=quantity))
        assert (found.headroom, found.decision, found.gap) == (5, FITS, 0.0)
        assert binding(found) == [("weight R1", 20), ("runs of 2 U in R1", 1)]
        assert found.reasons == ()
        assert found.policy_version == "test"


def test_what_stops_the_next_one_may_be_a_node_above_many_racks() -> None:
    """1,200 W of UA carry two of 500 W in either rack; the third lacks 300 W."""
    where = room(racks=(rack("R1"), rack("R2")), power=chain("R1", "R2", UA={"rated_w": 1_200}))
    found = of(where, server())
    assert (found.headroom, binding(found)) == (2, [("ups UA", 300)])
    assert found.binding[0].places == 2


def test_zones_share_the_units_that_cool_them() -> None:
    """1,600 W for two zones: three of 500 W, and 100 W are left of the 500."""
    racks = (rack("R1"), rack("R2", cooling_zone="Z2"))
    cool = (unit("A", 300, "Z1"), unit("AB", 1_000, "Z1", "Z2"), unit("B", 300, "Z2"))
    found = of(room(racks=racks, power=(), cooling=cool), many(1, power_w=500))
    assert (found.headroom, binding(found)) == (3, [("cooling Z1 Z2", 400)])


def test_a_full_room_has_none_and_says_why() -> None:
    """As a check would."""
    found = of(room(device(height_hu=20)), server())
    assert (found.headroom, found.decision) == (0, DOES_NOT_FIT)
    assert [r.rule for r in found.reasons] == ["space"]
    assert found.conflicts == (("space",),)
    assert found.missing == ()


def test_none_for_certain_and_some_perhaps_cannot_be_decided() -> None:
    """The load of the rack is not known, or the weight of the request."""
    found = of(room(racks=(rack(max_load_g=None),)), server())
    assert (found.headroom, found.decision) == (0, CANNOT_DECIDE)
    assert [m.column for m in found.missing] == ["max_load_kg"]
    own = of(room(), server(weight_g=None))
    assert (own.decision, [m.column for m in own.missing]) == (CANNOT_DECIDE, ["weight_kg"])


def test_only_what_is_certain_is_counted() -> None:
    """R2 might take more."""
    racks = (rack("R1"), rack("R2", max_load_g=None))
    found = of(room(racks=racks, power=chain("R1", "R2")), server())
    assert (found.headroom, found.decision, found.missing) == (5, FITS, ())


@pytest.mark.parametrize("change", [{"height_hu": 0}, {"chassis": True}])
def test_what_is_not_modelled_cannot_be_decided(change: dict[str, object]) -> None:
    """Nobody knows what carries it."""
    found = of(room(), server(**change))
    assert (found.headroom, found.decision, found.proof.status) == (0, CANNOT_DECIDE, "undecided")
    assert len(found.missing) == 1


def test_applications_fill_hosts() -> None:
    """Four of 4 vcpu in 16."""
    found = of(room(hosts=(host("N1"),)), app())
    assert (found.headroom, binding(found)) == (4, [("vcpu N1", 4)])


def test_an_application_that_asks_for_nothing_is_refused() -> None:
    """Nothing bounds how many of it run."""
    with pytest.raises(BadInput, match="Nothing in the room bounds how many of 'Q1' fit"):
        headroom(room(hosts=(host("N1"),)), app(vcpu=0, memory_mb=0, disk_gb=0), TODAY)


def test_hosts_without_known_limits_that_are_let_pass_bound_nothing() -> None:
    """With one limit known there is a number."""
    blind = host("N1", vcpu=None, memory_mb=None, disk_gb=None)
    free = {"policy": {"unknown_limits": "condition"}}
    with pytest.raises(BadInput, match="Nothing in the room bounds"):
        headroom(room(hosts=(blind,), **free), app(), TODAY)
    assert of(room(hosts=(replace(blind, disk_gb=250),), **free), app()).headroom == 2


def test_hosts_of_unknown_size_cannot_be_decided() -> None:
    """The cell is named."""
    found = of(room(hosts=(host("N1", memory_mb=None),)), app())
    assert (found.decision, [m.column for m in found.missing]) == (CANNOT_DECIDE, ["memory_mb"])


def test_keep_rules_hold_among_all_that_are_counted() -> None:
    """One per rack; the next one is kept out by them, which is no limit."""
    racks = (rack("R1"), rack("R2"))
    found = of(room(racks=racks, power=chain("R1", "R2")), server(keep=("apart:rack",)))
    assert (found.headroom, found.binding) == (2, ())
    assert [r.rule for r in found.reasons] == ["keep"]
    assert found.conflicts == (("keep",),)


def test_single_cords_that_stay_alive_for_each_other_are_counted() -> None:
    """Four of 1 kW on either path; any two of them on one path alone would die together."""
    where = room(racks=(rack(max_heat_w=10**6),))
    assert of(where, many(1, power_w=1_000, cords=1, keep=("apart:power",))).headroom == 8
    only_a = room(racks=(rack(max_heat_w=10**6),), power=chain()[:6])
    assert of(only_a, many(1, power_w=1_000, cords=1, keep=("apart:power",))).headroom == 1


def test_ports_that_run_out_are_told_with_their_group() -> None:
    """Three ports for two each."""
    found = of(room(ports=(group("S", 3),)), server(ports=(need(2),)))
    assert (found.headroom, binding(found)) == (1, [("ports S/10gbase-x-sfpp", 1)])
    assert [r.rule for r in found.reasons] == ["ports"]


def test_ports_and_limits_both_stop_where_each_stops_some_racks() -> None:
    """R1 lacks ports, R2 is full of weight."""
    racks = (rack("R1"), rack("R2", max_load_g=20_000))
    where = room(
        racks=racks, power=chain("R1", "R2"),
        ports=(group("S1", 1, serves="rack"), group("S2", 9, rack="R2", serves="rack")),
    )  # fmt: skip
    found = of(where, server(ports=(need(1),)))
    assert (found.headroom, binding(found)) == (2, [("weight R2", 20), ("ports S1/10gbase-x-sfpp", 1)])
    assert {r.rule for r in found.reasons} == {"ports", "weight"}


def test_its_own_reservations_are_released() -> None:
    """Those of others are not."""
    held = Reservation("H", request="Q1", rack="R1", position_hu=2, height_hu=8, weight_g=0, power_w=0)
    assert of(room(reservations=(held,)), many(1)).headroom == 10
    assert of(room(reservations=(replace(held, request="Q9"),)), many(1)).headroom == 6


def test_a_group_that_stands_there_counts() -> None:
    """A member in R1 closes it."""
    racks = (rack("R1"), rack("R2"))
    there = draws("D", 0, rack="R1", group="web")
    where = room(there, racks=racks, power=chain("R1", "R2"))
    assert of(where, server(keep=("apart:rack",), group="web")).headroom == 1


def test_a_count_that_the_verifier_rejects_is_no_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the cords are lost on the way."""
    right = module.placements
    monkeypatch.setattr(
        module, "placements", lambda standing: tuple(replace(p, cords=()) for p in right(standing))
    )
    with pytest.raises(Disagreement, match="headroom of Q1: the verifier rejects it"):
        headroom(room(), server(), TODAY)


def test_counted_twice_is_counted_the_same() -> None:
    """Whole answers are equal."""
    racks = tuple(rack(f"R{i}", max_heat_w=700) for i in range(5))
    where = room(racks=racks, power=chain(*(r.name for r in racks)), ports=(group("S", 7),))
    first, second = (headroom(where, many(1, power_w=230, ports=(need(1),)), TODAY) for _ in range(2))
    assert first == second
    assert first.headroom == 7


def test_random_headrooms_are_those_of_brute_force() -> None:
    """The first request of each random batch, whatever its group; endless ones are refused."""
    counted = set()
    for seed in range(400, 440):
        case = random_batch(seed)
        request = case.wanted[0]
        wanted = most(case.room, request, case.today)
        try:
            found = headroom(case.room, request, case.today)
        except BadInput:
            assert wanted == float("inf"), seed
            continue
        assert (found.headroom, found.bound) == (wanted, wanted), seed
        counted.add(found.headroom)
    assert len(counted) >= 3


def test_of_what_does_not_go_in_once_the_limits_are_told_as_well() -> None:
    found = of(room(), server(weight_g=10**6))
    assert found.headroom == 0
    assert [s.limit.rule for s in found.binding] == ["weight"]
