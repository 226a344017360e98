"""Texts that can be printed: what no page can show is shown as a box, and stops no letter."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from typing import Any, TypeVar, cast

T = TypeVar("T")

#: Stands for a character that cannot be printed, or that no font has.
BOX = "□"
#: Drawings, which are code and no text.
_DRAWN = ("qr_svg", "crest_svg")
_REFUSED = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}|\\(.)")


def printable(value: T) -> T:
    """The value, e.g. a letter, with a box for every control character, override of direction and the like.

    Line feeds stay.
    """
    return cast("T", _mapped(value, _shown))


def boxed(data: Any, characters: Iterable[str]) -> Any:
    """Plain data with a box for each of the characters, but for ASCII, which every font has."""
    table = {ord(one): BOX for one in characters if not one.isascii()}
    return _mapped(data, lambda text: text.translate(table))


def without_glyph(diagnostic: str) -> set[str]:
    """The characters that typst says no font has; empty where its complaint is another."""
    found: set[str] = set()
    for text in _REFUSED.findall(diagnostic):
        found |= set(_ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], text))
    return {one for one in found if not one.isascii()}


def _shown(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one == "\n" else BOX for one in text)


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple | list):
        return type(value)(_mapped(item, change) for item in value)
    if isinstance(value, dict):
        return {key: held if key in _DRAWN else _mapped(held, change) for key, held in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **_mapped(held, change))
    return value
