"""The steps of the procedure, as the case goes through them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.workflow.driving import PLACE, REQUEST, Desk, analysis, facts, paper, signed
from tests.workflow.offices import (
    ASKER,
    AUDITOR,
    HEAD,
    KABID,
    KASI,
    PLANNER,
    REGISTRAR,
    SECRETARY,
    STRANGER,
)
from tests.workflow.procedure.broken import with_step
from workflow.commands import (
    Answer,
    Ask,
    Attach,
    Claim,
    Decide,
    Extend,
    PutInitials,
    RecordAnalysis,
    Send,
)
from workflow.errors import (
    BadValue,
    CommentNeeded,
    Conflict,
    MissingPaper,
    NoSuchChoice,
    NotAllowed,
    NotYet,
)
from workflow.events import StepDecided
from workflow.facts import Verdict
from workflow.papers import PlaceChoice
from workflow.procedure import Initials, publish

ACTORS = {
    "1b": {HEAD, SECRETARY},
    "2": {KABID},
    "3": {KASI},
    "4": {KASI},
    "5": {KABID},
    "6": {KABID},
    "7": {HEAD},
    "8": {KASI},
}
EVERYBODY = {HEAD, SECRETARY, KABID, KASI, REGISTRAR, PLANNER, AUDITOR, ASKER, STRANGER}


def test_an_accepted_request_goes_through_all_steps_to_the_archive() -> None:
    desk = Desk().at("8").archive()
    decided = [(e.step, e.outcome) for e in desk.events if isinstance(e, StepDecided)]
    assert decided == [
        ("1a", "submit"),
        ("1b", "forward"),
        ("2", "coordinated"),
        ("3", "fits"),
        ("4", "submit_draft"),
        ("5", "agree"),
        ("6", "sign"),
        ("7", "sign"),
        ("8", "archive"),
    ]
    assert (desk.case.status, desk.case.place, desk.case.stay) == ("archived", "firm", "awaited")
    assert desk.case.step is None


def test_a_refused_request_skips_step_7_and_is_sent_and_archived() -> None:
    desk = Desk().at("8", "refuse")
    assert "7" not in {e.step for e in desk.events if isinstance(e, StepDecided)}
    desk.archive()
    assert (desk.case.status, desk.case.path) == ("archived", "refuse")
    assert (desk.case.place, desk.case.stay) == ("none", None)
    assert desk.case.latest("penetapan") is None


@pytest.mark.parametrize(("step", "actors"), ACTORS.items())
def test_a_step_is_decided_by_its_actors_and_nobody_else(step: str, actors: set[str]) -> None:
    """A superior stands in only where the post is vacant."""
    assert {person for person in EVERYBODY if _may_claim(step, person)} == actors


def _may_claim(step: str, person: str) -> bool:
    try:
        Desk().at(step).do(Claim, person)
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize(
    ("step", "outcome", "by", "title"),
    [
        ("1b", "forward", HEAD, "Disposisi"),
        ("2", "coordinated", KABID, "Catatan hasil koordinasi"),
        ("4", "submit_draft", KASI, "Rancangan surat balasan"),
    ],
)
def test_a_step_is_not_left_without_the_papers_it_makes(step: str, outcome: str, by: str, title: str) -> None:
    with pytest.raises(MissingPaper, match=title):
        Desk().at(step).decide(by, outcome)


def test_papers_may_be_handed_in_before_the_decision() -> None:
    desk = Desk().at("2").do(Attach, KABID, paper=paper("catatan_koordinasi")).decide(KABID, "coordinated")
    assert desk.no == "3"


def test_a_paper_of_another_step_is_not_handed_in() -> None:
    with pytest.raises(NotAllowed, match="'disposisi' is not handed in at step 2"):
        Desk().at("2").do(Attach, KABID, paper=paper("disposisi"))
    with pytest.raises(NotAllowed, match="not handed in at step 5"):
        Desk().at("5").decide(KABID, "agree", paper("rancangan_koreksi"))


def test_a_refusal_has_no_decision_to_draft() -> None:
    with pytest.raises(NotAllowed, match="no 'rancangan_penetapan' when the path is 'refuse'"):
        Desk().at("4", "refuse").decide(
            KASI, "submit_draft", paper("rancangan_balasan"), paper("rancangan_penetapan")
        )


def test_an_unknown_outcome_is_told_with_the_known_ones() -> None:
    with pytest.raises(NoSuchChoice, match="but: agree, disagree, analyse_again"):
        Desk().at("5").decide(KABID, "yes")


@pytest.mark.parametrize(
    ("step", "by", "outcome"),
    [
        ("3", KASI, "does_not_fit"),
        ("3", KASI, "coordinate_again"),
        ("5", KABID, "disagree"),
        ("5", KABID, "analyse_again"),
        ("6", KABID, "back_to_draft"),
        ("7", HEAD, "back_to_draft"),
    ],
)
@pytest.mark.parametrize("comment", ["", "  \n"])
def test_a_return_or_a_refusal_needs_a_comment(step: str, by: str, outcome: str, comment: str) -> None:
    with pytest.raises(CommentNeeded):
        Desk().at(step).decide(by, outcome, comment=comment)


def test_step_3_is_not_decided_without_an_analysis() -> None:
    desk = Desk().at("3")
    with pytest.raises(MissingPaper, match="Bentuk sistem yang sudah dianalisa"):
        desk.decide(KASI, "fits", choice=PLACE)
    with pytest.raises(MissingPaper, match="Bentuk sistem yang sudah dianalisa"):
        desk.decide(KASI, "does_not_fit", comment="No.")


def test_an_analysis_of_an_earlier_visit_does_not_count() -> None:
    desk = Desk().at("5").decide(KABID, "analyse_again", comment="The weight is wrong.")
    with pytest.raises(MissingPaper):
        desk.decide(KASI, "fits", choice=PLACE)


@pytest.mark.parametrize("result", ["does_not_fit", "cannot_decide"])
def test_an_analysis_that_found_no_place_offers_none(result: str) -> None:
    with pytest.raises(NotYet, match="found no place"):
        Desk().at("3").analyse(result).decide(KASI, "fits", choice=PLACE)


def test_a_place_must_be_chosen_and_accepted_by_the_verifier() -> None:
    desk = Desk().at("3").analyse()
    with pytest.raises(NotYet, match="Choose the place"):
        desk.decide(KASI, "fits")
    desk.told(chosen=None)
    with pytest.raises(NotYet, match="verifier has not looked"):
        desk.decide(KASI, "fits", choice=PLACE)
    desk.told(chosen=Verdict(False, ("rack A03 is too heavy",)))
    with pytest.raises(NotYet, match="does not accept the place: rack A03 is too heavy") as caught:
        desk.decide(KASI, "fits", choice=PLACE)
    assert caught.value.guard == "fits"


def test_the_kasi_takes_an_own_place_with_a_reason_for_what_he_overrides() -> None:
    """Soft rules may be overridden in an own place; the verifier still speaks for the physical ones."""
    own = PlaceChoice("B02 front 20", "own", "Kept free for the move in May, which is cancelled.")
    desk = Desk().at("3").analyse("does_not_fit").decide(KASI, "fits", choice=own)
    assert desk.case.choice == own
    desk = Desk(facts(chosen=Verdict(False))).at("2").coordinate().analyse("does_not_fit")
    with pytest.raises(NotYet, match="does not accept"):
        desk.decide(KASI, "fits", choice=own)


def test_a_place_of_the_analysis_overrides_nothing() -> None:
    choice = PlaceChoice("A03 front 7-8", "other", "because")
    with pytest.raises(NotYet, match="for an own place only"):
        Desk().at("3").analyse().decide(KASI, "fits", choice=choice)


def test_the_place_is_held_when_it_fits_and_released_when_refused() -> None:
    assert Desk().at("3").accept().effects == ("hold_place",)
    refused = Desk().at("3").refuse()
    assert refused.effects == ("release_place",)
    assert refused.case.place == "none"


def test_the_place_that_was_taken_is_kept_until_it_is_released() -> None:
    desk = Desk().at("4")
    assert desk.case.choice == PLACE
    desk.draft().decide(KABID, "analyse_again", comment="The weight is wrong.")
    assert desk.case.choice == PLACE
    assert desk.refuse().case.choice is None


def test_no_place_is_taken_where_none_is_decided() -> None:
    with pytest.raises(NotAllowed, match="No place is taken by 'agree' at step 5"):
        Desk().at("5").decide(KABID, "agree", choice=PLACE)


def test_a_rerun_of_the_analysis_releases_the_cases_own_hold_first() -> None:
    desk = Desk().at("5").decide(KABID, "analyse_again", comment="The weight is wrong.")
    assert desk.case.place == "held"
    desk.analyse(text="2")
    assert desk.effects == ("release_place",)
    assert desk.case.place == "none"
    assert desk.analyse(text="3").effects == ()


def test_an_analysis_of_a_request_that_has_changed_is_not_recorded() -> None:
    stale = analysis(request="0" * 64)
    assert stale.request_sha256 != REQUEST
    with pytest.raises(Conflict, match="changed after the analysis"):
        Desk().at("3").do(RecordAnalysis, KASI, analysis=stale)


def test_nothing_is_analysed_or_sent_at_other_steps() -> None:
    with pytest.raises(NotAllowed, match="Nothing is analysed at step 4"):
        Desk().at("4").do(RecordAnalysis, KASI, analysis=analysis())
    with pytest.raises(NotAllowed, match="Nothing is sent at step 4"):
        Desk().at("4").do(Send, KASI, channel="courier")


def test_tidak_setuju_goes_back_to_the_kasi_and_the_draft_becomes_revision_2() -> None:
    desk = Desk().at("5").decide(KABID, "disagree", comment="Name the rack.")
    assert desk.no == "4"
    with pytest.raises(MissingPaper, match="Rancangan surat balasan"):
        desk.decide(KASI, "submit_draft")
    desk.draft("second")
    revisions = desk.case.revisions("rancangan_balasan")
    assert [version.revision for version in revisions] == [1, 2]
    assert revisions[0].sha256 != revisions[1].sha256


def test_the_kabid_may_correct_the_draft_himself() -> None:
    desk = Desk().at("5").decide(KABID, "agree", paper("rancangan_balasan", "corrected by hand"))
    latest = desk.case.latest("rancangan_balasan")
    assert latest is not None
    assert (latest.revision, latest.maker) == (2, KABID)


def test_setuju_makes_the_corrected_draft_of_the_revision_that_was_read() -> None:
    desk = Desk().at("5").decide(KABID, "disagree", comment="Name the rack.").draft("second").agree()
    corrected = desk.case.latest("rancangan_koreksi")
    draft = desk.case.latest("rancangan_balasan")
    assert corrected is not None
    assert draft is not None
    assert corrected.covers == (draft.ref,)
    assert draft.revision == 2


def test_step_8_is_archived_only_after_the_letters_were_sent() -> None:
    desk = Desk().at("8")
    with pytest.raises(NotYet, match="have not been sent"):
        desk.decide(KASI, "archive")
    desk.archive()
    archive = desk.case.latest("arsip")
    assert archive is not None
    assert {ref.paper for ref in archive.covers} == {"surat_pengantar", "penetapan", "surat_balasan"}


def test_letters_are_sent_once_and_in_some_way() -> None:
    desk = Desk().at("8")
    with pytest.raises(BadValue, match="The way of sending is empty"):
        desk.do(Send, KASI, channel="")
    with pytest.raises(Conflict, match="sent already"):
        desk.send().send()


def test_a_step_begins_when_the_one_before_it_is_decided() -> None:
    desk = Desk().at("3")
    assert desk.case.step is not None
    assert desk.case.step.since == desk.now
    assert desk.case.step.due == desk.now + timedelta(days=1)
    assert desk.case.step.original_due == desk.case.step.due


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"sha256": "abc"}, "without its SHA-256"),
        ({"sha256": "Z" * 64}, "without its SHA-256"),
        ({"size_bytes": 0}, "is empty"),
    ],
)
def test_a_paper_comes_with_its_hash_and_is_not_empty(changes: dict[str, object], words: str) -> None:
    with pytest.raises(BadValue, match=words):
        Desk().at("2").decide(KABID, "coordinated", replace(paper("catatan_koordinasi"), **changes))  # type: ignore[arg-type]


def test_the_same_paper_is_not_handed_in_twice_at_once() -> None:
    with pytest.raises(BadValue, match="handed in twice"):
        Desk().at("2").decide(
            KABID, "coordinated", paper("catatan_koordinasi", "a"), paper("catatan_koordinasi", "b")
        )


def test_a_command_that_saw_an_older_version_meets_a_conflict() -> None:
    desk = Desk().at("2")
    seen = desk.case.version
    desk.do(Attach, KABID, paper=paper("catatan_koordinasi"))
    with pytest.raises(Conflict, match="The case has changed"):
        desk.do(Decide, KABID, outcome="coordinated", version=seen)


def test_a_refused_command_leaves_the_case_as_it_was() -> None:
    desk = Desk().at("5")
    before = desk.case
    with pytest.raises(CommentNeeded):
        desk.decide(KABID, "disagree")
    assert desk.case is before


def test_a_closed_case_takes_no_decision() -> None:
    desk = Desk().at("8", "refuse").archive()
    with pytest.raises(Conflict, match="The case is archived"):
        desk.decide(KASI, "archive")


def test_a_case_is_not_decided_under_another_version_of_the_procedure() -> None:
    desk = Desk().at("2")
    desk.published = publish(replace(desk.published.procedure, version=2))
    with pytest.raises(ValueError, match="is pinned to"):
        desk.coordinate()


def test_a_signed_paper_is_handed_in_only_where_it_is_signed() -> None:
    with pytest.raises(NotAllowed, match="'catatan_koordinasi' is not signed at step 2"):
        Desk().at("2").decide(KABID, "coordinated", signed("catatan_koordinasi"))


def under(desk: Desk, no: str, **changes: object) -> Desk:
    """The desk, as if a field of one step of its version were another."""
    desk.published = replace(desk.published, procedure=with_step(no, **changes))
    return desk


def test_a_step_may_ask_for_more_than_its_analysis() -> None:
    desk = under(Desk().at("3"), "3", also_outputs=("catatan_koordinasi",)).analyse()
    with pytest.raises(MissingPaper, match="Catatan hasil koordinasi"):
        desk.decide(KASI, "fits", choice=PLACE)
    assert desk.decide(KASI, "fits", paper("catatan_koordinasi", "more"), choice=PLACE).no == "4"


def test_initials_need_something_to_stand_on() -> None:
    initials = Initials(("kasi",), ("surat_pengantar", "bast"))
    with pytest.raises(MissingPaper, match="Berita acara serah terima"):
        under(Desk().at("7"), "7", initials=initials).do(PutInitials, KASI, role="kasi")


def test_where_no_clock_runs_nothing_is_extended() -> None:
    desk = under(Desk().at("2"), "3", time=None).coordinate()
    assert desk.case.step is not None
    assert desk.case.step.due is None
    with pytest.raises(NotAllowed, match="No clock runs in step 3"):
        desk.do(Extend, KABID, due=desk.now + timedelta(days=1), reason="Why not.")
    answered = desk.do(Ask, KASI, question="How heavy?").do(Answer, ASKER, answer="26 kg.")
    assert answered.case.step is not None
    assert answered.case.step.due is None
