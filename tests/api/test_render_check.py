"""What a person reads of an answer."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from api.render.bars import bar
from api.render.check import print_answer
from api.render.places import units
from api.render.text import GLYPHS
from api.render.words import TERM_WORDS, percent, scenario_words, would_fit
from capacity.room import Room
from placement.answer import DOES_NOT_FIT, Answer
from placement.explain import Reason
from placement.placed import Placed
from placement.request import Request
from tests.api.running import SAMPLE, TODAY, Run, request_file, sample
from tests.rooms import ROOM, write_room


def test_a_fitting_answer_says_where_and_what_binds(titip: Run) -> None:
    """The place in the first line, then the tightest limit, bars, the rack, other racks, conditions."""
    ran = titip("check", SAMPLE, sample("heavy-storage.json"), "--today", TODAY)
    first = next(line for line in ran.out.splitlines() if line.strip())
    assert "FITS" in first
    assert "PS-2026-107 in rack A06, units 13-17, front" in first
    for words in (
        "A06-A + A06-B",
        "Tightest: ups UPS-B while ATS-A is lost",
        "32.2 of 34.2 kW",
        "less tight",
    ):
        assert words in ran.out
    assert "▶ 17 PS-2026-107" in ran.out
    assert "arsip-2" in ran.out
    assert "both deciders agree · verified · policy denpasar-2026-1 · input " in ran.out


def test_the_binding_limit_stands_first_and_six_are_shown(titip: Run) -> None:
    """The bars are the tightest ones; how many more there are is told."""
    out = titip("check", SAMPLE, sample("heavy-storage.json"), "--today", TODAY).out
    bars = [line for line in out.splitlines() if "█" in line]
    assert len(bars) == 6
    assert "ups UPS-B" in bars[0]
    assert "12 more limits are less tight." in out


def test_a_refused_request_gets_its_reasons_in_words(titip: Run) -> None:
    """Rules by what they mean, how many racks they take, how short the nearest is, what would help."""
    ran = titip("check", SAMPLE, sample("does-not-fit-gpu.json"), "--today", TODAY)
    assert "DOES NOT FIT" in ran.out
    (heat,) = [line for line in ran.out.splitlines() if line.strip().startswith("heat ")]
    assert "more than can be removed at the rack" in heat
    assert heat.split()[-8:] == ["7", "of", "14", "1", "448", "W", "at", "A03"]
    assert "Together these rules leave no place: space, heat, cooling and network ports." in ran.out
    assert "a draw of at most 2,352 W instead of 2,800 W" in ran.out


def test_an_open_request_gets_the_cells_to_fill_in(titip: Run) -> None:
    """File, row, column, and what stands there."""
    ran = titip("check", SAMPLE, sample("cannot-decide-siak-database.json"), "--today", TODAY)
    assert "CANNOT DECIDE" in ran.out
    (cell,) = [line for line in ran.out.splitlines() if "weight_kg" in line]
    assert cell.split()[:3] == ["devices.csv", "129", "weight_kg"]
    assert "siak-san-1" in cell


def test_an_own_choice_says_what_it_breaks_and_what_stands_there(titip: Run) -> None:
    """The things in the way are named, and marked in the drawing."""
    ran = titip(
        "check", SAMPLE, sample("fits-web-server.json"), "--today", TODAY, "--rack", "A05", "--position", "10"
    )
    assert ran.code == 3
    assert "taken by dbaas-1 and dbaas-2" in ran.out
    assert "× dbaas-2" in ran.out
    assert "one place judged" in ran.out


def test_an_own_choice_outside_the_rack_says_so(titip: Run) -> None:
    """There is nothing to draw, but a sentence."""
    ran = titip(
        "check", SAMPLE, sample("fits-web-server.json"), "--today", TODAY, "--rack", "A06", "--position", "50"
    )
    assert "the rack has units 1 to 42 only" in ran.out


def test_several_items_are_listed_one_by_one(titip: Run, tmp_path: Path) -> None:
    """A table of places, each with cords and ports."""
    room = write_room(tmp_path / "room")
    ran = titip("check", room, request_file(tmp_path, quantity=2, keep=["apart:rack"]), "--today", TODAY)
    assert ran.code == 0
    assert "2 items in 2 racks" in ran.out
    assert "R01-A + R01-B" in ran.out
    assert "R02-A:L" in ran.out


def test_items_that_fit_one_by_one_only_are_told_how_many_do(titip: Run, tmp_path: Path) -> None:
    """The joint shortfall, and the quantity that would do."""
    room = write_room(tmp_path / "room")
    ran = titip("check", room, request_file(tmp_path, quantity=60), "--today", TODAY)
    assert ran.code == 3
    assert "Not all 60 items fit at once" in ran.out
    assert "instead of 60" in ran.out


def test_an_application_is_told_its_host(titip: Run) -> None:
    """No rack, no cords; memory in GB."""
    out = titip("check", SAMPLE, sample("application-fits.json"), "--today", TODAY).out
    assert "PS-2026-111 on host virt-1" in out
    assert "memory of cluster virt-balai with its largest host lost" in out
    assert "3 more hosts" in out


@pytest.mark.parametrize("name", ["fits-web-server.json", "application-fits.json"])
def test_ranked_places_come_with_what_their_terms_stand_for(titip: Run, name: str) -> None:
    """Every column is explained, and no other."""
    asked = titip("check", SAMPLE, sample(name), "--today", TODAY, "--json").said
    out = " ".join(titip("check", SAMPLE, sample(name), "--today", TODAY).out.split())
    (legend,) = re.findall(r"100 is best: (.*?)\.", out)
    assert len(legend.split(", ")) == len(asked["terms"])
    for term in asked["terms"]:
        head, meaning = TERM_WORDS[term]
        assert head in legend
        assert meaning in legend


def test_several_requests_end_in_a_table(titip: Run) -> None:
    """Each by itself; those that do not simply fit are told in full as well."""
    out = titip("check", SAMPLE, sample("requests.csv"), "--today", TODAY).out
    assert out.count("PS-2026-12") >= 9
    assert "Each by itself, in the room as it stands" in out
    assert "2 items: " in out


def test_names_that_steer_terminals_are_harmless_in_answers(capsys: pytest.CaptureFixture[str]) -> None:
    """Names of requests, racks and conditions are cleaned wherever they are printed."""
    evil = "x\x1b[2J\u202e"
    answer = Answer(
        request=evil,
        decision=DOES_NOT_FIT,
        conditions=(evil,),
        reasons=(Reason("heat", 1, 1, Fraction(1, 2), "W", evil),),
        conflicts=(("heat",),),
        policy_version=evil,
    )
    print_answer(Room(racks=()), Request(name=evil, owner=evil, os=evil), answer, 0.1, today=date(2026, 1, 1))
    out = capsys.readouterr().out
    assert "\\x1b[2J" in out
    assert all(line.isprintable() for line in out.splitlines())


def test_a_rack_of_half_units_is_told_in_half_units() -> None:
    """Positions and heights in halves are not rounded."""
    asked = Request(name="r", height_hu=3)
    assert units(Placed("r", 1, rack="A", position_hu=7), asked) == "units 3.5-4.5"
    assert units(Placed("r", 1, rack="A", position_hu=8), Request(name="r", height_hu=2)) == "unit 4"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(9999, 10000, "99%"), (10000, 10000, "100%"), (10001, 10000, "101%"), (0, 10, "0%")],
)
def test_a_share_is_never_told_as_full_while_something_is_left(part: int, whole: int, said: str) -> None:
    """Rounded down below the capacity, up beyond it."""
    assert percent(Fraction(part), Fraction(whole)) == said


@pytest.mark.parametrize(
    ("before", "after", "capacity", "drawn"),
    [
        (0, 0, 10, "░░░░░░░░░░"),
        (5, 5, 10, "█████░░░░░"),
        (500, 501, 1000, "█████▓░░░░"),
        (999, 1000, 1000, "█████████▓"),
        (995, 999, 1000, "████████▓░"),
        (12, 13, 10, "█████████▓"),
        (0, 0, 0, "██████████"),
        (0, 1, 0, "█████████▓"),
    ],
)
def test_a_bar_shows_what_is_added_and_what_is_left(
    before: int, after: int, capacity: int, drawn: str
) -> None:
    """However little is added shows one sign; full is full."""
    assert bar(Fraction(before), Fraction(after), Fraction(capacity), GLYPHS, 10).plain == drawn


@pytest.mark.parametrize(
    ("scenario", "said"),
    [
        ("", ""),
        ("nothing lost", ""),
        ("UPS-A lost", "while UPS-A is lost"),
        ("AC-1 AC-2 lost", "while AC-1 AC-2 are lost"),
        ("1 largest lost", "with its largest host lost"),
        ("2 largest lost", "with its 2 largest hosts lost"),
    ],
)
def test_scenarios_in_words(scenario: str, said: str) -> None:
    """A loss is told as a person would."""
    assert scenario_words(scenario) == said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"power_w": 250}, "a draw of at most 250 W instead of 300 W"),
        ({"u_height": 1.5}, "a height of 1.5U instead of 2U"),
        ({"weight_kg": 10.5}, "a weight of at most 10.5 kg instead of 20 kg"),
        ({"depth_mm": 600}, "a depth of at most 600 mm"),
        ({"cords": 1}, "one cord only instead of 2"),
        ({"port_sides": 1}, "its ports on one side of the network instead of 2"),
        ({"quantity": 1}, "one item instead of 3"),
        ({"memory_mb": 98304}, "at most 96 GB of memory"),
        ({"something_new": 7}, "something_new 7"),
    ],
)
def test_what_would_fit_is_told_beside_what_was_asked(change: dict[str, int | float], said: str) -> None:
    """Every attribute has its words; one that has none is told by its name."""
    asked = Request(name="r", quantity=3, height_hu=4, power_w=300, weight_g=20_000, cords=2, port_sides=2)
    assert would_fit(change, asked) == said


def test_a_blocked_unit_in_the_way_is_named(titip: Run, tmp_path: Path) -> None:
    """Blocked units, the rack's end and devices all count as in the way."""
    room = write_room(tmp_path / "room", racks=ROOM["racks.csv"].replace(",1 41-42,", ",1 40-42,"))
    ran = titip("check", room, request_file(tmp_path), "--today", TODAY, "--rack", "R02", "--position", "40")
    assert "blocked: unit 40-41" in ran.out
    assert "× blocked" in ran.out
