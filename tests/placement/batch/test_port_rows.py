"""Rows of ports: columns sent from groups to racks, bounded by what the groups have."""

from __future__ import annotations

import numpy as np

from capacity.room import PortGroup
from placement.batch.batch import Batch
from placement.batch.limit_rows import Counted
from placement.batch.part import Part
from placement.batch.port_rows import add_port_rows
from placement.batch.types import exact_types
from placement.proof import SEED
from placement.solver.search import Effort, search
from placement.solver.system import System
from tests.builders import app, chain, group, host, need, rack, room
from tests.placement.batch.batches import batch_of, many

TWO = (rack("R1"), rack("R2"))


def wired(*groups: PortGroup, **more: object) -> Batch:
    where = room(racks=TWO, power=chain("R1", "R2"), ports=groups)
    return batch_of(where, many(9, **{"ports": (need(2),)} | more))


def made(
    batch: Batch, *, priced: bool = False
) -> tuple[int, dict[tuple[int, int, int], int], dict[int, int]]:
    """The most items that go in by ports alone, the columns sent, and the rows of groups."""
    system, columns = System(), np.arange(len(batch.columns))
    count = system.columns([9] * len(columns))
    most = np.full(len(columns), 9, dtype=np.int64)
    counted = Counted(batch, Part.whole(batch), exact_types(batch), columns, count, most)
    sent, rows = add_port_rows(system, counted, priced=priced)
    worth = np.zeros(system.width, dtype=np.int64)
    worth[count] = 1
    return search(system.compiled(), worth, Effort(5.0, 10.0, SEED)).value, sent, rows


def test_each_rack_gets_from_the_groups_open_to_it() -> None:
    """Four of R1's own and three of the room: 2 + 1 items in R1 alone, or 2 in R1 and 1 in R2."""
    most, sent, rows = made(wired(group("S1", 4, serves="rack"), group("S", 3)))
    assert most == 3
    assert set(sent) == {(0, 0, 0), (0, 0, 1), (1, 0, 1)}
    assert set(rows) == {1}  # the own group is bounded by its only column


def test_for_prices_every_group_has_a_row() -> None:
    """Also the one with a single column, whose bound is then looser than the row."""
    most, _, rows = made(wired(group("S1", 4, serves="rack"), group("S", 3)), priced=True)
    assert most == 3
    assert set(rows) == {0, 1}


def test_one_port_short_is_one_item_less() -> None:
    """Six ports for three, five for two."""
    assert made(wired(group("S", 6)))[0] == 3
    assert made(wired(group("S", 5)))[0] == 2


def test_sides_are_parts_of_their_own() -> None:
    """Three ports on two sides: one of A, one of B, one of either; two and four take two."""
    sides = group("A", 2), group("B", 4, side="B")
    most, sent, _ = made(wired(*sides, ports=(need(3),), port_sides=2))
    assert most == 2
    assert {number for _, number, _ in sent} == {0, 1, 2}


def test_what_needs_no_ports_has_no_rows() -> None:
    """Servers without ports, and applications."""
    assert made(wired(group("S", 6), ports=()))[1:] == ({}, {})
    hosts = room(ports=(group("S", 6),), hosts=(host("N1"),))
    assert made(batch_of(hosts, app(), many(2, ports=(need(1),), name="Q2")))[0] == 9 + 6
