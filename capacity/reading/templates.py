"""Empty files to begin with: every table of a room with its header, as the dictionary has it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from capacity.reading.dictionary import REQUESTS, ROOM_TABLES, columns_of


def header(file: str) -> str:
    """The header row of a file, with all its columns in the dictionary's order."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(columns_of(file))
    return line.getvalue()


def write_templates(folder: Path) -> tuple[Path, ...]:
    """Write every table of a room, and requests.csv, with nothing but the header into `folder`.

    The folder is made if it is not there. A file that is there already is left alone: it may
    hold somebody's work. Returns the paths that were written; raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for file in (*ROOM_TABLES, REQUESTS):
        path = folder / file
        try:
            with path.open("x", encoding="utf-8", newline="") as lines:
                lines.write(header(file))
        except FileExistsError:
            continue
        written.append(path)
    return tuple(written)
