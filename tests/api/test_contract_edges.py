"""Edges of the contract that once ended in a failure or a silent condition, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from tests.rooms import write_room

SERVER = {
    "request": "Q1", "kind": "server", "owner": "bps", "u_height": 1, "depth_mm": 700, "weight_kg": 20,
    "power_w": 400, "cords": 2,
}  # fmt: skip


def check(
    capsys: pytest.CaptureFixture[str], room: Path, request: dict[str, object], *more: str
) -> tuple[int, Any]:
    """Exit code and JSON of `titip check`."""
    file = room.parent / "request.json"
    file.write_text(json.dumps(request), encoding="utf-8")
    with pytest.raises(SystemExit) as done:
        main(["check", str(room), str(file), "--json", "--today", "2026-06-01", *more])
    return int(str(done.value.code)), json.loads(capsys.readouterr().out)


def test_a_host_in_an_absent_file_is_not_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without hosts.csv a VM and a reservation may name hosts; a server is decided all the same."""
    vms = "vm,host,vcpu,memory_mb,disk_gb\nv1,h1,2,10,10\n"
    held = "reservation,host,vcpu,memory_mb,disk_gb\nH1,h2,2,10,10\n"
    room = write_room(tmp_path / "room", vms=vms, reservations=held)
    code, answer = check(capsys, room, SERVER)
    assert (code, answer["decision"]) == (0, "fits")


def test_a_height_beyond_every_rack_does_not_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A million units are refused by space, not by the size of a number."""
    code, answer = check(capsys, write_room(tmp_path / "room"), SERVER | {"u_height": 1_000_000})
    assert code == 3
    assert "space" in {reason["rule"] for reason in answer["reasons"]}


def test_a_type_asked_for_twice_is_split_over_the_sides_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """1 + 1 ports on two sides are one port a side."""
    ports = (
        "switch,rack,serves,side,port_type,ports\nSA,R01,room,A,1000base-t,1\nSB,R01,room,B,1000base-t,1\n"
    )
    devices = "device,rack,position_u,u_height\n"
    room = write_room(tmp_path / "room", ports=ports, devices=devices)
    asked = SERVER | {"ports": "1000base-t:1 1000base-t:1", "port_sides": 2}
    code, answer = check(capsys, room, asked)
    assert code == 0
    assert answer["placement"][0]["ports"] == ["SA/1000base-t:1", "SB/1000base-t:1"]


@pytest.mark.parametrize("day", ["20260101", "2026-W01-1", "tomorrow"])
def test_the_day_has_one_form_only(day: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--today takes YYYY-MM-DD and nothing else."""
    file = tmp_path / "request.json"
    file.write_text(json.dumps(SERVER), encoding="utf-8")
    with pytest.raises(SystemExit) as done:
        main(["check", str(write_room(tmp_path / "room")), str(file), "--json", "--today", day])
    assert done.value.code == 2
    assert json.loads(capsys.readouterr().out)["errors"][0]["column"] == "--today"
