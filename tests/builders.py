"""Small rooms made by hand: frozen defaults, and functions that vary them.

The default room is one empty rack of ten units on a chain doubled from the UPS down:

    UTIL (100 kW) - UA (8 kW) - PA (8 kW) - R1-A (4 kW)
                  - UB (8 kW) - PB (8 kW) - R1-B (4 kW)

All of a rating may be used, with nothing lost and with something lost, unless a test says otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from capacity.demand import Demand
from capacity.ledger import Ledger
from capacity.policy import PPM, Policy
from capacity.room import (
    CoolingUnit,
    Cord,
    Device,
    Host,
    PortGroup,
    PowerNode,
    Rack,
    Room,
    Vm,
)
from placement.answer import Answer
from placement.candidates import Candidates, candidates
from placement.check import Checker
from placement.request import PortNeed, Request
from tests.properties.cases import Read, read

TODAY = date(2026, 11, 24)
SFP = "10gbase-x-sfpp"
POLICY = Policy(version="test", usable_ppm=PPM, cooling_spare=0, hosting_spare=0)

SERVER = Request("Q1", height_hu=4, depth_mm=700, weight_g=20_000, power_w=500, security_zone="internal")
"""Two units, full depth, 20 kg, 500 W on two cords; no ports."""

APPLICATION = Request("Q1", kind="application", vcpu=4, memory_mb=8_192, disk_gb=100)

FILES = {
    "racks": "racks.csv",
    "power": "power.csv",
    "cooling": "cooling.csv",
    "ports": "ports.csv",
    "trays": "trays.csv",
    "devices": "devices.csv",
    "reservations": "reservations.csv",
    "hosts": "hosts.csv",
    "vms": "vms.csv",
    "standards": "standards.csv",
}


def rack(name: str = "R1", **more: Any) -> Rack:
    """An active rack of ten units: 1,000 mm deep, 100 kg, 5 kW, in zone Z1 and the internal zone."""
    plain = Rack(
        name,
        "A",
        10,
        x_mm=0,
        y_mm=0,
        usable_depth_mm=1_000,
        max_load_g=100_000,
        max_heat_w=5_000,
        cooling_zone="Z1",
        security_zone="internal",
    )
    return replace(plain, **more)


def node(name: str, kind: str, *fed_by: str, **more: Any) -> PowerNode:
    """A node of 8 kW, a pdu of 4 kW, a utility of 100 kW."""
    rated = {"pdu": 4_000, "utility": 100_000}.get(kind, 8_000)
    return replace(PowerNode(name, kind, rated, fed_by=fed_by), **more)


def pdu(name: str, *fed_by: str, **more: Any) -> PowerNode:
    """A pdu named as its rack and path: R1-A hangs in R1, on path A."""
    rack_name, _, path = name.rpartition("-")
    return node(name, "pdu", *fed_by, rack=rack_name, path=path[0], **more)


UPSTREAM = (
    node("UTIL", "utility"),
    node("UA", "ups", "UTIL"),
    node("UB", "ups", "UTIL"),
    node("PA", "panel", "UA"),
    node("PB", "panel", "UB"),
)
CHAIN = (*UPSTREAM, pdu("R1-A", "PA"), pdu("R1-B", "PB"))
PAIR = (Cord("R1-A"), Cord("R1-B"))


def chain(*racks: str, **changes: dict[str, Any]) -> tuple[PowerNode, ...]:
    """The default chain for these racks; a keyword names a node (_ for -) and what to change of it."""
    pdus = [pdu(f"{r}-{path}", f"P{path}") for r in racks or ("R1",) for path in "AB"]
    wanted = {name.replace("_", "-"): values for name, values in changes.items()}
    made = tuple(replace(n, **wanted.pop(n.name, {})) for n in (*UPSTREAM, *pdus))
    assert not wanted, f"no such node: {wanted}"
    return made


def device(name: str = "D1", **more: Any) -> Device:
    """A device of one unit at unit 1 of R1 that weighs and draws nothing."""
    plain = Device(name, "R1", 2, height_hu=2, depth_mm=700, weight_g=0, power_w=0)
    return replace(plain, **more)


def draws(name: str, power_w: int | None, *cords: str, **more: Any) -> Device:
    """A device beside the rails that does nothing but draw, on cords such as ``R1-A`` or ``R1-A:L1``."""
    plugged = tuple(Cord(*cord.split(":")) for cord in cords)
    return device(name, **{"position_hu": None, "height_hu": 0, "power_w": power_w, "cords": plugged} | more)


def unit(name: str, capacity_w: int | None, *zones: str, **more: Any) -> CoolingUnit:
    """An active cooling unit; without zones it serves Z1."""
    return replace(CoolingUnit(name, capacity_w, zones or ("Z1",)), **more)


def group(switch: str, ports: int, **more: Any) -> PortGroup:
    """A group of SFP+ ports in R1 that serves the room, on side A, in any network."""
    return replace(PortGroup(switch, "R1", SFP, ports, serves="room"), **more)


def app(**more: Any) -> Request:
    """`APPLICATION` with changes."""
    return replace(APPLICATION, **more)


def server(**more: Any) -> Request:
    """`SERVER` with changes."""
    return replace(SERVER, **more)


def need(count: int, network: str | None = None, port_type: str = SFP) -> PortNeed:
    return PortNeed(port_type, count, network)


def host(name: str, **more: Any) -> Host:
    """A host on no device: 16 vcpu without overcommit, 64 GB, 1,000 GB, in no cluster."""
    plain = Host(name, None, vcpu=16, memory_mb=65_536, disk_gb=1_000, overcommit_ppm=PPM)
    return replace(plain, **more)


def vm(name: str, host: str | None, **more: Any) -> Vm:
    """A machine that takes nothing."""
    return replace(Vm(name, host=host, vcpu=0, memory_mb=0, disk_gb=0), **more)


def room(*devices: Device, **more: Any) -> Room:
    """A room of the default rack and chain; `policy` may be a dict of changes to `POLICY`.

    A file is there if its table has rows; `files` adds others.
    """
    policy = more.pop("policy", {})
    extra = frozenset(more.pop("files", ()))
    tables: dict[str, Any] = {"racks": (rack(),), "power": CHAIN, "devices": devices} | more
    files = frozenset(FILES[name] for name, rows in tables.items() if name in FILES and rows) | extra
    return Room(policy=replace(POLICY, **policy), files=files, **tables)


def ledger(where: Room | None = None, releasing: Collection[str] = ()) -> Ledger:
    return Ledger(where if where is not None else room(), TODAY, releasing)


def demands_of(*devices: Device, **more: Any) -> tuple[Demand, ...]:
    """What these devices ask of the default room."""
    return ledger(room(*devices, **more)).demands.servers


def table(where: Room | None = None, request: Request = SERVER) -> Candidates:
    """All places of a room for one server."""
    return candidates(ledger(where), request)


def check(where: Room | None = None, request: Request = SERVER, **more: Any) -> Answer:
    """Decide as a user would: filter, CP-SAT and verifier must agree."""
    return Checker(where if where is not None else room(), TODAY).check(request, **more)


@cache
def random_room(seed: int) -> Read:
    """A random tiny room with its request, read once; tests share the seeds from 3,000 on."""
    return read(seed)


def changed(request: Request, change: Mapping[str, float], more: int = 0) -> Request:
    """The request with an entry of ``would_fit_if`` applied, and `more` base units (W, g, mm ...) added."""
    ((name, value),) = change.items()
    field, scale = {"u_height": ("height_hu", 2), "weight_kg": ("weight_g", 1_000)}.get(name, (name, 1))
    amount = Fraction(str(value)) * scale
    assert amount.denominator == 1, f"{name} of {value} is finer than the contract allows"
    return replace(request, **{field: int(amount) + more})  # type: ignore[arg-type]
