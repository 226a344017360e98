"""The tables of a TOML file, with numbers as they were written."""

from __future__ import annotations

import tomllib

from capacity.reading.mapping import RawNumber
from capacity.reading.problems import Problems, Refused, quoted
from capacity.reading.records import decode

# tomllib takes quadratic time for a key of very many parts.
_LONGEST_LINE = 4_000


def read_toml(file: str, data: bytes, problems: Problems) -> dict[str, object] | None:
    """The tables in the bytes of a TOML file; None and a problem if it is none."""
    text = decode(file, data, problems)
    if text is None:
        return None
    try:
        if any(len(line) > _LONGEST_LINE for line in text.splitlines()):
            raise Refused(f"A line has more than {_LONGEST_LINE} characters.", "Break it, or remove it.")
        return tomllib.loads(text, parse_float=RawNumber)
    except Refused as refused:
        problems.refuse(file, None, "", refused)
    except RecursionError:
        problems.add(file, None, "", "The file is nested too deeply.", "Keep to tables of plain values.")
    except ValueError as error:
        problems.add(file, None, "", f"It is not TOML: {quoted(str(error))}.", "Write key = value.")
    return None
