"""The grid of a page's actor columns: tracks across and downward, and the symbols' places on it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from workflow.drawing.page import BAND, Column, Page
from workflow.drawing.routing import DOWN, LEFT, RIGHT, UP, Grid, Port

# Tracks of a column and of a row; the first and the last lie on the table's own lines.
ACROSS, DOWNWARD = 12, 10
# Tracks that a symbol reaches from and to, across and downward.
_EXTENT = {
    "box": (3, 9, 3, 7),
    "capsule": (3, 9, 3, 7),
    "diamond": (2, 10, 2, 8),
    "mark": (4, 8, 4, 6),
}
_SLOTS = (6, 2, 10)  # middles of up to three connectors in the cell of a band
ABOVE, BELOW = "above", "below"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in millimetres."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def overlap(self, other: Box) -> bool:
        """True if they share more than an edge."""
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height


@dataclass(frozen=True, slots=True)
class Spot:
    """A symbol's tracks; `straight`: its sides are, so that lines may meet them beside the middle."""

    left: int
    right: int
    top: int
    bottom: int
    straight: bool = True

    def ports(self, *, leaving: bool, back: bool) -> tuple[Port, ...]:
        """Where a line may leave the symbol, or come in; the usual side costs least."""
        x, y = (self.left + self.right) // 2, (self.top + self.bottom) // 2
        beside = ((y, 0.0), (y - 1, 5.0), (y + 1, 5.0)) if self.straight else ((y, 0.0),)
        if leaving:
            ports = [Port((x, self.bottom), DOWN, 4.0 if back else 0.0), Port((x, self.top), UP, 30.0)]
            ports += [Port((self.right, row), RIGHT, cost) for row, cost in beside]
            return (*ports, *(Port((self.left, row), LEFT, cost) for row, cost in beside))
        side = 0.0 if back else 9.0
        ports = [Port((x, self.top), DOWN, 6.0 if back else 0.0), Port((x, self.bottom), UP, 8.0)]
        ports += [Port((self.left, row), RIGHT, side + cost) for row, cost in beside]
        return (*ports, *(Port((self.right, row), LEFT, side + cost) for row, cost in beside))


class Bands:
    """The rows of a page, and the bands for connectors above and below them, as tracks."""

    def __init__(self, page: Page, columns: tuple[Column, ...]) -> None:
        edges = [page.top] if page.above else []
        self._names = [ABOVE] if page.above else []
        for row in page.rows:
            edges.append(row.y)
            self._names.append(row.step.no)
        edges.append(page.rows[-1].y + page.rows[-1].height)
        if page.below:
            self._names.append(BELOW)
            edges.append(edges[-1] + BAND)
        self._roles = [column.name for column in columns]
        sides = [column.x for column in columns] + [columns[-1].x + columns[-1].width]
        self.xs = _tracks(sides, ACROSS)
        self.ys = _tracks(edges, DOWNWARD)
        self._taken: set[tuple[str, int]] = set()

    def grid(self) -> Grid:
        """An empty grid; nothing runs along the table's own lines."""
        return Grid(self.xs, self.ys, (range(0, len(self.xs), ACROSS), range(0, len(self.ys), DOWNWARD)))

    def rules(self) -> tuple[list[float], list[float]]:
        """Where the table's own lines stand, upright and level."""
        return self.xs[::ACROSS], self.ys[::DOWNWARD]

    def spot(self, step: str, role: str, kind: str) -> Spot:
        """The place of a symbol in the row of a step and the column of a role."""
        left, right, top, bottom = _EXTENT[kind]
        x, y = self._roles.index(role) * ACROSS, self._names.index(step) * DOWNWARD
        return Spot(x + left, x + right, y + top, y + bottom, kind != "diamond")

    def connector(self, band: str, role: str) -> Spot:
        """The next free place for a connector in a band: in the column of a role, or the nearest to it."""
        own = self._roles.index(role)
        near = sorted(range(len(self._roles)), key=lambda column: abs(column - own))
        places = [column * ACROSS + slot for column in near for slot in _SLOTS]
        x = next((place for place in places if (band, place) not in self._taken), places[0])
        self._taken.add((band, x))
        y = self._names.index(band) * DOWNWARD
        return Spot(x - 1, x + 1, y + 2, y + 8, straight=False)

    def box(self, spot: Spot) -> Box:
        """The rectangle of a place."""
        x, y = self.xs[spot.left], self.ys[spot.top]
        return Box(x, y, self.xs[spot.right] - x, self.ys[spot.bottom] - y)

    def area(self) -> Box:
        """All of the grid."""
        return Box(self.xs[0], self.ys[0], self.xs[-1] - self.xs[0], self.ys[-1] - self.ys[0])


def _tracks(edges: list[float], parts: int) -> list[float]:
    found = [edge + (after - edge) * part / parts for edge, after in pairwise(edges) for part in range(parts)]
    return [*found, edges[-1]]
