"""What `titip` does before and without a command."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from capacity.errors import ChildFailed, TitipError
from tests.api.running import SAMPLE, Run


def test_the_version_is_that_of_the_project(titip: Run) -> None:
    """And nothing else is printed or done."""
    project = tomllib.loads(Path(__file__).parents[2].joinpath("pyproject.toml").read_text(encoding="utf-8"))
    ran = titip("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"titip {project['project']['version']}\n", "")


def test_no_command_at_all_prints_the_commands(titip: Run) -> None:
    """On stderr, as input that is not enough."""
    ran = titip()
    assert (ran.code, ran.out) == (2, "")
    assert "check" in ran.err
    assert "--version" in ran.err


def _fail(*_: object, **__: object) -> int:
    raise ChildFailed("KeyError: 'x'", "Traceback of the child")


def test_an_internal_failure_is_one_sentence_and_exit_70(titip: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one of a child process."""
    monkeypatch.setattr("api.commands.room.run_room", _fail)
    ran = titip("room", SAMPLE)
    assert (ran.code, ran.out) == (70, "")
    assert ran.err == "titip: child-failed: internal failure in a child process: KeyError: 'x'\n"


def test_an_internal_failure_shows_its_traceback_when_asked_to(
    titip: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With that of the child, where it was in one."""
    monkeypatch.setattr("api.commands.room.run_room", _fail)
    monkeypatch.setenv("TITIP_DEBUG", "1")
    with pytest.raises(TitipError) as caught:
        titip("room", SAMPLE)
    assert caught.value.__notes__ == ["Traceback of the child"]
