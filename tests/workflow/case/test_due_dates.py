"""The case with the office's own calendar: the due dates that the procedure states as examples."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.workflow.driving import WITA, Desk, facts
from workflow.calendar import Proposal, WorkingTime, confirm, shipped_calendar
from workflow.deadlines import due_facts

OFF = {
    date(2026, 6, 16): "Tahun Baru Islam",
    date(2026, 6, 17): "Hari Raya Galungan",
    date(2026, 6, 18): "Umanis Galungan",
}


def desk() -> Desk:
    days = [Proposal(day, name, "test") for day, name in OFF.items()]
    due, later = due_facts(WorkingTime(confirm(shipped_calendar(), days, "SE 1/2026")))
    return Desk(facts(due=due, later=later))


def decided_when_due(complete: datetime) -> datetime:
    """The due date of the last step of a case in which each step is decided at the moment when it is due."""
    filed = desk()
    filed.now = complete
    filed.file_on_paper(complete_since=complete)
    ways = (
        filed.forward,
        filed.coordinate,
        filed.accept,
        filed.draft,
        filed.agree,
        filed.sign_reply,
        lambda: filed.initial().sign_decision(),
    )
    for way in ways:
        step = filed.case.step
        assert step is not None
        assert step.due is not None
        # What comes before the decision takes a minute each; the decision itself falls on the due time.
        commands = {"3": 2, "7": 4}.get(step.no, 1)
        filed.now = step.due - timedelta(minutes=commands)
        way()
    assert filed.no == "8"
    assert filed.case.step is not None
    assert filed.case.step.due is not None
    return filed.case.step.due


@pytest.mark.parametrize(
    ("complete", "due"),
    [
        (datetime(2026, 6, 8, 8, 0, tzinfo=WITA), datetime(2026, 6, 10, 15, 0, tzinfo=WITA)),
        (datetime(2026, 6, 15, 14, 0, tzinfo=WITA), datetime(2026, 6, 23, 11, 30, tzinfo=WITA)),
    ],
    ids=["a plain week", "a week with Galungan"],
)
def test_a_case_that_is_decided_when_due_ends_on_the_check_date(complete: datetime, due: datetime) -> None:
    assert decided_when_due(complete) == due
