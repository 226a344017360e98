"""What would make it fit: the largest value of each attribute alone, to the last unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from capacity.room import Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer
from placement.check import Checker
from placement.check_server import unmodelled
from placement.request import Request
from tests.builders import (
    TODAY,
    app,
    chain,
    changed,
    check,
    device,
    draws,
    group,
    host,
    need,
    rack,
    random_room,
    room,
    server,
    unit,
    vm,
)

DISCRETE = ("cords", "port_sides")
LETS_PASS = {"unknown_limits": "condition"}


def offered(answer: Answer) -> dict[str, float]:
    return {name: value for change in answer.would_fit_if for name, value in change.items()}


def holds_to_the_unit(checker: Checker, request: Request, answer: Answer) -> None:
    """Every value offered fits when applied, and one unit more does not, unless it is what was asked."""
    for change in answer.would_fit_if:
        (name,) = change
        better = changed(request, change)
        told = f"{dict(change)} for {request}"
        assert checker.check(better).decision == FITS, f"does not fit with {told}"
        if name in DISCRETE:
            continue
        field = {"u_height": "height_hu", "weight_kg": "weight_g"}.get(name, name)
        asked, value = getattr(request, field), getattr(better, field)
        assert asked is None or value < asked, f"asks for no less: {told}"
        if asked is None or value + 1 < asked:
            more = checker.check(changed(request, change, more=1))
            assert more.decision != FITS, f"more than that fits: {told}"


def offers(where: Room, request: Request) -> dict[str, float]:
    """What is offered to a request that does not fit; each value is tried out."""
    answer = check(where, request)
    assert answer.decision != FITS
    holds_to_the_unit(Checker(where, TODAY), request, answer)
    return offered(answer)


# --- by hand ---------------------------------------------------------------------------------


def test_nothing_is_offered_to_what_fits() -> None:
    """There is nothing to change."""
    assert check().would_fit_if == ()


def test_power_is_offered_up_to_the_tightest_of_all_limits_on_draw() -> None:
    """The chain carries 4,000 W, cooling 3,000 W, the rack 2,500 W of heat: 2,500 W."""
    where = room(racks=(rack(max_heat_w=2_500),), cooling=(unit("C1", 3_000),))
    assert offers(where, server(power_w=9_000)) == {"power_w": 2_500}


def test_power_is_the_best_of_all_racks() -> None:
    """300 W in R1, 700 W in R2, and more only in R3, which is retired."""
    racks = (rack("R1", max_heat_w=300), rack("R2", max_heat_w=700), rack("R3", status="retired"))
    where = room(racks=racks, power=chain("R1", "R2", "R3"))
    assert offers(where, server(power_w=800)) == {"power_w": 700}


def test_a_nameplate_figure_is_offered_as_it_is_stated() -> None:
    """0.7 of it is charged against 500 W: 714 W x 0.7 = 499.8 W, and 715 W would be 500.5 W."""
    where = room(racks=(rack(max_heat_w=500),), policy={"nameplate_ppm": 700_000})
    assert offers(where, server(power_w=1_000, power_basis="nameplate")) == {"power_w": 714}


def test_power_is_not_offered_where_less_of_it_would_not_help() -> None:
    """The server is too heavy as well: only both together would fit."""
    assert offers(room(), server(power_w=9_000, weight_g=200_000)) == {}


def test_power_is_not_offered_where_not_even_one_watt_is_left() -> None:
    """The heat of the rack is all used."""
    there = draws("D1", 500, "R1-A", "R1-B")
    assert offers(room(there, racks=(rack(max_heat_w=500),)), server()) == {}


def test_an_unknown_draw_is_offered_what_would_fit() -> None:
    """4,000 W on either cord: cannot decide, but up to there it fits for certain."""
    answer = check(room(), server(power_w=None))
    assert answer.decision == CANNOT_DECIDE
    assert offered(answer) == {"power_w": 4_000}


def test_weight_is_offered_to_the_gram() -> None:
    """100 kg less 79,999 g: 20.001 kg."""
    assert offers(room(device(weight_g=79_999)), server(weight_g=30_000)) == {"weight_kg": 20.001}


def test_weight_of_half_grams_is_offered_rounded_down() -> None:
    """An assumed 15,001.5 g leave 84,998.5 g: 84.998 kg."""
    there = device(height_hu=3, weight_g=None)
    assert offers(room(there, policy={"weight_g_per_u": 10_001}), server(weight_g=90_000)) == {
        "weight_kg": 84.998
    }


def test_a_height_of_whole_units_is_offered_where_only_that_stands() -> None:
    """Free are units 2 to 4: 3 U for 4 U asked."""
    assert offers(room(device(), racks=(rack(height_u=4),)), server(height_hu=8)) == {"u_height": 3}


def test_a_height_with_a_half_is_offered_where_it_stands_on_a_half() -> None:
    """Free from 1.5 to 5: 3.5 U stand there, 4 U do not."""
    there = device(height_hu=1)
    assert offers(room(there, racks=(rack(height_u=4),)), server(height_hu=8)) == {"u_height": 3.5}


def test_a_server_taller_than_every_rack_is_offered_the_tallest_run() -> None:
    """41 U for racks of 10 U, one of which has a device in the middle."""
    racks = (rack("R1"), rack("R2", status="retired", height_u=40))
    where = room(device(position_hu=12), racks=racks)
    assert offers(where, server(height_hu=82)) == {"u_height": 5}


def test_a_lower_rack_is_offered_where_the_tall_ones_are_out_for_another_reason() -> None:
    """The tall rack is of another zone; the low one takes 3 U."""
    racks = (rack("R1", height_u=3), rack("R2", height_u=40, security_zone="dmz"))
    assert offers(room(racks=racks, power=chain("R1", "R2")), server(height_hu=40)) == {"u_height": 3}


def test_an_unknown_height_is_offered_the_largest_that_stands() -> None:
    """Ten units with one taken at the bottom: 9 U."""
    answer = check(room(device()), server(height_hu=None))
    assert answer.decision == CANNOT_DECIDE
    assert offered(answer) == {"u_height": 9}


def test_a_height_leaves_what_must_stay_free() -> None:
    """Of ten units four and a half must stay: 5.5 U."""
    assert offers(room(policy={"keep_free_hu": 9}), server(height_hu=16)) == {"u_height": 5.5}


@pytest.mark.parametrize(("depth", "offer"), [("full", 999), ("half", 499)])
def test_depth_is_offered_to_the_millimetre(depth: str, offer: int) -> None:
    """999 mm for full depth, half of it (rounded down) for half."""
    where = room(racks=(rack(usable_depth_mm=999),))
    assert offers(where, server(depth=depth, depth_mm=1_200)) == {"depth_mm": offer}


def test_an_unknown_depth_is_offered_what_the_deepest_rack_takes() -> None:
    """1,000 mm."""
    assert offered(check(room(), server(depth_mm=None))) == {"depth_mm": 1_000}


def test_what_only_an_undecided_rack_could_take_is_not_offered() -> None:
    """R2 would take more, but nobody knows its zone: the offer is R1's."""
    racks = (rack("R1", max_load_g=10_000), rack("R2", max_load_g=15_000, security_zone=None))
    assert offers(room(racks=racks, power=chain("R1", "R2")), server()) == {"weight_kg": 10}


def test_one_cord_is_offered_where_only_one_path_is() -> None:
    """R1 has no pdu on B."""
    assert offers(room(power=chain()[:-1]), server()) == {"cords": 1}


def test_one_side_is_offered_where_the_other_has_no_ports() -> None:
    """Two ports on A."""
    where = room(ports=(group("SWA", 2),))
    assert offers(where, server(ports=(need(2),), port_sides=2)) == {"port_sides": 1}


def test_several_attributes_are_offered_each_alone() -> None:
    """R1 is short of power, R2 of height; either change alone fits."""
    racks = (rack("R1", max_heat_w=300), rack("R2", height_u=1))
    found = offers(room(racks=racks, power=chain("R1", "R2")), server())
    assert found == {"power_w": 300, "u_height": 1}


def test_nothing_is_offered_where_nothing_of_it_is_in_the_way() -> None:
    """A retired rack takes no server whatever its size."""
    assert offers(room(racks=(rack(status="retired"),)), server()) == {}


def test_an_application_is_offered_what_its_best_host_has_left() -> None:
    """N1 has 4 vcpu left, N2 has 6 but too little memory for it."""
    hosts = (host("N1"), host("N2", memory_mb=1_000))
    machines = (vm("V1", "N1", vcpu=12), vm("V2", "N2", vcpu=10))
    assert offers(room(hosts=hosts, vms=machines), app(vcpu=8)) == {"vcpu": 4}


def test_a_capacity_that_is_let_pass_bounds_no_offer() -> None:
    """The memory of N1 is not known and let pass: the cluster's 8,000 MB without its largest host bind."""
    hosts = (host("N1", cluster="C1", memory_mb=None), host("N2", cluster="C1", memory_mb=8_000))
    where = room(hosts=hosts, policy={"hosting_spare": 1, "unknown_limits": "condition"})
    assert offers(where, app(memory_mb=9_000)) == {"memory_mb": 8_000}


def test_what_nothing_bounds_is_not_offered_as_a_number() -> None:
    """Both limits of memory are unknown and let pass: there is no largest value."""
    hosts = (host("N1", cluster="C1", memory_mb=None), host("N2", cluster="C1", memory_mb=None))
    where = room(hosts=hosts, policy={"hosting_spare": 1, "unknown_limits": "condition"})
    answer = check(where, app(memory_mb=None))
    assert "memory_mb" not in offered(answer)


# --- on random rooms -------------------------------------------------------------------------


def spoiled(request: Request) -> Iterator[Request]:
    """The request as it is, and with each attribute too large or unknown in turn."""
    yield request
    one: dict[str, tuple[Any, ...]] = {
        "power_w": (100_000, None),
        "weight_g": (10**7, None),
        "height_hu": (9, 60, None),
        "depth_mm": (5_000, None),
    }
    if request.kind == "application":
        one = {"vcpu": (10**6, None), "memory_mb": (10**8, None), "disk_gb": (10**7, None)}
    for field, values in one.items():
        for value in values:
            yield replace(request, **{field: value, "cords": request.cords or 2})


@pytest.mark.parametrize("first", range(3_000, 3_030, 10))
def test_every_offer_fits_and_one_unit_more_does_not(first: int) -> None:
    """Thirty random rooms, each with its request and with every attribute of it spoiled in turn."""
    tried = 0
    for seed in range(first, first + 10):
        case = random_room(seed)
        checker = Checker(case.room, case.today)
        for request in spoiled(replace(case.request, quantity=1)):
            if unmodelled(request):
                continue
            answer = checker.check(request)
            holds_to_the_unit(checker, request, answer)
            tried += len(answer.would_fit_if)
    assert tried >= 20


@pytest.mark.parametrize("first", range(3_000, 3_030, 10))
def test_what_is_not_offered_does_not_fit_at_its_least_either(first: int) -> None:
    """For every attribute without an offer, its least value leaves the request without a certain place."""
    for seed in range(first, first + 10):
        case = random_room(seed)
        checker = Checker(case.room, case.today)
        request = replace(case.request, quantity=1)
        answer = checker.check(request)
        if answer.decision == FITS or unmodelled(request):
            continue
        for name, field in _LEAST[request.kind].items():
            asked = getattr(request, field)
            if name not in offered(answer) and (asked is None or asked > 1):
                least = replace(request, **{field: 1})  # type: ignore[arg-type]
                assert checker.check(least).decision != FITS, f"{name} of seed {seed}"


_LEAST = {
    "server": {
        "power_w": "power_w",
        "weight_kg": "weight_g",
        "u_height": "height_hu",
        "depth_mm": "depth_mm",
    },
    "application": {"vcpu": "vcpu", "memory_mb": "memory_mb", "disk_gb": "disk_gb"},
}


def test_a_number_of_items_is_offered_that_fits_and_one_more_does_not() -> None:
    """Three items in random rooms that take one or two."""
    tried, quantity = 0, 3
    for seed in range(3_000, 3_040):
        case = random_room(seed)
        checker = Checker(case.room, case.today)
        request = replace(case.request, quantity=quantity)
        answer = checker.check(request)
        best = offered(answer).get("quantity")
        if best is None or answer.decision != DOES_NOT_FIT:
            continue
        tried += 1
        assert checker.check(replace(request, quantity=int(best))).decision == FITS
        if best + 1 < quantity:
            assert checker.check(replace(request, quantity=int(best) + 1)).decision != FITS
    assert tried >= 5
