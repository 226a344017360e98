"""Where many items go, in few words: racks with their units, or racks with how many each takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from api.render.text import clean, count, number
from placement.placed import Placed

MOST_RACKS = 4


def racks_and_units(
    placed: Sequence[Placed], height_hu: int | None, times: str, most: int = MOST_RACKS
) -> list[str]:
    """``R-A01 U17``, ``R-A04 U3-8 ×3`` in order of racks; beyond `most` racks, how many more.

    Units of a rack that touch are told as one span; hosts are told by name.
    """
    by_rack: dict[str, list[Placed]] = {}
    for each in placed:
        by_rack.setdefault(each.host or each.rack or "", []).append(each)
    names = sorted(by_rack)
    shown = [
        _rack(name, by_rack[name], height_hu, times) for name in names[: most if len(names) > most else None]
    ]
    left = len(names) - len(shown)
    if left:
        kind = "host" if placed[0].host is not None else "rack"
        shown.append(f"and {count(left, f'more {kind}')}")
    return shown


def in_lines(pieces: Iterable[str], width: int) -> str:
    """Pieces joined by commas, none broken; a new line where the next one would pass `width`."""
    lines: list[str] = []
    for piece in pieces:
        if lines and len(lines[-1]) + 2 + len(piece) <= width:
            lines[-1] += f", {piece}"
        else:
            lines.append(piece)
    return "\n".join(lines)


def _rack(name: str, placed: Sequence[Placed], height_hu: int | None, times: str) -> str:
    if placed[0].host is not None:
        return clean(name) + (f" {times}{len(placed)}" if len(placed) > 1 else "")
    spans = []
    for face, mark in (("front", ""), ("rear", " rear")):
        own = sorted(p.position_hu or 0 for p in placed if (p.face or "front") == face)
        spans += [f"U{span}{mark}" for span in unit_spans(own, height_hu or 1)]
    many = f" {times}{len(placed)}" if len(placed) > len(spans) else ""
    return f"{clean(name)} {' '.join(spans)}{many}"


def unit_spans(positions: Iterable[int], height_hu: int) -> list[str]:
    """Sorted positions (half units) of items of one height: ``17``, ``3-8``; those that touch as one span."""
    runs: list[list[int]] = []
    for bottom in positions:
        if runs and runs[-1][1] == bottom:
            runs[-1][1] = bottom + height_hu
        else:
            runs.append([bottom, bottom + height_hu])
    return [_span(low, high) for low, high in runs]


def _span(low: int, high: int) -> str:
    step = 1 if low % 2 or high % 2 else 2
    first, last = number(Fraction(low, 2)), number(Fraction(max(low, high - step), 2))
    return first if first == last else f"{first}-{last}"


def counted(placed: Iterable[Placed], order: Mapping[str, int]) -> list[tuple[str, int]]:
    """Racks or hosts with how many items each takes, in the room's order."""
    many: dict[str, int] = {}
    for each in placed:
        name = each.host or each.rack or ""
        many[name] = many.get(name, 0) + 1
    return sorted(many.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))
