"""What `titip` does before and without a command."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.api.running import Run


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
