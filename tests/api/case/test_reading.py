"""The register, inboxes, timelines and figures as they are printed; every key of their JSON is documented."""

from __future__ import annotations

import re
from pathlib import Path

from tests.api.case.walking import HEAD, KABID, KASI, Walk
from tests.api.running import Run
from tests.api.test_reference import keys, section

REFERENCE = (Path(__file__).resolve().parents[3] / "docs/reference/cases.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([a-z0-9_]+)`", section(REFERENCE, "JSON of cases")))


def undocumented(value: object) -> set[str]:
    return keys(value) - NAMED


def test_every_key_of_a_case_stands_in_the_reference(walk: Walk, titip: Run) -> None:
    analysed = walk.analysed()
    answer = analysed["analysis"].pop("answer")
    assert answer["decision"] == "fits"
    assert undocumented(analysed) == set()
    walk.done("decide", "fits", "--place", 1, by=KASI)
    walk.drafted()
    walk.done("ask", "Kapan datang?", by=KABID)
    for command in (
        ["show", walk.name],
        ["list"],
        ["timeline", walk.name],
        ["steps", walk.name],
        ["figures"],
    ):
        assert undocumented(titip("case", *command, "--json").said) == set()
    assert undocumented(titip("case", "inbox", "--as", "sari", "--json").said) == set()
    preview = walk.done("move-version", "--step", "4", "--dry-run", by="kadek")
    assert undocumented(preview) == set()
    walk.done("attach", walk.paper("lampiran", "a b"), by="sari")
    walk.done("attach", walk.paper("lampiran", "a c"), by="sari")
    assert undocumented(titip("case", "diff", walk.name, "lampiran", "--json").said) == set()


def test_the_register_says_whose_turn_it_is_and_what_is_late(walk: Walk, titip: Run) -> None:
    walk.file()
    on_time = titip("case", "list", "--at", "2026-06-08T09:30").out
    assert re.search(rf"{walk.name}\s+Disdikpora\s+Server web\s+open\s+1b\s+Contoh Agung", on_time)
    assert "in time" in on_time
    late = titip("case", "list", "--at", "2026-06-08T10:02").out
    assert "late" in late
    assert "10:01 WITA" in late


def test_an_empty_register_and_an_empty_inbox_say_so(walk: Walk, titip: Run) -> None:
    assert "no cases" in titip("case", "list").out
    assert "Nothing waits." in titip("case", "inbox", "--as", HEAD).out
    assert "no cases" in titip("case", "figures").out


def test_an_inbox_says_what_to_do(walk: Walk, titip: Run) -> None:
    walk.file()
    out = titip("case", "inbox", "--as", HEAD, "--at", "2026-06-08T09:30").out
    assert "2026-06-08 10:01 WITA" in out
    assert "Decide: Send on" in out


def test_the_steps_of_a_case_are_told_a_line_each_and_then_the_one_it_waits_at(
    walk: Walk, titip: Run
) -> None:
    walk.analysed()
    walk.done("decide", "fits", "--place", 1, by=KASI)
    said = titip("case", "steps", walk.name, "--json").said
    assert [(one["step"], one["outcome"], one["in_time"]) for one in said["steps"]] == [
        ("1b", "forward", True),
        ("2", "coordinated", True),
        ("3", "fits", True),
    ]
    assert said["open"] == "4"
    out = titip("case", "steps", walk.name).out
    assert "Head of section" in out
    assert "waits" in out


def test_an_agency_sees_its_own_part_of_the_timeline(walk: Walk, titip: Run) -> None:
    walk.file()
    walk.done("comment", "Rak A03 hampir penuh.", by=HEAD)
    walk.done("comment", "Kami proses.", "--visible", by=HEAD)
    whole = titip("case", "timeline", walk.name).out
    assert "Internal comment: Rak A03" in whole
    assert "Contoh Agung" in whole
    seen = titip("case", "timeline", walk.name, "--agency", "--language", "id").out
    assert "Rak A03" not in seen
    assert "Contoh Agung" not in seen
    assert "Catatan: Kami proses." in seen
    assert "Kepala Dinas" in seen
    assert "Contoh Sari" in seen


def test_texts_of_people_cannot_steer_the_terminal(walk: Walk, titip: Run) -> None:
    walk.file(subject="web \x1b[31mred\u202e")
    walk.done("comment", "a\x1b]0;b\x07c", by=HEAD)
    for command in (["list"], ["show", walk.name], ["timeline", walk.name]):
        out = titip("case", *command).out
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_figures_are_printed_by_step_agency_and_role(walk: Walk, titip: Run) -> None:
    walk.file()
    walk.done("decide", "forward", *walk.papers("disposisi"), by=HEAD)
    out = titip("case", "figures").out
    assert re.search(r"1b Sends the request on .*\s1\s+1 min\s+1 min\s+1 of 1\s+0", out)
    assert re.search(r"Head of the office\s+1\s+1 min", out)
    assert "no cases" in titip("case", "figures", "--from", "2026-06-09T00:00").out
    assert titip("case", "figures", "--until", "2026-06-09T00:00", "--json").said["cases"] == 1
