"""Power rows: how many items nodes, legs and losses let in, and that fewer rows say as much as all."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity.policy import PPM
from capacity.room import Cord, PowerNode, Room
from placement.batch.batch import Batch
from placement.batch.blocks import Block
from tests.builders import POLICY, chain, draws, ledger, node, pdu, rack, room
from tests.networks import naive_capacity, naive_load, naive_loads, networks
from tests.placement.batch.batches import batch_of, count, many

COLD = rack(max_heat_w=10**6)


def powered(*nodes: PowerNode, policy: dict[str, object] | None = None, **more: object) -> Room:
    """A rack that takes any heat, on these nodes."""
    return room(racks=(COLD,), power=nodes, policy=policy or {}, **more)


def power_of(batch: Batch) -> Block:
    (found,) = (block for block in batch.blocks if block.rule == "power")
    return found


def test_with_nothing_lost_each_pdu_carries_half() -> None:
    """No node may be lost: 4 kW on either side carry eight of 1 kW."""
    calm = powered(*chain(), policy={"survive": ()})
    assert count(calm, many(8, power_w=1_000)) == 8
    assert count(calm, many(9, power_w=1_000)) == 8


def test_what_may_be_used_with_nothing_lost_is_a_limit_of_its_own() -> None:
    """3,999 W then: 500 W each are seven; 4,000 W while the other pdu is lost: 1,000 W each are four."""
    less = chain(R1_A={"usable_ppm": 999_750, "failover_ppm": PPM, "rated_w": 4_000})
    where = powered(*less, policy={"survive": ("pdu",)})
    assert count(powered(*less, policy={"survive": ()}), many(8, power_w=1_000)) == 7
    assert count(where, many(8, power_w=1_000)) == 4


def test_the_other_path_carries_all_when_one_is_lost() -> None:
    """4 kW take eight of 500 W, not nine."""
    assert count(powered(*chain()), many(8, power_w=500)) == 8
    assert count(powered(*chain()), many(9, power_w=500)) == 8


def test_a_ups_is_short_by_one_watt() -> None:
    """1,999 W of UB take three of 500 W while UA is lost, 2,000 take four."""
    for rated, most in ((2_000, 4), (1_999, 3)):
        assert count(powered(*chain(UB={"rated_w": rated})), many(5, power_w=500)) == most


def test_each_leg_has_a_third() -> None:
    """3 kW in three legs of 1 kW take one of 600 W each; the fourth finds 400 W on every leg."""
    three = {"phases": 3, "rated_w": 3_000}
    where = powered(*chain(R1_A=three, R1_B=three))
    assert count(where, many(3, power_w=600)) == 3
    assert count(where, many(4, power_w=600)) == 3
    assert count(where, many(7, power_w=500)) == 6


def test_single_cords_are_spread_over_both_pdus() -> None:
    """4 kW each take four of 1 kW; a ninth finds none."""
    assert count(powered(*chain()), many(8, power_w=1_000, cords=1)) == 8
    assert count(powered(*chain()), many(9, power_w=1_000, cords=1)) == 8


def test_a_transfer_switch_hands_all_to_what_is_left() -> None:
    """A rack ATS of 4 kW: while PA is lost PB gives 1,000 W, two of 500 W."""
    nodes = (*chain(PB={"rated_w": 1_000})[:5], pdu("R1-A", "PA", "PB", feeding="transfer"))
    assert count(powered(*nodes), many(2, power_w=500, cords=1)) == 2
    assert count(powered(*nodes), many(3, power_w=500, cords=1)) == 2


def test_a_loss_that_takes_load_away_makes_no_room_for_more() -> None:
    """Of two single-corded servers on one pdu of 600 W one is too many, whatever the losses switch off."""
    nodes = (*chain()[:5], pdu("R1-A", "PA", rated_w=600))
    assert count(powered(*nodes), many(2, power_w=400, cords=1)) == 1


def test_an_excess_that_is_there_takes_nothing_more_but_what_draws_nothing() -> None:
    """R1-A carries 5,000 of 4,000 W alone already."""
    where = powered(*chain(), devices=(draws("D", 5_000, "R1-A", "R1-B"),))
    assert count(where, many(1, power_w=1)) == 0
    assert count(where, many(3, power_w=0)) == 3


def test_an_unknown_draw_closes_the_rows_for_certain_and_leaves_them_open_at_best() -> None:
    """At best the device draws nothing: eight of 500 W."""
    where = powered(*chain(), devices=(draws("D", None, "R1-A", "R1-B"),))
    assert len(batch_of(where, many(9, power_w=500)).columns) == 0
    best = batch_of(where, many(9, power_w=500), sure=False)
    assert best.upper.tolist() == [8]


def test_a_loss_that_says_nothing_new_has_no_row() -> None:
    """Seven nodes, one row each: all but the utility while something on the other side is lost."""
    batch = batch_of(powered(*chain()), many())
    grid = batch.ledger.power
    assert grid is not None
    rows = {(grid.chain.name(n), s is None) for n, s in power_of(batch).label}  # type: ignore[misc]
    assert rows == {
        ("utility UTIL", True), ("ups UA", False), ("ups UB", False), ("panel PA", False),
        ("panel PB", False), ("pdu R1-A", False), ("pdu R1-B", False),
    }  # fmt: skip


def test_a_loss_that_leaves_less_keeps_its_row_beside_one_that_brings_more() -> None:
    """Losing U2 brings X to U1 alone, where a standing load is 7,900 of 8,000 W then."""
    nodes = (
        node("U1", "ups"), node("U2", "ups"), node("U3", "ups"),
        pdu("R1-A", "U1"), pdu("R1-B", "U2"), pdu("R2-A", "U1", "U3"),
    )  # fmt: skip
    racks = (COLD, rack("R2", status="planned"))
    where = room(draws("D", 7_900, "R2-A"), racks=racks, power=nodes)
    # Nothing lost: U1 carries 3,950 W of D. U3 lost: 7,900 W, and 100 W are left for half of each item;
    # U2 lost: 3,950 W, and all of each item. 2 x 50 W fit beside D, a third does not.
    assert count(where, many(9, power_w=100)) == 2


@settings(max_examples=60)
@given(st.data(), networks(), st.integers(1, 2), st.integers(0, 2**32))
def test_the_rows_let_in_just_what_a_plain_walk_of_the_chain_does(
    data: st.DataObject, nodes: list[PowerNode], cords: int, seed: int
) -> None:
    """Random chains with a pdu on either path, what stands there, up to three items per choice of cords."""
    rng = Random(seed)
    policy = replace(
        POLICY, survive=tuple(sorted(data.draw(st.sets(st.sampled_from(("ups", "panel", "pdu"))))))
    )
    names = [n.name for n in nodes]
    nodes = [replace(n, rated_w=n.rated_w + 20) for n in nodes]
    nodes += [
        pdu(f"R1-{path}", *rng.sample(names, min(2, len(names))), rated_w=rng.randint(20, 60))
        for path in "AB"
    ]
    pdus = [n.name for n in nodes if n.kind == "pdu"]
    there = [draws(f"D{i}", rng.randint(0, 9), p) for i, p in enumerate(pdus) if rng.random() < 0.4]
    where = Room((COLD,), tuple(nodes), devices=tuple(there), policy=policy, files=frozenset({"power.csv"}))
    own = ledger(where)
    asked = [many(50, power_w=rng.randint(1, 9), cords=cords, name=f"Q{i}") for i in range(2)]
    batch = Batch.of(own, asked)
    if not len(batch.columns):
        return
    block = power_of(batch)
    stands = [(d.power_w or 0, d.cords) for d in there]
    for _ in range(4):
        counts = np.array([rng.choice((0, 0, 0, 1, 2, 3)) for _ in batch.columns.kind], dtype=np.int64)
        allowed = bool((block.load(batch.columns.kind, counts) <= block.left).all())
        assert allowed == _walked(nodes, policy.survive, batch, counts, stands), counts


def _walked(
    nodes: list[PowerNode],
    survive: tuple[str, ...],
    batch: Batch,
    counts: np.ndarray,
    stands: list[tuple[int, tuple[Cord, ...]]],
) -> bool:
    """True if no limit that the items burden exceeds its capacity in any scenario."""
    policy = batch.ledger.room.policy
    for loss in (None, *(n.name for n in nodes if n.kind in survive)):
        before = naive_loads(nodes, stands, loss)
        added: dict[str, Fraction] = {}
        for column in np.flatnonzero(counts).tolist():
            choices, number = batch.sockets.choices[int(batch.columns.socket[column])]
            draw = int(counts[column]) * batch.draws[int(batch.columns.kind[column])]
            for limit, part in naive_load(nodes, choices.cords(number), loss).items():
                added[limit] = added.get(limit, Fraction(0)) + draw * part
        for limit, more in added.items():
            if more and before.get(limit, Fraction(0)) + more > naive_capacity(nodes, limit, loss, policy):
                return False
    return True


@pytest.mark.parametrize("sure", [True, False])
def test_rooms_without_a_chain_have_no_rows(sure: bool) -> None:
    """Power is not checked there."""
    batch = batch_of(room(power=()), many(), sure=sure)
    assert "power" not in {block.rule for block in batch.blocks}
