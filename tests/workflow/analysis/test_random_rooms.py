"""Places on random tiny rooms: what the analysis offers holds, is held, and is nobody else's afterwards."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

from capacity.room import Room
from placement.check import Checker
from placement.own import own_place
from tests.properties.cases import read
from tests.properties.random_rooms import random_case
from tests.workflow.analysis.analysing import AT, CASE, holding, version
from workflow.analysis import (
    Frozen,
    analyse,
    canonical_request,
    judge,
    judge_installed,
    limits_at,
    take,
    take_own,
)
from workflow.occupancy import Place, hold
from workflow.papers import Installed, ItemPlace

SEEDS = range(5_000, 5_070)
LITTLE: dict[str, object] = {
    "quantity": 1,
    "u_height": 1,
    "depth_mm": 100,
    "weight_kg": 0.1,
    "power_w": 1,
    "cords": 1,
    "ports": None,
}


def analysis(seed: int) -> tuple[Room, Frozen]:
    case = read(seed)
    return case.room, _analysed(case.room, seed, CASE)


def _analysed(room: Room, seed: int, name: str, **more: object) -> Frozen:
    case = random_case(seed)
    return analyse(
        room,
        version(room),
        canonical_request({**case.request, **more}, {}),
        name,
        today=case.today,
        at=AT,
        by="kasi",
        catalogue={},
        places=12,
    )


@cache
def fitting() -> list[tuple[int, Room, Frozen]]:
    found = [(seed, *analysis(seed)) for seed in SEEDS]
    return [(seed, room, frozen) for seed, room, frozen in found if frozen.result == "fits"]


def test_every_place_of_an_analysis_is_accepted_and_holds_while_it_is_held() -> None:
    """The ledger finds the places, the verifier judges them: held by the case or not, they hold for it."""
    seen = 0
    for seed, room, frozen in fitting():
        for number in range(1, 2 + len(frozen.answer["alternatives"])):
            choice = take(frozen, number)
            for where in (room, holding(room, frozen.request, choice)):
                verdict = judge(where, frozen.request, choice, today=frozen.today)
                assert verdict.holds, f"place {number} of seed {seed}: {verdict.reasons}"
            seen += 1
        if frozen.request.quantity == 1:
            told = limits_at(room, frozen.request, take(frozen), today=frozen.today)
            assert list(told) == frozen.answer["limits"], f"limits of seed {seed}"
    assert seen >= 30


def test_a_held_place_is_never_offered_to_another_request() -> None:
    """No place of another case's analysis takes units that are held, and the held place is refused to it."""
    compared = 0
    for seed, room, frozen in fitting():
        if frozen.request.kind != "server":
            continue
        choice = take(frozen)
        held = holding(room, frozen.request, choice)
        mine = _units(room, held)
        other = _analysed(held, seed, "PS-2", **LITTLE)
        refusal = judge(held, replace(frozen.request, name="PS-2"), choice, today=frozen.today)
        assert not refusal.holds, f"seed {seed}"
        assert refusal.reasons, f"seed {seed}"
        for number in range(1, (other.result == "fits") + 1 + len(other.answer["alternatives"])):
            for place in _units(room, holding(room, other.request, take(other, number))):
                assert not any(one.meets(place) for one in mine), f"seed {seed}"
                compared += 1
    assert compared >= 5


def _units(room: Room, held: Room) -> list[Place]:
    """The units that the rows added to the room take."""
    rows = [hold(row, None, None).place for row in held.reservations[len(room.reservations) :]]
    return [place for place in rows if place is not None]


def test_an_own_choice_of_units_that_fit_is_completed_so_that_it_holds() -> None:
    """Rack, unit and face of a place of the analysis are enough: cords and ports are found again."""
    completed = 0
    for seed, room, frozen in fitting():
        if frozen.request.quantity > 1:
            continue  # one by one, an early item may take what a late one needs
        bare = [
            ItemPlace(item.item, item.rack, item.position_hu, item.face, host=item.host)
            for item in take(frozen).items
        ]
        own = take_own(room, frozen, bare, today=frozen.today, reason="seen on the spot")
        assert judge(room, frozen.request, own, today=frozen.today).holds, f"seed {seed}"
        completed += 1
    assert completed >= 7


def test_equipment_heavier_than_asked_is_refused_exactly_where_the_rack_does_not_carry_it() -> None:
    """The verifier's word on the installed weight is that of the ledger on a request of that weight."""
    said = {True: 0, False: 0}
    for seed, room, frozen in fitting():
        request = frozen.request
        if request.kind != "server" or request.quantity > 1:
            continue
        rng = Random(seed)
        choice = take(frozen)
        item = choice.items[0]
        held = holding(room, request, choice)
        for weight_g in (0, *(rng.randint(1, 12) * (request.weight_g or 1_000) for _ in range(3))):
            verdict = judge_installed(
                held, request, choice, [Installed("SN", "", weight_g=weight_g)], today=frozen.today
            )
            answer = own_place(
                Checker(room, frozen.today),
                replace(request, weight_g=weight_g),
                item.rack or "",
                item.position_hu or 0,
                item.face or "front",
            )
            assert verdict.holds == bool(answer.placement), f"{weight_g} g of seed {seed}: {verdict.reasons}"
            said[verdict.holds] += 1
    assert min(said.values()) >= 4
