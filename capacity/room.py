"""The room as read: frozen values in integer base units, unknown as None.

Base units: W, g, mm and the *half rack unit* (``hu``, 0.5 U). A position in ``hu`` counts
in the rack's own numbering: unit 7 is ``position_hu == 14``, whatever the rack's lowest
unit is. ``line`` is the row of the source file (header = 1), kept so that every answer can
name the cell it needs; 0 where a value comes from no file.

Meaning and units of every field follow the data dictionary (``data/dictionary.csv``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from capacity.policy import Policy

LEGS = ("L1", "L2", "L3")
FACES = ("front", "rear")


@dataclass(frozen=True, slots=True)
class Cord:
    """A supply cord plugged into a PDU; `leg` is None on single-phase PDUs or if unknown."""

    pdu: str
    leg: str | None = None

    def __str__(self) -> str:
        return f"{self.pdu}:{self.leg}" if self.leg else self.pdu


@dataclass(frozen=True, slots=True)
class PortUse:
    """`count` ports of one type on one switch."""

    switch: str
    port_type: str
    count: int

    def __str__(self) -> str:
        return f"{self.switch}/{self.port_type}:{self.count}"


@dataclass(frozen=True, slots=True)
class Rack:
    name: str
    row: str
    height_u: int
    first_unit: int = 1
    x_mm: int | None = None
    y_mm: int | None = None
    usable_depth_mm: int | None = None
    max_load_g: int | None = None
    max_heat_w: int | None = None
    cooling_zone: str | None = None
    security_zone: str | None = None
    dedicated_to: str | None = None
    blocked_units: frozenset[int] = frozenset()
    status: str = "active"
    line: int = 0


@dataclass(frozen=True, slots=True)
class PowerNode:
    """A node of the power chain.

    `usable_ppm` and `failover_ppm` are parts of the rating in millionths (exact: fractions
    have at most six decimals); None takes the default of the contract (policy, then usable).
    """

    name: str
    kind: str
    rated_w: int
    path: str | None = None
    fed_by: tuple[str, ...] = ()
    feeding: str = "share"
    rack: str | None = None
    other_w: int = 0
    outlets: int | None = None
    usable_ppm: int | None = None
    failover_ppm: int | None = None
    phases: int = 1
    line: int = 0


@dataclass(frozen=True, slots=True)
class CoolingUnit:
    """A cooling unit; `zones` None means that the zones it serves are not known."""

    name: str
    capacity_w: int | None
    zones: tuple[str, ...] | None
    status: str = "active"
    line: int = 0


@dataclass(frozen=True, slots=True)
class PortGroup:
    switch: str
    rack: str
    port_type: str
    ports: int
    used: int = 0
    serves: str = "rack"
    side: str = "A"
    network: str | None = None
    max_cable_mm: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Tray:
    ends: tuple[str, str]
    length_mm: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class Device:
    """A device that stands there.

    `height_hu` 0 is a device beside the rails (0U). `position_hu` None with another height is a
    position that is not known. `cords` empty on a device that draws: the cords are not known.
    """

    name: str
    rack: str | None
    position_hu: int | None = None
    face: str = "front"
    height_hu: int | None = None
    depth: str = "full"
    depth_mm: int | None = None
    weight_g: int | None = None
    power_w: int | None = None
    power_basis: str = "budget"
    cords: tuple[Cord, ...] = ()
    ports: tuple[PortUse, ...] = ()
    owner: str | None = None
    group: str | None = None
    status: str = "installed"
    movable: bool = False
    move_cost: int = 1
    line: int = 0


@dataclass(frozen=True, slots=True)
class Reservation:
    """A place held for a request: a server's (rack, position) or an application's (host)."""

    name: str
    request: str | None = None
    item: int | None = None
    owner: str | None = None
    group: str | None = None
    rack: str | None = None
    position_hu: int | None = None
    face: str = "front"
    height_hu: int | None = None
    depth: str = "full"
    depth_mm: int | None = None
    weight_g: int | None = None
    power_w: int | None = None
    cords: tuple[Cord, ...] = ()
    ports: tuple[PortUse, ...] = ()
    host: str | None = None
    vcpu: int | None = None
    memory_mb: int | None = None
    disk_gb: int | None = None
    until: date | None = None
    line: int = 0

    @property
    def for_application(self) -> bool:
        """True where the row holds room on a host rather than in a rack."""
        return self.host is not None or (
            self.rack is None and any(v is not None for v in (self.vcpu, self.memory_mb, self.disk_gb))
        )


@dataclass(frozen=True, slots=True)
class Host:
    """`overcommit_ppm`: vcpu promised per vcpu there, in millionths; None = policy."""

    name: str
    device: str | None
    cluster: str | None = None
    vcpu: int | None = None
    memory_mb: int | None = None
    disk_gb: int | None = None
    overcommit_ppm: int | None = None
    os_families: frozenset[str] = frozenset()
    network: str | None = None
    status: str = "active"
    line: int = 0


@dataclass(frozen=True, slots=True)
class Vm:
    name: str
    cluster: str | None = None
    host: str | None = None
    vcpu: int | None = None
    memory_mb: int | None = None
    disk_gb: int | None = None
    owner: str | None = None
    group: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Standard:
    product: str
    rule: str
    version: str | None = None
    support_ends: date | None = None
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """Everything of one room folder.

    `files` names the files that were there: a rule whose file is absent (power.csv,
    cooling.csv, ports.csv, standards.csv) is not checked and becomes a condition of every
    answer. `notes` are remarks of the reader (a file it does not know, for instance).
    `sha256` is the digest of what was read, in hex.
    """

    racks: tuple[Rack, ...]
    power: tuple[PowerNode, ...] = ()
    cooling: tuple[CoolingUnit, ...] = ()
    ports: tuple[PortGroup, ...] = ()
    trays: tuple[Tray, ...] = ()
    devices: tuple[Device, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    hosts: tuple[Host, ...] = ()
    vms: tuple[Vm, ...] = ()
    standards: tuple[Standard, ...] = ()
    policy: Policy = field(default_factory=Policy)
    files: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    sha256: str = ""
