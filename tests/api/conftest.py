"""A terminal that is the same for every test."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli import main
from tests.api import stored
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


@pytest.fixture(scope="session")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that `titip setup` made, with the shipped office; to be copied."""
    path = tmp_path_factory.mktemp("set-up") / "titip.db"
    with pytest.MonkeyPatch.context() as patch:
        stored.use(path, patch)
        with pytest.raises(SystemExit) as done:
            main(["setup", "--office", str(stored.OFFICE)])
    assert done.value.code == 0
    return path


@pytest.fixture
def database(set_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of the test's own, set up."""
    return stored.use(stored.copied(set_up, tmp_path / "titip.db"), monkeypatch)


@pytest.fixture
def no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a database may be made; none is there yet."""
    return stored.use(tmp_path / "new.db", monkeypatch)
