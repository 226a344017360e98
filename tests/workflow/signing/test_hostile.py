"""PDFs made to hurt whoever looks at them: refused in words, in time, in the memory that there is."""

from __future__ import annotations

import zlib
from io import BytesIO

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import copy_into_new_writer

from capacity.errors import BadInput
from tests.workflow.signing.letters import KABID, NOW, letter, office, signed_twice
from workflow.signing import verify as module
from workflow.signing.verify import verify_apart, verify_pdf

PAGES = b"<</Type/Pages/Kids[]/Count 0>>"


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A file of numbered objects, the first one its root."""
    out, places = BytesIO(b""), []
    out.write(b"%PDF-1.7\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    table, size = out.tell(), len(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, table))
    return out.getvalue()


def root(fields: bytes) -> bytes:
    return b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%b]>>>>" % fields


def packed_table(packed: bytes) -> bytes:
    head = b"<</Type/XRef/Size 4/W[1 3 1]/Root 2 0 R/Length %d/Filter/FlateDecode>>" % len(packed)
    return b"%%PDF-1.7\n3 0 obj\n%bstream\n%b\nendstream\nendobj\nstartxref\n9\n%%%%EOF\n" % (head, packed)


def table_of(entries: int) -> bytes:
    head = b"<</Type/XRef/Size %d/W[1 3 1]/Index[0 %d]/Root 2 0 R/Length 5>>" % (entries, entries)
    return b"%%PDF-1.7\n3 0 obj\n%bstream\n12345\nendstream\nendobj\nstartxref\n9\n%%%%EOF\n" % head


def encrypted() -> bytes:
    writer = copy_into_new_writer(IncrementalPdfFileWriter(BytesIO(letter())).prev)
    writer.encrypt("owner", "user")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(
            pdf(root(b"3 0 R"), PAGES, b"<</T(a)/Kids[3 0 R]>>"), "cannot be read", id="a ring of fields"
        ),
        pytest.param(pdf(root(b"3 0 R"), PAGES, b"3 0 R"), "cannot be read", id="a name for itself"),
        pytest.param(
            pdf(b"<</Type/Catalog/Pages 2 0 R/AcroForm " + b"[" * 9000 + b"]" * 9000 + b">>", PAGES),
            "cannot be read",
            id="nine thousand brackets",
        ),
        pytest.param(packed_table(zlib.compress(bytes(60 << 20), 9)), "cannot be read", id="a bomb"),
        pytest.param(table_of(2_000_000_000), "cannot be read", id="two thousand million objects"),
        pytest.param(
            b"%PDF-1.7\nxref\n0 9999999999\n0000000000 65535 f \ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
            "cannot be read",
            id="ten thousand million objects",
        ),
        pytest.param(encrypted(), "encrypted", id="encrypted"),
    ],
)
def test_it_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        verify_pdf(content, office().roots, NOW)


def test_a_file_that_would_take_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty fields, each twice below the one before it: a million million ways to the last."""
    doubling = (b"<</T(a)/Kids[%d 0 R %d 0 R]>>" % (number + 1, number + 1) for number in range(3, 43))
    content = pdf(root(b"3 0 R"), PAGES, *doubling, b"<</T(z)/FT/Sig>>")
    monkeypatch.setattr(module, "DEADLINE_S", 2.0)
    with pytest.raises(BadInput, match="too long"):
        verify_apart(content, office().roots, NOW)


def test_a_file_that_wants_too_much_memory_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MEMORY_BYTES", 64 << 20)
    with pytest.raises(BadInput, match="too much memory"):
        verify_apart(signed_twice(), office().roots, NOW)


def test_more_signatures_than_a_letter_ever_has_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SIGNATURES", 2)
    assert len(verify_pdf(signed_twice(), office().roots, NOW).signatures) == 2
    with pytest.raises(BadInput, match="more than 2"):
        verify_pdf(office().sign(signed_twice(), KABID), office().roots, NOW)
