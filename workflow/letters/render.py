"""A letter to a PDF/A-2b, the same bytes for the same letter, with typst inside this process.

The templates are fixed and come with the package; a letter is data to them, given as JSON, so that no text in
it is ever code. They read no file, no network and no clock, and no fonts but those that come with typst and
those of a folder that the office names. What a letter may hold is bounded, and with it the time.
"""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import typst

from capacity.errors import TitipError
from workflow.letters.texts import boxed, printable, without_glyph
from workflow.letters.values import Letter, letter_data

#: A letter larger than this as JSON is refused, in bytes. How long that takes: docs/explanation/letters.md.
LARGEST_LETTER = 48 * 1024
DEFAULT_FONTS = ("Libertinus Serif",)


class LetterTooLarge(TitipError):
    """A letter holds more text than letters do."""

    code = "letter-too-large"


class LetterFailed(TitipError):
    """A letter could not be set: a fault of Titip, or of a crest that is no proper SVG."""

    code = "letter-failed"


def render_pdf(letter: Letter, fonts: tuple[str, ...] = (), font_folder: str | None = None) -> bytes:
    """The letter as PDF/A-2b. The same letter and fonts give the same bytes.

    A character that cannot be printed, or that none of the fonts has, stands there as a box.

    Parameters
    ----------
    fonts
        Families, the first that is there is taken; the embedded one stands behind them.
    font_folder
        A folder with the office's own fonts; None for those that come along.

    Raises
    ------
    LetterTooLarge
        Above `LARGEST_LETTER`.
    LetterFailed
        Where the letter cannot be set.
    """
    data = letter_data(printable(letter))
    size = len(json.dumps(data, ensure_ascii=False).encode())
    if size > LARGEST_LETTER:
        raise LetterTooLarge(
            f"The letter holds {size} bytes of text; at most {LARGEST_LETTER} are set."
            " Shorten its texts, or split the request."
        )
    families = tuple(dict.fromkeys([*fonts, *DEFAULT_FONTS]))
    known = _families(font_folder)
    there = [family for family in families if family in known]
    try:
        return _set(data, there, font_folder)
    except typst.TypstError as error:
        # PDF/A asks for a glyph of every character; typst names all that lack one at once.
        lacking = without_glyph(error.diagnostic)
        if not lacking:
            raise LetterFailed(f"The letter could not be set: {error.message}") from error
    try:
        return _set(boxed(data, lacking), there, font_folder)
    except typst.TypstError as error:
        raise LetterFailed(f"The letter could not be set: {error.message}") from error


def _set(data: dict[str, Any], families: list[str], font_folder: str | None) -> bytes:
    folder = templates()
    made = typst.compile(
        folder / "letter.typ",
        root=folder,
        font_paths=_fonts(font_folder),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"letter": json.dumps(data, ensure_ascii=False), "fonts": json.dumps(families)},
        pdf_standards="a-2b",
        # No packages: a template that asked for one would find none there.
        package_path=folder,
        package_cache_path=folder,
    )
    return bytes(made)


def templates() -> Path:
    """The folder of the templates."""
    return Path(str(resources.files("workflow.letters") / "templates"))


@lru_cache(maxsize=8)
def _fonts(folder: str | None) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder] if folder else []
    )


@lru_cache(maxsize=8)
def _families(folder: str | None) -> frozenset[str]:
    return frozenset(_fonts(folder).families())
