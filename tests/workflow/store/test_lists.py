"""Lists that people look through: filtered, sorted and counted alike by both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.workflow.handling.carrying import NINE, ROOM, Carrier, furnish, request
from tests.workflow.offices import ADMIN, AGENCY, KASI, OTHER_AGENCY, STRANGER
from workflow.commands import Ask
from workflow.handling.mail import QUEUE
from workflow.issued import Counted, IssuedLetter
from workflow.lists import CasesWanted, EntriesWanted, LettersWanted
from workflow.store import SqlStore

ONE, TWO, THREE = "PS-2026-0001", "PS-2026-0002", "PS-2026-0003"
#: Long after every due time of the cases.
LATER = NINE + timedelta(days=30)


@pytest.fixture
def cases(store: SqlStore) -> SqlStore:
    """One at its beginning; one refused; one whose agency is asked, so that its clock stands still."""
    furnish(store)
    Carrier(store).file(subject="Portal 100% daring")
    other = {"by": STRANGER, "agency": OTHER_AGENCY}
    wide = request("does-not-fit-gpu", owner=OTHER_AGENCY)
    Carrier(store, NINE + timedelta(hours=1)).file(wide, subject="GPU", **other).to("3").analyse()
    asked = Carrier(store, NINE + timedelta(hours=2)).file(subject="Arsip").to("3")
    asked.do(Ask, KASI, question="Berapa watt?")
    return store


def names(store: SqlStore, wanted: CasesWanted, **page: int) -> tuple[list[str], int]:
    with store.read() as unit:
        found = unit.lists.cases(wanted, **page)
    return [one.name for one in found.items], found.total


#: Filters and orders, with the cases that come of them.
WANTED = (
    (CasesWanted(), [ONE, TWO, THREE]),
    (CasesWanted(agencies=(OTHER_AGENCY,)), [TWO]),
    (CasesWanted(agencies=()), []),
    (CasesWanted(words=("portal", AGENCY.lower())), [ONE]),
    (CasesWanted(words=("100%",)), [ONE]),
    (CasesWanted(words=("0_0",)), []),
    (CasesWanted(status="open", step="3"), [TWO, THREE]),
    (CasesWanted(status="archived"), []),
    (CasesWanted(room=ROOM), [TWO]),
    (CasesWanted(room="hall"), []),
    (CasesWanted(filed_from=NINE + timedelta(hours=1)), [TWO, THREE]),
    (CasesWanted(filed_before=NINE + timedelta(hours=1)), [ONE]),
    (CasesWanted(overdue_at=LATER), [ONE, TWO]),
    (CasesWanted(overdue_at=NINE), []),
    (CasesWanted(order="subject"), [THREE, TWO, ONE]),
    (CasesWanted(order="filed", descending=True), [THREE, TWO, ONE]),
    (CasesWanted(order="agency"), [TWO, ONE, THREE]),
)


def test_cases_are_filtered_and_sorted(cases: SqlStore) -> None:
    told = [(wanted, names(cases, wanted)) for wanted, _ in WANTED]
    assert told == [(wanted, (found, len(found))) for wanted, found in WANTED]


def test_a_page_of_cases_tells_how_many_there_are_in_all(cases: SqlStore) -> None:
    assert names(cases, CasesWanted(), offset=1, limit=1) == ([TWO], 3)
    assert names(cases, CasesWanted(), offset=9, limit=5) == ([], 3)


def test_refused_cases_come_with_their_analysis(cases: SqlStore) -> None:
    with cases.read() as unit:
        (found,) = unit.lists.refused()
        assert found.name == TWO
        assert found.analysis is not None
        assert unit.lists.refused(before=NINE) == ()
        held = unit.lists.contents([found.analysis.sha256, "0" * 64])
        assert list(held) == [found.analysis.sha256]
        assert unit.lists.contents([]) == {}


def letters(store: SqlStore) -> None:
    """Of the first case: one that was replaced, the one in its place, one that waits, one given up."""
    first = IssuedLetter(
        "A" * 22, ONE, "penetapan", "001", date(2026, 6, 8), NINE, KASI, Counted("r", 2026, 1)
    )
    with store.write() as unit:
        sha256 = unit.files.put(b"%PDF-1.7", NINE).sha256
        for number, change in enumerate(
            (
                {"kept_sha256": sha256},
                {"kept_sha256": sha256},
                {"paper": "surat_balasan"},
                {"paper": "disposisi", "ended": "No."},
            )
        ):
            count = Counted("r", 2026, number + 1)
            made = {"made_at": NINE + timedelta(minutes=number), "number": f"00{number + 1}"}
            one = replace(first, code="ABCD"[number] * 22, counted=count, **made, **change)  # type: ignore[arg-type]
            unit.letters.add(one)
        unit.commit()


def numbers(store: SqlStore, wanted: LettersWanted) -> list[tuple[str, str]]:
    with store.read() as unit:
        return [(one.letter.number, one.standing) for one in unit.lists.letters(wanted).items]


def test_letters_are_told_with_what_they_count_for_newest_first(cases: SqlStore) -> None:
    letters(cases)
    all_of_them = [("004", "void"), ("003", "waiting"), ("002", "issued"), ("001", "replaced")]
    assert numbers(cases, LettersWanted()) == all_of_them
    for number, standing in all_of_them:
        assert numbers(cases, LettersWanted(standing=standing)) == [(number, standing)]  # type: ignore[arg-type]


def test_letters_are_found_by_number_case_kind_and_date(cases: SqlStore) -> None:
    letters(cases)
    assert [one for one, _ in numbers(cases, LettersWanted(words=("003",)))] == ["003"]
    assert [one for one, _ in numbers(cases, LettersWanted(paper="penetapan"))] == ["002", "001"]
    assert numbers(cases, LettersWanted(case=TWO)) == []
    assert numbers(cases, LettersWanted(agencies=(OTHER_AGENCY,))) == []
    assert numbers(cases, LettersWanted(dated_from=date(2026, 6, 9))) == []
    assert len(numbers(cases, LettersWanted(dated_until=date(2026, 6, 8)))) == 4
    ascending = LettersWanted(order="number", descending=False)
    assert [one for one, _ in numbers(cases, ascending)] == ["001", "002", "003", "004"]


def test_entries_of_the_log_come_newest_first_by_what_they_are_about(cases: SqlStore) -> None:
    with cases.read() as unit:
        every = unit.lists.entries(EntriesWanted(), limit=5)
        assert every.total == unit.log.head().seq
        assert [one.seq for one in every.items] == list(range(every.total, every.total - 5, -1))
        asked = unit.lists.entries(EntriesWanted(kind="AgencyAsked", by=KASI))
        assert [one.news.name for one in asked.items] == [THREE]
        assert asked.items[0] in unit.log.of("case", THREE)
        assert unit.lists.entries(EntriesWanted(stream="room")).total == 0
        assert unit.lists.entries(EntriesWanted(since=LATER)).total == 0
        assert unit.lists.entries(EntriesWanted(before=LATER, by=ADMIN)).total == 0
        assert ("case", "AgencyAsked") in unit.lists.kinds()
        assert unit.lists.sendings([ONE]) == unit.lists.sendings([]) == ()


def test_jobs_of_a_queue_tell_how_they_stand(cases: SqlStore) -> None:
    with cases.write() as unit:
        taken = unit.jobs.lease([QUEUE], LATER, LATER + timedelta(minutes=1))[0]
        unit.jobs.failed(taken, LATER, "No route.", LATER + timedelta(hours=1))
        unit.commit()
    with cases.read() as unit:
        waiting = unit.lists.jobs(QUEUE)
        tried = next(one for one in waiting.items if one.id == taken.id)
        assert (tried.state, tried.attempts, tried.error) == ("waiting", 1, "No route.")
        assert tried.body["case"] in (ONE, TWO, THREE)
        assert unit.lists.jobs(QUEUE, "dead").total == 0
        assert unit.lists.jobs(QUEUE, "waiting", offset=waiting.total).items == ()
