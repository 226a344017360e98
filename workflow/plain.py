"""Frozen dataclasses to plain data and back: one form for procedure files, events and stored cases.

A dataclass becomes a mapping of its fields, without those that have their default value, so that
a field added later does not change what was written (and hashed) before. Reading follows the type
hints, takes texts where a number, date or flag was written as one, refuses keys that are not
known, and notes every problem with its dotted path. A class with a ``from_text`` class method
is written as ``str(value)``.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, TypeVar

from capacity.errors import BadInput
from capacity.reading.problems import Problems, Refused, Suggestions, quoted

T = TypeVar("T")
LONGEST_TEXT = 20_000


class _Bad:
    """Stands for a value that could not be read; its problem is noted."""


_BAD = _Bad()


def to_plain(value: object) -> Any:
    """The value as None, bool, int, text, list or mapping; times in UTC."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in value)
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if hasattr(value, "from_text"):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = ((f.name, getattr(value, f.name), _default(f)) for f in dataclasses.fields(value))
        return {name: to_plain(held) for name, held, default in fields if held != default}
    raise TypeError(f"{type(value).__name__} has no plain form")


def canonical(value: object) -> bytes:
    """The one JSON text of a value: keys sorted, no spaces, UTF-8. What is hashed and stored."""
    plain = to_plain(value)
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def from_plain(kind: type[T], node: object, file: str, *, tidy: bool = False) -> T:
    """The value of class `kind` that plain data describes. Raises BadInput with every problem.

    `tidy` is for files that people write: runs of white space within texts become one space, as files wrap
    long sentences, and texts that are empty, endless or cannot be printed are refused.
    """
    problems = Problems()
    value = _Reader(problems, file, tidy).read(kind, node, "")
    problems.raise_if_any()
    return typing.cast("T", value)


def from_canonical(kind: type[T], text: bytes | str, file: str) -> T:
    """The value that `canonical` wrote. Raises BadInput."""
    try:
        node = json.loads(text)
    except ValueError as error:
        problems = Problems()
        problems.add(file, None, "", f"It is no JSON: {quoted(str(error))}.", "Restore it from a backup.")
        raise BadInput(problems.listed()) from error
    return from_plain(kind, node, file)


def _default(field: dataclasses.Field[Any]) -> object:
    """The field's default; the marker `MISSING`, which equals nothing, without one."""
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


@cache
def _fields(kind: Any) -> dict[str, tuple[Any, bool]]:
    """The fields of a dataclass: type, and whether it must be given."""
    hints = typing.get_type_hints(kind)
    return {
        field.name: (hints[field.name], _default(field) is dataclasses.MISSING)
        for field in dataclasses.fields(kind)
    }


class _Reader:
    def __init__(self, problems: Problems, file: str, tidy: bool) -> None:
        self._problems = problems
        self._file = file
        self._tidy = tidy

    def read(self, kind: Any, node: object, path: str) -> object:
        """The value at `path`; `_BAD` where a problem was noted."""
        try:
            return self._value(kind, node, path)
        except Refused as refused:
            self._problems.refuse(self._file, None, path, refused)
            return _BAD

    def _value(self, kind: Any, node: object, path: str) -> object:
        origin = typing.get_origin(kind)
        if origin in (typing.Union, types.UnionType):
            (inner,) = (part for part in typing.get_args(kind) if part is not types.NoneType)
            return None if node is None else self._value(inner, node, path)
        if origin is typing.Literal:
            return _one_of(typing.get_args(kind), node)
        if origin in (tuple, frozenset):
            return self._list(kind, origin, node, path)
        if origin is not None and issubclass(origin, Mapping):
            return self._mapping(typing.get_args(kind)[1], node, path)
        if dataclasses.is_dataclass(kind) and not hasattr(kind, "from_text"):
            return self._dataclass(kind, node, path)
        return self._single(kind, node)

    def _single(self, kind: Any, node: object) -> object:
        if kind is bool:
            return _flag(node)
        if kind is int and isinstance(node, int) and not isinstance(node, bool):
            return node
        text = self._text(node)
        if kind is str:
            return text
        if kind is int:
            return _number(text)
        if kind is datetime:
            return _moment(text)
        if kind is date:
            return _day(text)
        return kind.from_text(text)

    def _text(self, node: object) -> str:
        if node is None:
            raise Refused("The value is empty.", "Fill it in, or remove the key.")
        if not isinstance(node, str):
            raise Refused("It should be a single text.", "Write one text there.")
        if not self._tidy:
            # Titip wrote it: what was let in once must be readable for good, such as a pasted no-break space.
            return node
        if len(node) > LONGEST_TEXT:
            raise Refused(f"The text has {len(node)} characters.", f"Keep it to {LONGEST_TEXT}.")
        text = " ".join(node.split())
        if not text:
            raise Refused("The value is empty.", "Fill it in, or remove the key.")
        if not all(c.isprintable() or c in "\n\r\t" for c in text):
            raise Refused(f"{quoted(text)} holds characters that cannot be printed.", "Remove them.")
        return text

    def _list(self, kind: Any, origin: Any, node: object, path: str) -> object:
        if not isinstance(node, list):
            raise Refused("It should be a list.", "Write the entries in [brackets], or one a line.")
        inner = typing.get_args(kind)[0]
        items = [self.read(inner, item, f"{path}[{place}]") for place, item in enumerate(node, start=1)]
        return _BAD if any(item is _BAD for item in items) else origin(items)

    def _mapping(self, inner: Any, node: object, path: str) -> object:
        if not isinstance(node, Mapping):
            raise Refused("It should be a list of names with values.", "Write one 'name: value' a line.")
        items = {str(key): self.read(inner, item, f"{path}.{key}") for key, item in node.items()}
        return _BAD if any(item is _BAD for item in items.values()) else items

    def _dataclass(self, kind: Any, node: object, path: str) -> object:
        if not isinstance(node, Mapping):
            raise Refused("It should be a group of keys.", f"Its keys are {', '.join(_fields(kind))}.")
        fields = _fields(kind)
        values: dict[str, object] = {}
        dot = f"{path}." if path else ""
        for key in node:
            if key not in fields:
                advice = Suggestions(fields).advice(str(key), f"Known keys: {', '.join(fields)}.")
                self._problems.add(
                    self._file, None, f"{dot}{key}", f"There is no key {quoted(str(key))}.", advice
                )
                values[str(key)] = _BAD
        for name, (hint, required) in fields.items():
            if name in node:
                values[name] = self.read(hint, node[name], dot + name)
            elif required:
                self._problems.add(self._file, None, dot + name, "The key is missing.", "Add it.")
                values[name] = _BAD
        return _BAD if any(value is _BAD for value in values.values()) else kind(**values)


def _one_of(choices: tuple[Any, ...], node: object) -> object:
    if node in choices:
        return node
    told = ", ".join(map(str, choices))
    raise Refused(f"{quoted(str(node))} is none of the known values.", f"Choose one of {told}.")


def _flag(node: object) -> bool:
    if isinstance(node, bool):
        return node
    if node in ("true", "false"):
        return node == "true"
    raise Refused(f"{quoted(str(node))} is neither true nor false.", "Write true or false.")


def _number(text: str) -> int:
    if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 16:
        return int(text)
    raise Refused(f"{quoted(text)} is no whole number.", "Write digits only.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{quoted(text)} is no date.", "Write it as 2018-01-31.") from None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"{quoted(text)} is no time.", "Write it as 2018-01-31T08:00:00+08:00.") from None
    if moment.tzinfo is None:
        raise Refused(f"{quoted(text)} has no time zone.", "Add the zone, as in +08:00.")
    return moment
