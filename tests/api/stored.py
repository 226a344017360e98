"""Databases of the tests of commands: a SQLite file that `titip setup` made, copied for each test."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.store import open_store
from capacity.data import data_path
from workflow.ports import Store, UnitOfWork

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
OFFICE = data_path("offices") / "denpasar.yaml"


def use(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have commands use the database in the file `path`, there or not."""
    monkeypatch.setenv("TITIP_DATABASE", f"sqlite:///{path}")
    return path


def copied(template: Path, path: Path) -> Path:
    """A copy of a database that nobody has open."""
    shutil.copy(template, path)
    return path


@contextmanager
def opened() -> Iterator[Store]:
    """The store that the commands of this test use."""
    with open_store() as store:
        yield store


@contextmanager
def written() -> Iterator[UnitOfWork]:
    """A unit in it that is committed at the end."""
    with opened() as store, store.write() as unit:
        yield unit
        unit.commit()


@contextmanager
def tampered(path: Path) -> Iterator[sqlite3.Connection]:
    """The database as somebody sees it who gets round Titip, triggers and all."""
    connection = sqlite3.connect(path)
    try:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        connection.commit()
    finally:
        connection.close()
