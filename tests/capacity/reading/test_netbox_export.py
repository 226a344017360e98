"""The export as a whole: what cannot be read, what is written, and that nothing is lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from capacity.errors import BadInput
from capacity.reading.netbox import import_netbox_csv, write_import
from capacity.reading.report import report_rows
from tests.capacity.reading.netbox_export import DEVICES, RACKS, TYPES, export, imported, room_of, rows


def test_an_export_with_racks_alone_is_a_room(tmp_path: Path) -> None:
    """Everything else is listed as missing."""
    found = imported(tmp_path)
    room = room_of(found, tmp_path)
    assert [rack.name for rack in room.racks] == ["R1"]
    assert sorted(found.files) == ["devices.csv", "policy.toml", "racks.csv"]
    assert {"cooling.csv", "devices.csv", "power.csv"} <= {gap.file for gap in found.gaps}


def test_the_room_names_the_policy_it_was_made_with(tmp_path: Path) -> None:
    """Every answer names the version of the policy."""
    assert room_of(imported(tmp_path), tmp_path).policy.version == "netbox-import-1"


def test_gaps_and_reasons_are_sorted_and_plain(tmp_path: Path) -> None:
    """The report is rows of text, the same in every run."""
    tables = {"devices": DEVICES + "box,Active,,Hall,,,Acme,S1,1,,,,1\n", "sites": "Name\nHall\n"}
    found, again = imported(tmp_path / "a", TYPES, **tables), imported(tmp_path / "b", TYPES, **tables)
    assert found == again
    assert list(found.gaps) == sorted(found.gaps)
    told = report_rows(found.gaps, found.left_out)
    assert ("left out", "devices.csv", "row 2", "1", "box", "It is in no rack.", "") in told
    assert ("left out", "sites.csv") in [row[:2] for row in told]
    assert all(len(row) == 7 for row in told)


def test_a_name_that_would_run_as_a_formula_is_written_harmless(tmp_path: Path) -> None:
    """A spreadsheet shows it as text; the name itself is kept."""
    found = imported(
        tmp_path,
        racks="Name,Height,Tenant\n=1+2,42U,\n",
        devices=DEVICES.replace("Tenant", "Tenant")
        + "@web,Active,=HYPERLINK(),,,=1+2,Acme,S1,1,,1,Front,1\n",
    )
    assert rows(found, "racks.csv")[0]["rack"] == "'=1+2"
    (device,) = rows(found, "devices.csv")
    assert (device["device"], device["rack"], device["owner"]) == ("'@web", "'=1+2", "'=HYPERLINK()")


def test_characters_that_nobody_can_see_are_taken_out(tmp_path: Path) -> None:
    """Escape sequences and marks of direction do not reach the room."""
    found = imported(tmp_path, racks="Name,Height\nR\u202e1\x1b[31m,42U\n")
    assert rows(found, "racks.csv")[0]["rack"] == "R1[31m"


def test_a_room_is_written_whole_into_a_new_or_empty_folder(tmp_path: Path) -> None:
    """An empty folder is taken, and nothing else stays behind."""
    found = imported(tmp_path)
    (tmp_path / "room").mkdir()
    write_import(found, tmp_path / "room")
    write_import(found, tmp_path / "deep" / "room")
    assert sorted(p.name for p in (tmp_path / "room").iterdir()) == sorted(found.files)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["deep", "export", "room"]


def test_a_folder_that_holds_something_is_never_written_into(tmp_path: Path) -> None:
    """What is there stays as it was."""
    target = tmp_path / "room"
    target.mkdir()
    (target / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match="not empty"):
        write_import(imported(tmp_path), target)
    assert [p.name for p in target.iterdir()] == ["notes.txt"]


def test_a_place_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """A file stands where a folder is needed."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    found = imported(tmp_path)
    with pytest.raises(BadInput, match="cannot be written"):
        write_import(found, tmp_path / "file" / "room")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["export", "file"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({}, "There is no racks.csv"),
        ({"racks.csv": b""}, "The file is empty"),
        ({"racks.csv": b"Name;Height\nR1;42U\n"}, "not separated by commas"),
        ({"racks.csv": b"Height\n42U\n"}, "There is no column 'name'"),
        ({"racks.csv": b"Name,Height\nR1,42U,x\n"}, "more cells than the header"),
        ({"racks.csv": b"Name,Name,Height\nR1,R2,42U\n"}, "stands there twice"),
        ({"racks.csv": b"Name,Height\nR\xe9,42U\n"}, "not UTF-8"),
        ({"racks.csv": b'Name,Height\n"R1,42U\n'}, "quote"),
        ({"racks.csv": b"Name,Height\nR1,42U\n", "netbox_racks.csv": b"Name\n"}, "the same table"),
        (
            {"racks.csv": b"Name,Height\nR1,42U\n", "device-types.yaml": b"a: &x 1\nb: *x\n"},
            "alias",
        ),
    ],
)
def test_a_source_that_cannot_be_used_says_why(tmp_path: Path, files: dict[str, bytes], told: str) -> None:
    """Every fault names its file and what to do."""
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInput) as raised:
        import_netbox_csv(tmp_path)
    assert any(told in problem.problem and problem.advice for problem in raised.value.problems)


def test_a_folder_that_is_not_there_is_bad_input(tmp_path: Path) -> None:
    """It is told as such, not as an internal failure."""
    with pytest.raises(BadInput, match="no folder"):
        import_netbox_csv(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["netbox_racks.csv", "Racks.csv", "netbox_racks.CSV"])
def test_files_may_be_called_as_netbox_saves_them(tmp_path: Path, name: str) -> None:
    """The download is named netbox_racks.csv."""
    folder = export(tmp_path / "export", racks=RACKS)
    (folder / "racks.csv").rename(folder / name)
    assert rows(import_netbox_csv(folder), "racks.csv")[0]["rack"] == "R1"
