"""Questions to the agency, with the clock standing still."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from tests.workflow.driving import NINE, PLACE, Desk, analysis, facts, paper, sop
from tests.workflow.offices import ASKER, HEAD, KABID, KASI, OTHER_ASKER, REGISTRAR, STRANGER
from workflow.commands import Answer, Ask, Attach, DropQuestion, PutInitials, RecordAnalysis, Send
from workflow.errors import BadValue, CommentNeeded, Conflict, NotAllowed, NotYet
from workflow.events import RequestChanged
from workflow.procedure import publish


def asked(step: str = "3", by: str = KASI) -> Desk:
    return Desk().at(step).do(Ask, by, question="How heavy is it?")


def waiting_for(desk: Desk, delta: timedelta) -> Desk:
    desk.now += delta
    return desk


def test_while_the_opd_is_asked_the_clock_is_paused() -> None:
    """Due and original date move by as long as the answer took."""
    desk = asked()
    assert desk.case.step is not None
    due, asked_at = desk.case.step.due, desk.now
    assert due is not None
    waiting_for(desk, timedelta(days=3)).do(Answer, ASKER, answer="26 kg.")
    step = desk.case.step
    assert step is not None
    assert step.due == due + (desk.now - asked_at)
    assert step.original_due == step.due
    assert [(pause.start, pause.end) for pause in step.pauses] == [(asked_at, desk.now)]
    assert desk.case.question is None


def test_nothing_is_decided_while_an_answer_is_awaited() -> None:
    desk = asked()
    with pytest.raises(Conflict, match="has been asked a question"):
        desk.decide(KASI, "does_not_fit", comment="No.")
    with pytest.raises(Conflict, match="has been asked a question"):
        desk.do(Ask, KASI, question="And how deep?")
    with pytest.raises(Conflict, match="has been asked a question"):
        desk.analyse()
    with pytest.raises(Conflict, match="has been asked a question"):
        asked("8").do(Send, KASI, channel="courier")
    with pytest.raises(Conflict, match="has been asked a question"):
        asked("7", HEAD).do(PutInitials, KASI, role="kasi")


def test_an_answer_brings_papers_and_may_change_the_request() -> None:
    changed = sha256(b"smaller").hexdigest()
    desk = asked().do(
        Answer,
        ASKER,
        answer="A smaller one.",
        papers=(paper("lampiran", "a"), paper("lampiran", "b")),
        request_sha256=changed,
    )
    assert desk.case.request_sha256 == changed
    assert desk.case.request_revision == 2
    assert [version.revision for version in desk.case.revisions("lampiran")] == [1, 2]


def test_an_answer_that_repeats_the_request_is_no_revision() -> None:
    desk = asked()
    desk.do(Answer, ASKER, answer="As it was.", request_sha256=desk.case.request_sha256)
    assert desk.case.request_revision == 1
    assert not [event for event in desk.events if isinstance(event, RequestChanged)]


@pytest.mark.parametrize("path", ["accept", "refuse"])
def test_a_request_does_not_change_once_its_letters_are_signed(path: str) -> None:
    """What was granted or refused is what is sent; the agency may still answer."""
    desk = Desk().at("8", path=path).do(Ask, KASI, question="Which dock?")
    with pytest.raises(Conflict, match="a new request"):
        desk.do(Answer, ASKER, answer="Rather 4U.", request_sha256=sha256(b"4U").hexdigest())
    desk.do(Answer, ASKER, answer="The east one.", request_sha256=desk.case.request_sha256)
    assert desk.case.question is None
    assert desk.case.request_revision == 1


def test_an_analysis_before_the_change_does_not_count() -> None:
    """The request is analysed, the agency changes it, and it has to be analysed again."""
    desk = Desk().at("3").analyse().do(Ask, KASI, question="Is 2U right?")
    desk.do(Answer, ASKER, answer="No, 4U.", request_sha256=sha256(b"4U").hexdigest())
    with pytest.raises(NotYet, match="changed after the analysis"):
        desk.decide(KASI, "fits", choice=PLACE)
    assert desk.analyse(text="2").decide(KASI, "fits", choice=PLACE).no == "4"


def test_a_paused_clock_extends_the_hold() -> None:
    desk = asked("5", KABID).do(Answer, ASKER, answer="Yes.")
    assert desk.case.place == "held"
    assert desk.effects == ("extend_hold",)


def test_a_hold_lasts_longer_by_as_long_as_the_clock_stood() -> None:
    until = NINE + timedelta(days=10)
    desk = Desk(facts(hold_until=until)).at("5").do(Ask, KABID, question="How heavy is it?")
    stopped = desk.now
    waiting_for(desk, timedelta(days=3)).do(Answer, ASKER, answer="26 kg.")
    assert desk.case.hold_until == until + (desk.now - stopped)


def test_an_answer_by_a_clock_that_is_behind_moves_no_date() -> None:
    """Two machines never agree to the second; an answer is no earlier than its question all the same."""
    desk = asked("4")
    step, held = desk.case.step, desk.case.hold_until
    assert step is not None
    waiting_for(desk, -timedelta(minutes=5)).do(Answer, ASKER, answer="26 kg.")
    after = desk.case.step
    assert after is not None
    assert (after.due, desk.case.hold_until) == (step.due, held)
    assert after.pauses[0].start == after.pauses[0].end


def test_where_nothing_is_held_no_hold_is_extended() -> None:
    assert asked("2", KABID).do(Answer, ASKER, answer="Yes.").effects == ()


def test_whoever_answers_is_one_of_those_who_ask() -> None:
    desk = asked().do(Answer, OTHER_ASKER, answer="26 kg.")
    assert desk.case.requesters == (ASKER, OTHER_ASKER)


def test_a_registrar_enters_an_answer_that_came_on_paper() -> None:
    desk = asked().do(Answer, REGISTRAR, answer="Letter 12/2026: 26 kg.")
    assert desk.case.question is None
    assert desk.case.requesters == (ASKER,)


def test_another_agency_does_not_answer() -> None:
    with pytest.raises(NotAllowed):
        asked().do(Answer, STRANGER, answer="26 kg.")


def test_only_who_decides_the_step_asks() -> None:
    with pytest.raises(NotAllowed):
        Desk().at("3").do(Ask, KABID, question="How heavy is it?")


def test_empty_questions_and_answers_are_none() -> None:
    with pytest.raises(BadValue, match="The question is empty"):
        Desk().at("3").do(Ask, KASI, question=" ")
    with pytest.raises(BadValue, match="The answer is empty"):
        asked().do(Answer, ASKER, answer="")


def test_an_answer_to_no_question_is_a_conflict() -> None:
    with pytest.raises(Conflict, match="Nothing is asked"):
        Desk().at("3").do(Answer, ASKER, answer="26 kg.")
    with pytest.raises(Conflict, match="Nothing is asked"):
        Desk().at("3").do(DropQuestion, KASI, reason="Never mind.")


def test_the_official_may_go_on_without_the_answer_saying_why() -> None:
    desk = asked()
    with pytest.raises(CommentNeeded):
        desk.do(DropQuestion, KASI, reason="")
    assert desk.do(DropQuestion, KASI, reason="Found it on the maker's page.").case.question is None


def test_there_is_no_clock_on_the_opd_itself() -> None:
    """However long the answer takes, the step has as much time left as before."""
    desk = asked()
    assert desk.case.step is not None
    assert desk.case.step.due is not None
    left = desk.case.step.due - desk.now
    waiting_for(desk, timedelta(days=200)).do(Answer, ASKER, answer="26 kg.")
    assert desk.case.step.due - desk.now == left


def test_the_agency_may_hand_in_its_papers_at_any_step() -> None:
    desk = Desk().at("4").do(Attach, ASKER, paper=paper("lampiran"))
    assert desk.case.latest("lampiran") is not None
    with pytest.raises(NotAllowed):
        desk.do(Attach, KASI, paper=paper("lampiran", "mine"))


def test_a_version_without_pauses_knows_no_questions() -> None:
    strict = replace(sop().procedure, clock=replace(sop().procedure.clock, paused_while=(), on_resume=()))
    with pytest.raises(NotAllowed, match="knows no questions"):
        Desk(published=publish(strict)).at("3").do(Ask, KASI, question="How heavy is it?")


def test_no_analysis_is_recorded_by_another_desk() -> None:
    with pytest.raises(NotAllowed):
        Desk().at("3").do(RecordAnalysis, KABID, analysis=analysis())


@pytest.mark.parametrize("path", ["accept", "refuse"])
def test_no_reply_is_signed_on_an_analysis_of_an_earlier_request(path: str) -> None:
    """A refusal states reasons that hold for what is asked now."""
    desk = Desk().at("6", path).do(Ask, KABID, question="Really so large?")
    desk.do(Answer, ASKER, answer="Half of it.", request_sha256=sha256(b"smaller").hexdigest())
    with pytest.raises(NotYet, match="changed after the analysis"):
        desk.sign_reply()
    desk.decide(KABID, "back_to_draft", comment="Analyse it again.").draft("again")
    desk.decide(KABID, "analyse_again", comment="The request is another.")
    assert desk.no == "3"
