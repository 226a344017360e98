"""Remedies by hand: each kind where it is enough, none where it is not, the cheapest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from capacity.data import data_path
from capacity.errors import BadInput
from capacity.reading import read_room
from capacity.reading.catalogue import catalogue_for
from capacity.room import Reservation, Room
from placement.answer import Answer, answer_json
from placement.check import Checker
from placement.reading import read_request
from placement.remedies import read_prices
from placement.remedy import Remedy
from placement.request import Request
from tests.builders import TODAY, chain, device, draws, rack, room, server, unit

PRICES = read_prices()


def answered(where: Room, request: Request) -> Answer:
    return Checker(where, TODAY).check(request, remedies=True)


def only(where: Room, kind: str, **asked: Any) -> Remedy:
    """The one remedy of a kind for a server of two units."""
    (found,) = [r for r in answered(where, server(**asked)).remedies if r.kind == kind]
    return found


def kinds(where: Room, **asked: Any) -> set[str]:
    return {r.kind for r in answered(where, server(**asked)).remedies}


def held(name: str, days: int, **more: Any) -> Reservation:
    """A hold of the whole rack that ends some days from now."""
    plain = Reservation(name, rack="R1", position_hu=2, height_hu=20, weight_g=0, power_w=0)
    return replace(plain, until=TODAY + timedelta(days=days), **more)


def test_a_request_that_fits_has_no_remedies() -> None:
    """Nor one whose remedies were not asked for."""
    assert answered(room(), server()).remedies == ()
    assert Checker(room(), TODAY).check(server(height_hu=30)).remedies == ()


def test_a_hold_is_waited_for_no_longer_than_needed() -> None:
    """The second of two holds ends later; the first frees units enough."""
    low = replace(held("H1", 10), height_hu=10)
    high = replace(held("H2", 40), position_hu=12, height_hu=10)
    found = only(room(reservations=(low, high)), "wait")
    assert found.sentence == f"Wait until after {TODAY + timedelta(days=10)}: then H1 will have lapsed."
    assert found.hours == 2 * PRICES.wait_week
    assert found.placement[0].position_hu is not None
    assert found.placement[0].position_hu < 12


def test_a_hold_without_end_is_not_waited_for() -> None:
    """It is firm."""
    assert "wait" not in kinds(room(reservations=(replace(held("H1", 1), until=None),)))


def test_one_leaving_device_is_enough() -> None:
    """Either of two has to go; the first is named."""
    where = room(
        device("D1", height_hu=10, status="leaving"),
        device("D2", position_hu=12, height_hu=10, status="leaving"),
    )
    found = only(where, "leaving", height_hu=10)
    assert found.sentence == "Wait until D1, which is leaving, has gone."
    assert found.changes == ({"remove": "devices", "names": ["D1"]},)


def test_the_rating_that_is_short_is_raised_and_no_other() -> None:
    """Both PDUs must carry all of it alone: 500 W beside 300 W, on 600 W."""
    power = chain("R1", R1_A={"rated_w": 600}, R1_B={"rated_w": 600})
    found = only(room(draws("D1", 300, "R1-A", "R1-B"), power=power), "rating")
    assert [change["name"] for change in found.changes] == ["R1-A", "R1-B"]
    assert {str(change["values"]) for change in found.changes} == {"{'rated_w': 800}"}
    assert found.hours == 2 * PRICES.rating


def test_a_second_pair_of_pdus_gives_outlets() -> None:
    """Every outlet of the rack is taken; the new pair is fed as the first one is."""
    power = chain("R1", R1_A={"outlets": 1}, R1_B={"outlets": 1})
    found = only(room(draws("D1", 100, "R1-A", "R1-B"), power=power), "pdu_pair")
    assert found.sentence == "Add a pair of PDUs to rack R1: R1-A2 (fed by PA) and R1-B2 (fed by PB)."
    assert [str(cord) for cord in found.placement[0].cords] == ["R1-A2", "R1-B2"]


def test_a_further_cooling_unit_where_cooling_alone_is_short() -> None:
    """The only unit carries 400 W."""
    found = only(room(cooling=(unit("C1", 400),)), "cooling")
    assert found.changes == (
        {"add": "cooling", "rows": [{"unit": "C1-2", "capacity_w": 400, "zones": "Z1"}]},
    )


def test_another_zone_takes_it() -> None:
    """The dmz has room, the internal zone has none."""
    where = room(racks=(rack("R1", security_zone="dmz"),))
    found = only(where, "zone")
    assert found.sentence == "Put it into the security zone dmz instead of internal."


def test_a_group_is_split_where_its_rule_stands_in_the_way() -> None:
    """Its other member stands in the only rack."""
    where = room(device("D1", group="db"))
    found = only(where, "split", group="db", keep=("apart:rack",))
    assert found.sentence == "Give up the rule apart:rack of the group db."


def test_less_and_fewer_are_remedies_too() -> None:
    """What would fit has a price as well."""
    assert only(room(), "less", height_hu=30).changes == ({"u_height": 10},)
    assert only(room(), "fewer", height_hu=10, quantity=3).sentence == "Take 2 of the 3 units."


def test_the_cheapest_comes_first() -> None:
    """By hours, whatever the kind."""
    power = chain("R1", R1_A={"outlets": 0}, R1_B={"outlets": 0})
    where = room(device("D1", height_hu=4, movable=True), power=power, reservations=(held("H1", 3),))
    hours = [r.hours for r in answered(where, server()).remedies]
    assert hours == sorted(hours)


def test_the_sample_is_made_to_fit_by_two_moves_proved_to_be_fewest_and_cheapest() -> None:
    """The tape library in the made-up room, as the demo shows it."""
    folder = data_path("rooms/denpasar")
    request = read_request(data_path("requests/makes-room-tape-library.json"), catalogue_for(folder))
    answer = Checker(read_room(folder), TODAY).check(request, remedies=True)
    listed: Any = answer_json(answer, 0.0)["remedies"]
    assert answer.decision == "does not fit"
    (said,) = [remedy for remedy in listed if remedy["kind"] == "move"]
    assert (said["proved_minimal"], said["cost"]) == (True, 6)
    assert [move["device"] for move in said["moves"]] == ["lpse-app-2", "simpeg-db-2"]
    assert [move["from"]["rack"] for move in said["moves"]] == ["B03", "B03"]
    assert "B03" not in [move["to"]["rack"] for move in said["moves"]]


def test_prices_that_are_missing_or_wrong_are_told_at_once(tmp_path: Path) -> None:
    """Every key with what to do."""
    file = tmp_path / "remedies.toml"
    file.write_text('version = "x"\n[hours]\nmove = 1.5\nrating = -1\nmagic = 2\n', encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_prices(file)
    told = {problem.column for problem in caught.value.problems}
    assert {"hours.move", "hours.rating", "hours.magic", "hours.zone"} <= told
