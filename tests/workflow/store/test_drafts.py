"""Drafts in the store: whose they are, that no two people overwrite a sent one, how many there may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.workflow.offices import office
from tests.workflow.store import work
from workflow import drafts
from workflow.conflicts import AlreadyThere, NotStored
from workflow.drafts import LARGEST_BYTES, Draft, DraftChanged, DraftTooLarge
from workflow.store import SqlStore
from workflow.store import drafts as stored

LATER = work.NOW + timedelta(hours=1)
SHARED = Draft("d-1", "Disdikpora", "sari", work.NOW, work.NOW, "sari", '{"subject":"web"}')
ALONE = replace(SHARED, id="d-2", agency=None, person="wayan", saved_by="wayan")


@pytest.fixture
def kept(store: SqlStore) -> SqlStore:
    with store.write() as unit:
        for person in office().people:
            unit.office.put_person(person)
        unit.drafts.add(SHARED)
        unit.drafts.add(ALONE)
        unit.commit()
    return store


def test_an_agency_shares_its_drafts_and_a_registrar_has_his_own(kept: SqlStore) -> None:
    with kept.read() as unit:
        assert unit.drafts.get("d-1") == SHARED
        assert unit.drafts.of(["Disdikpora"], "eka") == (SHARED,)
        assert unit.drafts.of([], "wayan") == (ALONE,)
        assert unit.drafts.of(["Dinkes"], "putu") == ()


def test_what_was_saved_last_comes_first_and_every_saving_is_a_version(kept: SqlStore) -> None:
    other = replace(SHARED, id="d-0")
    with kept.write() as unit:
        unit.drafts.add(other)
        assert unit.drafts.save("d-1", "{}", "eka", LATER) == 2
        unit.commit()
    with kept.read() as unit:
        saved = replace(SHARED, version=2, body="{}", saved_by="eka", saved_at=LATER)
        assert unit.drafts.of(["Disdikpora"], "sari") == (saved, other)


def test_a_sent_draft_keeps_the_names_of_its_cases_and_nothing_else(kept: SqlStore) -> None:
    with kept.write() as unit:
        unit.drafts.sent("d-1", ("PS-1", "PS-2"), "sari", LATER)
        unit.commit()
    with kept.write() as unit:
        assert unit.drafts.of(["Disdikpora"], "sari") == ()
        gone = unit.drafts.get("d-1")
        assert (gone.body, gone.cases) == ("", ("PS-1", "PS-2"))
        for again in (
            lambda: unit.drafts.save("d-1", "{}", "sari", LATER),
            lambda: unit.drafts.sent("d-1", ("PS-3",), "sari", LATER),
            lambda: unit.drafts.drop("d-1"),
        ):
            with pytest.raises(DraftChanged):
                again()


def test_a_dropped_draft_is_not_there(kept: SqlStore) -> None:
    with kept.write() as unit:
        unit.drafts.drop("d-1")
        for missing in (lambda: unit.drafts.get("d-1"), lambda: unit.drafts.drop("d-1")):
            with pytest.raises(NotStored):
                missing()


def test_drafts_are_of_a_size_and_of_a_number(kept: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "MOST", 2)
    assert drafts.MOST > 2
    with kept.write() as unit, pytest.raises(AlreadyThere):
        unit.drafts.add(SHARED)
    with kept.write() as unit:
        with pytest.raises(DraftTooLarge):
            unit.drafts.save("d-1", "x" * (LARGEST_BYTES + 1), "sari", LATER)
        unit.drafts.add(replace(SHARED, id="d-3"))
        with pytest.raises(DraftTooLarge):
            unit.drafts.add(replace(SHARED, id="d-4"))
        unit.drafts.add(replace(SHARED, id="d-5", agency="Dinkes"))
