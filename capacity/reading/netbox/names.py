"""Names that are unique, and names that lists can hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence


def unique_names(choices: Sequence[Sequence[str]]) -> list[str]:
    """A name for each thing from its `choices`, shortest first, so that no two are alike.

    All things that share a name move on to their next choice; what is still alike at the last one
    is numbered with ``~2``, ``~3`` in the order given.
    """
    level = [0] * len(choices)
    while True:
        names = [options[at] for options, at in zip(choices, level, strict=True)]
        count = Counter(names)
        movable = [i for i, name in enumerate(names) if count[name] > 1 and level[i] + 1 < len(choices[i])]
        if not movable:
            return _numbered(names)
        for i in movable:
            level[i] += 1


def _numbered(names: list[str]) -> list[str]:
    taken: set[str] = set()
    for i, name in enumerate(names):
        suffix = 2
        while names[i] in taken:
            names[i] = f"{name}~{suffix}"
            suffix += 1
        taken.add(names[i])
    return names


def word(name: str) -> str:
    """`name` as one word of a list: blanks and colons, which separate there, become hyphens."""
    return re.sub(r"[\s:]+", "-", name)
