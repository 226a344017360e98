"""A rack drawn as SVG, front and rear side by side: states by pattern and text, never by colour alone."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from capacity.elevation import Body, Elevation, FreeRun
from capacity.room import FACES
from workflow.drawing.svg import element, text

UNIT, FACE_WIDTH, LABEL, GAP, HEAD = 14.0, 150.0, 26.0, 12.0, 30.0
SIZE = 9.0
#: What stands before a name for those who do not see the pattern.
WORDS = {"installed": "", "planned": "planned: ", "leaving": "leaving: ", "held": "held: ", "blocked": ""}
_STYLE = (
    "svg{color:#1c2430;background:#fff}"
    "@media (prefers-color-scheme:dark){svg{color:#e6e6e6;background:#17191d}}"
    "@media print{svg{color:#000;background:#fff}}"
)
_LINES = {
    # kind -> (dash of the outline, distance and slope of the hatching; None: none)
    "installed": (None, None),
    "planned": ("4 3", None),
    "held": (None, "M0 6L6 0"),
    "leaving": ("1 2", "M0 0L6 6"),
    "blocked": (None, "M0 0L6 6M0 6L6 0"),
}


def elevation_svg(found: Elevation) -> str:
    """The drawing as a document of its own."""
    rack = found.rack
    width = LABEL + 2 * FACE_WIDTH + GAP + 8
    height = HEAD + rack.height_u * UNIT + 8
    title = f"Rack {rack.name}"
    taken = "; ".join(f"{_units(body)}: {WORDS[body.kind]}{body.name}" for body in found.bodies)
    parts = [
        element("title", escape(title), id="rack-title"),
        element("desc", escape(taken or "Nothing stands in it."), id="rack-description"),
        element("style", _STYLE),
        element("defs", *_patterns()),
        text(LABEL, 12, title, 11, bold=True),
        *(text(_x(face), 25, face, SIZE) for face in FACES),
        *_frame(found),
        *(part for body in found.bodies for part in _body(found, body)),
        *(part for run in found.free for part in _run(found, run)),
    ]
    return element(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        role="img",
        aria_labelledby="rack-title rack-description",
        font_family="Arial, 'Liberation Sans', Helvetica, sans-serif",
        fill="currentColor",
    )


def _patterns() -> Iterator[str]:
    for kind, (_, hatch) in _LINES.items():
        if hatch is not None:
            stroke = element(
                "path", d=hatch, stroke="currentColor", stroke_width=0.7, fill="none", opacity=0.5
            )
            yield element(
                "pattern", stroke, id=f"hatch-{kind}", width=6, height=6, patternUnits="userSpaceOnUse"
            )


def _frame(found: Elevation) -> Iterator[str]:
    rack = found.rack
    for face in FACES:
        yield element(
            "rect",
            x=_x(face),
            y=HEAD,
            width=FACE_WIDTH,
            height=rack.height_u * UNIT,
            fill="none",
            stroke="currentColor",
        )
    for unit in range(rack.first_unit, rack.first_unit + rack.height_u):
        y = _y(found, 2 * unit)
        yield text(LABEL - 5, y - UNIT / 2 + SIZE / 3, str(unit), SIZE - 1, anchor="end")


def _body(found: Elevation, body: Body) -> Iterator[str]:
    dash, hatch = _LINES[body.kind]
    top, bottom = _y(found, body.top_hu), _y(found, body.bottom_hu)
    unsure = "" if body.certain else " (height ?)"
    name = f"{WORDS[body.kind]}{body.name}{unsure}"
    for face in body.faces:
        box = {"x": _x(face) + 1, "y": top + 0.5, "width": FACE_WIDTH - 2, "height": bottom - top - 1}
        if hatch is not None:
            yield element("rect", **box, fill=f"url(#hatch-{body.kind})", stroke="none")
        yield element("rect", **box, fill="none", stroke="currentColor", stroke_dasharray=dash)
        middle = (top + bottom) / 2 + SIZE / 3
        if body.kind != "blocked":
            yield text(_x(face) + 6, middle, _shortened(name), SIZE)


def _run(found: Elevation, run: FreeRun) -> Iterator[str]:
    height = run.top_hu - run.bottom_hu
    if height < 2:
        return
    middle = (_y(found, run.top_hu) + _y(found, run.bottom_hu)) / 2 + SIZE / 3
    for face in run.faces:
        label = f"{height / 2:g}U free"
        yield element(
            "text", escape(label), x=_x(face) + 6, y=middle, font_size=SIZE, font_style="italic", opacity=0.75
        )


def _units(body: Body) -> str:
    low, high = body.bottom_hu / 2, (body.top_hu - 2) / 2
    faces = "" if body.faces == FACES else f" {body.faces[0]}"
    return (f"U{low:g}" if high <= low else f"U{low:g}-{high:g}") + faces


def _x(face: str) -> float:
    return LABEL + FACES.index(face) * (FACE_WIDTH + GAP)


def _y(found: Elevation, half_units: int) -> float:
    """Where the lower edge of a half unit is drawn; the highest unit is on top."""
    rack = found.rack
    return HEAD + (2 * (rack.first_unit + rack.height_u) - half_units) * UNIT / 2


def _shortened(name: str) -> str:
    most = int((FACE_WIDTH - 12) / (SIZE * 0.52))
    return name if len(name) <= most else f"{name[: most - 1]}…"
