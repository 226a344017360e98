"""Initials, signatures by hand and by computer, authority to sign, and step 7 that verifies again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.workflow.driving import PLACE, WET, Desk, analysis, facts, paper, signed
from tests.workflow.offices import ASKER, HEAD, KABID, KASI, SECRETARY, SINCE, TITLES, office
from workflow.commands import Attach, PutInitials, RecordAnalysis
from workflow.errors import BadValue, Conflict, MissingPaper, NotAllowed, NotYet
from workflow.events import PaperInitialled, StepDecided
from workflow.facts import Verdict
from workflow.papers import Signature
from workflow.roles import Holding


def test_step_6_the_kabid_signs_for_the_kepala_dinas() -> None:
    desk = Desk().at("7")
    letter = desk.case.latest("surat_balasan")
    assert letter is not None
    assert letter.signed_as == (
        f"a.n. {TITLES['kepala_dinas']}",
        "Kepala Bidang e-Government",
        KABID.title(),
    )


def test_step_7_the_kepala_dinas_signs_for_himself_the_decision_and_its_cover_letter() -> None:
    desk = Desk().at("8")
    for name in ("penetapan", "surat_pengantar"):
        version = desk.case.latest(name)
        assert version is not None
        assert version.signed
        assert version.signed_as == (TITLES["kepala_dinas"], HEAD.title())
    assert desk.effects == ("confirm_place",)
    assert desk.case.place == "firm"


def test_a_letter_is_not_signed_without_the_signed_letter() -> None:
    with pytest.raises(MissingPaper, match="Signed papers are missing: surat_balasan"):
        Desk().at("6").decide(KABID, "sign")
    with pytest.raises(MissingPaper, match="surat_balasan"):
        Desk().at("6").decide(KABID, "sign", paper("surat_balasan"))
    with pytest.raises(MissingPaper, match="surat_pengantar"):
        Desk().at("7").initial().decide(HEAD, "sign", signed("penetapan"))


def test_a_letter_signed_by_hand_needs_an_attestation_and_is_not_verifiable() -> None:
    scan = replace(paper("surat_balasan"), signature=Signature("wet"))
    with pytest.raises(BadValue, match="needs an attestation"):
        Desk().at("6").decide(KABID, "sign", scan)
    letter = Desk().at("7").case.latest("surat_balasan")
    assert letter is not None
    assert letter.file is not None
    assert letter.file.signature == WET
    assert not WET.verifiable


def test_an_electronic_signature_has_been_verified() -> None:
    letter = paper("surat_balasan")
    bad = replace(letter, signature=Signature("electronic", verified=False))
    with pytest.raises(BadValue, match="was not found to be good"):
        Desk().at("6").decide(KABID, "sign", bad)
    good = replace(letter, signature=Signature("electronic", verified=True))
    assert Desk().at("6").decide(KABID, "sign", good).no == "7"
    assert Signature("electronic", verified=True).verifiable


def test_a_letter_keeps_the_number_and_date_that_the_national_register_gave() -> None:
    numbered = replace(signed("surat_balasan"), number="000.8/412/DKIS", dated=date(2026, 6, 9))
    letter = Desk().at("6").decide(KABID, "sign", numbered).case.latest("surat_balasan")
    assert letter is not None
    assert letter.file == numbered


def test_the_kepala_dinas_does_not_sign_before_kasi_kabid_and_sekretaris_put_their_initials() -> None:
    desk = Desk().at("7")
    with pytest.raises(NotYet, match=r"Kasi Penyebaran.*, Kabid e-Government, Sekretaris Dinas") as caught:
        desk.sign_decision()
    assert caught.value.guard == "initials_complete"
    desk.do(PutInitials, KASI, role="kasi").do(PutInitials, KABID, role="kabid")
    with pytest.raises(NotYet, match=r"missing: Sekretaris Dinas\."):
        desk.sign_decision()
    assert desk.do(PutInitials, SECRETARY, role="sekretaris").sign_decision().no == "8"


def test_each_initial_is_a_logged_act_over_the_revisions_that_were_read() -> None:
    desk = Desk().at("7").initial()
    acts = [event for event in desk.events if isinstance(event, PaperInitialled)]
    assert [act.initial.role for act in acts] == ["kasi", "kabid", "sekretaris"]
    assert {(ref.paper, ref.revision) for ref in acts[0].initial.papers} == {
        ("rancangan_penetapan", 1),
        ("surat_pengantar", 1),
    }


def test_initials_are_given_once_and_by_who_holds_the_role() -> None:
    desk = Desk().at("7").do(PutInitials, KASI, role="kasi")
    with pytest.raises(Conflict, match="there already"):
        desk.do(PutInitials, KASI, role="kasi")
    with pytest.raises(NotAllowed):
        desk.do(PutInitials, KASI, role="kabid")
    with pytest.raises(NotAllowed, match="No initials of 'kepala_dinas'"):
        desk.do(PutInitials, HEAD, role="kepala_dinas")
    with pytest.raises(NotAllowed, match="No initials of 'kasi' are asked for at step 6"):
        Desk().at("6").do(PutInitials, KASI, role="kasi")


def test_initials_on_an_older_revision_do_not_count() -> None:
    desk = Desk().at("7").initial().decide(HEAD, "back_to_draft", comment="Wrong address.")
    desk.draft("second").agree().sign_reply()
    with pytest.raises(NotYet, match="Initials"):
        desk.sign_decision()
    assert desk.initial().sign_decision().no == "8"


def test_a_drafter_who_signs_himself_needs_no_initials() -> None:
    """The head also acts as Kasi (Plh) and drafts: nobody else has to check what he signs."""
    desk = Desk(facts(offices=office(Holding("kasi", HEAD, SINCE, kind="plh", decree="800/1"))))
    desk.file().forward().coordinate()
    desk.do(RecordAnalysis, HEAD, analysis=analysis()).decide(HEAD, "fits", choice=PLACE)
    drafts = [paper(name) for name in ("rancangan_balasan", "rancangan_penetapan", "surat_pengantar")]
    desk.decide(HEAD, "submit_draft", *drafts).agree().sign_reply()
    assert desk.sign_decision().no == "8"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hold": "lapsed"}, "The hold on the place has lapsed"),
        ({"hold": "none"}, "The case holds no place"),
        ({"hold": None}, "The case holds no place"),
        ({"again": Verdict(False, ("ups UPS-B is over its limit",))}, "ups UPS-B is over its limit"),
        ({"again": None}, "The verifier has not looked at the place"),
    ],
)
def test_step_7_verifies_again_and_returns_to_step_3_with_the_reason(
    changes: dict[str, object], words: str
) -> None:
    """Signing stops: nothing is signed, the case is at the Kasi's desk, and the reason stands in the log."""
    desk = Desk().at("7").initial().told(**changes).sign_decision()
    assert desk.no == "3"
    assert desk.case.latest("penetapan") is None
    stopped = next(event for event in reversed(desk.events) if isinstance(event, StepDecided))
    assert (stopped.outcome, stopped.wanted, stopped.guard) == ("place_lost", "sign", "place_verified")
    assert words in stopped.comment
    assert desk.effects == ()


def test_a_case_that_lost_its_place_gets_another_and_is_signed() -> None:
    desk = Desk().at("7").initial().told(hold="lapsed").sign_decision()
    desk.told(hold="held").analyse(text="2")
    desk.decide(KASI, "fits", choice=PLACE).draft("new").agree().sign_reply().initial().sign_decision()
    assert desk.no == "8"
    assert len(desk.case.revisions("surat_balasan")) == 2


def test_an_automatic_outcome_is_nobodys_choice() -> None:
    with pytest.raises(NotAllowed, match="'place_lost' is not chosen"):
        Desk().at("7").decide(HEAD, "place_lost", comment="I want it.")


def test_a_signed_paper_cannot_be_slipped_in_before_the_signing() -> None:
    with pytest.raises(NotAllowed, match="'penetapan' is not handed in at step 7"):
        Desk().at("7").do(Attach, HEAD, paper=signed("penetapan"))
    with pytest.raises(NotAllowed, match="This is for Kepala Dinas"):
        Desk().at("7").do(Attach, ASKER, paper=signed("penetapan"))
