"""plan: a batch by priority, in part where it must be, with reasons and shortfalls for what is left over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity.room import Reservation
from placement import plan as module
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from placement.batch.blockers import stop_json
from placement.errors import Disagreement
from placement.plan import Objective, Plan, plan
from placement.verify import Verifier
from tests.builders import TODAY, app, chain, device, group, host, need, rack, room, server
from tests.placement.batch.batches import many
from tests.properties.random_rooms import random_batch


def decisions(found: Plan) -> list[tuple[str, str, int]]:
    """Decision and placed items of every request."""
    return [(r.request, r.decision, len(r.placement)) for r in found.requests]


def test_a_batch_that_goes_in_is_placed_whole() -> None:
    """Two of 2U and three of 1U; the only rack has to be opened."""
    found = plan(room(), [server(quantity=2), many(3, name="Q2")], TODAY)
    assert decisions(found) == [("Q1", FITS, 2), ("Q2", FITS, 3)]
    assert (len(found.placed), found.asked) == (5, 5)
    assert [(o.name, o.value, o.bound, o.gap) for o in found.objectives] == [
        ("priority of placed items", 5, 5, 0.0), ("empty racks opened", 1, 1, 0.0),
        ("height left in runs below 2 U", 0, 0, 0.0),
    ]  # fmt: skip
    assert found.shortfalls.stops == ()
    assert (found.proof.status, found.proof.bound, found.proof.reproducible) == ("optimal", 5, True)
    assert found.policy_version == "test"


def test_the_highest_priority_comes_first_and_the_rest_in_part() -> None:
    """Five of 20 kg go in: the four of priority 2, and one of three of priority 1."""
    found = plan(room(), [server(quantity=3), server(name="Q2", quantity=4, priority=2)], TODAY)
    assert decisions(found) == [("Q1", DOES_NOT_FIT, 1), ("Q2", FITS, 4)]
    assert found.objectives[0] == Objective("priority of placed items", "priority", 9, 9)
    assert [p.item for p in found.requests[0].placement] == [1]


def test_what_is_left_over_has_reasons_and_conflicts_in_the_room_as_it_is_then() -> None:
    """The rack is full of units and of weight; either alone keeps the next one out."""
    found = plan(room(), [server(quantity=6)], TODAY)
    (left,) = found.requests
    assert {r.rule for r in left.reasons} == {"space", "weight"}
    assert left.conflicts == (("space",), ("weight",))
    assert found.shortfalls.asked == 1
    assert found.shortfalls.conflicts == (("space",), ("weight",))


def test_what_would_fit_is_said_of_one_that_is_left_over() -> None:
    """UA has 200 W left of 1,200 W."""
    found = plan(room(power=chain(UA={"rated_w": 1_200})), [server(quantity=3)], TODAY)
    assert {"power_w": 200} in found.requests[0].would_fit_if
    (stop,) = found.shortfalls.stops
    assert (stop_json(stop)["limit"], stop_json(stop)["short"]) == ("ups UA", 300)


def test_nothing_to_place_is_placed() -> None:
    """No requests at all."""
    found = plan(room(), [], TODAY)
    assert (found.placed, found.asked, found.requests) == ((), 0, ())
    assert found.objectives[0].gap == 0.0


def test_what_is_not_modelled_cannot_be_decided_and_takes_nothing_from_others() -> None:
    """A server beside the rails, a blade, and one that fits."""
    asks = [server(height_hu=0), server(name="Q2", chassis=True), server(name="Q3")]
    found = plan(room(), asks, TODAY)
    assert decisions(found) == [("Q1", CANNOT_DECIDE, 0), ("Q2", CANNOT_DECIDE, 0), ("Q3", FITS, 1)]
    assert [m.column for m in found.requests[0].missing] == ["u_height"]
    assert [m.column for m in found.requests[1].missing] == ["device_type"]
    assert found.shortfalls.asked == 0


def test_an_item_that_only_missing_data_keep_out_cannot_be_decided() -> None:
    """R1 takes five for certain; R2 might take the others, were its load known."""
    racks = (rack("R1"), rack("R2", max_load_g=None))
    found = plan(room(racks=racks, power=chain("R1", "R2")), [server(quantity=7)], TODAY)
    assert decisions(found) == [("Q1", CANNOT_DECIDE, 5)]
    assert [(m.file, m.column) for m in found.requests[0].missing] == [("racks.csv", "max_load_kg")]
    assert found.shortfalls.stops == ()


def test_a_request_of_unknown_weight_cannot_be_decided() -> None:
    """The cell is the request's own."""
    found = plan(room(), [server(weight_g=None)], TODAY)
    assert decisions(found) == [("Q1", CANNOT_DECIDE, 0)]
    assert [m.column for m in found.requests[0].missing] == ["weight_kg"]


def test_reservations_of_the_requests_are_released_first() -> None:
    """Q1 holds the whole rack, Q9 holds nothing that matters."""
    held = Reservation("H", request="Q1", rack="R1", position_hu=2, height_hu=20, weight_g=0, power_w=0)
    assert decisions(plan(room(reservations=(held,)), [server()], TODAY)) == [("Q1", FITS, 1)]
    other = replace(held, request="Q9")
    assert decisions(plan(room(reservations=(other,)), [server()], TODAY)) == [("Q1", DOES_NOT_FIT, 0)]


def test_an_item_kept_out_by_a_rule_of_others_is_told_so() -> None:
    """Q2 asks for nothing, but Q1 stands alone in the only rack."""
    asks = [server(keep=("apart:rack",), group="web", priority=9), server(name="Q2", group="web")]
    found = plan(room(), asks, TODAY)
    assert decisions(found) == [("Q1", FITS, 1), ("Q2", DOES_NOT_FIT, 0)]
    assert [r.rule for r in found.requests[1].reasons] == ["keep"]


def test_applications_and_servers_are_planned_at_once() -> None:
    """Four applications of six, and both servers."""
    found = plan(room(hosts=(host("N1"),)), [app(quantity=6), server(name="Q2", quantity=2)], TODAY)
    assert decisions(found) == [("Q1", DOES_NOT_FIT, 4), ("Q2", FITS, 2)]
    assert {p.host for p in found.requests[0].placement} == {"N1"}


def test_conditions_are_those_of_the_places_and_of_the_room() -> None:
    """A single cord names the losses that switch it off; cooling and ports are not checked."""
    (single,) = plan(room(), [server(cords=1)], TODAY).requests
    assert any("UA" in c or "UB" in c for c in single.conditions)
    assert "There is no cooling.csv: cooling is not checked." in single.conditions


def test_a_batch_planned_twice_is_planned_the_same() -> None:
    """Whole answers are equal, in a room where much is equally good; another seed may place otherwise."""
    racks = tuple(rack(f"R{i}", row=f"{i % 2}", max_heat_w=800) for i in range(5))
    where = room(racks=racks, power=chain(*(r.name for r in racks)), ports=(group("S", 9),))
    asks = [many(3, power_w=p, name=f"Q{p}", ports=(need(1),)) for p in (110, 230, 290, 370)]
    first, second = plan(where, asks, TODAY), plan(where, asks, TODAY)
    assert first == second
    other = plan(where, asks, TODAY, seed=7)
    assert (other.proof.seed, other.objectives[0].value) == (7, first.objectives[0].value)


def test_progress_is_reported() -> None:
    """Value and bound."""
    heard: list[tuple[int, int]] = []
    plan(room(), [server(quantity=6)], TODAY, report=lambda value, bound: heard.append((value, bound)))
    assert heard[-1] == (5, 5)


def test_a_plan_that_the_verifier_rejects_is_no_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is shown that does not hold; here the cords are lost on the way."""
    right = module.placements
    monkeypatch.setattr(
        module, "placements", lambda standing: tuple(replace(p, cords=()) for p in right(standing))
    )
    with pytest.raises(Disagreement, match="the verifier rejects the plan"):
        plan(room(), [server()], TODAY)


def test_the_gap_is_a_part_of_the_value() -> None:
    """From 10 to 12 a fifth; from nothing to 2 twice."""
    assert Objective("x", "priority", 10, 12).gap == pytest.approx(0.2)
    assert Objective("x", "racks", 10, 8).gap == pytest.approx(0.2)
    assert Objective("x", "priority", 0, 2).gap == 2.0


def test_no_plan_is_worse_than_its_greedy_start_and_all_of_them_hold() -> None:
    """On random batches; every request is answered, and undecided ones name a cell."""
    seen = set()
    for seed in range(300, 325):
        case = random_batch(seed)
        found = plan(case.room, case.wanted, case.today)
        value = sum(r.priority * len(p.placement) for r, p in zip(case.wanted, found.requests, strict=True))
        assert found.start <= found.objectives[0].value == value <= found.objectives[0].bound
        verdict = Verifier(case.room, case.today, [r.name for r in case.wanted]).verify(
            list(case.wanted), found.placed
        )
        assert verdict.holds
        assert not verdict.unknown
        for asked, told in zip(case.wanted, found.requests, strict=True):
            seen.add(told.decision)
            assert (told.request, told.asked) == (asked.name, asked.quantity)
            assert (told.decision == FITS) == (len(told.placement) == asked.quantity)
            assert bool(told.missing) == (told.decision == CANNOT_DECIDE), seed
    assert seen == {FITS, DOES_NOT_FIT, CANNOT_DECIDE}


def test_a_full_room_places_nothing() -> None:
    """And says why."""
    found = plan(room(device(height_hu=20)), [server()], TODAY)
    assert decisions(found) == [("Q1", DOES_NOT_FIT, 0)]
    assert found.requests[0].conflicts == (("space",),)


def test_what_is_worth_nothing_is_placed_where_there_is_room_for_it() -> None:
    """Priority 0 adds nothing to the sum, but nobody is left outside an empty room for that."""
    found = plan(room(), [server(priority=0), server(name="Q2", quantity=2)], TODAY)
    assert decisions(found) == [("Q1", FITS, 1), ("Q2", FITS, 2)]
    assert found.objectives[0].value == 2
