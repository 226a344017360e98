"""Cases from the request to the archive with real letters: accepted, refused, an application."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.workflow.issuing.offices import (
    FIRST,
    SECRET,
    Doors,
    good,
    installed,
    keys,
)
from tests.workflow.letters.pages import words
from tests.workflow.offices import HEAD, KABID
from workflow.errors import BadValue, NoSuchChoice, NotAllowed
from workflow.papers import Signature
from workflow.signing import Passphrase
from workflow.signing.values import CannotSign


def test_an_acceptance_is_signed_electronically_by_two_officials_and_every_signature_holds(
    doors: Doors,
) -> None:
    case = doors.rehearse(signed=True)
    case.decide("fits", choice=FIRST).onward()
    case.wait(timedelta(hours=8)).hand_over(installed(case))
    assert case.case.stay == "installed"
    signed = {name: pdf for name, pdf in doors.files(case.name) if b"/ByteRange" in pdf}
    assert set(signed) == {"surat_balasan", "penetapan", "surat_pengantar"}
    assert all(map(good, signed.values()))
    by_paper = doors.issued(case.name)
    assert {one.as_made for one in by_paper.values()} == {True}
    for paper in ("surat_balasan", "penetapan", "surat_pengantar", "bast", "catatan_koordinasi"):
        version = case.case.latest(paper)
        assert version is not None
        assert version.file is not None
        assert (version.file.number, version.file.dated) == (by_paper[paper].number, by_paper[paper].dated)
        (pdf,) = [pdf for name, pdf in doors.files(case.name) if name == paper][-1:]
        assert by_paper[paper].number in words(pdf)
        electronic = paper in signed
        assert ("Ditandatangani secara elektronik" in words(pdf)) is electronic
        assert "Dinas Pendidikan Kepemudaan dan Olahraga" in words(pdf)


def test_the_cover_letter_and_the_handover_record_name_the_decisions_number(doors: Doors) -> None:
    case = doors.rehearse()
    case.decide("fits", choice=FIRST).onward()
    case.wait(timedelta(hours=8)).hand_over(installed(case))
    files, by_paper = dict(doors.files(case.name)), doors.issued(case.name)
    for paper in ("surat_pengantar", "bast"):
        assert f"Nomor {by_paper['penetapan'].number}" in words(files[paper])
    assert f"Nomor {by_paper['surat_balasan'].number}" in words(files["surat_pengantar"])


def test_drafts_bear_no_number_and_say_that_they_are_drafts(doors: Doors) -> None:
    case = doors.rehearse()
    case.decide("fits", choice=FIRST).decide("submit_draft")
    files = dict(doors.files(case.name))
    assert {"rancangan_balasan", "rancangan_penetapan", "surat_pengantar"} <= set(files)
    assert "surat_pengantar" not in doors.issued(case.name)
    for paper in ("rancangan_balasan", "rancangan_penetapan", "surat_pengantar"):
        assert "DKIS/2026" not in words(files[paper])


def test_a_refusal_says_in_plain_words_what_would_make_it_fit(doors: Doors) -> None:
    case = doors.rehearse(name="does-not-fit-gpu")
    case.decide("does_not_fit", comment="Tidak ada rak yang cukup.").onward()
    said = words(dict(doors.files(case.name))["surat_balasan"])
    assert "tidak dapat ditempatkan" in said
    assert "dapat ditempatkan apabila" in said
    assert "daya perangkat paling besar" in said
    assert "penetapan" not in doors.issued(case.name)


def test_an_application_gets_its_decision_with_its_host(doors: Doors) -> None:
    case = doors.rehearse(name="application-fits")
    case.decide("fits", choice=FIRST).onward()
    assert "virt-1" in words(dict(doors.files(case.name))["penetapan"])


def test_a_flipped_bit_of_a_signed_letter_is_refused_at_the_door(doors: Doors) -> None:
    case = doors.at("6")
    made = doors.made(case, "surat_balasan", KABID)
    signed = bytearray(keys().sign(made.pdf, person=KABID, passphrase=Passphrase(SECRET), at=case.now))
    signed[signed.index(b"/MediaBox") + 12] ^= 1
    paper = doors.desk.keep_paper(
        bytes(signed),
        case.now,
        paper="surat_balasan",
        name="surat.pdf",
        signature=Signature("electronic"),
    )
    with pytest.raises(BadValue, match="not found to be good"):
        case.decide(KABID, "sign", paper)
    assert case.no == "6"
    assert doors.issued(case.name)["surat_balasan"].open


def test_signing_decides_the_step_and_only_the_official_on_the_letter_signs(doors: Doors) -> None:
    case = doors.at("6")
    letters, secret = doors.letters, Passphrase(SECRET)
    with pytest.raises(NotAllowed):
        letters.sign(case.name, keys(), secret, by=HEAD, at=case.tick())
    with pytest.raises(CannotSign):
        letters.sign(case.name, keys(), Passphrase("no"), by=KABID, at=case.tick())
    letters.sign(case.name, keys(), secret, by=KABID, at=case.tick())
    assert case.no == "7"
    with pytest.raises(NoSuchChoice):
        letters.sign(case.name, keys(), secret, by=HEAD, at=case.tick(), outcome="back_to_draft")
    letters.sign(case.initial().name, keys(), secret, by=HEAD, at=case.tick())
    assert case.no == "8"
    assert doors.register("surat-keluar") == [1, 2]
    assert doors.register("keputusan") == [1]


def test_papers_that_are_no_letters_of_titip_are_written_by_somebody_else(doors: Doors) -> None:
    case = doors.rehearse()
    request_ = case.case.latest("surat_permohonan")
    assert request_ is not None
    assert request_.file is not None
    assert request_.file.name == "surat_permohonan.txt"
