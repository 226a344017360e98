"""Keep rules as rows: one feasible and one infeasible number of items per rule, and rows against joining."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from capacity.room import Rack, Room
from placement.batch.batch import Batch
from placement.batch.keep_rows import add_keep_rows
from placement.proof import SEED
from placement.request import Request
from placement.solver.search import Effort, search
from placement.solver.system import System
from tests.builders import app, chain, draws, host, pdu, rack, room, unit
from tests.placement.batch.batches import count, many, placed, random_ones

FOUR = (
    rack("R1"), rack("R2", cooling_zone="Z2"), rack("R3", row="B"), rack("R4", row="B", cooling_zone="Z2"),
)  # fmt: skip


def grid(*racks: Rack, **more: object) -> Room:
    """R1 and R2 in row A, R3 and R4 in row B; R1 and R3 in Z1, R2 and R4 in Z2."""
    own = racks or FOUR
    return room(**{"racks": own, "power": chain(*(r.name for r in own))} | more)


def kept(quantity: int, *rules: str, **more: object) -> Request:
    return many(quantity, keep=rules, **more)


@pytest.mark.parametrize(
    ("rule", "most"), [("apart:rack", 4), ("apart:row", 2), ("apart:cooling", 2), ("together:rack", 10)]
)
def test_each_rule_lets_so_many_in_and_not_one_more(rule: str, most: int) -> None:
    """Four racks of ten units, two rows, two zones."""
    assert count(grid(), kept(most, rule)) == most
    assert count(grid(), kept(most + 1, rule)) == most


def test_a_row_together_is_both_its_racks() -> None:
    """Twenty of 1U in a row; the other stays empty."""
    assert count(grid(), kept(21, "together:row")) == 20


def test_single_cords_must_not_all_die_at_once() -> None:
    """With pdus of path A alone a rack takes one item, for any two would die together; with B also nine."""
    only_a = grid(rack(), power=(*chain()[:5], pdu("R1-A", "PA")))
    assert count(only_a, kept(1, "apart:power", cords=1)) == 1
    assert count(only_a, kept(2, "apart:power", cords=1)) == 1
    assert count(grid(rack()), kept(2, "apart:power", cords=1)) == 2
    assert count(grid(rack()), kept(9, "apart:power", cords=1)) == 9


def test_what_may_not_be_lost_kills_nobody() -> None:
    """Both pdus hang on PA: two single cords die with it, unless only pdus may be lost."""
    nodes = (*chain()[:5], pdu("R1-A", "PA"), pdu("R1-B", "PA"))
    assert count(grid(rack(), power=nodes), kept(2, "apart:power", cords=1)) == 1
    losing_pdus = grid(rack(), power=nodes, policy={"survive": ("pdu",)})
    assert count(losing_pdus, kept(2, "apart:power", cords=1)) == 2


def test_a_member_that_stands_there_is_the_first_of_two() -> None:
    """It hangs on R1-A, so one item on R1-A alone is too many; one on R1-B lets others follow."""
    only_a = (*chain()[:5], pdu("R1-A", "PA"))
    there = (draws("D", 100, "R1-A", group="web"),)
    asks = kept(3, "apart:power", cords=1, group="web")
    assert count(grid(rack(), power=only_a, devices=there), asks) == 0
    assert count(grid(rack(), devices=there), asks) == 3
    pair = (draws("D", 100, "R1-A", "R1-B", group="web"),)
    assert count(grid(rack(), devices=pair), asks) == 3


def test_apart_binds_every_other_kind_of_the_group() -> None:
    """Two that ask take two racks; those that do not ask share the other two."""
    asking, silent = kept(2, "apart:rack", group="web", priority=99), many(30, name="Q2", group="web")
    found = placed(grid(), asking, silent)
    racks = {name: {p.rack for p in found if p.request == name} for name in ("Q1", "Q2")}
    assert len(found) == 22
    assert len(racks["Q1"]) == 2
    assert not racks["Q1"] & racks["Q2"]


def test_together_binds_every_other_kind_of_the_group() -> None:
    """One that asks draws all of the group into its rack: ten in all."""
    asking, silent = kept(1, "together:rack", group="web", priority=99), many(30, name="Q2", group="web")
    assert count(grid(), asking, silent) == 10
    assert count(grid(), kept(1, "together:rack", group="web"), silent) == 30  # worth more without it


def test_two_rules_hold_at_once() -> None:
    """Apart by rack and together by row: two in one row."""
    assert count(grid(), kept(2, "apart:rack", "together:row")) == 2
    assert count(grid(), kept(3, "apart:rack", "together:row")) == 2


def test_rules_of_two_kinds_hold_for_each_other() -> None:
    """Q1 wants one row, Q2 a zone of its own: one of Q2, and ten of Q1 in the other zone of that row."""
    row, zone = kept(20, "together:row", group="web"), kept(1, "apart:cooling", name="Q2", group="web")
    assert count(grid(), row, zone) == 20  # without Q2
    assert count(grid(), row, kept(1, "apart:cooling", name="Q2", group="web", priority=11)) == 11


@pytest.mark.parametrize("rule", ["apart:cooling", "apart:rack"])
def test_an_item_where_nobody_knows_must_be_alone(rule: str) -> None:
    """Two racks without zone, a room without cooling: one item in all, but each rack is known."""
    blind = grid(rack("R1", cooling_zone=None), rack("R2", cooling_zone=None))
    assert count(blind, kept(2, rule)) == (1 if rule == "apart:cooling" else 2)
    one_known = grid(rack("R1", cooling_zone=None), rack("R2"))
    assert count(one_known, kept(2, rule)) == (1 if rule == "apart:cooling" else 2)


def test_one_that_does_not_ask_stands_in_nowhere_known_only_without_those_that_do() -> None:
    """Q2 asks nothing, so two of it may stand in the rack without zone; with one of Q1 beside them not."""
    blind = grid(rack("R1", cooling_zone=None), rack("R2", status="planned"))
    asks = kept(1, "apart:cooling", group="web"), many(2, name="Q2", group="web")
    assert count(blind, *asks) == 2
    assert (
        count(blind, kept(1, "apart:cooling", group="web", priority=9), many(2, name="Q2", group="web")) == 1
    )


def test_unknown_rows_and_racks_of_hosts_are_unknown_to_keep_rules() -> None:
    """Hosts of unknown devices stand in unknown racks: an application that wants to be apart is alone."""
    where = grid(hosts=(host("N1"), host("N2")))
    assert count(where, app(quantity=2, keep=("apart:rack",))) == 1
    known = grid(
        devices=(draws("D1", 0, rack="R1"), draws("D2", 0, rack="R2")),
        hosts=(host("N1", device="D1"), host("N2", device="D2")),
    )
    assert count(known, app(quantity=2, keep=("apart:rack",))) == 2
    assert count(known, app(quantity=5, keep=("together:rack",))) == 4


def test_servers_and_applications_of_a_group_are_bound_to_each_other() -> None:
    """The application runs in R1, so the servers that stay apart have three racks."""
    where = grid(devices=(draws("D1", 0, rack="R1"),), hosts=(host("N1", device="D1"),))
    asks = app(group="web", priority=9), kept(5, "apart:rack", name="Q2", group="web")
    assert count(where, *asks) == 4


def test_zones_apart_hold_beside_cooling() -> None:
    """Two zones, cooled for one item each."""
    cool = (unit("A", 100, "Z1"), unit("B", 100, "Z2"))
    assert count(grid(cooling=cool), kept(3, "apart:cooling")) == 2


@pytest.mark.parametrize("sure", [True, False])
@pytest.mark.parametrize("first", range(0, 90, 30))
def test_the_rows_hold_just_where_every_member_may_join_the_others(first: int, sure: bool) -> None:
    """Any numbers of items in the columns of random rooms, against the rule itself."""
    said = set()
    for seed, batch in random_ones(first, first + 30):
        own = batch if sure else Batch.of(batch.ledger, batch.requests, sure=False)
        for position, group in enumerate(own.keeps):
            rng = Random(f"{seed} {position}")
            for _ in range(6 if group.columns else 0):
                members = [rng.choice(group.columns) for _ in range(rng.randint(1, 3))]
                if (np.bincount(own.columns.kind[members], minlength=len(own.kinds)) > own.quantities).any():
                    continue
                holds = _obeyed(own, position, members)
                assert _allowed(own, position, members) == holds, (seed, position, members)
                said.add(holds)
    assert said == {True, False}


def _allowed(batch: Batch, position: int, members: list[int]) -> bool:
    """True if the rows of a group have a solution with these items."""
    group, system = batch.keeps[position], System()
    number = {c: int(system.columns([members.count(c)], members.count(c))[0]) for c in group.columns}
    add_keep_rows(system, batch, group, number)
    none = np.zeros(system.width, dtype=np.int64)
    return search(system.compiled(), none, Effort(5.0, 10.0, SEED)).status == "optimal"


def _obeyed(batch: Batch, position: int, members: list[int]) -> bool:
    """The rules of a group, said once more for each pair, and for the deaths of all."""
    group, kind = batch.keeps[position], batch.columns.kind
    for rule, asking in group.rules.items():
        verb, what = rule.split(":")
        if what == "power":
            if len(members) + group.standing >= 2 and any(int(kind[m]) in asking for m in members):
                die = set.intersection(*(set(group.dies[m]) for m in members))
                if die & (die if group.standing_die is None else set(group.standing_die)):
                    return False
            continue
        for i, one in enumerate(members):
            for other in members[:i]:
                if not {int(kind[one]), int(kind[other])} & asking:
                    continue
                a, b = group.value[what][one], group.value[what][other]
                if (a is None or b is None) and batch.sure:
                    return False
                if a is not None and b is not None and (a == b) != (verb == "together"):
                    return False
    return True
