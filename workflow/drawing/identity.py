"""The first sheet of an SOP: whose it is, its dates, who approved it, what it rests on and asks for."""

from __future__ import annotations

from workflow.drawing import svg
from workflow.drawing.frame import FRAME, RULE
from workflow.drawing.page import HEIGHT, MARGIN, WIDTH
from workflow.drawing.text import wrapped
from workflow.drawing.words import Language, day, say, word
from workflow.procedure import Procedure, Text

_LEFT, _MIDDLE, _RIGHT = MARGIN, WIDTH / 2, WIDTH - MARGIN
_UPPER = 74.0  # height of the upper half
_SIZE, _LEADING = 3.3, 4.5
_VALUES = _MIDDLE + 38
_PAIRS = (("legal_basis", "qualifications"), ("related", "equipment"), ("warnings", "recording"))


def identity(procedure: Procedure, language: Language) -> str:
    """The content of the sheet, on A4 landscape."""
    return "".join((_office(procedure, language), _facts(procedure, language), _lists(procedure, language)))


def _office(procedure: Procedure, language: Language) -> str:
    """The upper left: the city, the office, the division, the section."""
    head = procedure.head
    names = (
        (f"{word('government', language)} {head.city}", 4.2),
        (head.office, 4.2),
        (f"{word('division', language)} {head.division}", 3.7),
        (f"{word('section', language)} {head.section}", 3.7),
    )
    room = _MIDDLE - _LEFT - 12
    lines = [(line, size) for name, size in names for line in wrapped(name.upper(), size, room, bold=True)]
    y = MARGIN + (_UPPER - sum(size * 1.6 for _, size in lines)) / 2
    parts = []
    for line, size in lines:
        y += size * 1.6
        parts.append(svg.text((_LEFT + _MIDDLE) / 2, y - size * 0.4, line, size, anchor="middle", bold=True))
    return "".join(parts)


def _facts(procedure: Procedure, language: Language) -> str:
    """The upper right: number, dates, who approved it with room for the signature, the procedure's name."""
    head = procedure.head
    rows = (
        ("number", head.number, 8.0),
        ("made", day(head.made, language), 8.0),
        ("revised", day(head.revised, language), 8.0),
        ("effective", day(head.effective, language), 8.0),
        ("approved_by", head.approved_by, 29.0),
        ("title", say(procedure.title, language), 13.0),
    )
    parts, rules = [], [svg.line(_VALUES, MARGIN, _VALUES, MARGIN + _UPPER, RULE)]
    y = MARGIN
    for name, value, height in rows:
        bold = name in ("number", "title")
        parts.append(svg.text(_MIDDLE + 2.5, y + 5.3, word(name, language), _SIZE))
        for place, line in enumerate(wrapped(value, _SIZE, _RIGHT - _VALUES - 5, bold=bold)):
            parts.append(svg.text(_VALUES + 2.5, y + 5.3 + place * _LEADING, line, _SIZE, bold=bold))
        y += height
        rules.append(svg.line(_MIDDLE, y, _RIGHT, y, RULE))
    return svg.strokes(*rules[:-1]) + "".join(parts)


def _lists(procedure: Procedure, language: Language) -> str:
    """The lower half: three pairs of lists, as high as their texts need, the rest shared out."""
    head = procedure.head
    room = _MIDDLE - _LEFT - 12
    texts = {
        name: [wrapped(say(entry, language), _SIZE, room) for entry in _entries(head, name)]
        for pair in _PAIRS
        for name in pair
    }
    needs = [max(sum(map(len, texts[name])) for name in pair) * _LEADING + 13 for pair in _PAIRS]
    top, bottom = MARGIN + _UPPER, HEIGHT - MARGIN
    spare = max(0.0, (bottom - top - sum(needs)) / len(needs))
    rules = [
        svg.rectangle(_LEFT, MARGIN, _RIGHT - _LEFT, bottom - MARGIN, FRAME),
        svg.line(_LEFT, top, _RIGHT, top, FRAME),
        svg.line(_MIDDLE, MARGIN, _MIDDLE, bottom, RULE),
    ]
    parts = []
    y = top
    for pair, need in zip(_PAIRS, needs, strict=True):
        for x, name in zip((_LEFT, _MIDDLE), pair, strict=True):
            parts.append(svg.text(x + 2.5, y + 6, f"{word(name, language)}:", _SIZE, bold=True))
            parts.append(_list(x + 2.5, y + 11.5, texts[name]))
        y += need + spare
        rules.append(svg.line(_LEFT, y, _RIGHT, y, RULE))
    return svg.strokes(*rules[:-1]) + "".join(parts)


def _list(x: float, y: float, entries: list[tuple[str, ...]]) -> str:
    """Numbered entries; a single one without a number."""
    parts = []
    for number, lines in enumerate(entries, start=1):
        if len(entries) > 1:
            parts.append(svg.text(x, y, f"{number}.", _SIZE))
        for line in lines:
            parts.append(svg.text(x + (6 if len(entries) > 1 else 0), y, line, _SIZE))
            y += _LEADING
    return "".join(parts)


def _entries(head: object, name: str) -> tuple[Text, ...]:
    entries: tuple[Text, ...] = getattr(head, name)
    return entries
