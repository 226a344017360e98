"""Power ports, outlets and feeds, and which of them a cable joins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from capacity.reading.netbox.export import Export, Row, Table
from capacity.reading.netbox.inventory import Device, Inventory, near
from capacity.reading.netbox.values import choice, flag, whole
from capacity.reading.report import Report

LEGS = {"a": "L1", "b": "L2", "c": "L3"}


@dataclass(frozen=True, slots=True, eq=False)
class Port:
    """A power inlet of a device; `maximum_w` and `allocated_w` in W, None unknown."""

    device: Device
    name: str
    maximum_w: int | None
    allocated_w: int | None
    in_use: bool


@dataclass(frozen=True, slots=True, eq=False)
class Outlet:
    """A power outlet of a device; `port` is the inlet that feeds it, "" where not told."""

    device: Device
    name: str
    port: str
    leg: str | None
    enabled: bool


@dataclass(frozen=True, slots=True, eq=False)
class Feed:
    """A power feed as exported; `in_use` says that something is plugged in, known or not."""

    row: Row
    site: str
    in_use: bool


Supply: TypeAlias = Outlet | Feed
End: TypeAlias = Port | Outlet | Feed


@dataclass(slots=True)
class Wiring:
    """What supplies what.

    Attributes
    ----------
    supplies, consumers
        Cables from an inlet to what it hangs on, and back.
    told
        Whether the export tells of cables at all.
    """

    ports: list[Port] = field(default_factory=list)
    outlets: list[Outlet] = field(default_factory=list)
    feeds: list[Feed] = field(default_factory=list)
    supplies: dict[Port, set[Supply]] = field(default_factory=lambda: defaultdict(set))
    told: bool = False
    by_device: dict[Device, list[Port]] = field(default_factory=lambda: defaultdict(list))
    consumers: dict[Supply, list[Port]] = field(default_factory=lambda: defaultdict(list))
    _ends: dict[tuple[str, str], list[End]] = field(default_factory=lambda: defaultdict(list))
    _named: dict[str, list[End]] = field(default_factory=lambda: defaultdict(list))

    def add(self, end: End, holder: str, name: str) -> None:
        """Add an end of cables, shown as belonging to `holder` (a device or a panel)."""
        self._ends[holder, name].append(end)
        self._named[name].append(end)
        if isinstance(end, Port):
            self.ports.append(end)
            self.by_device[end.device].append(end)
        elif isinstance(end, Outlet):
            self.outlets.append(end)
        else:
            self.feeds.append(end)

    def ends(self, holder: str, name: str, site: str) -> list[End]:
        """The ends of this name at a holder, near `site`; any holder's where it is not told."""
        found = self._ends.get((holder, name), []) if holder else self._named.get(name, [])
        return [end for end in found if near(site_of(end), site)]

    def shown(self, text: str, site: str) -> list[End]:
        """The ends that "holder > name" shows; names may hold the mark themselves."""
        parts = text.split(" > ")
        cuts = range(1, len(parts))
        return [e for i in cuts for e in self.ends(" > ".join(parts[:i]), " > ".join(parts[i:]), site)]

    def join(self, ends: list[End], others: list[End]) -> None:
        """Note a cable if exactly one inlet and one supply can be meant."""
        pairs = {
            (port, supply)
            for these, those in ((ends, others), (others, ends))
            for port in these
            for supply in those
            if isinstance(port, Port) and not isinstance(supply, Port)
        }
        if len(pairs) == 1:
            port, supply = pairs.pop()
            if supply not in self.supplies[port]:
                self.supplies[port].add(supply)
                self.consumers[supply].append(port)

    def supply_of(self, port: Port) -> Supply | None:
        """What feeds the inlet; None where that is not told, or more than one thing does."""
        found = self.supplies.get(port, set())
        return next(iter(found)) if len(found) == 1 else None


def site_of(end: End) -> str:
    """The site of an end of cables, "" where not told."""
    return end.site if isinstance(end, Feed) else end.device.row["site"]


def read_wiring(export: Export, inventory: Inventory, report: Report) -> Wiring:
    """Ports, outlets, feeds and cables of an export."""
    wiring = Wiring()
    peers: list[tuple[End, str]] = []
    for row, device in _components(export["power-ports"], inventory, report):
        port = Port(
            device,
            row["name"],
            row.value("maximum", whole, report.problems) or None,
            row.value("allocated", whole, report.problems) or None,
            in_use=_in_use(row, report),
        )
        wiring.add(port, row["device"], row["name"])
        peers.append((port, row["peers"]))
    for row, device in _components(export["power-outlets"], inventory, report):
        enabled = choice(row["status"] or "enabled") == "enabled"
        outlet = Outlet(device, row["name"], row["port"], LEGS.get(row["leg"].casefold()), enabled)
        wiring.add(outlet, row["device"], row["name"])
        peers.append((outlet, row["peers"]))
    panels = export["power-panels"]
    for row in export["power-feeds"].rows:
        feed = Feed(row, row["site"] or _site_of_panel(row["panel"], panels), _in_use(row, report))
        wiring.add(feed, row["panel"], row["name"])
        peers.append((feed, row["peers"]))
    for end, text in peers:
        for shown in _peers(text):
            wiring.join([end], wiring.shown(shown, site_of(end)))
    peers_told = "peers" in export["power-ports"]
    if not peers_told or "type_a" in export["cables"]:
        _read_cables(export["cables"], wiring)
    wiring.told = peers_told or {"name_a", "name_b"} <= export["cables"].fields
    return wiring


def _components(table: Table, inventory: Inventory, report: Report) -> Iterator[tuple[Row, Device]]:
    for row in table.rows:
        device = inventory.find(row["device"], row["site"])
        if device is not None:
            yield row, device
        else:
            why = f"Its device {row['device']} is not in devices.csv, or several could be meant."
            report.leave_out(row.file, row.line, row["name"], why)


def _in_use(row: Row, report: Report) -> bool:
    marked = row.value("marked", flag, report.problems)
    return bool(marked or row["cable"] or row["peers"])


def _peers(text: str) -> list[str]:
    """The peers of one cell. NetBox joins several with a comma, which may also stand in a name."""
    return [text, *text.split(", ")] if ", " in text else [text] if text else []


def _site_of_panel(panel: str, panels: Table) -> str:
    sites = {row["site"] for row in panels.rows if row["name"] == panel}
    return sites.pop() if len(sites) == 1 else ""


def _read_cables(table: Table, wiring: Wiring) -> None:
    """Cables of the import form, and of exports whose ports do not show their peers."""
    kinds = {"dcim.powerport": Port, "dcim.poweroutlet": Outlet, "dcim.powerfeed": Feed}
    for row in table.rows:
        sides = []
        for side in "ab":
            holder = row[f"device_{side}"] or row[f"panel_{side}"]
            kind = row[f"type_{side}"].casefold()
            ends = wiring.ends(holder, row[f"name_{side}"], row[f"site_{side}"])
            if kind:
                ends = [end for end in ends if isinstance(end, kinds.get(kind, ()))]
            sides.append([end for end in ends if holder or isinstance(end, Feed)])
        wiring.join(*sides)
