"""Letters of cases, drafts and letters to be signed; and for anybody, whether a letter is genuine."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Depends, File, Path, Query, Response, UploadFile
from pydantic import Field

from api.office import letter_office, letters_of
from api.routes.case_bodies import InstalledIn, Line, Text
from api.routes.case_commands import require_on_case
from api.security.headers import CSP_OF_FILES
from api.security.limits import RequestLimits
from api.web.given import Now, Reading, Served, SignedIn
from api.web.lists import Model
from workflow import uploads
from workflow.issued import IssuedLetter
from workflow.issuing import LetterDesk, Particulars, compared, shown
from workflow.issuing.letter_desk import file_name
from workflow.letters import Deliverer, draft_docx, verification

router = APIRouter(tags=["letters"])
Name = Annotated[str, Path(max_length=100)]
Code = Annotated[str, Path(max_length=100, description="As the letter bears it, in its QR code.")]
_LIMITS = RequestLimits()
_PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def letter_desk(served: Served) -> LetterDesk:
    """The door to the letters."""
    return letters_of(served.settings, served.desk)


Letters = Annotated[LetterDesk, Depends(letter_desk)]


class DelivererIn(Model):
    """Who hands the equipment over for the agency."""

    name: Line = ""
    title: Line = ""
    nip: Line = ""


class LetterIn(Model):
    """What a letter is given: `number` and `dated` from another register, and what officials add to it."""

    number: Line = ""
    dated: date | None = None
    signer: Line | None = None
    electronic: bool = Field(False, description="It says that it is signed electronically.")
    note: Text = ""
    instructions: list[Line] = Field([], max_length=20, description="Ticked on the disposition.")
    points: list[Line] = Field([], max_length=50, description="What was agreed on the specification.")
    installed: list[InstalledIn] = Field([], max_length=1000, description="For the handover record.")
    deliverer: DelivererIn = DelivererIn()

    def made(self) -> Particulars:
        """What it says beside number and date."""
        return Particulars(
            instructions=tuple(self.instructions),
            note=self.note,
            points=tuple(self.points),
            installed=tuple(one.made() for one in self.installed),
            deliverer=Deliverer(self.deliverer.name, self.deliverer.title, self.deliverer.nip),
        )


class LetterOut(Model):
    """A letter that was made to be signed. Its PDF is at ``GET`` of this address with ``made=true``."""

    case: str
    paper: str
    number: str
    dated: date
    code: str
    link: str
    sha256: str | None


class LetterShown(Model):
    """What anybody may know of a letter that he has in hand."""

    what: str
    number: str
    dated: date
    office: str
    agency: str
    standing: Literal["issued", "waiting", "replaced", "void"]
    signed: Literal["wet", "electronic"] | None = Field(description="By hand, or electronically.")
    verified: bool | None = Field(description="Whether its electronic signatures were found to be good.")
    as_made: bool | None = Field(description="Whether it is the letter as made, but for signatures.")
    sha256: str | None = Field(description="The hash of the file that was handed in.")


class ComparisonOut(Model):
    """A file beside a letter: the same as was handed in signed, as was made before, or another."""

    same: Literal["signed", "made", "other"]
    sha256: str
    verified: bool | None


@router.get(
    "/cases/{case}/letters/{paper}",
    response_class=Response,
    responses={200: {"content": {_PDF: {}, DOCX: {}}, "description": "The letter."}},
)
def letter(
    case: Name,
    paper: Name,
    served: Served,
    subject: SignedIn,
    letters: Letters,
    at: Now,
    format: Literal["pdf", "docx"] = "pdf",
    made: Annotated[bool, Query(description="The letter that was made to be signed.")] = False,
) -> Response:
    """The draft of a letter as it would be made now, or the letter that was made to be signed."""
    require_on_case(served, subject, "case.read_internal", case)
    if made and format == "pdf":
        issued, content = letters.made(case, paper)
        return _file(content, _PDF, file_name(case, paper), issued.made_sha256)
    draft = letters.draft(case, paper, at=at)
    if format == "docx":
        return _file(draft_docx(draft), DOCX, file_name(case, paper, "docx"))
    return _file(letters.pdf(draft), _PDF, file_name(case, paper))


@router.post("/cases/{case}/letters/{paper}", status_code=201)
def make_letter(
    body: LetterIn,
    case: Name,
    paper: Name,
    served: Served,
    subject: SignedIn,
    letters: Letters,
    at: Now,
    response: Response,
) -> LetterOut:
    """Make a letter to be signed: it keeps number, date and code when it is made again."""
    require_on_case(served, subject, "case.decide", case)
    made = letters.make(
        case,
        paper,
        by=subject.person or "",
        at=at,
        number=body.number,
        dated=body.dated,
        signer=body.signer,
        electronic=body.electronic,
        more=body.made(),
    )
    response.headers["Location"] = f"/api/v1/cases/{quote(case)}/letters/{quote(paper)}?made=true"
    return _out(made.issued, letters.url)


@router.get("/letters/{code}")
def genuine(code: Code, served: Served, unit: Reading) -> LetterShown:
    """Whether a letter is genuine: its kind, number and date, how it was signed, the hash of its file."""
    found = shown(unit, code, letter_office(served.settings.letters))
    return LetterShown.model_validate(found, from_attributes=True)


@router.post("/letters/{code}/comparisons", max_body_size=_LIMITS.upload_bytes)
def compare(
    code: Code,
    unit: Reading,
    file: Annotated[UploadFile, File(description="The file of the letter, at most 10 MiB.")],
) -> ComparisonOut:
    """Compare a file with the letter: it is the same, byte for byte, or another. Nothing of it is kept."""
    content = uploads.take_from(file.filename or "file", file.file).content
    return ComparisonOut.model_validate(compared(unit, code, content), from_attributes=True)


def _out(issued: IssuedLetter, url: str) -> LetterOut:
    return LetterOut(
        case=issued.case,
        paper=issued.paper,
        number=issued.number,
        dated=issued.dated,
        code=issued.code,
        link=verification(url, issued.code).link,
        sha256=issued.made_sha256,
    )


def _file(content: bytes, media_type: str, name: str, sha256: str | None = None) -> Response:
    headers = {
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}",
        "Content-Security-Policy": CSP_OF_FILES,
    }
    if sha256:
        headers["ETag"] = f'"{sha256}"'
    return Response(content, media_type=media_type, headers=headers)
