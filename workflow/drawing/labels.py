"""Words beside the lines: as near to where a line begins as can be, and on top of nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workflow.drawing.bands import Box
from workflow.drawing.text import width_of, wrapped

SIZE, LEADING = 2.1, 2.4
_WIDTHS = (26.0, 16.0, 10.5)
_GAP = 0.7
_ON_A_SYMBOL, _ON_A_LINE, _ON_A_RULE, _MORE_LINES = 1_000.0, 60.0, 4.0, 1.5

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text in a box, flush with its right side where `flush_right`."""

    lines: tuple[str, ...]
    box: Box
    flush_right: bool = False


def place_labels(
    wires: Sequence[tuple[str, Sequence[Point]]],
    symbols: Sequence[Box],
    area: Box,
    rules: tuple[Sequence[float], Sequence[float]],
) -> list[Label | None]:
    """A place for the text of each wire; None for those without text.

    `rules` are the positions of the table's lines, upright and level, which a label rather does not cross.
    """
    runs = [_run(one, other) for _, points in wires for one, other in pairwise(points)]
    taken = [Box(box.x - _GAP, box.y - _GAP, box.width + 2 * _GAP, box.height + 2 * _GAP) for box in symbols]
    found: list[Label | None] = []
    for text, points in wires:
        if not text:
            found.append(None)
            continue

        def cost(candidate: tuple[float, Label]) -> float:
            far, box = candidate[0], candidate[1].box
            price = far + _ON_A_SYMBOL * sum(box.overlap(other) for other in taken)
            price += _ON_A_LINE * sum(box.overlap(run) for run in runs)
            price += _ON_A_RULE * sum(box.x < rule < box.x + box.width for rule in rules[0])
            price += _ON_A_RULE * sum(box.y < rule < box.y + box.height for rule in rules[1])
            inside = area.x <= box.x and box.x + box.width <= area.x + area.width
            return price if inside and area.y <= box.y else price + _ON_A_SYMBOL

        wraps = dict.fromkeys(wrapped(text, SIZE, width) for width in _WIDTHS)
        whole = [lines for lines in wraps if " ".join(lines) == text] or [(text,)]
        candidates = (
            (far + _MORE_LINES * len(lines), label)
            for lines in whole
            for far, label in _candidates(points, lines)
        )
        _, label = min(candidates, key=cost)
        taken.append(label.box)
        found.append(label)
    return found


def _run(one: Point, other: Point) -> Box:
    """The stroke of a straight piece of line, as a thin rectangle."""
    x, y = min(one[0], other[0]), min(one[1], other[1])
    return Box(x - 0.2, y - 0.2, abs(one[0] - other[0]) + 0.4, abs(one[1] - other[1]) + 0.4)


def _candidates(points: Sequence[Point], lines: tuple[str, ...]) -> Iterator[tuple[float, Label]]:
    """The text on both sides of each piece of the line, with how far along the line it stands."""
    width, height = max(width_of(line, SIZE) for line in lines), len(lines) * LEADING
    gone = 0.0
    for (x, y), (to_x, to_y) in pairwise(points):
        length = abs(to_x - x) + abs(to_y - y)
        for part in range(0, 11):
            far = gone + length * part / 10
            at_x, at_y = x + (to_x - x) * part / 10, y + (to_y - y) * part / 10
            for back in (0.0, 0.5, 1.0):
                if y == to_y:
                    left = at_x - back * width
                    yield far, Label(lines, Box(left, y - height - _GAP / 2, width, height))
                    yield far + 0.1, Label(lines, Box(left, y + _GAP, width, height))
                else:
                    top = at_y - back * height
                    yield far, Label(lines, Box(x + _GAP, top, width, height))
                    yield far + 0.1, Label(lines, Box(x - width - _GAP, top, width, height), flush_right=True)
        gone += length
