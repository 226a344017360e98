"""Lists of what a room holds: sorted, filtered and cut into pages here, since all of it is in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from api.pages.addresses import Shown, page_number, shown
from workflow.lists import Found

Item = TypeVar("Item")
Keys = Mapping[str, Callable[[Any], Any]]
SHOWN = 50


def ordered(items: Sequence[Item], sort: str, keys: Keys) -> list[Item]:
    """The items by a key, backwards with ``-`` before it; what is not known comes last either way.

    Items that are alike, and all without a key, stay in the order in which they come.
    """
    key = keys.get(sort.removeprefix("-"))
    if key is None:
        return list(items)
    have = [one for one in items if key(one) is not None]
    have.sort(key=key, reverse=sort.startswith("-"))
    return have + [one for one in items if key(one) is None]


def cut(items: Sequence[Item], page: str) -> Shown[Item]:
    """A page of the items; the last one, where there are not so many."""
    number = min(page_number(page), max(1, -(-len(items) // SHOWN)))
    start = (number - 1) * SHOWN
    return shown(Found(tuple(items[start : start + SHOWN]), len(items)), number, SHOWN)


def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """A key that puts names with numbers in them in the order that people expect: A2 before A10."""
    parts: list[tuple[int, int | str]] = []
    digits = ""
    for mark in [*name.casefold(), ""]:
        if mark.isascii() and mark.isdigit():
            digits += mark
            continue
        if digits:
            parts.append((0, int(digits)))
            digits = ""
        if mark:
            parts.append((1, mark))
    return tuple(parts)
