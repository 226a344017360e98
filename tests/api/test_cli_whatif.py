"""`titip whatif`: words, exit codes, JSON, and every problem at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from capacity.data import data_path
from tests.api.running import SAMPLE, TODAY, Run, sample

SCENARIOS = data_path("scenarios")
LOSE, RACKS, SERVERS = (
    SCENARIOS / f"{name}.toml" for name in ("lose-ups-a", "four-racks", "ten-old-servers")
)
TWO_RACKS = """
[[changes]]
remove = "devices"
where = {owner = "Dishub"}
[[changes]]
place = "queue.csv"
"""


def scenario(folder: Path, text: str, name: str = "s.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_the_samples_show_what_their_readme_says(titip: Run) -> None:
    ran = titip(
        "whatif",
        SAMPLE,
        LOSE,
        RACKS,
        SERVERS,
        "--requests",
        sample("requests.csv"),
        "--json",
        "--today",
        TODAY,
    )
    assert ran.code == 0
    lose, racks, servers = ran.said["scenarios"]
    fits = [[(h["base"], h["scenario"]) for h in each["headroom"]] for each in (lose, racks, servers)]
    assert fits == [
        [(6, 0), (12, 0), (4, 0)],
        [(6, 6), (12, 12), (4, 4)],
        [(6, 8), (12, 16), (4, 5)],
    ]
    assert (len(lose["dead"]), len(lose["aftermath"]["weakened"])) == (7, 153)
    overload = next(b for b in lose["broken"] if b["where"] == "ups UPS-B")
    assert (overload["used"], overload["capacity"], overload["new"]) == (31_131, 28_800, True)
    assert racks["headroom"][0]["binding"][0]["limit"] == "ups UPS-A"
    free = {d["dimension"]: d["change"] for d in servers["differences"] if d["measure"] == "free"}
    assert (free["space"], free["heat"], free["failover budget"]) == (20, 1_060, -248)
    assert len(ran.said["base"]["placed"]) == 14
    assert [n["request"] for n in ran.said["base"]["not_placed"]] == ["PS-2026-128"]
    assert (len(servers["placed"]), servers["not_placed"]) == (25, [])


def test_a_scenario_without_changes_is_the_base(titip: Run, tmp_path: Path) -> None:
    said = titip("whatif", SAMPLE, scenario(tmp_path, ""), "--json", "--today", TODAY).said
    (one,) = said["scenarios"]
    assert (one["name"], one["differences"], one["summary"]) == ("s", [], said["base"])


def test_the_base_is_the_room_as_the_room_command_has_it(titip: Run, tmp_path: Path) -> None:
    base = titip("whatif", SAMPLE, scenario(tmp_path, ""), "--json", "--today", TODAY).said["base"]
    room = titip("room", SAMPLE, "--json", "--today", TODAY).said
    assert base == {key: room[key] for key in base}


def test_a_file_of_requests_lies_beside_the_scenario(titip: Run, tmp_path: Path) -> None:
    shutil.copy(sample("requests.csv"), tmp_path / "queue.csv")
    ran = titip("whatif", SAMPLE, scenario(tmp_path, TWO_RACKS), "--json", "--today", TODAY)
    assert len(ran.said["scenarios"][0]["placed"]) == 15


def test_missing_data_that_matter_end_with_4(titip: Run, tmp_path: Path) -> None:
    asked = 'requests = [{request = "Q1", u_height = 2, power_w = 100, depth_mm = 500}]'
    ran = titip("whatif", SAMPLE, scenario(tmp_path, f"[[changes]]\n{asked}"), "--json", "--today", TODAY)
    (left,) = ran.said["scenarios"][0]["not_placed"]
    assert (ran.code, left["decision"]) == (4, "cannot decide")
    assert "weight_kg" in {cell["column"] for cell in left["missing"]}


def test_every_problem_of_every_file_is_told_at_once(titip: Run, tmp_path: Path) -> None:
    first = scenario(tmp_path, '[[changes]]\nlose = "UPS-X"\n[[changes]]\nmove = "core-1"\nrack = "Z9"\n')
    second = scenario(tmp_path, "[[changes]]\nwreck = 'UPS-A'", "t.toml")
    queue = scenario(tmp_path, "request,u_height\nQ1,two\n", "q.csv")
    ran = titip("whatif", SAMPLE, first, second, "--requests", queue, "--json", "--today", TODAY)
    told = [(e["file"], e["row"], e["column"]) for e in ran.said["errors"]]
    assert ran.code == 2
    assert told == [
        ("q.csv", 2, "u_height"),
        ("t.toml", None, "changes[1]"),
        ("s.toml", None, "changes[1].lose"),
        ("s.toml", None, "changes[2].rack"),
    ]


def test_problems_are_told_to_people_too(titip: Run, tmp_path: Path) -> None:
    ran = titip("whatif", SAMPLE, scenario(tmp_path, '[[changes]]\nlose = "UPSA"\n'), "--today", TODAY)
    assert (ran.code, ran.out) == (2, "")
    assert "s.toml" in ran.err
    assert "'UPS-A'" in ran.err


@pytest.mark.parametrize("words", [(), ("absent.toml",)])
def test_a_scenario_must_be_there(titip: Run, words: tuple[str, ...]) -> None:
    assert titip("whatif", SAMPLE, *words, "--today", TODAY).code == 2


def test_people_see_the_rooms_side_by_side(titip: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = titip(
        "whatif", SAMPLE, LOSE, RACKS, SERVERS, "--requests", sample("requests.csv"), "--today", TODAY
    )
    rows = {" ".join(line.split()) for line in ran.out.splitlines()}
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    assert {
        "broken rules 1 3 2 new 1 1",
        "without power – 7 – –",
        "more of ref-2u-10g 6 0 -6 6 8 +2",
        "of the queue 14 of 15 3 of 15 14 of 15 15 of 15",
        "space, U 160 160 328 +168 180 +20",
    } <= rows
    flat = " ".join(ran.out.split())
    assert "7 devices are without power: env-a02, env-a04, env-a06," in flat
    assert "The chain does not carry it: 2,331 W too much on ups UPS-B." in flat
    assert "No ref-2u-10g, ref-1u-1g or ref-4u-storage fits: cords in every rack." in flat
    assert "Placed: 10 of 10 of baru-1u in" in flat
    assert "Of the queue no place is left for PS-2026-128: status and power." in flat


def test_more_than_four_scenarios_go_into_further_tables(titip: Run, tmp_path: Path) -> None:
    files = [scenario(tmp_path, f'name = "N{n}"', f"{n}.toml") for n in range(5)]
    out = titip("whatif", SAMPLE, *files, "--today", TODAY).out
    assert out.count("Side by side") == 2


def test_names_from_files_send_nothing_to_the_terminal(titip: Run, tmp_path: Path) -> None:
    """What TOML lets through as an escape is refused in names and spelled out elsewhere."""
    bad = titip("whatif", SAMPLE, scenario(tmp_path, r'name = "a\u001b[31m"'), "--today", TODAY)
    assert bad.code == 2
    row = r"[[changes]]" "\n" r'add = "racks"' "\n" r'rows = [{rack = "R\u202eX", row = "C", u_height = 4}]'
    bad = titip("whatif", SAMPLE, scenario(tmp_path, row), "--today", TODAY)
    assert bad.code == 2
    assert not {"\x1b", "\u202e"} & set(bad.out + bad.err)
