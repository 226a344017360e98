"""What a letter holds: frozen values, from which the PDF and the editable draft are made alike.

A letter is a letterhead, a reference (number, date, subject), an addressee, parts in order, and signatures.
All texts are final: dates and amounts are words already, and what is not known says so.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from workflow.letters.indonesian import DOTS, day
from workflow.signature_blocks import SignatureBlock

Kind = Literal[
    "disposisi",
    "catatan_koordinasi",
    "analisis",
    "surat_balasan",
    "surat_pengantar",
    "penetapan",
    "bast",
]
#: ``letter``: date, number and addressee above the text; ``sheet``: a centred title with the number below.
Layout = Literal["letter", "sheet"]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of the first page: three lines sized 2:3:1, and the crest, an SVG, where there is one."""

    government: str
    office: str
    address: str
    crest_svg: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Number, date and subject. An empty `number` and `dated` None are still to be given: dots stand there.

    `nature` is the sifat, `enclosures` the lampiran.
    """

    subject: str
    dated: date | None = None
    number: str = ""
    nature: str = "Biasa"
    enclosures: str = "-"
    place: str = ""


@dataclass(frozen=True, slots=True)
class Paraf:
    """A row of the initials table; `done` where the initials were put."""

    title: str
    name: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """The link under which a letter can be checked, and its QR code as SVG."""

    link: str
    qr_svg: str


@dataclass(frozen=True, slots=True)
class Signing:
    """A place for a signature; `lead` stands above the block, such as ``PIHAK KESATU``.

    `electronic`: the letter says in that place that it is signed electronically.
    """

    block: SignatureBlock
    lead: str = ""
    electronic: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    strong: bool = False
    centred: bool = False
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Pairs:
    """Label and value in rows, their colons below each other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Points:
    """Items counted ``1.`` or ``a.``, or with dashes."""

    items: tuple[str, ...]
    counted: Literal["1", "a", "-"] = "1"


@dataclass(frozen=True, slots=True)
class Table:
    """`right` are the columns of figures, `marked` the rows in bold; `widths` are shares of the width."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    right: tuple[int, ...] = ()
    marked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result in a frame."""

    text: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Clauses:
    """Rows of a decision: a label such as ``KESATU``, a colon, a text, and items counted below it."""

    rows: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    label: str
    text: str = ""
    items: tuple[str, ...] = ()
    counted: Literal["1", "a", "-"] = "a"
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """A group of boxes of a form, ticked or not."""

    label: str
    boxes: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Two columns of framed fields, then framed groups of boxes below each other, then a framed note."""

    left: tuple[tuple[str, str], ...]
    right: tuple[tuple[str, str], ...]
    choices: tuple[Choices, ...]
    note_label: str
    note: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


BodyKind = Literal["standing", "held", "new", "blocked"]


@dataclass(frozen=True, slots=True)
class Body:
    """Something that takes units of a rack, in half units: from `bottom_hu` to below `top_hu`, on `faces`."""

    name: str
    bottom_hu: int
    top_hu: int
    faces: tuple[str, ...]
    kind: BodyKind


@dataclass(frozen=True, slots=True)
class RackDrawing:
    """A rack, or the part of it from unit `first_unit`, `height_u` units high."""

    name: str
    first_unit: int
    height_u: int
    bodies: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class Racks:
    drawings: tuple[RackDrawing, ...]


Part: TypeAlias = Paragraph | Heading | Pairs | Points | Table | Verdict | Clauses | Form | PageBreak | Racks


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, ready to be printed.

    Attributes
    ----------
    title
        What a ``sheet`` is headed with; of every letter the title of the PDF. Lines are set below each other.
    made_on
        The date of the PDF: the letter's, for one without date the day as of which it was drafted.
    body
        The parts, in order.
    signatures
        One block, on the right, or two beside each other.
    receipt
        Rows that who receives it fills in, beside the signature; empty for none.
    annex
        Parts after the signatures, on pages of their own; `annex_signed`: with a place for the signature.
    draft
        True: it bears the mark of a draft.
    footer
        A small line on every page: the case, the procedure.
    """

    kind: Kind
    layout: Layout
    title: tuple[str, ...]
    letterhead: Letterhead
    reference: Reference
    made_on: date
    body: tuple[Part, ...]
    signatures: tuple[Signing, ...]
    addressee: tuple[str, ...] = ()
    made_at: str = ""
    receipt: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    paraf: tuple[Paraf, ...] = ()
    verification: Verification | None = None
    annex: tuple[Part, ...] = ()
    annex_signed: bool = False
    draft: bool = False
    footer: str = ""


def letter_data(letter: Letter) -> dict[str, Any]:
    """The letter as plain data for the template; each part tells its class under ``is``."""
    reference = letter.reference
    return {
        "kind": letter.kind,
        "layout": letter.layout,
        "title": list(letter.title),
        "letterhead": _plain(letter.letterhead),
        "reference": {
            "subject": reference.subject,
            "number": reference.number or DOTS,
            "nature": reference.nature,
            "enclosures": reference.enclosures,
            "place": reference.place,
            "dated": day(reference.dated),
        },
        "date": list(letter.made_on.timetuple()[:3]),
        "addressee": list(letter.addressee),
        "body": [_plain(part) for part in letter.body],
        "annex": [_plain(part) for part in letter.annex],
        "annex_signed": letter.annex_signed,
        "signatures": [_plain(signing) for signing in letter.signatures],
        "made_at": letter.made_at,
        "receipt": list(letter.receipt),
        "copies": list(letter.copies),
        "paraf": [_plain(row) for row in letter.paraf],
        "verification": None if letter.verification is None else _plain(letter.verification),
        "draft": letter.draft,
        "footer": letter.footer,
    }


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        held = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"is": type(value).__name__, **held}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
