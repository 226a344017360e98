"""Who signs, in whose name, whose initials a letter bears, and who gets a copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.workflow.driving import Desk
from tests.workflow.letters.dossiers import SIGNED, TODAY, dossier
from tests.workflow.letters.kinds import letters_of
from tests.workflow.letters.pages import words
from tests.workflow.offices import KABID, KASI, SECRETARY, SINCE, TITLES, office
from workflow.letters import cover_letter, decision, render_pdf, reply
from workflow.letters.indonesian import DOTS
from workflow.roles import Holding

UNTIL = date(2026, 12, 31)
HEAD_OF_OFFICE = TITLES["kepala_dinas"]


def test_the_kabid_replies_a_n_the_kepala_dinas_with_a_copy_to_him() -> None:
    said = words(render_pdf(reply(dossier(), SIGNED)))
    block = f"a.n. {HEAD_OF_OFFICE} Kepala Bidang e-Government, Nyoman Pembina NIP. NIP-nyoman"
    assert block in said
    assert f"Tembusan: Yth. {HEAD_OF_OFFICE}" in said


def test_an_acting_official_signs_as_plt() -> None:
    acting = office(Holding("kabid", KASI, SINCE, UNTIL, "plt", "800/8"), without=("kabid",))
    said = words(render_pdf(reply(dossier(offices=acting), SIGNED)))
    assert f"a.n. {HEAD_OF_OFFICE} Plt. Kepala Bidang e-Government, Komang" in said


def test_a_plh_signs_the_decision_whose_title_stays_that_of_the_office() -> None:
    away = office(Holding("kepala_dinas", SECRETARY, TODAY, UNTIL, "plh", "800/9"))
    said = words(render_pdf(decision(dossier(offices=away), SIGNED)))
    assert f"Plh. {HEAD_OF_OFFICE}, Dewi" in said
    assert "KEPUTUSAN KEPALA DINAS KOMUNIKASI" in said
    assert "KEPUTUSAN PLH" not in said


def test_who_acts_is_asked_for_the_letter_s_date() -> None:
    later = office(Holding("kabid", KASI, date(2026, 6, 10), UNTIL, "plh", "800/8"))
    early = replace(SIGNED, dated=date(2026, 6, 9))
    assert reply(dossier(offices=later), SIGNED).signatures[0].block.name == "Komang"
    assert reply(dossier(offices=later), early).signatures[0].block.name == "Nyoman"


def test_a_post_without_anybody_keeps_its_title_and_dots_for_the_name() -> None:
    vacant = reply(dossier(offices=office(without=("kabid",))))
    assert vacant.signatures[0].block.capacity == ("Kepala Bidang e-Government",)
    assert vacant.signatures[0].block.name == DOTS


def test_a_signer_may_be_named() -> None:
    people = office()
    plain = people.acting("sekretaris", TODAY)[0]
    assert decision(dossier(), replace(SIGNED, signer=plain)).signatures[0].block.name == "Dewi"


def test_decision_and_cover_letter_bear_the_initials_of_three_officials() -> None:
    for letter in (decision(dossier(), SIGNED), cover_letter(dossier(), SIGNED)):
        assert [row.name for row in letter.paraf] == ["Komang", "Nyoman", "Dewi"]
        assert not any(row.done for row in letter.paraf)
        assert "Paraf hierarki" in words(render_pdf(letter))
    assert reply(dossier(), SIGNED).paraf == ()


def test_initials_that_were_put_are_marked() -> None:
    case = Desk().at("7").initial().case
    told = replace(dossier(), case=replace(case, choice=dossier().case.choice))
    letter = decision(told, SIGNED)
    assert all(row.done for row in letter.paraf)
    assert words(render_pdf(letter)).count("sudah diparaf") == 3


def test_a_signer_puts_no_initials_beside_his_own_signature() -> None:
    away = office(Holding("kepala_dinas", KABID, TODAY, UNTIL, "plh", "800/9"))
    assert [row.name for row in decision(dossier(offices=away), SIGNED).paraf] == ["Komang", "Dewi"]


def test_the_agency_gets_a_copy_of_the_decision() -> None:
    letter = letters_of(dossier(), SIGNED)["penetapan"]
    assert letter.copies[0].startswith("Yth. Kepala Dinas Pendidikan")
