"""A running case stays on its version, until somebody moves it: on purpose, looked at before, and logged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.workflow.driving import Desk, sop
from tests.workflow.offices import ADMIN, ASKER, KABID, KASI
from tests.workflow.procedure.broken import SOP, with_outcome, with_step
from workflow.case import hindrances
from workflow.commands import Answer, Ask, Extend, MoveToVersion
from workflow.errors import BadValue, CommentNeeded, Conflict, NotAllowed
from workflow.events import ProcedureMoved
from workflow.procedure import Duration, Procedure, Published, publish


def second(procedure: Procedure = SOP) -> Published:
    return publish(replace(procedure, version=2))


def move(desk: Desk, to: Published, step: str, reason: str = "SOP revised.", by: str = ADMIN) -> Desk:
    desk.told(moving_to=to)
    return desk.do(MoveToVersion, by, procedure=to.sha256, step=step, reason=reason)


def test_a_moved_case_goes_on_under_the_other_version_and_the_move_is_logged() -> None:
    to = second()
    desk = move(Desk().at("5"), to, "5")
    moved = desk.events[-1]
    assert isinstance(moved, ProcedureMoved)
    assert (moved.before, moved.procedure, moved.step_before, moved.step) == (
        sop().sha256,
        to.sha256,
        "5",
        "5",
    )
    assert (desk.case.procedure, moved.reason) == (to.sha256, "SOP revised.")
    desk.published = to
    assert desk.agree().no == "6"


def test_the_clock_keeps_running_and_an_extension_is_kept() -> None:
    desk = Desk().at("5")
    assert desk.case.step is not None
    since, due = desk.case.step.since, desk.now + timedelta(days=3)
    desk.do(Extend, "agung", due=due, reason="Travelling.")
    move(desk, second(), "5")
    assert (desk.case.step.since, desk.case.step.due) == (since, due)


def test_another_time_in_the_other_version_gives_another_due_date_pauses_included() -> None:
    desk = Desk().at("5")
    asked = desk.do(Ask, KABID, question="Which address?").now
    desk.now += timedelta(hours=5)
    answered = desk.do(Answer, ASKER, answer="The usual one.").now
    move(desk, second(with_step("5", time=Duration(3, "jam"))), "5")
    assert desk.case.step is not None
    assert desk.case.step.due == desk.case.step.since + timedelta(hours=3) + (answered - asked)


def test_a_step_that_has_no_clock_in_the_other_version_is_not_due() -> None:
    untimed = replace(second(), procedure=replace(with_step("5", time=None), version=2))
    desk = move(Desk().at("5"), untimed, "5")
    assert desk.case.step is not None
    assert desk.case.step.due is None


@pytest.mark.parametrize(
    ("case_at", "to", "step", "words"),
    [
        ("5", second(), "9", "The version has no step '9'"),
        ("5", sop(), "5", "The case is on that version already"),
        ("5", publish(replace(SOP, id="other")), "5", "'other' is another procedure"),
        ("5", second(), "7", "needs 'Surat pengantar'"),
        ("2", second(), "5", "No walk of that version comes to step 5 on the path 'None'"),
        ("5", second(), "1a", "No walk of that version comes to step 1a"),
    ],
)
def test_a_case_is_not_moved_to_where_it_cannot_go_on(
    case_at: str, to: Published, step: str, words: str
) -> None:
    """The refused path's case lacks what step 7 needs; a step of another path is not reached."""
    desk = Desk().at(case_at)
    if step == "7":
        with_more = with_step("7", also_needs=("rancangan_penetapan", "tanda_terima"))
        to = second(with_more)
        words = "needs 'Tanda terima'"
    with pytest.raises(NotAllowed, match=words):
        move(desk, to, step)
    assert [told for told in hindrances(desk.case, SOP, to, step) if words in told]


def test_a_preview_of_a_move_that_is_possible_names_no_hindrance() -> None:
    assert hindrances(Desk().at("5").case, SOP, second(with_outcome("5", "disagree", to="3")), "5") == ()


def test_only_an_administrator_moves_a_case_with_a_reason_to_a_version_that_is_published() -> None:
    with pytest.raises(NotAllowed, match="for an administrator"):
        move(Desk().at("5"), second(), "5", by=KASI)
    with pytest.raises(CommentNeeded):
        move(Desk().at("5"), second(), "5", reason="")
    with pytest.raises(BadValue, match="no published version"):
        Desk().at("5").do(MoveToVersion, ADMIN, procedure="0" * 64, step="5", reason="Why not.")


def test_a_case_that_waits_for_the_agency_is_not_moved() -> None:
    with pytest.raises(Conflict, match="has been asked a question"):
        move(Desk().at("5").do(Ask, KABID, question="Which address?"), second(), "5")
