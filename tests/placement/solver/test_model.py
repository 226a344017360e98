"""The CP-SAT models: the thin door to the solver, and what a sure and a possible model say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity.limits.limit import CLIP
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from placement.proof import SEED
from placement.solver.counts import Counts
from placement.solver.cpsat import Model
from placement.solver.model import decide, excluded
from tests.builders import SERVER, app, chain, device, host, ledger, pdu, rack, room, server

NOTHING: frozenset[str] = frozenset()


def test_the_best_sum_within_the_rows_is_found() -> None:
    """Of 2 a + 3 b <= 12, four b and no a give most of a + 2 b: 8."""
    model = Model()
    a, b = model.variable(0, 5), model.variable(0, 5)
    model.linear({a: 2, b: 3}, None, 12)
    model.maximise({a: 1, b: 2})
    found = model.solve(SEED)
    assert (found.status, found.objective, found.bound) == ("optimal", 8, 8)
    assert found.values == (0, 4)


def test_rows_bound_from_below_too() -> None:
    """3 <= a + b <= 3."""
    model = Model()
    a, b = model.variable(0, 2), model.variable(1, 1)
    model.linear([(a, 1), (b, 1)], 3, 3)
    assert model.solve(SEED).values == (2, 1)


def test_what_cannot_be_is_infeasible() -> None:
    """a <= 2 and a >= 3."""
    model = Model()
    a = model.variable(0, 2)
    model.linear({a: 1}, 3, None)
    found = model.solve(SEED)
    assert (found.status, found.objective) == ("infeasible", None)


@pytest.mark.parametrize(
    ("charge", "threshold", "sure", "most"),
    [
        (3, 10, True, 3),
        (3, -1, True, 0),
        (0, 0, True, None),
        (None, 10, True, 0),
        (None, CLIP, True, None),
        (None, 10, False, None),
    ],
)
def test_a_threshold_takes_so_many_like_charges(
    charge: int | None, threshold: int, sure: bool, most: int | None
) -> None:
    """None is as many as there are; an unknown charge takes all or nothing."""
    assert Counts(5, sure=sure).most(charge, threshold) == most


def test_a_request_fits_cannot_be_decided_or_does_not_fit() -> None:
    """By the sure model, by the possible one alone, or by neither."""
    unknown = room(racks=(rack(max_load_g=None),))
    assert decide(ledger(), SERVER, SEED).decision == FITS
    assert decide(ledger(unknown), SERVER, SEED).decision == CANNOT_DECIDE
    assert decide(ledger(), server(weight_g=10**6), SEED).decision == DOES_NOT_FIT
    assert decide(ledger(room(hosts=(host("N1"),))), app(), SEED).decision == FITS
    assert decide(ledger(), app(), SEED).decision == DOES_NOT_FIT


def test_a_placement_is_given_where_it_is_certain_and_wanted() -> None:
    """Not of an undecided request, and not if only the decision is asked for."""
    found = decide(ledger(), replace(SERVER, quantity=2), SEED)
    assert [p.item for p in found.placement] == [1, 2]
    assert decide(ledger(), SERVER, SEED, place=False).placement == ()
    assert decide(ledger(room(racks=(rack(max_load_g=None),))), SERVER, SEED).placement == ()


def test_items_go_where_they_are_worth_most() -> None:
    """R2 is worth 5 an item and takes two, R1 is worth 1."""
    where = ledger(room(racks=(rack("R1"), rack("R2", height_u=4)), power=chain("R1", "R2")))
    scores = {(0, 0): 1, (1, 1): 5}
    found = decide(where, replace(SERVER, quantity=3), SEED, scores)
    assert sorted(str(p.rack) for p in found.placement) == ["R1", "R2", "R2"]
    assert found.objective == 11


def test_only_what_no_unknown_data_could_let_in_is_excluded() -> None:
    unknown = ledger(room(racks=(rack(max_load_g=None),)))
    heavy = server(weight_g=10**6)
    assert not excluded(unknown, SERVER, SEED, NOTHING)
    assert excluded(ledger(), heavy, SEED, NOTHING)
    assert not excluded(ledger(), heavy, SEED, frozenset({"weight"}))


@pytest.mark.parametrize(
    "rule", ["status", "zone", "dedicated", "depth", "heat", "weight", "space", "cords", "keep_free"]
)
def test_a_rule_that_is_left_out_is_not_asked(rule: str) -> None:
    """R1 breaks that rule only; without it the server is not excluded."""
    changes = {
        "status": {"status": "retired"},
        "zone": {"security_zone": "dmz"},
        "dedicated": {"dedicated_to": "bps"},
        "depth": {"usable_depth_mm": 1},
        "heat": {"max_heat_w": 1},
        "weight": {"max_load_g": 1},
        "space": {"height_u": 1},
    }
    policy = {"keep_free_hu": 18} if rule == "keep_free" else {}
    nodes = chain() if rule != "cords" else chain()[:-1]
    where = ledger(room(racks=(rack(**changes.get(rule, {})),), power=nodes, policy=policy))  # type: ignore[arg-type]
    assert excluded(where, SERVER, SEED, NOTHING)
    assert not excluded(where, SERVER, SEED, frozenset({rule}))


def test_a_rack_without_pdus_plugs_into_no_other_rack_when_cords_are_left_out() -> None:
    """R1 carries two of 100 W; R2 has no pdu at all, and takes the third."""
    where = ledger(room(racks=(rack("R1"), rack("R2")), power=chain(R1_A={"rated_w": 200})))
    three = server(quantity=3, power_w=100)
    assert excluded(where, three, SEED, NOTHING)
    assert not excluded(where, three, SEED, frozenset({"cords"}))


def test_power_and_outlets_are_left_out_one_by_one() -> None:
    """One pdu has no socket and the other no power: without either rule the item goes in."""
    nodes = (*chain(R1_B={"outlets": 0}), replace(pdu("R1-B2", "PB"), rated_w=1))
    where = ledger(room(device(), power=nodes))
    assert excluded(where, SERVER, SEED, NOTHING)
    for rule in ("power", "outlets"):
        assert not excluded(where, SERVER, SEED, frozenset({rule}))
