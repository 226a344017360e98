"""The working copy that changes are made to: tables, policy, losses, and where each change was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from capacity.errors import Problem
from capacity.policy import Policy
from capacity.reading.dictionary import ROOM_TABLES, Column, columns_of
from capacity.reading.folder import build_room
from capacity.reading.mapping import read_mapping
from capacity.reading.memo import Memo
from capacity.reading.problems import Problems, Suggestions, quoted
from capacity.reading.references import check_references, keys_of
from capacity.reading.sense import check_sense
from capacity.reading.table import Table
from capacity.room import Room
from capacity.scenario.columns import table_of, things_of
from capacity.scenario.losses import Lost

_MOST_ROWS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Where:
    """Where a change is written: the file, and what stands before a key of it, e.g. ``changes[2].``."""

    file: str
    prefix: str = ""


@dataclass(slots=True)
class Draft:
    """A copy of a room in the making. Problems of all changes are collected; nothing is raised here."""

    room: Room
    problems: Problems = field(default_factory=Problems)
    tables: dict[str, Table] = field(default_factory=dict)
    policy: Policy = field(default_factory=Policy)
    lost: dict[Lost, None] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)  # files
    # (file, row) -> where the row was added; (file, row, column) -> where the cell was set.
    added: dict[tuple[str, int], Where] = field(default_factory=dict)
    written: dict[tuple[str, int, str], Where] = field(default_factory=dict)
    # (file, row) -> the number that the row really has, where the draft had to give it another.
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def of(cls, room: Room) -> Draft:
        """A draft that still says what the room says."""
        return cls(room, policy=room.policy)

    def table(self, file: str) -> Table:
        """The table of a file, an empty one where the room has none; made when first asked for."""
        if file not in self.tables:
            self.tables[file] = table_of(file, things_of(self.room, file))
            self._tell_apart(self.tables[file])
        return self.tables[file]

    def _tell_apart(self, table: Table) -> None:
        """Give rows without a number, as what is held in a stored room, numbers below the others."""
        next_line = max(table.lines, default=1)
        seen: set[int] = set()
        for place, line in enumerate(table.lines):
            if line < 2 or line in seen:
                next_line = max(next_line, 1) + 1
                table.lines[place] = next_line
                self.numbers[table.file, next_line] = line
            seen.add(table.lines[place])

    def add_row(self, file: str, values: Mapping[str, Any], where: Where) -> None:
        """Put a row of values in base units below the table."""
        table = self.table(file)
        line = max(table.lines, default=1) + 1
        table.lines.append(line)
        for name, column in table.columns.items():
            column.append(values[name])
        self.added[file, line] = where
        self.changed.add(file)

    def write(self, file: str, place: int, column: str, value: Any, where: Where) -> None:
        """Set one cell of the row at a place of the table."""
        table = self.table(file)
        table[column][place] = value
        self.written[file, table.lines[place], column] = where
        self.changed.add(file)

    def keep(self, file: str, places: list[int]) -> None:
        """Keep only the rows at these places."""
        table = self.table(file)
        if len(places) < len(table.lines):
            self.changed.add(file)
        table.lines = [table.lines[place] for place in places]
        table.columns = {name: [values[place] for place in places] for name, values in table.columns.items()}

    # -- what comes of it ----------------------------------------------------------------

    def build(self, scenario: Where) -> Room:
        """The changed room, without its losses being carried out.

        Raises BadInput with every problem of the changes and of the room that they make.
        """
        if self.changed:
            self._check(scenario)
        self.problems.raise_if_any()
        made = build_room(
            {file: self.table(file) for file in self.changed},
            self.policy,
            self.room.files | {file for file in self.changed if self.table(file).lines},
            self.room.notes,
            self.room.sha256,
        )
        same: dict[str, Any] = {
            name: getattr(self.room, name)
            for name in (file.removesuffix(".csv") for file in ROOM_TABLES if file not in self.changed)
        }
        return self._numbered(replace(made, **same))

    def _check(self, scenario: Where) -> None:
        """Check names and rows of the whole room again: what is changed may be named anywhere."""
        # A file that is absent stays so until it has rows: names in it are not followed.
        files = [f for f in ROOM_TABLES if f in self.room.files or self.table(f).lines]
        tables = {file: self.table(file) for file in files}
        with self.told_as(scenario) as found:
            check_references(tables, found)
            check_sense(tables, found)

    @contextmanager
    def told_as(self, scenario: Where) -> Iterator[Problems]:
        """Problems of the changed tables, told with the change that a cell comes from."""
        found = Problems()
        yield found
        elsewhere: dict[tuple[str, str, str], list[Problem]] = {}
        for problem in found.listed() if len(found) else ():
            where = self._where(problem)
            if where is None:
                elsewhere.setdefault((problem.file, problem.column, problem.problem), []).append(problem)
            else:
                column = f"{where.prefix}{problem.column}"
                self.problems.add(where.file, None, column, problem.problem, problem.advice)
        for (file, column, problem_is), problems in elsewhere.items():
            said = (
                f"After the changes, {' '.join(filter(None, (file, _rows(problems), column)))}: {problem_is}"
            )
            self.problems.add(scenario.file, None, "changes", said, problems[0].advice)

    def _where(self, problem: Problem) -> Where | None:
        if problem.row is None:
            return None
        written = self.written.get((problem.file, problem.row, problem.column))
        return written or self.added.get((problem.file, problem.row))

    def _numbered(self, built: Room) -> Room:
        """The room with its own row numbers; rows of a change come from no file."""
        other = self.numbers | dict.fromkeys(self.added, 0)
        fields: dict[str, Any] = {}
        for file in self.changed & {file for file, _ in other}:
            things = things_of(built, file)
            fields[file.removesuffix(".csv")] = tuple(
                replace(thing, line=other[file, thing.line]) if (file, thing.line) in other else thing
                for thing in things
            )
        return replace(built, **fields)


def _rows(problems: list[Problem]) -> str:
    """``row 7``, ``rows 2, 3 and 5``, the first few where there are many."""
    rows = [str(problem.row) for problem in problems if problem.row is not None]
    if len(rows) < 2:
        return f"row {rows[0]}" if rows else ""
    shown, rest = rows[:_MOST_ROWS_SHOWN], len(rows) - _MOST_ROWS_SHOWN
    if rest > 0:
        return f"rows {', '.join(shown)} and {rest} more"
    return f"rows {', '.join(shown[:-1])} and {shown[-1]}"


def row_of(
    file: str, values: Mapping[str, object], where: Where, problems: Problems, *, whole: bool
) -> dict[str, Any]:
    """The values of a row in base units, `BAD` where refused; every problem is told with its key.

    With `whole` all columns are there, an absent one as an empty cell; without, only those given.
    """
    columns = columns_of(file)
    if whole:
        wanted: Mapping[str, Column] = columns
        given = dict(values)
    else:
        wanted = {name: columns[name] for name in values if name in columns}
        given = {name: values[name] for name in wanted}
        for name in values:
            if name not in columns:
                advice = Suggestions(columns).advice(name, f"Known columns: {', '.join(columns)}.")
                problem = f"{file} has no column {quoted(name)}."
                problems.add(where.file, None, f"{where.prefix}{name}", problem, advice)
    read = read_mapping(given, wanted, problems, where.file, None, where.prefix)
    return {name: _default(columns[name]) if value is None else value for name, value in read.items()}


@cache
def _default(column: Column) -> Any:
    """What an empty cell of the column means."""
    return Memo(column).default


def named(table: Table, name: str) -> list[int]:
    """Places of the rows that a name stands for.

    A switch's name stands for all its rows, ``switch/port_type`` for one, and likewise a product's name and
    ``product/version`` (``product/`` without version); a tray is ``from/to`` either way.
    """
    if table.file == "trays.csv":
        ends = zip(table["from"], table["to"], strict=True)
        return [at for at, (one, other) in enumerate(ends) if name in (f"{one}/{other}", f"{other}/{one}")]
    key = keys_of(table.file)[0]
    found = [at for at, value in enumerate(table[key]) if value == name]
    second = {"ports.csv": "port_type", "standards.csv": "version"}.get(table.file)
    if not found and second is not None:
        both = zip(table[key], table[second], strict=True)
        found = [at for at, (one, other) in enumerate(both) if f"{one}/{other or ''}" == name]
    return found


def names_of(table: Table) -> list[str]:
    """The names that rows of the table go by, each once."""
    if table.file == "trays.csv":
        return [f"{one}/{other}" for one, other in zip(table["from"], table["to"], strict=True)]
    return list(dict.fromkeys(table[keys_of(table.file)[0]]))
