"""Letters for people: where one was written, what one is found to be."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from api.render.done import BAD, GOOD, marked
from api.render.text import clean
from workflow.issued import IssuedLetter
from workflow.issuing import Shown
from workflow.letters import verification
from workflow.signing import Verified

_STANDING = {
    "issued": "it counts",
    "waiting": "it was made and is not signed yet",
    "replaced": "another was signed in its place since",
    "void": "its number was given up",
}
_SIGNED = {"wet": "signed by hand, which nobody can verify", "electronic": "signed electronically"}
_FILES = {
    "signed": "The file is the one that was handed in, byte for byte.",
    "made": "The file is the letter as it was made, before it was signed.",
}


def print_made(issued: IssuedLetter | None, files: Sequence[Path], url: str) -> None:
    """Print what was written, and what the letter bears."""
    screen = marked("WRITTEN", GOOD, ", ".join(str(path) for path in files))
    if issued is None:
        screen.line("A draft, without number and date.", indent=3)
        return
    screen.line(f"number {clean(issued.number) or 'none'}, dated {issued.dated}", indent=3)
    screen.line(f"{verification(url, issued.code).link}", indent=3)


def print_verified(letter: Shown | None, file: str, signatures: Verified | None, *, genuine: bool) -> None:
    """Print what a letter is, and what its signatures are worth."""
    if letter is None:
        screen = marked("UNKNOWN", BAD, "", "no letter of this office has this file")
    else:
        mark, style = ("GENUINE", GOOD) if genuine else ("DOES NOT COUNT", BAD)
        number = f" {clean(letter.number)}" if letter.number else ""
        screen = marked(mark, style, f"{clean(letter.what)}{number}", f", dated {letter.dated}")
        screen.line(f"{clean(letter.office, 100)}, to {clean(letter.agency, 100)}", indent=3)
        signed = f", {_SIGNED[letter.signed]}" if letter.signed else ""
        screen.line(f"{_STANDING[letter.standing]}{signed}", indent=3)
        if file in _FILES:
            screen.line(_FILES[file], indent=3)
        if letter.as_made is False:
            screen.line("What was signed is not the letter that Titip made.", indent=3)
    for one in signatures.signatures if signatures else ():
        verdict = "good" if one.good else "not good: " + " ".join(clean(text, 200) for text in one.problems)
        at = f", {one.claimed_at:%Y-%m-%d %H:%M} as it says" if one.claimed_at else ""
        screen.line(f"signature of {clean(one.signer, 100)}{at}: {verdict}", indent=3)
