"""titip import on the command line."""

from __future__ import annotations

from pathlib import Path

from capacity.reading import read_room
from tests.api.running import Run

RACKS = "Name,Site,Location,Status,Height\nR1,Hall,Row A,Active,42U\nR2,Hall,Row A,Active,42U\n"
TYPE = "manufacturer: Acme\nmodel: S1\nslug: acme-s1\nu_height: 1\nis_full_depth: true\n"


def _export(tmp_path: Path) -> Path:
    (tmp_path / "export").mkdir()
    (tmp_path / "export/racks.csv").write_text(RACKS, encoding="utf-8")
    return tmp_path / "export"


def test_a_room_is_made_from_netbox_and_the_gaps_are_told(titip: Run, tmp_path: Path) -> None:
    """Exit 0, a room that can be read, and what NetBox does not say."""
    ran = titip("import", "netbox-csv", _export(tmp_path), "--out", tmp_path / "room")
    assert ran.code == 0
    assert len(read_room(tmp_path / "room").racks) == 2
    assert "WRITTEN" in ran.out
    assert "racks.csv" in ran.out
    assert "Not known, or read in one of several ways" in ran.out
    assert "R1, R2" in ran.out


def test_the_report_in_json(titip: Run, tmp_path: Path) -> None:
    """Files with their rows, and the report with counts as numbers."""
    said = titip("import", "netbox-csv", _export(tmp_path), "--out", tmp_path / "room", "--json").said
    assert {"file": "racks.csv", "rows": 2} in said["files"]
    assert {"file": "policy.toml", "rows": None} in said["files"]
    for record in said["report"]:
        assert set(record) == {"kind", "file", "where", "count", "which", "what", "advice"}
        assert isinstance(record["count"], int)


def test_a_report_says_in_plain_words_whether_anything_is_to_be_done(titip: Run, tmp_path: Path) -> None:
    """Where nothing is, it says that there is no need to act."""
    export = _export(tmp_path)
    (export / "racks.csv").write_text(RACKS + "R1,Barn,Row A,Active,42U\n", encoding="utf-8")
    ran = titip("import", "netbox-csv", export, "--out", tmp_path / "room")
    assert "No need to act, unless you want other names." in " ".join(ran.out.split())
    assert "points to look at, no rows left out; nothing was guessed" in ran.out


def test_nothing_is_overwritten(titip: Run, tmp_path: Path) -> None:
    """A folder that holds something is bad input."""
    export = _export(tmp_path)
    assert titip("import", "netbox-csv", export, "--out", tmp_path / "room").code == 0
    assert titip("import", "netbox-csv", export, "--out", tmp_path / "room").code == 2


def test_a_folder_without_racks_is_bad_input(titip: Run, tmp_path: Path) -> None:
    """Exit 2 and the advice, also in JSON."""
    ran = titip("import", "netbox-csv", tmp_path, "--out", tmp_path / "room", "--json")
    assert ran.code == 2
    assert ran.said["errors"][0]["file"] == "racks.csv"


def test_a_catalogue_is_made_from_device_types(titip: Run, tmp_path: Path) -> None:
    """Types taken over, files left out with the reason, gaps by column."""
    (tmp_path / "types").mkdir()
    (tmp_path / "types/s1.yaml").write_text(TYPE, encoding="utf-8")
    (tmp_path / "types/broken.yaml").write_text("a: [", encoding="utf-8")
    ran = titip("import", "device-types", tmp_path / "types", "--out", tmp_path / "types.csv")
    assert ran.code == 0
    assert (tmp_path / "types.csv").is_file()
    assert "Left out (1)" in ran.out
    assert "broken.yaml" in ran.out
    assert "weight_kg" in ran.out


def test_names_from_a_source_are_cleaned(titip: Run, tmp_path: Path) -> None:
    """What a foreign file says does not steer the terminal."""
    (tmp_path / "types").mkdir()
    (tmp_path / "types/s1.yaml").write_text(TYPE, encoding="utf-8")
    (tmp_path / "types/\x1b[2J\u202e.yaml").write_text("a: [", encoding="utf-8")
    ran = titip("import", "device-types", tmp_path / "types", "--out", tmp_path / "types.csv")
    assert all(line.isprintable() for line in ran.out.splitlines())
