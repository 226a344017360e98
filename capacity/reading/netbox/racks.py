"""Racks: racks.csv of the room, and the way from site, location and rack to a unique name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from capacity.reading.netbox.export import Export, Row, Table
from capacity.reading.netbox.names import unique_names
from capacity.reading.netbox.values import choice, flag, number, rack_height, weight, whole
from capacity.reading.report import Report
from capacity.reading.weights import kg_cell

FILE = "racks.csv"
STATUSES = {
    "active": "active",
    "reserved": "planned",
    "available": "planned",
    "planned": "planned",
    "deprecated": "retired",
}


@dataclass(slots=True)
class Racks:
    """The racks of the export: rows for racks.csv, and which name each rack has got there."""

    rows: list[dict[str, str]] = field(default_factory=list)
    _exact: dict[tuple[str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    _in_site: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    _anywhere: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: dict[str, str], site: str, location: str, rack: str) -> None:
        """Add a row of racks.csv for the rack that the export calls `rack` there."""
        self.rows.append(row)
        self._exact[site, location, rack].append(row["rack"])
        self._in_site[site, rack].append(row["rack"])
        self._anywhere[rack].append(row["rack"])

    def find(self, site: str, location: str, rack: str) -> str | None:
        """Name in racks.csv of a rack of the export; None where there is none or more than one.

        A site or location that is not told ("") does not count, and neither does a location that
        the rack itself does not have.
        """
        if not site:
            found = self._anywhere.get(rack, [])
        else:
            found = self._exact.get((site, location, rack), [])
            if len(found) != 1:
                found = self._in_site.get((site, rack), [])
        return found[0] if len(found) == 1 else None


def read_racks(export: Export, report: Report) -> Racks:
    """racks.csv from the racks and rack types of an export."""
    racks = Racks()
    table = export["racks"]
    types = {(r["manufacturer"], r["model"]): r for r in export["rack-types"].rows}
    named = []
    for row in table.rows:
        if row["name"]:
            named.append(row)
        else:
            report.problems.add(row.file, row.line, "name", "The rack has no name.", "Name it in NetBox.")
    names = unique_names([_choices(row) for row in named])
    rows_of_floor = _floor_rows(named)
    for row, name in zip(named, names, strict=True):
        if name != row["name"]:
            what = "Racks of one name got their site, location or ID in front."
            report.gap(FILE, "rack", what, "No need to act, unless you want other names.", name)
        site, location = row["site"], row["location"]
        kind = _type_of(row, types)
        cells = _cells(row, kind, report, name)
        cells |= {"rack": name, "row": rows_of_floor[site, location]}
        if not location:
            what = "The rack has no location: its site stands for the row."
            report.gap(FILE, "row", what, "Enter the row if racks of one row matter.", name)
        racks.add(cells, site, location, row["name"])
    _report_table(table, named, names, report)
    return racks


def _choices(row: Row) -> list[str]:
    parts = [row["name"]]
    if row["site"]:
        parts.append(f"{row['site']}/{row['name']}")
        if row["location"]:
            parts.append(f"{row['site']}/{row['location']}/{row['name']}")
    if row["id"]:
        parts.append(f"{parts[-1]}#{row['id']}")
    return parts


def _floor_rows(rows: list[Row]) -> dict[tuple[str, str], str]:
    """Row of the floor per (site, location): the location, with its site where two sites share the name."""
    places = sorted({(row["site"], row["location"]) for row in rows})
    names = unique_names(
        [[location, f"{site}/{location}"] if location else [site or "-"] for site, location in places]
    )
    return dict(zip(places, names, strict=True))


def _type_of(row: Row, types: Mapping[tuple[str, str], Row]) -> Row | None:
    if not row["type"]:
        return None
    exact = types.get((row["manufacturer"], row["type"]))
    like = [t for (_, model), t in types.items() if model == row["type"]]
    return exact or (like[0] if len(like) == 1 else None)


def _cells(row: Row, kind: Row | None, report: Report, name: str) -> dict[str, str]:
    sources = [row, kind] if kind else [row]
    bad = report.problems

    def first(field_name: str) -> Row | None:
        """The row that tells the field: the rack's own, or else that of its type."""
        return next((source for source in sources if source[field_name]), None)

    height = first("height")
    if height is None:
        bad.add(row.file, row.line, "height", "The rack has no height.", "Export the height of the racks.")
    cells = {"status": _status(row, report, name)}
    if height and (units := height.value("height", rack_height, bad)):
        cells["u_height"] = str(units)
    if (source := first("starting_unit")) and (unit := source.value("starting_unit", whole, bad)) is not None:
        cells["starting_unit"] = str(unit)
    if (source := first("depth")) and (depth := source.value("depth", _millimetres, bad)):
        cells["usable_depth_mm"] = str(depth)
    if (source := first("descending")) and source.value("descending", flag, bad):
        what = "Its units are numbered from the top: Titip counts from the bottom."
        advice = "Only the wish for heavy equipment below is affected; turn the numbers if it matters."
        report.gap(FILE, "starting_unit", what, advice, name)
    if (heat := row.value("cooling", _heat, bad)) is not None:
        cells["max_heat_w"] = str(heat)
    if source := first("max_weight"):
        cells["max_load_kg"] = kg_cell(_load(source, row, report, name))
    if row["tenant"]:
        what = "The rack has a tenant; NetBox does not say whether others may use it."
        report.gap(FILE, "dedicated_to", what, "Enter the agency if it alone may use the rack.", name)
    return cells


def _status(row: Row, report: Report, name: str) -> str:
    told = choice(row["status"])
    status = STATUSES.get(told, "planned") if told else "active"
    if told and told != "active":
        known = "" if told in STATUSES else ", a status of your own,"
        what = f"'{row['status']}'{known} was read as {status}: such a rack takes no equipment."
        report.gap(FILE, "status", what, "Set it to active if it may be used.", name)
    return status


def _heat(text: str) -> int:
    """NetBox's cooling capacity in kW (since 4.7) as whole W, rounded down."""
    return int(number(text, "kW") * 1000)


def _millimetres(text: str) -> int:
    return whole(text, "mm")


def _load(source: Row, row: Row, report: Report, name: str) -> int | None:
    """Weight in g that the equipment may have: NetBox's maximum includes the rack itself."""

    def read(holder: Row, field_name: str) -> int | None:
        found = holder.value(field_name, lambda text: weight(text, holder["unit"]), report.problems)
        if found and found[1]:
            what = "The weight was rounded to whole grams."
            report.gap(FILE, "max_load_kg", what, "No need to act: that is less than a gram.", name)
        return found[0] if found else None

    most = read(source, "max_weight")
    if most is None:
        return None
    own = read(row if row["weight"] else source, "weight")
    if own is None:
        what = (
            "NetBox's maximum weight includes the rack itself, whose weight is not given: it was taken whole."
        )
        report.gap(FILE, "max_load_kg", what, "Take the weight of the empty rack off.", name)
        return most
    what = "The rack's own weight was taken off NetBox's maximum weight, which includes it."
    report.gap(
        FILE, "max_load_kg", what, "If that figure is for equipment alone, add the weight again.", name
    )
    return max(0, most - own)


def _report_table(table: Table, rows: list[Row], names: list[str], report: Report) -> None:
    if rows and "starting_unit" not in table:
        what = "The export has no column Starting unit: 1 is taken."
        report.gap(
            FILE, "starting_unit", what, "Export All Data, or correct racks numbered otherwise.", *names
        )
    if rows and "descending" not in table:
        what = "NetBox's CSV does not say which racks are numbered from the top."
        report.gap(FILE, "starting_unit", what, "Check racks that are numbered from the top.", *names)
    sites = sorted({row["site"] for row in rows if row["site"]})
    if len(sites) > 1:
        what = "The export has racks of several sites, and they became one room."
        advice = "Filter the tables by site in NetBox before exporting, if the sites are rooms of their own."
        report.gap(FILE, "rack", what, advice, *sites)
