"""Letters over HTTP: drafts, letters to be signed, and what anybody may ask who has one in hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.http.serving import (
    CASE,
    OTHER_CASE,
    SECRET,
    Caller,
    Site,
    problem,
)
from tests.workflow.offices import ASKER, HEAD, KABID, KASI, PLANNER, SECRETARY, STRANGER

DRAFTS = ("disposisi", "catatan_koordinasi", "analisis")


def decide(
    site: Site, person: str, outcome: str, papers: tuple[dict[str, Any], ...] = (), **more: Any
) -> None:
    """An outcome of the open step of the case."""
    body = {"outcome": outcome, "papers": list(papers), **more}
    answer = site.as_(person).post(f"/cases/{CASE}/decisions", body, headers={"If-Match": site.version()})
    assert answer.status_code == 200, answer.text


def kept(caller: Caller, paper: str, content: bytes, **more: Any) -> dict[str, Any]:
    """A file handed in, as a command names it."""
    told = caller.send("POST", "/files", files={"file": (f"{paper}.pdf", content)}).json()
    return {"paper": paper, "sha256": told["sha256"], "name": told["name"], **more}


def make(caller: Caller, paper: str, **body: Any) -> dict[str, Any]:
    """A letter made to be signed, and its PDF."""
    answer = caller.post(f"/cases/{CASE}/letters/{paper}", body)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    pdf = caller.send("GET", answer.headers["Location"])
    assert pdf.headers["etag"] == f'"{told["sha256"]}"'
    return told | {"pdf": pdf.content}


def at_signing(site: Site) -> dict[str, Any]:
    """The case brought to the signing of its reply, and that letter."""
    kasi = site.as_(KASI)
    decide(site, KASI, "fits", choice={"number": 1})
    drafts = ("rancangan_balasan", "rancangan_penetapan", "surat_pengantar")
    papers = [kept(kasi, one, kasi.get(f"/cases/{CASE}/letters/{one}").content) for one in drafts]
    decide(site, KASI, "submit_draft", tuple(papers))
    decide(site, KABID, "agree")
    return make(site.as_(KABID), "surat_balasan")


def test_officials_look_at_drafts_as_pdf_and_as_a_document_to_edit(site: Site) -> None:
    kasi = site.as_(KASI)
    for paper in DRAFTS:
        pdf = kasi.get(f"/cases/{CASE}/letters/{paper}")
        assert (pdf.status_code, pdf.headers["content-type"]) == (200, "application/pdf")
        assert pdf.content == kasi.get(f"/cases/{CASE}/letters/{paper}").content
        docx = kasi.get(f"/cases/{CASE}/letters/{paper}?format=docx")
        assert docx.content.startswith(b"PK")
        assert docx.headers["content-disposition"].endswith(f"{CASE}-{paper.replace('_', '-')}.docx")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_outside_the_office_sees_or_makes_a_letter_of_the_work_in_between(
    site: Site, method: str
) -> None:
    for person, case, status, code in (
        (ASKER, CASE, 403, "not-allowed"),
        (STRANGER, CASE, 404, "not-stored"),
        (ASKER, OTHER_CASE, 404, "not-stored"),
        (None, CASE, 401, "not-signed-in"),
    ):
        body = {"json": {}} if method == "POST" else {}
        answer = site.as_(person).send(method, f"/cases/{case}/letters/surat_balasan", **body)
        assert SECRET not in str(problem(answer, status, code))
    if method == "POST":
        problem(site.as_(PLANNER).post(f"/cases/{CASE}/letters/analisis", {}), 403, "not-allowed")


def test_what_is_no_letter_or_not_yet_one_is_refused_in_words(site: Site) -> None:
    kasi = site.as_(KASI)
    problem(kasi.get(f"/cases/{CASE}/letters/lampiran"), 422, "no-such-choice")
    for paper in ("surat_balasan", "rancangan_balasan", "penetapan", "surat_pengantar", "bast"):
        problem(kasi.get(f"/cases/{CASE}/letters/{paper}"), 409, "not-yet")
    problem(kasi.post(f"/cases/{CASE}/letters/surat_balasan", {}), 409, "not-yet")
    problem(kasi.get(f"/cases/{CASE}/letters/surat_balasan?made=true"), 404, "not-stored")
    problem(kasi.post(f"/cases/{CASE}/letters/analisis", {"nomor": "1"}), 422, "bad-request")


def test_a_letter_is_made_signed_by_hand_handed_in_and_verified_by_anybody(site: Site) -> None:
    letter = at_signing(site)
    assert (letter["number"], letter["dated"]) == ("001/DKIS/2026", "2026-06-08")
    assert make(site.as_(KASI), "surat_balasan") == letter
    anybody = site.as_(None)
    before = anybody.get(f"/letters/{letter['code']}").json()
    assert (before["standing"], before["sha256"]) == ("waiting", None)
    kabid = site.as_(KABID)
    scan = b"%PDF-1.7 a scan of the letter"
    wet = {"kind": "wet", "attestation": "Saya melihat naskah asli ditandatangani."}
    decide(site, KABID, "sign", (kept(kabid, "surat_balasan", scan, signature=wet),))
    paper = kabid.get(f"/cases/{CASE}").json()["papers"][-1]
    assert (paper["paper"], paper["number"]) == ("surat_balasan", "001/DKIS/2026")
    told = anybody.get(f"/letters/{letter['code']}").json()
    assert told == {
        "what": "Surat balasan",
        "number": "001/DKIS/2026",
        "dated": "2026-06-08",
        "office": "Dinas Komunikasi, Informatika dan Statistik",
        "agency": "Dinas Pendidikan Kepemudaan dan Olahraga Kota Denpasar",
        "standing": "issued",
        "signed": "wet",
        "verified": None,
        "as_made": None,
        "sha256": paper["sha256"],
    }
    for content, same in ((scan, "signed"), (letter["pdf"], "made"), (scan + b"!", "other")):
        answer = anybody.send(
            "POST", f"/letters/{letter['code']}/comparisons", files={"file": ("surat.pdf", content)}
        )
        assert (answer.json()["same"], answer.json()["verified"]) == (same, None)


def test_the_link_of_the_qr_code_leads_to_the_letter(site: Site) -> None:
    letter = make(site.as_(KASI), "analisis")
    assert letter["link"].endswith(f"/v/{letter['code']}")
    answer = site.client.get(f"/v/{letter['code']}", follow_redirects=True)
    assert answer.json()["number"] == letter["number"]


def test_an_unknown_code_is_told_as_any_other(site: Site) -> None:
    anybody = site.as_(None)
    told = {
        str(problem(answer, 404, "not-stored"))
        for code in ("x", "A" * 22, make(site.as_(KASI), "analisis")["code"].swapcase())
        for answer in (
            anybody.get(f"/letters/{code}"),
            anybody.send("POST", f"/letters/{code}/comparisons", files={"file": ("a.pdf", b"%PDF-1.7")}),
        )
    }
    assert len(told) == 1


def test_the_decision_takes_a_number_of_the_national_register(site: Site) -> None:
    at_signing(site)
    kabid = site.as_(KABID)
    wet = {"kind": "wet", "attestation": "Saya melihat naskah asli ditandatangani."}
    decide(site, KABID, "sign", (kept(kabid, "surat_balasan", b"%PDF-1.7 scan", signature=wet),))
    for person, role in ((KASI, "kasi"), (KABID, "kabid"), (SECRETARY, "sekretaris")):
        answer = site.as_(person).post(
            f"/cases/{CASE}/initials", {"role": role}, headers={"If-Match": site.version()}
        )
        assert answer.status_code == 200, answer.text
    head = site.as_(HEAD)
    decision = make(head, "penetapan", number="100.3.3/17/HK/2026", dated="2026-06-08")
    assert decision["number"] == "100.3.3/17/HK/2026"
    cover = make(head, "surat_pengantar")
    assert cover["number"] == "002/DKIS/2026"
    papers = tuple(kept(head, one["paper"], one["pdf"], signature=wet) for one in (decision, cover))
    decide(site, HEAD, "sign", papers)
    told = site.as_(None).get(f"/letters/{decision['code']}").json()
    assert (told["number"], told["standing"], told["as_made"]) == ("100.3.3/17/HK/2026", "issued", True)
