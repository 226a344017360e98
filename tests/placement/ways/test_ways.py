"""Ways to let in a whole batch, by hand: each kind where it is enough, minimal, and placed anew in a copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from capacity.room import Reservation, Room
from placement.plan import Plan, plan
from placement.plan_json import plan_json
from placement.request import Request
from placement.ways import Way
from tests.builders import TODAY, chain, device, rack, room, server


def planned(where: Room, *requests: Request) -> Plan:
    return plan(where, requests, TODAY, remedies=True)


def ways(where: Room, *requests: Request) -> dict[str, Way]:
    return {way.kind: way for way in planned(where, *requests).ways.listed}


def sentences(way: Way) -> list[str]:
    return [part.sentence for part in way.parts]


def short_of_power() -> Room:
    """A rack of ten units whose first UPS carries two servers of 500 W alone."""
    return room(power=chain(UA={"rated_w": 1_000}))


def test_a_batch_that_fits_has_no_ways() -> None:
    assert planned(room(), server(quantity=2)).ways.listed == ()


def test_ways_are_looked_for_only_where_they_are_asked_for() -> None:
    assert plan(short_of_power(), [server(quantity=3)], TODAY).ways.listed == ()


def test_three_ways_unlike_in_kind_are_told_the_cheapest_first() -> None:
    """Less draw, fewer items, a higher rating: each by itself."""
    found = planned(short_of_power(), server(quantity=3)).ways.listed
    assert len({way.kind for way in found}) == len(found) >= 3
    assert {"leave_out", "less", "raise"} <= {way.kind for way in found}
    assert [way.hours for way in found] == sorted(way.hours for way in found)


def test_what_counts_least_is_left_out() -> None:
    found = ways(short_of_power(), server(quantity=2, priority=3), server(name="Q2", quantity=2))
    assert sentences(found["leave_out"]) == ["Leave out 2 of 2 of Q2 (priority 1)."]
    assert found["leave_out"].minimal
    assert len(found["leave_out"].placement) == 2


def test_a_rating_is_raised_to_what_the_batch_needs_and_no_watt_more() -> None:
    """Three servers of 500 W hang on both sides; after the loss of UB all of them hang on UA."""
    way = ways(short_of_power(), server(quantity=3))["raise"]
    assert sentences(way) == ["Raise the rating of UA from 1,000 W to 1,500 W."]
    assert way.minimal


def test_no_limit_is_raised_that_could_stay() -> None:
    """Weight, heat and a rating are short: with any one of them as it is the batch does not fit."""
    where = room(racks=(rack(max_load_g=50_000, max_heat_w=1_200),), power=chain(UA={"rated_w": 1_200}))
    way = ways(where, server(quantity=3))["raise"]
    assert sentences(way) == [
        "Let rack R1 carry 60 kg instead of 50 kg.",
        "Take 1,500 W of heat away at rack R1 instead of 1,200 W.",
        "Raise the rating of UA from 1,200 W to 1,500 W.",
    ]
    assert way.minimal


def test_racks_are_added_where_units_are_short_and_as_few_as_it_takes() -> None:
    """Five servers of two units fill the rack; eight need one more."""
    way = ways(room(power=chain(), racks=(rack(max_load_g=900_000, max_heat_w=9_000),)), many(8))
    found = way["build"] if "build" in way else way["racks"]
    assert [part.change["add"] for part in found.parts] == ["racks"]
    assert found.minimal
    assert len(found.placement) == 8


def test_equipment_that_is_leaving_goes_only_as_far_as_it_has_to() -> None:
    """Two devices leave; without either one the third server has its units."""
    going = [device(f"D{k}", position_hu=at, height_hu=4, status="leaving") for k, at in enumerate((2, 6), 1)]
    way = ways(room(devices=tuple(going)), many(4))["leaving"]
    assert len(way.parts) == 1
    assert way.minimal


def test_the_first_day_is_waited_for_on_which_enough_holds_have_lapsed() -> None:
    early, late = held("H1", 10, 2), held("H2", 40, 12)
    way = ways(room(reservations=(early, late)), many(2))["wait"]
    assert sentences(way) == [f"Wait until after {TODAY + timedelta(days=10)}: then H1 will have lapsed."]
    assert way.minimal


def test_a_keep_rule_is_given_up_and_the_other_one_stays() -> None:
    """Two servers apart in racks of which there is one; their rows may stay together."""
    way = ways(room(), server(quantity=2, keep=("apart:rack", "together:row")))["give_up"]
    assert sentences(way) == ["Q1: give up the rule apart:rack."]
    assert way.minimal


def test_several_items_are_let_in_by_moves_in_order() -> None:
    """Each of two racks is cut in two by a device that may move; two servers of six units want in."""
    racks = (rack("R1"), rack("R2"), rack("R3", height_u=2))
    own = tuple(
        device(f"D{k}", rack=f"R{k}", position_hu=10, height_hu=2, movable=True, weight_g=5_000)
        for k in (1, 2)
    )
    where = room(racks=racks, power=chain("R1", "R2", "R3"), devices=own)
    way = ways(where, server(quantity=2, height_hu=14, power_w=100))["move"]
    assert [part.change["move"] for part in way.parts] == ["D1", "D2"]
    assert way.minimal
    assert len(way.placement) == 2


def test_what_cannot_be_decided_is_left_aside() -> None:
    """Nothing but missing data stands in the way: there is nothing to look for."""
    assert planned(room(), server(weight_g=None)).ways.listed == ()


def test_a_plan_tells_its_ways_as_json() -> None:
    told = plan_json(planned(short_of_power(), server(quantity=3)), 0.0)
    first: Any = told["remedies"]
    assert {"kind", "sentence", "hours", "minimal", "parts", "placement", "conditions"} == first[0].keys()
    assert told["remedies_searched"] == ""


@pytest.mark.parametrize("seed", range(40))
def test_every_way_of_a_random_batch_is_enough_and_no_part_of_it_is_to_spare(seed: int) -> None:
    """Asked again from the changes alone: with all parts everything is placed; ways are unlike in kind."""
    from random import Random

    rng = Random(seed)
    where = room(
        racks=(
            rack(max_load_g=rng.choice((50_000, 90_000)), max_heat_w=rng.choice((900, 2_000))),
            rack("R2", height_u=rng.choice((2, 6)), security_zone=rng.choice(("internal", "dmz"))),
        ),
        power=chain("R1", "R2", UA={"rated_w": rng.choice((1_000, 1_700, 8_000))}),
    )
    asked = [
        server(
            name=f"Q{k}", quantity=rng.randint(1, 3), priority=rng.randint(1, 4),
            power_w=rng.choice((200, 500)), height_hu=rng.choice((2, 4, 8)),
            keep=rng.choice(((), ("apart:rack",))),
        )
        for k in range(3)
    ]  # fmt: skip
    found = planned(where, *asked)
    left = found.asked - len(found.placed)
    assert bool(found.ways.listed) == bool(left)
    kinds = [way.kind for way in found.ways.listed]
    assert len(set(kinds)) == len(kinds)
    for way in found.ways.listed:
        assert way.parts
        assert way.minimal, way
        fewer = sum(_left_out(part.change, asked) for part in way.parts)
        assert len(way.placement) == found.asked - fewer
        if way.kind in ("raise", "less") and not fewer:
            assert _everything_goes_in(where, asked, way), way
            for part in way.parts:
                rest = replace(way, parts=tuple(p for p in way.parts if p is not part))
                assert not _everything_goes_in(where, asked, rest), (way, part)


def _left_out(change: Any, asked: list[Request]) -> int:
    if "quantity" not in change:
        return 0
    return next(r.quantity for r in asked if r.name == change["request"]) - int(change["quantity"])


def _everything_goes_in(where: Room, asked: list[Request], way: Way) -> bool:
    """The plan of a room and requests that are changed here, from what the parts say."""
    fields = {"max_load_kg": ("max_load_g", 1_000), "max_heat_w": ("max_heat_w", 1)}
    for part in way.parts:
        change: Any = part.change
        if change.get("set") == "power":
            where = replace(
                where,
                power=tuple(
                    replace(n, **change["values"]) if n.name == change["name"] else n for n in where.power
                ),
            )
        elif change.get("set") == "racks":
            ((column, value),) = change["values"].items()
            field, scale = fields[column]
            new: dict[str, Any] = {field: int(value * scale)}
            where = replace(
                where,
                racks=tuple(replace(r, **new) if r.name == change["name"] else r for r in where.racks),
            )
        else:
            ((name, value),) = ((k, v) for k, v in change.items() if k != "request")
            asks = {"u_height": ("height_hu", 2), "weight_kg": ("weight_g", 1_000)}
            field, scale = asks.get(name, (name, 1))
            less: dict[str, Any] = {field: int(value * scale)}
            asked = [replace(r, **less) if r.name == change["request"] else r for r in asked]
    again = plan(where, asked, TODAY)
    return len(again.placed) == again.asked


def many(quantity: int) -> Request:
    """Servers of two units that weigh and draw next to nothing."""
    return server(quantity=quantity, power_w=10, weight_g=1_000)


def held(name: str, days: int, at: int) -> Reservation:
    """A hold of five units that ends some days from now."""
    return Reservation(
        name, rack="R1", position_hu=at, height_hu=10, weight_g=0, power_w=0,
        until=TODAY + timedelta(days=days),
    )  # fmt: skip
