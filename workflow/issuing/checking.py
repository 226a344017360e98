"""What anybody may know of a letter who has it in hand: whether it is genuine, and nothing of its content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Literal

from workflow.issued import IssuedLetter
from workflow.letters import LetterOffice
from workflow.papers import PaperVersion
from workflow.ports import UnitOfWork
from workflow.procedure import Text
from workflow.state import Case

#: ``waiting``: made and not signed yet. ``void``: its number was given up. ``replaced``: signed anew since.
Standing = Literal["issued", "waiting", "replaced", "void"]
Same = Literal["signed", "made", "other"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter as anybody is shown it who knows its code.

    Attributes
    ----------
    what, title
        The kind of letter, in the office's words; the same in both languages.
    number, dated, office, agency
        As it bears them.
    standing
        Whether it counts.
    signed
        How it was signed; None where it was not, or is signed by nobody.
    signed_by
        The lines of the signature block, as the letter bears them: in which post, and the name.
    verified
        Whether its electronic signatures were found to be good when it was handed in; None for others.
    as_made
        Whether it is the letter that was made, but for signatures; None where that cannot be told.
    sha256
        The hash of the file that was handed in; None before.
    """

    what: str
    title: Text
    number: str
    dated: date
    office: str
    agency: str
    standing: Standing
    signed: Literal["wet", "electronic"] | None
    signed_by: tuple[str, ...]
    verified: bool | None
    as_made: bool | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file compared with a letter.

    `same`: it is the file that was handed in (``signed``), the one that was made before it was signed
    (``made``), or another. `verified` tells of the signatures of the file that was handed in; None where it
    has none that can be verified. Of another file nothing is told.
    """

    same: Same
    sha256: str
    verified: bool | None = None


def shown(unit: UnitOfWork, code: str, office: LetterOffice) -> Shown:
    """The letter that bears a code. Raises NotStored."""
    letter = unit.letters.get(code)
    case = unit.cases.get(letter.case)
    kind = unit.office.procedure(case.procedure).procedure.paper(letter.paper)
    version = _handed_in(case, letter)
    signature = version.file.signature if version and version.file else None
    title = kind.title if kind else Text(letter.paper, letter.paper)
    return Shown(
        what=title.id,
        title=title,
        number=letter.number,
        dated=letter.dated,
        office=office.office,
        agency=office.agency(case.agency),
        standing=_standing(unit, letter),
        signed=signature.kind if signature else None,
        signed_by=version.signed_as if version and signature else (),
        verified=signature.verified if signature and signature.verifiable else None,
        as_made=letter.as_made,
        sha256=letter.kept_sha256,
    )


def compared(unit: UnitOfWork, code: str, content: bytes) -> Comparison:
    """A file beside the letter that bears a code. It is not opened: a file is the same or it is not.

    Raises NotStored.
    """
    letter = unit.letters.get(code)
    digest = sha256(content).hexdigest()
    if digest == letter.kept_sha256:
        version = _handed_in(unit.cases.get(letter.case), letter)
        signature = version.file.signature if version and version.file else None
        good = signature.verified if signature and signature.verifiable else None
        return Comparison("signed", digest, good)
    return Comparison("made" if digest == letter.made_sha256 else "other", digest)


def _handed_in(case: Case, letter: IssuedLetter) -> PaperVersion | None:
    mine = (one for one in case.papers if one.paper == letter.paper and one.sha256 == letter.kept_sha256)
    return next(mine, None)


def _standing(unit: UnitOfWork, letter: IssuedLetter) -> Standing:
    if letter.ended:
        return "void"
    if letter.kept_sha256 is None:
        return "waiting"
    after = [
        one for one in unit.letters.of_case(letter.case) if one.paper == letter.paper and one.kept_sha256
    ]
    return "issued" if after[-1].code == letter.code else "replaced"
