"""Device types of an export, found by manufacturer and model as devices name them."""

from __future__ import annotations

from dataclasses import dataclass, field

from capacity.reading.device_types.catalogue import report_types
from capacity.reading.device_types.model import DeviceType, Draw
from capacity.reading.device_types.read_type import read_type, weight_of
from capacity.reading.device_types.supplies import NO_SUPPLY
from capacity.reading.dictionary import DEVICE_TYPES
from capacity.reading.netbox.export import Export, Row
from capacity.reading.netbox.values import choice, flag, half_units, weight
from capacity.reading.report import Report


@dataclass(slots=True)
class Types:
    """The device types; those with a slug also make the catalogue of the room."""

    all: list[DeviceType] = field(default_factory=list)
    _exact: dict[tuple[str, str], DeviceType] = field(default_factory=dict)

    def add(self, kind: DeviceType) -> None:
        self.all.append(kind)
        self._exact.setdefault((kind.manufacturer, kind.model), kind)

    def find(self, manufacturer: str, model: str) -> DeviceType | None:
        """The type of exactly this name; without manufacturer only if one maker has such a model."""
        if manufacturer:
            return self._exact.get((manufacturer, model))
        found = [kind for kind in self.all if kind.model == model]
        return found[0] if len(found) == 1 else None


def read_types(export: Export, report: Report) -> Types:
    """The types of device-types.yaml, and of device-types.csv those that the YAML does not have."""
    types = Types()
    for node in export.types:
        try:
            types.add(read_type(node, (), export.types_file))
        except ValueError as error:
            name = node.get("model") if isinstance(node, dict) else ""
            report.leave_out(export.types_file, 0, str(name or ""), str(error))
    for row in export["device-types"].rows:
        if types.find(row["manufacturer"], row["model"]) is None:
            types.add(_from_row(row, report))
    if not types.all:
        what = "The export has no device types: heights, depths, weights and draws are missing."
        report.gap(
            DEVICE_TYPES, "", what, "Add the export of the device types (All Data: device-types.yaml)."
        )
    report_types([kind for kind in types.all if kind.slug], report)
    return types


def _from_row(row: Row, report: Report) -> DeviceType:
    """A type of the CSV, which tells neither power ports nor bays."""
    bad = report.problems
    full = row.value("full_depth", flag, bad)
    role = choice(row["role"])
    figure = row.value("weight", lambda text: weight(text, row["unit"]), bad)
    doubts = weight_of("0", "g")[2] if figure and figure[0] == 0 else ()
    return DeviceType(
        slug=row["slug"],
        manufacturer=row["manufacturer"],
        model=row["model"],
        height_hu=row.value("height", half_units, bad),
        depth="" if full is None else ("full" if full else "half"),
        weight_g=(figure[0] or None) if figure else None,
        draw=Draw(None, why=NO_SUPPLY),
        supplies=0,
        child=role == "child",
        parent=role == "parent",
        source=row.file,
        rounded=bool(figure and figure[1]),
        doubts=doubts,
    )
