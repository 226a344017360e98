"""A letter to be signed, an authority and two officials with keys; the PDF is made as letters are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import typst

from workflow.signing import Passphrase
from workflow.signing.pades import PadesSigner
from workflow.signing.test_authority import TestAuthority, make_authority

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 8, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECRET = "frangipani di pagi hari"
HEAD, KABID = "agung", "nyoman"


@cache
def letter(text: str = "Penetapan layanan") -> bytes:
    source = f"#set page(width: 12cm, height: 8cm)\n{text}".encode()
    made = typst.compile(source, format="pdf", pdf_standards=["a-2b"])
    assert isinstance(made, bytes)
    return made


@dataclass(frozen=True)
class Office:
    authority: TestAuthority
    signer: PadesSigner

    @property
    def roots(self) -> tuple[bytes, ...]:
        return (self.authority.root,)

    def sign(self, content: bytes, person: str = KABID, at: datetime = NOW) -> bytes:
        return self.signer.sign(content, person=person, passphrase=Passphrase(SECRET), at=at)


@cache
def office() -> Office:
    authority = make_authority(SINCE)
    names = {HEAD: "I Gusti Agung", KABID: "I Nyoman"}
    keys = {person: authority.issue(name, Passphrase(SECRET), SINCE) for person, name in names.items()}
    return Office(authority, PadesSigner(keys))


@cache
def signed_twice() -> bytes:
    """Signed by the head of the division, a minute later by the head of the office."""
    return office().sign(office().sign(letter()), HEAD, NOW + timedelta(minutes=1))
