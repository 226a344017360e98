"""Cells that would run as a formula, and the way back."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity.reading.spreadsheet import csv_text, escape_cell, unescape_cell

TEXTS = st.text(st.sampled_from("'=+-@\t\r＝＋－＠ab1. ,\"\n"), max_size=12)


@pytest.mark.parametrize(
    "text", ["=1+2", "+x", "-x", "@sum", "\tx", "\rx", "＝1", "＋1", "－1", "＠a", "'=1", "--1"]
)
def test_a_text_that_would_run_gets_an_apostrophe(text: str) -> None:
    """One in front, whatever follows."""
    assert escape_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "web-1", "O'Brien", "'quoted'", "-1.5", "+3", "R1-A:L1", "3=4"])
def test_other_texts_and_plain_numbers_stay(text: str) -> None:
    """A coordinate may be negative, and an apostrophe is an apostrophe."""
    assert escape_cell(text) == text
    assert unescape_cell(text) == text


@given(TEXTS)
def test_every_text_comes_back(text: str) -> None:
    """Taking away undoes exactly what was put on, never more."""
    assert unescape_cell(escape_cell(text)) == text


@given(TEXTS)
def test_what_is_written_does_not_run(text: str) -> None:
    """Nothing that is no number begins with a mark that starts a formula."""
    written = escape_cell(text)
    assert (
        written == ""
        or written[0] not in "=+-@\t\r＝＋－＠"
        or written.lstrip("+-").replace(".", "", 1).isdigit()
    )


@given(st.lists(st.fixed_dictionaries({"a": TEXTS, "b": TEXTS}), max_size=4))
def test_a_file_holds_every_cell_escaped(rows: list[dict[str, str]]) -> None:
    """Quotes, commas and line breaks survive together with the apostrophe."""
    read = csv.DictReader(io.StringIO(csv_text(("a", "b"), rows), newline=""))
    assert [{name: unescape_cell(cell) for name, cell in row.items()} for row in read] == rows
