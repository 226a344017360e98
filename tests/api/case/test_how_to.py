"""The page on carrying a case does what it says."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path

import pytest

from capacity.data import data_path
from tests.api.running import Run

PAGE = Path(__file__).resolve().parents[3] / "docs/how-to/carry-a-case.md"


def test_every_command_of_the_page_is_carried_out(
    titip: Run, no_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.commands.case.acting.now", lambda: datetime(2026, 6, 8, 1, 0, tzinfo=UTC))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").symlink_to(data_path("."))
    lines = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("    titip ")]
    assert len(lines) == 26
    for line in lines:
        _, *words = shlex.split(line)
        for name in (word.partition("=")[2] for word in words if "=" in word):
            (tmp_path / name).write_bytes(b"%PDF-1.7\n" if name.endswith(".pdf") else f"{name}\n".encode())
        ran = titip(*words)
        assert ran.code == 0, f"{line}\n{ran.out}{ran.err}"
