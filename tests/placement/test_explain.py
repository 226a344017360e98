"""Why a request does not fit: rules and amounts by hand, sets of rules against trying all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain as joined
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity.room import PowerNode, Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from placement.candidates import Candidates, candidates
from placement.check import Checker
from placement.explain import MOST_CONFLICTS, Reason, blocked, conflicts, minimal, reasons
from placement.request import Request
from placement.rules import BIT, RULES, names
from tests.builders import (
    SERVER,
    UPSTREAM,
    chain,
    check,
    device,
    draws,
    group,
    need,
    pdu,
    rack,
    random_room,
    room,
    server,
    table,
    unit,
)


def racks(*rows: dict[str, object]) -> Room:
    """A room of racks R1, R2 ... on pdus of their own, with these changes."""
    made = tuple(rack(f"R{i}", **row) for i, row in enumerate(rows, 1))
    return room(racks=made, power=chain(*(r.name for r in made)))


def told(where: Room, request: Request = SERVER) -> dict[str, Reason]:
    answer = check(where, request)
    assert answer.decision != FITS
    return {reason.rule: reason for reason in answer.reasons}


def short(where: Room, request: Request, rule: str) -> tuple[object, str | None, str | None]:
    reason = told(where, request)[rule]
    return reason.least_short, reason.unit, reason.nearest


# --- reasons ---------------------------------------------------------------------------------


def test_a_reason_counts_the_racks_it_excludes_and_those_it_alone_excludes() -> None:
    """Heat excludes R1 and R2; R2 is of another zone too. Only in R1 would dropping heat help."""
    where = racks({"max_heat_w": 300}, {"max_heat_w": 450, "security_zone": "dmz"})
    found = told(where)
    assert (found["heat"].racks, found["heat"].only_blocker) == (2, 1)
    assert (found["zone"].racks, found["zone"].only_blocker) == (1, 0)


def test_the_least_excess_is_that_of_a_rack_where_nothing_else_is_in_the_way() -> None:
    """R2 is short by 50 W only, but of another zone: the near miss is R1's 200 W."""
    where = racks({"max_heat_w": 300}, {"max_heat_w": 450, "security_zone": "dmz"})
    assert short(where, SERVER, "heat") == (200, "W", "R1")


def test_without_such_a_rack_it_is_the_least_excess_of_all() -> None:
    """Both racks are of another zone too: R2 is nearer."""
    where = racks({"max_heat_w": 300, "security_zone": "dmz"}, {"max_heat_w": 450, "security_zone": "dmz"})
    assert short(where, SERVER, "heat") == (50, "W", "R2")


def test_of_equal_excesses_the_first_rack_by_name_is_named() -> None:
    """R1 and R2 are short by the same."""
    made = (rack("R2", max_heat_w=450), rack("R1", max_heat_w=450))
    assert short(room(racks=made, power=chain("R1", "R2")), SERVER, "heat") == (50, "W", "R1")


def test_a_rule_without_amount_names_a_rack_only() -> None:
    """There is no being nearly in a zone."""
    assert short(racks({"security_zone": "dmz"}), SERVER, "zone") == (None, None, "R1")


@pytest.mark.parametrize(
    ("where", "request_", "rule", "amount", "unit_"),
    [
        (room(racks=(rack(max_load_g=19_999),)), SERVER, "weight", Fraction(1, 1_000), "kg"),
        (room(racks=(rack(usable_depth_mm=698),)), SERVER, "depth", 2, "mm"),
        (
            room(racks=(rack(usable_depth_mm=999),)),
            server(depth="half", depth_mm=500),
            "depth",
            Fraction(1, 2),
            "mm",
        ),
        (room(cooling=(unit("C1", 450),)), SERVER, "cooling", 50, "W"),
        (room(ports=(group("SWA", 3),)), server(ports=(need(5),)), "ports", 2, "ports"),
        (room(racks=(rack(height_u=1),)), SERVER, "space", 1, "U"),
        (room(racks=(rack(height_u=2),)), server(height_hu=5), "space", Fraction(1, 2), "U"),
        (room(power=chain(R1_A={"rated_w": 480})), SERVER, "power", 20, "W"),
        (room(power=chain(R1_A={"outlets": 0})), SERVER, "outlets", 1, "outlets"),
    ],
)
def test_the_excess_is_told_in_the_unit_of_the_rule(
    where: Room, request_: Request, rule: str, amount: object, unit_: str
) -> None:
    """Exactly: 20 kg on 19.999 kg is 0.001 kg too much, 500 mm in half of 999 mm is 0.5 mm too much."""
    assert short(where, request_, rule) == (amount, unit_, "R1")
    assert check(where, request_).conflicts == ((rule,),)


def test_a_nameplate_draw_is_short_by_the_part_of_a_watt_it_counts() -> None:
    """0.7 x 715 W = 500.5 W on 500 W."""
    where = room(racks=(rack(max_heat_w=500),), policy={"nameplate_ppm": 700_000})
    request = server(power_w=715, power_basis="nameplate")
    assert short(where, request, "heat") == (Fraction(1, 2), "W", "R1")


def two_pdus_on_b(b1: dict[str, object], b2: dict[str, object]) -> tuple[PowerNode, ...]:
    pairs = (("R1-B1", b1), ("R1-B2", b2))
    return (
        *UPSTREAM,
        pdu("R1-A", "PA"),
        *(replace(pdu(name, "PB"), **values) for name, values in pairs),  # type: ignore[arg-type]
    )


def test_power_is_short_by_what_lacks_on_cords_that_nothing_else_stops() -> None:
    """B1 would carry it but has no socket; B2 (400 W) has one and lacks 100 W."""
    found = told(room(power=two_pdus_on_b({"outlets": 0}, {"rated_w": 400})))
    assert (found["power"].least_short, found["power"].only_blocker, found["power"].racks) == (100, 1, 0)
    assert (found["outlets"].least_short, found["outlets"].only_blocker) == (1, 1)


def test_power_is_short_by_the_least_of_all_cords() -> None:
    """B1 lacks 200 W, B2 100 W."""
    assert short(room(power=two_pdus_on_b({"rated_w": 300}, {"rated_w": 400})), SERVER, "power")[0] == 100


def test_keep_free_is_short_by_what_the_item_takes_too_much() -> None:
    """Unit 3 must stay free; at unit 2, whose rear is taken, a half-depth server of 2 U takes just that.

    Units 1 and 2 have something in the rear, unit 1 in front as well: only unit 3 is free on both faces.
    The front of units 2 and 3 is the only place, and one unit of it was to stay free: 1 U too much, not 2.
    """
    there = (device("D1", height_hu=4, depth="half", face="rear"), device("D2", depth="half"))
    where = room(*there, racks=(rack(height_u=3),), policy={"keep_free_hu": 2})
    request = server(depth="half", depth_mm=400)
    assert short(where, request, "keep_free") == (1, "U", "R1")
    assert check(where, replace(request, height_hu=2)).decision == FITS


def test_a_rack_too_low_for_the_server_lacks_space() -> None:
    """No start at all is a broken rule too."""
    answer = check(racks({"height_u": 1}))
    assert (answer.conflicts, answer.places["out"]) == ((("space",),), 0)


def test_reasons_come_most_decisive_first() -> None:
    """By the racks that a rule alone excludes, then by all it excludes, then in the order of the rules."""
    where = racks(
        {"max_heat_w": 1, "security_zone": "dmz"},
        {"max_heat_w": 1, "max_load_g": 1},
        {"max_load_g": 1},
    )
    assert [r.rule for r in check(where).reasons] == ["weight", "heat", "zone"]


def test_a_rule_that_excludes_no_rack_by_itself_is_listed_if_it_takes_part() -> None:
    """In each rack outlets lack on one pair and power on the other: no rule is broken at every place."""
    found = told(room(power=two_pdus_on_b({"outlets": 0}, {"rated_w": 1})))
    assert (found["outlets"].racks, found["power"].racks) == (0, 0)


def test_reasons_are_given_for_the_other_places_of_an_undecided_request() -> None:
    """R1 is too hot, R2 undecided."""
    answer = check(racks({"max_heat_w": 1}, {"max_heat_w": None}))
    assert answer.decision == CANNOT_DECIDE
    assert [(r.rule, r.racks, r.nearest) for r in answer.reasons] == [("heat", 1, "R1")]
    assert answer.conflicts == ()


def test_a_fault_of_today_that_is_not_touched_is_no_reason() -> None:
    """D1 overlaps D2 in R1, and R1-A is over; the server goes to R2."""
    there = (device("D1"), device("D2"), draws("D3", 9_000, "R1-A"))
    made = (rack("R1"), rack("R2"))
    nodes = tuple(replace(n, rated_w=100_000) if n.kind != "pdu" else n for n in chain("R1", "R2"))
    answer = check(room(*there, racks=made, power=nodes))
    assert answer.decision == FITS
    assert answer.placement[0].rack == "R2"


# --- conflict sets ---------------------------------------------------------------------------

masks_of_five = st.lists(st.integers(1, 31), min_size=1, max_size=6)


def naive_sets(masks: list[int], rules: tuple[str, ...]) -> list[frozenset[str]]:
    """Every set of rules, the small ones first, that hits every mask and holds no smaller such set."""
    found: list[frozenset[str]] = []
    every = joined.from_iterable(combinations(rules, size) for size in range(1, len(rules) + 1))
    for some in map(frozenset, every):
        hits = sum(BIT[rule] for rule in some)
        if all(hits & mask for mask in masks) and not any(smaller <= some for smaller in found):
            found.append(some)
    return found


@given(masks_of_five)
def test_conflicts_are_all_minimal_sets_that_hit_every_place(masks: list[int]) -> None:
    """Five rules: all 31 sets are tried."""
    assert {frozenset(c) for c in conflicts(masks)} == set(naive_sets(masks, RULES[:5]))


@given(masks_of_five)
def test_minimal_masks_exclude_the_same_as_all_masks(masks: list[int]) -> None:
    """A place that breaks more rules than another adds nothing."""
    least = minimal(masks)
    assert not any(a != b and a & b == a for a in least for b in least)
    assert all(any(small & mask == small for small in least) for mask in masks)
    assert conflicts(least) == conflicts(masks)


def test_a_place_without_broken_rules_leaves_no_conflict() -> None:
    """Nothing excludes what nothing stops."""
    assert conflicts([0]) == []


def test_too_many_conflicts_are_cut_but_each_stays_minimal() -> None:
    """Seven pairs of rules have 128 hitting sets; with overlapping triples some would grow too large."""
    pairs = [3 << (2 * i) for i in range(7)]
    triples = [7 << i for i in range(0, 13, 2)] + [0b1001001, 0b100100100100]
    for masks in (pairs, triples, pairs + triples):
        found = conflicts(minimal(masks))
        assert 0 < len(found) <= MOST_CONFLICTS
        for some in found:
            hits = sum(BIT[rule] for rule in some)
            assert all(hits & mask for mask in masks)
            assert not any(all(hits & ~BIT[rule] & mask for mask in masks) for rule in some)


def every_mask(found: Candidates) -> Iterator[int]:
    """The rules broken at every combination of rack, cords and start; a rack without a start lacks space."""
    for choice, rack_ in enumerate(found.choice_rack.tolist()):
        of_rack = int(found.broken[rack_]) | int(found.choice_broken[choice])
        starts = [
            int(face.broken[rack_, at])
            for face in found.starts
            for at in np.flatnonzero(face.allowed[rack_]).tolist()
        ]
        yield from (of_rack | mask for mask in starts or [BIT["space"]])


@pytest.mark.parametrize("first", range(3_000, 3_150, 50))
def test_every_conflict_of_a_random_room_excludes_all_and_no_smaller_one_does(first: int) -> None:
    """Place by place: each set hits what every place breaks, and leaves a place without any of its rules."""
    sets = 0
    for seed in range(first, first + 50):
        case = random_room(seed)
        request = replace(case.request, quantity=1)
        if request.kind != "server" or request.height_hu is None:
            continue
        checker = Checker(case.room, case.today)
        answer = checker.check(request)
        if answer.decision != DOES_NOT_FIT:
            assert answer.conflicts == ()
            continue
        masks = list(every_mask(candidates(checker.compiled(request)[0], request)))
        for some in answer.conflicts:
            hits = sum(BIT[rule] for rule in some)
            assert all(hits & mask for mask in masks), f"{some} of seed {seed} leaves a place"
            for rule in some:
                fewer = hits & ~BIT[rule]
                assert not all(fewer & mask for mask in masks), f"{rule} of {some} is needless, seed {seed}"
            sets += 1
        assert {r for mask in minimal(masks) for r in names(mask)} <= {r.rule for r in answer.reasons}
    assert sets >= 8


def smaller(request: Request, reason: Reason) -> Request:
    """The request with what a rule lacks taken from what it charges, at the least nothing."""
    amount = Fraction(reason.least_short or 0)
    if reason.rule == "weight":
        return replace(request, weight_g=max(0, int(((request.weight_g or 0) - amount * 1_000) // 1)))
    return replace(request, power_w=max(0, int(((request.power_w or 0) - amount) // 1)))


def test_shrinking_by_the_least_excess_makes_a_random_room_fit() -> None:
    """Where one rule alone is in the way of a rack, less by the amount told leaves a place not out."""
    tried: Counter[str] = Counter()
    for seed in range(3_000, 3_150):
        case = random_room(seed)
        as_read = replace(case.request, quantity=1)
        if as_read.kind != "server" or not as_read.height_hu or as_read.power_basis == "nameplate":
            continue
        ledger_ = Checker(case.room, case.today).compiled(as_read)[0]
        for request in (as_read, replace(as_read, weight_g=10**7), replace(as_read, power_w=10**5)):
            found = candidates(ledger_, request)
            for reason in reasons(found, blocked(found)):
                if reason.rule in ("weight", "heat", "power", "cooling") and reason.only_blocker:
                    fewer = candidates(ledger_, smaller(request, reason))
                    assert blocked(fewer).minimal == (0,), f"{reason} of seed {seed}"
                    tried[reason.rule] += 1
    assert set(tried) == {"weight", "heat", "power", "cooling"}
    assert tried.total() >= 40


def test_the_blocked_masks_of_one_rack_are_its_own() -> None:
    """R1 lacks depth, R2 heat."""
    found = table(racks({"usable_depth_mm": 1}, {"max_heat_w": 1}))
    one = blocked(found, 1)
    assert one.minimal == (BIT["heat"],)
    assert one.always.tolist() == [0, BIT["heat"]]
    assert sorted(blocked(found).minimal) == sorted((BIT["depth"], BIT["heat"]))
