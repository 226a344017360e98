"""Papers that come with a command: the file must be there, and it alone says what and how signed it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any, TypeAlias, TypeVar

from workflow import uploads
from workflow.commands import Command, File
from workflow.conflicts import NotStored
from workflow.errors import BadValue
from workflow.papers import NewPaper, Signature
from workflow.ports import Store, UnitOfWork

C = TypeVar("C", File, Command)
# What the electronic signatures of a file are worth, and whose they are. Asked with its content.
Verify: TypeAlias = Callable[[bytes], Signature]


def nothing_verifies(content: bytes) -> Signature:
    """No electronic signature is good: what a desk that trusts nobody says."""
    return Signature("electronic")


def keep_paper(
    unit: UnitOfWork,
    content: bytes,
    at: datetime,
    *,
    paper: str,
    name: str,
    number: str = "",
    dated: date | None = None,
    signature: Signature | None = None,
) -> NewPaper:
    """Keep a file as the paper `paper` of the procedure; `name` is what its sender calls it.

    Raises BadInput for a file that is empty, too large, or of a kind that is not taken (`workflow.uploads`).
    """
    upload = uploads.take(name, content)
    kept = unit.files.put(content, at)
    return NewPaper(
        paper, kept.sha256, upload.name, kept.size_bytes, kept.media_type, number, dated, signature
    )


def verified_before(store: Store, command: File | Command, verify: Verify) -> Verify:
    """The verifier, asked already about what a command hands in.

    That takes about a second, in which a transaction would keep everybody else from writing.
    """
    known: dict[str, Signature] = {}
    for paper in _papers_of(command):
        if paper.signature is not None and paper.signature.kind == "electronic":
            with store.read() as unit:
                try:
                    _, content = unit.files.get(paper.sha256)
                except NotStored:
                    continue  # which is told when the command is carried out
            known[paper.sha256] = verify(content)

    def verified(content: bytes) -> Signature:
        found = known.get(sha256(content).hexdigest())
        return verify(content) if found is None else found

    return verified


def _papers_of(command: File | Command) -> Iterator[NewPaper]:
    for field in fields(command):
        value = getattr(command, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, NewPaper):
                yield one


def with_stored_papers(unit: UnitOfWork, command: C, verify: Verify) -> C:
    """The command with its papers as they are stored, whatever was said of size, kind and signature.

    Raises BadValue for a paper whose file was not handed in.
    """
    found: dict[str, Any] = {}
    for field in fields(command):
        value = getattr(command, field.name)
        if isinstance(value, NewPaper):
            found[field.name] = _stored(unit, value, verify)
        elif isinstance(value, tuple) and any(isinstance(one, NewPaper) for one in value):
            found[field.name] = tuple(_stored(unit, one, verify) for one in value)
    return replace(command, **found)


def _stored(unit: UnitOfWork, paper: NewPaper, verify: Verify) -> NewPaper:
    try:
        kept = unit.files.about(paper.sha256)
    except NotStored:
        raise BadValue("The file was not handed in.", paper.name or paper.paper) from None
    signature = paper.signature
    if signature is not None and signature.kind == "electronic":
        _, content = unit.files.get(paper.sha256)
        found = verify(content)
        signature = replace(signature, verified=found.verified, signers=found.signers)
    return replace(paper, size_bytes=kept.size_bytes, media_type=kept.media_type, signature=signature)
