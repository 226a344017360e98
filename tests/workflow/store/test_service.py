"""Calculations, notifications and codes of letters in the store."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.workflow.offices import office
from tests.workflow.store import work
from workflow.conflicts import AlreadyThere, NotStored
from workflow.roles import Person
from workflow.serving import Computation, LetterCode
from workflow.store import SqlStore

ONE = Computation("1-a", "plan", "gede", work.ROOM, "0" * 64, work.NOW)


def test_a_calculation_goes_on_from_the_state_that_was_seen_only(store: SqlStore) -> None:
    with store.write() as unit:
        unit.computations.add(ONE)
        running = replace(ONE, state="running", value=3, bound=9)
        assert unit.computations.put(running, {"waiting"})
        assert not unit.computations.put(replace(ONE, state="cancelling"), {"waiting"})
        unit.commit()
    with store.read() as unit:
        assert unit.computations.get("1-a") == running


def test_calculations_are_listed_newest_first_by_person_and_counted_until_they_are_over(
    store: SqlStore,
) -> None:
    over = replace(ONE, id="2-b", state="failed", error="No.", ended_at=work.NOW)
    other = replace(ONE, id="3-c", person="komang")
    with store.write() as unit:
        for one in (ONE, over, other):
            unit.computations.add(one)
        with pytest.raises(AlreadyThere):
            unit.computations.add(ONE)
    with store.write() as unit:
        for one in (ONE, over, other):
            unit.computations.add(one)
        unit.commit()
    with store.read() as unit:
        assert unit.computations.of() == (other, over, ONE)
        assert unit.computations.of("gede") == (over, ONE)
        assert unit.computations.of(after="3-c", limit=1) == (over,)
        assert (unit.computations.open(), unit.computations.open("gede")) == (2, 1)
        with pytest.raises(NotStored):
            unit.computations.get("4-d")


def test_a_person_is_told_once_under_a_key_and_marks_what_he_has_seen(store: SqlStore) -> None:
    with store.write() as unit:
        for person in office().people:
            unit.office.put_person(person)
        assert unit.notifications.put("filed:1", "komang", "PS-1", "filed", "{}", work.NOW)
        assert not unit.notifications.put("filed:1", "komang", "PS-1", "filed", "{}", work.NOW)
        assert unit.notifications.put("filed:1", "nyoman", "PS-1", "filed", "{}", work.NOW)
        assert unit.notifications.put("filed:2", "komang", None, "digest", "{}", work.NOW)
        newest, first = unit.notifications.of("komang")
        assert (newest.occasion, first.occasion) == ("digest", "filed")
        assert unit.notifications.seen("komang", work.NOW + timedelta(minutes=1), first.id) == 1
        assert [one.occasion for one in unit.notifications.of("komang", unseen=True)] == ["digest"]
        assert len(unit.notifications.of("nyoman", unseen=True)) == 1
        unit.commit()


def test_a_letters_code_leads_to_its_case_and_no_other_code_does(store: SqlStore) -> None:
    work.furnish(store)
    with store.write() as unit:
        work.file(unit, "PS-1")
        code = LetterCode("Zq3", "PS-1", "penetapan", work.NOW)
        unit.letter_codes.put(code)
        assert unit.letter_codes.get("Zq3") == code
        assert unit.letter_codes.of_case("PS-1") == (code,)
        with pytest.raises(NotStored):
            unit.letter_codes.get("zq3")
        unit.commit()


def test_an_address_for_mail_is_kept_with_the_person(store: SqlStore) -> None:
    person = Person("ayu", "Ayu", email="ayu@denpasar.example")
    with store.write() as unit:
        unit.office.put_person(person)
        assert unit.office.offices().people == (person,)
