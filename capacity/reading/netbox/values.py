"""Values as NetBox shows them (``42U``, ``1000 kg``, ``80%``, ``1-10``) and as it imports them.

Each function takes the text of a cell that is not empty and raises `Refused` if it cannot be used.
"""

from __future__ import annotations

import re
from fractions import Fraction

from capacity.reading.problems import Refused, quoted
from capacity.reading.weights import grams

_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")
_UNITS = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?")


def number(text: str, suffix: str = "") -> Fraction:
    """An unsigned number, with `suffix` behind it or not."""
    bare = text.strip().removesuffix(suffix).rstrip() if suffix else text.strip()
    if not _NUMBER.fullmatch(bare):
        raise Refused(f"{quoted(text)} is not a number.", "Export the table from NetBox again, unchanged.")
    return Fraction(bare)


def whole(text: str, suffix: str = "") -> int:
    """A whole number, with `suffix` behind it or not."""
    found = number(text, suffix)
    if found.denominator != 1:
        raise Refused(f"{quoted(text)} is not a whole number.", "Correct it in NetBox.")
    return int(found)


def rack_height(text: str) -> int:
    """Height of a rack in U: ``42U`` or ``42``, 1 to 100."""
    height = whole(text, "U")
    if not 1 <= height <= 100:
        raise Refused(f"{quoted(text)} is no height of a rack.", "Titip knows racks of 1 to 100 U.")
    return height


def half_units(text: str) -> int:
    """A height or position in U as half units: ``1``, ``1.0``, ``0.5``, ``4U``."""
    found = number(text, "U") * 2
    if found.denominator != 1:
        raise Refused(f"{quoted(text)} is finer than half a unit.", "Correct it in NetBox.")
    return int(found)


def share(text: str) -> str:
    """A percentage as a fraction in the form of a room folder: ``80%`` or ``80`` is 0.8."""
    percent = number(text, "%")
    if not 0 < percent <= 100:
        raise Refused(f"{quoted(text)} is no part of a rating.", "Give a percentage from 1 to 100.")
    places = f"{int(percent * 10_000):07d}"
    return f"{places[:-6]}.{places[-6:]}".rstrip("0").rstrip(".")


def weight(text: str, unit: str) -> tuple[int, bool]:
    """A weight in g and whether it was rounded: ``1000 kg``, or ``1000`` with `unit` from its own column."""
    figure, _, shown = text.strip().partition(" ")
    if not (shown or unit):
        raise Refused(f"{quoted(text)} has no unit of weight.", "Export the weight with its unit.")
    try:
        return grams(number(figure), shown or unit)
    except Refused:
        raise
    except ValueError as error:
        raise Refused(str(error), "Give it in kg, g, lb or oz.") from error


def unit_runs(text: str) -> list[tuple[int, int]]:
    """Rack units as runs of neighbours: ``1-3,7`` or ``1,2,3,7`` is (1, 3) and (7, 7)."""
    units: set[int] = set()
    for part in re.split(r"[,\s]+", text.strip()):
        found = _UNITS.fullmatch(part)
        if found is None or int(found[2] or found[1]) < int(found[1]):
            raise Refused(f"{quoted(text)} names no units of a rack.", "NetBox writes them as 1-3,7.")
        units.update(range(int(found[1]), int(found[2] or found[1]) + 1))
    starts = sorted(u for u in units if u - 1 not in units)
    ends = sorted(u for u in units if u + 1 not in units)
    return list(zip(starts, ends, strict=True))


def flag(text: str) -> bool:
    """NetBox's True and False."""
    if text.casefold() in ("true", "false"):
        return text.casefold() == "true"
    raise Refused(f"{quoted(text)} is neither True nor False.", "Export the table from NetBox again.")


def choice(text: str) -> str:
    """A choice in one spelling: "Single phase" and "single-phase" are "single phase"."""
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
