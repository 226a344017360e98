"""Where items go, in Indonesian: in a few words, in rows, in a table."""

from __future__ import annotations

from collections.abc import Sequence

from capacity.units import plain
from workflow.letters.indonesian import counted, number
from workflow.letters.values import Table
from workflow.papers import ItemPlace

FACES = {"front": "depan", "rear": "belakang"}


def place_words(items: Sequence[ItemPlace], height_hu: int | None) -> str:
    """``rak A03 unit 7–8 sisi depan``; of several items how many racks or hosts they go to."""
    if len(items) != 1:
        where = "host" if any(item.host for item in items) else "rak"
        names = {item.host or item.rack for item in items}
        return f"{counted(len(items), 'unit')} pada {number(len(names))} {where}"
    one = items[0]
    if one.host is not None:
        return f"host {one.host}"
    return f"rak {one.rack} {units_words(one, height_hu)} sisi {face_word(one)}"


def place_rows(item: ItemPlace, height_hu: int | None) -> tuple[tuple[str, str], ...]:
    """The place of one item as rows of label and value."""
    if item.host is not None:
        return (("Host", item.host),)
    return (
        ("Rak", item.rack or ""),
        ("Posisi", units_words(item, height_hu)),
        ("Sisi", face_word(item)),
        ("Catu daya", ", ".join(item.cords) or "tidak ada"),
        ("Port jaringan", ", ".join(item.ports) or "tidak ada"),
    )


def place_table(items: Sequence[ItemPlace], height_hu: int | None) -> Table:
    """The places of items, a row each."""
    if any(item.host for item in items):
        return Table(("No.", "Host"), tuple((number(i.item), i.host or "–") for i in items), (1, 8))
    rows = tuple(
        (
            number(item.item),
            item.rack or "–",
            f"{units_words(item, height_hu)}, {face_word(item)}",
            ", ".join(item.cords) or "–",
            ", ".join(item.ports) or "–",
        )
        for item in items
    )
    return Table(("No.", "Rak", "Posisi", "Catu daya", "Port jaringan"), rows, (2, 4, 6, 6, 10))


def units_words(item: ItemPlace, height_hu: int | None) -> str:
    """``unit 7–8``: the units that an item takes; only the lowest where its height is not known."""
    if item.position_hu is None:
        return "di samping rel"
    first = plain(item.position_hu, 2)
    if height_hu is None:
        return f"mulai unit {number(first)}"
    if item.position_hu % 2 or height_hu % 2:
        return f"mulai unit {number(first)} setinggi {number(plain(height_hu, 2))} U"
    last = item.position_hu // 2 + max(height_hu // 2, 1) - 1
    return f"unit {number(first)}" if last == first else f"unit {number(first)}–{number(last)}"


def face_word(item: ItemPlace) -> str:
    """``depan`` or ``belakang``."""
    face = item.face or "front"
    return FACES.get(face, face)
