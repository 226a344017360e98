"""Backups: everything of one moment, restored whole or not at all, into either database."""

from __future__ import annotations

import json
import shutil
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.workflow.conftest import _database
from tests.workflow.store import work
from tests.workflow.store.test_migrations import contents, seed
from workflow.store import SqlStore, open_store
from workflow.store.backup import MANIFEST, BadBackup, backup, check, restore
from workflow.store.engine import make_engine


@pytest.fixture
def seeded(store: SqlStore) -> SqlStore:
    seed(store.engine, cases=12)
    return store


@pytest.fixture
def empty_postgresql(server: str) -> Iterator[str]:
    with _database(server) as address:
        yield address


def test_what_was_backed_up_from_either_database_is_restored_into_sqlite(
    seeded: SqlStore, tmp_path: Path
) -> None:
    made = backup(seeded, tmp_path / "b.zip", work.NOW)
    assert made.tables["case_file"] == 12
    address = f"sqlite:///{tmp_path / 'new.db'}"
    assert restore(tmp_path / "b.zip", address) == made
    engine = make_engine(address)
    assert contents(engine) == contents(seeded.engine)
    engine.dispose()


def test_what_was_backed_up_from_sqlite_is_restored_into_postgresql_and_goes_on(
    empty_postgresql: str, tmp_path: Path
) -> None:
    source = open_store(f"sqlite:///{tmp_path / 'old.db'}")
    seed(source.engine, cases=3)
    backup(source, tmp_path / "b.zip", work.NOW)
    restore(tmp_path / "b.zip", empty_postgresql)
    store = open_store(empty_postgresql)
    assert store.faults() == ()
    with store.write() as unit:
        work.file(unit, "PS-new")
        work.approve(unit, "PS-new", work.place("PS-new", "R30", 1))
        unit.commit()
    assert store.faults() == ()
    store.close()
    source.close()


def test_a_backup_is_checked_by_restoring_it_elsewhere(seeded: SqlStore, tmp_path: Path) -> None:
    made = backup(seeded, tmp_path / "b.zip", work.NOW)
    assert check(tmp_path / "b.zip") == made


def test_nothing_is_restored_over_something(seeded: SqlStore, tmp_path: Path) -> None:
    backup(seeded, tmp_path / "b.zip", work.NOW)
    before = contents(seeded.engine)
    with pytest.raises(BadBackup, match="not empty"):
        restore(tmp_path / "b.zip", str(seeded.engine.url.render_as_string(hide_password=False)))
    assert contents(seeded.engine) == before


def altered(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of a backup with its files changed; None leaves one out."""
    copy = path.with_name("altered.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return copy


CHANGES: dict[str, Callable[[str, bytes], bytes | None]] = {
    "a row was taken out": lambda name, old: old.split(b"\n", 1)[1] if name == "case_file.jsonl" else old,
    "a letter was changed": lambda name, old: old.replace(b"PS-1", b"PS-8") if name == "event.jsonl" else old,
    "a table is missing": lambda name, old: None if name == "holding.jsonl" else old,
    "the manifest is missing": lambda name, old: None if name == MANIFEST else old,
    "it is of another revision": lambda name, old: (
        json.dumps(json.loads(old) | {"revision": "0001"}).encode() if name == MANIFEST else old
    ),
    "its head is another": lambda name, old: (
        json.dumps(json.loads(old) | {"head": {"seq": 1, "sha256": "0" * 64}}).encode()
        if name == MANIFEST
        else old
    ),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    store = open_store(f"sqlite:///{folder / 'old.db'}")
    seed(store.engine, cases=3)
    backup(store, folder / "b.zip", work.NOW)
    store.close()
    return folder / "b.zip"


@pytest.mark.parametrize("change", list(CHANGES))
def test_a_backup_that_was_changed_is_refused_and_leaves_nothing(
    change: str, made: Path, tmp_path: Path
) -> None:
    shutil.copy(made, tmp_path / "b.zip")
    address = f"sqlite:///{tmp_path / 'new.db'}"
    with pytest.raises(BadBackup):
        restore(altered(tmp_path / "b.zip", CHANGES[change]), address)
    store = open_store(address)
    with store.read() as unit:
        assert unit.cases.register() == ()
        assert unit.log.head().seq == 0
    store.close()


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_text("hello")
    with pytest.raises(BadBackup, match="no backup"):
        check(tmp_path / "x.zip")


def test_a_backup_under_way_sees_one_moment_of_everything(store: SqlStore, tmp_path: Path) -> None:
    work.furnish(store)
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with store.write() as unit:
                work.file(unit, f"PS-{number}")
                unit.commit()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            backup(store, tmp_path / f"{number}.zip", work.NOW)
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        check(tmp_path / f"{number}.zip")
