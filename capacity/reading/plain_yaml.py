"""YAML that holds plain data only: read from the parser's events, so that nothing is ever constructed.

Scalars stay the text that was written (``18.5`` is no float, ``1e3`` is no number, ``no`` is no
boolean); an empty one, ``~`` or ``null`` without quotes is None. Aliases, tags, a key twice, deep
nesting and large files are refused: no file of facts needs them, and each has been used to
exhaust or to fool a reader.
"""

from __future__ import annotations

from typing import TypeAlias

import yaml

Node: TypeAlias = "str | list[Node] | dict[str, Node] | None"

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 20
_NULLS = ("", "~", "null", "Null", "NULL")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlRefused(ValueError):
    """The text is no YAML, or holds what plain data does not need; the message is a sentence."""


def documents(data: bytes, max_bytes: int = MAX_BYTES) -> list[Node]:
    """The documents of a YAML file. Raises YamlRefused with the line where one is known."""
    if len(data) > max_bytes:
        raise YamlRefused(f"The file has {len(data)} bytes; at most {max_bytes} are read.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise YamlRefused(f"The file is not UTF-8 (byte {error.start}).") from error
    try:
        return _build(text)
    except yaml.MarkedYAMLError as error:
        line = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        raise YamlRefused(f"The file is no YAML: {error.problem or 'it cannot be read'}{line}.") from error
    except yaml.YAMLError as error:
        raise YamlRefused("The file is no YAML: it holds characters that YAML does not allow.") from error


def _build(text: str) -> list[Node]:
    found: list[Node] = []
    # Open containers, innermost last; `keys` holds the key that waits for its value.
    stack: list[list[Node] | dict[str, Node]] = []
    keys: list[str | None] = []
    for event in yaml.parse(text, Loader=_LOADER):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise YamlRefused(f"Line {line} holds an alias (*name), which is not read.")
        if (tag := getattr(event, "tag", None)) is not None:
            raise YamlRefused(f"Line {line} holds a tag ({tag}), which is not read.")
        value: Node
        if isinstance(event, yaml.CollectionEndEvent):
            value = stack.pop()
            keys.pop()
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(stack) == MAX_DEPTH:
                raise YamlRefused(f"Line {line} is nested more than {MAX_DEPTH} deep.")
            stack.append({} if isinstance(event, yaml.MappingStartEvent) else [])
            keys.append(None)
            continue
        elif isinstance(event, yaml.ScalarEvent):
            value = None if event.implicit[0] and event.value in _NULLS else event.value
        else:
            continue
        if not stack:
            found.append(value)
        elif isinstance(holder := stack[-1], list):
            holder.append(value)
        elif keys[-1] is not None:
            holder[keys[-1]] = value
            keys[-1] = None
        else:
            if not isinstance(value, str):
                raise YamlRefused(f"Line {line} holds a key that is no text.")
            if value in holder:
                raise YamlRefused(f"Line {line} holds the key '{value[:60]}' a second time.")
            keys[-1] = value
    return found


def text_of(node: dict[str, Node], key: str) -> str | None:
    """The text under `key`, trimmed; None where it is missing or empty. ValueError if it is no text."""
    value = node.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"'{key}' should be a single value.")
    return (value or "").strip() or None


def flag_of(node: dict[str, Node], key: str) -> bool | None:
    """True or False under `key`, None where it is missing; ValueError for another value."""
    value = text_of(node, key)
    if value is None or value.lower() in ("true", "false"):
        return None if value is None else value.lower() == "true"
    raise ValueError(f"'{key}' is '{value[:40]}', neither true nor false.")


def children_of(node: dict[str, Node], key: str) -> list[dict[str, Node]]:
    """The list of mappings under `key`, empty where it is missing; ValueError for another shape."""
    value = node.get(key)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ValueError(f"'{key}' should be a list of entries.")
    return [item for item in value if isinstance(item, dict)]
