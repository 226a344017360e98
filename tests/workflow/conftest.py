"""Databases for the tests: an empty SQLite file or PostgreSQL database for each, at the newest revision."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from tests import postgres
from workflow.store import SqlStore, open_store
from workflow.store.engine import make_engine
from workflow.store.tables import metadata

_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The server of this process of the tests."""
    with postgres.server() as address:
        yield address


@pytest.fixture(scope="session")
def used_database(server: str) -> Iterator[str]:
    """A database at the newest revision, for one test after the other: making one takes a second."""
    with _database(server) as address:
        open_store(address).close()
        yield address


@pytest.fixture(scope="session")
def file_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest revision, to be copied."""
    path = tmp_path_factory.mktemp("template") / "titip.db"
    store = open_store(f"sqlite:///{path}")
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """The database that the test runs on."""
    return str(request.param)


@pytest.fixture
def empty_address(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'titip.db'}"
        return
    with _database(request.getfixturevalue("server")) as address:
        yield address


@pytest.fixture
def address(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database at the newest revision, with nothing in it."""
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("file_template"), tmp_path / "titip.db")
        yield f"sqlite:///{tmp_path / 'titip.db'}"
        return
    address: str = request.getfixturevalue("used_database")
    yield address
    emptied(address)


@pytest.fixture
def store(address: str) -> Iterator[SqlStore]:
    """The store in that database."""
    opened = SqlStore(make_engine(address))
    yield opened
    opened.close()


@contextmanager
def _database(server: str) -> Iterator[str]:
    name = f"titip_{next(_numbers)}"
    # A connection for each: a test may crash the server in between.
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield server.format(name)
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def emptied(address: str) -> None:
    with psycopg.connect(address) as connection:
        # As a replica does: without triggers, so that even what is never changed goes.
        connection.execute("SET session_replication_role = replica")
        for table in metadata.tables:
            connection.execute(f"DELETE FROM {table}")
        connection.execute("INSERT INTO chain_head (id, seq, sha256) VALUES (1, 0, repeat('0', 64))")
