"""What is assumed for missing data: only empty cells, with a reason, and only until they are filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from capacity.errors import BadInput
from capacity.room import Room, Standard
from tests.builders import SFP, chain, device, draws, group, host, rack, room, unit, vm
from tests.workflow.analysis.analysing import APPLICATION, SERVER, TODAY, analysed, holding, two_racks
from workflow.analysis import (
    Assumption,
    Gap,
    assumable,
    assumed_request,
    assumed_room,
    judge,
    read_frozen,
    take,
)

POWER = Assumption("request", "", "power_w", "450", "Two like it draw this much.")
NO_POWER = {key: value for key, value in SERVER.items() if key != "power_w"}
LOAD = Assumption("racks", "R1", "max_load_kg", "80", "Plate on the door.")


def only_rack(**more: Any) -> Room:
    return room(racks=(rack("R1", **more),))


def test_an_assumed_draw_makes_a_request_decidable() -> None:
    """Without it nobody can decide; with it the answer, its hold and its text rest on it."""
    assert analysed(two_racks(), power_w=None).result == "cannot_decide"
    frozen = analysed(two_racks(), NO_POWER, POWER)
    assert frozen.result == "fits"
    assert frozen.request.power_w == 450
    assert "power_w" not in frozen.asked
    assert frozen.short().assumptions == (POWER.sentence,)
    assert read_frozen(frozen.text).assumptions == (POWER,)
    assert "power_w of the request is not known and is taken as 450" in POWER.sentence


def test_an_assumed_cell_of_the_room_makes_a_rack_decidable() -> None:
    where = only_rack(max_load_g=None)
    assert analysed(where).result == "cannot_decide"
    frozen = analysed(where, SERVER, LOAD)
    assert frozen.result == "fits"
    too_weak = replace(LOAD, value="19")
    assert analysed(where, SERVER, too_weak).result == "does_not_fit"


def test_an_assumption_makes_another_input() -> None:
    where = only_rack(max_load_g=None)
    hashes = {analysed(where, SERVER, replace(LOAD, value=value)).answer["input_sha256"] for value in "89"}
    assert len(hashes) == 2


def test_unknown_does_not_hold_unless_it_is_assumed() -> None:
    """A place judged again: the assumption of the analysis counts while the cell is still empty."""
    where = only_rack(max_load_g=None)
    frozen = analysed(where, SERVER, LOAD)
    choice = take(frozen)
    assert judge(where, frozen.request, choice, today=TODAY, assumptions=[LOAD]).holds
    verdict = judge(where, frozen.request, choice, today=TODAY)
    assert not verdict.holds
    assert verdict.reasons == (
        "weight cannot be judged for rack R1: max_load_kg of rack R1 is not known (racks.csv, max_load_kg)",
    )


def test_what_was_written_down_since_counts_and_not_what_was_assumed() -> None:
    frozen = analysed(only_rack(max_load_g=None), SERVER, LOAD)
    choice = take(frozen)
    weak = only_rack(max_load_g=19_000)
    verdict = judge(weak, frozen.request, choice, today=TODAY, assumptions=[LOAD])
    assert not verdict.holds
    assert "would carry 20 kg where it may carry 19 kg" in verdict.reasons[0]
    assert judge(only_rack(), frozen.request, choice, today=TODAY, assumptions=[LOAD]).holds


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (Assumption("request", "", "power_w", "1", "Less is better."), "The request states it"),
        (Assumption("racks", "R1", "max_load_kg", "900", "More is better."), "The room states it"),
        (Assumption("racks", "R9", "max_load_kg", "900", "Somewhere."), "has no 'R9'"),
        (Assumption("racks", "R1", "status", "active", "It is."), "cannot be assumed"),
        (Assumption("policy", "", "spare", "0", "We dare."), "no table"),
        (Assumption("request", "", "vcpu", "1", "A VM."), "nothing of a request for"),
        (Assumption("request", "web", "power_w", "1", "A name."), "no other name"),
    ],
)
def test_only_empty_cells_may_be_assumed(wrong: Assumption, problem: str) -> None:
    with pytest.raises(BadInput) as caught:
        analysed(two_racks(), SERVER, wrong)
    assert problem in caught.value.problems[0].problem


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"reason": " "}, "needs a reason"),
        ({"reason": "two\nlines"}, "needs a reason"),
        ({"reason": "x" * 1_001}, "needs a reason"),
        ({"value": ""}, "empty"),
        ({"value": "lots"}, "not a number"),
    ],
)
@pytest.mark.parametrize("one", [POWER, LOAD])
def test_an_assumption_has_a_value_and_a_reason(
    one: Assumption, change: dict[str, str], problem: str
) -> None:
    with pytest.raises(BadInput) as caught:
        analysed(only_rack(max_load_g=None), NO_POWER, replace(one, **change))
    assert problem in caught.value.problems[0].problem


@pytest.mark.parametrize("one", [POWER, LOAD])
def test_a_cell_is_assumed_once(one: Assumption) -> None:
    with pytest.raises(BadInput, match="twice"):
        analysed(only_rack(max_load_g=None), NO_POWER, one, replace(one, value="9"))


def test_what_refers_to_a_name_must_find_it() -> None:
    where = room(device(rack=None))
    wrong = Assumption("devices", "D1", "rack", "R7", "Seen there.")
    with pytest.raises(BadInput, match="R7"):
        assumed_room(where, [wrong])
    assert assumed_room(where, [replace(wrong, value="R1")]).devices[0].rack == "R1"


def test_a_device_that_draws_nothing_has_no_cords_and_one_beside_the_rails_no_position() -> None:
    where = room(draws("still", 0), draws("pump", 100))
    with pytest.raises(BadInput, match="states it"):
        assumed_room(where, [Assumption("devices", "still", "cords", "R1-A", "Seen.")])
    with pytest.raises(BadInput, match="states it"):
        assumed_room(where, [Assumption("devices", "pump", "position_u", "1", "Seen.")])
    found = assumed_room(where, [Assumption("devices", "pump", "cords", "R1-A R1-B", "Seen.")])
    assert [str(cord) for cord in found.devices[1].cords] == ["R1-A", "R1-B"]


def test_the_empty_cells_that_an_answer_names_can_be_assumed_by_name() -> None:
    """Whatever the answer lists as missing, filled in, leaves nothing undecided."""
    where = replace(
        room(
            device(weight_g=None, line=2),
            draws("D2", None, "R1-A", line=3),
            racks=(rack("R1", max_load_g=None, max_heat_w=None, line=2),),
            cooling=(unit("C1", None, line=2),),
        ),
    )
    values = {
        "weight_kg": "1",
        "power_w": "1",
        "max_load_kg": "99",
        "max_heat_w": "9000",
        "capacity_w": "9000",
    }
    frozen = analysed(where, NO_POWER)
    gaps = assumable(where, frozen)
    assert {(gap.table, gap.name, gap.column) for gap in gaps} == {
        ("request", "", "power_w"),
        ("devices", "D1", "weight_kg"),
        ("devices", "D2", "power_w"),
        ("racks", "R1", "max_load_kg"),
        ("racks", "R1", "max_heat_w"),
        ("cooling", "C1", "capacity_w"),
    }
    said = [Assumption(gap.table, gap.name, gap.column, values[gap.column], "Measured.") for gap in gaps]
    decided = analysed(where, NO_POWER, *said)
    assert decided.result == "fits"
    assert judge(where, decided.request, take(decided), today=TODAY, assumptions=said).holds


def test_what_only_part_is_said_of_can_be_assumed_by_part() -> None:
    """The end of support of one version, beside another that states its own."""
    rows = (
        Standard("ubuntu", "allowed", "22.04", date(2027, 4, 1), line=2),
        Standard("ubuntu", "allowed", "24.04", line=3),
        Standard("ubuntu", "allowed", line=4),
    )
    where = room(racks=(rack("R1"),), standards=rows, policy={"expired": "refuse"})
    asked = {**SERVER, "os": "ubuntu", "os_version": "24.04", "until": "2029-12-31"}
    frozen = analysed(where, asked)
    assert assumable(where, frozen) == (
        Gap("standards", "ubuntu/24.04", "support_ends", "end of support of ubuntu"),
    )
    ends = Assumption("standards", "ubuntu/24.04", "support_ends", "2034-04-25", "Its maker's page.")
    assert analysed(where, asked, ends).result == "fits"
    assert analysed(where, asked, replace(ends, value="2029-12-30")).result == "does_not_fit"
    changed = assumed_room(where, [replace(ends, name="ubuntu/")]).standards
    assert [one.support_ends for one in changed] == [date(2027, 4, 1), None, date(2034, 4, 25)]


def test_what_nobody_can_assume_is_not_offered() -> None:
    """A server of 0U says its height; what is missing is the chassis."""
    frozen = analysed(two_racks(), u_height=0, power_w=0, cords=0)
    assert frozen.result == "cannot_decide"
    assert frozen.answer["missing"][0]["column"] == "u_height"
    assert assumable(two_racks(), frozen) == ()


def test_each_cell_is_offered_once_whatever_it_is_needed_for() -> None:
    where = room(
        racks=(rack("R1", x_mm=None, line=2), rack("R2", x_mm=None, line=3)),
        power=chain("R1", "R2"),
        ports=(group("SW", 4, max_cable_mm=9_000), group("SX", 4, rack="R2", max_cable_mm=9_000)),
    )
    frozen = analysed(where, ports=f"{SFP}:5")
    cells = [(gap.table, gap.name, gap.column) for gap in assumable(where, frozen)]
    assert sorted(cells) == [("racks", "R1", "x_m"), ("racks", "R2", "x_m")]


def test_applications_may_rest_on_assumptions_too() -> None:
    asked = {key: value for key, value in APPLICATION.items() if key != "vcpu"}
    where = two_racks(hosts=(host("H1", memory_mb=None),), vms=(vm("v1", "H1", disk_gb=None),))
    said = [
        Assumption("request", "", "vcpu", "2", "Like the old one."),
        Assumption("hosts", "H1", "memory_mb", "65536", "Its console."),
        Assumption("vms", "v1", "disk_gb", "100", "Its owner."),
    ]
    frozen = analysed(where, asked, *said)
    assert frozen.result == "fits"
    assert judge(where, frozen.request, take(frozen), today=TODAY, assumptions=said).holds
    held = holding(where, frozen.request, take(frozen))
    assert held.reservations[0].vcpu == 2


def test_functions_that_take_the_bare_request_fill_it_in_alike() -> None:
    frozen = analysed(two_racks(), NO_POWER, POWER)
    bare = replace(frozen.request, power_w=None)
    assert assumed_request(bare, [POWER, LOAD]) == frozen.request
    assert judge(two_racks(), bare, take(frozen), today=TODAY, assumptions=[POWER]).holds
