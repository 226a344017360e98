"""Papers that come with a command: the file must be there, and it alone says what it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from typing import Any, TypeVar

from workflow.commands import Command, File
from workflow.conflicts import NotStored
from workflow.errors import BadValue
from workflow.papers import NewPaper, Signature
from workflow.ports import UnitOfWork

MIB = 1024 * 1024
LARGEST_PAPER = 10 * MIB
# What the office can open and print, and what its letters are drafted in.
ACCEPTED = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/tiff",
    "text/plain",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
)
C = TypeVar("C", File, Command)


def keep_paper(
    unit: UnitOfWork,
    content: bytes,
    at: Any,
    *,
    paper: str,
    name: str,
    number: str = "",
    dated: date | None = None,
    signature: Signature | None = None,
) -> NewPaper:
    """Keep a file as the paper `paper` of the procedure; `name` is what its sender calls it.

    Raises BadValue for an empty file, one above 10 MiB, or one of a kind that the office does not take. The
    kind is told by the content, whatever the file is called.
    """
    if not content:
        raise BadValue("The file is empty.", name)
    if len(content) > LARGEST_PAPER:
        raise BadValue(f"The file is larger than {LARGEST_PAPER // MIB} MiB.", name)
    kept = unit.files.put(content, at)
    if kept.media_type not in ACCEPTED:
        raise BadValue(
            f"Files of this kind are not taken ({kept.media_type}): hand in a PDF, a picture, or a text.",
            name,
        )
    return NewPaper(paper, kept.sha256, name, kept.size_bytes, kept.media_type, number, dated, signature)


def with_stored_papers(unit: UnitOfWork, command: C) -> C:
    """The command with its papers as they are stored, whatever was said of their size and kind.

    Raises BadValue for a paper whose file was not handed in.
    """
    found: dict[str, Any] = {}
    for field in fields(command):
        value = getattr(command, field.name)
        if isinstance(value, NewPaper):
            found[field.name] = _stored(unit, value)
        elif isinstance(value, tuple) and any(isinstance(one, NewPaper) for one in value):
            found[field.name] = tuple(_all_stored(unit, value))
    return replace(command, **found)


def _all_stored(unit: UnitOfWork, papers: Iterable[NewPaper]) -> Iterable[NewPaper]:
    for paper in papers:
        yield _stored(unit, paper)


def _stored(unit: UnitOfWork, paper: NewPaper) -> NewPaper:
    try:
        kept = unit.files.about(paper.sha256)
    except NotStored:
        raise BadValue("The file was not handed in.", paper.name or paper.paper) from None
    return replace(paper, size_bytes=kept.size_bytes, media_type=kept.media_type)
