"""Conditions: what an answer rests on, said in full sentences."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from capacity.room import Reservation
from placement.conditions import some
from placement.plan import plan
from tests.builders import TODAY, app, chain, check, device, draws, group, host, rack, room, server, unit

WHOLE = {"cooling": (unit("C1", 9_000),), "ports": (group("SWA", 8),)}


def test_a_room_with_every_file_and_nothing_unknown_has_no_conditions() -> None:
    """The answer stands by itself."""
    assert check(room(**WHOLE)).conditions == ()


def test_every_absent_file_is_a_condition_of_a_server() -> None:
    """Three rules are not checked."""
    assert check(room(power=())).conditions == (
        "There is no power.csv: power, cords and outlets are not checked.",
        "There is no cooling.csv: cooling is not checked.",
        "There is no ports.csv: network ports are not checked.",
    )


def test_an_application_does_not_need_those_files() -> None:
    """It is placed on a host, whose place was decided before."""
    assert check(room(power=(), hosts=(host("N1"),)), app()).conditions == ()


def test_an_answer_that_does_not_fit_carries_the_room_s_conditions_too() -> None:
    """The refusal rests on them as well."""
    assert (
        "There is no cooling.csv: cooling is not checked." in check(room(), server(weight_g=10**6)).conditions
    )


def test_values_that_the_policy_assumes_are_named_with_their_devices() -> None:
    """D1 draws 300 W per U and weighs 12.5 kg per U by policy; D2 is known; D3, of 0U, counts as 0."""
    there = (
        device("D1", power_w=None, weight_g=None, cords=draws("x", 1, "R1-A").cords),
        device("D2", position_hu=4),
        draws("D3", None),
    )
    where = room(*there, **WHOLE, policy={"draw_w_per_u": 300, "weight_g_per_u": 12_500})
    assert check(where).conditions == (
        "Unknown draw taken as 300 W per U by policy for D1, D3.",
        "Unknown weight taken as 12.5 kg per U by policy for D1.",
    )


def test_lapsed_reservations_are_named() -> None:
    """H1 ended yesterday."""
    gone = Reservation("H1", rack="R1", position_hu=2, height_hu=2, until=TODAY - timedelta(days=1))
    assert check(room(reservations=(gone,), **WHOLE)).conditions == ("Lapsed reservations do not count: H1.",)


def test_notes_of_the_reader_and_of_the_request_are_passed_on() -> None:
    """A file that nobody knows, a value taken from the device type."""
    where = replace(room(**WHOLE), notes=("extra.csv is not read.",))
    asked = server(notes=("weight_kg is that of the device type.",))
    assert check(where, asked).conditions == (
        "weight_kg is that of the device type.",
        "extra.csv is not read.",
    )


@pytest.mark.parametrize(
    ("load", "said"), [(825, ()), (827, ("Legs of R1-A are 20.1 % out of balance (policy: 20 %).",))]
)
def test_legs_out_of_balance_are_a_condition(load: int, said: tuple[str, ...]) -> None:
    """600 W join 825 W on L2 and on L3: 150 W below the mean of 750 W, which is 20 % and allowed."""
    there = (draws("D2", load, "R1-A:L2"), draws("D3", load, "R1-A:L3"))
    where = room(
        *there, racks=(rack(max_heat_w=9_000),), power=chain(R1_A={"phases": 3, "rated_w": 9_000}), **WHOLE
    )
    answer = check(where, server(power_w=1_200))
    assert str(answer.placement[0].cords[0]) == "R1-A:L1"
    assert answer.conditions == said


@pytest.mark.parametrize("requests", [1, 2])
def test_legs_are_judged_after_everything_that_a_plan_places(requests: int) -> None:
    """Three items of 900 W on three legs are in balance, whoever asked; one of them alone is not."""
    where = room(
        racks=(rack(max_heat_w=9_000),),
        power=chain(R1_A={"phases": 3, "rated_w": 4_500}, R1_B={"rated_w": 9_000}),
        **WHOLE,
    )
    sizes = [3] if requests == 1 else [2, 1]
    asked = [server(name=f"Q{n}", quantity=n, height_hu=2, power_w=900) for n in sizes]
    found = plan(where, asked, TODAY)
    assert {str(each.cords[0]) for each in found.placed} == {"R1-A:L1", "R1-A:L2", "R1-A:L3"}
    assert [request.conditions for request in found.requests] == [()] * requests
    (alone,) = plan(where, [server(height_hu=2, power_w=900)], TODAY).requests
    assert alone.conditions == ("Legs of R1-A are 200 % out of balance (policy: 20 %).",)


def test_one_cord_that_no_loss_switches_off_is_said_to_be_one_only() -> None:
    """R1-A hangs on the utility, and pdus are not among what must be survived."""
    nodes = tuple(replace(n, fed_by=("UTIL",)) if n.name == "R1-A" else n for n in chain())
    where = room(power=nodes[:-1], policy={"survive": ("ups",)}, **WHOLE)
    assert check(where, server(cords=1)).conditions == ("One cord only.",)


@pytest.mark.parametrize(("below_hu", "said"), [(None, False), (4, False), (3, True)])
def test_heavy_equipment_above_its_height_is_a_condition(below_hu: int | None, said: bool) -> None:
    """40 kg of 2 U at the bottom reach up to 2 U: within half the rack, within 2 U, not within 1.5 U."""
    where = room(**WHOLE, policy={"heavy_below_hu": below_hu})
    conditions = check(where, server(weight_g=40_000)).conditions
    expected = "40 kg reach up to unit 3 of rack R1: heavy equipment should stay within the lowest 1.5 U."
    assert conditions == ((expected,) if said else ())


def test_light_equipment_may_stand_anywhere() -> None:
    """39.999 kg."""
    where = room(**WHOLE, racks=(rack(),), policy={"heavy_below_hu": 0})
    assert check(where, server(weight_g=39_999)).conditions == ()


def test_many_names_are_cut_after_the_first_eight() -> None:
    """In order, each once."""
    names = [f"D{i}" for i in range(9, 0, -1)]
    assert some(["B", "A", "B"]) == "A, B"
    assert some([*names, "D1"]) == "D1, D2, D3, D4, D5, D6, D7, D8 and 1 more"
