"""Each invariant finds what it is there to find; and the documents tell every error code."""

from __future__ import annotations

import inspect
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from capacity.errors import TitipError
from tests.workflow.store import work
from workflow import conflicts
from workflow.accounts import Account, StoredSession
from workflow.issued import Counted, IssuedLetter
from workflow.occupancy import hold
from workflow.roles import Person
from workflow.store import SqlStore
from workflow.store.invariants import INVARIANTS

ROOT = Path(__file__).resolve().parents[3]

# What somebody may do to a database that he owns, and which invariants speak up. Rows: cases PS-1 (with a
# hold, one port, a job, a key and a letter) and PS-2 (nothing), a loaded device "old", a session.
PLANTED = {
    "two things take the same units": "UPDATE occupancy SET start_hu = 2, end_hu = 4 WHERE name = 'old'",
    "a thing stands in a rack of another room": "UPDATE rack SET room_id = 2 WHERE name = 'R2'",
    "a case holds an item twice": "UPDATE occupancy SET item = 1, case_name = '', kind = 'hold'",
    "a loaded thing belongs to a case": "UPDATE occupancy SET case_name = 'PS-2' WHERE name = 'old'",
    "a firm place has lapsed": "UPDATE occupancy SET status = 'lapsed', expires = NULL WHERE name = 'one'",
    "a place lapsed before it expired": "UPDATE occupancy SET status = 'lapsed', ended_at = taken_at",
    "a counter differs from what is taken": "UPDATE counter SET used = used + 1 WHERE what = 'port'",
    "something is taken that is not counted": "DELETE FROM counter WHERE what = 'port'",
    "more is taken than there is": "UPDATE counter SET bound = 0 WHERE what = 'port'",
    "a room has no files of its version": "UPDATE room SET number = 9 WHERE id = 1",
    "a case is not at the version of its events": "UPDATE case_file SET version = 99 WHERE name = 'PS-2'",
    "events of a case are missing": "DELETE FROM event WHERE name = 'PS-1' AND number = 2",
    "events tell of a case that is not there": "DELETE FROM case_file WHERE name = 'PS-2'",
    "the head of the audit log is not its last entry": "UPDATE chain_head SET seq = 1",
    "the audit log has no head": "DELETE FROM chain_head",
    "an open case has no task": "DELETE FROM task WHERE case_name = 'PS-2'",
    "a closed case has an open task": "UPDATE case_file SET status = 'archived' WHERE name = 'PS-2'",
    "a case that was withdrawn or cancelled holds a place": "UPDATE case_file SET status = 'withdrawn'",
    "a number of a register of letters is missing": "UPDATE register SET last = 2",
    "a job has been tried more often than it may": "UPDATE job SET attempts = 99",
    "a job ended at no time, or is to be done though it ended": "UPDATE job SET state = 'done'",
    "an idempotency key has no answer": "UPDATE request_key SET answer = NULL",
    "a session or token outlived a change of its account": "UPDATE account SET disabled = 1",
}


def plant(path: Path, statement: str) -> None:
    """Change the database without its guards, constraints and references."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute(statement)
        connection.commit()


def test_every_invariant_has_a_fault_that_it_must_find() -> None:
    assert set(PLANTED) == set(INVARIANTS)


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", INVARIANTS)
def test_the_invariant_finds_what_it_is_there_to_find(store: SqlStore, name: str) -> None:
    work.furnish(store, work.room_files(2, devices="old,R2,5,front,1,full\n"))
    with store.write() as unit:
        unit.rooms.load("other", work.room_files(1), work.NOW, "kadek")
        unit.keys.begin("komang", "k", work.fingerprint("k"), work.NOW)
        work.file(unit, "PS-1")
        work.file(unit, "PS-2")
        work.approve(unit, "PS-1", work.place("one", "R2", ports=1))
        unit.keys.answer("komang", "k", "held")
        unit.office.put_person(Person("komang", "Komang"))
        unit.accounts.put(Account("komang", "komang", "no hash", False, work.NOW))
        later = work.NOW + work.DAY
        unit.accounts.open_session(StoredSession("0" * 64, "komang", work.NOW, work.NOW, later))
        unit.office.next_number("surat", 2026)
        counted = Counted("surat", 2026, 1)
        made = (work.NOW.date(), work.NOW, "komang", counted)
        unit.letters.add(IssuedLetter("c", "PS-1", "surat_balasan", "1", *made))
        unit.commit()
    assert store.faults() == ()
    plant(Path(str(store.engine.url.database)), PLANTED[name])
    assert any(fault.startswith(f"{name}: ") for fault in store.faults())


def test_a_hold_without_a_case_is_no_fault(store: SqlStore) -> None:
    work.furnish(store)
    with store.write() as unit:
        unit.rooms.lock(work.ROOM)
        unit.occupancy.take(work.ROOM, hold(work.place("kept free"), None, None), work.NOW)
        unit.commit()
    assert store.faults() == ()


def test_the_document_of_the_store_tells_every_code() -> None:
    told = (ROOT / "docs" / "explanation" / "store.md").read_text(encoding="utf-8")
    kinds = [one for _, one in inspect.getmembers(conflicts, inspect.isclass) if issubclass(one, TitipError)]
    codes = {kind.code for kind in kinds if kind.__module__ == conflicts.__name__}
    assert len(codes) == 12
    assert not {code for code in codes if f"`{code}`" not in told}
