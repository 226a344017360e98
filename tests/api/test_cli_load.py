"""titip load, and db:NAME in the place of a room."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from capacity.room import Reservation
from tests.api.running import SAMPLE, TODAY, Run, request_file, sample
from tests.api.stored import NOW, written
from tests.rooms import ROOM, write_room
from workflow.occupancy import hold


def hold_units(room: str, rack: str, position_u: int, height_u: int, days: int | None = None) -> None:
    """Hold units as Titip does for a case."""
    held = Reservation(
        "HOLD-1", request="PS-1", rack=rack, position_hu=2 * position_u, height_hu=2 * height_u
    )
    with written() as unit:
        unit.rooms.lock(room)
        unit.occupancy.take(room, hold(held, None, None if days is None else NOW + timedelta(days)), NOW)


def test_a_room_is_kept_version_after_version(titip: Run, database: Path) -> None:
    first, second = (titip("load", SAMPLE, "denpasar", "--json", "--today", TODAY) for _ in range(2))
    assert (first.code, second.code) == (0, 0)
    assert (first.said["version"], second.said["version"]) == (1, 2)
    assert {key: first.said[key] for key in ("room", "racks", "devices", "hosts", "vms", "placed")} == {
        "room": "denpasar",
        "racks": 14,
        "devices": 250,
        "hosts": 4,
        "vms": 37,
        "placed": 0,
    }
    assert first.said["overlaps"] == [{"rack": "B05", "things": ["kvm-b05", "sirine-1"]}]
    of_room = titip("room", SAMPLE, "--json", "--today", TODAY).said["missing"]
    assert [cell["row"] for cell in first.said["missing"]] == [cell["row"] for cell in of_room]


def test_a_load_is_told_in_the_audit_log(titip: Run, database: Path) -> None:
    before = int(titip("audit", "verify", "--json").said["head"].split(":")[0])
    titip("load", SAMPLE, "denpasar")
    assert int(titip("audit", "verify", "--json").said["head"].split(":")[0]) == before + 1


def test_the_report_for_people_names_version_overlaps_and_gaps(titip: Run, database: Path) -> None:
    ran = titip("load", SAMPLE, "denpasar", "--today", TODAY)
    assert "KEPT   db:denpasar, version 1" in ran.out
    assert "B05  kvm-b05, sirine-1" in ran.out
    assert "Not known (4)" in ran.out
    assert "racks.csv    max_heat_w" in ran.out


def test_load_makes_the_database_where_there_is_none(titip: Run, no_database: Path, tmp_path: Path) -> None:
    assert titip("load", write_room(tmp_path / "room"), "small").code == 0
    assert titip("room", "db:small", "--json").said["racks"] == 2


def test_a_room_that_cannot_be_read_is_refused_with_all_problems_and_leaves_nothing(
    titip: Run, no_database: Path, tmp_path: Path
) -> None:
    """The name's problem among them; not even a database is made."""
    bad = write_room(tmp_path / "room", racks="rack,row,u_height\nR1,A,zero\nR1,A,42\n", devices=None)
    ran = titip("load", bad, "no name", "--json")
    assert ran.code == 2
    files = [error["file"] for error in ran.said["errors"]]
    assert files[0] == "command line"
    assert files.count("racks.csv") >= 2
    assert not no_database.exists()


def test_a_room_that_takes_what_titip_holds_is_refused_and_the_old_one_stays(
    titip: Run, database: Path, tmp_path: Path
) -> None:
    room = write_room(tmp_path / "room")
    titip("load", room, "small")
    hold_units("small", "R01", 20, 2)
    clash = ROOM["devices.csv"].replace("web-1,R01,1,", "web-1,R01,21,")
    ran = titip("load", write_room(tmp_path / "clash", devices=clash), "small", "--json")
    assert ran.code == 2
    assert [(error["file"], error["row"]) for error in ran.said["errors"]] == [("devices.csv", 2)]
    again = titip("load", room, "small", "--json").said
    assert (again["version"], again["placed"]) == (2, 1)


def test_a_stored_room_is_answered_as_its_folder_is(titip: Run, database: Path, tmp_path: Path) -> None:
    """By each command that takes a room."""
    folder = write_room(tmp_path / "room")
    titip("load", folder, "small")
    asked, out = request_file(tmp_path), tmp_path / "placements.csv"
    batch = tmp_path / "requests.csv"
    batch.write_text("request,u_height,depth_mm,weight_kg,power_w\nA,2,700,20,300\n", encoding="utf-8")

    def answers(room: object) -> list[object]:
        found = []
        for words in (
            ("room", room),
            ("check", room, asked),
            ("headroom", room, asked),
            ("plan", room, batch, "--out", out),
            ("verify", room, batch, out),
        ):
            ran = titip(*words, "--json", "--today", TODAY)
            assert ran.code == 0
            found.append({key: value for key, value in ran.said.items() if key != "seconds"})
        return found

    assert answers("db:small") == answers(folder)


def test_what_is_held_counts_until_its_day(titip: Run, database: Path, tmp_path: Path) -> None:
    """A hold is a reservation to every command; past its day it does not count any more."""
    titip("load", write_room(tmp_path / "room"), "small")
    hold_units("small", "R01", 20, 2, days=7)

    def held(today: str) -> int:
        said = titip("room", "db:small", "--json", "--today", today).said
        return int(next(each["held"] for each in said["dimensions"] if each["dimension"] == "space"))

    assert [held(day) for day in ("2026-11-24", "2026-12-01", "2026-12-02")] == [2, 2, 0]
    asked = request_file(tmp_path)
    words = ["check", "db:small", asked, "--json", "--rack", "R01", "--position", "20", "--today"]
    assert titip(*words, "2026-12-01").code == 3
    assert titip(*words, "2026-12-02").code == 0


def test_the_catalogue_of_a_stored_room_is_its_own(titip: Run, database: Path, tmp_path: Path) -> None:
    room = write_room(tmp_path / "room")
    columns = "slug,u_height,depth_mm,weight_kg,power_w,power_basis,cords\n"
    (room / "device_types.csv").write_text(columns + "box,2,700,20,300,budget,2\n", encoding="utf-8")
    titip("load", room, "small")
    asked = tmp_path / "request.json"
    asked.write_text(json.dumps({"request": "R", "device_type": "box"}), encoding="utf-8")
    assert titip("check", "db:small", asked).code == 0
    shutil.rmtree(room)
    assert titip("check", "db:small", asked).code == 0


@pytest.mark.parametrize("command", ["room", "check", "plan", "headroom", "verify"])
def test_a_room_that_is_not_stored_is_bad_input_that_names_it(
    titip: Run, database: Path, tmp_path: Path, command: str
) -> None:
    """With the name that may have been meant."""
    titip("load", write_room(tmp_path / "room"), "small")
    more = {"room": 0, "verify": 2}.get(command, 1)
    ran = titip(command, "db:smal", *([sample("requests.csv")] * more), "--json")
    assert ran.code == 2
    (error,) = ran.said["errors"]
    assert error["file"] == "db:smal"
    assert error["advice"].startswith("Did you mean 'small'?")


def test_a_stored_room_without_a_database_is_bad_input(titip: Run, no_database: Path) -> None:
    """That says how to make one; and asking makes none."""
    ran = titip("room", "db:small", "--json")
    assert ran.code == 2
    assert "titip setup" in ran.said["errors"][0]["advice"]
    assert not no_database.exists()


def test_a_stored_room_is_not_loaded_from_itself(titip: Run, database: Path) -> None:
    assert titip("load", "db:small", "small").code == 2


def test_a_command_on_a_folder_loads_no_database() -> None:
    """Its start is what most runs consist of."""
    code = (
        "import sys\nfrom api.cli import main\n"
        "try:\n    main(sys.argv[1:])\nfinally:\n    print('sqlalchemy' in sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "room", str(SAMPLE)], capture_output=True, text=True, check=True
    )
    assert done.stderr == "False\n"
