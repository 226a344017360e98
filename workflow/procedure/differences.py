"""What is different between two versions of a procedure, field by field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.plain import to_plain
from workflow.procedure.values import Procedure

# Entries of a list are told apart by the first of these keys that they have.
_NAMES = ("no", "id", "role", "ends", "guard")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs. `where` is its place, e.g. ``steps 4 time``; None: not there."""

    where: str
    before: str | None
    after: str | None

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.where}: added {self.after}"
        if self.after is None:
            return f"{self.where}: removed {self.before}"
        return f"{self.where}: {self.before} → {self.after}"


def differences(before: Procedure, after: Procedure) -> tuple[Difference, ...]:
    """Every field of the two versions that differs, in the order of the sheet."""
    return tuple(_compare("", to_plain(before), to_plain(after)))


def _compare(where: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    old, new = _named(before), _named(after)
    if old is None or new is None:
        yield Difference(where, _told(before), _told(after))
        return
    for name in [*old, *(name for name in new if name not in old)]:
        yield from _compare(f"{where} {name}".strip(), old.get(name), new.get(name))
    order = [name for name in old if name in new]
    if isinstance(before, list) and order != [name for name in new if name in old]:
        yield Difference(f"{where} order", ", ".join(old), ", ".join(new))


def _named(value: Any) -> Mapping[str, Any] | None:
    """The parts of a value by name; None where it has no named parts."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        for key in _NAMES:
            names = [item.get(key) for item in value]
            if all(names) and len(set(names)) == len(names):
                return dict(zip(names, value, strict=True))
    return None


def _told(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value) or "nothing"
    return json.dumps(value, ensure_ascii=False)
