"""Values of JSON and TOML by the rules of cells: a number counts as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from capacity.reading import cells
from capacity.reading.dictionary import Column
from capacity.reading.memo import BAD
from capacity.reading.problems import Problems, Refused, Suggestions, quoted


class RawNumber(str):
    """A number as the file has it; parsing it as a float would lose what was written."""

    __slots__ = ()


def value_of(raw: object, column: Column, *, exact: bool = False) -> Any:
    """The value in base units; None for null and for empty text, whatever the default.

    With `exact` a number must be written as a number and a list as a list; without, text that
    holds them is accepted, as in a cell. Raises `Refused`.
    """
    text = _text_of(raw, column, exact).strip()
    if refusal := cells.unseen(text):
        raise refusal
    return cells.parser(column)(text) if text else None


def _text_of(raw: object, column: Column, exact: bool) -> str:
    """The value as a cell would have it; raises `Refused` for a value of the wrong type."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        if column.kind == "yesno":
            return "yes" if raw else "no"
    elif isinstance(raw, RawNumber | int | float | Decimal):
        if column.kind in cells.NUMBERS:
            return str(raw) if not isinstance(raw, int) or raw.bit_length() < 64 else "9" * 20
    elif isinstance(raw, str):
        if not (exact and (column.kind in cells.NUMBERS or column.kind in cells.LISTS)):
            return raw
    elif isinstance(raw, list | tuple):
        if column.kind in cells.LISTS:
            return " ".join(map(_entry, raw))
    elif isinstance(raw, date) and not isinstance(raw, datetime) and column.kind == "date":
        return raw.isoformat()
    raise Refused(f"{_shown(raw)} has the wrong type.", f"Write {_wanted(column)}.")


def _entry(raw: object) -> str:
    if isinstance(raw, str) and not isinstance(raw, RawNumber):
        return raw
    raise Refused(f"{_shown(raw)} in the list is not text.", "Put every entry of the list in quotes.")


def _shown(raw: object) -> str:
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, str):
        return quoted(raw)
    if isinstance(raw, Mapping):
        return "A table"
    if isinstance(raw, list | tuple):
        return "A list"
    return quoted(str(raw)) if not isinstance(raw, int) or raw.bit_length() < 64 else "A huge number"


def _wanted(column: Column) -> str:
    if column.kind in cells.NUMBERS:
        unit = "" if column.unit in ("-", "count") else f" in {column.unit}"
        return f"a number{unit}"
    if column.kind in cells.LISTS:
        return "a list of texts"
    return {"date": "a date", "yesno": "true or false"}.get(column.kind, "text in quotes")


def read_mapping(
    table: Mapping[str, object],
    columns: Mapping[str, Column],
    problems: Problems,
    file: str,
    row: int | None = None,
    prefix: str = "",
) -> dict[str, Any]:
    """Column name -> value of every column; None where empty or absent, `BAD` where refused.

    Unknown keys, and required ones that are absent, become problems; `prefix` stands before
    the key in their column.
    """
    suggestions = Suggestions(columns)
    for key in table:
        if key not in columns:
            advice = suggestions.advice(key, f"Known keys: {', '.join(columns)}.")
            problems.add(file, row, f"{prefix}{key}", f"There is no key {quoted(key)}.", advice)
    values: dict[str, Any] = {}
    for name, column in columns.items():
        values[name] = None
        try:
            values[name] = value_of(table.get(name), column)
            if values[name] is None and column.required:
                raise Refused("The value is missing.", f"Fill it in: {column.description}.")
        except Refused as refused:
            problems.refuse(file, row, f"{prefix}{name}", refused)
            values[name] = BAD
    return values
