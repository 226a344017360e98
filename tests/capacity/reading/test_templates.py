"""Templates: a folder of headers that the reader accepts, and nobody's work is overwritten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from capacity.reading import read_room
from capacity.reading.dictionary import ROOM_TABLES, columns_of
from capacity.reading.templates import TEMPLATES, explanation, header, write_templates


def test_templates_are_an_empty_room(tmp_path: Path) -> None:
    """Every table is there with all its columns, and reads without a problem."""
    written = write_templates(tmp_path / "new")
    assert set(written) == {path.name for path in (tmp_path / "new").iterdir()}
    assert {name for name in written if name.endswith(".csv")} == {*ROOM_TABLES, "requests.csv"}
    room = read_room(tmp_path / "new")
    assert room.racks == ()
    assert room.files == set(ROOM_TABLES)


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """A second run writes nothing."""
    (tmp_path / "racks.csv").write_text("mine")
    assert "racks.csv" not in write_templates(tmp_path)
    assert (tmp_path / "racks.csv").read_text() == "mine"
    assert write_templates(tmp_path) == ()


def test_a_header_has_the_dictionary_s_columns() -> None:
    """In its order."""
    assert header("vms.csv") == ",".join(columns_of("vms.csv")) + "\n"


@pytest.mark.parametrize("file", TEMPLATES)
def test_an_explanation_has_every_column_with_its_meaning(file: str) -> None:
    """Once, in the order of the header."""
    said = explanation(file)
    named = re.findall(r"^([a-z_0-9]+): .*\n    (.+)$", said, re.MULTILINE)
    assert named == [(column.name, column.description) for column in columns_of(file).values()]


def test_an_explanation_says_type_bounds_and_what_an_empty_cell_means() -> None:
    """From the dictionary's terms, in words."""
    racks, power = explanation("racks.csv"), explanation("power.csv")
    assert "u_height: a whole number, 1 to 100; must be given\n" in racks
    assert "max_heat_w: a whole number of W, at least 0; empty: unknown\n" in racks
    assert "status: one of: active, planned, retired; empty: active\n" in racks
    assert "No two rows have the same rack.\n" in racks
    assert "fed_by: names, with blanks between them; as in power.csv; empty: source\n" in power
    assert "No two rows have the same switch and port_type.\n" in explanation("ports.csv")


def test_a_table_that_may_be_left_out_says_so() -> None:
    """An empty one is no absent one."""
    assert "leave the file out" in explanation("power.csv")
    assert "leave the file out" not in explanation("racks.csv")
    assert "leave the file out" not in explanation("requests.csv")
