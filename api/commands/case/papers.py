"""Papers named on the command line: NAME=FILE, read, kept, and handed in with a command."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from api.options import bad_option
from capacity.reading.problems import quoted
from workflow.handling import Desk
from workflow.papers import NewPaper, Signature
from workflow.uploads import take_path


def keep_papers(
    desk: Desk, at: datetime, papers: Sequence[str] = (), signed: Sequence[str] = (), attest: str = ""
) -> tuple[NewPaper, ...]:
    """The papers of NAME=FILE words, kept; those of `signed` as scans that `attest` vouches for.

    Raises BadInput, before anything is kept.
    """
    if signed and not attest.strip():
        told = "A scan of a signed paper needs somebody who vouches for it."
        raise bad_option("--attest", told, "Say who saw the original signed.")
    wet = Signature("wet", attestation=attest)
    named = [(*_named(word, "--paper"), None) for word in papers]
    named_signed = [(*_named(word, "--signed"), wet) for word in signed]
    taken = [(name, take_path(path), signature) for name, path, signature in (*named, *named_signed)]
    return tuple(
        desk.keep_paper(file.content, at, paper=name, name=file.name, signature=signature)
        for name, file, signature in taken
    )


def _named(word: str, option: str) -> tuple[str, Path]:
    name, _, path = word.partition("=")
    if not name or not path:
        advice = "Write NAME=FILE, with a paper of the procedure, such as surat_permohonan=surat.pdf."
        raise bad_option(option, f"{quoted(word)} names no paper and file.", advice)
    return name, Path(path)
