"""What changed between two revisions of a draft: word by word, in a long one line by line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\S+\s*|\s+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")
# The comparison takes up to the square of the parts: so many in both texts together, some five pages each.
_MOST_PARTS = 4_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: in both revisions, taken out of the older, or put into the newer."""

    kind: Literal["same", "removed", "added"]
    text: str


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """The two texts as pieces: without those ``added`` the older one, without those ``removed`` the newer."""
    if before == after:
        return (Piece("same", before),) if before else ()
    for parts in (_WORDS, _LINES):
        old, new = parts.findall(before), parts.findall(after)
        if len(old) + len(new) <= _MOST_PARTS:
            return tuple(_pieces(old, new))
    return tuple(piece for piece in (Piece("removed", before), Piece("added", after)) if piece.text)


def _pieces(old: list[str], new: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for tag, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old[low:high])))
            continue
        if high > low:
            pieces.append(Piece("removed", "".join(old[low:high])))
        if end > start:
            pieces.append(Piece("added", "".join(new[start:end])))
    return pieces
