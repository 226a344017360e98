"""Ways to let in all of a batch: three unlike in kind with their parts, and the others by name."""

from __future__ import annotations

from api.render.text import Screen, clean, count, number
from placement.remedies import read_prices
from placement.ways import Way, Ways

MOST_WAYS, MOST_PARTS = 3, 8


def print_ways(screen: Screen, ways: Ways) -> None:
    """Print nothing where none was looked for."""
    if not ways.listed and not ways.searched:
        return
    screen.head("Ways to let in all of it, the cheapest first")
    for place, way in enumerate(ways.listed[:MOST_WAYS], start=1):
        _print_way(screen, place, way)
    rest = ways.listed[MOST_WAYS:]
    if rest:
        names = ", ".join(f"{way.sentence.rstrip('.').lower()} ({number(way.hours)} h)" for way in rest)
        screen.line((f"Also: {names}; --json tells them in full.", "dim"), indent=3)
    if ways.listed:
        version = clean(read_prices().version)
        said = f"Each was tried on a copy and verified. Hours are assumed prices ({version})."
        screen.line((said, "dim"), indent=3)
    if ways.searched:
        screen.line((clean(ways.searched, 500), "dim"), indent=3)


def _print_way(screen: Screen, place: int, way: Way) -> None:
    proved = "none of it can be left out" if way.minimal else "less may do as well"
    screen.line(
        (f"{place}  ", "bold"), f"{way.sentence}", (f"  {number(way.hours)} h, {proved}", "dim"), indent=3
    )
    screen.points(clean(part.sentence, 1_000) for part in way.parts[:MOST_PARTS])
    if len(way.parts) > MOST_PARTS:
        more = count(len(way.parts) - MOST_PARTS, "more part")
        screen.line((f"{more}; --json lists all.", "dim"), indent=3)
    screen.points(clean(condition, 500) for condition in way.conditions)
