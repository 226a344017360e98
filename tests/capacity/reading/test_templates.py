"""Templates: a folder of headers that the reader accepts, and nobody's work is overwritten."""

from __future__ import annotations

from pathlib import Path

from capacity.reading import read_room
from capacity.reading.dictionary import ROOM_TABLES, columns_of
from capacity.reading.templates import header, write_templates


def test_templates_are_an_empty_room(tmp_path: Path) -> None:
    """Every table is there with all its columns, and reads without a problem."""
    written = write_templates(tmp_path / "new")
    assert {path.name for path in written} == {*ROOM_TABLES, "requests.csv"}
    room = read_room(tmp_path / "new")
    assert room.racks == ()
    assert room.files == set(ROOM_TABLES)


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """A second run writes nothing."""
    (tmp_path / "racks.csv").write_text("mine")
    assert len(write_templates(tmp_path)) == len(ROOM_TABLES)
    assert (tmp_path / "racks.csv").read_text() == "mine"
    assert write_templates(tmp_path) == ()


def test_a_header_has_the_dictionary_s_columns() -> None:
    """In its order."""
    assert header("vms.csv") == ",".join(columns_of("vms.csv")) + "\n"
