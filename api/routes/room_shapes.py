"""Rooms, racks, devices and elevations as the API tells them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from api.web.lists import Model
from capacity.elevation import Elevation
from capacity.room import Device, Rack
from capacity.units import plain
from workflow.kept import Placed, RoomVersion


class RoomOut(Model):
    """A stored room: its newest version, and how often what stands or is held in it has changed.

    `policy_version` is "" where the room's policy states none.
    """

    room: str
    version: int
    revision: int
    sha256: str
    policy_version: str


class RackOut(Model):
    """A rack as it was entered."""

    rack: str
    row: str
    u_height: int
    starting_unit: int
    usable_depth_mm: int | None
    max_load_kg: float | None
    max_heat_w: int | None
    cooling_zone: str | None
    security_zone: str | None
    dedicated_to: str | None
    status: str


class DeviceOut(Model):
    """A device that stands there."""

    device: str
    rack: str | None
    position_u: float | None
    face: str
    u_height: float | None
    weight_kg: float | None
    power_w: int | None
    cords: list[str]
    owner: str | None
    status: str
    movable: bool


class HoldOut(Model):
    """A place that is held: by a case of Titip's, or as a reservation of the room's files."""

    name: str
    request: str | None
    case: str | None
    rack: str | None
    position_u: float | None
    u_height: float | None
    host: str | None
    owner: str | None
    expires: str | None


class BodyOut(Model):
    """Something that takes units of a rack."""

    name: str
    kind: Literal["installed", "planned", "leaving", "held", "blocked"]
    bottom_u: float
    u_height: float
    faces: list[str]
    owner: str | None
    request: str | None
    until: date | None
    certain: bool


class RunOut(Model):
    """Free units."""

    bottom_u: float
    u_height: float
    faces: list[str]


class ElevationOut(Model):
    """A rack with everything in it, and what is free."""

    rack: str
    starting_unit: int
    u_height: int
    bodies: list[BodyOut]
    free: list[RunOut]
    beside: list[str]
    unplaced: list[str]


def room_out(version: RoomVersion) -> RoomOut:
    """A room as it is told."""
    return RoomOut(
        room=version.room,
        version=version.number,
        revision=version.revision,
        sha256=version.sha256,
        policy_version=version.policy_version,
    )


def hold_out(placed: Placed) -> HoldOut:
    """A hold as it is told."""
    row, place = placed.row, placed.row.place
    return HoldOut(
        name=row.name,
        request=row.request,
        case=row.case,
        rack=place.rack if place else None,
        position_u=_u(place.start_hu) if place else None,
        u_height=_u(place.end_hu - place.start_hu) if place else None,
        host=row.host,
        owner=getattr(row.thing, "owner", None),
        expires=row.expires.isoformat() if row.expires else None,
    )


def rack_out(rack: Rack) -> RackOut:
    """A rack as it is told."""
    return RackOut(
        rack=rack.name,
        row=rack.row,
        u_height=rack.height_u,
        starting_unit=rack.first_unit,
        usable_depth_mm=rack.usable_depth_mm,
        max_load_kg=_kg(rack.max_load_g),
        max_heat_w=rack.max_heat_w,
        cooling_zone=rack.cooling_zone,
        security_zone=rack.security_zone,
        dedicated_to=rack.dedicated_to,
        status=rack.status,
    )


def device_out(device: Device) -> DeviceOut:
    """A device as it is told."""
    return DeviceOut(
        device=device.name,
        rack=device.rack,
        position_u=_u(device.position_hu),
        face=device.face,
        u_height=_u(device.height_hu),
        weight_kg=_kg(device.weight_g),
        power_w=device.power_w,
        cords=[str(cord) for cord in device.cords],
        owner=device.owner,
        status=device.status,
        movable=device.movable,
    )


def elevation_out(found: Elevation) -> ElevationOut:
    """An elevation as it is told."""
    return ElevationOut(
        rack=found.rack.name,
        starting_unit=found.rack.first_unit,
        u_height=found.rack.height_u,
        bodies=[
            BodyOut(
                name=body.name,
                kind=body.kind,
                bottom_u=body.bottom_hu / 2,
                u_height=(body.top_hu - body.bottom_hu) / 2,
                faces=list(body.faces),
                owner=body.owner,
                request=body.request,
                until=body.until,
                certain=body.certain,
            )
            for body in found.bodies
        ],
        free=[
            RunOut(
                bottom_u=run.bottom_hu / 2, u_height=(run.top_hu - run.bottom_hu) / 2, faces=list(run.faces)
            )
            for run in found.free
        ],
        beside=list(found.beside),
        unplaced=list(found.unplaced),
    )


def _u(half_units: int | None) -> float | None:
    return None if half_units is None else half_units / 2


def _kg(grams: int | None) -> float | None:
    return None if grams is None else float(plain(grams, 1000))
