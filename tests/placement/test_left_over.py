"""What a plan leaves over: which items, why the next one fits nowhere, and what the limits lack for all."""

from __future__ import annotations

from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT
from placement.batch.blockers import stop_json
from placement.batch.decode import placements
from placement.batch.standing import Standing
from placement.left_over import LeftOver, left_over, unplaced
from placement.request import Request
from placement.shortfall import Shortfalls
from tests.builders import app, chain, host, rack, room, server
from tests.placement.batch.batches import batch_of, empty, many, solved


def rest(standing: Standing) -> LeftOver:
    return left_over(standing.batch.ledger.room, standing, placements(standing))


def test_the_lowest_priorities_are_left_over() -> None:
    """Of 2 x 3, 1 x 2 and 4 x 1 five are placed: three of the last request are not; then all of it."""
    asks = [many(4, name="low"), many(2, name="high", priority=3), many(1, name="middle", priority=2)]
    standing = empty(batch_of(None, *asks))
    standing.add(0, 4)
    assert unplaced(standing, 0) == [(0, 3)]
    standing.remove(0, 2)
    assert unplaced(standing, 0) == [(2, 1), (0, 4)]
    standing.remove(0, 2)
    assert unplaced(standing, 0) == [(1, 2), (2, 1), (0, 4)]


def test_nothing_left_over_needs_no_word() -> None:
    """All five stand."""
    standing = solved(None, many(5)).standing
    assert unplaced(standing, 0) == []
    assert rest(standing) == LeftOver({}, Shortfalls())


def test_each_kind_that_has_items_left_is_checked_once() -> None:
    """Eleven units: five of 2U and a 1U fill them, and the sixth of 2U has no room and no weight left."""
    where = room(racks=(rack(height_u=11),))
    standing = solved(where, server(quantity=6), many(1, name="Q2")).standing
    found = rest(standing)
    assert len(found.answers) == 1
    (answer,) = found.answers.values()
    assert answer.decision == DOES_NOT_FIT
    assert {r.rule for r in answer.reasons} == {"space", "weight"}


def test_shortfalls_are_for_all_that_is_left_over() -> None:
    """Five of eight go in by weight: three of 20 kg lack 60 kg."""
    found = rest(solved(None, many(8, weight_g=20_000)).standing)
    assert found.shortfalls.asked == 3
    assert [(stop_json(s)["limit"], stop_json(s)["short"]) for s in found.shortfalls.stops] == [
        ("weight R1", 60)
    ]


def test_what_cannot_be_decided_has_no_shortfall() -> None:
    """R2 may take it; what is not modelled likewise."""
    racks = (rack("R1"), rack("R2", max_load_g=None))
    where = room(racks=racks, power=chain("R1", "R2"))
    found = rest(solved(where, server(quantity=6), server(name="Q2", height_hu=0)).standing)
    assert {a.decision for a in found.answers.values()} == {CANNOT_DECIDE}
    assert (found.shortfalls.asked, found.shortfalls.stops) == (0, ())


def test_items_of_one_request_keep_their_rules_with_those_that_stand() -> None:
    """One in the only rack; the second is kept out by the first, and no limit would help."""
    asks: Request = server(quantity=2, keep=("apart:rack",))
    found = rest(solved(None, asks).standing)
    (answer,) = found.answers.values()
    assert answer.conflicts == (("keep",),)
    assert found.shortfalls.unreachable == ("Q1",)


def test_applications_are_left_over_too() -> None:
    """Two of six lack 8 vcpu."""
    found = rest(solved(room(hosts=(host("N1"),)), app(quantity=6)).standing)
    (answer,) = found.answers.values()
    assert [r.rule for r in answer.reasons] == ["hosting"]
    assert [(stop_json(s)["limit"], stop_json(s)["short"]) for s in found.shortfalls.stops] == [
        ("vcpu N1", 8)
    ]


def test_a_search_that_stopped_early_gives_no_reason() -> None:
    """Nothing is placed though all would fit: it does not fit, and nothing is short."""
    found = rest(empty(batch_of(None, many(3))))
    (answer,) = found.answers.values()
    assert (answer.decision, answer.reasons) == (DOES_NOT_FIT, ())
    assert found.shortfalls.stops == ()
