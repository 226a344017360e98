"""Sites: a populated SQLite file for each test; PostgreSQL for the few that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.http.serving import Site, copied, populate, site_on
from tests.workflow.conftest import (  # noqa: F401
    emptied,
    file_template,
    server,
    used_database,
)
from workflow.store import SqlStore
from workflow.store.engine import make_engine


@pytest.fixture(scope="session")
def populated(file_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """A SQLite file with the office, the room and the cases."""
    folder = tmp_path_factory.mktemp("populated")
    store = SqlStore(make_engine(copied(file_template, folder)))
    populate(store)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return folder / "titip.db"


@pytest.fixture
def site(populated: Path, tmp_path: Path) -> Iterator[Site]:
    """A site of the test's own."""
    with site_on(copied(populated, tmp_path)) as one:
        yield one


@pytest.fixture(scope="module")
def shared(populated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site for all tests of a module, that change nothing in it."""
    with site_on(copied(populated, tmp_path_factory.mktemp("shared"))) as one:
        yield one


@pytest.fixture
def postgres_site(used_database: str) -> Iterator[Site]:  # noqa: F811
    """A site on PostgreSQL."""
    store = SqlStore(make_engine(used_database))
    populate(store)
    store.close()
    with site_on(used_database) as one:
        yield one
    emptied(used_database)
