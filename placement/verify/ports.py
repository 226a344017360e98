"""Rule `ports`: switch ports of the right type, network and side, within cable reach and not taken.

The contract, ports.csv: "A server's ports of a type come from groups that serve its rack, of its
network, within cable reach. With `port_sides` 2, each type's count is split over sides A and B, at
least half (rounded down) on each"; each type@network by itself (Finer points).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx

from capacity.room import PortGroup, Rack, Room
from placement.request import Request
from placement.verify.excess import Gap
from placement.verify.findings import Findings
from placement.verify.items import Item
from placement.verify.reach import Reach
from placement.verify.standing import Standing

GroupKey = tuple[str, str]


class Ports:
    """The rule for a room that has a ports.csv."""

    def __init__(self, room: Room, standing: Iterable[Standing]) -> None:
        self._groups = {(group.switch, group.port_type): group for group in room.ports}
        self._racks = {rack.name: rack for rack in room.racks}
        self._reach = Reach(room)
        self._used: Counter[GroupKey] = Counter()
        for thing in standing:
            for use in thing.ports:
                self._used[use.switch, use.port_type] += use.count

    def judge(self, items: Sequence[Item], findings: Findings) -> None:
        wanted: dict[GroupKey, dict[str, int]] = defaultdict(dict)
        for item in items:
            if not item.is_server or item.rack is None:
                continue
            given: Counter[GroupKey] = Counter()
            for use in item.placed.ports:
                given[use.switch, use.port_type] += use.count
            self._judge_item(item, item.rack, given, findings)
            for key, count in given.items():
                if count:
                    wanted[key][item.name] = count
        for key, counts in wanted.items():
            group = self._groups[key]
            after = group.used + self._used[key] + sum(counts.values())
            if after > group.ports:
                full = _name(group)
                findings.violated("ports", full, counts, unit="ports", capacity=group.ports, after=after)

    def _judge_item(self, item: Item, rack: Rack, given: Counter[GroupKey], findings: Findings) -> None:
        """Judge whether these are the ports asked for, from groups that come to the rack."""
        asked: Counter[str] = Counter()
        for need in item.request.ports:
            asked[need.port_type] += need.count
        counts: Counter[str] = Counter()
        for (_, port_type), count in given.items():
            counts[port_type] += count
        for port_type in sorted(asked.keys() | counts.keys()):
            groups = {self._groups[key]: n for key, n in given.items() if key[1] == port_type and n}
            strange = next((group for group in groups if not self._serves(group, rack)), None)
            wrong = ""
            if asked[port_type] != counts[port_type]:
                wrong = f"{port_type}, asked {asked[port_type]}, given {counts[port_type]}"
            elif strange is not None:
                wrong = f"{_name(strange)} does not serve it"
            elif not _split(item.request, port_type, groups):
                wrong = _ill_dealt(item.request, port_type, groups)
            if wrong:
                findings.violated("ports", f"rack {rack.name}: {wrong}", [item.name])
        for key, count in given.items():
            reach = self._reach.holds(self._groups[key], rack) if count else True
            if isinstance(reach, Gap):
                findings.unknown("ports", "/".join(key), [item.name], reach.why, reach.cell)
            elif not reach:
                findings.violated(
                    "ports", f"rack {rack.name}: {'/'.join(key)} is beyond its cable", [item.name]
                )

    def _serves(self, group: PortGroup, rack: Rack) -> bool:
        if group.serves == "rack":
            return group.rack == rack.name
        return group.serves == "room" or self._racks[group.rack].row == rack.row


def _split(request: Request, port_type: str, given: Mapping[PortGroup, int]) -> bool:
    """Tell whether the given ports of one type can be dealt to what is asked, by network and side.

    A need without network takes the request's; no network on either side means any.
    """
    needs: Counter[str | None] = Counter()
    for need in request.ports:
        if need.port_type == port_type:
            needs[need.network or request.network] += need.count
    if len(needs) == 1:
        network, count = next(iter(needs.items()))
        if any(not _of_network(group, network) for group in given):
            return False
        sides: Counter[str] = Counter()
        for group, number in given.items():
            sides[group.side] += number
        return request.port_sides != 2 or min(sides["A"], sides["B"]) >= count // 2
    # Several networks of one type: a flow from each need, by way of its two sides, to the groups.
    graph: nx.DiGraph[object] = nx.DiGraph()
    for network, count in needs.items():
        half = count // 2 if request.port_sides == 2 else 0
        for side in "AB":
            graph.add_edge("asked", (network, side), capacity=half)
            graph.add_edge((network, "either"), (network, side), capacity=count)
            for group in given:
                if group.side == side and _of_network(group, network):
                    graph.add_edge((network, side), group, capacity=count)
        graph.add_edge("asked", (network, "either"), capacity=count - 2 * half)
    for group, number in given.items():
        graph.add_edge(group, "given", capacity=number)
    if "given" not in graph or "asked" not in graph:
        return not needs and not given
    return bool(nx.maximum_flow_value(graph, "asked", "given") == sum(needs.values()))


def _ill_dealt(request: Request, port_type: str, given: Mapping[PortGroup, int]) -> str:
    """What is wrong with ports that are enough, but cannot be dealt to what is asked."""
    networks = {need.network or request.network for need in request.ports if need.port_type == port_type}
    for group in given:
        if not any(_of_network(group, network) for network in networks):
            wanted = " or ".join(sorted(network for network in networks if network))
            return f"{_name(group)} is of network {group.network}, not {wanted}"
    if len(networks) == 1:
        return f"{port_type}, not half on each side"
    return f"{port_type}, not as networks and sides ask"


def _name(group: PortGroup) -> str:
    return f"{group.switch}/{group.port_type}"


def _of_network(group: PortGroup, network: str | None) -> bool:
    return network is None or group.network is None or group.network == network
