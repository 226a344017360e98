"""The page that the QR code of a letter leads to: anybody learns whether it is genuine, and nothing more."""

from __future__ import annotations

from typing import Any

from tests.api.http.browsing import Visitor, words
from tests.api.http.serving import CASE, SECRET, Site
from tests.api.http.test_letters import at_signing, decide, kept
from tests.workflow.offices import KABID

WET = {"kind": "wet", "attestation": "Saya melihat naskah asli ditandatangani."}


def signed(site: Site) -> dict[str, Any]:
    """The reply of the case, signed by hand."""
    letter = at_signing(site)
    scan = kept(site.as_(KABID), "surat_balasan", b"%PDF-1.7 scan", signature=WET)
    decide(site, KABID, "sign", (scan,))
    return letter | {"scan": scan["sha256"]}


def test_a_browser_gets_a_page_and_a_program_the_same_as_json(site: Site) -> None:
    letter = signed(site)
    page = Visitor(site, None).get(f"/v/{letter['code']}")
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    for told in (letter["number"], "8 Jun 2026", "It counts", "Kepala Bidang e-Government", letter["scan"]):
        assert told in words(page)
    program = site.client.get(f"/v/{letter['code']}", headers={"Accept": "application/json"})
    assert program.json()["number"] == letter["number"]


def test_who_signed_is_told_by_post_and_name_and_nothing_of_the_case_is(site: Site) -> None:
    told = words(Visitor(site, None).get(f"/v/{signed(site)['code']}"))
    assert "Nyoman" in told
    for hidden in (CASE, "NIP", "A03", SECRET, "Server web"):
        assert hidden not in told


def test_a_letter_that_waits_for_its_signature_does_not_count(site: Site) -> None:
    told = words(Visitor(site, None).get(f"/v/{at_signing(site)['code']}"))
    assert "Not signed yet" in told


def test_a_file_is_compared_and_the_answer_stands_on_the_page(site: Site) -> None:
    letter = signed(site)
    visitor = Visitor(site, None)
    for content, said in (
        (b"%PDF-1.7 scan", "The same: this file is the letter that was signed"),
        (letter["pdf"], "the letter before it was signed"),
        (b"%PDF-1.7 other", "this file is not that letter"),
    ):
        answer = visitor.post(f"/v/{letter['code']}", files={"file": ("surat.pdf", content)})
        assert (answer.status_code, said in words(answer)) == (200, True), words(answer)


def test_without_a_file_the_page_asks_for_one(site: Site) -> None:
    answer = Visitor(site, None).post(f"/v/{at_signing(site)['code']}", {"a": "b"})
    assert (answer.status_code, "Choose a file." in words(answer)) == (422, True)


def test_a_code_that_nobody_wrote_gets_a_calm_page(site: Site) -> None:
    for code in ("x", "A" * 22, "B" * 500, "%3Cscript%3E", f"{at_signing(site)['code'].swapcase()}"):
        visitor = Visitor(site, None)
        for answer in (
            visitor.get(f"/v/{code}"),
            visitor.post(f"/v/{code}", files={"file": ("a.pdf", b"%PDF-1.7")}),
        ):
            assert (answer.status_code, "No letter bears this code" in words(answer)) == (404, True)
            assert "<script>" not in answer.text.partition("<main")[2]


def test_it_is_said_in_bahasa_indonesia_first(site: Site) -> None:
    code = at_signing(site)["code"]
    answer = site.client.get(f"/v/{code}", headers={"Accept": "text/html"})
    assert "Apakah surat ini asli?" in words(answer)
