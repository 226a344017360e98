"""Around the open step: claim, reassign, extend, comment, withdraw, cancel."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.workflow.driving import PLACE, Desk, analysis, facts, paper, signed, sop
from tests.workflow.offices import (
    ADMIN,
    ASKER,
    AUDITOR,
    HEAD,
    KABID,
    KASI,
    PLANNER,
    REGISTRAR,
    SECRETARY,
    SINCE,
    STRANGER,
    office,
)
from workflow.case.inbox import deciders, escalates_to
from workflow.commands import (
    Answer,
    Ask,
    Claim,
    Close,
    Comment,
    Extend,
    PutInitials,
    Reassign,
    RecordAnalysis,
    Unclaim,
)
from workflow.errors import BadValue, CommentNeeded, Conflict, NoSuchChoice, NotAllowed, OwnRequest
from workflow.events import StepDecided
from workflow.procedure import publish
from workflow.roles import Holding, Person, Post


def who(desk: Desk) -> list[str]:
    return [acting.person.id for acting in deciders(desk.case, sop().procedure, desk.facts, desk.now)]


def test_a_step_lies_in_the_inbox_of_everybody_who_may_decide_it() -> None:
    assert who(Desk().file()) == [HEAD, SECRETARY]
    assert who(Desk().at("3")) == [KASI]
    assert who(Desk().at("8").archive()) == []


def test_a_claim_takes_it_out_of_the_others_inbox_and_the_second_claim_is_a_conflict() -> None:
    desk = Desk().file().do(Claim, SECRETARY)
    assert who(desk) == [SECRETARY]
    with pytest.raises(Conflict, match="claimed by 'dewi'"):
        desk.do(Claim, HEAD)
    with pytest.raises(Conflict, match="claimed by 'dewi'"):
        desk.decide(HEAD, "forward", paper("disposisi"))
    assert desk.decide(SECRETARY, "forward", paper("disposisi")).no == "2"


def test_claiming_what_one_has_already_changes_nothing() -> None:
    desk = Desk().file().do(Claim, SECRETARY)
    version = desk.case.version
    assert desk.do(Claim, SECRETARY).case.version == version


def test_a_claim_is_given_back_by_its_holder_or_taken_by_a_superior() -> None:
    assert who(Desk().file().do(Claim, SECRETARY).do(Unclaim, SECRETARY)) == [HEAD, SECRETARY]
    assert Desk().at("3").do(Claim, KASI).do(Unclaim, KABID).case.step.holder is None  # type: ignore[union-attr]
    with pytest.raises(NotAllowed, match="This is for a superior"):
        Desk().at("3").do(Claim, KASI).do(Unclaim, SECRETARY)
    with pytest.raises(Conflict, match="Nobody has claimed"):
        Desk().file().do(Unclaim, SECRETARY)


def test_a_claim_ends_with_the_step() -> None:
    desk = Desk().file().do(Claim, HEAD).forward()
    assert desk.case.step is not None
    assert desk.case.step.holder is None


def test_the_claim_of_somebody_who_may_no_longer_decide_blocks_nobody() -> None:
    """The Kabid claims and goes on leave; his Plh finds the step free."""
    desk = Desk().at("2").do(Claim, KABID)
    desk.told(offices=office(Holding("kabid", SECRETARY, SINCE, kind="plh", decree="800/7")))
    assert desk.decide(SECRETARY, "coordinated", paper("catatan_koordinasi")).no == "3"


def test_a_superior_gives_a_step_to_another_official() -> None:
    desk = Desk().at("3").do(Reassign, KABID, to=SECRETARY, reason="The Kasi is ill.")
    with pytest.raises(Conflict, match="claimed by 'dewi'"):
        desk.do(RecordAnalysis, KASI, analysis=analysis())
    desk.do(RecordAnalysis, SECRETARY, analysis=analysis()).decide(SECRETARY, "fits", choice=PLACE)
    decided = next(event for event in reversed(desk.events) if isinstance(event, StepDecided))
    assert (decided.by.role, decided.by.instead_of) == ("sekretaris", "kasi")


def test_the_step_of_the_kepala_dinas_is_given_on_by_himself() -> None:
    desk = Desk().file().do(Reassign, HEAD, to=KABID, reason="Please.")
    assert desk.decide(KABID, "forward", paper("disposisi")).no == "2"
    with pytest.raises(NotAllowed, match="for a superior"):
        Desk().file().do(Reassign, KABID, to=KASI, reason="Please.")


def test_where_something_is_signed_the_step_is_given_only_to_who_may_sign() -> None:
    with pytest.raises(NotAllowed):
        Desk().at("6").do(Reassign, HEAD, to=KASI, reason="Sign it.")
    desk = Desk().at("6").do(Reassign, HEAD, to=KABID, reason="Sign it now.")
    assert desk.sign_reply().no == "7"


@pytest.mark.parametrize("person", [PLANNER, ADMIN, AUDITOR, ASKER, "nobody"])
def test_a_step_is_given_to_officials_only(person: str) -> None:
    with pytest.raises(NotAllowed, match="holds no post of the office"):
        Desk().at("3").do(Reassign, KABID, to=person, reason="Please.")


def test_who_was_given_a_step_and_lost_his_post_does_not_decide_it() -> None:
    desk = Desk().at("3").do(Reassign, KABID, to=SECRETARY, reason="The Kasi is ill.")
    desk.told(offices=office(without=("sekretaris",)))
    with pytest.raises(NotAllowed):
        desk.do(RecordAnalysis, SECRETARY, analysis=analysis())
    assert desk.accept().no == "4"


def test_an_extension_has_a_reason_and_keeps_the_original_date() -> None:
    desk = Desk().at("3")
    assert desk.case.step is not None
    due = desk.case.step.due
    assert due is not None
    with pytest.raises(CommentNeeded):
        desk.do(Extend, KABID, due=due + timedelta(days=2), reason="")
    desk.do(Extend, KABID, due=due + timedelta(days=2), reason="A part has to be measured.")
    assert desk.case.step.due == due + timedelta(days=2)
    assert desk.case.step.original_due == due


def test_a_held_place_is_held_as_much_longer_as_its_step_is_given() -> None:
    until = Desk().now + timedelta(days=10)
    desk = Desk(facts(hold_until=until)).at("5")
    assert desk.case.step is not None
    assert desk.case.step.due is not None
    desk.do(Extend, HEAD, due=desk.case.step.due + timedelta(days=2), reason="Travelling.")
    assert desk.case.hold_until == until + timedelta(days=2)
    assert desk.effects == ("extend_hold",)


def test_a_firm_place_has_no_expiry() -> None:
    desk = Desk(facts(hold_until=Desk().now + timedelta(days=10))).at("8")
    assert (desk.case.place, desk.case.hold_until) == ("firm", None)


def test_nobody_extends_his_own_time_but_the_kepala_dinas() -> None:
    later = timedelta(days=2)
    desk = Desk().at("3")
    with pytest.raises(NotAllowed, match="for a superior"):
        desk.do(Extend, KASI, due=desk.now + later, reason="More time.")
    head = Desk().at("7")
    assert head.do(Extend, HEAD, due=head.now + later, reason="Travelling.").case.step is not None


def test_an_extension_ends_later_than_what_is_extended() -> None:
    desk = Desk().at("3")
    assert desk.case.step is not None
    with pytest.raises(BadValue, match="ends after the due date"):
        desk.do(Extend, KABID, due=desk.case.step.due, reason="More time.")
    desk.now += timedelta(days=9)
    with pytest.raises(BadValue, match="in the future"):
        desk.do(Extend, KABID, due=desk.now - timedelta(days=1), reason="More time.")


def test_comments_are_internal_or_visible_and_the_agency_has_visible_ones_only() -> None:
    desk = Desk().at("3")
    desk.do(Comment, KASI, text="Ask the vendor.").do(Comment, ASKER, text="When?", visible=True)
    desk.do(Comment, PLANNER, text="Rack A03 is better.").do(Comment, REGISTRAR, text="Letter filed.")
    with pytest.raises(NotAllowed, match="Internal comments are the office's"):
        desk.do(Comment, ASKER, text="Psst.")
    with pytest.raises(BadValue, match="The comment is empty"):
        desk.do(Comment, KASI, text="")


@pytest.mark.parametrize("person", [STRANGER, AUDITOR, ADMIN])
def test_who_has_nothing_to_do_with_the_case_says_nothing(person: str) -> None:
    with pytest.raises(NotAllowed):
        Desk().at("3").do(Comment, person, text="Hm.", visible=True)


@pytest.mark.parametrize("step", ["1b", "2", "3", "4", "5", "6", "7", "8"])
def test_the_opd_withdraws_at_any_step_and_the_place_is_free(step: str) -> None:
    desk = Desk().at(step).do(Close, ASKER, ends="withdrawn")
    assert (desk.case.status, desk.case.place, desk.case.step) == ("withdrawn", "none", None)
    assert desk.effects == ("release_place",)


def test_the_opd_withdraws_also_while_it_is_asked() -> None:
    desk = Desk().at("3").do(Ask, KASI, question="How heavy?").do(Close, ASKER, ends="withdrawn")
    assert desk.case.question is None


def test_a_registrar_withdraws_on_paper_naming_the_letter() -> None:
    with pytest.raises(CommentNeeded):
        Desk().at("3").do(Close, REGISTRAR, ends="withdrawn")
    desk = Desk().at("3").do(Close, REGISTRAR, ends="withdrawn", reason="Letter 12/2026.")
    assert desk.case.status == "withdrawn"


def test_the_kabid_cancels_with_a_reason() -> None:
    with pytest.raises(CommentNeeded):
        Desk().at("3").do(Close, KABID, ends="cancelled")
    desk = Desk().at("3").do(Close, KABID, ends="cancelled", reason="The agency was dissolved.")
    assert (desk.case.status, desk.case.closed_at) == ("cancelled", desk.now)
    with pytest.raises(Conflict, match="The case is cancelled"):
        desk.do(Close, ASKER, ends="withdrawn")


@pytest.mark.parametrize(
    ("person", "ends"),
    [(KASI, "cancelled"), (ASKER, "cancelled"), (STRANGER, "withdrawn"), (KABID, "withdrawn")],
)
def test_nobody_else_ends_a_case(person: str, ends: str) -> None:
    with pytest.raises(NotAllowed):
        Desk().at("3").do(Close, person, ends=ends, reason="Because.")


def test_a_version_may_know_no_cancelling() -> None:
    desk = Desk(published=publish(replace(sop().procedure, closings=sop().procedure.closings[:1])))
    with pytest.raises(NoSuchChoice, match="no case that is cancelled"):
        desk.at("3").do(Close, KABID, ends="cancelled", reason="Because.")


def test_a_late_step_is_escalated_to_the_superior() -> None:
    assert escalates_to(Desk().at("3").case, sop().procedure) == ("kabid", "kepala_dinas")
    assert escalates_to(Desk().at("5").case, sop().procedure) == ("kepala_dinas",)
    assert escalates_to(Desk().at("7").case, sop().procedure) == ()
    assert escalates_to(Desk().at("8").archive().case, sop().procedure) == ()


class TestOwnRequest:
    """No official decides his own request, and substitution does not open a side door."""

    AGENCY_POST = Post("agency-dkis", "agency", "Staf", "DKIS")

    def offices(self, *people: str, more: tuple[Holding, ...] = (), without: tuple[str, ...] = ()) -> Desk:
        """A desk at an office whose officials `people` also act for the office as an agency that asks."""
        base = office(*(Holding("agency-dkis", person, SINCE) for person in people), *more, without=without)
        return Desk(facts(offices=replace(base, posts=(*base.posts, self.AGENCY_POST))))

    def test_a_kasi_who_asks_does_not_analyse_and_the_kabid_stands_in(self) -> None:
        desk = self.offices(KASI).file(KASI, agency="DKIS").forward().coordinate()
        with pytest.raises(OwnRequest):
            desk.analyse()
        assert who(desk) == [KABID]
        desk.do(RecordAnalysis, KABID, analysis=analysis()).decide(KABID, "fits", choice=PLACE)
        decided = next(event for event in reversed(desk.events) if isinstance(event, StepDecided))
        assert (decided.by.person, decided.by.instead_of) == (KABID, "kasi")

    def test_an_official_who_only_answers_for_the_agency_is_one_who_asks(self) -> None:
        desk = self.offices(ASKER, KASI).file(ASKER, agency="DKIS").forward()
        desk.do(Ask, KABID, question="How heavy?").do(Answer, KASI, answer="26 kg.").coordinate()
        with pytest.raises(OwnRequest):
            desk.analyse()

    def test_the_rule_holds_again_after_substitution(self) -> None:
        """The one who asks is Plh of the very official who would have decided instead of him."""
        acting = Holding("kabid", KASI, SINCE, kind="plh", decree="800/9")
        desk = self.offices(KASI, more=(acting,)).file(KASI, agency="DKIS").forward()
        with pytest.raises(OwnRequest):
            desk.decide(KASI, "coordinated", paper("catatan_koordinasi"))
        with pytest.raises(NotAllowed):
            desk.decide(KABID, "coordinated", paper("catatan_koordinasi"))
        assert who(desk) == [HEAD]

    def test_initials_are_decisions_too(self) -> None:
        desk = self.offices(ASKER, SECRETARY).file(ASKER, agency="DKIS").forward()
        desk.do(Ask, KABID, question="How heavy?").do(Answer, SECRETARY, answer="26 kg.")
        desk.coordinate().accept().draft().agree().sign_reply()
        with pytest.raises(OwnRequest):
            desk.do(PutInitials, SECRETARY, role="sekretaris")
        assert desk.do(PutInitials, HEAD, role="sekretaris").case.initials

    def test_nobody_steers_how_his_own_request_is_decided(self) -> None:
        desk = self.offices(KABID).file(KABID, agency="DKIS").forward()
        with pytest.raises(OwnRequest):
            desk.coordinate()
        desk.decide(HEAD, "coordinated", paper("catatan_koordinasi"))
        with pytest.raises(OwnRequest):
            desk.do(Reassign, KABID, to=SECRETARY, reason="Quick.")
        with pytest.raises(OwnRequest):
            desk.do(Extend, KABID, due=desk.now + timedelta(days=9), reason="Slow.")
        with pytest.raises(OwnRequest):
            desk.do(Close, KABID, ends="cancelled", reason="Away.")
        with pytest.raises(OwnRequest):
            desk.do(Reassign, HEAD, to=KABID, reason="He knows.")

    def test_if_the_kepala_dinas_asks_nobody_can_sign_and_the_case_waits(self) -> None:
        """Nobody stands above: the step is without an official, which is shown; nothing fails."""
        desk = self.offices(HEAD).file(HEAD, agency="DKIS")
        assert who(desk) == [SECRETARY]
        desk.decide(SECRETARY, "forward", paper("disposisi")).coordinate().accept().draft().agree()
        desk.sign_reply().initial()
        with pytest.raises(OwnRequest):
            desk.sign_decision()
        assert who(desk) == []

    def test_an_official_who_asks_comments_as_one_of_the_agency(self) -> None:
        desk = self.offices(KASI).file(KASI, agency="DKIS")
        with pytest.raises(NotAllowed, match="Internal comments"):
            desk.do(Comment, KASI, text="Take rack A03.")


def test_a_vacant_post_fails_nothing_and_the_superior_stands_in() -> None:
    desk = Desk(facts(offices=office(without=("kasi",)))).file().forward().coordinate()
    assert who(desk) == [KABID]
    desk.do(RecordAnalysis, KABID, analysis=analysis()).decide(KABID, "fits", choice=PLACE)
    assert desk.no == "4"


def test_a_kepala_dinas_who_stands_in_for_the_kabid_signs_in_his_own_name() -> None:
    desk = Desk(facts(offices=office(without=("kabid",)))).file().forward()
    desk.decide(HEAD, "coordinated", paper("catatan_koordinasi")).accept().draft().decide(HEAD, "agree")
    desk.decide(HEAD, "sign", signed("surat_balasan"))
    letter = desk.case.latest("surat_balasan")
    assert letter is not None
    assert not letter.signed_as[0].startswith("a.n.")


def test_an_acting_official_acts_on_his_days_and_the_log_names_the_decree() -> None:
    person = Person("rai", "Rai")
    acting = Holding("kabid", "rai", date(2026, 6, 8), date(2026, 6, 9), "plh", "800/44")
    desk = Desk(facts(offices=office(acting, people=(person,)))).file().forward()
    desk.decide("rai", "coordinated", paper("catatan_koordinasi"))
    decided = next(event for event in reversed(desk.events) if isinstance(event, StepDecided))
    assert (decided.by.kind, decided.by.decree, decided.by.role) == ("plh", "800/44", "kabid")
    desk.accept().draft()
    desk.now += timedelta(days=1)
    assert who(desk) == [KABID]


def test_the_day_of_a_post_is_the_offices_own_day() -> None:
    """At 23:30 UTC it is the next morning in Denpasar."""
    told = facts()
    assert told.day(datetime(2026, 6, 8, 23, 30, tzinfo=UTC)) == date(2026, 6, 9)
