"""Files that people hand in: how large, of what kind, under what name; the same on every way in.

What the file is follows from its content (`workflow.media_types`); the name that it came with is kept to
be shown, and is never a path. Office documents are zips, and are looked into before anybody opens them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from capacity.reading.problems import Refused, bad_file
from capacity.reading.zipped import unzip_all
from workflow.media_types import media_type

MIB = 1 << 20
LARGEST_FILE_BYTES = 10 * MIB
LONGEST_NAME = 120
_OFFICE = "application/vnd.openxmlformats-officedocument"
#: Papers of a case: documents, scans, plain text. Programs, pages with scripts and plain zips are none.
PAPERS = frozenset(
    {
        "application/pdf",
        "image/png",
        "image/jpeg",
        "image/tiff",
        "text/plain",
        f"{_OFFICE}.wordprocessingml.document",
        f"{_OFFICE}.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)
_ENDINGS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/tiff": ".tiff",
    "text/plain": ".txt",
    f"{_OFFICE}.wordprocessingml.document": ".docx",
    f"{_OFFICE}.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
# Kept in names beside letters, marks and digits of any script; whatever else a name holds may act on a
# terminal, a header or another system's paths.
_SIGNS = frozenset(" _.,()[]+=&@'-")


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """What is taken: the size of a file in bytes, and its kinds."""

    largest_bytes: int = LARGEST_FILE_BYTES
    kinds: Collection[str] = PAPERS


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was taken; `name` is fit to be shown and sent back, and ends as its kind does."""

    name: str
    media_type: str
    sha256: str
    content: bytes

    @property
    def size_bytes(self) -> int:
        return len(self.content)


PAPER_LIMITS = UploadLimits()


def take(name: str, content: bytes, limits: UploadLimits = PAPER_LIMITS) -> Upload:
    """A file that came with a name. Raises BadInput for one that is too large, empty, or of no kind taken."""
    shown = safe_name(name)
    try:
        kind = _checked(content, limits)
    except Refused as refused:
        raise bad_file(shown, refused) from None
    return Upload(_ending_as(shown, kind), kind, sha256(content).hexdigest(), content)


def take_from(name: str, stream: BinaryIO, limits: UploadLimits = PAPER_LIMITS) -> Upload:
    """A file from a stream, of which never more than the limit is read. Raises BadInput."""
    return take(name, stream.read(limits.largest_bytes + 1), limits)


def take_path(path: Path, limits: UploadLimits = PAPER_LIMITS) -> Upload:
    """A file of the machine, for the command line. Raises BadInput, also if it cannot be read."""
    try:
        with path.open("rb") as file:
            return take_from(path.name, file, limits)
    except OSError:
        refused = Refused("The file cannot be read.", "Check its path, and that you may read it.")
        raise bad_file(safe_name(path.name), refused) from None


def safe_name(name: str) -> str:
    """The name without folders and without marks that act on anything; "file" if nothing is left."""
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1])
    kept = (c if c in _SIGNS or unicodedata.category(c)[0] in "LMN" else " " for c in last)
    plain = " ".join("".join(kept).split()).lstrip(".- ")
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > LONGEST_NAME:
        plain = f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}" if dot else plain[:LONGEST_NAME]
    return plain or "file"


def _checked(content: bytes, limits: UploadLimits) -> str:
    if not content:
        raise Refused("The file is empty.", "Choose the file again; it may not have been saved.")
    if len(content) > limits.largest_bytes:
        most = limits.largest_bytes / MIB
        raise Refused(f"The file is larger than {most:g} MiB.", "Scan it in grey at 200 dpi, or as a PDF.")
    if content.startswith(b"PK"):
        _look_into(content)
    kind = media_type(content)
    if kind not in limits.kinds:
        endings = ", ".join(sorted({_ENDINGS.get(taken, taken).lstrip(".") for taken in limits.kinds}))
        raise Refused("It is no file of a kind that is taken here.", f"Kinds: {endings}.")
    return kind


def _look_into(content: bytes) -> None:
    try:
        _, files = unzip_all(content)
    except Refused as refused:
        raise Refused(refused.problem, "Save the document anew, or as a PDF.") from None
    if any(path.name.lower() == "vbaproject.bin" for path in files):
        raise Refused("The document holds macros.", "Save it without them, or as a PDF.")


def _ending_as(name: str, kind: str) -> str:
    """The name with the ending of what the file is: what is opened by its ending is then opened as that."""
    ending = _ENDINGS.get(kind, "")
    same = {".jpeg": ".jpg", ".tif": ".tiff"}
    _, dot, last = name.rpartition(".")
    told = f".{last.lower()}" if dot else ""
    return name if not ending or same.get(told, told) == ending else f"{name}{ending}"
