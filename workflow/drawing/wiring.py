"""The symbols of a page in their places, and the lines between them, routed and labelled."""

from __future__ import annotations

from dataclasses import dataclass, replace

from workflow.drawing.bands import ABOVE, BELOW, Bands, Box, Spot
from workflow.drawing.flow import Line, Mark, Shape, Symbol
from workflow.drawing.labels import Label, place_labels
from workflow.drawing.page import Column, Page


@dataclass(frozen=True, slots=True)
class Placed:
    """A symbol in its place. `text`: of a connector, the step on the other page."""

    shape: Shape
    box: Box
    step: str
    assumed: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Wire:
    """A line with an arrow at its end."""

    points: tuple[tuple[float, float], ...]
    assumed: bool
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Wiring:
    """All that is drawn in the actors' columns of a page."""

    symbols: tuple[Placed, ...]
    marks: tuple[tuple[Mark, Box], ...]
    wires: tuple[Wire, ...]


def wiring_of(
    page: Page,
    columns: tuple[Column, ...],
    symbols: tuple[Symbol, ...],
    marks: tuple[Mark, ...],
    lines: tuple[Line, ...],
) -> Wiring:
    """Symbols, marks, lines and labels of a page. `columns` are those of the actors."""
    bands = Bands(page, columns)
    here = {row.step.no for row in page.rows}
    spots: dict[str, Spot] = {}
    placed: list[Placed] = []
    for symbol in symbols:
        if symbol.step in here:
            spot = spots[symbol.key] = bands.spot(symbol.step, symbol.role, symbol.shape)
            placed.append(Placed(symbol.shape, bands.box(spot), symbol.step, symbol.assumed))
    own = [(mark, bands.spot(mark.step, mark.role, "mark")) for mark in marks if mark.step in here]
    drawn = _on_page(lines, spots, [symbol.step for symbol in symbols], bands, placed)
    grid = bands.grid()
    for spot in (*spots.values(), *(spot for _, spot in own)):
        grid.block(spot.left, spot.right, spot.top, spot.bottom)
    routed: list[tuple[Line, tuple[tuple[float, float], ...]]] = []
    # The usual way first: it gets the straight lines.
    for line in sorted(drawn, key=lambda line: (line.back, bool(line.label))):
        source, target = spots[line.source], spots[line.target]
        corners = grid.route(
            source.ports(leaving=True, back=line.back),
            target.ports(leaving=False, back=line.back),
            line.target,
        )
        routed.append((line, tuple((grid.xs[i], grid.ys[j]) for i, j in corners)))
    boxes = [bands.box(spot) for spot in (*spots.values(), *(spot for _, spot in own))]
    texts = [(line.label, points) for line, points in routed]
    labels = place_labels(texts, boxes, bands.area(), bands.rules())
    wires = (Wire(points, line.assumed, label) for (line, points), label in zip(routed, labels, strict=True))
    return Wiring(tuple(placed), tuple((mark, bands.box(spot)) for mark, spot in own), tuple(wires))


def _on_page(
    lines: tuple[Line, ...],
    spots: dict[str, Spot],
    order: list[str],
    bands: Bands,
    placed: list[Placed],
) -> list[Line]:
    """The lines of this page; one that goes to, or comes from, another page ends or begins in a connector."""
    here = [order.index(key.partition("/")[0]) for key in spots]
    drawn: list[Line] = []

    def connector(line: Line, way: str, other: str) -> str:
        """The connector for the line's target, made when it is first needed; `other` is the far step."""
        step, _, role = line.target.partition("/")
        band = BELOW if order.index(other) > max(here) else ABOVE
        key = f"{way}/{band}/{line.target}"
        if key not in spots:
            spots[key] = bands.connector(band, role)
            placed.append(Placed("connector", bands.box(spots[key]), step, text=step))
        return key

    for line in lines:
        leaves, arrives = line.source in spots, line.target in spots
        if leaves and arrives:
            drawn.append(line)
        elif leaves:
            drawn.append(replace(line, target=connector(line, "to", line.target.partition("/")[0])))
        elif arrives:
            source = connector(line, "from", line.source.partition("/")[0])
            if all(other.source != source for other in drawn):
                drawn.append(replace(line, source=source, label=""))
    return drawn
