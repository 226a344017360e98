"""The database fails at every single statement in turn: a command is carried out whole, or not at all."""

from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from sqlalchemy import event, text

from tests.workflow.handling import killing, small
from tests.workflow.handling.carrying import Carrier, furnish
from tests.workflow.offices import AGENCY, ASKER, HEAD, KASI
from workflow.commands import Decide, HandOver
from workflow.conflicts import Busy, StoreDown
from workflow.handling import Done, Filing
from workflow.papers import Installed, PlaceChoice
from workflow.store import SqlStore
from workflow.store.tables import metadata
from workflow.store.unit_of_work import SqlUnitOfWork

KEY = "once"
COMMANDS = ("file", "analyse", "accept", "sign the decision", "hand over")
Send = Callable[[], Done]


class Fuse:
    """Makes the database fail after so many statements, the commits counted in; `blows` makes the error."""

    def __init__(self, store: SqlStore, blows: Callable[[], Exception]) -> None:
        self.blown = 0
        self._blows = blows
        self._left: list[int] = []
        event.listen(store.engine, "before_cursor_execute", self._count)
        commit = store.engine.dialect.do_commit

        def counted(connection: Any) -> None:
            self._count()
            commit(connection)

        store.engine.dialect.do_commit = counted  # type: ignore[method-assign]

    def set(self, *statements: int) -> None:
        """Fail at that statement, and again at that one from there; without any, never."""
        self._left, self.blown = list(statements), 0

    def _count(self, *_: Any) -> None:
        if not self._left:
            return
        self._left[0] -= 1
        if self._left[0] == 0:
            del self._left[0]
            self.blown += 1
            raise self._blows()


def gone(kind: str) -> Exception:
    """What a driver says when the disk, or the server, is gone."""
    if kind == "postgresql":
        return psycopg.OperationalError("the connection is lost")
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR
    return error


def collided(kind: str) -> Exception:
    """What it says when another writer was in the way."""
    if kind == "postgresql":
        return psycopg.errors.SerializationFailure("could not serialize access")
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return error


def dump(store: SqlStore) -> dict[str, list[str]]:
    """Everything that is stored."""
    with store.engine.connect() as connection:
        return {
            table.name: sorted(str(tuple(row)) for row in connection.execute(table.select()))
            for table in metadata.sorted_tables
        }


def request(hand: Carrier) -> Filing:
    paper = hand.paper("surat_permohonan")
    fields: dict[str, Any] = {"agency": AGENCY, "subject": "Server", "request": small.server()}
    return Filing(by=ASKER, at=hand.tick(), papers=(paper,), **fields)


def prepared(store: SqlStore, what: str) -> Send:
    """The command, ready to be sent under one key, with the case at its step."""
    furnish(store, small.room_files(), small.ROOM)
    hand = Carrier(store)
    if what == "file":
        filing = request(hand)
        return lambda: hand.desk.file(filing, KEY)
    hand.file(small.server())
    if what == "analyse":
        version, at = hand.to("3").case.version, hand.tick()
        return lambda: hand.desk.analyse(hand.name, by=KASI, at=at, version=version, key=KEY)
    if what == "hand over":
        hand.to(None)
        one = Installed("SN-1", "R1, unit 1", 21_000, 110)
        paper, case = hand.paper("bast"), hand.case
        over = HandOver(by=KASI, at=hand.tick(), version=case.version, installed=(one,), paper=paper)
        return lambda: hand.desk.send(hand.name, over, KEY)
    if what == "accept":
        case, choice = hand.to("3").analyse().case, PlaceChoice("", "first")
        accept = Decide(by=KASI, at=hand.tick(), version=case.version, outcome="fits", choice=choice)
        return lambda: hand.desk.send(hand.name, accept, KEY)
    papers = (hand.paper("penetapan", signed=True), hand.paper("surat_pengantar", signed=True))
    case = hand.to("7").initial().case
    sign = Decide(by=HEAD, at=hand.tick(), version=case.version, outcome="sign", papers=papers)
    return lambda: hand.desk.send(hand.name, sign, KEY)


@pytest.mark.parametrize("what", COMMANDS)
def test_a_command_that_fails_at_any_statement_has_changed_nothing_and_is_sent_again(
    store: SqlStore, kind: str, what: str
) -> None:
    send = prepared(store, what)
    before, fuse, failed = dump(store), Fuse(store, lambda: gone(kind)), 0
    while True:
        fuse.set(failed + 1)
        try:
            done = send()
            break
        except StoreDown:
            failed += 1
        fuse.set()
        assert dump(store) == before
    assert failed > 20
    fuse.set()
    after = dump(store)
    assert after != before
    assert send() == done
    assert dump(store) == after
    assert store.faults() == ()


@pytest.mark.parametrize("what", ["accept", "sign the decision"])
def test_a_command_that_collides_with_others_is_tried_again_by_itself_and_done_once(
    store: SqlStore, kind: str, what: str
) -> None:
    """Each attempt comes further than the one before it."""
    send = prepared(store, what)
    fuse = Fuse(store, lambda: collided(kind))
    fuse.set(3, 10, 20, 30)
    done = send()
    assert fuse.blown == 4
    after = dump(store)
    assert send() == done
    assert dump(store) == after
    assert store.faults() == ()


def test_a_command_that_collides_every_time_is_given_up_and_has_changed_nothing(
    store: SqlStore, kind: str
) -> None:
    send = prepared(store, "accept")
    before, fuse = dump(store), Fuse(store, lambda: collided(kind))
    fuse.set(*[12] * 5)
    with pytest.raises(Busy):
        send()
    assert fuse.blown == 5
    assert dump(store) == before


def test_an_answer_that_got_lost_after_the_commit_is_given_again(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = prepared(store, "accept")
    commit = SqlUnitOfWork.commit

    def lost(unit: SqlUnitOfWork) -> None:
        commit(unit)
        raise StoreDown("The connection broke.", "database")

    with monkeypatch.context() as broken:
        broken.setattr(SqlUnitOfWork, "commit", lost)
        with pytest.raises(StoreDown):
            send()
    after = dump(store)
    assert send().version > 0
    assert dump(store) == after
    assert store.faults() == ()


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_disk_that_is_full_loses_nothing_and_the_command_is_sent_again_when_there_is_room(
    store: SqlStore,
) -> None:
    furnish(store, small.room_files(), small.ROOM)
    room = {"pages": 1}  # no more than there are

    @event.listens_for(store.engine, "connect")
    def bounded(connection: Any, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {room['pages']}")

    full = 0
    store.engine.dispose()  # each connection has its own bound
    hand = Carrier(store)
    filing, number = request(hand), 0
    while full < 10:
        before = dump(store)
        try:
            hand.desk.file(filing, f"{number}")
            number += 1
        except StoreDown:
            full += 1
            assert dump(store) == before
            with store.engine.connect() as connection:
                room["pages"] = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one()) + 1
            store.engine.dispose()
    with store.read() as unit:
        assert len(unit.cases.register()) == number > 0
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    assert store.faults() == ()


CRASHES = 3
LONGEST_S = 10.0


def connected(address: str) -> psycopg.Connection[Any]:
    """A connection, as soon as the server takes one: for a while after a crash it does not."""
    until = time.monotonic() + LONGEST_S
    while True:
        try:
            return psycopg.connect(address)
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_the_service_goes_on_by_itself_when_the_database_server_crashed(
    store: SqlStore, address: str
) -> None:
    """A process of PostgreSQL is killed: the server throws everybody out and recovers from its log."""
    name = killing.begin(store)
    hand = Carrier(store)
    hand.name = name
    told: list[tuple[str, int]] = []
    waits: list[float] = []
    stop = threading.Event()

    def decide() -> None:
        failing_since: float | None = None
        wanted: tuple[str, int] | None = None
        while True:
            try:
                # What is to be done next is asked of the server too, which may be gone.
                wanted = wanted or killing.next_command(hand)
                done = killing.send(hand, *wanted)
            except (StoreDown, Busy):
                failing_since = failing_since or time.monotonic()
                time.sleep(0.05)
                assert time.monotonic() - failing_since < LONGEST_S
                continue
            if failing_since is not None:
                waits.append(time.monotonic() - failing_since)
            told.append((f"{name} {wanted[1]}", done.version))
            return

    def crash() -> None:
        for _ in range(CRASHES):
            time.sleep(0.3)  # meanwhile cases are decided
            victim = connected(address)
            os.kill(victim.info.backend_pid, signal.SIGKILL)
            victim.close()
        connected(address).close()

    def crash_and_stop() -> None:
        try:
            crash()
        finally:
            stop.set()

    crasher = threading.Thread(target=crash_and_stop)
    crasher.start()
    while not stop.is_set():
        decide()
    crasher.join()
    assert waits  # a crash between two commands is met by none
    with store.engine.connect() as connection:
        rows = connection.execute(text("SELECT key, answer FROM request_key")).all()
    answers = {row.key: row.answer for row in rows}
    assert all(f'"version":{version}' in answers[key] for key, version in told)
    assert hand.case.version == told[-1][1]
    assert store.faults() == ()
