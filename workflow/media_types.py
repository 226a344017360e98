"""What kind of file some bytes are: told by the bytes, whatever the file is called."""

from __future__ import annotations

import zipfile
from io import BytesIO

UNKNOWN = "application/octet-stream"
_BEGINNINGS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_PARTS = (
    ("word/document.xml", f"{_OFFICE}.wordprocessingml.document"),
    ("xl/workbook.xml", f"{_OFFICE}.spreadsheetml.sheet"),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


def media_type(content: bytes) -> str:
    """The media type; ``application/octet-stream`` for what is not known."""
    for beginning, kind in _BEGINNINGS:
        if content.startswith(beginning):
            return kind
    if content.startswith(b"PK\x03\x04"):
        return _of_zip(content)
    return "text/plain" if _is_text(content) else UNKNOWN


def _of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return UNKNOWN
    for part, kind in _PARTS:
        if part in names:
            return kind
    # An OpenDocument file states its type, uncompressed, as its first entry.
    stated = content[38:138].split(b"PK", 1)[0]
    if content[30:38] == b"mimetype" and stated.startswith(_OPEN_DOCUMENT.encode()):
        return stated.decode("ascii", errors="replace")
    return "application/zip"


def _is_text(content: bytes) -> bool:
    if b"\0" in content:
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return bool(content)
