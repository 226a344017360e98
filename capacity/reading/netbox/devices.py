"""Devices: devices.csv of the room."""

from __future__ import annotations

from capacity.reading.device_types.model import Draw, draw_of_supplies
from capacity.reading.netbox.inventory import Device, Inventory
from capacity.reading.netbox.power import Chain
from capacity.reading.netbox.values import choice, half_units
from capacity.reading.netbox.wiring import Wiring
from capacity.reading.report import Report
from capacity.reading.weights import half_u_cell, kg_cell

FILE = "devices.csv"
STATUSES = {"planned": "planned", "decommissioning": "leaving"}
_PLAIN = ("active", "staged", "offline", "failed", "inventory")
_DATA_SHEET = "Enter it from the data sheet or a measurement."
_PARTS = ("power_ports", "outlets", "interfaces", "console_ports", "module_bays", "device_bays")


def device_rows(inventory: Inventory, wiring: Wiring, chain: Chain, report: Report) -> list[dict[str, str]]:
    """devices.csv: every device that stands in a rack of the room, in the order of the export."""
    distributes = {outlet.device for outlet in wiring.outlets}
    rows = []
    for device in inventory.devices:
        if not device.stands:
            continue
        draw = _draw(device, wiring, device in distributes, report)
        cells = {
            "device": device.name,
            "rack": device.rack or "",
            "owner": device.row["tenant"],
            "status": _status(device, report),
            "weight_kg": kg_cell(_weight(device, inventory, report)),
            "power_w": "" if draw.power_w is None else str(draw.power_w),
            "power_basis": "" if draw.power_w is None else draw.basis,
            "depth": device.kind.depth if device.kind else "",
        }
        cells |= _place(device, report)
        if draw.power_w != 0:
            cells["cords"] = _cords(device, wiring, chain, report)
        rows.append(cells)
        if device.kind is None:
            what = "The type of the device is not in the export: depth, weight and draw are missing."
            report.gap(FILE, "", what, "Export the device types too.", device.name)
    return rows


def _place(device: Device, report: Report) -> dict[str, str]:
    """Position, face and height; a height of 0 stands beside the rails."""
    row, bad = device.row, report.problems
    height = row.value("height", half_units, bad)
    if height is None and device.kind:
        height = device.kind.height_hu
    position = row.value("position", half_units, bad)
    face = choice(row["face"])
    if height is None:
        report.gap(FILE, "u_height", "The height is not given.", "Export the device types too.", device.name)
    if position is None and height != 0:
        what = "The position is not given: every place in its rack stays undecided."
        report.gap(FILE, "position_u", what, "Export All Data, or enter the lowest unit.", device.name)
    if position is None and height == 0:
        what = "A device of 0U stands beside the rails."
        report.gap(FILE, "position_u", what, "No need to act.", device.name)
    beside = position is None and height == 0
    return {
        "position_u": "0U" if beside else half_u_cell(position),
        "face": face if face in ("front", "rear") else "",
        "u_height": half_u_cell(height),
    }


def _status(device: Device, report: Report) -> str:
    told = choice(device.row["status"] or "active")
    if told not in STATUSES and told != "active":
        known = "" if told in _PLAIN else ", a status of your own,"
        what = f"'{device.row['status']}'{known} was read as installed: the device counts in full."
        report.gap(FILE, "status", what, "Remove it if it does not stand there.", device.name)
    return STATUSES.get(told, "installed")


def _weight(device: Device, inventory: Inventory, report: Report) -> int | None:
    """Weight in g with the blades in it; None where that of one of them is not known."""
    children = inventory.children.get(device, [])
    weights = [d.kind.weight_g if d.kind else None for d in (device, *children)]
    known = [weight for weight in weights if weight is not None]
    if len(known) < len(weights):
        what = "The weight is not given" + (" of the chassis or of a blade in it." if children else ".")
        report.gap(FILE, "weight_kg", what, _DATA_SHEET, device.name)
        return None
    if children:
        what = "The weights of the blades were added to that of the chassis."
        report.gap(FILE, "weight_kg", what, "Check whether the chassis was weighed with them.", device.name)
    if device.kind and device.kind.rounded:
        what = "The weight, given in another unit, was rounded to whole grams."
        report.gap(FILE, "weight_kg", what, "No need to act: that is less than a gram.", device.name)
    return sum(known)


def _draw(device: Device, wiring: Wiring, distributes: bool, report: Report) -> Draw:
    if distributes:
        what = (
            "What a device with outlets passes on is counted at the devices; its own loss was taken as 0 W."
        )
        report.gap(FILE, "power_w", what, "Enter losses as other_w in power.csv.", device.name)
        return Draw(0, "budget")
    if _is_passive(device):
        what = "It has front and rear ports alone, so it draws nothing: 0 W."
        report.gap(FILE, "power_w", what, "Enter a draw if it has one.", device.name)
        return Draw(0, "budget")
    ports = wiring.by_device.get(device, [])
    draw = draw_of_supplies([port.maximum_w for port in ports])
    if draw.power_w is None and len(ports) == 1 and ports[0].allocated_w is not None:
        draw = Draw(ports[0].allocated_w, "budget")
    if draw.power_w is None and all(port.maximum_w is None for port in ports) and device.kind:
        draw = device.kind.draw
    if draw.power_w is None:
        report.gap(FILE, "power_w", f"The draw is not given. {draw.why}", _DATA_SHEET, device.name)
    elif draw.basis == "nameplate":
        what = "The draw is the rating of the (larger) supply, an upper bound."
        report.gap(FILE, "power_w", what, "Enter a budgeted or measured draw if you have one.", device.name)
    return draw


def _is_passive(device: Device) -> bool:
    """A patch panel, by its type or by the counts of its parts."""
    row = device.row
    if device.kind and device.kind.passive:
        return True
    panel = all(row[part] not in ("", "0") for part in ("front_ports", "rear_ports"))
    return panel and all(row[part] == "0" for part in _PARTS)


def _cords(device: Device, wiring: Wiring, chain: Chain, report: Report) -> str:
    """The cords, where the export tells what every inlet in use hangs on; else ""."""
    ports = wiring.by_device.get(device, [])
    cords = []
    for port in ports:
        supply = wiring.supply_of(port)
        cord = chain.cord(supply) if supply else None
        if cord:
            cords.append(cord)
        elif supply or port.in_use or wiring.supplies.get(port):
            what = "A cord leads to something that is no pdu of power.csv: none of its cords is known."
            report.gap(FILE, "cords", what, "Add that pdu with its rating, or enter the cords.", device.name)
            return ""
    if not cords:
        report.gap(
            FILE,
            "cords",
            "None of its cords is given: any pdu of its rack may carry it.",
            "Enter them.",
            device.name,
        )
    elif len(cords) < len(ports):
        what = "Some of its inlets have no cable in NetBox: they were taken as not plugged in."
        report.gap(FILE, "cords", what, "Add the missing cords.", device.name)
    return " ".join(cords)
