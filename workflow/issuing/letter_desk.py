"""The door to the letters of cases: drafts, letters to be signed, and signing them electronically."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from workflow.commands import Decide
from workflow.conflicts import NotStored, StaleVersion
from workflow.errors import NoSuchChoice
from workflow.handling import Desk, Done
from workflow.issued import IssuedLetter
from workflow.issuing.gathering import Gatherer, outside_of, signer_of
from workflow.issuing.kinds import Material, Particulars, build
from workflow.issuing.reserving import Wish, reserve
from workflow.letters import DRAFT, Letter, LetterOffice, render_pdf
from workflow.papers import NewPaper, Signature
from workflow.ports import UnitOfWork
from workflow.procedure.walks import exists_on
from workflow.signing import Passphrase, Signer
from workflow.state import Case

NOTHING_MORE = Particulars()


@dataclass(frozen=True, slots=True)
class Made:
    """A letter that was made to be signed: its value, its PDF, and the number and code that it bears."""

    letter: Letter
    pdf: bytes
    issued: IssuedLetter

    @property
    def name(self) -> str:
        """What its file is called."""
        return file_name(self.issued.case, self.issued.paper)


@dataclass(frozen=True, slots=True)
class LetterDesk:
    """Makes letters of the cases behind a desk; may be shared by threads.

    Attributes
    ----------
    desk
        The door to the cases.
    office
        What the letters have in common: letterhead, registers, fonts.
    url
        Where people reach the service; the link of a letter's QR code begins with it.
    fonts
        A folder with the office's own fonts; None for those that come along.
    """

    desk: Desk
    office: LetterOffice
    url: str
    fonts: str | None = None

    def draft(self, case: str, paper: str, *, at: datetime, more: Particulars = NOTHING_MORE) -> Letter:
        """What a letter would say now, without number and date. The same case gives the same, all day.

        Raises NotStored, NoSuchChoice, NotYet.
        """
        with self.desk.store.read() as unit:
            material = self._gatherer(unit).material(unit.cases.get(case), paper, at)
        return build(paper, material, DRAFT, more)

    def pdf(self, letter: Letter) -> bytes:
        """The letter as PDF/A, in the office's fonts."""
        return render_pdf(letter, self.office.fonts, self.fonts)

    def make(
        self,
        case: str,
        paper: str,
        *,
        by: str,
        at: datetime,
        number: str = "",
        dated: date | None = None,
        signer: str | None = None,
        electronic: bool = False,
        more: Particulars = NOTHING_MORE,
    ) -> Made:
        """The letter to be signed, or as it is for a paper that nobody signs.

        It is given number, date and code when it is first made, and keeps them when it is made again.

        Parameters
        ----------
        number, dated
            Where another register gave them; else the next number of the own register, and today.
        signer
            The person who signs; None: whoever acts in the step's role on the letter's date.
        electronic
            The letter says in the place of the signature that it is signed electronically.

        Raises
        ------
        NotYet
            Where the open step neither signs nor makes it.
        StaleVersion
            Where the case moved on meanwhile; the number stays with the letter.
        """
        wish = Wish(paper, by, at, number, dated)
        made = self._again(case, paper, at, more)
        if made is not None:
            return made
        issued = self.desk.store.run(lambda unit: self._reserved(unit, case, wish))
        with self.desk.store.read() as unit:
            seen = unit.cases.get(case)
            material = self._gatherer(unit).material(seen, paper, at)
        letter = self._letter(issued, material, signer, more)
        if electronic and len(letter.signatures) == 1:
            letter = replace(letter, signatures=(replace(letter.signatures[0], electronic=True),))
        pdf = self.pdf(letter)
        issued = self.desk.store.run(lambda unit: self._kept(unit, seen, issued, pdf, at))
        return Made(letter, pdf, issued)

    def made(self, case: str, paper: str) -> tuple[IssuedLetter, bytes]:
        """The newest letter of a paper that was made to be signed, and its PDF. Raises NotStored."""
        with self.desk.store.read() as unit:
            letters = [one for one in unit.letters.of_case(unit.cases.get(case).name) if one.paper == paper]
            last = next((one for one in reversed(letters) if one.made_sha256 and not one.ended), None)
            if last is None or last.made_sha256 is None:
                raise NotStored("No such letter was made to be signed.", paper)
            return last, unit.files.get(last.made_sha256)[1]

    def sign(
        self,
        case: str,
        signer: Signer,
        passphrase: Passphrase,
        *,
        by: str,
        at: datetime,
        outcome: str = "",
        comment: str = "",
        key: str | None = None,
    ) -> Done:
        """Sign electronically what the open step signs, and decide it with the signed letters.

        The passphrase goes to the signer and nowhere else. `outcome` may be left out where one only signs.
        Raises CannotSign, and what `make` and the desk raise; what was not handed in keeps its number.
        """
        with self.desk.store.read() as unit:
            seen = unit.cases.get(case)
            chosen, papers = _signed_by(unit, seen, outcome)
        signed = tuple(self._signed(case, paper, signer, passphrase, by=by, at=at) for paper in papers)
        command = Decide(by=by, at=at, version=seen.version, outcome=chosen, comment=comment, papers=signed)
        return self.desk.send(case, command, key)

    def _signed(
        self, case: str, paper: str, signer: Signer, passphrase: Passphrase, *, by: str, at: datetime
    ) -> NewPaper:
        made = self.make(case, paper, by=by, at=at, signer=by, electronic=True)
        reason = " ".join(made.letter.title)
        content = signer.sign(made.pdf, person=by, passphrase=passphrase, at=at, reason=reason)
        return self.desk.keep_paper(
            content,
            at,
            paper=paper,
            name=made.name,
            number=made.issued.number,
            dated=made.issued.dated,
            signature=Signature("electronic"),
        )

    def _gatherer(self, unit: UnitOfWork) -> Gatherer:
        return Gatherer(unit, self.office, self.desk.catalogue)

    def _letter(
        self, issued: IssuedLetter, material: Material, signer: str | None, more: Particulars
    ) -> Letter:
        acting = None if signer is None else signer_of(material.dossier, issued.paper, signer, issued)
        return build(issued.paper, material, outside_of(issued, self.url, acting), more)

    def _reserved(self, unit: UnitOfWork, case: str, wish: Wish) -> IssuedLetter:
        issued = reserve(unit, unit.cases.get(case), self.office, wish)
        unit.commit()
        return issued

    def _kept(
        self, unit: UnitOfWork, seen: Case, issued: IssuedLetter, pdf: bytes, at: datetime
    ) -> IssuedLetter:
        """Keep the PDF of a letter, if the case is still as it was when it was made."""
        if unit.cases.get(seen.name).version != seen.version:
            raise StaleVersion("The case moved on while its letter was made; make it again.", seen.name)
        kept = replace(unit.letters.get(issued.code), made_sha256=unit.files.put(pdf, at).sha256)
        if _is_handed_in_by_itself(unit, seen, issued.paper):
            kept = replace(kept, kept_sha256=kept.made_sha256, as_made=True)
        unit.letters.save(kept)
        unit.commit()
        return kept

    def _again(self, case: str, paper: str, at: datetime, more: Particulars) -> Made | None:
        """A sheet that nobody hands in (the analysis), if it was made before and says the same still."""
        with self.desk.store.read() as unit:
            seen = unit.cases.get(case)
            if not _is_handed_in_by_itself(unit, seen, paper):
                return None
            letters = [one for one in unit.letters.of_case(case) if one.paper == paper and one.kept_sha256]
            if not letters:
                return None
            material = self._gatherer(unit).material(seen, paper, at)
        letter = self._letter(letters[-1], material, None, more)
        pdf = self.pdf(letter)
        same = sha256(pdf).hexdigest() == letters[-1].kept_sha256
        return Made(letter, pdf, letters[-1]) if same else None


def file_name(case: str, paper: str, ending: str = "pdf") -> str:
    """What the file of a letter is called."""
    return f"{case}-{paper.replace('_', '-')}.{ending}"


def _is_handed_in_by_itself(unit: UnitOfWork, case: Case, paper: str) -> bool:
    """True for the sheet of the analysis: what the case keeps of it is the analysis itself."""
    kind = unit.office.procedure(case.procedure).procedure.paper(paper)
    return kind is not None and kind.made == "analysis"


def _signed_by(unit: UnitOfWork, case: Case, outcome: str) -> tuple[str, tuple[str, ...]]:
    """The outcome of the open step that signs, and its papers. Raises NoSuchChoice."""
    procedure = unit.office.procedure(case.procedure).procedure
    step = procedure.step(case.step.no if case.step else None)
    signing = [one for one in (step.outcomes if step else ()) if one.signs and outcome in ("", one.id)]
    if len(signing) != 1:
        raise NoSuchChoice("Nothing is signed at this point of the case.", case.name)
    kinds = {kind.id: kind for kind in procedure.papers}
    papers = tuple(name for name in signing[0].signs if exists_on(kinds[name], case.path))
    return signing[0].id, papers
