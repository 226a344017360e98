"""What cords carry, asked of many racks of one chain: what is worked out once for all holds for each."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarks.rooms import make_room
from capacity.data import data_path
from capacity.ledger import Ledger
from capacity.limits.power import Plug, PowerGrid
from capacity.reading import read_room
from capacity.room import LEGS, Room
from tests.builders import TODAY, chain, draws, ledger, rack, room
from tests.networks import networks, plugs


def every_bar(grid: PowerGrid, asked: tuple[Plug, ...]) -> tuple[int, int]:
    """Draw that cords carry for certain and at most, by every limit in every scenario."""
    sure, possible = [], []
    for scenario in (None, *grid.chain.scenarios):
        for limit, part in grid.charge(asked, scenario).items():
            hard, easy = grid.left(limit, scenario)
            sure.append(hard // part)
            possible.append(easy // part)
    return min(sure), min(possible)


def choices(grid: PowerGrid, pdus: list[int]) -> list[tuple[Plug, ...]]:
    """Every single cord and pair of cords on some PDUs, a PDU twice and a cord without leg included."""
    legs = [(p, leg) for p in pdus for leg in (None, *(LEGS if (p, "L1") in grid.chain.leg_of else ()))]
    return [*((plug,) for plug in legs), *product(legs, legs)]


def check(grid: PowerGrid, asked: tuple[Plug, ...]) -> None:
    """Compare with every limit and scenario."""
    carry = grid.carry(asked)
    assert (carry.sure, carry.possible) == every_bar(grid, asked), str(asked)
    pdus = {pdu for pdu, _ in asked}
    assert carry.dark == tuple(s for s in grid.chain.scenarios if pdus <= grid.chain.dead(s)), str(asked)


@given(st.data())
def test_every_pair_of_a_chain_carries_what_all_limits_leave(data: st.DataObject) -> None:
    """Asked one after the other of one grid, with draws and cords that are known or not."""
    nodes = data.draw(networks())
    assume(any(n.kind == "pdu" for n in nodes))
    watts = st.one_of(st.none(), st.integers(0, 30))
    things = data.draw(st.lists(st.tuples(watts, st.one_of(st.just(()), plugs(nodes, 3))), max_size=3))
    there = [replace(draws(f"D{i}", draw), cords=cords) for i, (draw, cords) in enumerate(things)]
    grid = ledger(room(*there, power=tuple(nodes))).power
    assert grid is not None
    pdus = [i for i, node in enumerate(grid.chain.nodes) if node.kind == "pdu"]
    for asked in choices(grid, pdus):
        check(grid, asked)


def test_a_rack_whose_own_loss_is_the_tightest_of_the_row_is_asked_apart() -> None:
    """Losing R1-A puts all 3,000 W of D1 on PA, by R1-B: a cord on R1-A is dead then, one on R2-A is not."""
    fed = {"fed_by": ("PA", "PB"), "rated_w": 9_000}
    power = chain("R1", "R2", R1_A=fed, R2_A=fed, R1_B={"fed_by": ("PA",)}, PA={"rated_w": 3_600})
    racks, heavy = (rack("R1"), rack("R2")), draws("D1", 3_000, "R1-A", "R1-B")
    where = room(heavy, racks=racks, power=power, policy={"survive": ("pdu",)})
    wanted = {"R1-A": 2 * (3_600 - 2_250), "R2-A": 2 * (3_600 - 3_000)}
    for order in (("R1-A", "R2-A"), ("R2-A", "R1-A")):  # whichever is asked first
        grid = ledger(where).power
        assert grid is not None
        for name in order:
            asked: tuple[Plug, ...] = ((grid.chain.index[name], None),)
            check(grid, asked)
            assert grid.carry(asked).sure == wanted[name]


def test_pdus_on_the_same_parents_may_be_fed_in_different_ways() -> None:
    """On a PA of 2,000 W a PDU that shares PA and PB carries 4,000 W, one that takes all from PA 2,000 W."""
    fed = {"fed_by": ("PA", "PB")}
    power = chain("R1", "R2", R1_A=fed, R2_A={**fed, "feeding": "transfer"}, PA={"rated_w": 2_000})
    grid = ledger(room(racks=(rack("R1"), rack("R2")), power=power, policy={"survive": ()})).power
    assert grid is not None
    carried = [grid.carry(((grid.chain.index[name], None),)).sure for name in ("R1-A", "R2-A")]
    assert carried == [4_000, 2_000]


@pytest.mark.parametrize("phases", [1, 3])
def test_the_pairs_of_a_generated_room_carry_what_all_limits_leave(phases: int) -> None:
    """Forty racks in four rows, every choice of legs."""
    check_room(make_room(40, 5, "tight", three_phase=phases == 3))


@pytest.mark.parametrize("name", ["denpasar", "hall"])
def test_the_pairs_of_the_sample_rooms_carry_what_all_limits_leave(name: str) -> None:
    """Transfer switches, racks with an ATS, a UPS in three pairs."""
    check_room(read_room(data_path(f"rooms/{name}")))


def check_room(where: Room) -> None:
    """Compare every choice of cords of every rack."""
    found = Ledger(where, TODAY)
    grid = found.power
    assert grid is not None
    for cords in (1, 2):
        offered = found.cord_choices(cords)
        assert offered is not None
        for asked in offered.plugs:
            check(grid, asked)
