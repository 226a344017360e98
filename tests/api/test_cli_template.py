"""`titip template`: empty tables and their explanations; nobody's work is overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from capacity.reading.dictionary import ROOM_TABLES, columns_of
from tests.api.running import Run


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_all_means_every_table_of_a_room_and_the_requests(titip: Run, tmp_path: Path) -> None:
    """Each with its explanation; the room can be read."""
    out = tmp_path / "new" / "room"
    ran = titip("template", "all", "--out", out)
    tables = {*ROOM_TABLES, "requests.csv"}
    assert ran.code == 0
    assert names(out) == tables | {f"{name[:-4]}.txt" for name in tables}
    assert "WRITTEN" in ran.out
    assert "an empty power.csv says that there is no power" in ran.out.replace("\n", " ")
    assert titip("room", out, "--json").said["notes"] == []


@pytest.mark.parametrize("name", ["racks.csv", "racks"])
def test_one_file_is_written_with_its_header(titip: Run, tmp_path: Path, name: str) -> None:
    """With or without its ending."""
    assert titip("template", name, "--out", tmp_path).code == 0
    assert names(tmp_path) == {"racks.csv", "racks.txt"}
    assert (tmp_path / "racks.csv").read_text() == ",".join(columns_of("racks.csv")) + "\n"
    assert "max_load_kg: kilograms, at least 0; empty: unknown\n" in (tmp_path / "racks.txt").read_text()


def test_without_a_folder_the_files_lie_where_one_is(
    titip: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    titip("template", "device_types")
    assert names(tmp_path) == {"device_types.csv", "device_types.txt"}


def test_what_is_there_is_left_alone(titip: Run, tmp_path: Path) -> None:
    """And told."""
    (tmp_path / "racks.csv").write_text("mine")
    ran = titip("template", "racks", "--out", tmp_path, "--json")
    assert ran.said == {"out": str(tmp_path), "files": ["racks.txt"], "kept": ["racks.csv"]}
    assert (tmp_path / "racks.csv").read_text() == "mine"
    again = titip("template", "racks", "--out", tmp_path)
    assert again.code == 0
    assert "NOTHING WRITTEN" in again.out
    assert "racks.csv, racks.txt" in again.out


def test_an_unknown_file_is_bad_input(titip: Run, tmp_path: Path) -> None:
    """With the name that was meant."""
    ran = titip("template", "rack.csv", "--out", tmp_path / "new")
    assert ran.code == 2
    assert "There is no template of 'rack.csv'" in ran.err
    assert "Did you mean 'racks.csv'?" in ran.err
    assert not (tmp_path / "new").exists()


def test_a_place_that_cannot_be_written_is_bad_input(titip: Run, tmp_path: Path) -> None:
    """Here a file stands where the folder should be."""
    (tmp_path / "file").write_text("")
    ran = titip("template", "racks", "--out", tmp_path / "file", "--json")
    assert ran.code == 2
    assert "cannot be written" in ran.said["errors"][0]["problem"]
