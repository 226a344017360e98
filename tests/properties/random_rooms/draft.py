"""A room in the making: lists that grow and change, and the dice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import TypeVar

from capacity.policy import Policy
from capacity.room import (
    CoolingUnit,
    Cord,
    Device,
    Host,
    PortGroup,
    PowerNode,
    Rack,
    Reservation,
    Room,
    Standard,
    Tray,
    Vm,
)
from placement.request import Request

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Size:
    """How many racks, and how high (U); ranges with both ends."""

    racks: tuple[int, int]
    height_u: tuple[int, int]


SMALL = Size(racks=(1, 3), height_u=(3, 8))
MEDIUM = Size(racks=(10, 30), height_u=(8, 20))


@dataclass(slots=True)
class Plan:
    """What a rack is meant to be: the rules that it is short of, and those left unknown."""

    short: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Draft:
    rng: Random
    size: Size
    request: Request
    others: list[Request] = field(default_factory=list)
    policy: Policy = field(default_factory=Policy)
    racks: list[Rack] = field(default_factory=list)
    plans: dict[str, Plan] = field(default_factory=dict)
    power: list[PowerNode] = field(default_factory=list)
    cooling: list[CoolingUnit] = field(default_factory=list)
    ports: list[PortGroup] = field(default_factory=list)
    trays: list[Tray] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)
    reservations: list[Reservation] = field(default_factory=list)
    hosts: list[Host] = field(default_factory=list)
    vms: list[Vm] = field(default_factory=list)
    standards: list[Standard] = field(default_factory=list)
    files: set[str] = field(default_factory=lambda: {"racks.csv", "devices.csv", "policy.toml"})

    @property
    def requests(self) -> list[Request]:
        """The request that the room is made for, and the others that are to compete for it."""
        return [self.request, *self.others]

    def chance(self, part: float) -> bool:
        return self.rng.random() < part

    def pick(self, weighted: Sequence[tuple[T, float]]) -> T:
        """Return one of the values, drawn by weight."""
        values, weights = zip(*weighted, strict=True)
        chosen: T = self.rng.choices(values, weights)[0]
        return chosen

    def change(self, **values: object) -> None:
        """Change the policy."""
        self.policy = replace(self.policy, **values)  # type: ignore[arg-type]

    def wish(self, **values: object) -> None:
        """Change the request."""
        self.request = replace(self.request, **values)  # type: ignore[arg-type]

    def set_rack(self, name: str, **values: object) -> None:
        index = [rack.name for rack in self.racks].index(name)
        self.racks[index] = replace(self.racks[index], **values)  # type: ignore[arg-type]

    def set_node(self, name: str, **values: object) -> None:
        index = [node.name for node in self.power].index(name)
        self.power[index] = replace(self.power[index], **values)  # type: ignore[arg-type]

    def pdus(self, rack: str) -> list[PowerNode]:
        return [node for node in self.power if node.kind == "pdu" and node.rack == rack]

    def plug(self, rack: str) -> tuple[Cord, ...]:
        """Return some cords of a device in this rack: mostly A and B, sometimes otherwise."""
        pdus = self.pdus(rack)
        if not pdus:
            return ()
        by_path = [[pdu for pdu in pdus if pdu.path == path] for path in "AB"]
        if all(by_path) and self.chance(0.75):
            chosen = [self.rng.choice(some) for some in by_path]
        else:
            chosen = [self.rng.choice(pdus)]
        if self.chance(0.06):
            chosen.append(self.rng.choice(pdus))
        return tuple(self.cord(pdu) for pdu in chosen)

    def cord(self, pdu: PowerNode) -> Cord:
        named = pdu.phases == 3 and self.chance(0.7)
        return Cord(pdu.name, self.rng.choice(("L1", "L2", "L3")) if named else None)

    def room(self) -> Room:
        """Return the room as drawn so far."""
        return Room(
            racks=tuple(self.racks),
            power=tuple(self.power),
            cooling=tuple(self.cooling),
            ports=tuple(self.ports),
            trays=tuple(self.trays),
            devices=tuple(self.devices),
            reservations=tuple(self.reservations),
            hosts=tuple(self.hosts),
            vms=tuple(self.vms),
            standards=tuple(self.standards),
            policy=self.policy,
            files=frozenset(self.files),
        )
