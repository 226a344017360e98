"""A room in figures as a person reads it."""

from __future__ import annotations

from pathlib import Path

from tests.api.running import SAMPLE, TODAY, Run
from tests.rooms import ROOM, write_room


def test_the_sample_room_on_one_page(titip: Run) -> None:
    """What is left, what binds, the racks, what is broken, what is not known."""
    out = titip("room", SAMPLE, "--today", TODAY).out
    assert "denpasar   1 broken rule, 4 values are not known" in out
    assert "14 racks (13 active)" in out
    assert "Failover budget: 3,069 W, on ups UPS-B while ATS-A is lost." in out
    assert "sirine-1 and kvm-b05 are recorded in the same units." in out
    (rack,) = [line for line in out.splitlines() if line.strip().startswith("B05 ")]
    assert rack.split() == ["B05", "B", "17", "12U", "8.5U", "105.5", "kg", "?", "W", "2", "not", "known"]


def test_an_unknown_amount_makes_bounds_of_the_figures(titip: Run) -> None:
    """Used is at least, free at most; a capacity that is not known makes free at least."""
    out = titip("room", SAMPLE, "--today", TODAY).out
    (weight,) = [line for line in out.splitlines() if line.strip().startswith("weight ")]
    assert "≥3,953" in weight
    assert "≤6,843" in weight
    (heat,) = [line for line in out.splitlines() if line.strip().startswith("heat ")]
    assert "≥65.0 kW" in heat


def test_what_is_stranded_stands_beside_what_is_free(titip: Run) -> None:
    """Blank where no rack has a part of it, a question mark where it is not known, and why below."""
    out = titip("room", SAMPLE, "--today", TODAY).out
    lines = {line[3:22].strip(): line.split() for line in out.splitlines()}
    assert lines["space"][1:6] == ["366", "4", "160", "79", "530"]
    assert lines["weight"][4] == "?"
    assert lines["cooling"][1:6] == ["29.8", "0.8", "3.4", "34.0", "kW"]
    text = " ".join(out.split())
    assert "The reference server (2U, 500 W, 20 kg, 2 cords, ports" in text
    assert "fits nowhere in 7 of 14 racks." in text
    assert "Stranded weight is not known, since what is free in B01 is not." in text
    assert "It cannot be decided for B05 (heat): data is missing." in text


def test_why_it_is_stranded_is_told_rule_by_rule(titip: Run) -> None:
    """How many racks, how many of them by that alone, and what is free there."""
    out = titip("room", SAMPLE, "--today", TODAY).out
    rows = {line[3:17].strip(): line.split()[-5:] for line in out.splitlines()}
    assert rows["security zone"] == ["3", "3", "53U", "30.3", "kW"]
    assert rows["status"][-4:] == ["1", "–", "–", "–"]


def test_a_room_where_the_reference_fits_everywhere_says_nothing_of_it(titip: Run, tmp_path: Path) -> None:
    """Nothing is stranded, and a paragraph of nothing helps nobody."""
    out = titip("room", write_room(tmp_path / "room"), "--today", TODAY).out
    assert "reference" not in out


def test_a_room_where_nothing_is_stranded_for_certain_says_what_may_be(titip: Run, tmp_path: Path) -> None:
    """A load limit is not known."""
    racks = ROOM["racks.csv"].replace("1000,800,8000", "1000,,8000", 1)
    out = titip("room", write_room(tmp_path / "room", racks=racks), "--today", TODAY).out
    assert "What may be stranded" in out
    assert "It cannot be decided for R01 (weight): data is missing." in out


def test_a_room_of_racks_alone_says_what_is_not_checked(titip: Run, tmp_path: Path) -> None:
    """Absent files are told, absent dimensions are not shown."""
    none = dict.fromkeys(("power", "cooling", "ports", "devices", "policy"))
    out = titip("room", write_room(tmp_path / "room", **none), "--today", TODAY).out
    assert "There is no power.csv: power, cords and outlets are not checked." in out
    assert "There is no cooling.csv: cooling is not checked." in out
    assert "power ups" not in out


def test_a_large_room_is_told_by_rows(titip: Run, tmp_path: Path) -> None:
    """Beyond two dozen racks the page shows rows of them."""
    racks = ROOM["racks.csv"] + "".join(
        f"X{n:02},C,,,42,1,1000,800,8000,Z1,internal,,,active\n" for n in range(30)
    )
    out = titip("room", write_room(tmp_path / "room", racks=racks), "--today", TODAY).out
    assert "Rows: free" in out
    (row,) = [line for line in out.splitlines() if line.strip().startswith("C ")]
    assert row.split()[:4] == ["C", "30", "0", "1,260U"]


def test_like_findings_are_told_a_few_times(titip: Run, tmp_path: Path) -> None:
    """Four of a kind, then how many more, and the advice once."""
    devices = ROOM["devices.csv"] + "".join(
        f"deep-{n},R01,{n},,1,full,1200,1,0,,,,,,,,\n" for n in range(10, 20)
    )
    out = titip("room", write_room(tmp_path / "room", devices=devices), "--today", TODAY).out
    assert "Broken today (10)" in out
    assert out.count("mm deep") == 4
    assert out.count("Measure again") == 1
    assert "and 6 more like this." in out


def test_names_of_a_room_are_cleaned(titip: Run, tmp_path: Path) -> None:
    """Markup in names is printed as it stands."""
    devices = ROOM["devices.csv"].replace("db-1,R02,7", "[red]db[/],R02,41")
    out = titip("room", write_room(tmp_path / "room", devices=devices), "--today", TODAY).out
    assert "[red]db[/] is recorded on blocked units." in out
