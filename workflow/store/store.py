"""The store: a database, opened, at the newest revision of its schema."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from workflow.conflicts import Busy
from workflow.ports import UnitOfWork
from workflow.store import engine as engine_settings
from workflow.store.engine import WRITES, make_engine
from workflow.store.invariants import faults
from workflow.store.migrate import upgrade
from workflow.store.session import RoomCache
from workflow.store.translate import translated
from workflow.store.unit_of_work import SqlUnitOfWork

T = TypeVar("T")
_FIRST_PAUSE_S = 0.01
_LONGEST_PAUSE_S = 1.0


class SqlStore:
    """See `workflow.ports.Store`. May be shared by threads; a forked process opens its own."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._cache = RoomCache()
        self._readers = engine
        if engine.dialect.name == "postgresql":
            # One state of everything, as SQLite gives its readers anyway.
            self._readers = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._writers = engine.execution_options(**{WRITES: True})
        self._turn = threading.Lock() if engine.dialect.name == "sqlite" else None

    @contextmanager
    def read(self) -> Iterator[SqlUnitOfWork]:
        """A unit that sees one state of everything, and cannot write."""
        with self._connected(self._readers) as connection:
            yield from self._unit(connection, writes=False)

    @contextmanager
    def write(self) -> Iterator[SqlUnitOfWork]:
        """A unit that writes; nothing is kept without `commit`."""
        with self._in_turn(), self._connected(self._writers) as connection:
            yield from self._unit(connection, writes=True)

    def run(self, work: Callable[[UnitOfWork], T], attempts: int = 5) -> T:
        """`work` in a writing unit that it commits itself; again if writers collided. Raises Busy.

        `work` must have no effect but through the unit, since it may be called several times.
        """
        for attempt in range(attempts):
            try:
                with self.write() as unit:
                    return work(unit)
            except Busy:
                if attempt + 1 == attempts:
                    raise
                # Not all at once again.
                pause = min(_FIRST_PAUSE_S * 2**attempt, _LONGEST_PAUSE_S)
                time.sleep(random.uniform(pause / 2, pause))
        raise ValueError("at least one attempt")

    def faults(self) -> tuple[str, ...]:
        """What contradicts itself in the stored data, the audit log included."""
        with self.read() as unit:
            broken = unit.log.fault()
            told = (f"audit log, entry {broken.seq}: {broken.problem}",) if broken else ()
            return (*told, *faults(unit.session))

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """Let SQLite's writers of this process follow each other: on its own lock they sleep and retry."""
        if self._turn is None:
            yield
            return
        if not self._turn.acquire(timeout=engine_settings.SQLITE_WAIT_MS / 1000):
            raise Busy("Another writer takes too long.", "database")
        try:
            yield
        finally:
            self._turn.release()

    @staticmethod
    @contextmanager
    def _connected(engine: Engine) -> Iterator[Connection]:
        try:
            connection = engine.connect()
        except SQLAlchemyError as error:
            raise translated(error) from error
        try:
            yield connection
        finally:
            _close(connection)

    def _unit(self, connection: Connection, *, writes: bool) -> Iterator[SqlUnitOfWork]:
        try:
            connection.begin()
        except SQLAlchemyError as error:
            raise translated(error) from error
        unit = SqlUnitOfWork(connection, self._cache, writes=writes)
        try:
            yield unit
        finally:
            unit.end()


def _close(connection: Connection) -> None:
    """Give the connection back. What is not committed is rolled back, for which the server must be there."""
    try:
        connection.close()
    except SQLAlchemyError as error:
        raise translated(error) from error


def open_store(url: str) -> SqlStore:
    """The store at a database address, brought to the newest revision first. Raises NotStored, StoreDown."""
    engine = make_engine(url)
    upgrade(engine)
    return SqlStore(engine)
