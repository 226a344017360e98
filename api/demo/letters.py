"""The papers of the demo as real letters: what is on them, who signs them, where they are left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from api.settings import Settings
from capacity.reading.catalogue import read_catalogue
from workflow.handling import Desk
from workflow.issuing import LetterDesk, Particulars, letter_writer
from workflow.letters import Deliverer, shipped_office
from workflow.papers import Signature
from workflow.ports import Store
from workflow.rehearsal import Rehearsal, Wanted, Write, Written, plain_paper
from workflow.signing import Passphrase
from workflow.signing.pades import PadesSigner
from workflow.signing.test_authority import TestAuthority, make_authority
from workflow.signing.verify import verify_apart

#: Who signs electronically, with keys of a test authority that nobody must trust.
SIGNERS = {"agung": "Contoh Agung", "nyoman": "Contoh Nyoman"}
# Made up, as the people are: the shipped office leaves both for the office to fill in.
_ADDRESS = "Jalan Contoh Nomor 1, Denpasar 80000"
_CONTACT = "Telepon (0361) 000000 · Surel surat@kantor.example"
_SINCE = datetime(2026, 1, 1, tzinfo=UTC)


class LettersOfDemo:
    """The doors to cases and letters of the demo, and a test authority made for it.

    `written` writes letters that are signed by hand: the letter itself stands for its scan. `signed` signs
    them electronically.
    """

    def __init__(self, store: Store, settings: Settings) -> None:
        self.authority: TestAuthority = make_authority(_SINCE)
        passphrase = Passphrase("kunci contoh, bukan rahasia")
        keys = {one: self.authority.issue(name, passphrase, _SINCE) for one, name in SIGNERS.items()}
        self.desk = Desk(store, read_catalogue(), self._verify)
        office = replace(shipped_office(), address=_ADDRESS, contact=_CONTACT)
        self.letters = LetterDesk(self.desk, office, settings.url)
        self.written: Write = letter_writer(self.letters, _particulars, otherwise=_request)
        signer = PadesSigner(keys)
        self.signed: Write = letter_writer(self.letters, _particulars, signer, passphrase, _request)

    def analysis_of(self, case: Rehearsal) -> None:
        """The sheet of the case's analysis, made by the Kasi."""
        by = case.who("kasi").person.id
        self.letters.make(case.name, "analisis", by=by, at=case.now)

    def leave(self, folder: Path, trust: Path) -> list[str]:
        """Leave the letters of all cases in a folder, and the authority's certificate; their names."""
        folder.mkdir()
        trust.mkdir()
        (trust / "titip-test.pem").write_bytes(self.authority.root)
        names = []
        with self.desk.store.read() as unit:
            for line in unit.cases.register():
                case = unit.cases.get(line.name)
                for letter in unit.letters.of_case(case.name):
                    if letter.kept_sha256 is not None:
                        names.append(f"{case.name}-{letter.paper.replace('_', '-')}.pdf")
                        (folder / names[-1]).write_bytes(unit.files.get(letter.kept_sha256)[1])
        return names

    def _verify(self, content: bytes) -> Signature:
        return verify_apart(content, (self.authority.root,), datetime.now(UTC)).signature()


def _particulars(wanted: Wanted) -> Particulars:
    """What the officials of the demo add."""
    return Particulars(
        instructions=("Proses lebih lanjut", "Koordinasi/konfirmasi"),
        note="Mohon dikaji sesuai SOP dan kapasitas ruang server.",
        points=(
            "Spesifikasi dianalisis sebagaimana tercantum dalam surat permohonan.",
            "Perangkat daerah menyiapkan perangkat berikut kabel daya dan kabel jaringannya.",
        ),
        deliverer=Deliverer("Contoh Sari", "Kepala Subbagian Umum", "00000000 000000 0 009"),
    )


def _request(wanted: Wanted) -> Written:
    """The agency's letter, which Titip does not make: as text, with a number and a date of its own."""
    plain = plain_paper(wanted)
    if wanted.paper != "surat_permohonan":
        return plain
    dated: date = wanted.at.date()
    return Written(plain.content, plain.name, f"000.2/{100 + dated.day}/UM/{dated.year}", dated)
