"""The pages of the matrix: columns, rows and their heights; in millimetres of A4 landscape."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.drawing.cells import FIELDS, Cell, cells_of
from workflow.drawing.text import wrapped
from workflow.drawing.words import Language
from workflow.procedure import Procedure, Step

WIDTH, HEIGHT, MARGIN = 297.0, 210.0, 8.0
TITLE = 18.5  # height of the title block
HEAD = 13.5  # height of the table's head
FOOT = 10.0  # height of the legend
BAND = 9.0  # height of a row of off-page connectors
SIZE, LEADING, PADDING = 2.65, 3.15, 1.3
_LOWEST, _HIGHEST = 12.0, 18.5
_BEFORE = (("no", 9.0), ("activity", 51.0))
_AFTER = (("needs", 34.0), ("time", 16.0), ("outputs", 34.0), ("note", 29.0))


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field or role that it holds, where it begins, how wide it is."""

    name: str
    x: float
    width: float

    @property
    def centre(self) -> float:
        """Its middle."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the step, where it begins, how high it is, and the lines of each cell."""

    step: Step
    y: float
    height: float
    lines: dict[str, tuple[str, ...]]

    @property
    def centre(self) -> float:
        """Its middle."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its rows, and whether bands for connectors to other pages stand above and below them."""

    number: int
    rows: tuple[Row, ...]
    above: bool
    below: bool

    @property
    def top(self) -> float:
        """Where the table's body begins, the band above included."""
        return MARGIN + TITLE + HEAD

    @property
    def bottom(self) -> float:
        """Where the table's body ends, the band below included."""
        return self.rows[-1].y + self.rows[-1].height + (BAND if self.below else 0)


def columns_of(procedure: Procedure) -> tuple[Column, ...]:
    """The columns from left to right: number, activity, one for each actor, papers, time, output, notes."""
    fixed = sum(width for _, width in (*_BEFORE, *_AFTER))
    each = (WIDTH - 2 * MARGIN - fixed) / max(1, len(procedure.actors))
    names = [*_BEFORE, *((actor.role, each) for actor in procedure.actors), *_AFTER]
    columns, x = [], MARGIN
    for name, width in names:
        columns.append(Column(name, x, width))
        x += width
    return tuple(columns)


def pages_of(procedure: Procedure, language: Language) -> tuple[Page, ...]:
    """The pages: as few as can be, rows spread evenly over them, and stretched where there is room."""
    columns = {column.name: column for column in columns_of(procedure)}
    lines = [_lines(cells_of(procedure, step, language), columns) for step in procedure.steps]
    heights = [_height(row) for row in lines]
    room = HEIGHT - 2 * MARGIN - TITLE - HEAD - FOOT
    groups = [list(range(len(heights)))] if sum(heights) <= room else _spread(heights, room - 2 * BAND)
    pages = []
    for number, group in enumerate(groups, start=1):
        above, below = number > 1, number < len(groups)
        bands = BAND * (above + below)
        spare = (room - bands - sum(heights[place] for place in group)) / len(group)
        y = MARGIN + TITLE + HEAD + (BAND if above else 0)
        rows = []
        for place in group:
            height = max(heights[place], min(heights[place] + spare, _HIGHEST))
            rows.append(Row(procedure.steps[place], y, height, lines[place]))
            y += height
        pages.append(Page(number, tuple(rows), above, below))
    return tuple(pages)


def _spread(heights: list[float], room: float) -> list[list[int]]:
    """The rows on as few pages as the room allows, the fullest of them as empty as can be."""
    fewest = len(_groups(heights, room))
    limit = sum(heights) / fewest
    while len(_groups(heights, limit)) > fewest:
        limit += 1.0
    return _groups(heights, limit)


def _height(lines: dict[str, tuple[str, ...]]) -> float:
    """The height that a row's texts need; its notes keep a line free for the mark of the current step."""
    most = max(len(cell) + (name == "note") for name, cell in lines.items())
    return max(_LOWEST, most * LEADING) + 1.6


def _groups(heights: list[float], room: float) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    used = 0.0
    for place, height in enumerate(heights):
        if groups[-1] and used + height > room:
            groups.append([])
            used = 0.0
        groups[-1].append(place)
        used += height
    return groups


def _lines(cells: dict[str, Cell], columns: dict[str, Column]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in FIELDS:
        entries = cells[name].entries
        dash = "- " if len(entries) > 1 else ""
        room = columns[name].width - 2 * PADDING
        found[name] = tuple(line for entry in entries for line in wrapped(f"{dash}{entry}", SIZE, room))
    return found
