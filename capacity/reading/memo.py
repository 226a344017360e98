"""Each distinct text of a column is parsed once; most cells of a room repeat others."""

from __future__ import annotations

from typing import Any

from capacity.reading import cells
from capacity.reading.dictionary import Column
from capacity.reading.problems import Refused
from capacity.reading.spreadsheet import unescape_cell

_LARGEST_MEMO = 50_000
# Stands in for every cell of a row that cannot be taken apart; a lone surrogate cannot come from UTF-8.
BROKEN_ROW = "\ud800"


class _Bad:
    """The value of a cell that was refused; there is one, compared by identity."""

    def __repr__(self) -> str:
        return "BAD"


BAD: Any = _Bad()


class Memo(dict[str, Any]):
    """Text of a cell -> value, for one column; parses each distinct text once.

    `refused` holds the refusals of the texts that were parsed so far.
    """

    def __init__(self, column: Column, *, defaults: bool = True, careful: bool = True) -> None:
        super().__init__({BROKEN_ROW: BAD})
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
        text = unescape_cell(raw.strip())
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
            self[BROKEN_ROW] = BAD
