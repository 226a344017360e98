"""A JSON object with its numbers as they were written, and nothing that JSON does not allow."""

from __future__ import annotations

import json
from collections import Counter

from capacity.reading.mapping import RawNumber
from capacity.reading.problems import Problems, Refused, quoted
from capacity.reading.records import decode


class _Object(dict[str, object]):
    """An object and the keys that stand in it twice."""

    twice: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, object]]) -> _Object:
    made = _Object(pairs)
    if len(made) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        made.twice = tuple(key for key, count in counts.items() if count > 1)
    return made


def read_object(file: str, data: bytes, problems: Problems) -> dict[str, object] | None:
    """The object in the bytes of a JSON file; None and a problem if there is none.

    Numbers become `RawNumber`, so that 20.0005 and 1e400 can be judged as they stand.
    """
    text = decode(file, data, problems)
    if text is None:
        return None
    try:
        # NaN and the infinities arrive as numbers too, and are refused as such with their key.
        found = json.loads(
            text,
            parse_float=RawNumber,
            parse_int=RawNumber,
            parse_constant=RawNumber,
            object_pairs_hook=_object,
        )
    except RecursionError:
        problems.add(file, None, "", "The JSON is nested too deeply.", "Write one flat object.")
        return None
    except ValueError as error:
        problems.add(file, None, "", f"It is not JSON: {quoted(str(error))}.", "Write one JSON object.")
        return None
    if not isinstance(found, _Object):
        problems.add(file, None, "", "It is not a JSON object.", 'Write {"request": ..., ...}.')
        return None
    for key in found.twice:
        problems.refuse(
            file, None, key, Refused(f"The key {quoted(key)} stands there twice.", "Keep one of them.")
        )
    return found
