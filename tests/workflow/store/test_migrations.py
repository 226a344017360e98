"""Migrations: up, down and up again with data in the tables; what the program believes is what they make."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from tests.workflow.offices import office
from tests.workflow.store import work
from workflow.accounts import Account, ApiToken, Attempts, StoredSession
from workflow.conflicts import NotStored, PlaceTaken, StoreFault
from workflow.drafts import Draft
from workflow.issued import Counted, IssuedLetter
from workflow.occupancy import hold
from workflow.scenarios import PlannedChange, ScenarioLine, ScenarioVersion
from workflow.serving import Computation, LetterCode
from workflow.store import SqlStore, downgrade, migrate, open_store, upgrade
from workflow.store.engine import make_engine
from workflow.store.tables import metadata

LAST = ("planned_change", "scenario", "scenario_version")  # what the newest revision brought
REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")


@pytest.fixture
def engine(empty_address: str) -> Iterator[Engine]:
    made = make_engine(empty_address)
    yield made
    made.dispose()


def seed(engine: Engine, cases: int = 100) -> None:
    """Rows in every table: cases with places, letters, tasks, jobs, keys and accounts."""
    store = SqlStore(engine)
    work.furnish(store)
    with store.write() as unit:
        for number in range(cases):
            name = f"PS-{number}"
            unit.keys.begin("clerk", name, work.fingerprint(name), work.NOW)
            work.file(unit, name)
            unit.files.put(f"letter {number}".encode(), work.NOW)
            rack, place = 1 + number // 10, 1 + number % 10
            work.approve(
                unit, name, work.place(name, f"R{rack}", place, ports=number % 2 and 1 - number % 4 // 3)
            )
            unit.keys.answer("clerk", name, "held")
        for one in office().people:
            unit.office.put_person(one)
        for post in office().posts:
            unit.office.put_post(post)
        for holding in office().holdings:
            unit.office.put_holding(holding)
        unit.office.adopt(work.calendar(), work.NOW, "kadek")
        unit.office.next_number("surat", 2026)
        unit.accounts.put(Account("sari", "sari", "no hash", False, work.NOW))
        unit.accounts.open_session(StoredSession("0" * 64, "sari", work.NOW, work.NOW, work.NOW + work.DAY))
        later = work.NOW + work.DAY
        unit.accounts.add_token(ApiToken("titip_1", "1" * 64, "sari", "report", ("read",), work.NOW, later))
        unit.accounts.put_attempts(Attempts("login:x", 1, work.NOW, work.NOW))
        unit.computations.add(Computation("1", "plan", "gede", work.ROOM, "0" * 64, work.NOW))
        unit.notifications.put("filed:PS-1", "komang", "PS-1", "filed", "{}", work.NOW)
        unit.letter_codes.put(LetterCode("abc", "PS-1", "penetapan", work.NOW))
        unit.letters.add(
            IssuedLetter(
                "def",
                "PS-1",
                "penetapan",
                "1",
                work.NOW.date(),
                work.NOW,
                "komang",
                Counted("surat", 2026, 1),
            )
        )
        unit.drafts.add(Draft("d-1", None, "wayan", work.NOW, work.NOW, "wayan", "{}"))
        line = ScenarioLine("SK-1", work.ROOM, "UPS A lost", "dewi", 1, work.NOW, work.NOW)
        sha256 = unit.files.put(b"{}", work.NOW).sha256
        unit.scenarios.add(line, ScenarioVersion("SK-1", 1, 1, sha256, work.NOW, "dewi"))
        unit.scenarios.plan(
            PlannedChange("SK-1", 1, work.ROOM, line.name, "planned", None, "", work.NOW, "dewi")
        )
        unit.commit()


def contents(engine: Engine, without: tuple[str, ...] = ()) -> dict[str, list[str]]:
    with engine.connect() as connection:
        return {
            name: sorted(str(tuple(row)) for row in connection.execute(table.select()))
            for name, table in metadata.tables.items()
            if name not in without
        }


def test_down_and_up_again_keeps_the_rest_and_the_guards(engine: Engine) -> None:
    upgrade(engine)
    seed(engine)
    before = contents(engine, LAST)
    assert all(before.values()), [name for name, rows in before.items() if not rows]
    downgrade(engine, "0007")
    upgrade(engine)
    assert contents(engine, LAST) == before
    store = SqlStore(engine)
    assert store.faults() == ()
    with store.write() as unit:
        unit.rooms.lock(work.ROOM)
        with pytest.raises(PlaceTaken):
            unit.occupancy.take(work.ROOM, hold(work.place("late"), None, None), work.NOW)
    with pytest.raises(Exception, match="never changed"), engine.begin() as connection:
        connection.execute(text("DELETE FROM event"))


def test_all_the_way_down_leaves_nothing_and_up_again_everything(engine: Engine) -> None:
    upgrade(engine)
    seed(engine, cases=3)
    downgrade(engine, "base")
    assert inspect(engine).get_table_names() == ["alembic_version"]
    upgrade(engine)
    seed(engine, cases=3)
    assert SqlStore(engine).faults() == ()


def test_every_revision_can_be_stopped_at(engine: Engine) -> None:
    steps = [(upgrade, revision) for revision in REVISIONS]
    steps += [(downgrade, revision) for revision in reversed(REVISIONS[:-1])]
    steps.append((upgrade, REVISIONS[-1]))
    for step, revision in steps:
        step(engine, revision)
        assert current(engine) == revision


def current(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def test_tables_are_what_the_program_believes(engine: Engine) -> None:
    upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    found = inspect(engine)
    for name, table in metadata.tables.items():
        checks = {str(check["name"]) for check in found.get_check_constraints(name)}
        assert checks == {str(one.name) for one in table.constraints if str(one.name).startswith("ck_")}


def test_there_is_one_newest_revision() -> None:
    script = ScriptDirectory.from_config(migrate._config())
    assert script.get_heads() == [REVISIONS[-1]]
    assert tuple(reversed([one.revision for one in script.walk_revisions()])) == REVISIONS


def test_a_migration_that_fails_leaves_nothing_half_done(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE attempt (id INTEGER)"))  # in the way of the last revision
    with pytest.raises(StoreFault):
        upgrade(engine)
    assert inspect(engine).get_table_names() == ["attempt"]


def test_many_that_open_a_new_database_at_once_find_it_ready(empty_address: str) -> None:
    def opened(_: int) -> tuple[str, ...]:
        store = open_store(empty_address)
        try:
            return store.faults()
        finally:
            store.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(opened, range(4))) == [()] * 4


def test_a_database_of_a_newer_titip_is_left_alone(engine: Engine) -> None:
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NotStored, match="newer"):
        upgrade(engine)
