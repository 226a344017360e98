"""A list as a file: CSV or XLSX of everything that is filtered, and no spreadsheet runs what stands in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from zoneinfo import ZoneInfo

from fastapi.responses import Response

Ending = Literal["csv", "xlsx"]
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: At most so many rows are written; a narrower filter gives the rest.
MOST_ROWS = 20_000
# Spreadsheets take a CSV for one of their own code page without it.
_MARK = "\ufeff"


def table_file(
    name: str, ending: Ending, columns: Sequence[str], rows: Iterable[Mapping[str, object]]
) -> Response:
    """The rows as a file to be downloaded. Raises BadInput where nothing can write that kind."""
    import pandas as pd  # takes long to load, and only exports need it

    from api.render.table_file import write_table

    # Texts, all of them: only what is known to be one is made harmless.
    frame = pd.DataFrame([dict(row) for row in rows], columns=list(columns), dtype="string")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.{ending}"
        write_table(frame, path, sheet=name)
        content = path.read_bytes()
    if ending == "csv":
        content = _MARK.encode() + content
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(content, media_type=_KINDS[ending], headers=headers)


def stamp(at: datetime | None, zone: ZoneInfo) -> str:
    """A moment in the office's time, to the minute; "" without one."""
    return "" if at is None else at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
