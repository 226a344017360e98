"""Each change of a scenario: what it does to a copy of a room, and what of it is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from capacity.errors import BadInput, Problem
from capacity.reading.mapping import RawNumber
from capacity.room import Cord, PortUse, Room, Tray
from capacity.scenario import Add, Change, Lose, Move, Place, Remove, Set, SetPolicy, applied, apply
from tests.builders import SFP, device, draws, group, host, rack, room


def refused(where: Room, *changes: Change) -> list[Problem]:
    with pytest.raises(BadInput) as caught:
        apply(where, changes, "s.toml")
    return list(caught.value.problems)


def one_problem(where: Room, *changes: Change) -> Problem:
    (problem,) = refused(where, *changes)
    return problem


def test_no_changes_leave_the_room_itself() -> None:
    base = room(device())
    assert apply(base, []) is base


def test_the_base_stays_as_it_is() -> None:
    base = room(device())
    apply(base, [Set("devices", "D1", {"power_w": 5})])
    assert base == room(device())


def test_a_changed_room_has_a_digest_of_its_own() -> None:
    base = room(device())
    one, other = (apply(base, [Set("devices", "D1", {"power_w": watts})]) for watts in (5, 6))
    assert len({base.sha256, one.sha256, other.sha256}) == 3


# -- add ---------------------------------------------------------------------------------


def test_added_rows_are_read_as_cells_with_their_defaults() -> None:
    new = apply(room(), [Add("racks", ({"rack": "R2", "row": "B", "u_height": 42, "x_m": "1.5"},))])
    (found,) = [r for r in new.racks if r.name == "R2"]
    assert (found.height_u, found.x_mm, found.first_unit, found.status, found.line) == (
        42,
        1500,
        1,
        "active",
        0,
    )


def test_adding_to_a_file_that_is_absent_brings_the_file() -> None:
    new = apply(room(), [Add("cooling", ({"unit": "AC1", "capacity_w": 9000, "zones": ["Z1"]},))])
    assert "cooling.csv" in new.files
    assert new.cooling[0].zones == ("Z1",)


def test_what_is_added_may_be_referred_to_by_a_later_change() -> None:
    changes = [
        Add("racks", ({"rack": "R2", "row": "A", "u_height": 10},)),
        Add("power", ({"node": "R2-A", "kind": "pdu", "rated_w": 4000, "fed_by": "PA", "rack": "R2"},)),
        Move("D1", {"rack": "R2", "position_u": 3, "cords": "R2-A"}),
    ]
    new = apply(room(device(power_w=100)), changes)
    assert (new.devices[0].rack, new.devices[0].cords) == ("R2", (Cord("R2-A"),))


def test_a_name_that_stands_there_is_not_added_again() -> None:
    problem = one_problem(room(), Add("racks", ({"rack": "R1", "row": "A", "u_height": 10},)))
    assert problem.column == "changes[1].rows[1].rack"
    assert "'R1' stands in racks.csv already" in problem.problem


def test_an_added_cell_is_refused_as_the_reader_refuses_it() -> None:
    problem = one_problem(room(), Add("racks", ({"rack": "R2", "row": "A", "u_height": "4,5"},)))
    assert (problem.file, problem.row, problem.column) == ("s.toml", None, "changes[1].rows[1].u_height")
    assert "decimal point" in problem.advice


def test_a_dangling_name_is_told_with_the_change_that_wrote_it() -> None:
    row = {"device": "D2", "rack": "R9", "position_u": 3, "u_height": 1}
    problem = one_problem(room(device()), Add("devices", (row,)))
    assert problem.column == "changes[1].rows[1].rack"
    assert "'R9' is not in the column rack of racks.csv" in problem.problem


def test_a_file_that_is_absent_stays_absent_while_nothing_is_added_to_it() -> None:
    base = room(hosts=(host("H1", device="elsewhere"),))
    changes = [
        Add("cooling", ({"unit": "AC1"},)),
        Remove("cooling", ("AC1",)),
        Add("devices", ({"device": "elsewhere"},)),
        Remove("devices", ("elsewhere",)),
    ]
    assert apply(base, changes) is base


# -- remove ------------------------------------------------------------------------------


def test_rows_are_removed_by_name() -> None:
    new = apply(room(device("D1"), device("D2", position_hu=6)), [Remove("devices", ("D1",))])
    assert [d.name for d in new.devices] == ["D2"]


def test_rows_are_removed_by_what_stands_in_their_cells() -> None:
    base = room(device("D1", owner="X"), device("D2", owner="X", power_w=7), device("D3", owner="Y"))
    new = apply(base, [Remove("devices", where={"owner": "X", "power_w": 7})])
    assert [d.name for d in new.devices] == ["D1", "D3"]


def test_an_empty_text_asks_for_what_is_not_known() -> None:
    base = room(device("D1"), device("D2", weight_g=None))
    assert [d.name for d in apply(base, [Remove("devices", where={"weight_kg": ""})]).devices] == ["D1"]


def test_a_zero_is_not_what_is_not_known() -> None:
    base = room(device("D1", weight_g=0), device("D2", weight_g=None))
    assert [d.name for d in apply(base, [Remove("devices", where={"weight_kg": 0})]).devices] == ["D2"]


def test_lists_in_cells_are_compared_whatever_their_order_and_form() -> None:
    base = room(racks=(rack(), rack("R2", blocked_units=frozenset({2, 3}))))
    assert [r.name for r in apply(base, [Remove("racks", where={"blocked_units": "2-3"})]).racks] == ["R1"]


def test_to_remove_a_rack_that_is_in_use_is_told_once_for_all_its_devices() -> None:
    base = room(device("D1"), device("D2", position_hu=6), power=())
    problem = one_problem(base, Remove("racks", ("R1",)))
    assert problem.column == "changes"
    assert problem.problem.startswith("After the changes, devices.csv rows 2 and 3 rack: 'R1' is not in")


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        (Remove("devices", ("D9",)), "names", "no 'D9'"),
        (Remove("devices"), "remove", "in one way"),
        (Remove("devices", ("D1",), {"owner": "X"}), "remove", "in one way"),
        (Remove("devices", where={"owner": "Nobody"}), "where", "No row of devices.csv has owner 'Nobody'"),
        (Remove("devices", where={"ownr": "X"}), "where.ownr", "no column 'ownr'"),
        (Remove("gadgets", ("D1",)), "remove", "no table"),
    ],
)
def test_what_cannot_be_removed_is_told(change: Remove, column: str, words: str) -> None:
    problem = one_problem(room(device()), change)
    assert problem.column == f"changes[1].{column}"
    assert words in problem.problem


def test_a_switch_is_removed_with_all_its_rows_or_one_type_of_it() -> None:
    base = room(power=(), ports=(group("S1", 4), group("S1", 4, port_type="x"), group("S2", 4)))
    assert [g.switch for g in apply(base, [Remove("ports", ("S1",))]).ports] == ["S2"]
    assert [g.port_type for g in apply(base, [Remove("ports", (f"S1/{SFP}",))]).ports] == ["x", SFP]


def test_a_tray_is_named_by_its_ends_either_way_round() -> None:
    base = room(trays=(Tray(("R1", "N1"), 900), Tray(("N1", "N2"), 800)))
    assert len(apply(base, [Remove("trays", ("N1/R1", "N1/N2"))]).trays) == 0
    assert apply(base, [Set("trays", "R1/N1", {"length_m": 2})]).trays[0].length_mm == 2000


# -- set ---------------------------------------------------------------------------------


def test_only_the_given_cells_are_set() -> None:
    base = room(device(power_w=5, owner="X"))
    (new,) = apply(base, [Set("devices", "D1", {"weight_kg": "25"})]).devices
    assert new == replace(base.devices[0], weight_g=25_000)


def test_an_empty_cell_is_unknown_or_its_default() -> None:
    base = room(device(weight_g=5, face="rear"))
    (new,) = apply(base, [Set("devices", "D1", {"weight_kg": "", "face": ""})]).devices
    assert (new.weight_g, new.face) == (None, "front")


def test_a_cycle_that_a_change_makes_is_refused() -> None:
    problems = refused(room(), Set("power", "UTIL", {"fed_by": "UA"}))
    assert any("feed each other in a circle" in problem.problem for problem in problems)


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        (Set("devices", "D9", {"power_w": 5}), "name", "no 'D9'"),
        (Set("devices", "D1", {}), "values", "nothing to set"),
        (Set("devices", "D1", {"watts": 5}), "values.watts", "no column 'watts'"),
        (Set("devices", "D1", {"power_w": "5 W"}), "values.power_w", "not a number"),
        (Set("racks", "R1", {"u_height": ""}), "values.u_height", "missing"),
        (Set("devices", "D1", {"cords": "UA"}), "values.cords", "not a pdu"),
        (Set("device", "D1", {"power_w": 5}), "set", "no table"),
    ],
)
def test_what_cannot_be_set_is_told(change: Set, column: str, words: str) -> None:
    problem = one_problem(room(device()), change)
    assert problem.column == f"changes[1].{column}"
    assert words in problem.problem


# -- move --------------------------------------------------------------------------------

TWO_RACKS = room(
    device(power_w=5, cords=(Cord("R1-A"),), ports=(PortUse("S1", SFP, 1),)),
    racks=(rack(), rack("R2")),
    ports=(group("S1", 4),),
)


def moved(**values: Any) -> Any:
    return apply(TWO_RACKS, [Move("D1", values)]).devices[0]


def test_in_another_rack_cords_and_unit_are_what_is_said() -> None:
    new = moved(rack="R2", position_u=4, cords="R1-B")
    assert (new.rack, new.position_hu, new.cords) == ("R2", 8, (Cord("R1-B"),))


def test_in_another_rack_cords_and_unit_that_are_not_said_are_not_known() -> None:
    new = moved(rack="R2")
    assert (new.position_hu, new.cords) == (None, ())


def test_within_its_rack_a_device_keeps_its_cords() -> None:
    assert moved(position_u=5).cords == (Cord("R1-A"),)


def test_a_moved_device_keeps_its_ports() -> None:
    assert moved(rack="R2", position_u=4).ports == (PortUse("S1", SFP, 1),)


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        (Move("D9", {"rack": "R2"}), "move", "no device 'D9'"),
        (Move("D1", {}), "move", "where to"),
        (Move("D1", {"rack": "R2", "owner": "X"}), "owner", "no 'owner'"),
        (Move("D1", {"rack": "R9"}), "rack", "'R9' is not in"),
    ],
)
def test_what_cannot_be_moved_is_told(change: Move, column: str, words: str) -> None:
    problem = one_problem(TWO_RACKS, change)
    assert problem.column == f"changes[1].{column}"
    assert words in problem.problem


# -- policy, place, order ----------------------------------------------------------------


def test_a_policy_changes_in_the_keys_that_are_given() -> None:
    base = room(policy={"cooling_spare": 2})
    new = apply(base, [SetPolicy({"power": {"usable_fraction": RawNumber("0.5")}})]).policy
    assert new == replace(base.policy, usable_ppm=500_000)


def test_an_unknown_key_of_a_policy_is_refused_with_its_place() -> None:
    problem = one_problem(room(), SetPolicy({"cooling": {"spar": 0}}))
    assert problem.column == "changes[1].policy.cooling.spar"
    assert "'spare'" in problem.advice


def test_requests_to_place_are_handed_on_in_their_order() -> None:
    places = (Place(({"request": "Q1"},)), Place((), "more.csv"))
    assert applied(room(), places).places == places


def test_changes_apply_in_their_order() -> None:
    values = [Set("devices", "D1", {"power_w": watts}) for watts in (5, 9)]
    assert apply(room(device()), values).devices[0].power_w == 9


def test_a_name_is_free_once_its_holder_is_removed() -> None:
    row = {"device": "D1", "u_height": 2, "rack": "R1", "position_u": 4}
    new = apply(room(device()), [Remove("devices", ("D1",)), Add("devices", (row,))])
    assert new.devices[0].position_hu == 8


def test_every_problem_is_told_at_once() -> None:
    changes = (
        Lose("UC"),
        Set("devices", "D1", {"power_w": "x"}),
        Add("racks", ({"rack": "R2"},)),
        Move("D1", {"rack": "R9"}),
    )
    columns = [problem.column for problem in refused(room(device()), *changes)]
    assert columns == [
        "changes[1].lose",
        "changes[2].values.power_w",
        "changes[3].rows[1].row",
        "changes[3].rows[1].u_height",
        "changes[4].rack",
    ]


def test_a_day_moves_nothing() -> None:
    base = room(draws("D1", 5, "R1-A"))
    dated = [Remove("devices", ("D1",), at=date(2030, 1, 1))]
    assert apply(base, dated).devices == ()
