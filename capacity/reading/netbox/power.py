"""The power chain: power.csv from panels, feeds and devices with outlets."""

from __future__ import annotations

from dataclasses import dataclass, field

from capacity.reading.netbox.feeds import FILE, Circuit
from capacity.reading.netbox.inventory import Device
from capacity.reading.netbox.names import unique_names, word
from capacity.reading.netbox.values import choice
from capacity.reading.netbox.wiring import Feed, Outlet, Port, Supply, Wiring
from capacity.reading.report import Report

_NOT_LIVE = ("planned", "offline", "failed", "inventory", "decommissioning")


@dataclass(slots=True, eq=False)
class Node:
    """A node of the chain before it has its name; `choices` are names for it, shortest first."""

    choices: list[str]
    kind: str
    rated_w: int
    usable: str = ""
    path: str = ""
    parents: list[Node] = field(default_factory=list)
    rack: str | None = None
    phases: int = 1
    outlets: int | None = None
    name: str = ""

    def row(self) -> dict[str, str]:
        """The node as a row of power.csv."""
        return {
            "node": self.name,
            "kind": self.kind,
            "path": self.path,
            "fed_by": " ".join(parent.name for parent in self.parents),
            "rack": self.rack or "",
            "rated_w": str(self.rated_w),
            "outlets": "" if self.outlets is None else str(self.outlets),
            "usable_fraction": self.usable,
            "phases": str(self.phases),
        }


@dataclass(frozen=True, slots=True, eq=False)
class Strip:
    """Outlets of one device that hang on the same inlets: a rack PDU, or one half of it."""

    device: Device
    ports: tuple[Port, ...]
    outlets: tuple[Outlet, ...]
    choices: tuple[str, ...]


@dataclass(slots=True)
class Chain:
    """The nodes in the order of power.csv, and the node that a supply belongs to."""

    nodes: list[Node] = field(default_factory=list)
    of: dict[Supply, Node] = field(default_factory=dict)

    def cord(self, supply: Supply) -> str | None:
        """The cord of a device that hangs on `supply`; None where no pdu of power.csv is there."""
        node = self.of.get(supply)
        if node is None or node.kind != "pdu":
            return None
        leg = supply.leg if isinstance(supply, Outlet) and node.phases == 3 else None
        return f"{node.name}:{leg}" if leg else node.name


def build_chain(circuits: list[Circuit], wiring: Wiring, report: Report) -> Chain:
    """Panels above feeds above rack PDUs. What has no rating is left out and told in `report`."""
    chain = Chain()
    strips = _strips(wiring)
    inlets = {port for strip in strips for port in strip.ports}
    panels: dict[tuple[str, str], Node] = {}
    feeds = [_feed_node(circuit, panels, wiring, inlets, report) for circuit in circuits]
    fed = {node.rack for node in feeds if node.rack}
    chain.of.update({circuit.feed: node for circuit, node in zip(circuits, feeds, strict=True)})
    chain.nodes = [*panels.values(), *feeds, *_strip_nodes(strips, wiring, chain, fed, report)]
    names = unique_names([[word(choice) for choice in node.choices] for node in chain.nodes])
    for node, name in zip(chain.nodes, names, strict=True):
        node.name = name
    return chain


def _feed_node(
    circuit: Circuit,
    panels: dict[tuple[str, str], Node],
    wiring: Wiring,
    inlets: set[Port],
    report: Report,
) -> Node:
    """The node of a feed: a pdu where devices hang on it directly, a panel above rack PDUs."""
    feed = circuit.feed
    panel_name, site = feed.row["panel"], feed.site
    panel = panels.get((site, panel_name))
    if panel is None:
        choices = [panel_name, f"{site}/{panel_name}"] if site else [panel_name]
        panel = panels[site, panel_name] = Node(choices, "panel", 0, usable="1")
    # What the feeds can carry together: it never binds before they do, but the panel can be lost.
    panel.rated_w += circuit.rated_w
    consumers = wiring.consumers.get(feed, [])
    direct = [port for port in consumers if port not in inlets]
    ends_here = not consumers or bool(direct)
    racks = {port.device.rack for port in direct if port.device.rack}
    rack = circuit.rack or (racks.pop() if len(racks) == 1 else None)
    choices = [feed.row["name"], f"{panel_name}/{feed.row['name']}"]
    if site:
        choices.append(f"{site}/{panel_name}/{feed.row['name']}")
    if feed.in_use and not consumers:
        what = (
            "Something is plugged into the feed, and the export does not say what: it was taken as the pdu."
        )
        advice = "Export power ports and outlets, or correct the chain."
        report.gap(FILE, "kind", what, advice, feed.row["name"])
    return Node(
        choices,
        "pdu" if ends_here else "panel",
        circuit.rated_w,
        usable=circuit.usable,
        path=circuit.path,
        parents=[panel],
        rack=rack if ends_here else None,
        phases=circuit.phases,
    )


def _strips(wiring: Wiring) -> list[Strip]:
    """Devices with outlets, split by inlet where each outlet names its own."""
    held: dict[Device, list[Outlet]] = {}
    for outlet in wiring.outlets:
        held.setdefault(outlet.device, []).append(outlet)
    strips = []
    for device, outlets in held.items():
        ports = {port.name: port for port in wiring.by_device.get(device, [])}
        used = dict.fromkeys(outlet.port for outlet in outlets)
        if len(used) > 1 and all(name in ports for name in used):
            for name in used:
                of_inlet = tuple(outlet for outlet in outlets if outlet.port == name)
                strips.append(Strip(device, (ports[name],), of_inlet, (f"{device.name}/{name}",)))
            continue
        fed = [ports[name] for name in used if name in ports] if len(used) == 1 else []
        strips.append(Strip(device, tuple(fed or ports.values()), tuple(outlets), (device.name,)))
    return strips


def _strip_nodes(
    strips: list[Strip], wiring: Wiring, chain: Chain, fed: set[str], report: Report
) -> list[Node]:
    """Nodes of the strips, from the feeds downwards; those in a circle or without rating are left out.

    `fed` are the racks in which a feed ends already: a strip there hangs on it, told or not.
    """
    of_outlet = {outlet: strip for strip in strips for outlet in strip.outlets}
    made: dict[Strip, Node] = {}
    waiting = [strip for strip in strips if _is_live(strip, report)]
    left = set(strips) - set(waiting)
    while waiting:
        later = []
        for strip in waiting:
            supplies = [s for port in strip.ports if (s := wiring.supply_of(port)) is not None]
            above = {of_outlet[s] for s in supplies if isinstance(s, Outlet) and s in of_outlet}
            if any(upper not in made and upper not in left for upper in above):
                later.append(strip)
                continue
            node = _strip_node(strip, supplies, chain, fed, report)
            if node is None:
                left.add(strip)
                continue
            made[strip] = node
            chain.of.update(dict.fromkeys(strip.outlets, node))
        if len(later) == len(waiting):
            for strip in later:
                _leave(strip, "Its cables run in a circle.", report)
            break
        waiting = later
    return [made[strip] for strip in strips if strip in made]


def _is_live(strip: Strip, report: Report) -> bool:
    status = choice(strip.device.row["status"] or "active")
    if status in _NOT_LIVE:
        _leave(strip, f"It is not active but {status}.", report)
    return status not in _NOT_LIVE


def _strip_node(
    strip: Strip, supplies: list[Supply], chain: Chain, fed: set[str], report: Report
) -> Node | None:
    parents = list(dict.fromkeys(chain.of[s] for s in supplies if s in chain.of))
    three = any(outlet.leg for outlet in strip.outlets) if not parents else _has_three(supplies, chain)
    own = [port.maximum_w for port in strip.ports if port.maximum_w is not None]
    above = [node.rated_w if three or node.phases == 1 else node.rated_w // 3 for node in parents]
    rated_w = own[0] if len(own) == 1 else min(above, default=0)
    if not rated_w:
        _leave(strip, "Neither its own rating nor that of a feed above it is known.", report)
        return None
    if not parents and strip.device.rack in fed:
        _leave(
            strip, "Which feed of its rack it hangs on is not known; the feeds stand for the pdus.", report
        )
        return None
    name = strip.choices[0]
    if len(own) != 1:
        what = "The rating of the rack PDU is not given: that of what feeds it stands in."
        report.gap(FILE, "rated_w", what, "Enter the lower of breaker and PDU rating.", name)
    if not parents:
        what = "It is not known what feeds the rack PDU: it was taken as a source."
        report.gap(FILE, "fed_by", what, "Enter its feed, panel and UPS.", name)
    if len(parents) > 1:
        what = "Two or more inlets feed the same outlets: equal sharing was taken."
        report.gap(FILE, "feeding", what, "Set feeding to transfer if it is an ATS or STS.", name)
    paths = {node.path for node in parents}
    return Node(
        list(strip.choices),
        "pdu",
        rated_w,
        usable=parents[0].usable if len(own) != 1 else "",
        path=paths.pop() if len(paths) == 1 else "",
        parents=parents,
        rack=strip.device.rack,
        phases=3 if three else 1,
        outlets=sum(outlet.enabled for outlet in strip.outlets),
    )


def _has_three(supplies: list[Supply], chain: Chain) -> bool:
    """Whether all three phases arrive: from a feed of three, or an outlet that is not on one leg."""
    return any(
        chain.of[s].phases == 3 and (isinstance(s, Feed) or s.leg is None) for s in supplies if s in chain.of
    )


def _leave(strip: Strip, why: str, report: Report) -> None:
    row = strip.device.row
    report.leave_out(row.file, row.line, strip.choices[0], f"As a rack PDU: {why}")
