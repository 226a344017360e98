"""The archive of letters: what stands in it, for whom, and what may be downloaded."""

from __future__ import annotations

import csv
import io
import re

import pytest

from tests.api.http.browsing import Visitor, statuses, words
from tests.api.http.serving import CASE, Site
from tests.api.http.test_letters import at_signing, decide, kept, make
from tests.workflow.offices import ASKER, AUDITOR, HEAD, KABID, KASI, REGISTRAR, SECRETARY, STRANGER

WET = {"kind": "wet", "attestation": "Saya melihat naskah asli ditandatangani."}
SCAN = b"%PDF-1.7 scan"


def reply_signed(site: Site) -> None:
    """The reply of the case, signed by hand and handed in."""
    at_signing(site)
    decide(site, KABID, "sign", (kept(site.as_(KABID), "surat_balasan", SCAN, signature=WET),))


def all_sent(site: Site) -> None:
    """The decision signed too, and everything sent to the agency."""
    for person, role in ((KASI, "kasi"), (KABID, "kabid"), (SECRETARY, "sekretaris")):
        initials = site.as_(person).post(
            f"/cases/{CASE}/initials", {"role": role}, headers={"If-Match": site.version()}
        )
        assert initials.status_code == 200
    head = site.as_(HEAD)
    made = (make(head, "penetapan", number="100.3.3/17/HK/2026"), make(head, "surat_pengantar"))
    decide(site, HEAD, "sign", tuple(kept(head, one["paper"], one["pdf"], signature=WET) for one in made))
    sent = site.as_(KASI).post(
        f"/cases/{CASE}/sendings", {"channel": "SRIKANDI"}, headers={"If-Match": site.version()}
    )
    assert sent.status_code == 200, sent.text


def numbers(site: Site, person: str, query: str = "") -> list[str]:
    """The letters that somebody finds, in the order of the page."""
    page = Visitor(site, person).get(f"/letters{query}")
    assert page.status_code == 200
    return [" ".join(one.split()) for one in re.findall(r'<th scope="row">(.*?)</th>', page.text)]


def test_who_may_read_letters_sees_the_archive(shared: Site) -> None:
    for path in ("/letters", "/letters.csv"):
        told = statuses(shared, path)
        assert told.pop("nobody") == 303
        assert {role for role, status in told.items() if status != 200} == {"administrator", "no_post"}


def test_an_empty_archive_says_when_letters_come(shared: Site) -> None:
    assert "as soon as they are made to be signed" in words(Visitor(shared, KASI).get("/letters"))
    assert "as soon as they were sent to you" in words(Visitor(shared, ASKER).get("/letters"))


def test_the_office_finds_every_letter_with_its_signer_and_file(site: Site) -> None:
    reply_signed(site)
    page = words(Visitor(site, AUDITOR).get("/letters"))
    for told in ("001/DKIS/2026", "8 Jun 2026", CASE, "Nyoman, ", "By hand, scanned", "counts"):
        assert told in page
    (address,) = re.findall(
        r'href="(/cases/[^"]+/papers/[^"]+)"', Visitor(site, AUDITOR).get("/letters").text
    )
    assert Visitor(site, AUDITOR).get(address).content == SCAN


@pytest.mark.parametrize("person", [ASKER, REGISTRAR])
def test_outside_the_office_a_letter_is_there_once_it_was_sent(site: Site, person: str) -> None:
    reply_signed(site)
    assert numbers(site, KASI) == ["001/DKIS/2026"]
    assert numbers(site, person) == []
    all_sent(site)
    assert numbers(site, person) != []
    assert set(numbers(site, person)) <= set(numbers(site, KASI))
    page = Visitor(site, person).get("/letters").text
    addresses = re.findall(r'href="(/cases/[^"]+/(?:papers|letters)/[^"]+)"', page)
    assert addresses
    for address in addresses:
        assert Visitor(site, person).get(address).status_code == 200
        assert Visitor(site, STRANGER).get(address).status_code == 404
    assert numbers(site, STRANGER) == []
    assert numbers(site, STRANGER, "?agency=Disdikpora") == []


def test_letters_are_filtered_sorted_and_exported(site: Site) -> None:
    reply_signed(site)
    all_sent(site)
    assert numbers(site, KASI, "?sort=number&kind=penetapan") == ["100.3.3/17/HK/2026"]
    assert numbers(site, KASI, "?q=100.3.3") == ["100.3.3/17/HK/2026"]
    assert numbers(site, KASI, "?standing=void") == numbers(site, KASI, "?until=2026-06-07") == []
    assert numbers(site, KASI, "?sort=-number") == sorted(numbers(site, KASI), reverse=True)
    answer = Visitor(site, KASI).get("/letters.csv?kind=surat_balasan")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert (row["Number"], row["Case"], row["Standing"]) == ("001/DKIS/2026", CASE, "counts")
    assert len(row["SHA-256"]) == 64
