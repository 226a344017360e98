"""A letter as PDF: the same bytes each time, texts as texts, no fonts and files but its own."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hatchling.builders.wheel import WheelBuilder

from capacity.child import run_in_child
from tests.workflow.letters.dossiers import SIGNED, dossier, letters
from tests.workflow.letters.kinds import letters_of
from tests.workflow.letters.pages import pages, words
from workflow.letters import LetterFailed, LetterTooLarge, draft_docx, render_pdf, reply
from workflow.letters.render import LARGEST_LETTER, templates
from workflow.letters.texts import BOX
from workflow.letters.values import Paragraph, Points, Table

HOSTILE = '#read("/etc/passwd") *x* _y_ $z$ `r` <l> @w // \\ "q" #x'
#: Fields that are no texts of a letter: their values are chosen by the code.
CHOSEN = {"kind", "layout", "counted", "qr_svg", "crest_svg", "faces"}
CREST = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
    '<circle cx="5" cy="5" r="4" fill="none" stroke="black"/></svg>'
)
ROOT = Path(__file__).resolve().parents[3]


def poisoned(value: Any) -> tuple[Any, int]:
    """The value with every text of it hostile, and how many that were."""
    if isinstance(value, str):
        return HOSTILE, 1
    if isinstance(value, tuple):
        done = [poisoned(item) for item in value]
        return tuple(item for item, _ in done), sum(many for _, many in done)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed: dict[str, Any] = {}
        count = 0
        for field in dataclasses.fields(value):
            if field.name not in CHOSEN:
                changed[field.name], many = poisoned(getattr(value, field.name))
                count += many
        return replace(value, **changed), count
    return value, 0


def test_a_text_that_looks_like_code_is_printed_as_it_stands() -> None:
    for kind, letter in letters_of(dossier(), SIGNED).items():
        bad, count = poisoned(replace(letter, addressee=letter.addressee[:1], annex=()))
        said = words(render_pdf(bad)).replace(" ", "")
        wanted = HOSTILE.replace(" ", "")
        assert count > 15, kind
        assert "root:" not in said, kind
        # Some texts are printed on no page of this layout (the title of the PDF), some on every page.
        assert said.count(wanted) >= count - 8, kind


def test_the_same_letter_gives_the_same_bytes_in_another_process() -> None:
    for kind, letter in letters_of(dossier(), SIGNED).items():
        here = render_pdf(letter)
        assert here == render_pdf(letter), kind
        if kind in ("analisis", "surat_balasan"):
            assert here == run_in_child(render_pdf, letter, seconds=30, memory_bytes=None), kind


def test_another_date_gives_other_bytes() -> None:
    later = replace(SIGNED, dated=date(2026, 6, 11))
    assert render_pdf(reply(dossier(), SIGNED)) != render_pdf(reply(dossier(), later))


def test_it_is_pdf_a_with_the_letter_s_own_date() -> None:
    pdf = render_pdf(reply(dossier(), SIGNED))
    with pypdfium2.PdfDocument(pdf) as document:
        told = document.get_metadata_dict()
    assert told["Title"] == "Surat Balasan PS-1"
    assert told["CreationDate"].startswith("D:20260610")
    assert re.search(rb"pdfaid:part>2<", pdf)
    assert re.search(rb"pdfaid:conformance>B<", pdf)


def test_a_font_that_is_not_there_gives_way_to_the_one_that_comes_along(tmp_path: Path) -> None:
    letter = reply(dossier(), SIGNED)
    assert render_pdf(letter, ("Arial",), str(tmp_path)) == render_pdf(letter)


def test_a_crest_stands_in_the_letterhead_and_a_broken_one_is_refused() -> None:
    with_crest = dossier(office=replace(letters(), crest=CREST))
    assert len(render_pdf(reply(with_crest, SIGNED))) > len(render_pdf(reply(dossier(), SIGNED)))
    broken = dossier(office=replace(letters(), crest="<svg"))
    with pytest.raises(LetterFailed):
        render_pdf(reply(broken, SIGNED))


@pytest.mark.parametrize(
    "text",
    [
        "ᬅᬓ᭄ᬱᬭ",
        "server 🙂",
        "服务器",
        "a\x00b",
        "a\x07b",
        "a\u202eb",
        "\ue000",
        "a\ud800b",
        "a\ufffeb",
        "\U000e0041",
    ],
)
def test_a_character_that_cannot_be_printed_is_a_box_and_stops_no_letter(text: str) -> None:
    one = dossier()
    case = replace(one.case, subject=f"Server {text} aplikasi")
    letter = reply(replace(one, case=case), SIGNED)
    said = words(render_pdf(letter))
    assert BOX in said
    assert "Server" in said
    assert render_pdf(letter) == render_pdf(letter)
    assert draft_docx(letter)


def test_a_letter_beyond_all_measure_is_refused() -> None:
    letter = reply(dossier(), SIGNED)
    with pytest.raises(LetterTooLarge, match=str(LARGEST_LETTER)):
        render_pdf(replace(letter, body=(Paragraph("x" * LARGEST_LETTER),)))


def test_long_words_break_within_the_margins() -> None:
    name = "perangkat-jaringan-" * 12
    letter = reply(dossier(), SIGNED)
    table = Table(("a", "b"), ((name, "1"),), (1, 1))
    shown = render_pdf(replace(letter, body=(Paragraph(name), Points((name,)), table)))
    with pypdfium2.PdfDocument(shown) as document:
        page = document[0]
        right = page.get_width() - 19 / 25.4 * 72
        text = page.get_textpage()
        edges = [text.get_charbox(n)[2] for n in range(text.count_chars())]
    assert max(edges) <= right


def test_no_signature_stands_on_a_page_by_itself() -> None:
    letter = reply(dossier(), SIGNED)
    for lines in range(14, 26):
        long = replace(letter, body=(Points(("Hal yang perlu diperhatikan.",) * lines), letter.body[-1]))
        last = pages(render_pdf(long))[-1]
        assert "Demikian disampaikan" in last
        assert "NIP. NIP-nyoman" in last


def test_templates_import_each_other_only_and_are_part_of_the_distribution() -> None:
    files = sorted(templates().glob("*.typ"))
    names = {file.name for file in files}
    assert "letter.typ" in names
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert set(re.findall(r'(?:import|include) "([^"]*)"', text)) <= names
        assert "@preview" not in text
        assert not re.search(r"\b(eval|read|plugin)\(", text)
    packed = {
        Path(found.distribution_path).name for found in WheelBuilder(str(ROOT)).recurse_included_files()
    }
    assert names <= packed
