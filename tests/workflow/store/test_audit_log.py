"""The audit log: nothing is changed in it without being found out, and the first bad entry is named."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.workflow.store import work
from workflow.kept import Head, News
from workflow.store import SqlStore
from workflow.store.engine import WRITES

ENTRIES = 12


def news(number: int) -> News:
    return News("room", "hall", number, "Loaded", work.NOW, "kadek", f'{{"number":{number}}}')


def fill(store: SqlStore) -> None:
    for number in range(1, ENTRIES + 1):
        with store.write() as unit:
            unit.log.tell(news(number))
            unit.commit()


def tamper(store: SqlStore, *statements: str) -> None:
    """Change the log as somebody may who owns the database: without its triggers."""
    with store.engine.execution_options(**{WRITES: True}).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(text("DROP TRIGGER unchanged_event_UPDATE"))
            connection.execute(text("DROP TRIGGER unchanged_event_DELETE"))
        for statement in statements:
            connection.execute(text(statement))


def bad_entry(store: SqlStore, expected: Head | None = None) -> int | None:
    with store.read() as unit:
        fault = unit.log.fault(expected)
        return fault.seq if fault else None


def head(store: SqlStore) -> Head:
    with store.read() as unit:
        return unit.log.head()


def test_what_is_told_is_entered_in_order_at_the_commit(store: SqlStore) -> None:
    fill(store)
    with store.read() as unit:
        assert [entry.news for entry in unit.log.of("room", "hall")] == [
            news(number) for number in range(1, ENTRIES + 1)
        ]
        assert [entry.seq for entry in unit.log.since(9)] == [10, 11, 12]
    assert bad_entry(store) is None


def test_what_is_not_committed_is_not_entered(store: SqlStore) -> None:
    with store.write() as unit:
        unit.log.tell(news(1))
    assert head(store).seq == 0


@pytest.mark.parametrize("column", ["stream", "name", "kind", "by", "body", "previous", "sha256"])
def test_a_changed_text_is_found(store: SqlStore, column: str) -> None:
    fill(store)
    tamper(
        store,
        f'UPDATE event SET "{column}" = replace("{column}", substr("{column}", 1, 1), \'~\') WHERE seq = 5',
    )
    assert bad_entry(store) == 5


@pytest.mark.parametrize("change", ["number = 77", "number = NULL", "at = '2026-06-09 01:00:00'"])
def test_a_changed_number_or_moment_is_found(store: SqlStore, change: str) -> None:
    fill(store)
    tamper(store, f"UPDATE event SET {change} WHERE seq = 5")
    assert bad_entry(store) == 5


@pytest.mark.parametrize(
    ("statements", "first"),
    [
        (["DELETE FROM event WHERE seq = 1"], 1),
        (["DELETE FROM event WHERE seq = 7"], 7),
        (["DELETE FROM event WHERE seq = 12"], 12),
        (
            [
                "DELETE FROM event WHERE seq = 7",
                # In two steps: a database may update its rows in any order, and numbers are unique.
                "UPDATE event SET seq = 1 - seq WHERE seq > 7",
                "UPDATE event SET seq = -seq WHERE seq < 0",
            ],
            7,
        ),
        (
            [
                "UPDATE event SET seq = 99 WHERE seq = 3",
                "UPDATE event SET seq = 3 WHERE seq = 4",
                "UPDATE event SET seq = 4 WHERE seq = 99",
            ],
            3,
        ),
        (
            [
                'INSERT INTO event SELECT 13, stream, name, 13, kind, at, "by", body, sha256, sha256'
                " FROM event WHERE seq = 12"
            ],
            13,
        ),
        (["UPDATE chain_head SET seq = 11"], 12),
    ],
)
def test_a_removed_moved_or_added_entry_is_found(store: SqlStore, statements: list[str], first: int) -> None:
    fill(store)
    tamper(store, *statements)
    assert bad_entry(store) == first


def test_a_log_that_was_cut_together_with_its_head_is_found_by_a_head_kept_elsewhere(store: SqlStore) -> None:
    fill(store)
    kept = head(store)
    tamper(
        store,
        "DELETE FROM event WHERE seq > 10",
        "UPDATE chain_head SET seq = 10, sha256 = (SELECT sha256 FROM event WHERE seq = 10)",
    )
    assert bad_entry(store) is None
    assert bad_entry(store, kept) == 11


def test_a_log_that_was_written_anew_is_found_by_a_head_kept_elsewhere(store: SqlStore) -> None:
    fill(store)
    kept = head(store)
    tamper(store, "DELETE FROM event", f"UPDATE chain_head SET seq = 0, sha256 = '{'0' * 64}'")
    for number in range(1, ENTRIES + 1):
        with store.write() as unit:
            unit.log.tell(news(number + 100))
            unit.commit()
    assert bad_entry(store) is None
    assert bad_entry(store, kept) == ENTRIES


@pytest.mark.parametrize("table", ["event", "procedure", "calendar", "stored_file"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET sha256 = 'x'"])
def test_what_is_written_once_cannot_be_changed_by_accident(
    store: SqlStore, table: str, statement: str
) -> None:
    work.furnish(store)
    with store.write() as unit:
        unit.log.tell(news(1))
        unit.office.adopt(work.calendar(), work.NOW, "kadek")
        unit.commit()
    with pytest.raises(Exception, match="never changed"), store.engine.begin() as connection:
        connection.execute(text(statement.format(table)))
