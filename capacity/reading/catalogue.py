"""The device-type catalogue: what a model weighs, draws and needs, by its slug."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from capacity.data import data_path
from capacity.reading.dictionary import DEVICE_TYPES, columns_of
from capacity.reading.problems import Problems, Refused, bad_file, printable
from capacity.reading.references import check_keys, keys_of
from capacity.reading.source import LARGEST_TABLE, open_source, read_file
from capacity.reading.table import read_table


@dataclass(frozen=True, slots=True)
class DeviceType:
    """One model in base units; None is unknown.

    `ports` are (type, network, count) for each item. `child` is True for what stands in a
    chassis and not in the rack.
    """

    slug: str
    manufacturer: str | None = None
    model: str | None = None
    height_hu: int | None = None
    depth: str = "full"
    depth_mm: int | None = None
    weight_g: int | None = None
    power_w: int | None = None
    power_basis: str = "nameplate"
    cords: int | None = None
    ports: tuple[tuple[str, str | None, int], ...] = ()
    child: bool = False
    source: str | None = None
    line: int = 0


Catalogue = dict[str, DeviceType]


def read_catalogue(path: Path | None = None) -> Catalogue:
    """Slug -> type of a catalogue file, by default the one that Titip brings along.

    Raises `BadInput` with every problem of the file.
    """
    path = path or data_path(DEVICE_TYPES)
    try:
        data = read_file(path, LARGEST_TABLE)
    except Refused as refused:
        raise bad_file(path.name, refused) from None
    return _parse(printable(path.name), data)


def catalogue_for(room: str | Path) -> Catalogue:
    """The catalogue that Titip brings along, with the room's own device_types.csv laid over it.

    Raises `BadInput` with every problem of the files.
    """
    room = Path(room)
    own = None
    try:
        source = open_source(room)
        if DEVICE_TYPES in source.names:
            own = source.read(DEVICE_TYPES)
    except Refused as refused:
        raise bad_file(room.name or str(room), refused) from None
    return catalogue_with(own)


def catalogue_with(own: bytes | None) -> Catalogue:
    """The catalogue that Titip brings along, with the bytes of a room's device_types.csv laid over it.

    Raises `BadInput` with every problem of the files.
    """
    types = read_catalogue() if data_path(DEVICE_TYPES).exists() else {}
    return types if own is None else types | _parse(DEVICE_TYPES, own)


def _parse(file: str, data: bytes) -> Catalogue:
    problems = Problems()
    t = read_table(file, data, columns_of(DEVICE_TYPES), problems)
    check_keys(t, keys_of(DEVICE_TYPES), problems)
    problems.raise_if_any()
    types = map(
        DeviceType,
        t["slug"],
        t["manufacturer"],
        t["model"],
        t["u_height"],
        t["depth"],
        t["depth_mm"],
        t["weight_kg"],
        t["power_w"],
        t["power_basis"],
        t["cords"],
        [ports or () for ports in t["ports"]],
        t["child"],
        t["source"],
        t.lines,
    )
    return {device_type.slug: device_type for device_type in types}
