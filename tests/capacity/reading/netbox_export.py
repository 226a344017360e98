"""A folder in the shape of NetBox's exports, and the room that comes out of it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from textwrap import dedent

from capacity.reading import read_room
from capacity.reading.netbox import Import, import_netbox_csv, write_import
from capacity.room import Room

RACKS = """\
Name,Site,Location,Status,Height
R1,Hall,Row A,Active,42U
"""
TYPES = """\
manufacturer: Acme
model: S1
slug: acme-s1
u_height: 1.0
is_full_depth: true
weight: 20.0
weight_unit: kg
"""
DEVICES = """\
Name,Status,Tenant,Site,Location,Rack,Manufacturer,Type,ID,Parent Device,Position,Rack face,U Height
"""


def export(folder: Path, types: str = "", **tables: str) -> Path:
    """Write tables (``power_feeds`` is power-feeds.csv) and device types into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name.replace('_', '-')}.csv").write_text(dedent(text), encoding="utf-8")
    if types:
        (folder / "device-types.yaml").write_text(dedent(types), encoding="utf-8")
    return folder


def imported(tmp_path: Path, types: str = "", **tables: str) -> Import:
    """What the import makes of these tables; one rack R1 if none is given."""
    return import_netbox_csv(export(tmp_path / "export", types, **{"racks": RACKS, **tables}))


def rows(found: Import, file: str) -> list[dict[str, str]]:
    """The rows of a file of the room, as a spreadsheet would show them."""
    return list(csv.DictReader(io.StringIO(found.files[file])))


def room_of(found: Import, tmp_path: Path) -> Room:
    """The room as Titip reads it."""
    write_import(found, tmp_path / "room")
    return read_room(tmp_path / "room")


def gap_about(found: Import, words: str) -> tuple[str, ...]:
    """The names in the one gap that says `words`."""
    (gap,) = [gap for gap in found.gaps if words in gap.what]
    return gap.names


def why_left_out(found: Import, name: str) -> str:
    """The reason why one thing was left out."""
    (item,) = [item for item in found.left_out if item.name == name]
    return item.why
