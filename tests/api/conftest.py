"""A terminal that is the same for every test."""

from __future__ import annotations

import pytest

from tests.api.running import Run, runner


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """100 columns, no colours forced from outside."""
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("FORCE_COLOR", "NO_COLOR", "CLICOLOR_FORCE", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def titip(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command and gives its exit code and output."""
    return runner(capsys)
