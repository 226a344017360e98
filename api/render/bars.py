"""Limits as bars: what is used, what a placement adds, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rich.table import Table
from rich.text import Text

from api.render.text import Glyphs, Screen, amounts, columns, count
from api.render.words import limit_name, percent, scenario_name
from placement.answer import Touched

LEAST_CELLS, MOST_CELLS = 6, 24
LONGEST_NAME = 26
SHOWN = 6
INDENT = 3


def bar(before: Fraction, after: Fraction, capacity: Fraction, glyphs: Glyphs, cells: int) -> Text:
    """A bar of `cells` signs; what is added shows at least one, and so does what is left."""
    full = cells if after >= capacity else min(cells - 1, -int(-after * cells // capacity))
    first = min(full, round(before * cells / capacity)) if capacity else cells
    if after > before and first == full:
        first = max(0, full - 1)
    return Text.assemble(
        (glyphs.used * first, colour(after, capacity)),
        (glyphs.added * (full - first), "bold cyan"),
        (glyphs.left * (cells - full), "dim"),
    )


def barred(screen: Screen, rows: Sequence[Sequence[str]], *heads: tuple[str, str]) -> tuple[Table, int]:
    """A table for bars between the columns `heads` and a share, and the length that the bars can have.

    `rows` are the texts of all columns but the bar, the share last; the first column may fold.
    """
    told = [[*(title for title, _ in heads), ""], *rows]
    widths = [max(map(len, column)) for column in zip(*told, strict=True)]
    widths[0] = min(widths[0], LONGEST_NAME)
    free = screen.width - INDENT - sum(widths) - 2 * (len(widths) + 1)
    table = columns(*heads, ("", "<"), ("", ">"))
    table.columns[0].max_width = widths[0]
    for column in table.columns[1:]:
        column.no_wrap = True
    return table, max(LEAST_CELLS, min(MOST_CELLS, free))


def colour(after: Fraction, capacity: Fraction) -> str:
    """Green, yellow from 80 %, red beyond the capacity."""
    if after > capacity:
        return "red"
    return "yellow" if after * 5 >= capacity * 4 else "green"


def print_limits(screen: Screen, limits: Sequence[Touched], shown: int = SHOWN) -> None:
    """The tightest limits before and after, and how many more there are."""
    rows = [_words(touched, screen.glyphs) for touched in limits[:shown]]
    table, cells = barred(screen, rows, ("limit", "<"), ("scenario", "<"), ("use", ">"), ("of", ">"))
    for place, (touched, (name, scenario, used, most, share)) in enumerate(zip(limits, rows, strict=False)):
        drawn = Text()
        if touched.limit.capacity is not None:
            before, after, capacity = _figures(touched)
            drawn = bar(before, after, capacity or Fraction(0), screen.glyphs, cells)
        head = Text(name, style="bold" if place == 0 else "")
        table.add_row(head, Text(scenario, style="dim"), used, most, drawn, share)
    screen.put(table, INDENT)
    if len(limits) > shown:
        rest = len(limits) - shown
        screen.line((f"{count(rest, 'more limit is', 'more limits are')} less tight.", "dim"), indent=INDENT)


def _figures(touched: Touched) -> tuple[Fraction, Fraction, Fraction | None]:
    limit = touched.limit
    capacity = None if limit.capacity is None else Fraction(limit.capacity, limit.scale)
    return Fraction(limit.used, limit.scale), Fraction(touched.after, limit.scale), capacity


def _words(touched: Touched, glyphs: Glyphs) -> list[str]:
    """Name, scenario, before and after, capacity, share."""
    before, after, capacity = _figures(touched)
    name, scenario = limit_name(touched.limit), scenario_name(touched.limit.scenario)
    if capacity is None:
        (was, now), unit = amounts([before, after], touched.limit.unit)
        return [name, scenario, f"{was} {glyphs.arrow} {now}", f"? {unit}", ""]
    (was, now, most), unit = amounts([before, after, capacity], touched.limit.unit)
    return [name, scenario, f"{was} {glyphs.arrow} {now}", f"{most} {unit}", percent(after, capacity)]
