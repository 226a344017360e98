"""Keep groups: whom a rule binds, and whether one more may join."""

from __future__ import annotations

import pytest

from capacity.room import Rack, Room
from placement.batch.batch import Batch
from placement.batch.keeping import may_join
from placement.request import Request
from tests.builders import app, chain, draws, host, rack, room, server
from tests.placement.batch.batches import batch_of, many

TWO = (rack("R1"), rack("R2", row="B"))


def two(*racks: Rack, **more: object) -> Room:
    own = racks or TWO
    return room(**{"racks": own, "power": chain(*(r.name for r in own))} | more)


def kept(*rules: str, quantity: int = 4, **more: object) -> Request:
    return many(quantity, keep=rules, **more)


def joins(batch: Batch, members: list[int], column: int) -> bool:
    return may_join(batch.keeps[0], members, column, batch.columns.kind, batch.sure)


def test_requests_of_a_group_are_bound_once_one_of_them_asks() -> None:
    """Those of other groups, or of none, are not."""
    batch = batch_of(
        two(), kept("apart:rack", group="web"), many(name="Q2", group="web", height_hu=4), many(name="Q3")
    )
    (group,) = batch.keeps
    assert group.kinds == (0, 1)
    assert group.rules == {"apart:rack": frozenset({0})}
    assert len(group.columns) == 4


def test_without_keep_rules_there_are_no_groups() -> None:
    """A group by itself binds nothing."""
    assert batch_of(two(), many(group="web")).keeps == ()


def test_a_request_without_group_binds_its_own_items() -> None:
    """Two of them are two groups."""
    batch = batch_of(two(), kept("apart:rack"), kept("apart:rack", name="Q2"))
    assert [group.kinds for group in batch.keeps] == [(0,), (1,)]


@pytest.mark.parametrize(
    ("rule", "same", "other"),
    [("apart:rack", False, True), ("apart:row", False, True), ("apart:cooling", False, False),
     ("together:rack", True, False), ("together:row", True, False)],
)  # fmt: skip
def test_one_joins_where_the_rule_lets_it(rule: str, same: bool, other: bool) -> None:
    """Beside one in R1, row A, zone Z1: R1 itself, or R2 in row B of the same zone."""
    batch = batch_of(two(), kept(rule))
    assert joins(batch, [], 0)
    assert joins(batch, [0], 0) == same
    assert joins(batch, [0], 1) == other


def test_a_rule_binds_both_ways_but_not_two_that_do_not_ask() -> None:
    """The second request asks for nothing: two of it may share a rack, but not with one of the first."""
    batch = batch_of(two(), kept("apart:rack", group="web"), many(name="Q2", group="web", height_hu=4))
    asking, silent = batch.columns.kind.tolist().index(0), batch.columns.kind.tolist().index(1)
    assert joins(batch, [silent], silent)
    assert not joins(batch, [silent], asking)
    assert not joins(batch, [asking], silent)


def test_an_unknown_zone_joins_nobody_for_certain_and_anybody_at_best() -> None:
    """A rack without a zone, in a room without cooling."""
    own = two(rack("R1"), rack("R2", cooling_zone=None))
    for rule in ("apart:cooling",):
        sure, best = batch_of(own, kept(rule)), batch_of(own, kept(rule), sure=False)
        assert joins(sure, [], 1)
        assert not joins(sure, [0], 1)
        assert not joins(sure, [1], 0)
        assert joins(best, [0], 1)


def test_from_two_members_on_one_must_live_through_every_loss() -> None:
    """Single cords: two on path A die with UA; one on either path does not; a pair never does."""
    batch = batch_of(two(rack()), kept("apart:power", cords=1, group="web"), many(name="Q2", group="web"))
    on = [batch.sockets.choices[s][0].cords(batch.sockets.choices[s][1])[0].pdu for s in batch.columns.socket]
    a, b, pair = on.index("R1-A"), on.index("R1-B"), len(on) - 1
    assert batch.columns.kind.tolist()[pair] == 1
    assert joins(batch, [], a)
    assert not joins(batch, [a], a)
    assert joins(batch, [a], b)
    assert joins(batch, [a, b], a)
    assert joins(batch, [pair], a)


def test_those_that_stand_there_count_as_members_and_may_be_alive() -> None:
    """One on R1-A stands there: the first item goes to R1-B, or to R1-A once another lives."""
    where = two(rack(), devices=(draws("D", 100, "R1-A", group="web"),))
    batch = batch_of(where, kept("apart:power", cords=1, group="web"))
    group = batch.keeps[0]
    assert group.standing == 1
    assert group.standing_die
    assert len(batch.columns) == 2
    on_a = [bool(group.dies[c] & group.standing_die) for c in group.columns].index(True)
    assert not joins(batch, [], on_a)
    assert joins(batch, [], 1 - on_a)
    assert joins(batch, [1 - on_a], on_a)


def test_what_stands_there_is_looked_at_column_by_column() -> None:
    """A member in R1 closes R1 to apart:rack, and R2 to together:rack."""
    where = two(devices=(draws("D", 0, rack="R1", group="web"),))
    assert batch_of(where, kept("apart:rack", group="web")).columns.rack.tolist() == [1]
    assert batch_of(where, kept("together:rack", group="web")).columns.rack.tolist() == [0]


def test_applications_die_with_the_device_of_their_host() -> None:
    """N1 hangs on R1-A, N2 on a pair; N3 on nobody knows what, so it may die whenever anything is lost."""
    things = draws("D1", 100, "R1-A"), draws("D2", 100, "R1-A", "R1-B")
    hosts = host("N1", device="D1"), host("N2", device="D2"), host("N3")
    batch = batch_of(two(rack(), devices=things, hosts=hosts), app(quantity=3, keep=("apart:power",)))
    assert batch.columns.host.tolist() == [0, 1, 2]
    assert not joins(batch, [0], 0)
    assert joins(batch, [1], 0)
    assert not joins(batch, [2], 0)
    best = batch_of(two(rack(), devices=things, hosts=hosts), app(keep=("apart:power",)), sure=False)
    assert joins(best, [2], 0)


def test_a_group_can_be_narrowed_to_some_columns() -> None:
    """All else stays."""
    group = batch_of(two(), kept("apart:rack")).keeps[0]
    assert group.only([1]).columns == (1,)
    assert group.only([1]).rules == group.rules


def test_the_kinds_of_a_group_may_have_no_place_at_all() -> None:
    """A blade of the group is not modelled; the others are bound all the same."""
    batch = batch_of(two(), server(group="web", chassis=True), kept("apart:rack", name="Q2", group="web"))
    assert batch.keeps[0].kinds == (0, 1)
    assert len(batch.keeps[0].columns) == 2
