"""A request to place servers or applications, in the base units of `capacity.room`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

KEEPS = (
    "apart:rack",
    "apart:row",
    "apart:power",
    "apart:cooling",
    "together:rack",
    "together:row",
)


@dataclass(frozen=True, slots=True)
class PortNeed:
    """`count` ports of a type, each item; `network` None takes the request's network."""

    port_type: str
    count: int
    network: str | None = None

    def __str__(self) -> str:
        network = f"@{self.network}" if self.network else ""
        return f"{self.port_type}{network}:{self.count}"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as interpreted: defaults applied, device type filled in, None = unknown.

    `power_w` is the figure as stated; what is charged is `power_w` times the policy's
    nameplate factor where `power_basis` is "nameplate". `chassis` is True for a child device
    type (a blade): it cannot be decided. `file` and `line` name the source (line None: JSON).
    """

    name: str
    kind: str = "server"
    owner: str | None = None
    quantity: int = 1
    priority: int = 1
    start: date | None = None
    until: date | None = None
    os: str | None = None
    os_version: str | None = None
    group: str | None = None
    keep: tuple[str, ...] = ()
    security_zone: str | None = None
    network: str | None = None
    height_hu: int | None = None
    depth: str = "full"
    depth_mm: int | None = None
    weight_g: int | None = None
    power_w: int | None = None
    power_basis: str = "budget"
    cords: int = 2
    ports: tuple[PortNeed, ...] = ()
    port_sides: int = 1
    device_type: str | None = None
    chassis: bool = False
    vcpu: int | None = None
    memory_mb: int | None = None
    disk_gb: int | None = None
    notes: tuple[str, ...] = ()
    file: str = "request.json"
    line: int | None = None
