"""Furnished stores: a copy of one SQLite file for each test, PostgreSQL for the few that ask for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflow.handling.carrying import furnish
from tests.workflow.issuing.offices import Doors
from workflow.store import SqlStore
from workflow.store.engine import make_engine


@pytest.fixture(scope="session")
def furnished(file_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with an office and a room, to be copied."""
    path = Path(shutil.copy(file_template, tmp_path_factory.mktemp("furnished") / "titip.db"))
    store = SqlStore(make_engine(f"sqlite:///{path}"))
    furnish(store)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path


@pytest.fixture
def path(furnished: Path, tmp_path: Path) -> Path:
    """The database of the test."""
    return Path(shutil.copy(furnished, tmp_path / "titip.db"))


@pytest.fixture
def doors(path: Path) -> Iterator[Doors]:
    """The doors to it."""
    store = SqlStore(make_engine(f"sqlite:///{path}"))
    yield Doors(store)
    assert store.faults() == ()
    store.close()


@pytest.fixture
def both(store: SqlStore) -> Doors:
    """Doors to each of the two databases."""
    furnish(store)
    return Doors(store)
