"""titip plan on the command line: exit codes, JSON, and a file of placements that holds."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from capacity.data import data_path
from tests.api.running import SAMPLE, TODAY, Run, sample
from tests.rooms import write_room

KEYS = {
    "placed", "asked", "value", "bound", "gap", "objectives", "requests", "shortfalls", "shortfalls_exact",
    "unreachable", "conflicts", "greedy_value", "remedies", "remedies_searched", "proof",
    "input_sha256", "policy_version", "seconds",
}  # fmt: skip
OF_A_REQUEST = {
    "request", "decision", "asked", "placed", "placement", "reasons", "conflicts", "would_fit_if", "missing",
    "conditions",
}  # fmt: skip
OF_A_SHORTFALL = {
    "limit", "rule", "scenario", "unit", "capacity", "before", "after", "short", "places",
}  # fmt: skip
COLUMNS = "request,kind,quantity,priority,keep,u_height,depth_mm,weight_kg,power_w,cords"


def batch(folder: Path, *rows: str) -> Path:
    """A file of requests with `COLUMNS`."""
    path = folder / "requests.csv"
    path.write_text("\n".join([COLUMNS, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "code", "decisions"),
    [
        (["A,server,2,1,,2,700,20,300,2"], 0, ["fits"]),
        (["A,server,2,2,,2,700,20,300,2", "B,server,1,1,,42,700,20,300,2"], 3, ["fits", "does not fit"]),
        (
            ["A,server,1,1,,42,700,20,300,2", "B,server,1,1,,2,700,20,,2"],
            4,
            ["does not fit", "cannot decide"],
        ),
    ],
)
def test_the_exit_code_tells_the_worst_of_the_requests(
    titip: Run, tmp_path: Path, rows: list[str], code: int, decisions: list[str]
) -> None:
    """0 all placed, 3 some not, 4 some cannot be decided."""
    ran = titip("plan", write_room(tmp_path / "room"), batch(tmp_path, *rows), "--json")
    assert [request["decision"] for request in ran.said["requests"]] == decisions
    assert ran.code == code


def test_the_json_has_the_contracts_keys(titip: Run) -> None:
    """Of the plan, of every request, of every shortfall; value, bound and gap are the first objective's."""
    ran = titip("plan", SAMPLE, sample("requests.csv"), "--json", "--today", TODAY)
    said = ran.said
    assert ran.out.isascii()
    assert set(said) == KEYS
    assert all(set(request) == OF_A_REQUEST for request in said["requests"])
    assert said["shortfalls"]
    assert all(set(short) == OF_A_SHORTFALL for short in said["shortfalls"])
    first = said["objectives"][0]
    assert {"name", "unit", "value", "bound", "gap"} <= set(first)
    assert (said["value"], said["bound"], said["gap"]) == (first["value"], first["bound"], first["gap"])


def test_the_sample_batch_leaves_out_what_the_ups_cannot_carry(titip: Run) -> None:
    """14 of 15 items: the one of least priority is 101 W too much for UPS-B while UPS-A is lost."""
    said = titip("plan", SAMPLE, sample("requests.csv"), "--json", "--today", TODAY).said
    assert (said["placed"], said["asked"], said["gap"]) == (14, 15, 0)
    (left,) = [request for request in said["requests"] if request["placed"] < request["asked"]]
    assert left["request"] == "PS-2026-128"
    assert max(short["short"] for short in said["shortfalls"]) == 101
    assert said["value"] >= said["greedy_value"]


def test_the_sample_batch_has_three_ways_in_that_are_unlike_and_minimal(titip: Run) -> None:
    """Less draw, an item left out, a device that is leaving; and none of the parts is to spare."""
    ways = titip("plan", SAMPLE, sample("requests.csv"), "--json", "--today", TODAY).said["remedies"]
    kinds = [way["kind"] for way in ways]
    assert len(set(kinds)) == len(kinds) >= 3
    assert all(way["minimal"] for way in ways[:3])
    assert all(len(way["placement"]) == 15 for way in ways if way["kind"] != "leave_out")


@pytest.mark.parametrize(
    ("room", "requests"),
    [("rooms/denpasar", "requests/requests.csv"), ("rooms/hall", "requests/hall/batch.csv")],
)
def test_the_placements_written_hold_by_the_verifier(
    titip: Run, tmp_path: Path, room: str, requests: str
) -> None:
    """`--out` can be given to `titip verify` as it is."""
    out = tmp_path / "placements.csv"
    where, asked = data_path(room), data_path(requests)
    said = titip(
        "plan", where, asked, "--json", "--out", out, "--today", TODAY, "--seconds", 5, "--no-remedies"
    ).said
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == said["placed"]
    ran = titip("verify", where, asked, out, "--json", "--today", TODAY)
    assert (ran.code, ran.said["violations"], ran.said["unknown"]) == (0, [], [])


def test_a_file_of_placements_is_replaced(titip: Run, tmp_path: Path) -> None:
    """A plan made again takes the place of the one before."""
    out = tmp_path / "placements.csv"
    out.write_text("old\n", encoding="utf-8")
    asked = batch(tmp_path, "A,server,1,1,,2,700,20,300,2")
    assert titip("plan", write_room(tmp_path / "room"), asked, "--out", out).code == 0
    assert out.read_text(encoding="utf-8").startswith("request,item,rack,position_u,face,cords,ports,host\n")


def test_a_place_that_cannot_be_written_is_bad_input(titip: Run, tmp_path: Path) -> None:
    """Exit 2, and the file is named."""
    asked = batch(tmp_path, "A,server,1,1,,2,700,20,300,2")
    out = tmp_path / "nowhere" / "placements.csv"
    ran = titip("plan", write_room(tmp_path / "room"), asked, "--out", out, "--json")
    assert ran.code == 2
    assert "placements.csv" in ran.said["errors"][0]["problem"]


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "", "1e3", "1,5", "86401", "inf", "nan", "²"])
@pytest.mark.parametrize("command", ["plan", "headroom"])
def test_a_time_limit_that_makes_no_sense_is_bad_input(titip: Run, command: str, seconds: str) -> None:
    """Exit 2 before anything is read, and the option is named."""
    ran = titip(command, SAMPLE, sample("requests.csv"), "--json", f"--seconds={seconds}")
    assert ran.code == 2
    (problem,) = ran.said["errors"]
    assert (problem["file"], problem["column"]) == ("command line", "--seconds")


def test_a_request_in_json_is_no_batch(titip: Run) -> None:
    """Exit 2 with what is wrong with the file."""
    ran = titip("plan", SAMPLE, sample("fits-web-server.json"), "--json")
    assert ran.code == 2
    assert ran.said["errors"][0]["file"] == "fits-web-server.json"


def test_reservations_lapse_by_the_day_given(titip: Run) -> None:
    """`--today` says which reservations still count."""
    words = ["plan", SAMPLE, sample("requests.csv"), "--json", "--today"]
    assert "TT-2026-022" not in str(titip(*words, "2026-11-24").said["requests"][0]["conditions"])
    assert "TT-2026-022" in str(titip(*words, "2027-07-01").said["requests"][0]["conditions"])


def test_placements_never_take_the_place_of_what_they_were_made_from(titip: Run, tmp_path: Path) -> None:
    """Neither of the requests nor of a file of the room."""
    asked, room = batch(tmp_path, "A,server,2,1,,2,700,20,300,2"), write_room(tmp_path / "room")
    before = asked.read_text(encoding="utf-8")
    for out in (asked, tmp_path / "room" / "devices.csv"):
        done = titip("plan", room, asked, "--out", out)
        assert done.code == 2
        assert "made from" in done.out + done.err
    assert asked.read_text(encoding="utf-8") == before
