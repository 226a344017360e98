"""The consistency checks: each with a room that fails it, and one that does not."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from capacity.checks import CHECKS, Finding, run_checks
from capacity.data import data_path
from capacity.ledger import Ledger
from capacity.reading import read_room
from tests.capacity.test_measures import HELD, HOSTS, VMS
from tests.rooms import ROOM, write_room

TODAY = date(2026, 11, 24)
DEVICES, RACKS, POWER = ROOM["devices.csv"], ROOM["racks.csv"], ROOM["power.csv"]


def findings(path: Path, **files: str | None) -> list[Finding]:
    """What the checks find in the small room with `files` in the place of its own."""
    return run_checks(Ledger(read_room(write_room(path / "room", **files)), TODAY))


def only(path: Path, **files: str | None) -> Finding:
    """The one thing they find."""
    (found,) = findings(path, **files)
    return found


def test_a_sound_room_passes_every_check(tmp_path: Path) -> None:
    """The small room of the tests has no fault."""
    assert findings(tmp_path) == []


def test_things_in_the_same_units_overlap(tmp_path: Path) -> None:
    """Both are named, once, with the units they share."""
    found = only(tmp_path, devices=DEVICES + "x,R01,2,,3,full,,1,0,,,,,,,,\n")
    assert (found.check, found.rule, found.where) == ("overlap", "space", "rack R01, unit 2")
    assert found.names == ("web-1", "x")


def test_back_to_back_is_no_overlap(tmp_path: Path) -> None:
    """Half depth on both faces, and half units on top of each other, are sound."""
    rows = "f,R01,10,front,1,half,,1,0,,,,,,,,\nr,R01,10,rear,1,half,,1,0,,,,,,,,\n"
    rows += "h,R01,11,,0.5,full,,1,0,,,,,,,,\ni,R01,11.5,,0.5,full,,1,0,,,,,,,,\n"
    assert findings(tmp_path, devices=DEVICES + rows) == []


def test_overlaps_in_a_row_are_told_together(tmp_path: Path) -> None:
    """Three things, each on the next, are one finding; two others are another."""
    rows = "".join(
        f"{name},R01,{at},,2,full,,1,0,,,,,,,,\n"
        for name, at in (("a", 10), ("b", 11), ("c", 12), ("d", 20), ("e", 21))
    )
    found = findings(tmp_path, devices=DEVICES + rows)
    assert [(f.where, f.names) for f in found] == [
        ("rack R01, units 11-12", ("a", "b", "c")),
        ("rack R01, unit 21", ("d", "e")),
    ]


def test_a_reservation_can_overlap_too(tmp_path: Path) -> None:
    """What is held counts as what stands there."""
    held = HELD + "H,REQ,1,,,R01,1,,1,full,,1,0,,,,,,,\n"
    assert only(tmp_path, reservations=held).names == ("H", "web-1")


def test_a_thing_out_of_its_rack_is_found(tmp_path: Path) -> None:
    """It sticks out at the top."""
    found = only(tmp_path, devices=DEVICES + "x,R01,42,,2,full,,1,0,,,,,,,,\n")
    assert (found.check, found.rule) == ("out-of-rack", "space")
    assert found.what == "x is recorded in units 42-43, but the rack has units 1-42."


def test_a_thing_on_blocked_units_is_found(tmp_path: Path) -> None:
    """The units are named."""
    found = only(tmp_path, devices=DEVICES + "x,R02,40,,2,full,,1,0,,,,,,,,\n")
    assert (found.check, found.where) == ("on-blocked-units", "rack R02, unit 41")


@pytest.mark.parametrize(
    ("depth", "mm", "wrong"), [("full", 1001, True), ("half", 501, True), ("half", 500, False)]
)
def test_a_thing_deeper_than_its_rack_is_found(tmp_path: Path, depth: str, mm: int, wrong: bool) -> None:
    """Half depth has half of the rack."""
    found = findings(tmp_path, devices=DEVICES + f"x,R01,9,,1,{depth},{mm},1,0,,,,,,,,\n")
    assert [f.rule for f in found] == ["depth"] * wrong


def test_weight_and_heat_beyond_the_rack_are_found(tmp_path: Path) -> None:
    """With used and capacity; a draw needs no cord to be heat."""
    found = findings(tmp_path, racks=RACKS.replace("42,1,1000,800,8000", "42,1,1000,20,300", 1), power=None,
                     devices=DEVICES.replace("R01-A R01-B", "").replace("R02-A:L1 R02-B:L1", "")
                     + "x,R01,9,,1,full,,0.5,1,,,,,,,,\n")  # fmt: skip
    assert [(f.rule, f.used, f.capacity) for f in found] == [
        ("weight", Fraction(41, 2), 20),
        ("heat", 301, 300),
    ]


def test_power_beyond_a_rating_is_found_in_its_worst_scenario(tmp_path: Path) -> None:
    """A loss that leaves too much on the other side; nodes above and below are told apart."""
    devices = DEVICES.replace("20,300,", "20,4300,")
    found = findings(tmp_path, devices=devices)
    assert {(f.where, f.used) for f in found} == {("pdu R01-A", 4300), ("pdu R01-B", 4300)}
    assert all(f.scenario.endswith(" lost") and f.capacity == 4000 for f in found)


def test_a_leg_beyond_its_third_is_found(tmp_path: Path) -> None:
    """The PDU as a whole carries it, the leg does not."""
    devices = DEVICES.replace("15.5,200,", "15.5,3700,")
    broken = [f for f in findings(tmp_path, devices=devices) if f.broken]
    assert {f.where for f in broken} == {"pdu R02-A:L1", "pdu R02-B:L1"}
    assert "legs" in broken[0].advice


def test_more_cords_than_outlets_are_found(tmp_path: Path) -> None:
    """Two cords in a PDU with one outlet."""
    power = POWER.replace("R01-A,pdu,A,PNL-A,,R01,4000,,12", "R01-A,pdu,A,PNL-A,,R01,4000,,1")
    found = only(tmp_path, power=power, devices=DEVICES + "x,R01,9,,1,full,,1,5,,R01-A R01-B,,,,,,\n")
    assert (found.rule, found.used, found.capacity) == ("outlets", 2, 1)


def test_heat_that_is_not_cooled_with_a_unit_lost_is_found(tmp_path: Path) -> None:
    """The worst loss is named, and what is left over."""
    cooling = "unit,capacity_w,zones,status\nC1,450,Z1,\nC2,400,Z1,\n"
    found = only(tmp_path, cooling=cooling)
    assert (found.rule, found.scenario, found.used, found.capacity) == ("cooling", "C1 lost", 500, 400)
    assert "100 W of 500 W are not cooled" in found.what


def test_ports_used_beyond_a_group_are_found(tmp_path: Path) -> None:
    """Used by others, and by devices listed."""
    ports = ROOM["ports.csv"].replace(
        "SW-A,R01,room,A,,10gbase-x-sfpp,24,0", "SW-A,R01,room,A,,10gbase-x-sfpp,24,24"
    )
    found = only(tmp_path, ports=ports)
    assert (found.rule, found.used, found.capacity) == ("ports", 25, 24)


def test_hosts_and_clusters_that_carry_too_much_are_found(tmp_path: Path) -> None:
    """A cluster of one host survives no loss."""
    hosts = HOSTS + "h1,c,web-1,8,1024,100,1,,,\n"
    found = findings(tmp_path, hosts=hosts, vms=VMS + "v,c,h1,4,2048,10,,\n")
    assert {f.where for f in found} == {"memory h1", "memory cluster c", "vcpu cluster c"}
    assert {f.rule for f in found} == {"hosting"}


@pytest.mark.parametrize(
    ("cords", "words"),
    [
        ("R01-A R01-A", "All 2 cords of x are in R01-A; the loss of UPS-A, PNL-A and R01-A switches it off."),
        ("R01-A", None),
        ("R01-A R01-B", None),
        ("R01-A R01-A R01-B", None),
    ],
)
def test_cords_that_die_together_are_found(tmp_path: Path, cords: str, words: str | None) -> None:
    """Two cords must not hang on one loss; one cord may, and three may share a PDU."""
    found = findings(tmp_path, devices=DEVICES + f"x,R01,9,,1,full,,1,5,,{cords},,,,,,\n")
    assert [f.what for f in found] == ([words] if words else [])
    assert all(f.rule == "cords" for f in found)


def test_cords_on_one_path_are_found_even_where_they_live(tmp_path: Path) -> None:
    """Two PDUs of path A, fed from both sides, outlive each loss, and are still no pair."""
    power = POWER + "R01-C,pdu,A,PNL-B,,R01,4000,,12,,1,\n"
    found = only(tmp_path, power=power, devices=DEVICES + "x,R01,9,,1,full,,1,5,,R01-A R01-C,,,,,,\n")
    assert found.what == "All 2 cords of x are on path A."


def test_a_rack_without_a_pair_of_pdus_is_worth_a_look(tmp_path: Path) -> None:
    """No rule is broken by it, so it is a warning."""
    found = only(tmp_path, racks=RACKS + "R03,B,,,42,1,1000,800,8000,Z1,internal,,,active\n")
    assert (found.check, found.broken, found.where) == ("no-pair-of-pdus", False, "rack R03")
    assert "path A and path B" in found.what


def test_a_dedicated_rack_with_others_in_it_is_worth_a_look(tmp_path: Path) -> None:
    """Things of its own agency, and of nobody, are no matter."""
    racks = RACKS.replace("Z1,internal,,,active", "Z1,internal,kominfo,,active")
    rows = "x,R01,9,,1,full,,1,0,,,,kominfo,,,,\ny,R01,10,,1,full,,1,0,,,,,,,,\n"
    found = only(tmp_path, racks=racks, devices=DEVICES + rows)
    assert (found.check, found.names) == ("foreign-in-dedicated-rack", ("web-1",))


def test_things_in_a_rack_that_is_not_active_are_worth_a_look(tmp_path: Path) -> None:
    """And so are hosts on them, which take nothing."""
    racks = RACKS.replace("1 41-42,active", "1 41-42,planned")
    found = findings(tmp_path, racks=racks, hosts=HOSTS + "h1,,db-1,8,1024,100,1,,,\n")
    assert [f.check for f in found] == ["in-rack-not-active", "host-in-rack-not-active"]


def test_a_lapsed_reservation_is_worth_a_look(tmp_path: Path) -> None:
    """With the day it ended on."""
    held = HELD + "H,REQ,1,,,R01,9,,1,full,,1,0,,,,,,,2026-11-23\n"
    assert only(tmp_path, reservations=held).what == "It lapsed on 2026-11-23 and no longer counts."


def test_nodes_that_no_scenario_loads_are_named(tmp_path: Path) -> None:
    """A generator that only the loss of the utility would bring in; with that loss survived it is loaded."""
    power = POWER.replace("UPS-A,ups,A,UTIL,,", "UPS-A,ups,A,UTIL GEN,transfer,").replace(
        "UPS-B,ups,B,UTIL,,", "UPS-B,ups,B,UTIL GEN,transfer,"
    )
    power = power.replace("UPS-A,ups", "GEN,generator,,,,,100000,,,,,\nUPS-A,ups")
    found = only(tmp_path / "idle", power=power)
    assert (found.check, found.names) == ("unloaded-nodes", ("GEN",))
    policy = '[power]\nsurvive = ["utility", "ups", "panel", "pdu"]\n'
    assert findings(tmp_path / "loaded", power=power, policy=policy) == []


def test_uneven_legs_are_worth_a_look(tmp_path: Path) -> None:
    """Not a few watts on a leg, as the small room has them; and not what the policy lets pass."""
    rows = "x,R02,20,,1,full,,1,900,,R02-A:L2 R02-B:L2,,,,,,\n"
    found = findings(tmp_path / "uneven", devices=DEVICES + rows)
    assert [(f.check, f.where) for f in found] == [("uneven-legs", "pdu R02-A"), ("uneven-legs", "pdu R02-B")]
    assert found[0].what == "L1 100 W, L2 450 W, L3 0 W: 145 % from the mean (policy: 20 %)."
    even = "".join(
        f"{leg},R02,{at},,1,full,,1,900,,R02-A:{leg} R02-B:{leg},,,,,,\n"
        for at, leg in ((20, "L1"), (21, "L2"), (22, "L3"))
    )
    assert findings(tmp_path / "even", devices=DEVICES + even) == []


def test_heavy_things_high_up_are_worth_a_look(tmp_path: Path) -> None:
    """Above half the rack, from 40 kg."""
    rows = (
        "x,R01,21,,2,full,,40,0,,,,,,,,\ny,R01,20,,1,full,,40,0,,,,,,,,\nz,R01,30,,1,full,,39.9,0,,,,,,,,\n"
    )
    found = only(tmp_path, devices=DEVICES + rows)
    assert (found.check, found.names) == ("heavy-high", ("x",))


def test_a_rack_with_too_few_units_free_is_worth_a_look(tmp_path: Path) -> None:
    """By the policy's keep_free_u."""
    found = only(tmp_path, policy="[space]\nkeep_free_u = 39\n")
    assert (found.check, found.what) == ("few-units-kept-free", "38U free, and the policy keeps 39U.")


def test_unknown_data_breaks_nothing(tmp_path: Path) -> None:
    """A device of which nothing is known is missing data, and no fault."""
    assert findings(tmp_path, devices=DEVICES + "x,R01,20,,,full,,,,,,,,,,,\ny,,,,,,,,,,,,,,,,\n") == []


def test_the_sample_room_has_the_faults_it_was_given() -> None:
    """One overlap is broken; the rest is worth a look."""
    found = run_checks(Ledger(read_room(data_path("rooms/denpasar")), TODAY))
    assert [f.names for f in found if f.broken] == [("sirine-1", "kvm-b05")]
    assert {f.check for f in found if not f.broken} == {
        "foreign-in-dedicated-rack", "lapsed-reservation", "uneven-legs", "heavy-high",
    }  # fmt: skip


def test_every_finding_says_what_to_do() -> None:
    """All checks are named, and broken rules stand first."""
    found = run_checks(Ledger(read_room(data_path("rooms/denpasar")), TODAY))
    assert all(f.what.endswith(".") and f.advice.endswith(".") for f in found)
    assert [f.broken for f in found] == sorted((f.broken for f in found), reverse=True)
    assert len(CHECKS) == 20
