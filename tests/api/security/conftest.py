"""A store with the office's people, some of whom have accounts, on both databases."""

from __future__ import annotations

import pytest

from api.security.gate import Gate
from tests.api.security.people import furnished
from tests.workflow.conftest import (  # noqa: F401
    address,
    file_template,
    kind,
    server,
    store,
    used_database,
)
from workflow.store import SqlStore


@pytest.fixture
def gate(store: SqlStore) -> Gate:  # noqa: F811
    """The gate of a store in which Sari, Komang and Kadek can sign in."""
    return furnished(store)
