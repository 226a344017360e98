"""Texts of a command: of a length that somebody reads, and of letters that can be stored and shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workflow.errors import BadValue
from workflow.plain import to_plain

LONGEST = 20_000


def check_texts(command: Any) -> None:
    """Raise BadValue for a text that is too long, or holds what no database keeps and no screen shows."""
    for where, text in _texts("", to_plain(command)):
        if len(text) > LONGEST:
            raise BadValue(f"The text is longer than {LONGEST:,} characters.", where)
        if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in text):
            raise BadValue("The text holds bytes that are no letters.", where)


def _texts(where: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _texts(f"{where} {name}".strip(), item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(where, item)
