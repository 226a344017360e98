"""What stops one more item: limits by hand, the widest first, and columns that no row stops."""

from __future__ import annotations

from capacity.room import Room
from placement.batch.batch import Batch
from placement.batch.blockers import stop_json, stops, unstopped
from placement.batch.standing import Standing
from tests.builders import app, chain, device, draws, host, ledger, rack, room, unit
from tests.placement.batch.batches import batch_of, empty, many

TWO = {"racks": (rack("R1"), rack("R2")), "power": chain("R1", "R2")}
Found = list[tuple[object, ...]]


def full(where: Room, *requests: object) -> Standing:
    """As many items of the first kind as go in."""
    standing = empty(batch_of(where, *requests))  # type: ignore[arg-type]
    for column in range(len(standing.counts)):
        if standing.batch.columns.kind[column] == 0:
            standing.add(column, 99)
    return standing


def said(standing: Standing, kind: int = 0) -> Found:
    """Limit, scenario, capacity, use after, shortfall, unit, and places of each stop."""
    keys = ("limit", "scenario", "capacity", "after", "short", "unit", "places")
    return [tuple(stop_json(stop)[key] for key in keys) for stop in stops(standing, kind)]


def test_a_ups_that_is_full_stops_the_next_one_everywhere() -> None:
    """1,200 W of UB carry two of 500 W while UA is lost; the third is 300 W short, in both racks."""
    standing = full(room(**TWO | {"power": chain("R1", "R2", UB={"rated_w": 1_200})}), many(9, power_w=500))
    assert said(standing) == [("ups UB", "UA lost", 1_200, 1_000, 300, "W", 2)]


def test_racks_that_the_same_rule_fills_are_named_by_the_nearest() -> None:
    """R1 carries 100 kg and R2 95 kg: 30 kg more are 20 and 25 kg short after three each."""
    racks = (rack("R1"), rack("R2", max_load_g=95_000))
    standing = full(room(racks=racks, power=chain("R1", "R2")), many(9, weight_g=30_000))
    assert said(standing) == [("weight R1", "", 100, 90, 20, "kg", 2)]


def test_a_rack_full_in_several_ways_says_each_of_them() -> None:
    """Five of 2U and 20 kg fill units and weight alike; the sixth is one run and 20 kg short."""
    standing = full(room(), many(9, height_hu=4, weight_g=20_000))
    assert said(standing) == [
        ("weight R1", "", 100, 100, 20, "kg", 1), ("runs of 2 U in R1", "", 5, 5, 1, "runs", 1),
    ]  # fmt: skip


def test_sockets_cooling_and_units_to_keep_free_stop_too() -> None:
    """Each of them after three items."""
    sockets = full(room(power=chain(R1_A={"outlets": 3})), many(9))
    assert said(sockets) == [("outlets R1-A", "", 3, 3, 1, "outlets", 1)]
    cool = full(
        room(power=(), cooling=(unit("C", 350), unit("D", 900)), policy={"cooling_spare": 1}), many(9)
    )
    assert said(cool) == [("cooling Z1", "D lost", 350, 300, 50, "W", 1)]
    kept = full(room(policy={"keep_free_hu": 14}), many(9))
    assert [s[:2] + s[4:] for s in said(kept)] == [("units to keep free in R1", "", 1, "U", 1)]


def test_hosts_and_their_cluster_stop_applications() -> None:
    """Two hosts of 16 vcpu, one spare: 16 are for all, four of 4; the next is 4 short on either."""
    hosts = (host("N1", cluster="C"), host("N2", cluster="C"))
    standing = full(room(hosts=hosts, policy={"hosting_spare": 1}), app(quantity=9, memory_mb=0, disk_gb=0))
    assert said(standing) == [("vcpu cluster C", "1 largest lost", 16, 16, 4, "vcpu", 2)]


def test_what_stands_over_a_limit_is_not_held_against_the_next_one() -> None:
    """R1-A carries 4,500 of 4,000 W: the next one of 100 W is short of 100 W, not of 600."""
    own = ledger(room(draws("D", 4_500, "R1-A"), power=chain()[:6]))
    by_itself, let_pass = (Batch.of(own, [many(1, cords=1)], soft=soft) for soft in ((), ("power",)))
    assert len(by_itself.columns) == 0  # without a place there is nothing to ask of
    assert said(empty(by_itself)) == []
    assert [s[:1] + s[4:] for s in said(empty(let_pass))] == [("pdu R1-A", 100, "W", 1)]


def test_what_has_room_left_is_stopped_by_nothing() -> None:
    """An empty rack, and each of its columns."""
    standing = empty(batch_of(None, many(9, cords=1)))
    assert said(standing) == []
    assert unstopped(standing, 0) == [0, 1]


def test_keep_rules_and_packing_are_no_limits() -> None:
    """Each stops the next one in a rack that has room by all limits."""
    apart = full(room(), many(9, keep=("apart:rack",)))
    where = room(device(position_hu=26), racks=(rack(height_u=20),))
    unpacked = full(where, many(1, height_hu=20), many(3, height_hu=6, name="Q2"))
    unpacked.add(1, 2)
    for standing, kind in ((apart, 0), (unpacked, 1)):
        assert said(standing, kind) == []
        assert unstopped(standing, kind) == [kind]


def test_a_stop_names_its_rule() -> None:
    """As the other objects of an answer do."""
    standing = full(room(), many(9, weight_g=20_000))
    (found,) = (stop_json(stop) for stop in stops(standing, 0))
    assert (found["rule"], found["before"]) == ("weight", 0)


def test_each_kind_has_stops_of_its_own() -> None:
    """The rack is full for 20 kg, and not for what weighs nothing."""
    standing = full(room(), many(9, weight_g=20_000), many(1, name="Q2"))
    assert said(standing, 0)
    assert said(standing, 1) == []
    assert unstopped(standing, 1) == [1]
