"""titip case letter and titip letters verify."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.settings import LETTERS, TRUST
from tests.api.case.walking import KABID, KASI, Walk
from tests.workflow.letters.pages import words
from workflow.signing import Passphrase
from workflow.signing.pades import PadesSigner
from workflow.signing.test_authority import make_authority


def made(walk: Walk, paper: str, *options: object) -> tuple[int, object]:
    """The letter written to its file; exit code and what was said."""
    out = walk.folder / f"{paper}.pdf"
    ran = walk.titip("case", "letter", walk.name, paper, "--out", out, *options, "--at", walk.clock, "--json")
    return ran.code, ran.said


def test_a_draft_is_written_as_pdf_and_as_a_document(walk: Walk) -> None:
    walk.analysed()
    code, said = made(walk, "analisis", "--docx", walk.folder / "analisis.docx")
    assert code == 0
    assert said["number"] is None
    assert "RANCANGAN" in words((walk.folder / "analisis.pdf").read_bytes())
    assert (walk.folder / "analisis.docx").read_bytes().startswith(b"PK")


def test_a_letter_to_be_signed_bears_number_and_date_and_is_known_by_file_and_code(walk: Walk) -> None:
    walk.analysed()
    code, said = made(walk, "analisis", "--final", "--as", KASI, "--number", "17/X", "--dated", "2026-06-08")
    assert (code, said["number"], said["dated"]) == (0, "17/X", "2026-06-08")
    out = walk.folder / "analisis.pdf"
    assert "Nomor: 17/X" in words(out.read_bytes())
    by_file = walk.titip("letters", "verify", out, "--json")
    by_code = walk.titip("letters", "verify", said["code"], "--json")
    assert (by_file.code, by_code.code) == (0, 0)
    assert by_file.said["letter"] == by_code.said["letter"]
    assert (by_file.said["file"], by_code.said["file"]) == ("signed", None)
    plain = walk.titip("letters", "verify", out)
    assert "GENUINE" in plain.out
    assert "17/X" in plain.out


def test_what_is_no_letter_of_the_office_is_said_so(walk: Walk) -> None:
    other = walk.folder / "other.pdf"
    other.write_bytes(b"%PDF-1.7 no letter")
    text = walk.folder / "other.txt"
    text.write_text("no letter", encoding="utf-8")
    ran = walk.titip("letters", "verify", text, "--json")
    assert (ran.code, ran.said["genuine"], ran.said["letter"]) == (1, False, None)
    assert "UNKNOWN" in walk.titip("letters", "verify", text).out
    assert walk.titip("letters", "verify", other, "--json").code == 2  # no PDF that can be read
    assert walk.titip("letters", "verify", "A" * 22, "--json").said["error"]["code"] == "not-stored"


def test_options_that_do_not_go_together_are_refused(walk: Walk) -> None:
    walk.analysed()
    for options in (["--final"], ["--number", "1"], ["--dated", "2026-06-08"]):
        assert made(walk, "analisis", *options)[0] == 2
    assert walk.titip("case", "letter", walk.name, "analisis", "--json").code == 2


def test_a_signature_counts_if_it_leads_to_a_certificate_of_the_settings(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk.analysed()
    walk.done("decide", "fits", "--place", 1, by=KASI)
    walk.drafted()
    walk.done("decide", "agree", by=KABID)
    made(walk, "surat_balasan", "--final", "--as", KABID)
    authority = make_authority(datetime(2026, 1, 1, tzinfo=UTC))
    signer = PadesSigner({KABID: authority.issue(KABID, Passphrase("x"), datetime(2026, 1, 1, tzinfo=UTC))})
    signed = walk.folder / "signed.pdf"
    at = datetime(2026, 6, 8, 2, 0, tzinfo=UTC)
    letter = (walk.folder / "surat_balasan.pdf").read_bytes()
    signed.write_bytes(signer.sign(letter, person=KABID, passphrase=Passphrase("x"), at=at))
    ran = walk.titip("letters", "verify", signed, "--json").said["signatures"]
    assert [(one["intact"], one["trusted"]) for one in ran] == [(True, False)]
    trust = walk.folder / "trust"
    trust.mkdir()
    monkeypatch.setenv(TRUST, str(trust))
    assert walk.titip("letters", "verify", signed, "--json").code == 2  # an empty folder
    (trust / "root.pem").write_bytes(authority.root)
    ran = walk.titip("letters", "verify", signed, "--json").said["signatures"]
    assert [(one["signer"], one["good"]) for one in ran] == [(f"{KABID} (TITIP TEST)", True)]
    (trust / "note.pem").write_text("no certificate", encoding="utf-8")
    assert walk.titip("letters", "verify", signed, "--json").code == 2


def test_the_letterhead_is_that_of_the_settings(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    walk.analysed()
    path = Path(walk.folder / "letters.yaml")
    monkeypatch.setenv(LETTERS, str(path))
    assert made(walk, "disposisi")[0] == 2
    path.write_text(
        "{name: kota, government: Pemerintah Kota Contoh, office: Dinas Contoh, place: Contoh,"
        " room: Data Center, address: Jalan Contoh 1, contact: '-', registers: []}",
        encoding="utf-8",
    )
    assert made(walk, "disposisi")[0] == 0
    assert "DINAS CONTOH" in words((walk.folder / "disposisi.pdf").read_bytes())
