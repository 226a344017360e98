"""Opening a store."""

import pytest

from workflow.conflicts import NotStored
from workflow.errors import BadValue
from workflow.store import SqlStore


def test_a_new_store_has_nothing_in_it_that_contradicts_itself(store: SqlStore) -> None:
    assert store.faults() == ()


@pytest.mark.parametrize("name", ["\ud800", "a\0b"])
def test_a_name_that_no_database_takes_is_nobodys_or_a_bad_value(store: SqlStore, name: str) -> None:
    with store.read() as unit, pytest.raises((NotStored, BadValue)):
        unit.cases.get(name)
