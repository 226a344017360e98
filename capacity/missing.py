"""Cells of a room that are empty and matter: each keeps some limit from being judged for certain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from capacity.demand import Demand
from capacity.ledger import Ledger
from capacity.room import Rack


@dataclass(frozen=True, slots=True, order=True)
class MissingCell:
    """An empty cell: where it is, and what it would tell.

    `rack` is the rack it belongs to, "" for none or for an unknown one. `assumed` is True where the
    policy's ``[unknown]`` section puts a value in its place.
    """

    file: str
    row: int
    column: str
    why: str
    rack: str = ""
    assumed: bool = False


def missing_cells(ledger: Ledger) -> list[MissingCell]:
    """Every such cell, in order of file, row and column."""
    found = [*_racks(ledger), *_chain(ledger), *_cooling(ledger)]
    for demand in ledger.demands.servers:
        found += _server(ledger, demand)
    for demand in ledger.demands.applications:
        found += _application(ledger, demand)
    found += [*_hosts(ledger), *_standards(ledger)]
    return sorted(found)


def _racks(ledger: Ledger) -> Iterator[MissingCell]:
    on_tray = {end for tray in ledger.room.trays for end in tray.ends}
    measured = any(g.max_cable_mm is not None and g.serves != "rack" for g in ledger.room.ports)
    lets_pass = ledger.room.policy.unknown_limits == "condition"
    for rack in ledger.racks:
        if rack.status != "active":
            continue
        for column, value, why in (
            ("max_load_kg", rack.max_load_g, "load limit"),
            ("max_heat_w", rack.max_heat_w, "heat limit"),
            ("usable_depth_mm", rack.usable_depth_mm, "usable depth"),
        ):
            if value is None:
                yield _of_rack(rack, column, why, assumed=lets_pass)
        if ledger.cooling is not None and rack.cooling_zone is None:
            yield _of_rack(rack, "cooling_zone", "cooling zone")
        if rack.security_zone is None and any(r.security_zone is not None for r in ledger.racks):
            yield _of_rack(rack, "security_zone", "security zone")
        if measured and rack.name not in on_tray:
            for column, place in (("x_m", rack.x_mm), ("y_m", rack.y_mm)):
                if place is None:
                    yield _of_rack(rack, column, "place on the floor, for cable lengths,")


def _of_rack(rack: Rack, column: str, why: str, *, assumed: bool = False) -> MissingCell:
    return MissingCell("racks.csv", rack.line, column, f"{why} of rack {rack.name}", rack.name, assumed)


def _chain(ledger: Ledger) -> Iterator[MissingCell]:
    """A pdu on no path makes no pair; a rack ATS, which takes its feed by transfer, has none by design."""
    for node in ledger.room.power:
        if node.kind == "pdu" and node.path is None and node.feeding == "share" and node.rack is not None:
            yield MissingCell("power.csv", node.line, "path", f"path of pdu {node.name}", node.rack)


def _cooling(ledger: Ledger) -> Iterator[MissingCell]:
    for unit in ledger.room.cooling:
        if unit.status != "active":
            continue
        if unit.capacity_w is None:
            yield MissingCell("cooling.csv", unit.line, "capacity_w", f"capacity of cooling unit {unit.name}")
        if unit.zones is None:
            yield MissingCell("cooling.csv", unit.line, "zones", f"zones of cooling unit {unit.name}")


def _server(ledger: Ledger, demand: Demand) -> Iterator[MissingCell]:
    if demand.rack is None:
        yield _of(demand, "rack", "rack")
    if demand.mounted and demand.position_hu is None:
        yield _of(demand, "position_u", "position")
    if demand.height_hu is None:
        yield _of(demand, "u_height", "height")
    for column, value, why in (
        ("weight_kg", demand.weight_half_g, "weight"),
        ("power_w", demand.draw, "draw"),
    ):
        if value is None or column in demand.assumed:
            yield _of(demand, column, why)
    if ledger.power is not None and demand.draws and not demand.cords:
        yield _of(demand, "cords", "cords")


def _of(demand: Demand, column: str, why: str) -> MissingCell:
    return MissingCell(
        demand.file,
        demand.line,
        column,
        f"{why} of {demand.kind} {demand.name}",
        demand.rack or "",
        column in demand.assumed,
    )


def _application(ledger: Ledger, demand: Demand) -> Iterator[MissingCell]:
    if not ledger.room.hosts:
        return
    if demand.host is None:
        yield _of(demand, "host", "host")
    for column, value in (
        ("vcpu", demand.vcpu),
        ("memory_mb", demand.memory_mb),
        ("disk_gb", demand.disk_gb),
    ):
        if value is None:
            yield _of(demand, column, column.split("_")[0])


def _hosts(ledger: Ledger) -> Iterator[MissingCell]:
    lets_pass = ledger.room.policy.unknown_limits == "condition"
    for host in ledger.room.hosts:
        if host.status != "active":
            continue
        if host.device is None:
            yield MissingCell("hosts.csv", host.line, "device", f"device of host {host.name}")
        for column, value in (("vcpu", host.vcpu), ("memory_mb", host.memory_mb), ("disk_gb", host.disk_gb)):
            if value is None:
                why = f"{column.split('_')[0]} of host {host.name}"
                yield MissingCell("hosts.csv", host.line, column, why, assumed=lets_pass)


def _standards(ledger: Ledger) -> Iterator[MissingCell]:
    """An unknown end of support only keeps a request open where the policy refuses what has expired."""
    if ledger.room.policy.expired != "refuse":
        return
    for row in ledger.room.standards:
        if row.support_ends is None and row.rule != "forbidden":
            product = f"{row.product} {row.version}" if row.version else row.product
            yield MissingCell("standards.csv", row.line, "support_ends", f"end of support of {product}")
