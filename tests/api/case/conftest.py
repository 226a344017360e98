"""A database with the shipped office and the sample room, copied for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli import main
from tests.api import stored
from tests.api.case.walking import Walk
from tests.api.running import SAMPLE, Run


@pytest.fixture(scope="session")
def furnished(set_up: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Set up, with the sample room loaded; to be copied."""
    path = stored.copied(set_up, tmp_path_factory.mktemp("furnished") / "titip.db")
    with pytest.MonkeyPatch.context() as patch:
        stored.use(path, patch)
        with pytest.raises(SystemExit) as done:
            main(["load", str(SAMPLE), "denpasar"])
    assert done.value.code == 0
    return path


@pytest.fixture
def walk(furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, titip: Run) -> Walk:
    """A walk in a database of its own."""
    stored.use(stored.copied(furnished, tmp_path / "titip.db"), monkeypatch)
    return Walk(titip, tmp_path)
