"""titip user password, disable, enable."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.cli import main
from api.security.errors import SignInFailed
from api.security.gate import Gate
from api.security.passwords import Passwords
from tests.workflow.handling.carrying import furnish
from workflow.store import SqlStore, open_store

PASSWORD = "a sentence nobody else has"


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as done:
        main(list(words))
    return int(done.value.code or 0)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SqlStore:
    address = f"sqlite:///{tmp_path / 'titip.db'}"
    opened = open_store(address)
    furnish(opened)
    monkeypatch.setenv("TITIP_DATABASE", address)
    return opened


def signs_in(store: SqlStore, login: str, password: str) -> bool:
    try:
        Gate(store, Passwords()).sign_in(login, password, address="127.0.0.1", at=datetime.now(UTC))
    except SignInFailed:
        return False
    return True


def test_a_made_password_is_printed_once_and_lets_in(
    store: SqlStore, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("user", "password", "komang", "--generate", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["login"] == "komang"
    assert signs_in(store, "komang", said["password"])
    assert not signs_in(store, "komang", said["password"][:-1])


def test_a_password_that_is_piped_in_is_not_printed(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert run("user", "password", "sari", "--login", "sari.dinas") == 0
    assert PASSWORD not in "".join(capsys.readouterr())
    assert signs_in(store, "sari.dinas", PASSWORD)


def test_an_account_that_is_closed_lets_nobody_in_until_it_is_opened_again(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD))
    assert run("user", "password", "sari") == 0
    assert run("user", "disable", "sari") == 0
    assert not signs_in(store, "sari", PASSWORD)
    assert run("user", "enable", "sari") == 0
    assert signs_in(store, "sari", PASSWORD)


def test_weak_passwords_unknown_people_and_other_logins_are_bad_input(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("short"))
    assert run("user", "password", "sari") == 2
    assert run("user", "password", "nobody", "--generate") == 2
    assert run("user", "password", "sari", "--generate") == 0
    assert run("user", "password", "sari", "--login", "other.login", "--generate") == 2
    assert run("user", "disable", "komang") == 2
    assert "Traceback" not in "".join(capsys.readouterr())
