"""What a person reads of a headroom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from api.render.headroom import print_headroom
from capacity.data import data_path
from capacity.limits.limit import Limit
from capacity.room import Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Proof, Touched
from placement.batch.blockers import Stop
from placement.explain import Reason
from placement.headroom import Headroom, headroom
from placement.missing import Missing
from placement.placed import Placed
from placement.request import Request
from tests.api.running import SAMPLE, TODAY, Run, request_file, sample
from tests.builders import app, host, rack, room, server
from tests.rooms import write_room

DAY = date.fromisoformat(TODAY)
PROVED = Proof("cp-sat", "optimal", 1, 0.0, 1, True, {"ortools": "9", "highspy": "1"})
ONE = Headroom("Q1", 1, 1, FITS, (), (Placed("Q1", 1, "R1", 2, "front"),), PROVED)


def shown(found: Headroom, capsys: pytest.CaptureFixture[str], where: Room | None = None) -> str:
    """What is printed of the headroom of a server."""
    print_headroom(where if where is not None else room(), server(), found, 0.1)
    return capsys.readouterr().out


def test_a_count_says_how_many_where_and_what_stops_the_next_one(titip: Run) -> None:
    """The number first, then the racks with how many each takes, then the limit with its bar."""
    out = titip("headroom", SAMPLE, sample("fits-web-server.json"), "--today", TODAY).out
    first = next(line for line in out.splitlines() if line.strip())
    assert "6 MORE FIT" in first
    assert "PS-2026-101: proved that no more do" in first
    assert "Where they would go: 6 items in" in out
    assert "The limit: ups UPS-B while ATS-A is lost: " in out
    (bar,) = [line for line in out.splitlines() if "█" in line]
    assert bar.split()[:4] == ["ups", "UPS-B", "ATS-A", "lost"]
    assert "98%" in bar
    assert "decided by CP-SAT and HiGHS · verified · reproducible · policy denpasar-2026-1 · input " in out


def test_several_limits_come_the_widest_first(titip: Run) -> None:
    """Each with the racks that it stops the next one at."""
    request = data_path("requests/hall/headroom-2u.json")
    out = titip("headroom", data_path("rooms/hall"), request, "--today", TODAY).out
    assert "70 MORE FIT" in out
    assert "Most widely: cooling of Z-AB1 Z-AB2 Z-AB3 while CRAH-B1 is lost" in out
    assert "CRAH-B1 lost" in out


def test_what_is_no_limit_is_told_as_reasons(titip: Run) -> None:
    """Zone and keep rules, as a check would tell them."""
    out = titip("headroom", SAMPLE, sample("dmz-web-server.json"), "--today", TODAY).out
    assert "1 MORE FITS" in out
    assert "Together these rules leave no place: security zone and group." in out


def test_none_fits_is_told_with_its_reasons_and_what_would_help(titip: Run) -> None:
    """As in a check."""
    out = titip("headroom", SAMPLE, sample("does-not-fit-gpu.json"), "--today", TODAY).out
    assert "NONE FITS   PS-2026-102: none of 14 racks will do" in out
    assert "What stands in the way" in out
    assert "a draw of at most 2,352 W instead of 2,800 W" in out
    assert "verified" not in out


def test_an_open_count_gets_the_cells_to_fill_in(titip: Run) -> None:
    """File, row, column, and what stands there."""
    out = titip("headroom", SAMPLE, sample("cannot-decide-siak-database.json"), "--today", TODAY).out
    assert "CANNOT DECIDE" in out
    (cell,) = [line for line in out.splitlines() if "weight_kg" in line]
    assert cell.split()[:3] == ["devices.csv", "129", "weight_kg"]


def test_applications_are_counted_by_cluster(titip: Run) -> None:
    """Hosts take the place of racks."""
    out = titip("headroom", SAMPLE, sample("application-fits.json"), "--today", TODAY).out
    assert "5 MORE FIT" in out
    row = next(line for line in out.splitlines() if line.strip().startswith("virt-balai"))
    assert row.split()[1] == "5"
    assert (
        "memory of cluster virt-balai with its largest host lost: 96 GB too little at 4 hosts."
        in out.replace("\n   ", " ")
    )


def test_the_quantity_asked_for_is_not_told(titip: Run) -> None:
    """It is one of them that is counted."""
    out = titip("headroom", SAMPLE, sample("application-windows.json"), "--today", TODAY).out
    assert "2 items," not in out
    assert "BPKAD, 8 vCPU, 32 GB" in out


def test_a_gap_and_a_clock_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    """How far from the best it may be, the bound, and that the clock ended the search."""
    out = shown(replace(ONE, bound=2, proof=replace(PROVED, reproducible=False)), capsys)
    assert "1 MORE FITS" in out
    assert "at most 100 % from the best possible, 2" in out
    assert "Not known: the search ended before" in out
    assert "NOT reproducible: the clock ended the search" in out
    none = replace(ONE, headroom=0, bound=2, placement=(), decision=DOES_NOT_FIT)
    assert "none found yet, 2 at most" in shown(none, capsys)


def test_a_limit_of_one_rack_stands_for_others_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """The nearest is named; spare units and capacities that are not known have their words."""
    heat = Stop(Touched(Limit("heat", "heat R1", "", "W", 2, 10_000, 0, 0), 9_000), 600, 7)
    spare = Stop(Touched(Limit("keep_free", "units to keep free in R2", "", "U", 2, 2, 0, 0), 2), 4, 1)
    unknown = Stop(Touched(Limit("weight", "weight R3", "", "kg", 1000, None, 0, 0), 5_000), 0, 1)
    out = shown(replace(ONE, binding=(heat, spare, unknown)), capsys)
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert [row for row in rows if row.startswith("heat in R1 (nearest) 4,500 5,000 W 300 W 7")]
    assert [row for row in rows if row.startswith("spare units of R2 1 1 U 2U 1")]
    assert [row for row in rows if row.startswith("weight in R3 5 ? kg")]
    assert "(nearest) stands for all racks that lack the same" in " ".join(rows)


def test_many_limits_and_rows_are_cut(capsys: pytest.CaptureFixture[str]) -> None:
    """Eight limits, twenty-four rows, eight racks of each; how many more there are is told."""
    stops = tuple(
        Stop(Touched(Limit("power", f"panel P{n}", "UA lost", "W", 1, 100, 0, 0), 90), 20, 3)
        for n in range(10)
    )
    racks = tuple(rack(f"R{row}-{n}", row=f"row{row}") for row in range(30) for n in range(10))
    placed = tuple(Placed("Q1", n, each.name, 2, "front") for n, each in enumerate(racks, 1))
    found = replace(ONE, headroom=300, bound=300, placement=placed, binding=stops)
    out = shown(found, capsys, room(racks=racks))
    assert "300 MORE FIT" in out
    assert "2 more limits stop it at 6 other racks; --json lists all." in out
    assert "6 more rows; --json lists every place." in out
    assert out.count("and 2 more racks") == 24


def test_where_no_limit_and_where_one_stops_it_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """Beside limits only the rules that have none are told: ports, keep rules, units."""
    stop = Stop(Touched(Limit("power", "panel P1", "UA lost", "W", 1, 100, 0, 0), 90), 20, 3)
    reasons = (Reason("ports", 2, 2, 1, "ports", "R1"), Reason("power", 3, 3, 20, "W", "R1"))
    out = shown(replace(ONE, binding=(stop,), reasons=reasons), capsys)
    rest = out.split("And where no single limit does")[1]
    assert "network ports" in rest
    assert "power" not in rest.split("out:")[0]


def test_a_keep_rule_that_stands_alone_against_the_next_one_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """By itself it would fit."""
    out = shown(replace(ONE, reasons=(Reason("keep", 0, 0, None, None, None),)), capsys)
    assert "the keep rules of its group stand against it" in out


def test_a_room_without_racks_or_hosts_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """There is nothing to count in."""
    where = room(racks=(), power=())
    print_headroom(where, server(), headroom(where, server(), DAY), 0.1)
    assert "There is no rack in racks.csv." in capsys.readouterr().out
    print_headroom(room(), app(), headroom(room(), app(), DAY), 0.1)
    assert "There is no host in hosts.csv." in capsys.readouterr().out


def test_what_is_not_modelled_was_not_searched(capsys: pytest.CaptureFixture[str]) -> None:
    """A server of 0U is undecided before any solver is asked."""
    asked = server(height_hu=0)
    print_headroom(room(), asked, headroom(room(), asked, DAY), 0.1)
    out = capsys.readouterr().out
    assert "CANNOT DECIDE" in out
    assert "decided by the filter" in out


@pytest.mark.parametrize("width", ["80", "120"])
@pytest.mark.parametrize("name", ["1u", "2u", "4u"])
def test_a_headroom_fits_the_page(titip: Run, monkeypatch: pytest.MonkeyPatch, width: str, name: str) -> None:
    """Whatever the width, plain when piped."""
    monkeypatch.setenv("COLUMNS", width)
    request = data_path(f"requests/hall/headroom-{name}.json")
    lines = titip("headroom", data_path("rooms/hall"), request, "--today", TODAY).out.splitlines()
    assert all(line.isprintable() for line in lines)
    assert max(map(len, lines)) <= int(width)


def test_names_that_steer_terminals_are_harmless_in_headrooms(capsys: pytest.CaptureFixture[str]) -> None:
    """Names of requests, racks, limits, cells and conditions are cleaned wherever they are printed."""
    evil = "x\x1b[2J\u202e"
    stop = Stop(Touched(Limit("power", f"pdu {evil}", f"{evil} lost", "W", 1, 10, 5, 5), 9), 10, 1)
    found = Headroom(
        evil, 1, 1, CANNOT_DECIDE, (stop,), (Placed(evil, 1, evil, 2, "front"),), PROVED,
        missing=(Missing(evil, 1, evil, evil),), conditions=(evil,),
        reasons=(Reason("ports", 1, 1, 5, "ports", evil),), policy_version=evil,
    )  # fmt: skip
    where = room(racks=(rack(evil, row=evil),), hosts=(host(evil),))
    print_headroom(where, Request(evil, owner=evil, os=evil, security_zone=evil), found, 0.1)
    out = capsys.readouterr().out
    assert "\\x1b[2J" in out
    assert all(line.isprintable() for line in out.splitlines())


def test_a_count_in_a_small_room_ends_with_its_ports(titip: Run, tmp_path: Path) -> None:
    """24 ports a side, one taken, two for each: 11 more, and the ports stop the next one."""
    asked = request_file(tmp_path, power_w=10, u_height=1, weight_kg=1, ports="10gbase-x-sfpp:4")
    out = titip("headroom", write_room(tmp_path / "room"), asked).out
    assert "11 MORE FIT" in out
    assert "network ports" in out.split("What stops the next one")[1]
