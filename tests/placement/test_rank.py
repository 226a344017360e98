"""Ranking: better places first by visible terms, ties by name, and every alternative a place that holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from capacity.policy import RANKING_DEFAULTS
from capacity.room import Cord, Room
from placement.answer import FITS, Answer
from placement.candidates import candidates
from placement.check import Checker
from placement.placed import Placed
from placement.rank import best_places
from placement.request import Request
from tests.builders import (
    SERVER,
    UPSTREAM,
    app,
    chain,
    check,
    device,
    draws,
    group,
    host,
    need,
    pdu,
    rack,
    random_room,
    room,
    server,
    unit,
    vm,
)


def only(*terms: str) -> dict[str, Any]:
    """A policy that ranks by these terms and by nothing else."""
    return {"ranking": {name: int(name in terms) for name in RANKING_DEFAULTS}}


def places(answer: Answer) -> list[Placed]:
    """The first place and the alternatives, in order."""
    return [answer.placement[0], *(other.placement[0] for other in answer.alternatives)]


def ranked(where: Room, request: Request = SERVER) -> list[str]:
    """Rack and unit of every place, best first."""
    return [
        f"{p.rack} {(p.position_hu or 0) / 2:g}" for p in places(check(where, request, alternatives=None))
    ]


def three(*rows: dict[str, Any], **more: Any) -> Room:
    """Racks R1, R2 ... of 2 U, one place each for a server of 2 U, with these changes."""
    racks = tuple(rack(f"R{i}", **({"height_u": 2} | row)) for i, row in enumerate(rows, 1))
    return room(**({"racks": racks, "power": chain(*(r.name for r in racks))} | more))


# --- terms -----------------------------------------------------------------------------------


def test_a_place_at_the_end_of_a_run_keeps_the_run_long() -> None:
    """In 4 U a server of 2 U at unit 1 or 3 leaves 2 U in one piece, at unit 2 1 U below and 1 U above."""
    where = room(racks=(rack(height_u=4),), policy=only("keep_long_runs"))
    answer = check(where, alternatives=None)
    assert ranked(where) == ["R1 1", "R1 3", "R1 2"]
    # kept: 2 of 4 U (500) and all of the rest (1000); at unit 2 1 of 4 U (250) and half of the rest (500)
    assert [answer.score, *(a.score for a in answer.alternatives)] == [0.75, 0.75, 0.375]


def test_a_gap_of_just_that_height_is_filled_first() -> None:
    """D1 at unit 3 leaves units 1-2 and 4-8: the gap below costs no long run."""
    where = room(device(position_hu=6), racks=(rack(height_u=8),), policy=only("keep_long_runs"))
    assert ranked(where)[0] == "R1 1"


def test_an_empty_rack_is_kept_empty() -> None:
    """R2 has a device, R1 has none."""
    where = three({}, {"height_u": 3}, devices=(device(rack="R2"),), policy=only("keep_empty_racks"))
    assert ranked(where) == ["R2 2", "R1 1"]


def test_power_is_taken_where_most_is_left() -> None:
    """R1-A carries 3,000 W already, R2 nothing."""
    there = draws("D1", 3_000, "R1-A")
    wide = {"max_heat_w": 9_000}
    where = three(wide, wide, devices=(there,), policy=only("failover_budget"))
    assert ranked(where) == ["R2 1", "R1 1"]


def test_cords_that_fewer_losses_switch_off_are_better() -> None:
    """R1-B hangs behind a panel and a UPS, R1-C on the utility itself."""
    nodes = (*UPSTREAM, pdu("R1-B", "PB"), replace(pdu("R1-C", "UTIL"), path=None))
    where = room(power=nodes, policy=only("fewer_losses"))
    assert check(where, server(cords=1)).placement[0].cords == (Cord("R1-C"),)


def test_the_leg_that_has_least_is_chosen() -> None:
    """500 W on L1 and 400 W on L2 of both pdus: the next 500 W go to L3."""
    nodes = chain(R1_A={"phases": 3}, R1_B={"phases": 3})
    there = (draws("D1", 500, "R1-A:L1", "R1-B:L1"), draws("D2", 400, "R1-A:L2", "R1-B:L2"))
    where = room(*there, power=nodes, policy=only("leg_balance"))
    assert check(where).placement[0].cords == (Cord("R1-A", "L3"), Cord("R1-B", "L3"))


@pytest.mark.parametrize(
    ("weight_g", "shares"), [(40_000, [1.0, 0.75, 0.5, 0.25]), (39_999, [1.0, 1.0, 1.0, 1.0])]
)
def test_heavy_equipment_goes_low(weight_g: int, shares: list[float]) -> None:
    """From 40 kg on every unit higher in a rack of 4 U costs a quarter; below, no unit costs anything."""
    where = room(racks=(rack(height_u=4),), policy=only("heavy_low"))
    answer = check(where, server(height_hu=2, weight_g=weight_g), alternatives=None)
    assert [answer.score, *(a.score for a in answer.alternatives)] == shares
    assert [p.position_hu for p in places(answer)] == [2, 4, 6, 8]


def test_short_cables_are_better() -> None:
    """The switch stands in R2; R1 is 3 m away, R3 as far and 1 m of another row."""
    where = three(
        {"x_mm": 3_000},
        {"x_mm": 0},
        {"x_mm": 0, "y_mm": 4_000},
        ports=(group("SWA", 4, rack="R2"),),
        policy=only("cable_length"),
    )
    assert ranked(where, server(ports=(need(1),))) == ["R2 1", "R1 1", "R3 1"]


def test_cool_zones_are_better() -> None:
    """Z2 has 3,000 W, Z1 1,000 W."""
    units = (unit("C1", 1_000, "Z1"), unit("C2", 3_000, "Z2"))
    where = three({}, {"cooling_zone": "Z2"}, cooling=units, policy=only("cooling_margin"))
    assert ranked(where) == ["R2 1", "R1 1"]


def test_the_score_is_the_weighted_mean_of_the_terms_that_are_shown() -> None:
    """Weights 3 and 1: (3 x 1.0 + 1 x 0.0) / 4 in an occupied rack without cooling to spare."""
    policy = {"ranking": dict.fromkeys(RANKING_DEFAULTS, 0) | {"keep_empty_racks": 3, "cooling_margin": 1}}
    where = room(device(), cooling=(unit("C1", 500),), policy=policy)
    answer = check(where)
    assert dict(answer.terms) == {"keep_empty_racks": 1.0, "cooling_margin": 0.0}
    assert answer.score == 0.75


def test_weights_of_zero_leave_the_order_to_the_names() -> None:
    """All weights 0: no term is shown, and every score is 0."""
    where = three({}, {}, policy=only())
    answer = check(where)
    assert (answer.score, dict(answer.terms)) == (0.0, {})
    assert ranked(where) == ["R1 1", "R2 1"]


# --- order -----------------------------------------------------------------------------------


def test_ties_go_by_name_whatever_the_order_of_rows() -> None:
    """R10 comes before R2 as text does."""
    racks = tuple(rack(name, height_u=2) for name in ("R2", "R10", "R1"))
    where = room(racks=racks, power=chain("R2", "R10", "R1"))
    assert ranked(where) == ["R1 1", "R10 1", "R2 1"]


def test_ties_within_a_rack_go_by_unit_and_then_by_face() -> None:
    """Half depth: both faces of unit 1, then of unit 2."""
    where = room(racks=(rack(height_u=2),), policy=only())
    found = places(check(where, server(height_hu=2, depth="half", depth_mm=400), alternatives=None))
    assert [(p.position_hu, p.face) for p in found] == [(2, "front"), (2, "rear"), (4, "front"), (4, "rear")]


def test_ties_of_cords_go_by_the_names_of_the_pdus() -> None:
    """R1-A before R1-A2."""
    nodes = (*UPSTREAM, pdu("R1-A2", "PA"), pdu("R1-A", "PA"), pdu("R1-B", "PB"))
    assert check(room(power=nodes)).placement[0].cords == (Cord("R1-A"), Cord("R1-B"))


@pytest.mark.parametrize(("most", "count"), [(0, 0), (1, 1), (5, 5), (None, 8)])
def test_as_many_alternatives_are_listed_as_asked_for(most: int | None, count: int) -> None:
    """2 U in 10 U stand at nine places."""
    assert len(check(alternatives=most).alternatives) == count


def test_one_place_per_rack_is_its_best() -> None:
    """Of each rack the first of the whole list."""
    where = room(racks=(rack("R1"), rack("R2", height_u=4)), power=chain("R1", "R2"))
    every = ranked(where)
    answer = check(where, alternatives=None, one_per_rack=True)
    found = [f"{p.rack} {(p.position_hu or 0) / 2:g}" for p in places(answer)]
    assert found == [next(e for e in every if e.startswith(r)) for r in dict.fromkeys(e[:2] for e in every)]


def test_hosts_are_ranked_by_what_is_left_of_their_tightest_resource() -> None:
    """4 of 16 vcpu are asked: N1 (8 in use) keeps a quarter; N2 and N3 keep three."""
    hosts = (host("N3"), host("N2"), host("N1"))
    where = room(hosts=hosts, vms=(vm("V1", "N1", vcpu=8),))
    answer = check(where, app(memory_mb=0, disk_gb=0), alternatives=None)
    assert [p.host for p in places(answer)] == ["N2", "N3", "N1"]
    assert [answer.score, *(a.score for a in answer.alternatives)] == [0.75, 0.75, 0.25]


# --- random rooms ----------------------------------------------------------------------------


@pytest.mark.parametrize("first", range(3_000, 3_090, 30))
def test_alternatives_of_random_rooms_differ_are_in_order_and_are_verified(first: int) -> None:
    """Every place of ninety rooms; the first ones are the same when fewer are asked for."""
    seen = 0
    for seed in range(first, first + 30):
        case = random_room(seed)
        request = replace(case.request, quantity=1)
        checker = Checker(case.room, case.today)
        answer = checker.check(request, alternatives=None)
        if answer.decision != FITS:
            assert answer.alternatives == ()
            continue
        found = places(answer)
        keys = [(p.host, p.rack, p.position_hu, p.face) for p in found]
        assert len(set(keys)) == len(keys) == answer.places["certain"]
        assert _in_order(checker, request, answer), f"order of seed {seed}"
        verifier = checker.compiled(request)[1]
        for placed in found:
            verdict = verifier.verify_one(request, (placed,))
            assert verdict.holds, f"{placed} of seed {seed}: {verdict.violations}"
            assert not verdict.unknown, f"{placed} of seed {seed}: {verdict.unknown}"
        few = checker.check(request, alternatives=2)
        assert places(few) == found[:3]
        assert all(0 <= share <= 1 for share in answer.terms.values())
        seen += len(found)
    assert seen >= 50


def _in_order(checker: Checker, request: Request, answer: Answer) -> bool:
    """The places are as a plain sort by score, name, unit and face has them."""
    if request.kind == "application":
        scores = [answer.score or 0.0, *(a.score for a in answer.alternatives)]
        hosts = [(-s, str(p.host)) for s, p in zip(scores, places(answer), strict=True)]
        return hosts == sorted(hosts)
    table = candidates(checker.compiled(request)[0], request)
    weights = checker.room.policy.ranking
    names = [r.name for r in checker.room.racks]
    order = [
        (-sum(weights[n] * term for n, term in r.terms.items()), names[r.rack], r.start, r.face)
        for r in best_places(table, None)
    ]
    return order == sorted(order)


def test_without_their_files_terms_are_whole() -> None:
    """No power.csv, no cooling.csv and no ports.csv: no place is worse for it."""
    answer = check(room(power=()))
    assert {answer.terms[n] for n in ("failover_budget", "fewer_losses", "leg_balance")} == {1.0}
    assert {answer.terms[n] for n in ("cable_length", "cooling_margin")} == {1.0}
