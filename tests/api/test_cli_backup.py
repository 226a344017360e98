"""titip backup and restore, as an administrator runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import main
from tests.workflow.handling.carrying import Carrier, furnish
from workflow.store import open_store


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as done:
        main(list(words))
    return int(done.value.code or 0)


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    address = f"sqlite:///{tmp_path / 'titip.db'}"
    store = open_store(address)
    furnish(store)
    Carrier(store).to("4")
    store.close()
    monkeypatch.setenv("TITIP_DATABASE", address)
    return tmp_path


def test_a_backup_is_restored_into_another_database(
    stored: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", str(stored / "b.zip"), "--verify", "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert made["checked"]
    monkeypatch.setenv("TITIP_DATABASE", f"sqlite:///{stored / 'new.db'}")
    assert run("restore", str(stored / "b.zip"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["tables"] == made["tables"]
    assert run("audit", "verify", "--head", f"{made['head']['seq']}:{made['head']['sha256']}") == 0
    assert run("case", "show", "PS-2026-0001") == 0
    assert "PS-2026-0001" in capsys.readouterr().out


def test_what_it_holds_is_printed_with_the_head_of_the_log(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", str(stored / "b.zip")) == 0
    told = capsys.readouterr().out
    assert "BACKED UP" in told
    assert "1 case, 1 room" in told


def test_a_backup_is_never_overwritten_nor_restored_over_something(
    stored: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("backup", str(stored / "b.zip")) == 0
    assert run("backup", str(stored / "b.zip")) == 2
    assert "not overwritten" in "".join(capsys.readouterr())
    assert run("restore", str(stored / "b.zip")) == 2
    assert "not empty" in "".join(capsys.readouterr())


def test_a_place_that_cannot_be_written_and_a_file_that_is_no_backup_are_bad_input(
    stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("backup", str(stored / "nowhere" / "b.zip")) == 2
    (stored / "x.zip").write_text("hello")
    monkeypatch.setenv("TITIP_DATABASE", f"sqlite:///{stored / 'new.db'}")
    assert run("restore", str(stored / "x.zip")) == 2
