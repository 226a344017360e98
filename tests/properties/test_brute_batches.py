"""The brute force of batches and of headroom: by hand, and against a search that prunes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from math import inf, prod

import pytest

from capacity.policy import Policy
from capacity.room import CoolingUnit, Cord, Host, Reservation, Room, Vm
from placement.placed import Placed
from placement.request import Request
from placement.verify import Verifier
from tests.properties import brute
from tests.properties.brute import batch
from tests.properties.brute.states import HOLDS
from tests.properties.brute.verdicts import places
from tests.properties.cases import ReadBatch, read, read_batch
from tests.properties.small_room import (
    SERVER,
    TODAY,
    device,
    node,
    rack,
    small_room,
    with_nodes,
)

ONE = replace(SERVER, name="Q1", power_w=100, weight_g=1_000, ports=(), security_zone=None)
"""One unit that hardly draws or weighs anything."""
TWO = replace(ONE, name="Q2")
WEB = replace(ONE, group="web", priority=2)
"""Worth 2, and of the same group as WEB_TWO."""
WEB_TWO = replace(WEB, name="Q2", priority=1)
RULES = ("apart:rack", "apart:row", "apart:cooling", "apart:power", "together:rack", "together:row")


def two_racks(first_u: int, second_u: int) -> Room:
    """Return racks R1 and R2 of so many units, of two rows and two zones, on pdus of their own."""
    racks = (
        rack("R1", height_u=first_u),
        rack("R2", height_u=second_u, row="row2", cooling_zone="Z2", x_mm=600),
    )
    pdus = [node(f"R2-{path}", "pdu", f"P{path}", path=path, rack="R2") for path in "AB"]
    cooling = tuple(CoolingUnit(f"C{n}", 5_000, (f"Z{1 + n // 2}",)) for n in range(4))
    room = small_room(racks=racks, cooling=cooling)
    return replace(room, power=(*room.power, *pdus))


def planned(room: Room, *requests: Request) -> tuple[int, dict[str, int]]:
    """Return what a batch is worth and how many items of each request are placed.

    Asserts that the items that are returned break and leave open no rule, as the verifier sees it too.
    """
    value, placed = batch.plan(room, requests, TODAY)
    assert_holds(room, requests, placed)
    assert value == sum(r.priority for item in placed for r in requests if r.name == item.request)
    return value, dict(Counter(item.request for item in placed))


def assert_holds(room: Room, requests: Sequence[Request], placed: Sequence[Placed]) -> None:
    judged = brute.Rules(room, requests, TODAY).answer(placed)
    assert set(judged.values()) == {HOLDS}, judged
    verdict = Verifier(room, TODAY, [request.name for request in requests]).verify(list(requests), placed)
    assert verdict.holds, verdict.violations
    assert not verdict.unknown, verdict.unknown


# --- what is worth most ----------------------------------------------------------------------------


def test_the_sum_counts_not_the_dearest_item() -> None:
    """Three units: three items of 1U worth 2 each are 6, one of 2U worth 3 and one of them only 5."""
    room = small_room(racks=(rack("R1", height_u=3),))
    big = replace(ONE, height_hu=4, priority=3)
    assert planned(room, big, replace(TWO, priority=2, quantity=3)) == (6, {"Q2": 3})
    assert planned(room, replace(big, priority=5), replace(TWO, priority=2, quantity=3)) == (
        7,
        {"Q1": 1, "Q2": 1},
    )


def test_a_request_is_placed_in_part() -> None:
    """Two of three items find a unit."""
    room = small_room(racks=(rack("R1", height_u=2),))
    assert planned(room, replace(ONE, quantity=3, priority=4)) == (8, {"Q1": 2})


def test_requests_draw_on_the_same_limits() -> None:
    """With R1-A lost R1-B carries 4000 W: 2 x 1300 and 1400 W just fit, 2 x 1300 and 1401 do not."""
    hot = replace(ONE, power_w=1_300, quantity=2, priority=2)
    assert planned(small_room(), hot, replace(TWO, power_w=1_400)) == (5, {"Q1": 2, "Q2": 1})
    assert planned(small_room(), hot, replace(TWO, power_w=1_401)) == (4, {"Q1": 2})


def test_ports_are_given_out_over_all_requests() -> None:
    """Eight ports on either side: three items take 2 + 2 each, two of another request 1 + 1 each."""
    (need,) = SERVER.ports
    four = replace(ONE, ports=(replace(need, count=4),), quantity=3, priority=2)
    assert planned(small_room(), four, replace(TWO, ports=SERVER.ports, quantity=3)) == (
        8,
        {"Q1": 3, "Q2": 2},
    )


def test_half_units_are_packed_without_a_gap() -> None:
    """Four units take 1.5 + 1.5 + 1 U, for the 1U stands on a whole unit at either end; 2U are too much."""
    room = small_room(racks=(rack("R1", height_u=4),))
    half = replace(ONE, height_hu=3, quantity=2, priority=2)
    assert planned(room, half, TWO) == (5, {"Q1": 2, "Q2": 1})
    assert planned(room, half, replace(TWO, height_hu=4)) == (4, {"Q1": 2})


def test_units_are_kept_free_after_the_whole_batch() -> None:
    """Two of five units must stay free on both faces; one behind the other takes a single one."""
    room = small_room(racks=(rack("R1", height_u=5),), policy=Policy(keep_free_hu=4))
    assert planned(room, replace(ONE, quantity=3), TWO)[0] == 3
    half = replace(ONE, depth="half", depth_mm=300, quantity=3)
    assert planned(room, half, replace(half, name="Q2"))[0] == 6


def test_what_is_unknown_is_not_placed() -> None:
    """A rack of unknown zone, a draw that is not known, and a server beside the rails."""
    room = two_racks(1, 1)
    unsure = replace(room, racks=(room.racks[0], replace(room.racks[1], cooling_zone=None)))
    assert planned(unsure, replace(ONE, priority=2), TWO) == (2, {"Q1": 1})
    assert planned(room, replace(ONE, power_w=None), TWO) == (1, {"Q2": 1})
    assert planned(room, replace(ONE, height_hu=0), TWO) == (1, {"Q2": 1})


def test_the_reservations_of_the_whole_batch_are_released_first() -> None:
    """Q1 may take what was held for Q2, unless Q2 is not in the batch."""
    held = Reservation("H", request="Q2", rack="R1", position_hu=2, height_hu=2, weight_g=0, power_w=0)
    room = small_room(racks=(rack("R1", height_u=1),), reservations=(held,))
    assert planned(room, ONE) == (0, {})
    assert planned(room, replace(ONE, priority=2), TWO) == (2, {"Q1": 1})


def test_servers_and_applications_are_placed_side_by_side() -> None:
    """The host has memory for two of 4096 MB: the dearer application takes it, the server a unit."""
    host = Host("h1", "a", None, 16, 8_192, 100)
    room = small_room(device("a"), racks=(rack("R1", height_u=2),), hosts=(host,))
    web = Request("Q2", kind="application", vcpu=1, memory_mb=4_096, disk_gb=1, quantity=2, priority=3)
    rest = replace(web, name="Q3", priority=2, memory_mb=4_097)
    assert planned(room, ONE, web, rest) == (7, {"Q1": 1, "Q2": 2})
    assert planned(room, ONE, replace(web, quantity=1), rest) == (4, {"Q1": 1, "Q2": 1})


# --- keep across requests ------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["apart:rack", "apart:row", "apart:cooling"])
def test_requests_of_a_group_are_kept_apart(rule: str) -> None:
    """Two units in R1 are not enough for both, one in either rack is; it is no matter which one asks."""
    for first, second in [((rule,), ()), ((), (rule,))]:
        pair = (replace(WEB, keep=first), replace(WEB_TWO, keep=second))
        assert planned(two_racks(2, 1), *pair) == (3, {"Q1": 1, "Q2": 1})
        assert planned(replace(two_racks(2, 1), racks=two_racks(2, 1).racks[:1]), *pair) == (2, {"Q1": 1})


def test_apart_rack_tells_racks_of_one_row_and_zone_apart() -> None:
    """Which apart:row and apart:cooling do not."""
    room = two_racks(1, 1)
    same = replace(room, racks=(room.racks[0], replace(room.racks[1], row="row1", cooling_zone="Z1")))
    values = {rule: planned(same, replace(WEB, keep=(rule,)), WEB_TWO)[0] for rule in RULES[:3]}
    assert values == {"apart:rack": 3, "apart:row": 2, "apart:cooling": 2}


@pytest.mark.parametrize("rule", ["together:rack", "together:row"])
def test_requests_of_a_group_are_kept_together(rule: str) -> None:
    """A unit in either rack is not enough for both, two in one are."""
    for first, second in [((rule,), ()), ((), (rule,))]:
        pair = (replace(WEB, keep=first), replace(WEB_TWO, keep=second))
        assert planned(two_racks(1, 1), *pair) == (2, {"Q1": 1})
        assert planned(two_racks(1, 2), *pair) == (3, {"Q1": 1, "Q2": 1})
        one_row = replace(two_racks(1, 1), racks=tuple(replace(r, row="r") for r in two_racks(1, 1).racks))
        assert planned(one_row, *pair)[0] == (3 if rule == "together:row" else 2)


def test_apart_power_keeps_a_member_alive_through_every_loss() -> None:
    """With single cords on one pdu, or on two below one panel, only one of both may be placed."""
    pair = (replace(WEB, cords=1, keep=("apart:power",)), replace(WEB_TWO, cords=1))
    assert planned(small_room(), *pair) == (3, {"Q1": 1, "Q2": 1})
    assert planned(with_nodes(small_room(), R1_B={"fed_by": ("PA",)}), *pair) == (2, {"Q1": 1})
    only = [n for n in small_room().power if n.name != "R1-B"]
    assert planned(small_room(power=tuple(only)), *pair) == (2, {"Q1": 1})


def test_apart_power_may_be_mended_by_an_item_of_another_request() -> None:
    """A member on R1-A leaves Q1 no place, for R1-B carries 300 W only; Q2 is small enough for R1-B."""
    member = device("a", power_w=100, cords=(Cord("R1-A"),), group="web")
    room = with_nodes(small_room(member), R1_B={"rated_w": 300, "usable_ppm": 1_000_000})
    big = replace(WEB, cords=1, power_w=1_000, keep=("apart:power",))
    assert planned(room, big) == (0, {})
    assert planned(room, big, replace(WEB_TWO, cords=1)) == (3, {"Q1": 1, "Q2": 1})
    assert planned(room, big, replace(TWO, cords=1)) == (1, {"Q2": 1})


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_does_not_bind_other_groups_nor_those_without(rule: str) -> None:
    """Nothing is in the way of both where a group of another name, or no group, is asked about."""
    room = two_racks(2, 1) if rule.startswith("apart") else two_racks(1, 1)
    room = replace(room, power=tuple(n for n in room.power if n.path != "B"))
    room = replace(room, racks=room.racks[:1]) if rule.startswith("apart") else room
    ask, other = replace(WEB, keep=(rule,), cords=1), replace(WEB_TWO, cords=1)
    assert planned(room, ask, other)[0] == 2
    assert planned(room, ask, replace(other, group="db"))[0] == 3
    assert planned(room, replace(ask, group=None), replace(other, group=None))[0] == 3


def test_a_rule_binds_the_items_that_ask_for_it_with_all_others_but_not_the_others_with_each_other() -> None:
    """Two of Q2 may share R1, but Q1 stands in none of their racks."""
    pair = (replace(WEB, keep=("apart:rack",)), replace(WEB_TWO, quantity=2))
    assert planned(two_racks(2, 1), *pair) == (4, {"Q1": 1, "Q2": 2})
    both = replace(pair[1], keep=("apart:rack",))
    assert planned(two_racks(2, 1), pair[0], both) == (3, {"Q1": 1, "Q2": 1})


def test_a_rule_without_a_group_binds_the_items_of_its_request() -> None:
    """Two of three items, each in a rack of its own."""
    room = two_racks(3, 3)
    assert planned(room, replace(ONE, quantity=3, keep=("apart:rack",))) == (2, {"Q1": 2})
    assert planned(room, replace(ONE, quantity=3, keep=("together:rack",))) == (3, {"Q1": 3})
    power = replace(ONE, quantity=2, cords=1, keep=("apart:power",))
    assert planned(with_nodes(small_room(), R1_B={"fed_by": ("PA",)}), power) == (1, {"Q1": 1})


def test_devices_and_machines_and_reservations_are_members_too() -> None:
    """Each of them in R1 leaves R2 to Q1; Q2 asks for nothing and stands in R1."""
    pair = (replace(WEB, keep=("apart:rack",)), WEB_TWO)
    room = two_racks(2, 1)
    inside = device("a", group="web")
    held = Reservation(
        "H", request="Q9", group="web", rack="R1", position_hu=2, height_hu=2, weight_g=0, power_w=0
    )
    machine = Vm("v", None, "h1", 1, 1, 1, group="web")
    on_host = replace(room, devices=(device("a"),), hosts=(Host("h1", "a", None, 8, 8, 8),), vms=(machine,))
    for full in (replace(room, devices=(inside,)), replace(room, reservations=(held,)), on_host):
        assert planned(full, *pair) == (3, {"Q1": 1, "Q2": 1})
        assert planned(replace(full, racks=(room.racks[0],)), *pair) == (1, {"Q2": 1})


def test_an_application_stands_where_its_host_stands() -> None:
    """A server is kept apart from it, or together with it."""
    room = replace(two_racks(2, 1), devices=(device("a"),), hosts=(Host("h1", "a", None, 8, 8, 8),))
    web = Request("Q2", kind="application", vcpu=1, memory_mb=1, disk_gb=1, group="web")
    apart, together = (replace(WEB, keep=(rule,)) for rule in ("apart:rack", "together:rack"))
    assert [item.rack for item in batch.plan(room, [apart, web], TODAY)[1] if item.rack] == ["R2"]
    assert [item.rack for item in batch.plan(room, [together, web], TODAY)[1] if item.rack] == ["R1"]
    first = replace(room, racks=(room.racks[0],))
    assert planned(first, apart, web) == (2, {"Q1": 1})
    assert planned(first, together, web) == (3, {"Q1": 1, "Q2": 1})


# --- headroom ------------------------------------------------------------------------------------------


def test_headroom_is_what_the_tightest_limit_leaves() -> None:
    """4000 W of one pdu are eight of 500 W; there is space for 12, weight for 25, heat for 10."""
    one = replace(SERVER, height_hu=2)
    assert batch.most(small_room(), one, TODAY) == 8
    assert batch.most(small_room(), replace(one, quantity=99, power_w=501), TODAY) == 7


def test_headroom_is_zero_where_no_unit_is_free() -> None:
    """A device of twelve units fills the rack."""
    assert batch.most(small_room(device("a", height_hu=24)), SERVER, TODAY) == 0


def test_keep_holds_among_all_that_headroom_counts() -> None:
    """Apart by rack there are two; together by rack as many as one takes; apart by power two at least."""
    room = two_racks(12, 3)
    assert batch.most(room, replace(ONE, keep=("apart:rack",)), TODAY) == 2
    assert batch.most(room, replace(ONE, keep=("together:rack",)), TODAY) == 12
    assert batch.most(room, ONE, TODAY) == 15
    only = small_room(power=tuple(n for n in small_room().power if n.name != "R1-B"))
    single = replace(ONE, cords=1)
    assert batch.most(only, replace(single, keep=("apart:power",)), TODAY) == 1
    assert batch.most(only, single, TODAY) == 12


def test_headroom_releases_the_reservations_of_the_request_alone() -> None:
    """Of four units one is held for it and one for another."""
    held = Reservation("H", request="Q1", rack="R1", position_hu=2, height_hu=2, weight_g=0, power_w=0)
    other = replace(held, name="I", request="Q2", position_hu=4)
    room = small_room(racks=(rack("R1", height_u=4),), reservations=(held, other))
    assert batch.most(room, ONE, TODAY) == 3


def test_headroom_of_an_application_is_what_the_cluster_bears_after_a_loss() -> None:
    """Hosts of 10, 10 and 4 MB; the largest lost, 14 are seven of 2 MB."""
    hosts = tuple(Host(f"h{n}", "a", "C", 99, memory, 99) for n, memory in enumerate((10, 10, 4)))
    room = small_room(device("a"), hosts=hosts)
    two = Request("Q1", kind="application", vcpu=1, memory_mb=2, disk_gb=0)
    assert batch.most(room, two, TODAY) == 7
    assert batch.most(room, replace(two, memory_mb=11), TODAY) == 0
    assert batch.most(room, replace(two, vcpu=0, memory_mb=0), TODAY) == inf


# --- against other searches ----------------------------------------------------------------------------


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_one_request_fits_as_a_whole_where_its_batch_is_worth_all_of_it(first: int) -> None:
    """The decision for all items and the plan agree, on the rooms of both kinds of random case."""
    for seed in range(first, first + 50):
        case = read(seed)
        _check_alone(replace(case.request, priority=3), case.room)
        if seed % 5 == 0:
            batched = read_batch(seed)
            for request in batched.requests:
                _check_alone(request, batched.room)


def _check_alone(request: Request, room: Room) -> None:
    value, placed = batch.plan(room, [request], TODAY)
    fits = brute.joint(room, request, TODAY) == "fits"
    assert fits == (value == request.quantity * request.priority)
    if request.quantity <= 2:
        assert batch.most(room, request, TODAY) >= len(placed)


NAIVE = 400
"""The most answers that are tried without any pruning."""


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_the_optimum_is_that_of_all_answers_tried_one_by_one(first: int) -> None:
    """Every item at every place, position and choice of cords or nowhere, each answer judged as a whole."""
    tried = 0
    for seed in range(first, first + 50):
        case = read_batch(seed)
        small = tuple(replace(request, quantity=min(2, request.quantity)) for request in case.requests[:2])
        options = [_options(case, small, request) for request in small for _ in range(request.quantity)]
        if not 1 < prod(map(len, options)) <= NAIVE:
            continue
        tried += 1
        worth = max(_worth(small, answer) for answer in _answers(case, small, options))
        assert worth == batch.plan(case.room, small, TODAY)[0], f"seed {seed}"
    assert tried >= 8


def _options(case: ReadBatch, requests: Sequence[Request], request: Request) -> list[Placed | None]:
    """Return nowhere, and all places of one item but those that a rule other than keep puts out alone."""
    rules = brute.Rules(case.room, [request, *requests], TODAY)
    found: list[Placed | None] = [None]
    for place, verdict in places(rules).items():
        for choice in verdict.choices:
            if choice.broken | choice.unknown <= {"keep"}:
                if isinstance(place, str):
                    found.append(rules.item(host=place))
                else:
                    found.append(rules.item(*place, choice.cords))
    return found


def _answers(
    case: ReadBatch, requests: Sequence[Request], options: Sequence[Sequence[Placed | None]]
) -> Iterator[tuple[Placed, ...]]:
    """Yield every answer that holds for certain."""
    rules = brute.Rules(case.room, requests, TODAY)
    for chosen in product(*options):
        items = [item for item in chosen if item is not None]
        try:
            answer = rules.with_ports(items)
        except ValueError:  # no ports serve them all
            continue
        if set(rules.answer(answer).values()) <= {HOLDS}:
            yield answer


def _worth(requests: Sequence[Request], answer: Sequence[Placed]) -> int:
    priority = {request.name: request.priority for request in requests}
    return sum(priority[item.request] for item in answer)


@pytest.mark.parametrize("first", range(0, 200, 100))
def test_the_verifier_passes_what_the_brute_force_places(first: int) -> None:
    """Placements of random batches hold for certain, by the rules as a whole and by the verifier."""
    placed = 0
    for seed in range(first, first + 100):
        case = read_batch(seed)
        _, answer = batch.plan(case.room, case.requests, TODAY)
        assert_holds(case.room, case.requests, answer)
        placed += bool(answer)
    assert placed >= 70
