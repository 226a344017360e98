"""What a backup holds, on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from api.render.done import GOOD, marked
from api.render.text import clean, count, number


def print_backup(done: str, file: Path, made: Mapping[str, Any], *, checked: bool) -> None:
    """Print what was backed up or restored, and whether it was checked by restoring it."""
    screen = marked(done, GOOD, str(file))
    tables, head = made["tables"], made["head"]
    rows = sum(tables.values())
    cases = count(tables["case_file"], "case")
    screen.line(
        f"{cases}, {count(tables['room'], 'room')}, {number(rows)} rows in {len(tables)} tables", indent=3
    )
    screen.line(f"made {clean(made['made_at'])}, revision {clean(made['revision'])} of the schema", indent=3)
    if checked:
        screen.line("Restored and checked: nothing in it contradicts itself.", indent=3)
    screen.blank()
    screen.line("The head of its audit log, for `titip audit verify --head`:", indent=1)
    print(f"{head['seq']}:{head['sha256']}")
