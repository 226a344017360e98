"""Opening a store."""

from workflow.store import SqlStore


def test_a_new_store_has_nothing_in_it_that_contradicts_itself(store: SqlStore) -> None:
    assert store.faults() == ()
