"""What stands around the matrix: the title block above it, the legend below."""

from __future__ import annotations

from workflow.drawing import svg
from workflow.drawing.bands import Box
from workflow.drawing.page import HEIGHT, MARGIN, TITLE, WIDTH
from workflow.drawing.symbols import arrow, symbol
from workflow.drawing.text import width_of, wrapped
from workflow.drawing.words import Language, day, say, word
from workflow.procedure import Procedure

RULE, FRAME = 0.15, 0.4
_LEFT, _RIGHT = MARGIN, WIDTH - MARGIN
_FIRST, _SECOND = _LEFT + 92, _RIGHT - 68
_BOTTOM = MARGIN + TITLE - 2.5
_LEGEND = 2.4


def title_block(procedure: Procedure, number: int, pages: int, language: Language) -> str:
    """Whose sheet it is, which procedure, its number and dates, the page."""
    head = procedure.head
    parts = [
        svg.strokes(
            svg.rectangle(_LEFT, MARGIN, _RIGHT - _LEFT, _BOTTOM - MARGIN, FRAME),
            svg.line(_FIRST, MARGIN, _FIRST, _BOTTOM, RULE),
            svg.line(_SECOND, MARGIN, _SECOND, _BOTTOM, RULE),
        )
    ]
    city = f"{word('government', language)} {head.city}".upper()
    division = f"{word('division', language)} {head.division} · {word('section', language)} {head.section}"
    office = wrapped(head.office.upper(), 2.8, _FIRST - _LEFT - 3, bold=True)
    parts.append(_stack((_LEFT + _FIRST) / 2, [(city, 2.8), *((line, 2.8) for line in office)], division))
    title = wrapped(say(procedure.title, language).upper(), 3.2, _SECOND - _FIRST - 5, bold=True)
    sop = word("sop", language).upper()
    parts.append(_stack((_FIRST + _SECOND) / 2, [(line, 3.2) for line in title], "", above=sop))
    page = (
        f"{number} {word('of', language)} {pages} ({word('version', language).lower()} {procedure.version})"
    )
    facts = (
        (word("number", language), head.number),
        (word("effective", language), day(head.effective, language)),
        (word("revised", language), day(head.revised, language)),
        (word("page", language), page),
    )
    for place, (name, value) in enumerate(facts):
        y = MARGIN + 3.7 + place * 3.6
        parts.append(svg.text(_SECOND + 2, y, name, 2.5))
        parts.append(svg.text(_SECOND + 24, y, f": {value}", 2.5))
    return "".join(parts)


def _stack(x: float, bold: list[tuple[str, float]], below: str, above: str = "") -> str:
    """Lines above each other, centred in the block: bold ones, with a lighter one above or below."""
    lines = [(above, 2.5, False)] if above else []
    lines += [(content, size, True) for content, size in bold]
    lines += [(below, 2.4, False)] if below else []
    height = sum(size * 1.45 for _, size, _ in lines)
    y = (MARGIN + _BOTTOM - height) / 2
    parts = []
    for content, size, heavy in lines:
        y += size * 1.45
        parts.append(svg.text(x, y - size * 0.35, content, size, anchor="middle", bold=heavy))
    return "".join(parts)


def legend(language: Language, *, marked: bool) -> str:
    """The five symbols with their meaning; `marked` adds the mark of the current step."""
    x, y = MARGIN, HEIGHT - MARGIN - 3.2
    drawn, words = [], []
    names = ["capsule", "box", "diamond", "arrow", "connector", *(["current"] if marked else [])]
    for name in names:
        box = Box(x, y - 2.2, 8.5, 4.4)
        if name == "arrow":
            drawn.append(arrow(((x, y), (x + 8.5, y))))
        elif name == "connector":
            box = Box(x, y - 2.5, 4.0, 5.0)
            drawn.append(symbol("connector", box))
        elif name == "diamond":
            drawn.append(symbol("diamond", box))
        else:
            drawn.append(symbol("capsule" if name == "capsule" else "box", box, heavy=name == "current"))
        x += box.width + 1.5
        words.append(svg.text(x, y + 0.85, word(name, language), _LEGEND))
        x += width_of(word(name, language), _LEGEND) + 4.5
    words.append(svg.text(_RIGHT, y + 0.85, word("assumed", language), _LEGEND, anchor="end"))
    return svg.strokes(*drawn) + "".join(words)
