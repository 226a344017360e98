"""Space: faces, half units, the rack's own numbering, positions that nobody knows, units kept free."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from capacity.limits.limit import State
from capacity.limits.space import BOTH, FRONT, REAR
from capacity.room import Device, Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from tests.builders import SERVER, check, device, ledger, rack, room

LOW = (rack(height_u=4),)  # eight half units
ONE_U = replace(SERVER, height_hu=2)


def starts(where: Room, height_hu: int, mode: int = BOTH) -> dict[str, list[float]]:
    """Units of R1 at which this height may start, by state."""
    space = ledger(where).space
    inside, states = space.starts(height_hu)[0], space.states(height_hu, mode)[0]
    first = where.racks[0].first_unit
    named = {"holds": State.HOLDS, "unknown": State.UNKNOWN, "broken": State.BROKEN}
    return {
        name: [first + at / 2 for at in range(len(inside)) if inside[at] and states[at] == state]
        for name, state in named.items()
    }


def free(*devices: Device, height_hu: int = 2, mode: int = BOTH, **more: Any) -> list[float]:
    return starts(room(*devices, racks=(rack(height_u=4, **more),)), height_hu, mode)["holds"]


def test_a_height_of_whole_units_stands_on_whole_units() -> None:
    """2 U in 4 U: at units 1, 2 and 3."""
    assert free(height_hu=4) == [1, 2, 3]


def test_a_height_with_a_half_stands_on_halves_too() -> None:
    """1.5 U in 4 U: from unit 1 to 3.5, where it reaches the top exactly."""
    assert free(height_hu=3) == [1, 1.5, 2, 2.5, 3, 3.5]


@pytest.mark.parametrize(("height_hu", "decision"), [(8, FITS), (9, DOES_NOT_FIT)])
def test_a_server_as_high_as_the_rack_fits_and_half_a_unit_more_does_not(
    height_hu: int, decision: str
) -> None:
    """4 U in 4 U, and 4.5 U."""
    assert check(room(racks=LOW), replace(SERVER, height_hu=height_hu)).decision == decision


def test_a_full_depth_device_takes_both_faces() -> None:
    """At unit 2 it leaves units 1, 3 and 4 of either face."""
    there = device(position_hu=4)
    for mode in (FRONT, REAR, BOTH):
        assert free(there, mode=mode) == [1, 3, 4]


def test_half_depth_devices_stand_back_to_back() -> None:
    """One in front at unit 2 leaves its rear free, and takes the unit from what needs both."""
    there = device(position_hu=4, depth="half")
    assert free(there, mode=REAR) == [1, 2, 3, 4]
    assert free(there, mode=FRONT) == free(there, mode=BOTH) == [1, 3, 4]


def test_a_half_depth_server_goes_behind_one_in_front() -> None:
    """All fronts are taken: it fits in the rear, and a full one nowhere."""
    where = room(device(height_hu=8, depth="half"), racks=LOW)
    half = replace(ONE_U, depth="half", depth_mm=400)
    answer = check(where, half)
    assert answer.decision == FITS
    assert answer.placement[0].face == "rear"
    assert check(where, ONE_U).decision == DOES_NOT_FIT


def test_half_a_unit_taken_costs_a_whole_server_its_unit() -> None:
    """Half a unit at 2.5 takes unit 2 from what stands on whole units; 0.5 U still goes in at 2."""
    there = device(position_hu=5, height_hu=1)
    assert free(there) == [1, 3, 4]
    assert free(there, height_hu=1) == [1, 1.5, 2, 3, 3.5, 4, 4.5]


def test_units_count_from_the_rack_s_own_lowest() -> None:
    """A rack numbered 11 to 14, with a device at 12."""
    assert free(device(position_hu=24), first_unit=11) == [11, 13, 14]
    answer = check(room(racks=(rack(first_unit=11),)), ONE_U)
    assert answer.placement[0].position_hu == 22


def test_blocked_units_are_taken_on_both_faces() -> None:
    """Units 1 and 4 are blocked."""
    for mode in (FRONT, REAR, BOTH):
        assert free(blocked_units=frozenset({1, 4}), mode=mode) == [2, 3]


def test_what_stands_out_of_the_rack_takes_what_is_inside() -> None:
    """A device from unit 0 to 1, one from 4 to 6, and one far above: units 2 and 3 are left."""
    there = (
        device("D1", position_hu=0, height_hu=4),
        device("D2", position_hu=8, height_hu=4),
        device("D3", position_hu=90),
    )
    assert free(*there) == [2, 3]


def test_a_device_beside_the_rails_takes_no_units() -> None:
    """0U, with or without a position."""
    assert free(device(position_hu=None, height_hu=0), device("D2", height_hu=0)) == [1, 2, 3, 4]


def test_a_device_of_unknown_position_leaves_every_place_undecided() -> None:
    """It may stand anywhere; where something is known to stand the place is still broken."""
    where = room(device("D1", position_hu=None), device("D2", position_hu=2), racks=LOW)
    assert starts(where, 2) == {"holds": [], "unknown": [2, 3, 4], "broken": [1]}
    answer = check(where, ONE_U)
    assert answer.decision == CANNOT_DECIDE
    assert [(m.file, m.column, m.why) for m in answer.missing] == [
        ("devices.csv", "position_u", "position of device D1")
    ]


def test_a_device_of_unknown_height_is_in_doubt_to_the_top() -> None:
    """At unit 2 it takes its first half unit for certain, and may take all above, not what is below."""
    where = room(device(position_hu=4, height_hu=None), racks=LOW)
    assert starts(where, 2) == {"holds": [1], "unknown": [3, 4], "broken": [2]}


def test_a_device_of_unknown_height_is_in_doubt_on_its_own_face() -> None:
    """Half depth in front leaves the rear alone."""
    where = room(device(position_hu=4, height_hu=None, depth="half"), racks=LOW)
    assert starts(where, 2, REAR) == {"holds": [1, 2, 3, 4], "unknown": [], "broken": []}
    assert starts(where, 2, FRONT) == {"holds": [1], "unknown": [3, 4], "broken": [2]}


def test_a_device_of_unknown_rack_leaves_every_rack_undecided() -> None:
    """Also where its position is known, for the rack is not."""
    space = ledger(room(device(rack=None), racks=(rack("R1"), rack("R2")))).space
    assert space.floating.tolist() == [2, 2]
    assert space.occupied.tolist() == [False, False]


def test_the_height_in_doubt_adds_up_until_one_is_unknown() -> None:
    """1 U and 1.5 U somewhere are five half units; with a third of unknown height nobody can say."""
    some = [device("D1", position_hu=None), device("D2", position_hu=None, height_hu=3)]
    assert ledger(room(*some)).space.floating.tolist() == [5]
    unknown = device("D3", position_hu=None, height_hu=None)
    assert ledger(room(*some, unknown)).space.floating.tolist() == [-1]
    assert ledger(room(unknown, *some)).space.floating.tolist() == [-1]


def test_the_longest_run_counts_from_where_the_height_may_start() -> None:
    """Free from 1.5 to 5: 3.5 U for a height with a half, 3 U (from unit 2) for whole units."""
    space = ledger(room(device(height_hu=1), racks=LOW)).space
    assert space.longest(3, BOTH).tolist() == [7]
    assert space.longest(2, BOTH).tolist() == [6]


def test_racks_of_different_heights_keep_their_own_top() -> None:
    """2 U and 3 U: a server of 2.5 U fits the second only."""
    space = ledger(room(racks=(rack("R1", height_u=2), rack("R2", height_u=3)))).space
    assert space.starts(5).sum(axis=1).tolist() == [0, 2]


@pytest.mark.parametrize(("keep_free_hu", "decision"), [(6, FITS), (7, DOES_NOT_FIT)])
def test_the_units_to_keep_are_free_after_the_placement(keep_free_hu: int, decision: str) -> None:
    """Of eight half units two are asked for: six stay free; to keep seven it is half a unit too high."""
    answer = check(room(racks=LOW, policy={"keep_free_hu": keep_free_hu}), ONE_U)
    assert answer.decision == decision
    if decision == DOES_NOT_FIT:
        assert answer.conflicts == (("keep_free",),)
        assert (answer.reasons[0].least_short, answer.reasons[0].unit) == (Fraction(1, 2), "U")


@pytest.mark.parametrize(("keep_free_hu", "decision"), [(5, FITS), (6, DOES_NOT_FIT)])
def test_a_half_unit_that_is_taken_is_not_kept_free(keep_free_hu: int, decision: str) -> None:
    """Eight half units, one is taken and two are asked for: five stay free."""
    where = room(device(height_hu=1), racks=LOW, policy={"keep_free_hu": keep_free_hu})
    assert check(where, ONE_U).decision == decision


def test_blocked_units_are_not_kept_free() -> None:
    """Two of 4 U are blocked, one is asked for: one stays."""
    where = room(racks=(rack(height_u=4, blocked_units=frozenset({1, 2})),), policy={"keep_free_hu": 2})
    assert check(where, ONE_U).decision == FITS
    assert check(replace(where, policy=replace(where.policy, keep_free_hu=3)), ONE_U).decision == DOES_NOT_FIT


def test_a_place_behind_something_takes_nothing_that_is_kept_free() -> None:
    """All of 4 U are to be free on both faces, but unit 1 is not: its rear takes nothing more."""
    where = room(device(depth="half"), racks=LOW, policy={"keep_free_hu": 8})
    answer = check(where, replace(ONE_U, depth="half", depth_mm=400))
    assert [(p.position_hu, p.face) for p in answer.placement] == [(2, "rear")]
    assert answer.places["certain"] == 1


def test_keep_free_is_broken_whatever_stands_at_unknown_positions() -> None:
    """Of 4 U one is asked for: to keep 3.5 U is broken at once, to keep 3 U only if D1 stands there too."""
    where = room(device(position_hu=None), racks=LOW, policy={"keep_free_hu": 7})
    assert check(where, ONE_U).conflicts == (("keep_free",),)
    fewer = replace(where, policy=replace(where.policy, keep_free_hu=6))
    assert check(fewer, ONE_U).decision == CANNOT_DECIDE
    states = ledger(fewer).space.keep_free_states(2, 6)
    assert set(states[0].tolist()) == {State.UNKNOWN}
    assert set(ledger(fewer).space.keep_free_states(2, 4)[0].tolist()) == {State.HOLDS}


@pytest.mark.parametrize(
    ("keep_free_hu", "state"),
    [(2, State.HOLDS), (3, State.UNKNOWN), (7, State.UNKNOWN), (8, State.BROKEN)],
)
def test_what_is_in_doubt_above_a_device_may_not_stay_free(keep_free_hu: int, state: State) -> None:
    """D1 takes half of unit 3 of 5, and may take the five half units above it.

    At unit 1 the server takes two of the nine that are free: seven are left at the most, two at the least.
    """
    where = room(device(position_hu=6, height_hu=None), racks=(rack(height_u=5),))
    assert ledger(where).space.keep_free_states(2, keep_free_hu)[0, 0] == state
