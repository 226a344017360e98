"""The comparison of planner and peers: every run in a child of its own, its table and its picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks import compare as comparing
from benchmarks.compare import OURS, PEERS, Run, compare, table
from benchmarks.instances import KINDS, instance
from benchmarks.plot import FLOOR, least_bound, plot
from benchmarks.report import put_section

RUN = Run(OURS, 20, 10, "grouped", 6, 12, 12, "optimal", 0.5, 0.0, 90, 1.0)


def test_peers_run_apart_and_are_measured_against_ours() -> None:
    ours, first, book = compare(20, 8, "mixed", seconds=10, names=(OURS, "first fit", "textbook MIP"))
    assert [run.name for run in (ours, first, book)] == [OURS, "first fit", "textbook MIP"]
    assert ours.ratio == 1.0
    assert ours.value == book.value == book.bound
    assert first.ratio == first.value / ours.value <= 1.0
    assert first.bound is None
    assert first.status == "heuristic"
    assert all(run.seconds > 0 and run.peak_mib > 20 and run.placed > 0 for run in (ours, first, book))


def test_a_peer_that_overruns_its_time_is_stopped_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "STARTED_S", 0)
    (run,) = compare(20, 8, "grouped", seconds=0.05, names=["textbook CP-SAT"])
    assert run.status == "stopped: time"
    assert (run.value, run.bound, run.ratio) == (0, None, None)


def test_a_peer_that_takes_too_much_memory_is_stopped_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MEMORY_BYTES", 64 * 2**20)
    (run,) = compare(20, 8, "grouped", seconds=5, names=["first fit"])
    assert run.status == "stopped: memory"


@pytest.mark.parametrize("kind", KINDS)
def test_an_instance_is_one_call(kind: str) -> None:
    room, asked = instance(20, 30, kind)
    assert (len(room.racks), len(asked)) == (20, 30)
    assert (room, asked) == instance(20, 30, kind)


def test_the_table_has_a_cell_for_every_head() -> None:
    rows = table([RUN, replace(RUN, name="first fit", bound=None, ratio=None)]).splitlines()
    assert len({row.count("|") for row in rows}) == 1
    assert "| 10 on 20 | grouped | titip plan | 6 | 12 | 12 | 1.000 | optimal |" in rows[2]


def test_the_picture_has_a_mark_for_every_run_and_both_legends() -> None:
    names = list(PEERS)
    runs = [
        replace(RUN, name=name, racks=racks, value=v) for name in names for racks, v in ((20, 12), (90, 3))
    ]
    drawn = ElementTree.fromstring(plot(runs))
    said = [title.text for title in drawn.iter("{http://www.w3.org/2000/svg}title")]
    assert sum("in 0.50 s" in (text or "") for text in said) == len(runs)
    labels = {text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert {
        *names,
        "10 grouped on 20 racks",
        "10 grouped on 90 racks",
        f"{FLOOR:.0%}".replace("%", " %"),
    } <= labels


def test_values_are_drawn_relative_to_the_least_bound() -> None:
    loose, none = replace(RUN, bound=15), replace(RUN, bound=None, value=11)
    assert least_bound([loose, none, RUN], (20, 10, "grouped")) == 12
    assert least_bound([none], (20, 10, "grouped")) == 11


def test_a_section_of_the_page_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    put_section("# Figures", "one", page)
    put_section("## Peers", "two", page)
    put_section("# Figures", "three", page)
    assert page.read_text(encoding="utf-8") == "# Figures\n\nthree\n\n## Peers\n\ntwo\n"
