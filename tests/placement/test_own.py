"""A person's own choice of rack and unit: it says what it breaks, and agrees with the table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from capacity.errors import BadInput
from capacity.room import Cord, Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer
from placement.candidates import candidates
from placement.check import Checker
from placement.check_server import unmodelled
from placement.own import own_place
from placement.request import Request
from tests.builders import SERVER, TODAY, app, chain, changed, device, need, rack, random_room, room, server


def own(
    where: Room | None = None,
    request: Request = SERVER,
    rack_: str = "R1",
    unit: float = 1,
    face: str = "front",
) -> Answer:
    return own_place(
        Checker(where if where is not None else room(), TODAY), request, rack_, int(2 * unit), face
    )


def test_a_place_that_holds_gets_its_cords_and_its_limits() -> None:
    """Unit 5 of R1."""
    answer = own(unit=5)
    assert answer.decision == FITS
    (placed,) = answer.placement
    assert (placed.rack, placed.position_hu, placed.face) == ("R1", 10, "front")
    assert placed.cords == (Cord("R1-A"), Cord("R1-B"))
    assert "weight R1" in {t.limit.name for t in answer.limits}
    assert (answer.reasons, answer.conflicts, answer.missing) == ((), (), ())


def test_a_place_that_is_taken_breaks_space_whatever_else_is_free() -> None:
    """D1 stands at unit 1; unit 2 is free, but was not chosen."""
    answer = own(room(device()))
    assert (answer.decision, answer.conflicts, answer.placement) == (DOES_NOT_FIT, (("space",),), ())
    assert [(r.rule, r.racks) for r in answer.reasons] == [("space", 1)]


@pytest.mark.parametrize("unit", [0, -3, 10, 11, 1.5, 1_000])
def test_a_unit_where_the_server_cannot_stand_breaks_space(unit: float) -> None:
    """Below the rack, above its top, or on a half unit with a height of whole ones."""
    assert own(unit=unit).conflicts == (("space",),)


def test_a_height_with_a_half_may_stand_on_a_half() -> None:
    """1.5 U at unit 1.5."""
    assert own(unit=1.5, request=server(height_hu=3)).decision == FITS


def test_a_face_is_chosen_for_half_depth() -> None:
    """The rear of unit 1 is free behind D1, its front is not."""
    where, half = room(device(depth="half")), server(depth="half", depth_mm=400, height_hu=2)
    assert own(where, half, face="rear").placement[0].face == "rear"
    assert own(where, half, face="front").conflicts == (("space",),)


def test_every_broken_rule_of_the_place_is_a_conflict_by_itself() -> None:
    """Taken, too hot and of another zone: each alone excludes the only place that is looked at."""
    where = room(device(), racks=(rack(max_heat_w=300, security_zone="dmz"),))
    answer = own(where)
    assert answer.conflicts == (("zone",), ("space",), ("heat",))
    assert {(r.rule, r.racks) for r in answer.reasons} == {("zone", 1), ("space", 1), ("heat", 1)}
    assert {r.rule: (r.least_short, r.nearest) for r in answer.reasons}["heat"] == (200, "R1")


def test_other_racks_have_no_part_in_it() -> None:
    """R2 and R3 are out for reasons of their own, R4 would fit."""
    racks = (
        rack("R1", max_heat_w=300),
        rack("R2", status="retired"),
        rack("R3", max_load_g=1),
        rack("R4"),
    )
    answer = own(room(racks=racks, power=chain("R1", "R2", "R3", "R4")))
    assert (answer.decision, answer.conflicts) == (DOES_NOT_FIT, (("heat",),))
    assert [(r.rule, r.racks, r.only_blocker) for r in answer.reasons] == [("heat", 1, 1)]


def test_rules_that_different_cords_break_are_a_conflict_together() -> None:
    """One pair has no socket, the other no power: dropping either rule would do."""
    nodes = (*chain(R1_B={"outlets": 0}), replace(chain()[-1], name="R1-B2", rated_w=1))
    answer = own(room(power=nodes))
    assert answer.conflicts == (("power", "outlets"),)
    assert {r.rule for r in answer.reasons} == {"power", "outlets"}


def test_an_undecided_place_names_what_is_missing_of_it_alone() -> None:
    """Nobody knows what R1 carries; what R2 lacks does not matter."""
    racks = (rack("R1", max_load_g=None, line=2), rack("R2", security_zone=None, line=3))
    answer = own(room(racks=racks, power=chain("R1", "R2")))
    assert answer.decision == CANNOT_DECIDE
    assert [(m.row, m.column) for m in answer.missing] == [(2, "max_load_kg")]
    assert answer.conflicts == ()


def test_what_would_fit_there_is_offered_to_the_unit() -> None:
    """300 W of heat in R1, though R2 would take more."""
    where = room(racks=(rack("R1", max_heat_w=300), rack("R2")), power=chain("R1", "R2"))
    answer = own(where)
    assert answer.would_fit_if == ({"power_w": 300},)
    assert own(where, changed(SERVER, answer.would_fit_if[0])).decision == FITS
    assert own(where, changed(SERVER, answer.would_fit_if[0], more=1)).decision == DOES_NOT_FIT


def test_the_answer_is_signed_and_carries_the_conditions() -> None:
    """As every answer: the policy's version, the digest of the input, and what was not checked."""
    asked = server(ports=(need(1),), cords=1)
    answer = own(request=asked)
    whole = Checker(room(), TODAY).check(asked)
    assert (answer.policy_version, answer.input_sha256) == ("test", whole.input_sha256)
    assert set(whole.conditions) == set(answer.conditions)
    assert own(room(device())).input_sha256
    assert answer.proof is not None
    assert answer.proof.status == "judged"


@pytest.mark.parametrize("request_", [server(chassis=True), server(height_hu=0)])
def test_what_is_not_modelled_cannot_be_decided_at_any_place(request_: Request) -> None:
    """A blade stands in a chassis, a 0U server beside the rails."""
    for unit in (1, 4):
        assert own(request=request_, unit=unit).decision == CANNOT_DECIDE


@pytest.mark.parametrize(
    ("more", "column"),
    [
        ({"rack_": "R9"}, "--rack"),
        ({"request": app()}, "--rack"),
        ({"request": server(quantity=2)}, "--rack"),
        ({"request": server(height_hu=None)}, "--rack"),
        ({"face": "rear"}, "--face"),
    ],
)
def test_what_cannot_be_a_choice_is_bad_input(more: dict[str, Any], column: str) -> None:
    """No such rack; no single server of known height; full depth in the rear."""
    with pytest.raises(BadInput) as raised:
        own(**more)
    assert raised.value.problems[0].column == column


@pytest.mark.parametrize("first", range(3_000, 3_040, 20))
def test_the_judgement_of_every_place_of_a_random_room_is_that_of_the_table(first: int) -> None:
    """Certain places fit, undecided ones name a cell, the others name the rules broken at every choice."""
    judged = 0
    for seed in range(first, first + 20):
        case = random_room(seed)
        request = replace(case.request, quantity=1)
        if request.kind != "server" or not request.height_hu or unmodelled(request):
            continue
        checker = Checker(case.room, case.today)
        table = candidates(checker.compiled(request)[0], request)
        for face in table.starts:
            for at, start in np.argwhere(face.allowed)[::3].tolist():
                value = case.room.racks[at]
                said = own_place(checker, request, value.name, 2 * value.first_unit + start, face.face)
                masks = [
                    (
                        int(table.broken[at] | table.choice_broken[c] | face.broken[at, start]),
                        int(table.unknown[at] | table.choice_unknown[c] | face.unknown[at, start]),
                    )
                    for c in np.flatnonzero(table.choice_rack == at).tolist()
                ]
                where = f"{value.name} {start} of seed {seed}"
                open_ = [unknown for broken, unknown in masks if not broken]
                expected = FITS if 0 in open_ else CANNOT_DECIDE if open_ else DOES_NOT_FIT
                assert said.decision == expected, where
                assert bool(said.missing) == (expected == CANNOT_DECIDE), where
                assert bool(said.conflicts) == (expected == DOES_NOT_FIT), where
                assert {r.racks for r in said.reasons} <= {0, 1}, where
                judged += 1
    assert judged >= 50
