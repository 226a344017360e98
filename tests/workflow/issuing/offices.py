"""Cases with real letters: doors to cases and letters of a store, two officials who sign with keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.workflow.handling.carrying import NINE, Carrier, catalogue, request
from tests.workflow.offices import AGENCY, HEAD, KABID, KASI
from workflow.handling import Desk
from workflow.issued import IssuedLetter
from workflow.issuing import LetterDesk, Made, Particulars, letter_writer
from workflow.letters import shipped_office
from workflow.papers import Installed, PlaceChoice, Signature
from workflow.ports import Store
from workflow.rehearsal import Rehearsal
from workflow.signing import Passphrase
from workflow.signing.pades import PadesSigner
from workflow.signing.test_authority import TestAuthority, make_authority
from workflow.signing.verify import verify_pdf

URL = "https://titip.example"
SECRET = "frangipani-di-pagi-hari"
FIRST = PlaceChoice("", "first")


@cache
def authority() -> TestAuthority:
    return make_authority(NINE)


@cache
def keys() -> PadesSigner:
    return PadesSigner({one: authority().issue(one, Passphrase(SECRET), NINE) for one in (HEAD, KABID)})


def good(content: bytes) -> Signature:
    """What the signatures are worth. Checked in this process, where the tests need no guard against bombs."""
    return verify_pdf(content, (authority().root,), NINE).signature()


@dataclass(frozen=True)
class Doors:
    """The doors to the cases and letters of a store."""

    store: Store

    @property
    def desk(self) -> Desk:
        return Desk(self.store, catalogue(), good)

    @property
    def letters(self) -> LetterDesk:
        return LetterDesk(self.desk, shipped_office(), URL)

    def at(self, step: str) -> Carrier:
        """A case at a step of an acceptance; its papers so far are texts."""
        carrier = Carrier(self.store)
        carrier.desk = self.desk
        return carrier.to(step)

    def rehearse(self, *, signed: bool = False, name: str = "fits-web-server") -> Rehearsal:
        """A case whose papers are real letters, at the analysis."""
        more = (keys(), Passphrase(SECRET)) if signed else (None, None)
        write = letter_writer(self.letters, lambda wanted: Particulars(points=("Dua catu daya.",)), *more)
        case = Rehearsal(self.desk, NINE, write).file(AGENCY, "Server web", request(name))
        return case.decide("forward").decide("coordinated").analyse()

    def made(self, case: Carrier, paper: str, by: str = KASI, **more: Any) -> Made:
        return self.letters.make(case.name, paper, by=by, at=case.tick(), **more)

    def issued(self, case: str) -> dict[str, IssuedLetter]:
        """The newest letter of each paper."""
        with self.store.read() as unit:
            return {one.paper: one for one in unit.letters.of_case(case)}

    def files(self, case: str) -> Iterator[tuple[str, bytes]]:
        """Every paper of a case that is a PDF: its name, and its bytes."""
        with self.store.read() as unit:
            for version in unit.cases.get(case).papers:
                if version.file is not None and version.file.media_type == "application/pdf":
                    yield version.paper, unit.files.get(version.sha256)[1]

    def register(self, name: str, year: int = 2026) -> list[int]:
        """The numbers of a register, as they were taken."""
        with self.store.read() as unit:
            return [one.counted.count for one in unit.letters.of_register(name, year) if one.counted]


def installed(case: Rehearsal) -> tuple[Installed, ...]:
    choice = case.case.choice
    assert choice is not None
    return (Installed("CZ1", choice.place, weight_g=25_600, power_w=431, name="ppdb-web-3"),)
