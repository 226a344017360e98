"""What NetBox does not know of a room, and how its power data were read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from capacity.reading.netbox.export import Export
from capacity.reading.netbox.feeds import FILE as POWER_FILE
from capacity.reading.netbox.power import Chain
from capacity.reading.netbox.wiring import Wiring
from capacity.reading.report import Report

_RACK_ADVICE = {
    "x_m": "Enter x_m and y_m if cable lengths matter.",
    "usable_depth_mm": "Enter the depth behind the front rail; without it the depth rule is undecided.",
    "max_load_kg": "Enter what rack and floor carry; without it the weight rule is undecided.",
    "max_heat_w": "Enter what can be cooled at the rack; without it the heat rule is undecided.",
    "cooling_zone": "Enter it together with cooling.csv.",
    "security_zone": "Enter it if requests name a zone.",
}
_FILES = {
    "cooling.csv": "NetBox has no cooling units with zones: cooling is not checked.",
    "ports.csv": "NetBox does not say which switch serves which racks: ports are not checked.",
    "hosts.csv": "Hosts and virtual machines are not taken over: applications cannot be placed.",
    "standards.csv": "NetBox has no standard of products: standards are not checked.",
}


def report_absent(rows: Iterable[Mapping[str, str]], export: Export, report: Report) -> None:
    """Record columns of racks.csv that stay empty, and files that an import cannot make."""
    for row in rows:
        for column, advice in _RACK_ADVICE.items():
            if not row.get(column):
                report.gap("racks.csv", column, "It is not in the export.", advice, row["rack"])
    for file, what in _FILES.items():
        report.gap(file, "", what, "Write the file by hand if the rule matters.")
    for name in export.unused:
        report.leave_out(name, 0, "", "The import does not use this file.")
    if "devices" not in export:
        what = "The export has no devices: every rack looks empty."
        report.gap("devices.csv", "", what, "Export the devices too.")
    if "rack-reservations" not in export:
        what = "The export has no reservations."
        report.gap("reservations.csv", "", what, "Export the rack reservations too.")


def report_power(chain: Chain, wiring: Wiring, rows: Iterable[Mapping[str, str]], report: Report) -> None:
    """Record how the power chain was read, and where it ends too early."""
    if not chain.nodes:
        what = "No feed and no rack PDU has a rating: power is not checked."
        report.gap(POWER_FILE, "", what, "Export the power feeds, or write power.csv by hand.")
        return
    if not wiring.told:
        what = "The export has no cables: what hangs on which feed is not known."
        report.gap(POWER_FILE, "", what, "Export All Data of power ports, outlets and feeds.")
    what = "NetBox knows nothing above the panels: no UPS, generator or utility."
    report.gap(POWER_FILE, "fed_by", what, "Add them, or their loss is never checked.")
    for node in chain.nodes:
        if node.kind == "panel" and not node.parents:
            what = "NetBox has no rating of panels: the sum of their feeds stands in, so it stops nothing."
            report.gap(POWER_FILE, "rated_w", what, "Enter the panel's own rating.", node.name)
            continue
        if node.path:
            what = "A primary feed was taken as path A, a redundant one as path B."
            report.gap(POWER_FILE, "path", what, "Check that the paths are independent.", node.name)
        else:
            what = "It belongs to neither path A nor B, so it never makes a pair."
            report.gap(POWER_FILE, "path", what, "Enter the path.", node.name)
        if not node.usable:
            what = "The usable part of the rating is not given: the policy's value holds."
            report.gap(POWER_FILE, "usable_fraction", what, "Enter it, if it is another.", node.name)
        what = "The rating is volts x amperes (x √3 for three phases), as if the power factor were 1."
        report.gap(POWER_FILE, "rated_w", what, "Enter less where the power factor is lower.", node.name)
    fed = {node.rack for node in chain.nodes if node.kind == "pdu"}
    bare = [row["rack"] for row in rows if row["rack"] not in fed]
    if bare:
        what = "The rack has no pdu with a known rating: nothing that needs a cord fits there."
        report.gap(POWER_FILE, "rack", what, "Add its pdus with path, rating and feed.", *bare)
