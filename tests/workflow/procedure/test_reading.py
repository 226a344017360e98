"""Reading a procedure: every problem at once; publishing: one canonical text, one hash, for good."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from hashlib import sha256

import pytest

from capacity.data import data_path
from capacity.errors import BadInput
from tests.workflow.procedure.broken import SOP, with_step
from workflow.procedure import (
    AlteredVersion,
    Duration,
    Procedure,
    publish,
    read_procedure,
    restore,
    shipped,
)

FILE = data_path("procedures") / "penitipan-2018.yaml"


def problems(text: str) -> list[str]:
    with pytest.raises(BadInput) as caught:
        read_procedure(text.encode(), "p.yaml")
    return [f"{p.column}: {p.problem} {p.advice}" for p in caught.value.problems]


def changed(*pairs: tuple[str, str]) -> str:
    text = FILE.read_text()
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_every_problem_of_a_file_is_told_at_once_with_its_place() -> None:
    text = changed(
        ("time: 1 jam", "time: one hour"),
        ("made: 2018-01-02", "made: 2 January"),
        ("kind: start", "kind: begin"),
        ("comment_needed: true", "comment_needed: yes"),
        ("version: 1", "version: one"),
    )
    found = problems(text)
    assert len(found) == 5
    told = "\n".join(found)
    assert "steps[2].time: 'one hour' is no time. Write a number and menit, jam or hari" in told
    assert "head.made: '2 January' is no date." in told
    assert "steps[1].kind: 'begin' is none of the known values. Choose one of start, process" in told
    assert "steps[4].outcomes[2].comment_needed: 'yes' is neither true nor false." in told
    assert "version: 'one' is no whole number." in told


def test_a_key_that_is_not_known_is_refused_with_the_nearest_one() -> None:
    found = problems(changed(("    guards: [papers_complete]", "    gards: [papers_complete]")))
    assert found == [
        "steps[1].outcomes[1].gards: There is no key 'gards'. Did you mean 'guards'? Known keys: "
        "id, label, to, ends, sets_path, comment_needed, guards, fallbacks, automatic, effects, signs, "
        "source."
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id: x", "title: The key is missing."),
        ("- a", "It should be a group of keys."),
        ("", "It holds 0 documents."),
        ("id: x\n---\nid: y", "It holds 2 documents."),
        ("id: [", "The file is no YAML"),
        ("id: *a", "holds an alias"),
        ("id: {a: b}", "id: It should be a single text."),
        ("id:", "id: The value is empty."),
        ("id: '  '", "id: The value is empty."),
        ('id: "a\\u0007"', "holds characters that cannot be printed"),
        ("actors: agency", "actors: It should be a list."),
        ("head: none", "head: It should be a group of keys."),
        ("id: " + "x" * 20_001, "The text has 20001 characters."),
        ("id: " + "x" * 300_000, "at most 262144 are read"),
    ],
)
def test_what_is_no_procedure_is_refused_with_a_reason(text: str, words: str) -> None:
    assert [told for told in problems(text) if words in told]


@pytest.mark.parametrize(
    "text", ["", "jam", "1", "1 hour", "0 jam", "-1 jam", "1.5 jam", "1001 hari", "١ jam"]
)
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no time|is not between"):
        Duration.from_text(text)


def test_hours_and_minutes_are_working_time_and_days_are_not_counted_in_minutes() -> None:
    """A day is no number of working hours."""
    times = [Duration.from_text(text) for text in ("30 menit", "1 jam", "1 hari")]
    assert [time.working_minutes for time in times] == [30, 60, None]
    assert [str(time) for time in times] == ["30 menit", "1 jam", "1 hari"]


def test_the_canonical_text_of_a_version_reads_back_as_the_same_procedure() -> None:
    published = publish(SOP)
    assert read_procedure(published.text) == SOP
    assert restore(published.text, published.sha256) == published
    assert published.sha256 == sha256(published.text).hexdigest()


def test_the_hash_follows_what_is_said_not_how_the_file_is_written() -> None:
    """Comments, order of keys and line breaks change nothing; any word does."""
    text = "\n".join(line for line in FILE.read_text().splitlines() if not line.startswith("#"))
    text = text.replace("id: penitipan\nversion: 1\n", "version: 1\nid: penitipan\n", 1)
    assert publish(read_procedure(text.encode())).sha256 == publish(SOP).sha256
    assert publish(with_step("4", time=Duration(3, "jam"))).sha256 != publish(SOP).sha256


def test_the_version_of_2018_keeps_its_hash() -> None:
    """Cases are pinned to this text: a change of the file or of its reading needs a new version."""
    assert publish(shipped()).sha256.startswith("1b8f53882650")


def test_a_stored_version_that_was_altered_is_found() -> None:
    published = publish(SOP)
    with pytest.raises(AlteredVersion):
        restore(published.text.replace(b"2 jam", b"9 jam"), published.sha256)


def test_a_published_version_cannot_be_changed() -> None:
    published = publish(SOP)
    with pytest.raises(FrozenInstanceError):
        published.procedure.version = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        published.sha256 = ""  # type: ignore[misc]


def test_a_version_that_fails_a_check_is_not_published() -> None:
    with pytest.raises(BadInput, match="There is no actor"):
        publish(with_step("2", actors=("nobody",)))


@pytest.mark.parametrize("name", ["unknown", "../rooms", ""])
def test_a_procedure_that_does_not_come_with_titip_is_told(name: str) -> None:
    with pytest.raises(BadInput, match="penitipan-2018"):
        shipped(name)


def test_values_can_be_used_as_keys() -> None:
    """Everything is a tuple or a frozen value, so that results can be kept per version."""
    versions: dict[Procedure, int] = {SOP: 1, replace(SOP, version=2): 2}
    assert versions[shipped()] == 1
