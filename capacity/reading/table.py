"""From the records of a CSV file to columns of values, as the data dictionary describes them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from capacity.reading.dictionary import Column
from capacity.reading.header import places_of
from capacity.reading.memo import BAD, BROKEN_ROW, Memo
from capacity.reading.problems import Problems
from capacity.reading.records import Block, blocks

_CONTROL = re.compile(rb"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]")


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


def read_table(
    file: str, data: bytes, columns: Mapping[str, Column], problems: Problems, *, defaults: bool = True
) -> Table:
    """Read one CSV file; every problem goes to `problems`.

    With `defaults` False an empty cell is None even where the dictionary has a default.
    """
    table = Table(file, [], {name: [] for name in columns}, complete=False)
    before = len(problems)
    parts = blocks(file, data, problems)
    first = next(parts, None)
    if first is None:
        if len(problems) == before:
            problems.add(file, None, "", "The file is empty.", "Write at least the row of column names.")
        return table
    numbers, texts = first
    width = len(texts[0])
    places = places_of(file, numbers.pop(0), texts.pop(0), columns, problems)
    if places is None:
        return table
    # Most files hold nothing but plain text without quotes: their cells need no second look.
    careful = not data.isascii() or b'"' in data or _CONTROL.search(data) is not None
    memos = {name: Memo(columns[name], defaults=defaults, careful=careful) for name in places}
    block: Block | None = first
    while block is not None and not problems.full(file):
        _take(table, block, width, places, memos, problems)
        block = next(parts, None)
    for name, column in columns.items():
        if name not in places:
            default = BAD if column.required else Memo(column, defaults=defaults).default
            table.columns[name] = [default] * len(table.lines)
    # A file that ends in the middle (an open quote, say) has told so: a problem of a whole row.
    whole = not any(p.file == file and not p.column for p in problems.since(before))
    table.complete = whole and not problems.full(file)
    return table


def _take(
    table: Table,
    block: Block,
    width: int,
    places: Mapping[str, int],
    memos: Mapping[str, Memo],
    problems: Problems,
) -> None:
    """Add the values of one block of rows to the table."""
    numbers, texts = block
    if any(len(cells) != width for cells in texts):
        texts = [
            _squared(table.file, row, cells, width, problems)
            for row, cells in zip(numbers, texts, strict=True)
        ]
    columns = list(zip(*texts, strict=True)) if texts else [()] * width
    table.lines += numbers
    for name, place in places.items():
        memo = memos[name]
        table.columns[name] += map(memo.__getitem__, columns[place])
        if memo.refused:
            for line, raw in zip(numbers, columns[place], strict=True):
                if raw in memo.refused:
                    problems.refuse(table.file, line, name, memo.refused[raw])
        memo.trim()


def _squared(file: str, row: int, cells: list[str], width: int, problems: Problems) -> list[str]:
    """The cells of a record, as many as the header has; missing ones are empty."""
    if len(cells) <= width:
        return cells + [""] * (width - len(cells))
    if any(map(str.strip, cells[width:])):
        problems.add(
            file,
            row,
            "",
            f"The row has {len(cells)} cells; the header has {width} columns.",
            "Remove the cells too many; a cell with a comma in it (a decimal comma?) must stand in quotes.",
        )
        return [BROKEN_ROW] * width
    return cells[:width]
