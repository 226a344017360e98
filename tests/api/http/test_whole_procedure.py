"""The whole SOP over HTTP alone, a client for each role: accepted and signed, refused, an application."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.api.http.serving import Caller, Site, copied, site_on
from tests.workflow.handling.carrying import ROOM, catalogue, request
from tests.workflow.offices import AGENCY, ASKER, HEAD, KABID, KASI, SECRETARY
from workflow.handling import Desk
from workflow.papers import Signature
from workflow.signing import Passphrase
from workflow.signing.pades import PadesSigner
from workflow.signing.test_authority import make_authority
from workflow.signing.verify import verify_pdf

SINCE = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
WORD = "frangipani under the gate"
ATTESTED = {"kind": "wet", "attestation": "Scan of the signed original."}


@dataclass
class Walk:
    """One case, carried by clients that know nothing but the API."""

    site: Site
    signer: PadesSigner
    case: str = ""

    def __post_init__(self) -> None:
        self.people = {person: self.site.as_(person) for person in (ASKER, HEAD, KABID, KASI, SECRETARY)}

    def caller(self, person: str) -> Caller:
        self.site.now += timedelta(seconds=10)  # sessions end when they lie unused
        return self.people[person]

    def seen(self, person: str = KASI) -> dict[str, Any]:
        answer = self.people[person].get(f"/cases/{self.case}")
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        assert answer.headers["ETag"] == f'"{told["version"]}"'
        return told

    def keep(self, person: str, content: bytes, name: str) -> dict[str, str]:
        answer = self.caller(person).send("POST", "/files", files={"file": (name, content)})
        assert answer.status_code == 201, answer.text
        return {"sha256": answer.json()["sha256"], "name": answer.json()["name"]}

    def file(self, table: dict[str, object], **more: Any) -> Walk:
        paper = {"paper": "surat_permohonan", **self.keep(ASKER, f"Request {table}".encode(), "surat.txt")}
        body = {"agency": AGENCY, "subject": "Server", "request": table, "papers": [paper], **more}
        answer = self.caller(ASKER).post(
            "/cases", json=body, headers={"Idempotency-Key": f"k{self.site.now:%H%M%S}"}
        )
        assert answer.status_code == 201, answer.text
        self.case = answer.json()["case"]
        return self

    def send(self, person: str, what: str, body: Any = None) -> Any:
        headers = {"If-Match": f'"{self.seen()["version"]}"'}
        answer = self.caller(person).post(f"/cases/{self.case}/{what}", json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def draft(self, person: str, paper: str) -> dict[str, Any]:
        """The letter as Titip drafts it, handed in as it is."""
        answer = self.caller(person).get(f"/cases/{self.case}/letters/{paper}")
        assert answer.status_code == 200, answer.text
        assert answer.content.startswith(b"%PDF")
        return {"paper": paper, **self.keep(person, answer.content, f"{paper}.pdf")}

    def made(self, person: str, paper: str) -> bytes:
        """The letter that is to be signed, with its number and code."""
        answer = self.caller(person).post(f"/cases/{self.case}/letters/{paper}", json={})
        assert answer.status_code == 201, answer.text
        assert answer.json()["number"]
        content = self.caller(person).get(answer.headers["Location"]).content
        assert isinstance(content, bytes)
        return content

    def signed(self, person: str, paper: str) -> dict[str, Any]:
        """Signed electronically, on the official's own machine."""
        content = self.signer.sign(
            self.made(person, paper), person=person, passphrase=Passphrase(WORD), at=self.site.now
        )
        handed = self.keep(person, content, f"{paper}.pdf")
        return {"paper": paper, **handed, "signature": {"kind": "electronic"}}

    def scanned(self, person: str, paper: str) -> dict[str, Any]:
        """Signed by hand and scanned."""
        return {
            "paper": paper,
            **self.keep(person, self.made(person, paper), f"{paper}.pdf"),
            "signature": ATTESTED,
        }

    def decide(self, person: str, outcome: str, *papers: dict[str, Any], **more: Any) -> Walk:
        self.send(person, "decisions", {"outcome": outcome, "papers": list(papers), **more})
        return self

    def coordinated(self) -> Walk:
        self.decide(HEAD, "forward", self.draft(HEAD, "disposisi"))
        return self.decide(KABID, "coordinated", self.draft(KABID, "catatan_koordinasi"))

    def granted(self) -> Walk:
        """From the analysis to the archive, both letters signed electronically."""
        self.send(KASI, "analyses", {"room": ROOM})
        self.decide(KASI, "fits", choice={"number": 1})
        drafts = ("rancangan_balasan", "rancangan_penetapan", "surat_pengantar")
        self.decide(KASI, "submit_draft", *(self.draft(KASI, paper) for paper in drafts))
        self.decide(KABID, "agree").decide(KABID, "sign", self.signed(KABID, "surat_balasan"))
        for person, role in ((KASI, "kasi"), (KABID, "kabid"), (SECRETARY, "sekretaris")):
            self.send(person, "initials", {"role": role})
        letters = (self.signed(HEAD, "penetapan"), self.signed(HEAD, "surat_pengantar"))
        self.decide(HEAD, "sign", *letters)
        return self.archived()

    def archived(self) -> Walk:
        self.send(KASI, "sendings", {"channel": "SRIKANDI"})
        return self.decide(KASI, "archive")

    def paper(self, person: str, paper: str) -> bytes:
        """The newest revision of a paper, as somebody downloads it."""
        told = [one for one in self.seen(person)["papers"] if one["paper"] == paper]
        answer = self.caller(person).get(f"/cases/{self.case}/papers/{paper}/{told[-1]['revision']}")
        assert answer.status_code == 200, answer.text
        content: bytes = answer.content
        return content


@pytest.fixture(scope="module")
def authority() -> tuple[PadesSigner, bytes]:
    made = make_authority(SINCE)
    keys = {person: made.issue(person.title(), Passphrase(WORD), SINCE) for person in (KABID, HEAD)}
    return PadesSigner(keys), made.root


@pytest.fixture
def walk(populated: Path, tmp_path: Path, authority: tuple[PadesSigner, bytes]) -> Iterator[Walk]:
    signer, root = authority
    with site_on(copied(populated, tmp_path)) as site:

        def good(content: bytes) -> Signature:
            return verify_pdf(content, (root,), site.now).signature()

        services = site.app.state.services
        desk = Desk(site.store, catalogue(), good)
        site.app.state.services = replace(services, desk=desk)
        yield Walk(site, signer)


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return " ".join("\n".join(pages).split())


def test_a_server_is_accepted_signed_electronically_and_installed(
    walk: Walk, authority: tuple[PadesSigner, bytes]
) -> None:
    walk.file(request()).coordinated()
    walk.send(KASI, "questions", {"question": "Which switch?"})
    assert [task["kind"] for task in walk.caller(ASKER).get("/tasks").json()] == ["answer"]
    walk.send(ASKER, "answers", {"answer": "tor-a02."})
    walk.granted()
    seen = walk.seen(ASKER)
    assert (seen["status"], seen["path"], seen["place"]["state"]) == ("archived", "accept", "firm")
    for paper, many in (("surat_balasan", 1), ("penetapan", 1), ("surat_pengantar", 1)):
        content = walk.paper(ASKER, paper)
        verified = verify_pdf(content, (authority[1],), walk.site.now)
        assert verified.good
        assert len(verified.signatures) == many
        flipped = bytearray(content)
        flipped[len(flipped) // 3] ^= 1
        assert not verify_pdf(bytes(flipped), (authority[1],), walk.site.now).good
    code = walk.caller(KASI).post(f"/cases/{walk.case}/letters/penetapan", json={})
    assert code.status_code in (201, 409)  # closed: the letter stays as it was made
    installed = {"serial": "CZ1", "place": seen["place"]["where"], "weight_kg": 25.5, "power_w": 431}
    record = {"paper": "bast", **walk.keep(KASI, b"Berita acara", "bast.txt")}
    walk.send(KASI, "handovers", {"installed": [installed], "paper": record})
    assert walk.seen(ASKER)["place"]["state"] == "installed"
    devices = walk.caller(KASI).get(f"/rooms/{ROOM}/devices", params={"rack": "A03"}).json()["items"]
    assert f"{walk.case}/1" in [device["device"] for device in devices]
    assert walk.site.store.faults() == ()


def test_a_request_is_refused_with_what_would_make_it_fit_and_comes_again_smaller(walk: Walk) -> None:
    large = request("does-not-fit-gpu", owner=AGENCY)
    walk.file(large).coordinated()
    walk.send(KASI, "analyses", {"room": ROOM})
    walk.decide(KASI, "does_not_fit", comment="No rack carries it.")
    walk.decide(KASI, "submit_draft", walk.draft(KASI, "rancangan_balasan")).decide(KABID, "agree")
    walk.decide(KABID, "sign", walk.scanned(KABID, "surat_balasan")).archived()
    seen = walk.seen(ASKER)
    assert (seen["status"], seen["path"], seen["place"]) == ("archived", "refuse", None)
    reply = text_of(walk.paper(ASKER, "surat_balasan"))
    assert "belum dapat" in reply or "tidak dapat" in reply
    first = walk.case
    smaller = {**large, "u_height": 2, "power_w": 900, "weight_kg": 30, "depth_mm": 750}
    walk.file(smaller, refers_to=first).coordinated().granted()
    assert walk.case != first
    assert walk.seen(ASKER)["refers_to"] == first
    assert walk.seen(ASKER)["path"] == "accept"


def test_an_application_is_accepted_onto_a_host(walk: Walk) -> None:
    walk.file(request("application-fits", owner=AGENCY)).coordinated().granted()
    seen = walk.seen(ASKER)
    assert (seen["status"], seen["place"]["state"]) == ("archived", "firm")
    assert "host" in seen["place"]["where"]


def test_every_letter_says_who_asks_for_what_and_the_same_case_makes_the_same_bytes(walk: Walk) -> None:
    walk.file(request()).coordinated()
    walk.send(KASI, "analyses", {"room": ROOM})
    walk.decide(KASI, "fits", choice={"number": 1})
    for paper in ("rancangan_balasan", "rancangan_penetapan", "surat_pengantar"):
        one = walk.people[KASI].get(f"/cases/{walk.case}/letters/{paper}").content
        assert walk.people[KASI].get(f"/cases/{walk.case}/letters/{paper}").content == one
        assert walk.case in text_of(one)
