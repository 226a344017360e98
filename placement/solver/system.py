"""A system of linear rows over integer columns, kept in arrays; CP-SAT and HiGHS both read it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
ENDLESS = 2**62


@dataclass(frozen=True)
class Compiled:
    """Rows as compressed sparse rows: row r holds `column[indptr[r]:indptr[r+1]]` times `value`."""

    low: Ints
    high: Ints
    indptr: Ints
    column: Ints
    value: Ints
    row_low: Ints
    row_high: Ints


class System:
    """Integer columns with bounds, and rows low <= sum of value x column <= high."""

    def __init__(self) -> None:
        self._columns: list[tuple[Ints, Ints]] = []
        self._width = 0
        self._rows: list[tuple[Ints, Ints]] = []
        self._height = 0
        self._entries: list[tuple[Ints, Ints, Ints]] = []

    def columns(self, high: Sequence[int] | Ints, low: int = 0) -> Ints:
        """New columns from `low` to `high` each; returns their numbers."""
        top = np.asarray(high, dtype=np.int64)
        self._columns.append((np.full(len(top), low, dtype=np.int64), top))
        self._width += len(top)
        return np.arange(self._width - len(top), self._width, dtype=np.int64)

    def rows(
        self,
        row: Ints | Sequence[int],
        column: Ints | Sequence[int],
        value: Ints | Sequence[int],
        high: Ints | Sequence[int],
        low: Ints | Sequence[int] | None = None,
    ) -> Ints:
        """New rows, one per entry of `high`; `row` counts from 0 within them. Returns their numbers.

        Entries of the same row and column are added up.
        """
        top = np.asarray(high, dtype=np.int64)
        bottom = (
            np.full(len(top), -ENDLESS, dtype=np.int64) if low is None else np.asarray(low, dtype=np.int64)
        )
        self._rows.append((bottom, top))
        self._entries.append(
            (
                np.asarray(row, dtype=np.int64) + self._height,
                np.asarray(column, dtype=np.int64),
                np.asarray(value, dtype=np.int64),
            )
        )
        self._height += len(top)
        return np.arange(self._height - len(top), self._height, dtype=np.int64)

    def row(self, terms: Iterable[tuple[int, int]], high: int | None, low: int | None = None) -> int:
        """One row from (column, value) pairs; None is no bound. Returns its number."""
        pairs = list(terms)
        made = self.rows(
            [0] * len(pairs),
            [c for c, _ in pairs],
            [v for _, v in pairs],
            [ENDLESS if high is None else high],
            [-ENDLESS if low is None else low],
        )
        return int(made[0])

    @property
    def width(self) -> int:
        return self._width

    def compiled(self) -> Compiled:
        """The system as arrays, rows without entries included."""
        none = np.zeros(0, dtype=np.int64)
        row, column, value = (np.concatenate([none, *(e[i] for e in self._entries)]) for i in range(3))
        order = np.lexsort((column, row))
        row, column, value = row[order], column[order], value[order]
        first = np.ones(len(row), dtype=bool)
        first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
        if len(row):
            value = np.add.reduceat(value, np.flatnonzero(first))
        row, column = row[first], column[first]
        some = value != 0
        row, column, value = row[some], column[some], value[some]
        indptr = np.zeros(self._height + 1, dtype=np.int64)
        np.cumsum(np.bincount(row, minlength=self._height), out=indptr[1:])
        return Compiled(
            np.concatenate([none, *(low for low, _ in self._columns)]),
            np.concatenate([none, *(high for _, high in self._columns)]),
            indptr,
            column,
            value,
            np.concatenate([none, *(low for low, _ in self._rows)]),
            np.concatenate([none, *(high for _, high in self._rows)]),
        )
