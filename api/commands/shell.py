"""What commands that work on the store share: who calls them, when, the file they are given, their JSON."""

from __future__ import annotations

import getpass
import json
from datetime import UTC, datetime
from pathlib import Path

from capacity.reading.problems import Refused, bad_file
from capacity.reading.source import read_file

LARGEST_INPUT = 1024 * 1024


def caller() -> str:
    """Who the audit log names: the user of the machine, since the command line knows no sign-in."""
    try:
        return f"shell:{getpass.getuser()}"
    except (KeyError, OSError):  # a user without a name, as containers have them
        return "shell"


def now() -> datetime:
    """The moment of the command."""
    return datetime.now(UTC)


def content_of(path: Path) -> bytes:
    """The bytes of a file that was named. Raises BadInput."""
    try:
        return read_file(path, LARGEST_INPUT)
    except Refused as refused:
        raise bad_file(path.name or str(path), refused) from None


def print_json(said: object) -> None:
    """Print one JSON value, in ASCII."""
    print(json.dumps(said, indent=1, ensure_ascii=True))
