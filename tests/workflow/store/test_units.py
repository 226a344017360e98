"""Units of work: what they keep, what they refuse, and what if writers are in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from tests.workflow.store import work
from workflow.conflicts import Busy, NotStored, StoreDown, StoreFault
from workflow.ports import UnitOfWork
from workflow.store import SqlStore, engine, open_store


def test_a_reader_sees_one_state_however_long_it_reads(store: SqlStore) -> None:
    work.furnish(store)
    with store.read() as reader:
        before = reader.rooms.version(work.ROOM).revision
        with store.write() as writer:
            writer.rooms.load(work.ROOM, work.room_files(), work.NOW, "kadek")
            writer.commit()
        assert reader.rooms.version(work.ROOM).revision == before
    with store.read() as reader:
        assert reader.rooms.version(work.ROOM).revision == before + 1


def test_a_reading_unit_has_nothing_to_commit(store: SqlStore) -> None:
    with store.read() as unit, pytest.raises(StoreFault):
        unit.commit()


def test_a_unit_that_has_ended_does_nothing_more(store: SqlStore) -> None:
    with store.write() as unit:
        unit.commit()
        with pytest.raises(StoreFault):
            unit.rooms.names()
        with pytest.raises(StoreFault):
            unit.commit()


def test_an_effect_whose_answer_is_not_kept_is_not_committed(store: SqlStore) -> None:
    with store.write() as unit:
        unit.keys.begin("komang", "k", work.fingerprint("k"), work.NOW)
        with pytest.raises(StoreFault, match="k"):
            unit.commit()
    with store.write() as unit:
        assert unit.keys.begin("komang", "k", work.fingerprint("k"), work.NOW) is None


def test_work_that_collides_is_done_again_until_it_succeeds(store: SqlStore) -> None:
    tries = []

    def act(unit: UnitOfWork) -> str:
        tries.append(unit.office.next_number("surat", 2026))
        if len(tries) < 3:
            raise Busy("somebody is in the way")
        unit.commit()
        return "done"

    assert store.run(act) == "done"
    assert tries == [1, 1, 1]  # what was tried before left nothing


def test_work_that_collides_again_and_again_is_given_up_with_a_clear_error(store: SqlStore) -> None:
    tries = []

    def act(unit: UnitOfWork) -> None:
        tries.append(1)
        raise Busy("somebody is in the way")

    with pytest.raises(Busy):
        store.run(act, attempts=3)
    assert len(tries) == 3


def test_other_errors_are_not_tried_again(store: SqlStore) -> None:
    tries = []

    def act(unit: UnitOfWork) -> None:
        tries.append(1)
        unit.rooms.lock("nowhere")

    with pytest.raises(NotStored):
        store.run(act)
    assert len(tries) == 1


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_writer_that_waits_too_long_for_another_is_told_so(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "SQLITE_WAIT_MS", 20)
    store = open_store(address)
    with store.write() as first:
        first.office.next_number("surat", 2026)
        with pytest.raises(Busy), store.write():
            pass
    store.close()


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_writers_that_wait_for_each_other_in_a_ring_are_told_apart(store: SqlStore) -> None:
    """One of them is undone by the database, and may try again."""
    with store.write() as unit:
        for name in ("a", "b"):
            unit.rooms.load(name, work.room_files(1), work.NOW, "kadek")
        unit.commit()
    with store.write() as one:
        one.rooms.lock("a")
        one.session.execute(text("SET LOCAL lock_timeout = '100ms'"))
        with store.write() as other:
            other.rooms.lock("b")
            with pytest.raises(Busy):
                one.rooms.lock("b")


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_a_connection_that_breaks_is_said_to_be_broken_and_the_next_one_works(store: SqlStore) -> None:
    kill = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with store.write() as unit:
        unit.office.next_number("surat", 2026)
        with store.engine.connect() as connection:
            connection.execute(kill)
        with pytest.raises(StoreDown):
            unit.commit()
    with store.write() as unit:
        assert unit.office.next_number("surat", 2026) == 1


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_full_disk_is_said_to_be_one_and_nothing_is_lost(store: SqlStore) -> None:
    work.furnish(store)
    with store.write() as unit:
        pages = unit.session.execute(text("PRAGMA page_count")).scalar()
        unit.session.execute(text(f"PRAGMA max_page_count = {pages}"))
        with pytest.raises(StoreDown):
            unit.files.put(b"x" * 1_000_000, work.NOW)
    assert store.faults() == ()


@pytest.mark.parametrize(
    "address", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/titip", "no address"]
)
def test_an_address_of_no_database_that_titip_knows_is_refused(address: str) -> None:
    with pytest.raises(NotStored):
        open_store(address)


def test_a_database_that_cannot_be_reached_is_said_to_be_down(tmp_path: Path) -> None:
    with pytest.raises(StoreDown):
        open_store(f"sqlite:///{tmp_path / 'missing' / 'titip.db'}")
    with pytest.raises(StoreDown):
        open_store(f"postgresql://titip@/titip?host={tmp_path}")


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_sqlite_keeps_what_it_says_it_kept(store: SqlStore) -> None:
    with store.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
