"""Media types by content."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from workflow.media_types import UNKNOWN, media_type


def archive(*names: str, first: str = "", stated: str = "") -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        if first:
            file.writestr(first, stated)
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"II*\0....", "image/tiff"),
        (b"MM\0*....", "image/tiff"),
        ("Yth. Kepala Dinas é".encode(), "text/plain"),
        (
            archive("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (archive("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (archive("content.xml", first="mimetype", stated=OPEN_DOCUMENT), OPEN_DOCUMENT),
        (archive("a.txt"), "application/zip"),
        (b"PK\x03\x04 no archive", UNKNOWN),
        (b"text with a \0", UNKNOWN),
        (b"\xff\xfe\xfd", UNKNOWN),
        (b"", UNKNOWN),
    ],
)
def test_the_content_tells_the_type(content: bytes, expected: str) -> None:
    assert media_type(content) == expected
