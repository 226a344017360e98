"""From the records of a CSV file to columns of values, as the data dictionary describes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from capacity.reading import cells
from capacity.reading.dictionary import Column
from capacity.reading.problems import Problems, Refused, Suggestions, quoted
from capacity.reading.records import Record, records

# Rows are transposed and parsed in blocks, so that the texts of a large file are never all in memory.
_BLOCK = 8_192
_LARGEST_MEMO = 50_000
_MOST_COLUMNS = 200
_CONTROL = re.compile(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")
# Stands in for every cell of a row that cannot be taken apart; a lone surrogate cannot come from UTF-8.
_BROKEN_ROW = "\ud800"


class _Bad:
    """The value of a cell that was refused; there is one, compared by identity."""

    def __repr__(self) -> str:
        return "BAD"


BAD: Any = _Bad()


@dataclass(slots=True)
class Table:
    """The columns of one file.

    Attributes
    ----------
    lines
        Row number of each record.
    columns
        Column name -> values in base units; None where unknown, `BAD` where refused.
    complete
        False where rows may be missing because the file could not be read to its end.
    """

    file: str
    lines: list[int]
    columns: dict[str, list[Any]]
    complete: bool = True

    def __getitem__(self, column: str) -> list[Any]:
        return self.columns[column]


class Memo(dict[str, Any]):
    """Text of a cell -> value, for one column; parses each distinct text once.

    `refused` holds the refusals of the texts that were parsed so far.
    """

    def __init__(self, column: Column, *, defaults: bool = True, careful: bool = True) -> None:
        super().__init__({_BROKEN_ROW: BAD})
        self._column = column
        self._parse = cells.parser(column)
        self._careful = careful
        self.refused: dict[str, Refused] = {}
        use_default = defaults and column.default is not None
        self.default: Any = self._parse(column.default or "") if use_default else None

    def __missing__(self, raw: str) -> Any:
        try:
            value = self._value(raw)
        except Refused as refused:
            value = BAD
            # A traceback would keep the frames of a whole block alive.
            self.refused[raw] = refused.with_traceback(None)
        self[raw] = value
        return value

    def _value(self, raw: str) -> Any:
        text = raw.strip()
        if (self._careful or len(text) > cells.LONGEST_CELL) and (refusal := cells.unseen(text)):
            raise refusal
        if text:
            return self._parse(text)
        if self._column.required:
            raise Refused("The cell is empty.", f"Fill it in: {self._column.description}.")
        return self.default

    def trim(self) -> None:
        """Forget what was parsed, if it has become much; called between blocks."""
        if len(self) > _LARGEST_MEMO:
            self.clear()
            self.refused.clear()
            self[_BROKEN_ROW] = BAD


def read_table(
    file: str, data: bytes, columns: Mapping[str, Column], problems: Problems, *, defaults: bool = True
) -> Table:
    """Read one CSV file; every problem goes to `problems`.

    With `defaults` False an empty cell is None even where the dictionary has a default.
    """
    empty = Table(file, [], {name: [] for name in columns}, complete=False)
    rows = records(file, data, problems)
    before = len(problems)
    header = next(rows, None)
    if header is None:
        if len(problems) == before:
            problems.add(file, None, "", "The file is empty.", "Write at least the row of column names.")
        return empty
    places = _places(file, header, columns, problems)
    if places is None:
        return empty
    # Most files hold nothing but plain text without quotes: their cells need no second look.
    careful = not data.isascii() or b'"' in data or _CONTROL.search(data) is not None
    memos = {name: Memo(columns[name], defaults=defaults, careful=careful) for name in places}
    return _fill(file, rows, len(header[1]), columns, places, memos, problems, defaults)


def _places(
    file: str, header: Record, columns: Mapping[str, Column], problems: Problems
) -> dict[str, int] | None:
    """Column name -> place in a record; None if the header cannot be used at all."""
    row, names = header[0], [name.strip() for name in header[1]]
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        mark = "semicolons" if ";" in names[0] else "tabs"
        problems.add(
            file, row, "", f"The columns are separated by {mark}.", "Save it with commas as separators."
        )
        return None
    if len(names) > _MOST_COLUMNS:
        problems.add(file, row, "", f"The header has {len(names)} columns.", "Remove what is not described.")
        return None
    places: dict[str, int] = {}
    suggestions = Suggestions(columns)
    for place, name in enumerate(names):
        if name in places:
            problems.add(file, row, name, f"The column {quoted(name)} stands there twice.", "Remove one.")
        elif name in columns:
            places[name] = place
        elif name:
            advice = suggestions.advice(name, f"Known columns: {', '.join(columns)}.")
            problems.add(file, row, name, f"There is no column {quoted(name)}.", advice)
        elif place < len(names) - 1 and any(names[place:]):
            problems.add(file, row, "", f"Column {place + 1} has no name.", "Name it, or remove it.")
    for name, column in columns.items():
        if column.required and name not in places:
            problems.add(
                file, row, name, f"The column {quoted(name)} is missing.", f"Add it: {column.description}."
            )
    return places


def _fill(
    file: str,
    rows: Iterable[Record],
    width: int,
    columns: Mapping[str, Column],
    places: Mapping[str, int],
    memos: Mapping[str, Memo],
    problems: Problems,
    defaults: bool,
) -> Table:
    rows = iter(rows)
    before = len(problems)
    table = Table(file, [], {name: [] for name in columns})
    while block := list(islice(rows, _BLOCK)):
        lines = [row for row, _ in block]
        texts = list(zip(*(_squared(file, record, width, problems) for record in block), strict=True))
        table.lines += lines
        for name, place in places.items():
            memo = memos[name]
            table.columns[name] += map(memo.__getitem__, texts[place])
            if memo.refused:
                for line, raw in zip(lines, texts[place], strict=True):
                    if raw in memo.refused:
                        problems.refuse(file, line, name, memo.refused[raw])
            memo.trim()
        if problems.full(file):
            table.complete = False
            break
    # A file that ends in the middle (an open quote) has told so; its further rows are not known.
    table.complete = table.complete and not _cut(problems, before, file)
    for name, column in columns.items():
        if name not in places:
            default = BAD if column.required else Memo(column, defaults=defaults).default
            table.columns[name] = [default] * len(table.lines)
    return table


def _cut(problems: Problems, before: int, file: str) -> bool:
    """True if a problem since `before` concerns a row as a whole."""
    return any(p.file == file and not p.column for p in problems.since(before))


def _squared(file: str, record: Record, width: int, problems: Problems) -> list[str]:
    """The cells of a record, as many as the header has."""
    row, texts = record
    if len(texts) == width:
        return texts
    if len(texts) < width:
        return texts + [""] * (width - len(texts))
    if any(map(str.strip, texts[width:])):
        problems.add(
            file,
            row,
            "",
            f"The row has {len(texts)} cells; the header has {width} columns.",
            "Remove the cells too many; a cell with a comma in it (a decimal comma?) must stand in quotes.",
        )
        return [_BROKEN_ROW] * width
    return texts[:width]
