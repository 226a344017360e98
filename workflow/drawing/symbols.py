"""The five symbols of the sheets: capsule, box, diamond, arrow, and the pentagon between pages."""

from __future__ import annotations

from itertools import pairwise

from workflow.drawing.bands import Box
from workflow.drawing.flow import Shape
from workflow.drawing.svg import element

STROKE, HEAVY = 0.35, 0.9
_DASHES = "1.3 0.8"
_HEAD = (1.9, 0.75)  # length and half width of an arrow's head


def symbol(shape: Shape, box: Box, *, assumed: bool = False, heavy: bool = False) -> str:
    """The outline of a symbol; broken where it is assumed, heavy where the case is."""
    look = {"stroke_width": HEAVY if heavy else STROKE, "stroke_dasharray": _DASHES if assumed else None}
    left, top, right, bottom = box.x, box.y, box.x + box.width, box.y + box.height
    middle, centre = box.centre
    if shape in ("box", "capsule"):
        radius = box.height / 2 if shape == "capsule" else None
        return element("rect", x=left, y=top, width=box.width, height=box.height, rx=radius, **look)
    if shape == "diamond":
        corners = [(middle, top), (right, centre), (middle, bottom), (left, centre)]
    else:
        shoulder = top + box.height * 0.6
        corners = [(left, top), (right, top), (right, shoulder), (middle, bottom), (left, shoulder)]
    return element("polygon", points=" ".join(f"{x:.2f},{y:.2f}" for x, y in corners), **look)


def arrow(points: tuple[tuple[float, float], ...], *, assumed: bool = False) -> str:
    """A line along the points, with a filled head at its end."""
    (x, y), (to_x, to_y) = list(pairwise(points))[-1]
    length, half = _HEAD
    across, down = _sign(to_x - x), _sign(to_y - y)
    base = (to_x - across * length, to_y - down * length)
    corners = (
        (to_x, to_y),
        (base[0] - down * half, base[1] + across * half),
        (base[0] + down * half, base[1] - across * half),
    )
    way = "L".join(f"{px:.2f} {py:.2f}" for px, py in (*points[:-1], base))
    dashes = _DASHES if assumed else None
    return element("path", d=f"M{way}", stroke_width=STROKE, stroke_dasharray=dashes) + element(
        "polygon",
        points=" ".join(f"{px:.2f},{py:.2f}" for px, py in corners),
        fill="currentColor",
        stroke="none",
    )


def _sign(value: float) -> int:
    return (value > 0.001) - (value < -0.001)
