"""SVG written by hand: escaped text, rounded numbers, presentation attributes instead of styles.

Everything is drawn in `currentColor`, so that a drawing put into a page takes the page's colour, light or
dark; one that stands alone brings its own, and prints black on white.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
_STYLE = (
    "svg{color:#111;background:#fff}"
    "@media (prefers-color-scheme:dark){svg{color:#e6e6e6;background:#17191d}}"
    "@media print{svg{color:#000;background:#fff}@page{size:A4 landscape;margin:0}}"
)


def element(name: str, *children: str, **attributes: object) -> str:
    """An element; ``_`` in a name of an attribute stands for ``-``, a trailing one is dropped."""
    told = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(_value(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(children)
    return f"<{name}{told}>{inner}</{name}>" if inner else f"<{name}{told}/>"


def text(
    x: float, y: float, content: str, size: float, *, anchor: str | None = None, bold: bool = False
) -> str:
    """A line of text, its baseline at `y`."""
    weight = "bold" if bold else None
    return element("text", escape(content), x=x, y=y, font_size=size, text_anchor=anchor, font_weight=weight)


def line(x: float, y: float, to_x: float, to_y: float, width: float = 0.25) -> str:
    """A straight stroke."""
    return element("path", d=f"M{_value(x)} {_value(y)}L{_value(to_x)} {_value(to_y)}", stroke_width=width)


def rectangle(x: float, y: float, width: float, height: float, stroke: float = 0.25) -> str:
    """A rectangle without filling."""
    return element("rect", x=x, y=y, width=width, height=height, stroke_width=stroke)


def strokes(*children: str) -> str:
    """A group that is drawn, not filled."""
    return element("g", *children, fill="none", stroke="currentColor")


def document(
    body: str, size: tuple[float, float], title: str, description: str, name: str, *, standalone: bool
) -> str:
    """The whole drawing. `name` keeps its ids apart from those of others in the same page."""
    ids = f"{name}-title {name}-description"
    return element(
        "svg",
        element("title", escape(title), id=f"{name}-title"),
        element("desc", escape(description), id=f"{name}-description"),
        element("style", _STYLE) if standalone else "",
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_value(size[0])} {_value(size[1])}",
        width=f"{_value(size[0])}mm" if standalone else None,
        height=f"{_value(size[1])}mm" if standalone else None,
        role="img",
        aria_labelledby=ids,
        class_="sop-drawing",
        font_family=FONT,
        fill="currentColor",
    )


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
