"""titip setup, office, user, procedure, calendar: what an administrator does from the shell."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from capacity.data import data_path
from tests.api.running import Run
from tests.api.stored import OFFICE, opened
from workflow.calendar import shipped_calendar
from workflow.procedure import publish, shipped
from workflow.roles import ROLES

PROCEDURE = data_path("procedures") / "penitipan-2018.yaml"
CALENDAR = data_path("calendars") / "denpasar.yaml"


def head(titip: Run) -> int:
    return int(titip("audit", "verify", "--json").said["head"].split(":")[0])


def holders(titip: Run, post: str, on: str) -> list[Any]:
    posts = titip("office", "show", "--on", on, "--json").said["posts"]
    (found,) = [each["holders"] for each in posts if each["post"] == post]
    return [(each["person"], each["kind"], each["acts"]) for each in found]


def changed(path: Path, source: Path, old: str, new: str) -> Path:
    """A copy of a shipped file with one thing changed."""
    text = source.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_setup_publishes_what_is_shipped_and_does_nothing_twice(titip: Run, no_database: Path) -> None:
    first = titip("setup", "--office", OFFICE, "--json").said
    entries = head(titip)
    second = titip("setup", "--office", OFFICE, "--json").said
    assert first["procedure"] | first["calendar"] == {
        **first["procedure"],
        **first["calendar"],
        "new": True,
    }
    assert first["procedure"]["sha256"] == publish(shipped()).sha256
    assert first["office"] == {"people": 11, "posts": 10, "holdings": 13}
    assert (second["procedure"]["new"], second["calendar"]["new"]) == (False, False)
    assert second["office"] == {"people": 0, "posts": 0, "holdings": 0}
    assert head(titip) == entries
    with opened() as store, store.read() as unit:
        assert unit.office.calendar() == shipped_calendar()
        assert unit.jobs.next_due() is not None  # the daily digest


def test_setup_never_puts_what_is_shipped_over_what_an_office_published(
    titip: Run, database: Path, tmp_path: Path
) -> None:
    own = changed(tmp_path / "own.yaml", PROCEDURE, "\nversion: 1\n", "\nversion: 2\n")
    hours = changed(tmp_path / "hours.yaml", CALENDAR, "07:30-16:30", "08:00-16:30")
    assert titip("procedure", "publish", own).code == 0
    assert titip("calendar", "adopt", hours).code == 0
    said = titip("setup", "--json").said
    assert (said["procedure"]["version"], said["procedure"]["new"]) == (2, False)
    assert said["calendar"]["sha256"] == titip("calendar", "adopt", hours, "--json").said["sha256"]


def test_setup_with_a_bad_office_sets_nothing_up(titip: Run, database: Path, tmp_path: Path) -> None:
    """Everything, or nothing."""
    bad = changed(tmp_path / "bad.yaml", OFFICE, "role: planner", "role: plannner")
    entries = head(titip)
    ran = titip("setup", "--office", bad, "--json")
    assert ran.code == 2
    assert [error["file"] for error in ran.said["errors"]] == ["bad.yaml"]
    assert head(titip) == entries


def test_the_shipped_office_shows_who_holds_what_on_a_day(titip: Run, database: Path) -> None:
    """The secretary stands in for two weeks of July 2026; nobody's holding is stored as acting."""
    assert holders(titip, "kepala-dinas", "2026-07-05") == [("agung", "definitive", True)]
    assert holders(titip, "kepala-dinas", "2026-07-06") == [
        ("agung", "definitive", False),
        ("dewi", "plh", True),
    ]
    assert holders(titip, "kepala-dinas", "2026-07-20") == [("agung", "definitive", True)]
    assert holders(titip, "kepala-dinas", "2023-12-31") == []
    ran = titip("office", "show", "--on", "2026-07-10")
    assert "Contoh Agung (away)" in ran.out
    assert re.search(r"Contoh Dewi, Plh until\s+2026-07-20", ran.out)
    assert "vacant" in titip("office", "show", "--on", "2023-12-31").out


def test_the_shipped_office_has_somebody_in_every_role(titip: Run, database: Path) -> None:
    """Two agencies among them, and one person with two posts."""
    people = titip("user", "list", "--on", "2026-11-24", "--json").said["people"]
    assert {role for each in people for role in each["roles"]} == set(ROLES)
    assert max(len(each["posts"]) for each in people) == 2
    posts = titip("office", "show", "--json").said["posts"]
    assert {each["agency"] for each in posts if each["role"] == "agency"} == {"Dinkes", "Disdikpora"}


def test_the_log_tells_who_holds_what_by_which_decree_but_no_number_of_a_person(
    titip: Run, database: Path
) -> None:
    with opened() as store, store.read() as unit:
        entries = unit.log.since(0)
    told = [(entry.news.kind, entry.news.name) for entry in entries]
    assert ("PersonKept", "dewi") in told
    assert ("ProcedurePublished", "penitipan") in told
    assert ("CalendarAdopted", "denpasar") in told
    bodies = [entry.news.body for entry in entries]
    assert any("SPT Contoh 800/1/2026" in body for body in bodies)
    assert not any("00000000" in body for body in bodies)
    assert {entry.news.by.partition(":")[0] for entry in entries} == {"shell"}


def test_setup_says_what_to_do_while_nobody_is_known(titip: Run, no_database: Path) -> None:
    assert "titip office load FILE" in titip("setup").out
    titip("office", "load", OFFICE)
    assert "titip office load FILE" not in titip("setup").out


def test_people_are_listed_with_the_roles_of_the_day(titip: Run, database: Path) -> None:
    said = titip("user", "list", "--on", "2026-07-10", "--json").said
    roles = {each["person"]: each["roles"] for each in said["people"]}
    assert roles["komang"] == ["kasi", "planner"]
    assert roles["dewi"] == ["kepala_dinas", "sekretaris"]
    assert roles["agung"] == []
    assert "komang  Contoh Komang" in titip("user", "list").out


def test_a_person_is_added_and_changed(titip: Run, database: Path) -> None:
    """What is not given stays as it is."""
    assert titip("user", "add", "ayu", "--name", " Contoh  Ayu ", "--nip", "1").code == 0
    assert titip("user", "add", "ayu", "--rank", "Penata", "--json").said["people"] == 1
    assert titip("user", "add", "ayu", "--rank", "Penata", "--json").said["people"] == 0
    people = titip("user", "list", "--json").said["people"]
    (ayu,) = [each for each in people if each["person"] == "ayu"]
    assert (ayu["name"], ayu["nip"], ayu["rank"], ayu["posts"]) == ("Contoh Ayu", "1", "Penata", [])


def test_a_person_without_a_name_or_with_a_strange_one_is_refused(titip: Run, database: Path) -> None:
    assert titip("user", "add", "ayu", "--json").said["errors"][0]["column"] == "--name"
    assert titip("user", "add", "Ayu Contoh", "--name", "Contoh Ayu").code == 2


def test_a_post_is_held_from_one_day_until_another(titip: Run, database: Path) -> None:
    """A new head of the section: the old one's holding is ended first."""
    titip("user", "add", "ayu", "--name", "Contoh Ayu")
    words = ["user", "hold", "ayu", "kasi-psk", "--from", "2026-12-01"]
    clash = titip(*words, "--json")
    assert (clash.code, clash.said["errors"][0]["column"]) == (2, "kasi-psk")
    ended = ["user", "hold", "komang", "kasi-psk", "--from", "2024-01-02", "--until", "2026-12-01"]
    assert titip(*ended, "--decree", "SK Contoh 821/4/2024").code == 0
    assert titip(*words).code == 0
    assert holders(titip, "kasi-psk", "2026-11-30") == [("komang", "definitive", True)]
    assert holders(titip, "kasi-psk", "2026-12-01") == [("ayu", "definitive", True)]


def test_an_acting_official_needs_a_decree_and_an_end(titip: Run, database: Path) -> None:
    words = ["user", "hold", "nyoman", "kasi-psk", "--from", "2026-12-01", "--as", "plh"]
    problems = [error["problem"] for error in titip(*words, "--json").said["errors"]]
    assert problems == [
        "An acting official needs the decree's number.",
        "An acting official is appointed for a time.",
    ]
    assert titip(*words, "--until", "2026-12-08", "--decree", "SPT 9").code == 0
    assert ("nyoman", "plh", True) in holders(titip, "kasi-psk", "2026-12-07")


def test_every_unknown_name_of_a_holding_is_told_at_once(titip: Run, database: Path) -> None:
    errors = titip("user", "hold", "nobody", "kasi-ps", "--from", "2026-12-01", "--json").said["errors"]
    assert [error["column"] for error in errors] == ["PERSON", "POST"]
    assert "'kasi-psk'" in errors[1]["advice"]


@pytest.mark.parametrize(
    ("words", "column"),
    [
        (["--from", "1.12.2026"], "--from"),
        (["--from", "2026-12-01", "--until", "soon"], "--until"),
        (["--from", "2026-12-01", "--as", "pj"], "--as"),
    ],
)
def test_options_of_a_holding_that_make_no_sense_are_named(
    titip: Run, database: Path, words: list[str], column: str
) -> None:
    ran = titip("user", "hold", "nyoman", "planner", *words, "--json")
    assert (ran.code, ran.said["errors"][0]["column"]) == (2, column)


def test_every_problem_of_an_office_file_is_told_at_once(titip: Run, database: Path, tmp_path: Path) -> None:
    path = tmp_path / "office.yaml"
    path.write_text(
        "people:\n  - {id: a b, name: Contoh}\n"
        "posts:\n  - {id: p, role: king, title: Raja}\n  - {id: q, role: kasi, title: Kasi, agency: Dinkes}\n"
        "holdings:\n  - {post: p, person: nobody, start: 2026-01-02, end: 2026-01-02, kind: plt}\n",
        encoding="utf-8",
    )
    errors = titip("office", "load", path, "--json").said["errors"]
    assert {error["file"] for error in errors} == {"office.yaml"}
    assert [error["column"] for error in errors] == ["people a b", "p", "q", *["p nobody"] * 3]


def test_the_form_of_an_office_file_is_checked_with_its_keys(
    titip: Run, database: Path, tmp_path: Path
) -> None:
    path = tmp_path / "office.yaml"
    path.write_text("people: [{id: a, nme: b}, {id: a, name: c}]\nposts: none\n", encoding="utf-8")
    columns = {error["column"] for error in titip("office", "load", path, "--json").said["errors"]}
    assert columns == {"people[1].nme", "people[1].name", "posts"}
    path.write_text("people: [{id: a, name: b}, {id: a, name: c}]\n", encoding="utf-8")
    (error,) = titip("office", "load", path, "--json").said["errors"]
    assert (error["column"], error["problem"]) == ("people a", "It is there 2 times.")


def test_what_is_new_of_an_office_file_is_counted(titip: Run, database: Path, tmp_path: Path) -> None:
    path = changed(tmp_path / "office.yaml", OFFICE, "name: Contoh Eka", "name: Contoh Eka Putri")
    assert titip("office", "load", path, "--json").said == {"people": 1, "posts": 0, "holdings": 0}
    assert "AS BEFORE" in titip("office", "load", path).out


def test_a_procedure_is_published_once_and_told_by_what_it_changes(
    titip: Run, database: Path, tmp_path: Path
) -> None:
    own = changed(tmp_path / "own.yaml", PROCEDURE, "\nversion: 1\n", "\nversion: 2\n")
    said = titip("procedure", "publish", own, "--json").said
    assert (said["new"], said["version"]) == (True, 2)
    assert {"where": "version", "before": "1", "after": "2"} in said["differences"]
    assert titip("procedure", "publish", own, "--json").said["new"] is False
    listed = titip("procedure", "list", "--json").said["procedures"]
    assert [each["version"] for each in listed] == [2, 1]
    assert "penitipan version 2" in titip("procedure", "list").out


def test_another_text_under_a_version_that_is_published_is_refused(
    titip: Run, database: Path, tmp_path: Path
) -> None:
    other = changed(tmp_path / "other.yaml", PROCEDURE, "city: Kota Denpasar", "city: Kota Lain")
    (error,) = titip("procedure", "publish", other, "--json").said["errors"]
    assert (error["file"], error["column"]) == ("other.yaml", "version")


def test_a_published_procedure_is_drawn_with_a_step_marked(
    titip: Run, database: Path, tmp_path: Path
) -> None:
    out = tmp_path / "sop.svg"
    assert titip("procedure", "draw", out, "--json").said["files"] == [str(out)]
    plain = out.read_text(encoding="utf-8")
    assert ET.fromstring(plain).tag.endswith("svg")
    assert titip("procedure", "draw", out, "--step", "3", "--language", "en").code == 0
    assert out.read_text(encoding="utf-8") != plain


@pytest.mark.parametrize(
    ("words", "column"),
    [(["--step", "99"], "--step"), (["--version", "zz"], "--version"), (["--language", "nl"], "--language")],
)
def test_a_drawing_of_nothing_that_is_there_is_refused(
    titip: Run, database: Path, tmp_path: Path, words: list[str], column: str
) -> None:
    ran = titip("procedure", "draw", tmp_path / "sop.svg", *words, "--json")
    assert (ran.code, ran.said["errors"][0]["column"]) == (2, column)
    assert not (tmp_path / "sop.svg").exists()


def test_a_calendar_with_problems_is_not_adopted(titip: Run, database: Path, tmp_path: Path) -> None:
    bad = changed(tmp_path / "bad.yaml", CALENDAR, "zone: Asia/Makassar", "zone: Asia/Nowhere")
    ran = titip("calendar", "adopt", bad, "--json")
    assert (ran.code, ran.said["errors"][0]["column"]) == (2, "zone")
    assert titip("calendar", "adopt", CALENDAR, "--json").said["new"] is False


@pytest.mark.parametrize("width", ["80", "120"])
def test_what_people_see_keeps_to_the_width(
    titip: Run, database: Path, monkeypatch: pytest.MonkeyPatch, width: str
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for words in (
        ["setup"],
        ["office", "show"],
        ["user", "list"],
        ["procedure", "list"],
        ["audit", "faults"],
    ):
        ran = titip(*words)
        assert ran.code == 0
        assert max(map(len, ran.out.splitlines())) <= int(width)
