"""From an export of NetBox to the files of a room, with a list of what it does not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from capacity.reading.device_types.catalogue import catalogue_csv
from capacity.reading.dictionary import DEVICE_TYPES, POLICY, columns_of
from capacity.reading.netbox import devices, feeds, power, racks, reservations
from capacity.reading.netbox.absent import report_absent, report_power
from capacity.reading.netbox.export import read_export
from capacity.reading.netbox.inventory import read_inventory
from capacity.reading.netbox.types import read_types
from capacity.reading.netbox.wiring import read_wiring
from capacity.reading.output import write_folder
from capacity.reading.report import Gap, LeftOut, Report
from capacity.reading.spreadsheet import csv_text

POLICY_TEXT = """\
# Written by the import from NetBox. What is not set here takes Titip's defaults.
version = "netbox-import-1"

# NetBox seldom tells every draw and weight. A place that depends on an unknown one is undecided,
# until you enter it in devices.csv or let a value per unit stand in for existing equipment:
# [unknown]
# draw_w_per_u = ...
# weight_kg_per_u = ...
"""


@dataclass(frozen=True, slots=True)
class Import:
    """A room made from another system's data.

    Attributes
    ----------
    files
        Name -> text of every file of the room folder.
    gaps
        What the source does not say and how it was read where it leaves a choice; sorted.
    left_out
        What was not taken over, and why; sorted.
    """

    files: Mapping[str, str]
    gaps: tuple[Gap, ...]
    left_out: tuple[LeftOut, ...]


def import_netbox_csv(folder: Path) -> Import:
    """The room in a folder of NetBox's CSV exports.

    Headers may be those of "All data", of "Current view" or of NetBox's import forms. Only
    racks.csv must be there. Raises BadInput with every fault if the export cannot be used.
    """
    report = Report()
    export = read_export(folder, report.problems)
    report.problems.raise_if_any()
    found_racks = racks.read_racks(export, report)
    types = read_types(export, report)
    inventory = read_inventory(export, found_racks, types, report)
    wiring = read_wiring(export, inventory, report)
    circuits = feeds.read_circuits(wiring, found_racks, report)
    chain = power.build_chain(circuits, wiring, report)
    device_rows = devices.device_rows(inventory, wiring, chain, report)
    reserved = reservations.read_reservations(export, found_racks, report)
    report.problems.raise_if_any()
    report_power(chain, wiring, found_racks.rows, report)
    report_absent(found_racks.rows, export, report)
    files = {
        racks.FILE: _table(racks.FILE, found_racks.rows),
        devices.FILE: _table(devices.FILE, device_rows),
        POLICY: POLICY_TEXT,
    }
    if chain.nodes:
        files[feeds.FILE] = _table(feeds.FILE, [node.row() for node in chain.nodes])
    if reserved:
        files[reservations.FILE] = _table(reservations.FILE, reserved)
    if catalogue := [kind for kind in types.all if kind.slug]:
        files[DEVICE_TYPES] = catalogue_csv(catalogue)
    return Import(dict(sorted(files.items())), tuple(report.gaps()), tuple(sorted(report.left_out)))


def _table(file: str, rows: Iterable[Mapping[str, str]]) -> str:
    return csv_text(tuple(columns_of(file)), rows)


def write_import(found: Import, out_folder: Path) -> None:
    """Write the room as the new folder `out_folder`, whole or not at all.

    Raises BadInput if there is something in that place already.
    """
    write_folder(found.files, out_folder)
