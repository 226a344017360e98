"""What is lost for good, and what goes with it: the room that is left, and who is without power or place.

A lost node of the power chain takes down what it alone fed, as in the contract's losses; all of that leaves
the room, so that each further loss comes on top. What has no live cord any more draws nothing. See ADR 5.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from capacity.room import Device, Host, PowerNode, Reservation, Room, Vm

Lost = tuple[str, str]  # kind as in `changes.LOSABLE`, name
Standing = TypeVar("Standing", Device, Reservation)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What losses do to those that stay; all are names, in the room's order.

    Attributes
    ----------
    nodes
        Nodes of the power chain that are lost or dead.
    dead
        Devices without power, those of lost racks among them.
    perhaps_dead
        Devices of which it is not known where they are plugged in, with some of what may feed them dead.
    weakened
        Devices that have lost a part of their cords and run on the rest.
    cut_off
        Devices that have lost ports.
    stopped
        VMs of lost hosts that no host of their cluster can take.
    restarted
        VMs of lost hosts that count in their cluster from now on, on a host that is not known.
    holds
        Reservations without power, port or place.
    """

    nodes: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()
    perhaps_dead: tuple[str, ...] = ()
    weakened: tuple[str, ...] = ()
    cut_off: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    restarted: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()


def after_losses(room: Room, lost: Collection[Lost]) -> tuple[Room, Aftermath]:
    """The room without what is lost, and what that means for the rest."""
    if not lost:
        return room, Aftermath()
    named: dict[str, set[str]] = {}
    for kind, name in lost:
        named.setdefault(kind, set()).add(name)
    racks = named.get("rack", set())
    in_lost = {d.name for d in room.devices if d.rack in racks}
    nodes = dead_nodes(
        room.power, named.get("power", set()) | {n.name for n in room.power if n.rack in racks}
    )
    switches = named.get("switch", set()) | {g.switch for g in room.ports if g.rack in racks}
    units = named.get("cooling", set())
    supply = _Supply(room, nodes)
    devices = [d for d in room.devices if d.name not in in_lost]
    dark = {d.name for d in devices if supply.is_dead(d)}
    hosts = named.get("host", set()) | {h.name for h in room.hosts if h.device in in_lost | dark}
    vms = _Vms(room.hosts, hosts)
    holds = [r for r in room.reservations if not (r.rack in racks or r.host in hosts)]
    left = replace(
        room,
        racks=tuple(r for r in room.racks if r.name not in racks),
        power=tuple(_fed(n, nodes) for n in room.power if n.name not in nodes),
        cooling=tuple(replace(u, status="lost") if u.name in units else u for u in room.cooling),
        ports=tuple(g for g in room.ports if g.switch not in switches),
        devices=tuple(_left(d, supply, switches) for d in devices),
        reservations=tuple(_left(r, supply, switches) for r in holds),
        hosts=tuple(_down(h, in_lost) if h.name in hosts else h for h in room.hosts),
        vms=tuple(vms.left(vm) for vm in room.vms if not vms.stopped(vm)),
    )
    kept = {r.name for r in holds}
    return left, Aftermath(
        nodes=tuple(n.name for n in room.power if n.name in nodes),
        dead=_names(room.devices, lambda d: d.name in in_lost or d.name in dark),
        perhaps_dead=_names(devices, supply.is_doubtful),
        weakened=_names(devices, supply.is_weakened),
        cut_off=_names(devices, lambda d: any(use.switch in switches for use in d.ports)),
        stopped=tuple(vm.name for vm in room.vms if vms.stopped(vm)),
        restarted=tuple(vm.name for vm in room.vms if vm.host in hosts and not vms.stopped(vm)),
        holds=_names(
            room.reservations,
            lambda r: (
                r.name not in kept or supply.is_dead(r) or any(use.switch in switches for use in r.ports)
            ),
        ),
    )


def dead_nodes(nodes: Iterable[PowerNode], lost: Collection[str]) -> frozenset[str]:
    """The lost nodes, and those that have parents and none of them live."""
    waiting = {node.name: len(set(node.fed_by)) for node in nodes}
    children: dict[str, list[str]] = {}
    for node in nodes:
        for parent in dict.fromkeys(node.fed_by):
            children.setdefault(parent, []).append(node.name)
    dead = {name for name in waiting if name in lost}
    queue = sorted(dead)
    while queue:
        for child in children.get(queue.pop(), ()):
            waiting[child] -= 1
            if waiting[child] == 0 and child not in dead:
                dead.add(child)
                queue.append(child)
    return frozenset(dead)


class _Supply:
    """Who still has a live cord."""

    def __init__(self, room: Room, dead: Collection[str]) -> None:
        self._dead = dead
        self._in: dict[str | None, list[str]] = {}
        for node in room.power:
            if node.kind == "pdu" and node.rack is not None:
                self._in.setdefault(node.rack, []).append(node.name)
        self._all = [name for names in self._in.values() for name in names]

    def is_dead(self, thing: Device | Reservation) -> bool:
        """True where no cord is live, whichever PDUs it may be plugged into."""
        if thing.cords:
            return all(cord.pdu in self._dead for cord in thing.cords)
        pdus = self._perhaps(thing)
        return bool(pdus) and all(pdu in self._dead for pdu in pdus)

    def is_doubtful(self, thing: Device) -> bool:
        pdus = self._perhaps(thing)
        return any(pdu in self._dead for pdu in pdus) and not self.is_dead(thing)

    def is_weakened(self, thing: Device) -> bool:
        return any(cord.pdu in self._dead for cord in thing.cords) and not self.is_dead(thing)

    def live(self, thing: Standing) -> Standing:
        """The thing on its live cords; without any it draws nothing."""
        if self.is_dead(thing):
            return replace(thing, cords=(), power_w=0)
        if any(cord.pdu in self._dead for cord in thing.cords):
            return replace(thing, cords=tuple(c for c in thing.cords if c.pdu not in self._dead))
        return thing

    def _perhaps(self, thing: Device | Reservation) -> list[str]:
        """The PDUs that may feed what draws on cords that are not known."""
        if thing.cords or thing.power_w == 0:
            return []
        if isinstance(thing, Reservation) and thing.for_application:
            return []
        return self._all if thing.rack is None else self._in.get(thing.rack, [])


class _Vms:
    """Where the VMs of lost hosts go: to the rest of their cluster, or nowhere."""

    def __init__(self, hosts: Iterable[Host], lost: Collection[str]) -> None:
        self._lost = lost
        self._cluster = {h.name: h.cluster for h in hosts}
        self._live = {h.cluster for h in hosts if h.status == "active" and h.name not in lost}

    def stopped(self, vm: Vm) -> bool:
        if vm.host is None or vm.host not in self._lost:
            return False
        cluster = self._cluster[vm.host]
        return cluster is None or cluster not in self._live

    def left(self, vm: Vm) -> Vm:
        if vm.host is None or vm.host not in self._lost:
            return vm
        return replace(vm, host=None, cluster=self._cluster[vm.host])


def _fed(node: PowerNode, dead: frozenset[str]) -> PowerNode:
    if dead.isdisjoint(node.fed_by):
        return node
    return replace(node, fed_by=tuple(parent for parent in node.fed_by if parent not in dead))


def _left(thing: Standing, supply: _Supply, switches: Collection[str]) -> Standing:
    live = supply.live(thing)
    if any(use.switch in switches for use in live.ports):
        return replace(live, ports=tuple(use for use in live.ports if use.switch not in switches))
    return live


def _down(host: Host, gone: Collection[str]) -> Host:
    return replace(host, status="lost", device=None if host.device in gone else host.device)


def _names(things: Iterable[Standing], which: Callable[[Standing], bool]) -> tuple[str, ...]:
    return tuple(thing.name for thing in things if which(thing))
