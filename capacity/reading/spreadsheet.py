"""Cells that a spreadsheet would run as a formula: made harmless in files, and read back exactly.

A text that begins with ``= + - @``, a tab, a carriage return or a full-width form of these gets one
apostrophe in front. So does a text that already begins with apostrophes before such a character,
so that taking exactly one apostrophe away restores every text. Plain numbers stay as they are:
``-1.5`` is a coordinate, and a spreadsheet that computes it gets -1.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

_WOULD_RUN = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def escape_cell(text: str) -> str:
    """`text` as it is written to a file: with an apostrophe in front if it would run."""
    if _WOULD_RUN.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def unescape_cell(text: str) -> str:
    """The text that `escape_cell` was given; other texts, apostrophes included, stay as they are."""
    if text.startswith("'") and _WOULD_RUN.match(text):
        return text[1:]
    return text


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    """A CSV file with a header; a row may lack columns, which are then empty.

    Raises ValueError if a row has a column that is not in `columns`.
    """
    lines = [columns]
    for row in rows:
        if strange := row.keys() - set(columns):
            raise ValueError(f"There is no column {min(strange)}.")
        lines.append([escape_cell(row.get(column, "")) for column in columns])
    return "".join(",".join(map(_quoted, line)) + "\n" for line in lines)


def _quoted(cell: str) -> str:
    """A cell in quotes where it needs them; Python's writer forgets a lone carriage return."""
    if any(mark in cell for mark in ',"\r\n') or cell != cell.strip():
        return '"' + cell.replace('"', '""') + '"'
    return cell
