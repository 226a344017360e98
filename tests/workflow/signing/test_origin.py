"""Whether a signed PDF is the one that was made, with nothing added but signatures."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests.workflow.signing.letters import KABID, NOW, SECRET, letter, office, signed_twice
from workflow.signing import Passphrase, Stamp
from workflow.signing.origin import signed_from
from workflow.signing.verify import verify_pdf


def changed(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The PDF with a revision more, as an editor saves it."""
    writer, out = IncrementalPdfFileWriter(BytesIO(content)), BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def _turn(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(90)
    writer.update_container(page)


def _overwrite(writer: IncrementalPdfFileWriter) -> None:
    contents = writer.root["/Pages"]["/Kids"][0]["/Contents"]
    contents._data, contents._encoded_data = b"BT ET", None
    writer.update_container(contents)


def _note(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300)))
    note = {"/Type": "/Annot", "/Subtype": "/FreeText", "/Rect": box}
    named = {
        generic.NameObject(key): generic.NameObject(one) if isinstance(one, str) else one
        for key, one in note.items()
    }
    page["/Annots"] = generic.ArrayObject([writer.add_object(generic.DictionaryObject(named))])
    writer.update_container(page)


def other_catalogue(content: bytes) -> bytes:
    """The PDF with a revision whose trailer names another catalogue, which shows the same pages."""
    root = int(re.findall(rb"/Root (\d+) 0 R", content)[-1])
    size = int(re.findall(rb"/Size (\d+)", content)[-1])
    before = int(re.findall(rb"startxref\s+(\d+)", content)[-1])
    catalogue = re.findall(rb"%d 0 obj\s(<<.*?>>)\s*endobj" % root, content, re.DOTALL)[-1]
    head = content + b"\n"
    body = b"%d 0 obj\n%s\nendobj\n" % (size, catalogue)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n" % (size, len(head))
    trailer = re.findall(rb"trailer\s*<<(.*?)>>\s*startxref", content, re.DOTALL)[-1]
    trailer = trailer.replace(b"/Root %d " % root, b"/Root %d " % size)
    trailer = trailer.replace(b"/Size %d" % size, b"/Size %d" % (size + 1))
    end = b"startxref\n%d\n%%%%EOF\n" % (len(head) + len(body))
    return head + body + table + b"<<%s/Prev %d>>\n" % (trailer, before) + end


def test_a_letter_with_one_signature_or_two_is_the_one_that_was_made() -> None:
    assert signed_from(office().sign(letter()), letter())
    assert signed_from(signed_twice(), letter())


def test_a_visible_signature_leaves_it_the_one_that_was_made() -> None:
    stamp = Stamp(page=1, left_mm=10, bottom_mm=10, width_mm=40, height_mm=15, picture=letter("Tanda tangan"))
    signed = office().signer.sign(letter(), person=KABID, passphrase=Passphrase(SECRET), at=NOW, stamp=stamp)
    assert signed_from(signed, letter())


@pytest.mark.parametrize("change", [_turn, _overwrite, _note])
def test_a_letter_changed_before_it_was_signed_is_another_though_its_signature_holds(
    change: Callable[[IncrementalPdfFileWriter], None],
) -> None:
    signed = office().sign(changed(letter(), change))
    assert verify_pdf(signed, office().roots, NOW).good
    assert signed.startswith(letter())
    assert not signed_from(signed, letter())


def test_a_letter_that_another_catalogue_was_put_into_is_another() -> None:
    signed = office().sign(other_catalogue(letter()))
    assert verify_pdf(signed, office().roots, NOW).good
    assert not signed_from(signed, letter())


def test_what_is_not_signed_or_is_another_letter_did_not_come_of_it() -> None:
    assert not signed_from(letter(), letter())
    assert not signed_from(office().sign(letter("Lain")), letter())
    assert not signed_from(letter() + b"%PDF", letter())
