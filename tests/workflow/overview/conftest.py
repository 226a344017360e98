"""One furnished SQLite store, copied for each test: what is read is the same on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workflow.handling.carrying import Carrier, furnish
from workflow.store import SqlStore
from workflow.store.engine import make_engine


@pytest.fixture(scope="session")
def furnished(file_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("furnished") / "titip.db"
    shutil.copy(file_template, path)
    store = SqlStore(make_engine(f"sqlite:///{path}"))
    furnish(store)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path


@pytest.fixture
def carrier(furnished: Path, tmp_path: Path) -> Iterator[Carrier]:
    shutil.copy(furnished, tmp_path / "titip.db")
    store = SqlStore(make_engine(f"sqlite:///{tmp_path / 'titip.db'}"))
    yield Carrier(store)
    store.close()
