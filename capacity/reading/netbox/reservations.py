"""Rack reservations: one row of reservations.csv per run of units."""

from __future__ import annotations

from capacity.reading.netbox.export import Export
from capacity.reading.netbox.names import unique_names
from capacity.reading.netbox.racks import Racks
from capacity.reading.netbox.values import choice, unit_runs
from capacity.reading.report import Report

FILE = "reservations.csv"


def read_reservations(export: Export, racks: Racks, report: Report) -> list[dict[str, str]]:
    """reservations.csv: the units are held on both faces; weight and draw are not told."""
    rows: list[dict[str, str]] = []
    names: list[list[str]] = []
    for row in export["rack-reservations"].rows:
        number = row["id"] or f"row-{row.line}"
        rack = racks.find(row["site"], row["location"], row["rack"])
        runs = row.value("units", unit_runs, report.problems) or []
        if choice(row["status"]) == "stale":
            report.leave_out(row.file, row.line, number, "The reservation is stale.")
            continue
        if rack is None or not runs:
            told = row["rack"] or "no rack"
            why = f"It names {told}, which is not one rack of the export, or no units."
            report.leave_out(row.file, row.line, number, why)
            continue
        for place, (low, high) in enumerate(runs, start=1):
            part = f".{place}" if len(runs) > 1 else ""
            names.append([f"netbox-{number}{part}", f"netbox-{number}{part}-row-{row.line}"])
            rows.append(
                {
                    "owner": row["tenant"],
                    "rack": rack,
                    "position_u": str(low),
                    "u_height": str(high - low + 1),
                }
            )
    for cells, name in zip(rows, unique_names(names), strict=True):
        cells["reservation"] = name
    if rows:
        held = [cells["reservation"] for cells in rows]
        what = "NetBox reserves units only: weight and draw of what will stand there are not known."
        advice = "Enter weight_kg and power_w; 0 where the units only stay free."
        report.gap(FILE, "power_w", what, advice, *held)
        what = "NetBox gives no end of a reservation: it is firm and never lapses."
        report.gap(FILE, "until", what, "Enter the last day of the hold.", *held)
    return rows
