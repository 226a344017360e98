"""Empty files to begin with: tables with their header, and beside each what the dictionary says of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from capacity.reading.dictionary import DEVICE_TYPES, PLACEMENTS, REQUESTS, ROOM_TABLES, Column, columns_of
from capacity.reading.output import write_file

#: Files that there is a template of; those that ``all`` means come first.
TEMPLATES = (*ROOM_TABLES, REQUESTS, PLACEMENTS, DEVICE_TYPES)
ALL_TEMPLATES = (*ROOM_TABLES, REQUESTS)

_KINDS: Mapping[str, str] = {
    "text": "text",
    "word": "text without blanks",
    "words": "names, with blanks between them",
    "whole": "a whole number",
    "metres": "metres",
    "kilograms": "kilograms",
    "half_units": "rack units, in steps of 0.5",
    "position": "a unit, in steps of 0.5, or 0U",
    "ratio": "a number",
    "date": "a date, YYYY-MM-DD",
    "choice": "one of",
    "choices": "any of, with blanks between them",
    "yesno": "yes or no",
    "units": "units and ranges of units, with blanks between them",
    "cords": "PDU or PDU:leg, with blanks between them",
    "port_type": "a type of ports",
    "port_uses": "switch/type:count, with blanks between them",
    "port_needs": "type:count or type@network:count, with blanks between them",
}
_NO_UNIT = ("-", "count", "U", "m", "kg")  # nothing to say, or said by the kind


def header(file: str) -> str:
    """The header row of a file, with all its columns in the dictionary's order."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(columns_of(file))
    return line.getvalue()


def explanation(file: str) -> str:
    """What each column of a file holds, as plain text for whoever fills it in."""
    columns = columns_of(file).values()
    said = [
        f"{file}: one row for each thing, below the row of names, which stays as it is.",
        "An empty cell means what is said here. What is not known is never counted as zero.",
    ]
    if file in ROOM_TABLES and file != "racks.csv":
        said.append(
            "If you do not keep this list, leave the file out: without rows it says that there is none."
        )
    keys = [column.name for column in columns if column.key]
    if keys:
        said.append(f"No two rows have the same {' and '.join(keys)}.")
    for column in columns:
        said += ["", f"{column.name}: {_what(column)}", f"    {column.description}"]
    return "\n".join(said) + "\n"


def _what(column: Column) -> str:
    parts = [_kind(column)]
    if column.refers:
        table, _, _ = column.refers.partition(".")
        parts.append(f"as in {table}.csv")
    if column.required:
        parts.append("must be given")
    else:
        parts.append(f"empty: {column.default_means or 'none'}")
    return "; ".join(parts)


def _kind(column: Column) -> str:
    kind = _KINDS[column.kind]
    unit = "" if column.unit in _NO_UNIT else f" of {column.unit}"
    low, dots, high = column.allowed.partition("..")
    if dots:
        bounds = f"{low} to {high}" if high else f"at least {low}"
        return f"{kind}{unit}, {bounds}"
    if column.allowed and column.kind != "yesno":
        return f"{kind}{unit}: {', '.join(column.allowed.split('|'))}"
    return f"{kind}{unit}"


def write_templates(folder: Path, files: Iterable[str] = ALL_TEMPLATES) -> tuple[str, ...]:
    """Write each of `files` with nothing but the header into `folder`, and its explanation beside it.

    The folder is made if it is not there. What is there already is left alone: it may hold
    somebody's work. Returns the names of the files that were written, in order.

    Raises
    ------
    BadInput
        If the place cannot be written.
    """
    written = []
    for file in files:
        for name, text in ((file, header(file)), (explanation_of(file), explanation(file))):
            path = folder / name
            if path.exists() or path.is_symlink():
                continue
            write_file(text, path)
            written.append(name)
    return tuple(written)


def explanation_of(file: str) -> str:
    """Name of the explanation beside a table: ``racks.txt`` for ``racks.csv``."""
    return f"{file.removesuffix('.csv')}.txt"
