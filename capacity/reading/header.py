"""The header row: where each column stands, and which ones are unknown, missing or doubled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from capacity.reading.dictionary import Column
from capacity.reading.problems import Problems, Suggestions, quoted

_MOST_COLUMNS = 200


def places_of(
    file: str, row: int, header: Sequence[str], columns: Mapping[str, Column], problems: Problems
) -> dict[str, int] | None:
    """Column name -> place in a record; None if the header cannot be used at all."""
    names = [name.strip() for name in header]
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
