"""What stands in a room and what is held in it, as rows of one kind; and a room with these rows in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from capacity.policy import PPM
from capacity.room import Device, PortUse, Reservation, Room, Vm
from workflow.facts import WITA

Kind = Literal["device", "vm", "hold", "reservation"]
Source = Literal["imported", "titip"]
_FACES = {"front": (0, 1), "rear": (1, 2)}


class Place(NamedTuple):
    """Half units `start_hu` up to, not including, `end_hu` of a rack; faces likewise: 0 front, 1 rear."""

    rack: str
    start_hu: int
    end_hu: int
    face_from: int
    face_to: int

    def meets(self, other: Place) -> bool:
        """True if both take a half unit of the same face."""
        return (
            self.rack == other.rack
            and self.start_hu < other.end_hu
            and other.start_hu < self.end_hu
            and self.face_from < other.face_to
            and other.face_from < self.face_to
        )


class Countable(NamedTuple):
    """Something of which a room has a number.

    `what` is ``port`` (then `name` is switch/type), or ``vcpu``, ``memory_mb``, ``disk_gb`` (of a host).
    """

    what: str
    name: str


@dataclass(frozen=True, slots=True)
class Stock:
    """How much of a countable there is (None: not known), and what others than the room's things use."""

    capacity: int | None
    others: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupancy:
    """A thing that stands in a room, or that a place is held for.

    Attributes
    ----------
    kind
        ``device`` and ``vm`` are there; a ``hold`` is Titip's, a ``reservation`` comes from a file.
    thing
        All of it, as the room knows it.
    expires
        When the place is free again by itself; None: never, the hold is firm.
    exempt
        An imported row that overlaps other imported rows: allowed among these, reported, and binding for
        everything that Titip places.
    """

    kind: Kind
    source: Source
    thing: Device | Reservation | Vm
    expires: datetime | None = None
    case: str | None = None
    exempt: bool = False

    @property
    def name(self) -> str:
        """The thing's name; unique among the things of its file."""
        return self.thing.name

    @property
    def file(self) -> str:
        """Which of the room's tables it belongs to: devices, vms, reservations."""
        return {"device": "devices", "vm": "vms"}.get(self.kind, "reservations")

    @property
    def request(self) -> str | None:
        """The request that it is held for."""
        return self.thing.request if isinstance(self.thing, Reservation) else None

    @property
    def item(self) -> int | None:
        """Which item of the request it is held for."""
        return self.thing.item if isinstance(self.thing, Reservation) else None

    @property
    def place(self) -> Place | None:
        """The units it takes for certain; None without units, or where they are not known."""
        thing = self.thing
        if isinstance(thing, Vm) or thing.rack is None or thing.position_hu is None or thing.height_hu == 0:
            return None
        faces = (0, 2) if thing.depth == "full" else _FACES[thing.face]
        return Place(thing.rack, thing.position_hu, thing.position_hu + (thing.height_hu or 1), *faces)

    @property
    def host(self) -> str | None:
        """The host it runs on, or is to."""
        return None if isinstance(self.thing, Device) else self.thing.host

    @property
    def amounts(self) -> Mapping[Countable, int]:
        """What it takes of what is counted; unknown amounts are left to the verifier."""
        found: Counter[Countable] = Counter()
        if not isinstance(self.thing, Vm):
            for use in self.thing.ports:
                found[_port(use)] += use.count
        if not isinstance(self.thing, Device) and self.thing.host is not None:
            for what in ("vcpu", "memory_mb", "disk_gb"):
                found[Countable(what, self.thing.host)] += getattr(self.thing, what) or 0
        return {key: amount for key, amount in found.items() if amount}


class Overlap(NamedTuple):
    """Two imported things in the same units."""

    rack: str
    one: str
    other: str


def imported(room: Room, zone: ZoneInfo = WITA) -> tuple[Occupancy, ...]:
    """The rows of a room as read; those that overlap each other are exempt.

    A reservation expires as the day after its last one begins in `zone`.
    """
    rows = [Occupancy(kind="device", source="imported", thing=device) for device in room.devices]
    rows += [Occupancy(kind="vm", source="imported", thing=vm) for vm in room.vms]
    for held in room.reservations:
        ends = None if held.until is None else datetime.combine(held.until + timedelta(1), time(), zone)
        rows.append(Occupancy(kind="reservation", source="imported", thing=held, expires=ends))
    overlapping = {id(row) for pair in _meeting(rows) for row in pair}
    return tuple(replace(row, exempt=True) if id(row) in overlapping else row for row in rows)


def overlaps(rows: Iterable[Occupancy]) -> tuple[Overlap, ...]:
    """Every two of the rows that take the same units, by rack and names."""
    return tuple(sorted(_overlap(one, other) for one, other in _meeting(rows)))


def _overlap(one: Occupancy, other: Occupancy) -> Overlap:
    first, second = sorted((one.name, other.name))
    return Overlap(one.place.rack if one.place else "", first, second)


def _meeting(rows: Iterable[Occupancy]) -> list[tuple[Occupancy, Occupancy]]:
    placed = [(place, row) for row in rows if (place := row.place)]
    placed.sort(key=lambda pair: pair[0][:3])
    found = []
    for _, in_rack in groupby(placed, key=lambda pair: pair[0].rack):
        open_rows: list[tuple[Place, Occupancy]] = []
        for place, row in in_rack:
            open_rows = [pair for pair in open_rows if pair[0].end_hu > place.start_hu]
            found += [(other, row) for at, other in open_rows if at.meets(place)]
            open_rows.append((place, row))
    return found


def stocks(room: Room) -> dict[Countable, Stock]:
    """What a room has of everything that is counted."""
    found = {
        Countable("port", f"{group.switch}/{group.port_type}"): Stock(group.ports, group.used)
        for group in room.ports
    }
    for host in room.hosts:
        ppm = room.policy.overcommit_ppm if host.overcommit_ppm is None else host.overcommit_ppm
        promised = None if host.vcpu is None else host.vcpu * ppm // PPM
        found[Countable("vcpu", host.name)] = Stock(promised)
        found[Countable("memory_mb", host.name)] = Stock(host.memory_mb)
        found[Countable("disk_gb", host.name)] = Stock(host.disk_gb)
    return found


def hold(reservation: Reservation, case: str | None, expires: datetime | None) -> Occupancy:
    """A hold of Titip's on what the reservation names; firm where `expires` is None."""
    return Occupancy(kind="hold", source="titip", thing=reservation, expires=expires, case=case)


def installed(thing: Device | Vm, case: str | None) -> Occupancy:
    """What stands there, or runs there, after its handover."""
    kind: Kind = "device" if isinstance(thing, Device) else "vm"
    return Occupancy(kind=kind, source="titip", thing=thing, case=case)


def room_with(
    base: Room,
    made: Iterable[Occupancy],
    gone: Collection[tuple[str, str]] = (),
    zone: ZoneInfo = WITA,
) -> Room:
    """A room as read, with what Titip placed in it, without the things that are `gone` (file, name).

    A hold becomes a reservation until the day on which it expires, in `zone`.
    """
    devices = [device for device in base.devices if ("devices", device.name) not in gone]
    vms = [vm for vm in base.vms if ("vms", vm.name) not in gone]
    held = [one for one in base.reservations if ("reservations", one.name) not in gone]
    for row in made:
        if isinstance(row.thing, Device):
            devices.append(row.thing)
        elif isinstance(row.thing, Vm):
            vms.append(row.thing)
        else:
            until = None if row.expires is None else row.expires.astimezone(zone).date()
            held.append(replace(row.thing, until=until))
    return replace(base, devices=tuple(devices), vms=tuple(vms), reservations=tuple(held))


def _port(use: PortUse) -> Countable:
    return Countable("port", f"{use.switch}/{use.port_type}")
