"""titip forecast: the sample hall and its history, as text, as JSON, and as a file."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pandas as pd
import pytest

from api.render.table_file import write_table
from capacity.data import data_path
from capacity.errors import BadInput
from tests.api.running import Run
from tests.api.test_reference import ANSWER, keys, section, told

HALL, HISTORY = data_path("rooms/hall"), data_path("histories/hall.csv")
DAY = ("--today", "2026-06-01", "--workers", "1")
COLUMNS = ["draw", "dimension", "measure", "unit", "value", "limit"]


def test_a_forecast_says_when_what_and_on_what_it_rests(titip: Run) -> None:
    """Every part of the answer stands on the screen, within the widest line."""
    ran = titip("forecast", HALL, "--history", HISTORY, "--draws", 4, "--years", 2, *DAY)
    assert ran.code == 0
    for words in (
        "FORECAST   hall",
        "4 futures of 2 years from 2026-06-01",
        "the room is full",
        "What stops the first request without a place",
        "88 requests in 62 months",
        "Tried on the past",
        "a plan that knew all of them places",
    ):
        assert words in " ".join(ran.out.split()) or words in ran.out, words
    assert max(map(len, ran.out.splitlines())) <= 120


def test_every_key_of_a_forecast_stands_in_the_reference(titip: Run, tmp_path: Path) -> None:
    """And the table of its draws has the columns that stand there."""
    out = tmp_path / "draws.csv"
    words = ("--history", HISTORY, "--draws", 3, "--years", 2, "--out", out, "--json", *DAY)
    said = titip("forecast", HALL, *words).said
    assert set(said) <= told("forecast")
    assert keys({k: v for k, v in said.items() if k != "demand"}) - told("forecast") == set()
    assert set(said["demand"]) <= told("forecast")
    frame = pd.read_csv(out)
    assert list(frame.columns) == COLUMNS
    assert set(COLUMNS) <= set(re.findall(r"`([a-z_]+)`", section(ANSWER, "forecast")))
    assert sorted(set(frame.draw)) == [0, 1, 2]
    full = frame[(frame.dimension == "room") & (frame.measure == "full")].value
    assert said["room_full"]["draws"] == full.notna().sum()


def test_the_same_seed_says_the_same(titip: Run) -> None:
    """All but the time it took."""

    def once(seed: int) -> object:
        words = (
            "--history",
            HISTORY,
            "--draws",
            2,
            "--years",
            1,
            "--seed",
            seed,
            "--streams",
            0,
            "--json",
            *DAY,
        )
        return {k: v for k, v in titip("forecast", HALL, *words).said.items() if k != "seconds"}

    assert once(3) == once(3)
    assert once(3) != once(4)


@pytest.mark.parametrize(
    ("words", "column"),
    [
        (("--draws", "0"), "--draws"),
        (("--years", "99"), "--years"),
        (("--workers", "0"), "--workers"),
        (("--seed", "-1"), "--seed"),
        (("--streams", "99"), "--streams"),
        (("--out", "draws.pdf"), "--out"),
        (("--out", "nowhere/draws.csv"), "--out"),
    ],
)
def test_options_that_cannot_be_used_are_told(titip: Run, words: tuple[str, str], column: str) -> None:
    """Before anything is worked out."""
    ran = titip("forecast", HALL, "--history", HISTORY, *words, "--json", "--today", "2026-06-01")
    assert ran.code == 2
    assert [error["column"] for error in ran.said["errors"]] == [column]


def test_a_queue_without_figures_is_refused(titip: Run, tmp_path: Path) -> None:
    """What waits is placed first; what it asks for must be known."""
    queue = tmp_path / "queue.csv"
    queue.write_text("request,u_height,power_w\nQ1,2,300\n", encoding="utf-8")
    ran = titip("forecast", HALL, "--history", HISTORY, "--requests", queue, "--json", *DAY)
    assert ran.code == 2
    assert [(e["file"], e["row"]) for e in ran.said["errors"]] == [("queue.csv", 2)]


def test_an_interrupted_forecast_tells_of_the_futures_that_are_done(
    titip: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first Ctrl-C ends it early, with an answer that says so; afterwards Ctrl-C is what it was."""

    def interrupt(done: int, of: int) -> None:
        assert of == 100_000
        if done == 3:
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("api.commands.forecast._progress", lambda: interrupt)
    before = signal.getsignal(signal.SIGINT)
    words = ("--history", HISTORY, "--draws", 100_000, "--years", 1, "--json", *DAY)
    ran = titip("forecast", HALL, *words)
    assert ran.code == 0
    assert ran.said["cancelled"] is True
    assert (ran.said["draws"], ran.said["asked"]) == (3, 100_000)
    assert ran.said["myopia"] == []
    assert signal.getsignal(signal.SIGINT) == before


NASTY = ("=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "https://example.org", "plain", "-1.5")


def frame() -> pd.DataFrame:
    """Texts that spreadsheets would run, with numbers and gaps beside them."""
    return pd.DataFrame({"text": pd.Series(NASTY, dtype="str"), "value": [1.5, None, -3.0, 0, 1, 2, 3, 4]})


def test_no_spreadsheet_runs_what_stands_in_a_csv(tmp_path: Path) -> None:
    """An apostrophe before what would run, nothing before what is a plain number."""
    write_table(frame(), tmp_path / "t.csv")
    texts = pd.read_csv(tmp_path / "t.csv", dtype="str").text.tolist()
    assert texts == ["'=1+1", "'+cmd", "'-2+3", "'@SUM(A1)", "'\tx", "https://example.org", "plain", "-1.5"]


def test_no_spreadsheet_runs_what_stands_in_an_xlsx(tmp_path: Path) -> None:
    """Every text is a text: the file holds no formula and no link."""
    import zipfile

    write_table(frame(), tmp_path / "t.xlsx")
    with zipfile.ZipFile(tmp_path / "t.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
        assert not [name for name in book.namelist() if "_rels/sheet" in name]
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert "=1+1" in texts


def test_parquet_keeps_every_value_and_type(tmp_path: Path) -> None:
    """What is read is what was written, gaps included."""
    write_table(frame(), tmp_path / "t.parquet")
    back = pd.read_parquet(tmp_path / "t.parquet")
    assert back.text.tolist() == list(NASTY)
    assert back.value.isna().tolist() == frame().value.isna().tolist()
    assert back.value.dtype == "float64"


def test_a_table_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    """Neither half a file nor a whole one."""
    (tmp_path / "t.csv").mkdir()
    with pytest.raises(BadInput, match="cannot be written"):
        write_table(frame(), tmp_path / "t.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
