"""One device type: from the plain data of its YAML to a `DeviceType`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from capacity.reading.cells import UNSEEN
from capacity.reading.device_types.model import DeviceType, Draw, Supply, draw_of_supplies
from capacity.reading.device_types.supplies import NO_SUPPLY, draw_of_bays, rating_w, supply_bays
from capacity.reading.plain_yaml import Node, children_of, flag_of, text_of
from capacity.reading.weights import grams

MOST_UNITS = 100
MOST_GRAMS = 10_000_000
_SLUG = re.compile(r"[\w-]+", re.ASCII)
_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{0,12})?|\.[0-9]{1,12}")
_ACTIVE = ("interfaces", "power-ports", "power-outlets", "console-ports", "module-bays", "device-bays")
_NO_WEIGHT = "Its weight is given as 0, which no equipment has."


def decimal(text: str, key: str) -> Fraction:
    """An unsigned decimal number, exactly; ValueError for anything else."""
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f"'{key}' is '{text[:40]}', no plain number.")
    return Fraction(text)


def half_units(text: str, key: str) -> int:
    """A height in U as half units, 0 to 100 U; ValueError for another height or a finer step."""
    height = decimal(text, key) * 2
    if height.denominator != 1 or height > 2 * MOST_UNITS:
        raise ValueError(f"'{key}' is '{text[:40]}', no height in steps of 0.5 up to {MOST_UNITS} U.")
    return int(height)


def weight_of(text: str | None, unit: str | None) -> tuple[int | None, bool, tuple[str, ...]]:
    """Weight in g (None: not known), whether it was rounded, and doubts about it.

    Raises ValueError for a number without unit, an unknown unit or more than ten tonnes.
    """
    if text is None:
        return None, False, ()
    number = decimal(text, "weight")
    if number == 0:
        return None, False, (_NO_WEIGHT,)
    if unit is None:
        raise ValueError("'weight' has no 'weight_unit'.")
    weight, rounded = grams(number, unit)
    if weight > MOST_GRAMS:
        raise ValueError(f"'weight' is '{text[:40]}' {unit}, more than ten tonnes.")
    return weight, rounded, ()


def read_type(node: Node, modules: Sequence[Supply], source: str) -> DeviceType:
    """The device type that a YAML document describes. Raises ValueError if it cannot be used."""
    if not isinstance(node, dict):
        raise ValueError("The document describes no device type.")
    manufacturer, model, slug = (name_of(node, key) for key in ("manufacturer", "model", "slug"))
    if not _SLUG.fullmatch(slug):
        raise ValueError(f"'slug' is '{slug[:60]}': only letters, digits, - and _ may stand in it.")
    height = text_of(node, "u_height")
    full = flag_of(node, "is_full_depth")
    role = (text_of(node, "subdevice_role") or "").lower()
    weight_g, rounded, doubts = weight_of(text_of(node, "weight"), text_of(node, "weight_unit"))
    ports, bays = children_of(node, "power-ports"), supply_bays(node)
    return DeviceType(
        slug=slug,
        manufacturer=manufacturer,
        model=model,
        height_hu=None if height is None else half_units(height, "u_height"),
        depth="" if full is None else ("full" if full else "half"),
        weight_g=weight_g,
        draw=_draw(node, ports, bays, manufacturer, modules),
        supplies=len(ports) or len(bays),
        child=role == "child",
        parent=role == "parent",
        source=source,
        passive=_is_passive(node),
        rounded=rounded,
        doubts=doubts,
    )


def name_of(node: dict[str, Node], key: str) -> str:
    """A required name without blanks in a row; ValueError if it is missing or cannot be seen."""
    name = " ".join((text_of(node, key) or "").split())
    if not name:
        raise ValueError(f"'{key}' is missing.")
    if UNSEEN.search(name):
        raise ValueError(f"'{key}' holds a control character or an invisible mark.")
    return name


def _draw(
    node: dict[str, Node],
    ports: list[dict[str, Node]],
    bays: list[dict[str, Node]],
    manufacturer: str,
    modules: Sequence[Supply],
) -> Draw:
    if _is_passive(node):
        return Draw(0)
    if ports:
        return draw_of_supplies([rating_w(port) for port in ports])
    if bays:
        return draw_of_bays(bays, manufacturer, modules)
    return Draw(None, why=NO_SUPPLY)


def _is_passive(node: dict[str, Node]) -> bool:
    """True where the source says that nothing draws: not powered, or front and rear ports alone."""
    if flag_of(node, "is_powered") is False:
        return True
    panel = children_of(node, "front-ports") and children_of(node, "rear-ports")
    return bool(panel) and not any(children_of(node, key) for key in _ACTIVE)
