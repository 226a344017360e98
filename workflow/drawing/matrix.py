"""A page of the matrix as SVG: the table with its rows, symbols and lines, below the title block."""

from __future__ import annotations

from workflow.drawing import svg
from workflow.drawing.bands import Box
from workflow.drawing.frame import FRAME, RULE, legend, title_block
from workflow.drawing.labels import LEADING as LABEL_LEADING
from workflow.drawing.labels import SIZE as LABEL_SIZE
from workflow.drawing.labels import Label
from workflow.drawing.page import HEAD, LEADING, MARGIN, PADDING, SIZE, TITLE, WIDTH, Column, Page, Row
from workflow.drawing.symbols import arrow, symbol
from workflow.drawing.text import wrapped
from workflow.drawing.wiring import Wiring
from workflow.drawing.words import Language, say, word
from workflow.procedure import Procedure

_TOP = MARGIN + TITLE
_SPLIT = _TOP + 4.8  # below the headings that span several columns
_ACROSS = WIDTH - 2 * MARGIN
_HEADING = 2.6
_STANDARD = ("needs", "time", "outputs")


def matrix(
    procedure: Procedure,
    page: Page,
    pages: int,
    columns: tuple[Column, ...],
    wiring: Wiring,
    current: str | None,
    language: Language,
) -> str:
    """The content of one page. `current` is the number of the step that a case waits at."""
    marked = any(row.step.no == current for row in page.rows)
    rows = (_row(row, columns, here=row.step.no == current, language=language) for row in page.rows)
    parts = (
        title_block(procedure, page.number, pages, language),
        _head(procedure, columns, language),
        *rows,
        _rules(procedure, page, columns, [wire.label.box for wire in wiring.wires if wire.label]),
        _flow(wiring, current, language),
        legend(language, marked=marked),
    )
    return "".join(parts)


def _shade(y: float, height: float, opacity: float) -> str:
    return svg.element(
        "rect", x=MARGIN, y=y, width=_ACROSS, height=height, fill="currentColor", fill_opacity=opacity
    )


def _head(procedure: Procedure, columns: tuple[Column, ...], language: Language) -> str:
    """The headings of the table."""
    by_name = {column.name: column for column in columns}
    bottom = _TOP + HEAD
    parts = [_shade(_TOP, HEAD, 0.07)]
    whole, split = (_TOP + bottom) / 2, (_SPLIT + bottom) / 2
    parts += [_heading(by_name[name], word(name, language), whole) for name in ("no", "activity", "note")]
    parts += [_heading(by_name[name], word(name, language), split) for name in _STANDARD]
    parts += [_heading(by_name[a.role], say(a.title, language), split) for a in procedure.actors]
    first, needs, note = by_name[procedure.actors[0].role], by_name["needs"], by_name["note"]
    for left, right, name in ((first.x, needs.x, "actors"), (needs.x, note.x, "standard")):
        middle = (left + right) / 2
        parts.append(svg.text(middle, _TOP + 3.4, word(name, language), _HEADING, anchor="middle", bold=True))
    return "".join(parts)


def _heading(column: Column, content: str, middle: float) -> str:
    """A heading in the middle of its column, smaller where it is long."""
    size = _HEADING if len(content) < 16 else 2.2
    lines = wrapped(content, size, column.width - 1.4, bold=True)
    y = middle - len(lines) * size * 1.15 / 2 + size * 0.9
    return "".join(
        svg.text(column.centre, y + place * size * 1.15, line, size, anchor="middle", bold=True)
        for place, line in enumerate(lines)
    )


def _row(row: Row, columns: tuple[Column, ...], *, here: bool, language: Language) -> str:
    """The texts of a row; where the case is, a bar, a shade, bold words and a pointer as well."""
    parts = []
    if here:
        parts.append(_shade(row.y, row.height, 0.09))
        parts.append(svg.element("rect", x=MARGIN, y=row.y, width=1.3, height=row.height))
    for column in columns:
        lines = row.lines.get(column.name, ())
        centred = column.name in ("no", "time")
        bold = here and column.name in ("no", "activity")
        y = row.centre - len(lines) * LEADING / 2 + SIZE * 0.92
        if here and column.name == "note":
            y -= LEADING / 2
        for line in lines:
            x = column.centre if centred else column.x + PADDING
            parts.append(svg.text(x, y, line, SIZE, anchor="middle" if centred else None, bold=bold))
            y += LEADING
        if here and column.name == "note":
            parts.append(_pointer(column.x + PADDING, y + 0.6, word("here", language)))
    return "".join(parts)


def _pointer(x: float, y: float, words: str) -> str:
    corners = ((x, y - 1.9), (x + 1.7, y - 0.9), (x, y + 0.1))
    points = " ".join(f"{px:.2f},{py:.2f}" for px, py in corners)
    return svg.element("polygon", points=points) + svg.text(x + 2.3, y, words, 2.4, bold=True)


def _rules(procedure: Procedure, page: Page, columns: tuple[Column, ...], labels: list[Box]) -> str:
    """The lines of the table, broken where a label stands on them.

    Under a heading that spans columns the lines between these begin lower.
    """
    roles = [actor.role for actor in procedure.actors]
    lower = {*roles[1:], *_STANDARD[1:]}
    by_name = {column.name: column for column in columns}
    lines = [
        svg.rectangle(MARGIN, _TOP, _ACROSS, page.bottom - _TOP, FRAME),
        svg.line(MARGIN, _TOP + HEAD, WIDTH - MARGIN, _TOP + HEAD, FRAME),
        svg.line(by_name[roles[0]].x, _SPLIT, by_name["note"].x, _SPLIT, RULE),
    ]
    for column in columns[1:]:
        top = _SPLIT if column.name in lower else _TOP
        over = [(box.y, box.y + box.height) for box in labels if box.x < column.x < box.x + box.width]
        lines += [svg.line(column.x, y, column.x, end, RULE) for y, end in _pieces(top, page.bottom, over)]
    ys = [row.y for row in page.rows[0 if page.above else 1 :]]
    if page.below:
        ys.append(page.rows[-1].y + page.rows[-1].height)
    for y in ys:
        over = [(box.x, box.x + box.width) for box in labels if box.y < y < box.y + box.height]
        lines += [svg.line(x, y, end, y, RULE) for x, end in _pieces(MARGIN, WIDTH - MARGIN, over)]
    return svg.strokes(*lines)


def _pieces(start: float, end: float, gaps: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """What is left of a line from start to end without the gaps."""
    pieces = []
    for low, high in sorted(gaps):
        pieces.append((start, low))
        start = high
    return [*pieces, (start, end)]


def _flow(wiring: Wiring, current: str | None, language: Language) -> str:
    """Symbols, initials, lines and their labels."""
    drawn = [arrow(wire.points, assumed=wire.assumed) for wire in wiring.wires]
    words = []
    for placed in wiring.symbols:
        heavy = placed.step == current and placed.shape != "connector"
        drawn.append(symbol(placed.shape, placed.box, assumed=placed.assumed, heavy=heavy))
        if placed.text:
            x, y = placed.box.centre
            words.append(svg.text(x, y + 0.4, placed.text, 2.2, anchor="middle"))
    for mark, box in wiring.marks:
        x, y = box.centre
        drawn.append(_oval(box, assumed=mark.assumed))
        words.append(svg.text(x, y + 0.7, word("initials", language), 2.1, anchor="middle"))
    words += [_label(wire.label) for wire in wiring.wires if wire.label]
    return svg.strokes(*drawn) + "".join(words)


def _label(label: Label) -> str:
    box = label.box
    x, anchor = (box.x + box.width, "end") if label.flush_right else (box.x, None)
    return "".join(
        svg.text(x, box.y + LABEL_SIZE * 0.9 + place * LABEL_LEADING, line, LABEL_SIZE, anchor=anchor)
        for place, line in enumerate(label.lines)
    )


def _oval(box: Box, *, assumed: bool) -> str:
    x, y = box.centre
    dashes = "0.7 0.6" if assumed else None
    return svg.element(
        "ellipse",
        cx=x,
        cy=y,
        rx=box.width / 2 + 0.5,
        ry=box.height / 2 + 0.3,
        stroke_width=0.25,
        stroke_dasharray=dashes,
    )
