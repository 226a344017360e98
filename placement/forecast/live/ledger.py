"""The ledger that follows what comes and goes."""

from __future__ import annotations

from dataclasses import replace

from capacity.demand import HALF_G, Demand, charged_draw
from capacity.ledger import Ledger
from capacity.limits.cooling import Cooling
from capacity.limits.cords import CordChoices
from capacity.limits.power import Plug
from capacity.room import Room
from placement.forecast.live.amounts import LiveOutlets, add, copied
from placement.forecast.live.cooling import LiveCooling
from placement.forecast.live.ports import LivePorts
from placement.forecast.live.power import LiveCords, LivePower
from placement.forecast.live.space import LiveSpace
from placement.placed import Placed
from placement.request import Request


def demand_of(request: Request, placed: Placed, room: Room) -> Demand:
    """What an item asks of the room once it stands at its place; its figures must be known.

    Raises
    ------
    ValueError
        If the draw, weight or height of a server is not known: the ledger cannot follow it then.
    """
    name = f"{placed.request} {placed.item}"
    if placed.host is not None:
        return Demand(
            name, "vm", "vms.csv", 0, request.owner, request.group,
            host=placed.host, cluster=next(h.cluster for h in room.hosts if h.name == placed.host),
            vcpu=request.vcpu, memory_mb=request.memory_mb, disk_gb=request.disk_gb,
        )  # fmt: skip
    if request.power_w is None or request.weight_g is None or request.height_hu is None:
        raise ValueError(f"{name} has no known draw, weight or height")
    return Demand(
        name, "device", "devices.csv", 0, request.owner, request.group, placed.rack, placed.position_hu,
        placed.face or "front", request.height_hu, request.depth, request.depth_mm, request.weight_g * HALF_G,
        charged_draw(request.power_w, request.power_basis, room.policy), placed.cords, placed.ports,
    )  # fmt: skip


class LiveLedger(Ledger):
    """A `Ledger` that items are added to and removed from; `reset` brings back the room it was made of.

    `demands` keeps up with members of groups and with applications only, which rules ask for by name.
    """

    def __init__(self, base: Ledger) -> None:
        self.__dict__.update(base.compile().__dict__)
        self._base = base
        servers = base.demands.servers
        self.__dict__["space"] = self._space = LiveSpace(base.space, base.racks, servers)
        self.__dict__["outlets"] = self._outlets = LiveOutlets(base.outlets)
        self._power = None if base.power is None else LivePower(base.power)
        self._cooling = None
        if base.cooling is not None:
            self._cooling = LiveCooling(base.cooling, base.racks, self._cooling_again)
            self.__dict__["cooling"] = self._cooling
        self._ports = None if base.ports is None else LivePorts(base.ports)
        self.__dict__["ports"] = self._ports
        self._cords: dict[int, LiveCords] = {}
        self.standing: dict[str, Demand] = {}
        self._fresh()

    def reset(self) -> None:
        """Back to the room that it was made of."""
        self._space.reset()
        self._outlets.reset()
        for part in (self._power, self._cooling, self._ports, *self._cords.values()):
            if part is not None:
                part.reset()
        self._fresh()

    def _fresh(self) -> None:
        self.__dict__["weight"] = copied(self._base.weight)
        self.__dict__["heat"] = copied(self._base.heat)
        self.__dict__["hosting"] = self._base.hosting
        self.demands = self._base.demands
        self.standing = {d.name: d for d in self._base.demands.all}

    def cord_choices(self, cords: int) -> CordChoices | None:
        """As `Ledger.cord_choices`, as they are now."""
        if self._power is None or cords == 0:
            return None
        if cords not in self._cords:
            base = self._base.cord_choices(cords)
            assert base is not None
            self._cords[cords] = LiveCords(base, self._power, self._outlets)
        self._cords[cords].refresh()
        return self._cords[cords]

    def power_limit(self, plugs: tuple[Plug, ...]) -> str | None:
        """The limit of the power chain that stops cords on these PDUs first, as it is now."""
        if self._power is None:
            return None
        limit, scenario = self._power.stops(plugs)
        when = "" if scenario is None else f" while {self._power.grid.chain.nodes[scenario].name} is lost"
        return f"{self._power.grid.chain.name(limit)}{when}"

    def follows(self, name: str) -> bool:
        """True if what stands under that name may be removed: everything that limits charge is known."""
        demand = self.standing.get(name)
        if demand is None or demand.kind == "vm":
            return demand is not None and demand.host is not None
        known = None not in (demand.rack, demand.position_hu, demand.height_hu, demand.draw)
        return known and demand.weight_half_g is not None and (bool(demand.cords) or not demand.draws)

    def add(self, demand: Demand) -> None:
        """Let a thing of known figures stand in the room."""
        self.standing[demand.name] = demand
        self._charge(demand, 1)

    def remove(self, name: str) -> None:
        """Take a thing out of the room; see `follows`."""
        self._charge(self.standing.pop(name), -1)

    def _charge(self, demand: Demand, sign: int) -> None:
        if demand.kind == "vm":
            self._list_again()
            self.__dict__.pop("hosting", None)  # few things run on hosts: it is compiled anew
            return
        assert demand.rack is not None
        rack = self.rack_index[demand.rack]
        if demand.mounted:
            self._space.stand(rack, demand, sign)
        add(self.weight, rack, (demand.weight_half_g or 0) * sign)
        add(self.heat, rack, (demand.draw or 0) * sign)
        for cord in demand.cords:
            self._outlets.plug(cord.pdu, sign)
        if self._power is not None and demand.cords:
            plugs = tuple(self._power.grid.chain.cord(cord) for cord in demand.cords)
            self._power.draw(plugs, (demand.draw or 0) * sign)
        if self._ports is not None and demand.ports:
            self._ports.take(demand.ports, sign)
        if self._cooling is not None:
            self._cooling.add(demand, rack, sign)
        if demand.group is not None:
            self._list_again()

    def _list_again(self) -> None:
        every = self.standing.values()
        vms = [d for d in every if d.kind == "vm" or (d.kind == "reservation" and d in self._apps)]
        self.demands = replace(
            self._base.demands,
            servers=tuple(d for d in every if d.kind != "vm" and d not in vms),
            applications=tuple(vms),
        )

    @property
    def _apps(self) -> tuple[Demand, ...]:
        return self._base.demands.applications

    def _cooling_again(self) -> Cooling:
        servers = [d for d in self.standing.values() if d.kind != "vm" and d not in self._apps]
        return Cooling(self.room.cooling, self.racks, servers, self.room.policy)
