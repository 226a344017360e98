"""titip import: a room from NetBox's CSV exports, a catalogue from a library of device types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from capacity.reading.device_types import import_device_types, write_catalogue
from capacity.reading.netbox import import_netbox_csv, write_import
from capacity.reading.report import REPORT_COLUMNS, report_rows


def run_netbox_csv(folder: Path, out: Path, *, as_json: bool) -> int:
    """Make the room `out` of the exports in `folder`, print the report; 0."""
    found = import_netbox_csv(folder)
    write_import(found, out)
    # A file of a room has a row per thing, below the header; a cell holds no line break.
    taken = {
        name: text.count("\n") - 1 if name.endswith(".csv") else None for name, text in found.files.items()
    }
    _print(out, taken, report_rows(found.gaps, found.left_out), as_json=as_json)
    return 0


def run_device_types(folder: Path, out: Path, *, as_json: bool) -> int:
    """Make the catalogue `out` of the device types in `folder`, print the report; 0."""
    catalogue = import_device_types(folder)
    write_catalogue(catalogue, out)
    taken = {out.name: len(catalogue.types)}
    _print(out, taken, report_rows(catalogue.gaps, catalogue.left_out), as_json=as_json)
    return 0


def _print(out: Path, taken: Mapping[str, int | None], rows: list[tuple[str, ...]], *, as_json: bool) -> None:
    if as_json:
        said = {
            "out": str(out),
            "files": [{"file": name, "rows": many} for name, many in taken.items()],
            "report": [_record(row) for row in rows],
        }
        print(json.dumps(said, indent=1, ensure_ascii=True))
        return
    from api.render.importing import print_import

    print_import(str(out), taken, rows)


def _record(row: tuple[str, ...]) -> dict[str, object]:
    record: dict[str, object] = dict(zip(REPORT_COLUMNS, row, strict=True))
    record["count"] = int(row[REPORT_COLUMNS.index("count")])
    return record
