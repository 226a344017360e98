"""A scenario from a TOML file: every change with the right keys, or every problem it has.

What a change names in a room, and the values of its cells, are looked at when it is applied.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeGuard

from capacity.reading.mapping import RawNumber
from capacity.reading.problems import Problems, Refused, Suggestions, bad_file, printable, quoted
from capacity.reading.source import read_file
from capacity.reading.tomlfile import read_toml
from capacity.scenario.changes import (
    LOSABLE,
    Add,
    Change,
    Lose,
    Move,
    Place,
    Remove,
    Scenario,
    Set,
    SetPolicy,
)

LARGEST_SCENARIO = 256 * 1024
MOST_CHANGES = 1_000

_TEXTS = ("name", "owner", "version", "note")
# The key that makes a change what it is, and the others it may have beside `at`.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "lose": ("kind",),
    "add": ("rows",),
    "remove": ("names", "where"),
    "set": ("name", "values"),
    "move": ("rack", "position_u", "face", "cords", "ports"),
    "policy": (),
    "place": (),
    "requests": (),
}


def read_scenario(path: str | Path) -> Scenario:
    """The scenario in a TOML file; one without a name takes that of the file.

    Raises
    ------
    BadInput
        With every problem; its column is the change and the key, such as ``changes[2].rows``.
    """
    path = Path(path)
    file = printable(path.name)
    try:
        data = read_file(path, LARGEST_SCENARIO)
    except Refused as refused:
        raise bad_file(path.name or str(path), refused) from None
    return scenario_from(data, file, folder=path.parent)


def scenario_from(data: bytes, file: str, *, folder: Path | None = None) -> Scenario:
    """The scenario in the bytes of a TOML file.

    Files of requests lie in `folder`; without one they are refused. Raises BadInput.
    """
    problems = Problems()
    tables = read_toml(file, data, problems)
    found = None if tables is None else _Reader(file, problems, folder).scenario(tables)
    problems.raise_if_any()
    assert found is not None, "a scenario without problems is a scenario"
    return found


def scenario_of(tables: Mapping[str, object], file: str) -> Scenario:
    """The scenario in tables that were read already, such as a body of the API: keys as in the TOML file.

    A change with ``place`` is refused: there is no file beside it. Raises BadInput.
    """
    problems = Problems()
    found = _Reader(file, problems, None).scenario(tables)
    problems.raise_if_any()
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    file: str
    problems: Problems
    folder: Path | None

    def scenario(self, tables: Mapping[str, object]) -> Scenario:
        self._known(tables, (*_TEXTS, "changes"), "", "A scenario has")
        texts = {key: self._text(tables, key, "") for key in _TEXTS if key in tables}
        raw = tables.get("changes", [])
        changes: list[Change] = []
        if not _is_list_of(raw, Mapping):
            self._tell("changes", "The changes must be tables.", "Write [[changes]] above each.")
        elif len(raw) > MOST_CHANGES:
            self._tell("changes", f"There are more than {MOST_CHANGES} changes.", "Split the scenario.")
        else:
            found = (self._change(table, f"changes[{at}].") for at, table in enumerate(raw, start=1))
            changes = [change for change in found if change is not None]
        stem = self.file.removesuffix(".toml")
        return Scenario(**({"name": stem} | texts), changes=tuple(changes), file=self.file)

    def _change(self, table: Mapping[str, Any], prefix: str) -> Change | None:
        kinds = [key for key in _KEYS if key in table]
        if len(kinds) != 1:
            said = f"It is several changes in one: {', '.join(kinds)}." if kinds else "It says no change."
            advice = Suggestions(_KEYS).advice(next(iter(table), ""), f"Use one of {', '.join(_KEYS)}.")
            self._tell(prefix.rstrip("."), said, "Write [[changes]] above each." if kinds else advice)
            return None
        kind = kinds[0]
        before = len(self.problems)
        self._known(table, (kind, *_KEYS[kind], "at"), prefix, f"A change with {kind} has")
        at = self._day(table, prefix)
        make: Callable[[Mapping[str, Any], str, date | None], Change] = getattr(self, f"_{kind}")
        change = make(table, prefix, at)
        return change if len(self.problems) == before else None

    def _lose(self, table: Mapping[str, Any], prefix: str, at: date | None) -> Lose:
        kind = self._text(table, "kind", prefix) if "kind" in table else None
        if kind and kind not in LOSABLE:
            advice = Suggestions(LOSABLE).advice(kind, f"Use one of {', '.join(LOSABLE)}.")
            self._tell(f"{prefix}kind", f"{quoted(kind)} cannot be lost.", advice)
        return Lose(self._text(table, "lose", prefix), kind, at)

    def _add(self, table: Mapping[str, Any], prefix: str, at: date | None) -> Add:
        return Add(self._text(table, "add", prefix), self._tables(table, "rows", prefix), at)

    def _remove(self, table: Mapping[str, Any], prefix: str, at: date | None) -> Remove:
        names, where = table.get("names", []), table.get("where", {})
        if not _is_list_of(names, str):
            self._tell(f"{prefix}names", "The names must be a list of texts.", 'Write names = ["..."].')
            names = []
        return Remove(
            self._text(table, "remove", prefix), tuple(names), self._table(where, f"{prefix}where"), at
        )

    def _set(self, table: Mapping[str, Any], prefix: str, at: date | None) -> Set:
        values = self._table(table.get("values", {}), f"{prefix}values")
        return Set(self._text(table, "set", prefix), self._text(table, "name", prefix), values, at)

    def _move(self, table: Mapping[str, Any], prefix: str, at: date | None) -> Move:
        values = {key: value for key, value in table.items() if key in _KEYS["move"]}
        return Move(self._text(table, "move", prefix), values, at)

    def _policy(self, table: Mapping[str, Any], prefix: str, at: date | None) -> SetPolicy:
        return SetPolicy(self._table(table["policy"], f"{prefix}policy"), at)

    def _place(self, table: Mapping[str, Any], prefix: str, at: date | None) -> Place:
        """A file of requests is one beside the scenario: a scenario from elsewhere reaches nothing else."""
        name = self._text(table, "place", prefix)
        if name and (name in (".", "..") or any(mark in name for mark in '/\\:"')):
            self._tell(f"{prefix}place", f"{quoted(name)} is no name of a file beside the scenario.",
                       "Put the file beside the scenario, and write its name.")  # fmt: skip
        elif self.folder is None:
            self._tell(f"{prefix}place", "A scenario that is no file has no file beside it.",
                       "Write the requests into it: requests = [{...}].")  # fmt: skip
        return Place((), str(self.folder / name) if self.folder is not None else name, at)

    def _requests(self, table: Mapping[str, Any], prefix: str, at: date | None) -> Place:
        return Place(self._tables(table, "requests", prefix), at=at)

    # -- values --------------------------------------------------------------------------

    def _text(self, table: Mapping[str, Any], key: str, prefix: str) -> str:
        value: Any = table.get(key)
        if not _is_list_of([value], str) or not value.strip() or not value.isprintable():
            self._tell(f"{prefix}{key}", f"{key} must be text.", f'Write {key} = "...".')
            return ""
        return str(value).strip()

    def _table(self, value: object, column: str) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        self._tell(column, "It must be a table.", f"Write {column.rpartition('.')[2]} = {{column = value}}.")
        return {}

    def _tables(self, table: Mapping[str, Any], key: str, prefix: str) -> tuple[Mapping[str, Any], ...]:
        value = table.get(key)
        if value and _is_list_of(value, Mapping):
            return tuple(value)
        self._tell(
            f"{prefix}{key}", f"{key} must be a list of tables.", f"Write {key} = [{{column = value}}]."
        )
        return ()

    def _day(self, table: Mapping[str, Any], prefix: str) -> date | None:
        value = table.get("at")
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        try:
            if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
                return date.fromisoformat(value)
        except ValueError:
            pass
        self._tell(f"{prefix}at", "It is not a date.", "Write it as YYYY-MM-DD, e.g. 2027-12-31.")
        return None

    def _known(self, table: Mapping[str, object], keys: tuple[str, ...], prefix: str, has: str) -> None:
        for key in table:
            if key not in keys:
                advice = Suggestions(keys).advice(key, f"{has} {', '.join(keys)}.")
                self._tell(f"{prefix}{key}", f"There is no key {quoted(key)} here.", advice)

    def _tell(self, column: str, problem: str, advice: str) -> None:
        self.problems.add(self.file, None, column, problem, advice)


def _is_list_of(value: object, kind: type) -> TypeGuard[list[Any]]:
    """True for a list of `kind`; a number with a point is kept as text, and is none."""
    return isinstance(value, list) and all(
        isinstance(each, kind) and not isinstance(each, RawNumber) for each in value
    )
