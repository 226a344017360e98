"""What-if: what scenarios make of a room, beside the room as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from capacity.errors import BadInput
from capacity.room import Reservation, Room
from capacity.scenario import Add, Change, Lose, Place, Remove, Scenario, Set, SetPolicy
from placement.request import Request
from placement.whatif import Outcome, WhatIf, prepare, whatif, whatif_json
from tests.builders import TODAY, app, chain, device, draws, host, pdu, rack, room, server, unit

#: One unit, half of what a UPS of the default chain carries in a loss.
REFERENCE = {
    "request": "ref", "u_height": 1, "power_w": 3_000, "weight_kg": 1, "depth_mm": 500, "cords": 2,
}  # fmt: skip
SMALL = {"request": "Q1", "u_height": 2, "power_w": 500, "weight_kg": 5, "depth_mm": 500, "cords": 2}


def base(*devices: Any, **more: Any) -> Room:
    return room(*devices, policy={"references": (REFERENCE,)}, **more)


def compare(where: Room, *scenarios: tuple[Change, ...], queue: tuple[Request, ...] = ()) -> WhatIf:
    named = [Scenario(f"S{n}", changes, file=f"s{n}.toml") for n, changes in enumerate(scenarios, start=1)]
    return whatif(where, prepare(where, named, {}, queue), TODAY, catalogue={}, queue=queue)


def outcome(where: Room, *changes: Change) -> Outcome:
    return compare(where, changes).outcomes[0]


def counted(found: WhatIf) -> list[int]:
    return [view.headrooms[0].headroom for view in (found.base, *(o.view for o in found.outcomes))]


def test_nothing_changed_is_the_room_as_it_is() -> None:
    found = compare(base(device()), ())
    (one,) = found.outcomes
    assert one.view.room is found.base.room
    assert (one.differences, one.new_faults, one.aftermath.dead) == ((), frozenset(), ())
    said = whatif_json(found, 0)
    assert said["scenarios"][0]["summary"] == said["base"]  # type: ignore[index]


def test_a_larger_ups_pair_and_the_chain_below_lets_more_in() -> None:
    larger = [Set("power", name, {"rated_w": 16_000}) for name in ("UA", "UB", "PA", "PB", "R1-A", "R1-B")]
    where = base(
        power=chain("R1", R1_A={"rated_w": 9_000}, R1_B={"rated_w": 9_000}), racks=(rack(max_heat_w=99_000),)
    )
    assert counted(compare(where, tuple(larger))) == [2, 5]


def test_a_scenario_is_compared_by_the_references_of_the_room_as_it_is() -> None:
    other = SetPolicy({"reference": [{"request": "other", "u_height": 1, "power_w": 1}]})
    found = compare(base(), (other,))
    assert [r.name for r in found.references] == ["ref"]
    assert counted(found) == [1, 1]


def test_dead_devices_and_new_faults_are_told_apart_from_old_ones() -> None:
    where = base(draws("ONE", 300, "R1-A"), draws("HOT", 4_500, "R1-B"))  # R1-B carries 4 kW
    found = outcome(where, Lose("UA"))
    assert found.aftermath.dead == ("ONE",)
    assert {f.where for f in found.view.summary.findings if f.broken} == {"pdu R1-B"}
    assert found.new_faults == frozenset()


def test_a_fault_that_grows_is_new() -> None:
    where = base(draws("HOT", 4_500, "R1-B"), draws("BOTH", 1_000, "R1-A", "R1-B"))
    assert {f.where for f in outcome(where, Lose("UA")).new_faults} == {"pdu R1-B"}


def test_what_is_placed_stands_there_in_the_summary_and_what_was_held_for_it_does_not() -> None:
    held = Reservation("H1", request="Q1", rack="R1", position_hu=2, height_hu=4, power_w=500)
    found = outcome(base(reservations=(held,)), Place((SMALL,)))
    assert [d.name for d in found.view.room.devices] == ["Q1 1"]
    assert found.view.room.reservations == ()
    assert [r.decision for r in found.requests] == ["fits"]


def test_what_is_placed_before_a_loss_goes_dark_with_it() -> None:
    one_cord = SMALL | {"cords": 1, "power_w": 100}
    where = base(power=(*chain()[:-1],))  # no path B
    assert outcome(where, Place((one_cord,)), Lose("UA")).aftermath.dead == ("Q1 1",)
    after = outcome(where, Lose("UA"), Place((one_cord,)))
    assert (after.aftermath.dead, [r.decision for r in after.requests]) == ((), ["does not fit"])


def test_what_is_placed_takes_room_from_the_headroom_and_the_queue_does_not() -> None:
    found = compare(base(), (Place((SMALL | {"power_w": 3_500},)),), (), queue=(server(name="Q9"),))
    assert counted(found) == [1, 0, 1]
    assert [d.name for d in found.base.room.devices] == []


def test_the_queue_is_placed_into_every_room() -> None:
    queue = (server(name="Q9", quantity=9, power_w=900),)
    found = compare(base(), (), (Remove("power", ("R1-B",)),), queue=queue)
    views = [found.base, *(o.view for o in found.outcomes)]
    assert [len(view.queue.placed) for view in views if view.queue] == [4, 4, 0]


def test_requests_are_read_from_a_file_beside_the_scenario(tmp_path: Path) -> None:
    file = tmp_path / "q.csv"
    file.write_text("request,u_height,power_w,weight_kg,depth_mm\nQ1,1,90,1,300\n", encoding="utf-8")
    assert [len(r.placement) for r in outcome(base(), Place((), str(file))).requests] == [1]


def test_a_cooling_unit_lost_leaves_another_to_be_lost() -> None:
    where = room(
        draws("D1", 900, "R1-A"),
        cooling=(unit("AC1", 1_000), unit("AC2", 1_000)),
        policy={"references": (REFERENCE,), "cooling_spare": 1},
    )
    assert {f.check for f in outcome(where, Lose("AC1")).new_faults} == {"cooling-exceeded"}


def test_a_room_that_has_lost_its_only_rack_takes_nothing_but_applications() -> None:
    where = base(
        device(), hosts=(host("H1", device="D1"), host("H2")), cooling=(unit("AC1", 9_000),), power=chain()
    )
    queue = (server(name="Q9"), app(name="QA", quantity=9))
    found = compare(where, (Lose("R1"),), queue=queue)
    base_queue, left = found.base.queue, found.outcomes[0].view.queue
    assert base_queue is not None
    assert left is not None
    assert {p.request for p in base_queue.placed} == {"Q9", "QA"}
    assert {(p.request, p.host) for p in left.placed} == {("QA", "H2")}


def test_missing_data_make_a_scenario_undecided() -> None:
    unknown = SMALL | {"request": "Q2", "weight_kg": ""}
    assert not outcome(base(), Place((SMALL,))).undecided
    assert outcome(base(), Place((unknown,))).undecided
    assert outcome(base(), Set("racks", "R1", {"max_load_kg": ""})).undecided


def test_every_problem_of_every_scenario_is_told_at_once() -> None:
    bad = SMALL | {"power_w": "much"}
    with pytest.raises(BadInput) as caught:
        compare(base(), (Lose("UX"), Place((bad, SMALL, SMALL))), (Add("racks", ({"rack": "R1"},)),))
    told = [(p.file, p.column) for p in caught.value.problems]
    assert told == [
        ("s1.toml", "changes[2].requests[1].power_w"),
        ("s1.toml", "changes[2]"),
        ("s1.toml", "changes[1].lose"),
        ("s2.toml", "changes[1].rows[1].row"),
        ("s2.toml", "changes[1].rows[1].u_height"),
    ]


def test_a_request_of_the_queue_is_not_placed_by_a_scenario_too() -> None:
    with pytest.raises(BadInput) as caught:
        compare(base(), (Place((SMALL,)),), queue=(server(name="Q1"),))
    assert "'Q1' is placed twice" in caught.value.problems[0].problem


def test_a_placed_item_does_not_take_the_name_of_a_device() -> None:
    with pytest.raises(BadInput) as caught:
        outcome(base(device("Q1 1")), Place((SMALL,)))
    assert caught.value.problems[0].column == "changes[1].place"


def test_every_difference_is_told_with_both_sides() -> None:
    found = outcome(base(), Add("racks", ({"rack": "R2", "row": "A", "u_height": 10, "max_load_kg": 50},)))
    told = {(d.dimension, d.measure): (d.base, d.scenario, d.change) for d in found.differences}
    assert told["racks", "count"] == (1, 2, 1)
    assert told["space", "free"] == (10, 20, 10)
    assert told["weight", "capacity"] == (100, 150, 50)
    assert ("heat", "used") not in told


def test_a_dimension_that_only_the_scenario_has_has_no_base() -> None:
    found = outcome(base(), Add("cooling", ({"unit": "AC1", "capacity_w": 9_000, "zones": "Z1"},)))
    told = {(d.dimension, d.measure): (d.base, d.scenario) for d in found.differences}
    assert told["cooling", "capacity"] == (None, 9_000)


def test_a_further_pair_of_pdus_moves_the_failover_budget() -> None:
    where = base(draws("D1", 3_900, "R1-A", "R1-B"), power=(*chain(), pdu("R1-A2", "PA"), pdu("R1-B2", "PB")))
    found = outcome(where, Set("devices", "D1", {"cords": "R1-A R1-A2 R1-B R1-B2"}))
    told = {d.dimension: (d.base, d.scenario) for d in found.differences if d.measure == "free"}
    # With a UPS lost the other path carries it all: on one pdu, then half of it on each of two.
    assert told["failover budget"] == (100, 2_050)
