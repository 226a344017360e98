"""Power feeds: what each may carry, on which path, and in which rack it ends."""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

from capacity.reading.netbox.racks import Racks
from capacity.reading.netbox.values import choice, share, whole
from capacity.reading.netbox.wiring import Feed, Wiring
from capacity.reading.report import Report

FILE = "power.csv"
PATHS = {"primary": "A", "redundant": "B"}


@dataclass(frozen=True, slots=True, eq=False)
class Circuit:
    """A live feed: `rated_w` in W before derating, `usable` as a fraction or "", `rack` or None."""

    feed: Feed
    rated_w: int
    usable: str
    path: str
    phases: int
    rack: str | None


def read_circuits(wiring: Wiring, racks: Racks, report: Report) -> list[Circuit]:
    """The feeds that supply something; the others are told in `report`."""
    circuits = []
    for feed in wiring.feeds:
        row = feed.row
        status = choice(row["status"] or "active")
        three = "three" in choice(row["phase"])
        rated_w = _rated_w(feed, three, report)
        rack = racks.find(feed.site, row["location"], row["rack"]) if row["rack"] else None
        why = ""
        if status != "active":
            why = f"The feed is not active but {status}."
        elif not rated_w:
            why = "Its voltage or amperage is not given, so its rating is not known."
        elif rack is None and not wiring.consumers.get(feed):
            why = "Neither its rack nor what hangs on it is in the export."
        if why:
            report.leave_out(row.file, row.line, row["name"], why)
            continue
        usable = row.value("utilization", share, report.problems) or ""
        path = PATHS.get(choice(row["type"]), "")
        circuits.append(Circuit(feed, rated_w, usable, path, 3 if three else 1, rack))
    return circuits


def _rated_w(feed: Feed, three_phase: bool, report: Report) -> int:
    """Voltage x amperage, x √3 for three phases, rounded down to W; 0 where not known."""
    volts = feed.row.value("voltage", _volts, report.problems)
    amperes = feed.row.value("amperage", whole, report.problems)
    product = (volts or 0) * (amperes or 0)
    return isqrt(3 * product * product) if three_phase else product


def _volts(text: str) -> int:
    """A voltage without its sign: -48 V of direct current carries as much as 48 V."""
    return whole(text.removeprefix("-"))
