"""The editable draft holds the same texts as the PDF."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator
from typing import Any

import pytest
from docx import Document

from capacity.child import run_in_child
from tests.workflow.letters.dossiers import SIGNED, dossier
from tests.workflow.letters.kinds import letters_of
from workflow.letters import Letter, draft_docx
from workflow.letters.values import Racks, Verification


def texts(packed: bytes) -> list[str]:
    """Every text of the body, cell by cell, in order."""
    found = []
    for node in Document(io.BytesIO(packed)).element.body.iter():
        if node.tag.endswith("}p"):
            text = "".join(part.text or "\t" for part in node.iter() if part.tag.endswith(("}t", "}tab")))
            found.append(text)
    return [text for text in found if text.strip()]


def held(value: Any) -> Iterator[str]:
    """Every text that a letter holds, but for drawings, codes and what the code chooses."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from held(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Racks | Verification):
        for field in dataclasses.fields(value):
            if field.name not in {"kind", "layout", "counted", "crest_svg"}:
                yield from held(getattr(value, field.name))


@pytest.mark.parametrize(
    "request_", ["fits-web-server", "hall/cluster", "does-not-fit-gpu", "application-windows"]
)
def test_a_draft_holds_every_text_of_the_letter(request_: str) -> None:
    for kind, letter in letters_of(dossier(request_), SIGNED).items():
        packed = draft_docx(letter)
        said = " ".join(texts(packed)) + Document(io.BytesIO(packed)).sections[0].footer.paragraphs[0].text
        # A letter's title is that of the file; a form without number and subject shows neither.
        hidden = {*letter.title} if letter.layout == "letter" else set()
        hidden |= {letter.reference.subject, letter.reference.nature, letter.reference.enclosures}
        hidden |= {letter.reference.number} if kind == "disposisi" else set()
        lines = {line for text in held(letter) for line in text.splitlines()}
        assert [line for line in sorted(lines - hidden) if line not in said] == [], kind


def test_a_draft_can_be_edited_and_bears_its_mark() -> None:
    letter = letters_of(dossier())["surat_balasan"]
    document = Document(io.BytesIO(draft_docx(letter)))
    assert document.sections[0].header.paragraphs[0].text == "RANCANGAN"
    assert letter.footer in document.sections[0].footer.paragraphs[0].text
    said = texts(draft_docx(letter))
    assert "Yth. Kepala Dinas Pendidikan Kepemudaan dan Olahraga Kota Denpasar" in said
    assert "a.n. Kepala Dinas Komunikasi, Informatika dan Statistik Kota Denpasar" in said
    assert any(text.startswith("Demikian disampaikan") for text in said)
    document.add_paragraph("Tambahan.")
    document.save(io.BytesIO())


def test_the_same_letter_gives_the_same_draft_in_another_process() -> None:
    letter: Letter = letters_of(dossier(), SIGNED)["penetapan"]
    assert draft_docx(letter) == run_in_child(draft_docx, letter, seconds=30, memory_bytes=None)
