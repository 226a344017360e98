"""titip headroom on the command line: exit codes, JSON, and counts that hold."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from capacity.data import data_path
from placement.plan_json import COLUMNS
from tests.api.running import SAMPLE, TODAY, Run, request_file, sample
from tests.rooms import write_room

KEYS = {
    "request", "headroom", "bound", "gap", "decision", "binding", "reasons", "conflicts", "would_fit_if",
    "placement", "missing", "conditions", "proof", "input_sha256", "policy_version", "seconds",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code", "decision", "headroom"),
    [
        ("fits-web-server.json", 0, "fits", 6),
        ("application-fits.json", 0, "fits", 5),
        ("does-not-fit-gpu.json", 0, "does not fit", 0),
        ("cannot-decide-no-draw.json", 4, "cannot decide", 0),
    ],
)
def test_the_exit_code_is_0_for_any_count_and_4_where_there_is_none(
    titip: Run, name: str, code: int, decision: str, headroom: int
) -> None:
    """None fits is an answer too; the contract's keys are in the JSON."""
    ran = titip("headroom", SAMPLE, sample(name), "--json", "--today", TODAY)
    assert ran.code == code
    assert (ran.said["decision"], ran.said["headroom"]) == (decision, headroom)
    assert set(ran.said) == KEYS
    assert ran.out.isascii()
    assert ran.said["bound"] >= headroom


@pytest.mark.parametrize(("name", "count"), [("1u", 57), ("2u", 70), ("4u", 4)])
def test_the_reference_servers_of_the_hall_are_counted_exactly(titip: Run, name: str, count: int) -> None:
    """As the README of the requests says, with what stops the next one."""
    request = data_path(f"requests/hall/headroom-{name}.json")
    said = titip("headroom", data_path("rooms/hall"), request, "--json", "--today", TODAY).said
    assert (said["headroom"], said["bound"], said["gap"]) == (count, count, 0)
    assert len(said["placement"]) == count
    assert said["binding"]
    assert all(stop["short"] > 0 and stop["places"] > 0 for stop in said["binding"])


def test_as_many_as_counted_fit_and_not_one_more(titip: Run, tmp_path: Path) -> None:
    """`check` of so many items says the same."""
    count = titip("headroom", SAMPLE, sample("fits-web-server.json"), "--json", "--today", TODAY).said[
        "headroom"
    ]
    asked = json.loads(sample("fits-web-server.json").read_text(encoding="utf-8"))
    for quantity, code in ((count, 0), (count + 1, 3)):
        path = tmp_path / f"{quantity}.json"
        path.write_text(json.dumps(asked | {"quantity": quantity}), encoding="utf-8")
        assert titip("check", SAMPLE, path, "--json", "--today", TODAY).code == code


def test_the_placement_of_a_count_holds_by_the_verifier(titip: Run, tmp_path: Path) -> None:
    """All counted items at once, as rows of PLACEMENTS.csv."""
    said = titip("headroom", SAMPLE, sample("fits-web-server.json"), "--json", "--today", TODAY).said
    asked = json.loads(sample("fits-web-server.json").read_text(encoding="utf-8"))
    asked |= {"quantity": said["headroom"]}
    with (tmp_path / "requests.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(asked))
        writer.writeheader()
        writer.writerow(asked)
    with (tmp_path / "placements.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        for each in said["placement"]:
            words = {key: " ".join(value) for key, value in each.items() if isinstance(value, list)}
            writer.writerow({"request": asked["request"], **each, **words})
    paths = (tmp_path / "requests.csv", tmp_path / "placements.csv")
    ran = titip("verify", SAMPLE, *paths, "--json", "--today", TODAY)
    assert (ran.code, ran.said["violations"], ran.said["unknown"]) == (0, [], [])


def test_the_quantity_and_priority_of_the_request_do_not_matter(titip: Run, tmp_path: Path) -> None:
    """It is one of them that is counted."""
    room = write_room(tmp_path / "room")
    one = titip("headroom", room, request_file(tmp_path), "--json").said["headroom"]
    many = titip("headroom", room, request_file(tmp_path, quantity=99, priority=7), "--json").said["headroom"]
    assert one == many > 1


def test_what_nothing_bounds_is_bad_input(titip: Run, tmp_path: Path) -> None:
    """An application that asks for nothing fits without end."""
    hosts = "host,device,vcpu,memory_mb,disk_gb,status\nh1,web-1,8,1000,10,active\n"
    room = write_room(tmp_path / "room", hosts=hosts)
    path = tmp_path / "app.json"
    path.write_text('{"request": "free", "kind": "application", "vcpu": 0, "memory_mb": 0, "disk_gb": 0}')
    ran = titip("headroom", room, path, "--json")
    assert ran.code == 2
    assert ran.said["errors"]


def test_a_batch_is_no_single_request(titip: Run) -> None:
    """Exit 2 with what is wrong with the file."""
    ran = titip("headroom", SAMPLE, sample("requests.csv"), "--json")
    assert ran.code == 2
    assert ran.said["errors"][0]["file"] == "requests.csv"


def test_what_stops_the_next_one_is_told_where_no_limit_does(titip: Run) -> None:
    """Keep rules and zones are no limits: the reasons of a check of one more."""
    said = titip("headroom", SAMPLE, sample("dmz-web-server.json"), "--json", "--today", TODAY).said
    assert said["headroom"] == 1
    assert said["binding"] == []
    assert said["conflicts"] == [["zone", "keep"]]
    assert {"zone", "keep"} <= {reason["rule"] for reason in said["reasons"]}
