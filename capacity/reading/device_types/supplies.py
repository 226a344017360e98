"""Power supplies as modules: which bays hold them, and which draw a type has because of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from capacity.reading.device_types.model import Draw, Supply, draw_of_supplies
from capacity.reading.plain_yaml import Node, children_of, text_of

_SUPPLY_BAY = re.compile(r"\bPSUs?[ _-]?\d*\b|\bpower suppl|^PS[ _-]?\d+$|^power[ _-]?\d+$", re.IGNORECASE)
_WATTS = re.compile(r"(?<![\w.])([1-9][0-9]{1,4}) ?W(?:atts?)?\b", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;()\[\]|/]+")
NO_SUPPLY = "It lists neither power ports nor bays for supplies."
ANY_SUPPLY = "Its supplies are modules, and which one is fitted is not said."


def rating_w(port: dict[str, Node]) -> int | None:
    """Maximum draw of a power port in whole W; None where it is missing or 0, which is no rating.

    Raises ValueError for anything else than a whole number.
    """
    text = text_of(port, "maximum_draw")
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,6}(\.0+)?", text):
        raise ValueError(f"'maximum_draw' is '{text[:40]}', no whole number of watts.")
    return int(text.split(".")[0]) or None


def supply_from(module: dict[str, Node]) -> Supply | None:
    """The supply that a module type is; None for a module without power ports.

    Raises ValueError if the module type cannot be used.
    """
    manufacturer, model = text_of(module, "manufacturer"), text_of(module, "model")
    if not manufacturer or not model:
        raise ValueError("'manufacturer' or 'model' is missing.")
    ports = children_of(module, "power-ports")
    if not ports:
        return None
    names = tuple(dict.fromkeys(n for n in (model, text_of(module, "part_number")) if n))
    return Supply(manufacturer, names, tuple(rating_w(port) for port in ports))


def supply_bays(device: dict[str, Node]) -> list[dict[str, Node]]:
    """The module bays that hold power supplies, by what they are called."""
    return [bay for bay in children_of(device, "module-bays") if any(map(_SUPPLY_BAY.search, _texts(bay)))]


def draw_of_bays(bays: Sequence[dict[str, Node]], manufacturer: str, modules: Sequence[Supply]) -> Draw:
    """Draw of a type whose supplies sit in `bays`.

    A bay is tied to a supply only by its own words: a rating ("1100W") or the name of a module.
    Otherwise the draw is not known, and the ratings of all supplies of the maker are told.
    """
    ratings = [_told_rating(bay, modules) for bay in bays]
    if ratings and None not in ratings:
        return draw_of_supplies(ratings)
    rated = [r for m in modules if m.manufacturer == manufacturer for r in m.ratings_w if r is not None]
    told = f" The supplies of its maker are rated {min(rated)} to {max(rated)} W." if rated else ""
    return Draw(None, why=ANY_SUPPLY + told)


def _told_rating(bay: dict[str, Node], modules: Sequence[Supply]) -> int | None:
    text = " ".join(_texts(bay))
    watts = {int(found) for found in _WATTS.findall(text)}
    if len(watts) == 1:
        return watts.pop()
    words = {word for word in _WORD.findall(text) if len(word) >= 5 and any(map(str.isdigit, word))}
    named = {m.ratings_w[0] for m in modules if len(m.ratings_w) == 1 and words & set(m.names)}
    return named.pop() if len(named) == 1 else None


def _texts(bay: dict[str, Node]) -> list[str]:
    return [t for key in ("name", "label", "position", "description") if (t := text_of(bay, key))]
