"""Cases, tasks, files, people, versions and numbers: what is put in comes out again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta, timezone

import pytest
from sqlalchemy import text

from tests.workflow.driving import Desk, sop
from tests.workflow.offices import KASI, office
from tests.workflow.store import work
from workflow.conflicts import AlreadyClaimed, AlreadyThere, NotStored, StaleVersion
from workflow.ports import UnitOfWork
from workflow.procedure import AlteredVersion
from workflow.roles import Holding
from workflow.store import SqlStore


def test_a_case_comes_back_as_it_was_after_every_step_of_the_procedure(store: SqlStore) -> None:
    work.furnish(store)
    desk = Desk()
    ways = (desk.file, desk.forward, desk.coordinate, desk.accept, desk.draft, desk.agree, desk.sign_reply)
    seen = 0
    for way in (*ways, lambda: desk.initial().sign_decision(), desk.archive):
        way()
        with store.write() as unit:
            unit.cases.add(desk.case) if seen == 0 else unit.cases.save(desk.case, seen)
            unit.commit()
        seen = desk.case.version
        with store.read() as unit:
            assert unit.cases.get(desk.case.name) == desk.case


def test_a_case_is_not_saved_over_a_version_that_was_not_seen(store: SqlStore) -> None:
    work.furnish(store)
    with store.write() as unit:
        case = work.file(unit, "PS-1")
        with pytest.raises(StaleVersion):
            unit.cases.save(replace(case, version=9), seen=1)


def test_a_case_is_there_once(store: SqlStore) -> None:
    work.furnish(store)
    with store.write() as unit:
        case = work.file(unit, "PS-1")
        with pytest.raises(AlreadyThere):
            unit.cases.add(case)


def test_the_register_lists_by_agency_and_status_and_in_pages(store: SqlStore) -> None:
    work.furnish(store)
    with store.write() as unit:
        for number in range(5):
            work.file(unit, f"PS-{number}")
        work.withdraw(unit, "PS-3")
        unit.commit()

    def names(unit: UnitOfWork, **asked: object) -> list[str]:
        return [line.name for line in unit.cases.register(**asked)]  # type: ignore[arg-type]

    with store.read() as unit:
        assert names(unit, limit=2) == ["PS-0", "PS-1"]
        assert names(unit, limit=2, after="PS-1") == ["PS-2", "PS-3"]
        assert names(unit, status="cancelled") == ["PS-3"]
        assert names(unit, agency="Disdikpora", status="open") == ["PS-0", "PS-1", "PS-2", "PS-4"]
        assert names(unit, agency="Dinkes") == []
        (line,) = unit.cases.register(after="PS-3")
        assert (line.step, line.version, line.subject) == ("1b", 5, "Server aplikasi")


def test_the_inbox_of_a_role_has_its_tasks_until_they_are_claimed_or_decided(store: SqlStore) -> None:
    work.furnish(store)
    with store.write() as unit:
        case = work.file(unit, "PS-1")
        (task,) = unit.tasks.inbox(["kepala_dinas"])
        assert (task.case, task.step, task.agency, task.holder) == ("PS-1", "1b", "Disdikpora", None)
        assert "sekretaris" in task.roles
        assert case.step is not None
        assert task.due == case.step.due
        unit.tasks.claim("PS-1", task.visit, "dewi")
        unit.tasks.claim("PS-1", task.visit, "dewi")
        with pytest.raises(AlreadyClaimed):
            unit.tasks.claim("PS-1", task.visit, "agung")
        assert unit.tasks.inbox(["sekretaris"], "agung") == ()
        assert [one.holder for one in unit.tasks.inbox(["sekretaris"], "dewi")] == ["dewi"]
        assert unit.tasks.inbox(["kasi"]) == ()
        work.withdraw(unit, "PS-1")
        assert unit.tasks.of_case("PS-1") is None
        with pytest.raises(AlreadyClaimed):
            unit.tasks.claim("PS-1", task.visit, "dewi")


def test_a_file_is_kept_once_by_its_content_and_its_type_is_that_of_its_content(store: SqlStore) -> None:
    with store.write() as unit:
        letter = unit.files.put(b"%PDF-1.7 ...", work.NOW)
        assert unit.files.put(b"%PDF-1.7 ...", work.NOW + work.DAY) == letter
        unit.commit()
    assert (letter.size_bytes, letter.media_type) == (12, "application/pdf")
    with store.read() as unit:
        assert unit.files.get(letter.sha256) == (letter, b"%PDF-1.7 ...")


def test_people_posts_and_holdings_come_back_and_can_be_corrected(store: SqlStore) -> None:
    told = office(Holding("kasi", KASI, date(2026, 6, 1), date(2026, 6, 8), "plh", "800/1"))
    with store.write() as unit:
        for person in told.people:
            unit.office.put_person(person)
        for post in told.posts:
            unit.office.put_post(post)
        for holding in told.holdings:
            unit.office.put_holding(holding)
        unit.commit()
    with store.read() as unit:
        found = unit.office.offices()
    assert set(found.people) == set(told.people)
    assert set(found.posts) == set(told.posts)
    assert set(found.holdings) == set(told.holdings)
    with store.write() as unit:
        unit.office.put_person(replace(told.people[0], name="Other"))
        unit.office.put_holding(replace(told.holdings[0], end=date(2026, 7, 1)))
        found = unit.office.offices()
    assert "Other" in {person.name for person in found.people}
    assert len(found.people) == len(told.people)
    assert len(found.holdings) == len(told.holdings)


def test_a_published_procedure_is_kept_for_good_and_once(store: SqlStore) -> None:
    with store.write() as unit:
        unit.office.publish(sop(), work.NOW, "kadek")
        unit.office.publish(sop(), work.NOW, "kadek")
        assert unit.office.procedures() == (sop().sha256,)
        assert unit.office.procedure(sop().sha256) == sop()


def test_a_procedure_that_was_altered_in_the_database_is_not_used(store: SqlStore) -> None:
    work.furnish(store)
    with store.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(text("DROP TRIGGER unchanged_procedure_UPDATE"))
        connection.execute(text("UPDATE procedure SET text = replace(text, 'kasi', 'kasa')"))
    with store.read() as unit, pytest.raises(AlteredVersion):
        unit.office.procedure(sop().sha256)


def test_the_calendar_adopted_last_is_in_force_and_earlier_ones_are_kept(store: SqlStore) -> None:
    first = work.calendar()
    second = replace(first, off_days=())
    with store.write() as unit:
        name = unit.office.adopt(first, work.NOW, "kadek")
        unit.office.adopt(second, work.NOW, "kadek")
        assert unit.office.calendar() == second
        assert unit.office.calendar(name) == first
        unit.office.adopt(first, work.NOW, "kadek")
        assert unit.office.calendar() == first


def test_registers_count_from_one_each_year_without_gaps(store: SqlStore) -> None:
    def number(year: int, keep: bool = True) -> int:
        with store.write() as unit:
            next_number = unit.office.next_number("surat", year)
            if keep:
                unit.commit()
        return next_number

    assert [number(2026), number(2026), number(2027)] == [1, 2, 1]
    assert number(2026, keep=False) == 3
    assert number(2026) == 3


def test_moments_come_back_as_the_same_moments_whatever_their_zone(store: SqlStore) -> None:
    there = work.NOW.astimezone(timezone(timedelta(hours=8))) + timedelta(microseconds=1)
    with store.write() as unit:
        unit.rooms.load(work.ROOM, work.room_files(), there, "kadek")
        assert unit.rooms.version(work.ROOM).loaded_at == there
    with store.write() as unit, pytest.raises(Exception, match="without a zone"):
        unit.rooms.load(work.ROOM, work.room_files(), there.replace(tzinfo=None), "kadek")


@pytest.mark.parametrize(
    "ask",
    [
        lambda unit: unit.cases.get("PS-9"),
        lambda unit: unit.files.get("0" * 64),
        lambda unit: unit.office.procedure("0" * 64),
        lambda unit: unit.office.calendar(),
        lambda unit: unit.rooms.version("nowhere"),
    ],
)
def test_what_is_not_stored_is_said_not_to_be(store: SqlStore, ask: Callable[[UnitOfWork], object]) -> None:
    with store.read() as unit, pytest.raises(NotStored):
        ask(unit)


def test_old_idempotency_keys_are_forgotten(store: SqlStore) -> None:
    with store.write() as unit:
        for name, at in (("old", work.NOW), ("new", work.NOW + work.DAY)):
            unit.keys.begin("komang", name, work.fingerprint(name), at)
            unit.keys.answer("komang", name, "done")
        assert unit.keys.forget(work.NOW + work.DAY) == 1
        assert unit.keys.begin("komang", "new", work.fingerprint("new"), work.NOW) == "done"
        assert unit.keys.begin("komang", "old", work.fingerprint("old"), work.NOW) is None
