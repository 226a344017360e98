"""The tables of calculations as files: all futures of a forecast, all differences of a what-if."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

import pandas as pd
from fastapi import APIRouter, Query, Response

from api.render.table_file import write_table
from api.routes.computations import seen
from api.web.given import Reading, SignedIn
from workflow.computing import read_table
from workflow.conflicts import NotStored

router = APIRouter(tags=["calculations"])
Format = Literal["csv", "xlsx", "parquet"]
MEDIA_TYPES: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


@router.get(
    "/computations/{id}/table",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in MEDIA_TYPES.values()}}},
)
def table(id: str, subject: SignedIn, unit: Reading, format: Annotated[Format, Query()] = "csv") -> Response:
    """The table of a forecast or a what-if that is done: tidy, one figure a row; no spreadsheet runs it."""
    one = seen(unit, subject, "job.read", id)
    told = json.loads(unit.files.get(one.result_sha256)[1]) if one.result_sha256 else {}
    if "table_sha256" not in told:
        raise NotStored("The calculation has no table, or is not done.", id)
    frame = read_table(unit.files.get(told["table_sha256"])[1])
    headers = {"Content-Disposition": f'attachment; filename="{one.kind}-{one.id}.{format}"'}
    return Response(_as_file(frame, format), media_type=MEDIA_TYPES[format], headers=headers)


def _as_file(frame: pd.DataFrame, format: Format) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"table.{format}"
        write_table(frame, path)
        return path.read_bytes()
