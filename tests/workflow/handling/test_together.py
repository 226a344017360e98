"""What a draft asks for is filed in one transaction: all of it or nothing, once, as it was looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.workflow.handling.carrying import NINE, Carrier, furnish, request
from tests.workflow.offices import AGENCY, ASKER
from workflow.drafts import Draft, DraftChanged
from workflow.errors import BadValue, MissingPaper
from workflow.handling import Filing, file_draft
from workflow.store import SqlStore

DRAFT = Draft("d-1", AGENCY, ASKER, NINE, NINE, ASKER, "{}")


@pytest.fixture
def carrier(store: SqlStore) -> Carrier:
    furnish(store)
    with store.write() as unit:
        unit.drafts.add(DRAFT)
        unit.commit()
    return Carrier(store)


def filing(carrier: Carrier, subject: str) -> Filing:
    paper = carrier.paper("surat_permohonan")
    return Filing(
        by=ASKER, at=carrier.tick(), agency=AGENCY, subject=subject, request=request(), papers=(paper,)
    )


def names(carrier: Carrier) -> list[str]:
    with carrier.store.read() as unit:
        return [line.name for line in unit.cases.register()]


def test_all_requests_of_a_draft_become_cases_and_the_draft_is_emptied(carrier: Carrier) -> None:
    both = [filing(carrier, "web"), filing(carrier, "db")]
    assert file_draft(carrier.desk, "d-1", 1, both) == ("PS-2026-0001", "PS-2026-0002")
    with carrier.store.read() as unit:
        assert [unit.cases.get(name).subject for name in names(carrier)] == ["web", "db"]
        assert unit.drafts.get("d-1").body == ""
        assert len(unit.tasks.inbox(["kepala_dinas"])) == 2
    assert carrier.store.faults() == ()


def test_if_one_is_refused_none_is_filed_and_no_number_is_lost(carrier: Carrier) -> None:
    good = filing(carrier, "web")
    with pytest.raises(MissingPaper):
        file_draft(carrier.desk, "d-1", 1, [good, replace(filing(carrier, "db"), papers=())])
    assert names(carrier) == []
    with carrier.store.read() as unit:
        assert unit.drafts.get("d-1") == DRAFT
    assert file_draft(carrier.desk, "d-1", 1, [good]) == ("PS-2026-0001",)
    assert carrier.store.faults() == ()


def test_sent_twice_it_is_answered_with_the_same_cases(carrier: Carrier) -> None:
    one = filing(carrier, "web")
    first = file_draft(carrier.desk, "d-1", 1, [one])
    assert file_draft(carrier.desk, "d-1", 1, [one]) == first
    assert names(carrier) == ["PS-2026-0001"]


def test_a_draft_that_was_changed_since_it_was_looked_at_is_not_sent(carrier: Carrier) -> None:
    with carrier.store.write() as unit:
        unit.drafts.save("d-1", '{"other":1}', ASKER, NINE)
        unit.commit()
    with pytest.raises(DraftChanged):
        file_draft(carrier.desk, "d-1", 1, [filing(carrier, "web")])
    assert names(carrier) == []


def test_a_draft_that_asks_for_nothing_is_not_sent(carrier: Carrier) -> None:
    with pytest.raises(BadValue):
        file_draft(carrier.desk, "d-1", 1, [])
