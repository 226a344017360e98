"""Shortfalls: the least that limits would have to give more, by hand; what no limit helps; and conflicts."""

from __future__ import annotations

from capacity.room import Room
from placement.batch.batch import Batch
from placement.batch.blockers import stop_json
from placement.request import Request
from placement.shortfall import SOFT, Shortfalls, _least_slack, shortfalls
from tests.builders import (
    PAIR,
    app,
    chain,
    device,
    draws,
    group,
    host,
    ledger,
    need,
    rack,
    room,
    server,
    unit,
)
from tests.placement.batch.batches import many


def of(where: Room, *requests: Request) -> Shortfalls:
    """The shortfalls of a room; the least slack must be proved."""
    found = shortfalls(ledger(where), requests)
    assert found.exact
    return found


def said(found: Shortfalls) -> set[tuple[object, ...]]:
    """Limit, what is short, and the unit."""
    return {tuple(stop_json(s)[k] for k in ("limit", "short", "unit")) for s in found.stops}


def test_a_ups_is_short_of_what_its_load_exceeds_it_by() -> None:
    """1,200 W for three of 500 W while the other ups is lost: 300 W; nothing else lacks anything."""
    found = of(room(power=chain(UA={"rated_w": 1_200})), many(3, power_w=500))
    (stop,) = found.stops
    told = stop_json(stop)
    assert (told["limit"], told["short"], told["unit"]) == ("ups UA", 300, "W")
    assert (told["capacity"], told["before"], told["after"]) == (1_200, 0, 1_500)
    assert told["scenario"] in ("UB lost", "PB lost", "R1-B lost")
    assert (found.asked, found.unreachable, found.conflicts) == (3, (), (("power",),))


def test_what_is_left_beside_whole_items_helps() -> None:
    """1,001 of 1,200 W are used: 199 W are left, and one of 500 W lacks 301 W."""
    where = room(draws("D", 1_001, "R1-A", "R1-B"), power=chain(UA={"rated_w": 1_200}))
    assert said(of(where, many(1, power_w=500))) == {("ups UA", 301, "W")}


def test_an_excess_that_is_there_is_not_asked_for() -> None:
    """1,500 of 1,200 W hang on UA: one of 500 W more is short of its own 500 W."""
    where = room(draws("D", 1_500, "R1-A", "R1-B"), power=chain(UA={"rated_w": 1_200}))
    assert said(of(where, many(1, power_w=500))) == {("ups UA", 500, "W")}


def test_items_go_where_least_is_lacking() -> None:
    """In R1 weight and heat are short by half an item, in R2 weight alone."""
    racks = (rack("R1", max_load_g=10_000, max_heat_w=50), rack("R2", max_load_g=10_000))
    found = of(room(racks=racks, power=()), many(1, weight_g=20_000))
    assert said(found) == {("weight R2", 10, "kg")}


def test_ports_are_short_in_number() -> None:
    """Of five ports three are left over two items of four: 8 - 5 = 3."""
    found = of(room(ports=(group("S", 5),)), many(2, ports=(need(4),)))
    assert said(found) == {(f"ports {need(1).port_type} for R1", 3, "ports")}
    assert found.conflicts == (("ports",),)


def test_ports_of_sides_are_short_by_side() -> None:
    """One on each side, and side B has none."""
    found = of(room(ports=(group("S", 5), group("T", 0, side="B"))), many(1, ports=(need(2),), port_sides=2))
    assert said(found) == {(f"ports {need(1).port_type} side B for R1", 1, "ports")}


def test_weight_heat_sockets_and_cooling_are_short_in_their_units() -> None:
    """Each for three items where there is room for two and a bit."""
    for where, request, told in (
        (room(racks=(rack(max_load_g=45_000),)), many(3, weight_g=20_000), ("weight R1", 15, "kg")),
        (room(racks=(rack(max_heat_w=250),), power=()), many(3), ("heat R1", 50, "W")),
        (room(power=chain(R1_A={"outlets": 2})), many(3), ("outlets R1-A", 1, "outlets")),
        (room(power=(), cooling=(unit("C", 250),)), many(3), ("cooling Z1", 50, "W")),
        (room(hosts=(host("N1", disk_gb=250),)), app(quantity=3), ("disk N1", 50, "GB")),
    ):
        found = of(where, request)
        assert said(found) == {told}
        (rule,) = {s.limit.rule for s in found.stops}
        assert found.conflicts == ((rule,),)


def test_units_are_short_by_run() -> None:
    """Five of 2U are ten units; one more is a run of 2 U, in two pieces of 1 U."""
    found = of(room(), many(6, height_hu=4))
    assert said(found) == {("runs of 2 U in R1", 1, "runs"), ("runs of 1 U in R1", 2, "runs")}
    assert found.conflicts == (("space",),)


def test_units_to_keep_free_are_short_in_units() -> None:
    """Three of ten may be taken by four of 1U."""
    found = of(room(policy={"keep_free_hu": 14}), many(4))
    assert ("units to keep free in R1", 1, "U") in said(found)


def test_what_no_limit_helps_is_unreachable_and_the_others_are_counted() -> None:
    """A request of another zone, and one that lacks 20 kg."""
    found = of(room(), many(1, security_zone="dmz"), many(6, name="Q2", weight_g=20_000))
    assert (found.unreachable, found.asked) == (("Q1",), 6)
    assert said(found) == {("weight R1", 20, "kg")}


def test_everything_unreachable_is_no_shortfall() -> None:
    """The zone is no limit."""
    found = of(room(), many(2, security_zone="dmz"))
    assert found == Shortfalls((), ("Q1",), (), True, 0)


def test_keep_rules_that_nothing_helps_make_their_group_unreachable() -> None:
    """Two apart in one rack; the other request lacks weight."""
    found = of(room(), many(2, keep=("apart:rack",)), many(6, name="Q2", weight_g=20_000))
    assert (found.unreachable, found.asked) == (("Q1",), 6)
    assert said(found) == {("weight R1", 20, "kg")}


def test_keep_rules_that_can_be_obeyed_are() -> None:
    """One in either rack, where R1 lacks 5 kg: not both in R2."""
    racks = (rack("R1", max_load_g=15_000), rack("R2"))
    found = of(room(racks=racks, power=()), many(2, weight_g=20_000, keep=("apart:rack",)))
    assert said(found) == {("weight R1", 5, "kg")}


def test_nothing_asked_lacks_nothing() -> None:
    """No requests, or all that fit."""
    assert shortfalls(ledger(), []) == Shortfalls()
    assert of(room(), many(3)).stops == ()


def test_a_node_and_the_pdu_below_it_may_both_be_short() -> None:
    """R1-A and UA carry 1,000 W each: three of 500 W lack 500 W on both."""
    found = of(room(power=chain(R1_A={"rated_w": 1_000}, UA={"rated_w": 1_000})), many(3, power_w=500))
    assert said(found) == {("pdu R1-A", 500, "W"), ("ups UA", 500, "W")}


def test_conflicts_are_minimal_and_all_are_found() -> None:
    """Weight alone keeps the sixth out, and so do units alone; neither needs the other."""
    found = of(room(), server(quantity=6))
    assert found.conflicts == (("space",), ("weight",))


def test_two_rules_that_only_together_keep_items_out_are_one_conflict() -> None:
    """R1 takes one by weight, R2 one by heat: without either rule one rack takes both."""
    racks = (rack("R1", max_load_g=20_000), rack("R2", max_heat_w=100))
    found = of(room(racks=racks, power=()), many(3, weight_g=20_000))
    assert found.conflicts == (("weight", "heat"),)


def test_a_conflict_of_zones_is_found_beside_limits() -> None:
    """R1 is full by weight, R2 of another zone."""
    racks = (rack("R1", max_load_g=20_000), rack("R2", security_zone="dmz"))
    found = of(room(racks=racks, power=()), many(2, weight_g=20_000))
    assert found.conflicts == (("zone", "weight"),)


def test_large_rooms_are_no_trouble() -> None:
    """Every rack lacks 1 kg for an item; slack that is too wide would overflow the objective."""
    own = tuple(rack(f"R{i}", max_load_g=19_000) for i in range(2_500))
    found, status = _least_slack(Batch.of(ledger(room(racks=own, power=())), [server()], soft=SOFT))
    assert status == "optimal"
    assert [s.short for s in found] == [2_000]  # half grams


def test_the_least_slack_lets_all_items_in() -> None:
    """With each named limit raised by what it lacks, the items go in: on a rack short in three ways."""
    where = room(
        device(weight_g=0, cords=PAIR, power_w=100),
        racks=(rack(max_load_g=50_000, max_heat_w=1_000),),
        power=chain(R1_B={"rated_w": 700}),
    )
    asks = server(quantity=3, power_w=400)
    found = of(where, asks)
    assert said(found) == {("weight R1", 10, "kg"), ("heat R1", 300, "W"), ("pdu R1-B", 600, "W")}
    raised = room(
        device(weight_g=0, cords=PAIR, power_w=100),
        racks=(rack(max_load_g=60_000, max_heat_w=1_300),),
        power=chain(R1_B={"rated_w": 1_300}),
    )
    assert of(raised, asks).stops == ()
