"""Words and numbers on a terminal."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.render.text import GLYPHS, Screen, amount, amounts, clean, count, listed, number, spans


@given(st.text())
def test_no_escape_sequence_of_a_name_reaches_the_output(name: str) -> None:
    """Whatever a name holds, what is printed of it is printable."""
    assert clean(name).isprintable()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u200bb", "a\\u200bb"),
        ("two\nlines", "two\\nlines"),
        ("a\u00a0b", "a b"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
        ("rak-ä", "rak-ä"),
        ("x" * 61, "x" * 59 + "…"),
    ],
)
def test_a_name_stays_itself_as_far_as_it_can_be_printed(name: str, said: str) -> None:
    """Letters stay, marks that steer a terminal are spelled out, long names are cut."""
    assert clean(name) == said


def test_markup_in_a_name_is_printed_and_not_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    """A name in brackets is no style, a name between colons no picture."""
    Screen().line(clean("[bold red]A03[/] :smile:"))
    assert capsys.readouterr().out.strip() == "[bold red]A03[/] :smile:"


def test_a_pipe_gets_no_colours_and_no_blanks_at_the_ends(capsys: pytest.CaptureFixture[str]) -> None:
    """What is not a terminal gets plain text."""
    Screen().line(("red", "bold red"), " and wide")
    out = capsys.readouterr().out
    assert out == " red and wide\n"


def test_no_colour_is_heeded_where_colours_are_forced(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """NO_COLOR takes colours away, also from an output that would show them."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    Screen().line(("red", "red"))
    assert "\x1b[31m" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    Screen().line(("red", "red"))
    assert "\x1b[31m" not in capsys.readouterr().out


@pytest.mark.parametrize(("columns", "width"), [("40", 80), ("100", 100), ("400", 120)])
def test_the_width_is_the_terminals_within_reason(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    """At least 80 columns, at most 120."""
    monkeypatch.setenv("COLUMNS", columns)
    assert Screen().width == width


def test_an_output_with_letters_only_gets_no_other_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where signs cannot be encoded, plain ones stand in for them, and letters are spelled out."""
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii", write_through=True))
    screen = Screen()
    screen.line(f"{GLYPHS.used}{GLYPHS.left} {GLYPHS.arrow} ≥3 ä")
    assert raw.getvalue() == b" #. > >3 \\xe4\n"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (450, "W", "450 W"),
        (2352, "W", "2,352 W"),
        (31_581, "W", "31.6 kW"),
        (Fraction(105, 10), "kg", "10.5 kg"),
        (98_304, "MB", "96 GB"),
        (2, "U", "2U"),
        (Fraction(3, 2), "U", "1.5U"),
        (1, "ports", "1 port"),
        (2, "ports", "2 ports"),
    ],
)
def test_an_amount_is_told_in_a_unit_that_reads_well(value: int | Fraction, unit: str, said: str) -> None:
    """Watts become kilowatts, and megabytes gigabytes, where they are many."""
    assert amount(value, unit) == said


@given(st.lists(st.fractions(0, 10**9), min_size=1, max_size=4), st.sampled_from(["W", "MB", "kg", "ports"]))
def test_amounts_that_differ_by_a_thousandth_never_look_alike(values: list[Fraction], unit: str) -> None:
    """Rounding must not hide that a limit is exceeded."""
    rounded = [round(v, 3) for v in values]
    said, _ = amounts(rounded, unit)
    assert len(set(said)) == len(set(rounded))


def test_small_words() -> None:
    """Counts, lists and runs of numbers."""
    assert [count(n, "rack") for n in (0, 1, 1200)] == ["no racks", "1 rack", "1,200 racks"]
    assert [listed(w) for w in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert spans([14, 7, 13, 15, 7]) == "7, 13-15"
    assert number(Fraction(1, 3)) == "0.333"
