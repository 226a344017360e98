"""Text on a terminal: the console, words made safe to print, and numbers as people read them.

Whatever comes from a file is passed through `clean` before it is printed, so that no control
sequence, no invisible mark and no change of writing direction ever reaches the terminal. Markup is off.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

LEAST_WIDTH, MOST_WIDTH = 80, 120
LONGEST_NAME = 60

Part = str | tuple[str, str]  # text, or text and its style
Number = int | float | Fraction


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Signs that are not letters."""

    used: str = "█"
    added: str = "▓"
    left: str = "░"
    here: str = "▶"
    same: str = "│"
    dot: str = "·"
    dash: str = "–"
    arrow: str = "→"
    times: str = "×"


GLYPHS = Glyphs()
# For an output that cannot show them.
PLAIN = str.maketrans(
    {"█": "#", "▓": "+", "░": ".", "▶": ">", "│": "|", "·": "-", "–": "-", "→": ">", "×": "x"}
    | {"≥": ">", "≤": "<", "…": "~"}
)


def clean(value: object, longest: int = LONGEST_NAME) -> str:
    """`value` fit for a terminal: shortened, what is not printable escaped, odd spaces made plain ones."""
    text = str(value)
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(
        c if c.isprintable() else " " if c.isspace() and c not in _BREAKS else _escaped(c) for c in cut
    )


_BREAKS = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


class Screen:
    """An output that lines, paragraphs and tables are printed on.

    The width is the terminal's, at least 80 and at most 120 columns; colours and signs follow
    what the output can show (a pipe: none; NO_COLOR is heeded).
    """

    def __init__(self, *, error: bool = False) -> None:
        stream = sys.stderr if error else sys.stdout
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
        self._console = Console(stderr=error, markup=False, emoji=False, highlight=False)
        self._console.width = self.width = min(MOST_WIDTH, max(LEAST_WIDTH, self._console.width))
        self.glyphs = GLYPHS
        self._plain = self._console.options.ascii_only

    def line(self, *parts: Part, indent: int = 1) -> None:
        """A paragraph of cleaned parts; what is longer than the width goes on under its own beginning."""
        self._show(Padding(styled(*parts), (0, 0, 0, indent)))

    def blank(self) -> None:
        self._show(Text())

    def _show(self, what: RenderableType) -> None:
        """Print without blanks at the ends of lines."""
        with self._console.capture() as captured:
            self._console.print(what)
        text = captured.get().translate(PLAIN) if self._plain else captured.get()
        self._console.file.writelines(f"{line.rstrip(' ')}\n" for line in text.splitlines())

    def head(self, title: str) -> None:
        """A blank line and a heading."""
        self.blank()
        self.line((title, "bold"), indent=1)

    def points(self, sentences: Iterable[str], style: str = "") -> None:
        """Sentences as a list with marks."""
        grid = Table.grid(padding=(0, 1))
        grid.add_column(width=1)
        grid.add_column(overflow="fold")
        for sentence in sentences:
            grid.add_row(Text(self.glyphs.dot), Text(sentence, style=style))
        self.put(grid)

    def put(self, table: Table, indent: int = 3) -> None:
        """A table, set in from the left."""
        self._show(Padding(table, (0, 0, 0, indent), expand=False))


def styled(*parts: Part) -> Text:
    """Parts as one text; none of them is read as markup."""
    return Text.assemble(*parts)


def columns(*heads: tuple[str, str], show: bool = True) -> Table:
    """A table without lines; `heads` are (title, "<" or ">"), titles dim."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=show, header_style="dim", show_edge=False)
    for title, side in heads:
        table.add_column(Text(title), justify="right" if side == ">" else "left", overflow="fold")
    return table


def number(value: Number, decimals: int = 3) -> str:
    """`value` with separators of thousands, and no more decimals than it has."""
    text = f"{round(float(value), decimals):,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _larger(unit: str, most: Fraction) -> tuple[int, str]:
    """The divisor and name of the larger unit that amounts up to `most` are told in."""
    if unit == "W" and most >= 10_000:
        return 1000, "kW"
    return (1024, "GB") if unit == "MB" and most >= 10_240 else (1, unit)


def amount(value: Number, unit: str) -> str:
    """`value` with its unit, e.g. ``2,352 W``, ``31.6 kW``, ``2U``, ``96 GB``, ``1 port``."""
    divisor, told = _larger(unit, abs(Fraction(value)))
    if divisor > 1:
        return f"{number(Fraction(value) / divisor, 1)} {told}"
    if value == 1 and unit in ("ports", "outlets", "items", "runs", "racks"):
        told = unit[:-1]
    return f"{number(value)}{'' if unit == 'U' else ' '}{told}"


def amounts(values: Iterable[Number], unit: str) -> tuple[list[str], str]:
    """Several values in one common unit: the numbers and the unit; those that differ never look alike."""
    exact = [Fraction(v) for v in values]
    divisor, told = _larger(unit, max(map(abs, exact), default=Fraction(0)))
    fewer = unit == "kg" and max(map(abs, exact), default=Fraction(0)) >= 1000
    for decimals in (1, 2) if divisor > 1 else (0, 1) if fewer else ():
        said = [f"{float(v / divisor):,.{decimals}f}" for v in exact]
        if len(set(said)) == len(set(exact)):
            whole = all(text.endswith(".0") for text in said)
            return [
                text.removesuffix(".0") if whole or not float(text.replace(",", "")) else text
                for text in said
            ], told
    return [number(v) for v in exact], unit


def count(many: int, one: str, more: str | None = None) -> str:
    """``1 rack``, ``2 racks``, ``no racks``."""
    plural = more if more is not None else f"{one}s"
    return f"1 {one}" if many == 1 else f"{number(many) if many else 'no'} {plural}"


def spans(numbers: Iterable[int]) -> str:
    """Whole numbers in order, runs joined: ``7, 13-19``."""
    runs: list[list[int]] = []
    for each in sorted(set(numbers)):
        if runs and each == runs[-1][1] + 1:
            runs[-1][1] = each
        else:
            runs.append([each, each])
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in runs)


def listed(words: Iterable[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    all_words = list(words)
    if len(all_words) < 2:
        return "".join(all_words)
    return f"{', '.join(all_words[:-1])} {last} {all_words[-1]}"
