"""What a letter made from a case shows, what anybody may know of it, and what stays secret."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import asdict
from io import BytesIO
from pathlib import Path

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.workflow.handling.carrying import ROOM, request
from tests.workflow.issuing.offices import SECRET, URL, Doors, keys
from tests.workflow.letters.pages import words
from tests.workflow.offices import HEAD, KABID, KASI, OTHER_AGENCY, STRANGER
from workflow.analysis import read_frozen
from workflow.analysis.analyse import stands_sha256
from workflow.conflicts import NotStored
from workflow.errors import NotYet
from workflow.issuing import compared, shown
from workflow.overview import timeline
from workflow.papers import Signature
from workflow.signing import Passphrase


def sign_reply(doors: Doors) -> str:
    """A case whose reply was signed electronically."""
    case = doors.at("6")
    doors.letters.sign(case.name, keys(), Passphrase(SECRET), by=KABID, at=case.tick())
    return case.name


def test_the_same_case_gives_the_same_bytes_as_draft_and_as_letter_to_be_signed(doors: Doors) -> None:
    case = doors.at("6")
    letters = doors.letters
    drafts = {letters.pdf(letters.draft(case.name, "surat_balasan", at=case.tick())) for _ in range(2)}
    assert len(drafts) == 1
    assert doors.made(case, "surat_balasan").pdf == doors.made(case, "surat_balasan").pdf


def test_a_letter_bears_the_link_with_its_code(doors: Doors) -> None:
    made = doors.made(doors.at("6"), "surat_balasan")
    assert f"{URL}/v/{made.issued.code}" in words(made.pdf).replace("/ ", "/")
    assert doors.letters.made(made.issued.case, "surat_balasan") == (made.issued, made.pdf)


def test_no_letter_is_drafted_before_what_it_says_is_known(doors: Doors) -> None:
    case = doors.at("2")
    with pytest.raises(NotYet, match="not been analysed"):
        doors.letters.draft(case.name, "surat_balasan", at=case.tick())
    with pytest.raises(NotYet, match="Nothing was installed"):
        doors.letters.draft(case.to("8").name, "bast", at=case.tick())
    with pytest.raises(NotStored):
        doors.letters.draft("PS-2026-9999", "disposisi", at=case.tick())


def test_the_rack_is_drawn_as_it_stood_when_the_place_was_found(doors: Doors) -> None:
    case = doors.at("3").analyse()
    with doors.store.read() as unit:
        analysis = unit.cases.get(case.name).analysis
        assert analysis is not None
        frozen = read_frozen(unit.files.get(analysis.sha256)[1])
    before = doors.letters.pdf(doors.letters.draft(case.name, "analisis", at=case.now))
    case.accept()
    doors.at("4")
    with doors.store.read() as unit:
        assert stands_sha256(unit.rooms.now(ROOM)) != frozen.room.stands_sha256
        then = unit.rooms.then(ROOM, frozen.room.number, frozen.at)
        assert stands_sha256(then) == frozen.room.stands_sha256
    assert doors.letters.pdf(doors.letters.draft(case.name, "analisis", at=case.now)) == before


def test_who_has_the_code_sees_what_the_letter_is_and_nothing_of_its_content(doors: Doors) -> None:
    name = sign_reply(doors)
    letter = doors.issued(name)["surat_balasan"]
    with doors.store.read() as unit:
        told = shown(unit, letter.code, doors.letters.office)
        case = unit.cases.get(name)
    assert (told.what, told.number) == ("Surat balasan", "001/DKIS/2026")
    assert told.agency == "Dinas Pendidikan Kepemudaan dan Olahraga Kota Denpasar"
    assert (told.standing, told.signed, told.verified, told.as_made) == ("issued", "electronic", True, True)
    assert told.sha256 == letter.kept_sha256
    said = " ".join(map(str, asdict(told).values()))
    assert case.choice is not None
    for secret in (name, case.subject, case.choice.place, "A03", letter.code):
        assert secret not in said
    # Who signed stands on the letter, which whoever has the code has seen.
    assert told.signed_by[-1] == "Nyoman"


def test_a_letter_that_waits_or_was_given_up_does_not_count(doors: Doors) -> None:
    case = doors.at("6")
    code = doors.made(case, "surat_balasan").issued.code
    with doors.store.read() as unit:
        told = shown(unit, code, doors.letters.office)
        assert (told.standing, told.signed, told.sha256) == ("waiting", None, None)
    doors.made(case, "surat_balasan", number="17/X")
    with doors.store.read() as unit:
        assert shown(unit, code, doors.letters.office).standing == "void"
        with pytest.raises(NotStored, match="No letter bears this code"):
            shown(unit, code.swapcase(), doors.letters.office)


def test_a_letter_that_was_signed_anew_is_told_as_replaced(doors: Doors) -> None:
    case = doors.at("6")
    letters, secret = doors.letters, Passphrase(SECRET)
    letters.sign(case.name, keys(), secret, by=KABID, at=case.tick())
    first = doors.issued(case.name)["surat_balasan"]
    case.decide(HEAD, "back_to_draft", comment="Ulangi.").to("6")
    letters.sign(case.name, keys(), secret, by=KABID, at=case.tick())
    second = doors.issued(case.name)["surat_balasan"]
    with doors.store.read() as unit:
        assert shown(unit, first.code, letters.office).standing == "replaced"
        assert shown(unit, second.code, letters.office).standing == "issued"
    assert second.number == "002/DKIS/2026"


def test_a_file_is_the_signed_one_the_one_before_it_was_signed_or_another(doors: Doors) -> None:
    name = sign_reply(doors)
    letter = doors.issued(name)["surat_balasan"]
    assert letter.kept_sha256 is not None
    assert letter.made_sha256 is not None
    with doors.store.read() as unit:
        signed, made = (unit.files.get(sha)[1] for sha in (letter.kept_sha256, letter.made_sha256))
        assert (compared(unit, letter.code, signed).same, compared(unit, letter.code, signed).verified) == (
            "signed",
            True,
        )
        assert compared(unit, letter.code, made).same == "made"
        other = compared(unit, letter.code, signed + b"\n")
        assert (other.same, other.verified) == ("other", None)


def test_a_letter_that_was_altered_before_it_was_signed_is_kept_with_a_warning(doors: Doors) -> None:
    case = doors.at("6")
    made = doors.made(case, "surat_balasan")
    writer, out = IncrementalPdfFileWriter(BytesIO(made.pdf)), BytesIO()
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)
    writer.write(out)
    signed = keys().sign(out.getvalue(), person=KABID, passphrase=Passphrase(SECRET), at=case.now)
    paper = doors.desk.keep_paper(
        signed, case.now, paper="surat_balasan", name="surat.pdf", signature=Signature("electronic")
    )
    case.decide(KABID, "sign", paper)
    assert doors.issued(case.name)["surat_balasan"].as_made is False
    with doors.store.read() as unit:
        told = [one for one in timeline(unit, case.name) if one.kind == "OtherLetter"]
    assert [one.text.en for one in told] == [
        "Note: the Reply letter that was handed in is not the letter that Titip made"
    ]
    assert told[0].for_agency is None


def test_the_passphrase_is_in_no_file_of_the_database_and_in_no_log(
    doors: Doors, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sign_reply(doors)
    dump = "\n".join(sqlite3.connect(path).iterdump())
    assert "surat_balasan" in dump
    files = [file.read_bytes() for file in path.parent.iterdir()]
    assert any(b"surat_balasan" in content for content in files)
    for secret in (SECRET, SECRET.encode().hex()):
        assert secret not in dump
        assert all(secret.encode() not in content for content in files)
        assert secret not in caplog.text


def test_a_letter_of_one_agency_says_nothing_of_anothers(doors: Doors) -> None:
    case = doors.at("4")
    doors.at("1b")
    other = doors.at("1b").file(
        request(), agency=OTHER_AGENCY, by=STRANGER, subject="Rahasia Dinkes", refers_to=None
    )
    said = words(doors.letters.pdf(doors.letters.draft(case.name, "surat_balasan", at=case.tick())))
    assert OTHER_AGENCY not in said
    assert other.name not in said
    assert KASI not in said
