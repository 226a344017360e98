"""Many at the same time on the bare store: the guards of the database, and what is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from tests.workflow.store import work
from workflow.conflicts import Busy, KeyReused, NotEnough, PlaceTaken
from workflow.errors import Conflict
from workflow.store import SqlStore
from workflow.store.engine import WRITES
from workflow.store.translate import translated

WRITERS = 8


def race(count: int, what: Callable[[int], object]) -> list[object]:
    """What `count` threads come to that begin at the same moment: a result, or the conflict they met."""
    barrier = Barrier(count)

    def run(number: int) -> object:
        barrier.wait()
        try:
            return what(number)
        except Conflict as conflict:
            return type(conflict)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def cases(store: SqlStore, count: int) -> list[str]:
    names = [f"PS-{number}" for number in range(count)]
    with store.write() as unit:
        for name in names:
            work.file(unit, name)
        unit.commit()
    return names


def test_the_database_alone_lets_one_of_many_through(store: SqlStore) -> None:
    """Nobody takes the room's lock, nobody looks first: only the guard of the table is left.

    Writers that wait for each other are told one by one that they are too many, until one is through.
    """
    work.furnish(store, work.room_files(racks=10, height_u=1))
    taken = text(
        "INSERT INTO occupancy (room_id, kind, source, file, name, rack_id, start_hu, end_hu, face_from,"
        " face_to, exempt, status, taken_at, thing) SELECT room_id, 'hold', 'titip', 'reservations', :name,"
        " id, 2, 4, 0, 2, false, 'live', '2026-06-08 01:00:00', '{}' FROM rack WHERE name = :rack"
    )
    engine = store.engine.execution_options(**{WRITES: True})
    for number in range(1, 11):

        def insert(writer: int, rack: str = f"R{number}") -> str:
            try:
                with engine.begin() as connection:
                    connection.execute(taken, {"name": f"{rack} {writer}", "rack": rack})
                return "held"
            except Exception as error:
                raise translated(error) from error  # type: ignore[arg-type]

        told = Counter(race(WRITERS, insert))
        assert told.pop("held") == 1
        assert set(told) <= {PlaceTaken, Busy}
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM occupancy")).scalar() == 10


def test_as_many_get_a_port_as_there_are_ports(store: SqlStore) -> None:
    work.furnish(store, work.room_files(racks=16, ports=5))
    names = cases(store, 16)

    def approve(approver: int) -> str:
        def act(unit: work.UnitOfWork) -> str:
            held = work.place(names[approver], f"R{approver + 1}", ports=1)
            work.approve(unit, names[approver], held)
            unit.commit()
            return "held"

        return store.run(act)

    assert Counter(race(16, approve)) == {"held": 5, NotEnough: 11}
    assert store.faults() == ()


def test_a_key_that_comes_again_with_something_else_is_refused(store: SqlStore) -> None:
    with store.write() as unit:
        unit.keys.begin("komang", "k", work.fingerprint("one"), work.NOW)
        unit.keys.answer("komang", "k", "done")
        unit.commit()
    with store.write() as unit, pytest.raises(KeyReused):
        unit.keys.begin("komang", "k", work.fingerprint("other"), work.NOW)
