"""A draft as DOCX, to be edited in a word processor: the same letter, part by part, without QR code."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, time

from docx import Document
from docx.document import Document as Draft
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Written

from workflow.letters.indonesian import DOTS, day
from workflow.letters.texts import printable
from workflow.letters.values import (
    Clauses,
    Form,
    Heading,
    Letter,
    PageBreak,
    Pairs,
    Paragraph,
    Part,
    Points,
    Racks,
    Signing,
    Table,
    Verdict,
)

FONT = "Arial"
ELECTRONIC = "Ditandatangani secara elektronik oleh:"
_TICK, _BOX = "[x]", "[ ]"
_LABELS, _NONE = Cm(3.2), Cm(0)  # what the labels of a decision are wide; no indent
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
_CENTRE = WD_ALIGN_PARAGRAPH.CENTER


def draft_docx(letter: Letter) -> bytes:
    """The letter as an editable file; the same letter gives the same bytes.

    Drawings of racks are told in a sentence: they are part of the PDF only.
    """
    letter = printable(letter)
    draft = Document()
    _set_up(draft, letter)
    _head(draft, letter)
    for part in letter.body:
        _part(draft, part)
    _signing(draft, letter)
    for part in letter.annex:
        _part(draft, part)
    if letter.annex_signed:
        _fill(draft.add_table(rows=1, cols=2).rows[0].cells[1], _block(letter.signatures[0]))
    out = io.BytesIO()
    draft.save(out)
    return _same_time(out.getvalue(), letter)


def _set_up(draft: Draft, letter: Letter) -> None:
    section = draft.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2.5)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    style = draft.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.paragraph_format.space_after = Pt(4)
    properties = draft.core_properties
    properties.title, properties.author = " ".join(letter.title), letter.letterhead.office
    properties.created = properties.modified = datetime.combine(letter.made_on, time(), UTC)
    properties.language, properties.comments, properties.last_modified_by = "id-ID", "", ""
    if letter.draft:
        section.header.paragraphs[0].text = "RANCANGAN"
    section.footer.paragraphs[0].text = letter.footer


def _head(draft: Draft, letter: Letter) -> None:
    head, reference = letter.letterhead, letter.reference
    for text, size, strong in (
        (head.government, 13, False),
        (head.office, 15, True),
        (head.address, 9, False),
    ):
        written = _line(draft, text, strong=strong, centred=True)
        written.runs[0].font.size = Pt(size)
    _underline(written)
    dated = f"{reference.place}, {day(reference.dated)}"
    if letter.layout == "letter":
        _line(draft, dated).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _pairs(
            draft,
            (
                ("Nomor", reference.number or DOTS),
                ("Sifat", reference.nature),
                ("Lampiran", reference.enclosures),
                ("Hal", reference.subject),
            ),
        )
        _addressed(draft, letter.addressee)
        return
    if letter.addressee:
        _line(draft, dated).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _addressed(draft, letter.addressee)
    for text in letter.title:
        _line(draft, text, strong=True, centred=True)
    if letter.kind not in ("disposisi", "penetapan"):
        _line(draft, f"Nomor: {reference.number or DOTS}", centred=True)


def _underline(written: Written) -> None:
    """The double line below the letterhead, which the library has no word for."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "thinThickSmallGap"), ("sz", "18"), ("space", "4"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    # The format fixes the order of a paragraph's properties.
    written.paragraph_format.element.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def _addressed(draft: Draft, lines: tuple[str, ...]) -> None:
    for place, text in enumerate(lines):
        _line(draft, f"Yth. {text}" if place == 0 else text)


def _part(draft: Draft, part: Part) -> None:
    match part:
        case Paragraph():
            written = _line(draft, part.text, strong=part.strong, centred=part.centred)
            if part.indented:
                written.paragraph_format.first_line_indent = Cm(1.25)
        case Heading():
            _line(draft, part.text, strong=True)
        case Pairs():
            _pairs(draft, part.rows)
        case Points():
            _points(draft, part.items, part.counted)
        case Table():
            _table(draft, (part.head, *part.rows), strong=(0, *(n + 1 for n in part.marked)))
        case Verdict():
            _line(draft, part.text, strong=True, centred=True)
            if part.below:
                _line(draft, part.below, centred=True)
        case Clauses():
            for row in part.rows:
                written = _line(draft, f"{row.label}\t: {row.text}".rstrip(), strong=row.strong)
                written.paragraph_format.left_indent = _LABELS
                written.paragraph_format.first_line_indent = -_LABELS
                _points(draft, row.items, row.counted, _LABELS)
        case Form():
            _form(draft, part)
        case PageBreak():
            draft.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        case Racks():
            names = ", ".join(drawing.name for drawing in part.drawings)
            _line(draft, f"Gambar rak {names}: lihat lampiran dalam bentuk PDF.")


def _form(draft: Draft, form: Form) -> None:
    _pairs(draft, form.left + form.right)
    for group in form.choices:
        _line(draft, group.label, strong=True)
        for label, ticked in group.boxes:
            _line(draft, f"{_TICK if ticked else _BOX} {label}")
    _line(draft, form.note_label, strong=True)
    _line(draft, form.note or DOTS)


def _signing(draft: Draft, letter: Letter) -> None:
    table = draft.add_table(rows=1, cols=2)
    cells = table.rows[0].cells
    if len(letter.signatures) == 1 and letter.receipt:
        receipt = [f"{row}: {DOTS}" for row in letter.receipt]
        _fill(cells[0], [f"Diterima tanggal {DOTS}", "Penerima,", "", "", *receipt])
    for cell, signing in zip(cells[-len(letter.signatures) :], letter.signatures, strict=True):
        _fill(cell, [*letter.made_at.splitlines(), *_block(signing)])
    if letter.paraf:
        rows = tuple(
            (_paraf(row.title, row.name), "sudah diparaf" if row.done else "") for row in letter.paraf
        )
        _table(draft, (("Paraf hierarki", ""), *rows), strong=(0,))
    if letter.copies:
        _line(draft, "Tembusan:")
        _points(draft, letter.copies, "1")


def _block(signing: Signing) -> list[str]:
    block = signing.block
    nip = f"NIP. {block.nip}" if block.nip else ""
    return [
        *filter(None, (signing.lead, *block.capacity)),
        "",
        "",
        ELECTRONIC if signing.electronic else "",
        *filter(None, (block.name, block.rank, nip)),
    ]


def _paraf(title: str, name: str) -> str:
    return f"{title} ({name})" if name else title


def _fill(cell: _Cell, lines: list[str]) -> None:
    cell.text = lines[0]
    for text in lines[1:]:
        cell.add_paragraph(text)


def _line(draft: Draft, text: str, *, strong: bool = False, centred: bool = False) -> Written:
    written = draft.add_paragraph()
    written.add_run(text).bold = strong
    if centred:
        written.alignment = _CENTRE
    return written


def _pairs(draft: Draft, rows: tuple[tuple[str, str], ...]) -> None:
    table = draft.add_table(rows=0, cols=2)
    for label, value in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, f": {value}"
        cells[0].width, cells[1].width = Cm(4.5), Cm(11.5)


def _points(draft: Draft, items: tuple[str, ...], counted: str, indent: Length = _NONE) -> None:
    for place, text in enumerate(items):
        mark = {"1": f"{place + 1}.", "a": f"{chr(97 + place % 26)}.", "-": "–"}[counted]
        written = _line(draft, f"{mark}\t{text}")
        written.paragraph_format.left_indent = Length(indent + Cm(1))
        written.paragraph_format.first_line_indent = Cm(-0.7)


def _table(draft: Draft, rows: tuple[tuple[str, ...], ...], strong: tuple[int, ...]) -> None:
    table = draft.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for place, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = ""
            cell.paragraphs[0].add_run(text).bold = place in strong


def _same_time(packed: bytes, letter: Letter) -> bytes:
    """The file with the letter's date on every part of it, instead of now."""
    out = io.BytesIO()
    stamp = (letter.made_on.year, letter.made_on.month, letter.made_on.day, 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, stamp)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return out.getvalue()
