"""What became of a room: its versions, and everything that Titip held and placed in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from workflow.kept import RoomVersion
from workflow.lists import Found, PlacedFound, VersionFound
from workflow.store import things
from workflow.store.session import Session
from workflow.store.tables.rooms import occupancy, room, room_file, room_version


def versions(session: Session, name: str, offset: int, limit: int) -> Found[VersionFound]:
    """The versions of a room, the newest first, each with the files that are other than before."""
    of_room = (
        select(room_version, room.c.revision)
        .join(room, room.c.id == room_version.c.room_id)
        .where(room.c.name == name)
    )
    newest = of_room.order_by(room_version.c.number.desc()).offset(offset).limit(limit)
    rows = session.execute(newest).all()
    numbers = {row.number for row in rows}
    wanted = select(room_file.c.number, room_file.c.name, room_file.c.sha256)
    wanted = wanted.join(room, room.c.id == room_file.c.room_id).where(
        room.c.name == name, room_file.c.number.in_(sorted(numbers | {number - 1 for number in numbers}))
    )
    files: dict[int, dict[str, str]] = {}
    for file in session.execute(wanted):
        files.setdefault(file.number, {})[file.name] = file.sha256
    total = session.execute(select(func.count()).select_from(of_room.subquery())).scalar_one()
    return Found(tuple(_version(name, row, files) for row in rows), total)


def _version(name: str, row: Row[Any], files: dict[int, dict[str, str]]) -> VersionFound:
    now, before = files.get(row.number, {}), files.get(row.number - 1, {})
    version = RoomVersion(
        room=name,
        number=row.number,
        revision=row.revision,
        sha256=row.sha256,
        policy_version=row.policy_version,
        loaded_at=row.loaded_at,
        loaded_by=row.loaded_by,
    )
    changed = tuple(sorted(file for file, sha256 in now.items() if before.get(file) != sha256))
    return VersionFound(version, len(now), changed, tuple(sorted(before.keys() - now.keys())))


def placed(session: Session, name: str, offset: int, limit: int, *, held: bool) -> Found[PlacedFound]:
    """What Titip held and placed in a room, the newest first; or what it holds now, the oldest first."""
    made = (
        select(occupancy)
        .join(room, room.c.id == occupancy.c.room_id)
        .where(room.c.name == name, occupancy.c.source == "titip")
    )
    if held:
        made = made.where(occupancy.c.status == "live", occupancy.c.kind == "hold")
    order = occupancy.c.id.asc() if held else occupancy.c.id.desc()
    rows = session.execute(made.order_by(order).offset(offset).limit(limit)).all()
    total = session.execute(select(func.count()).select_from(made.subquery())).scalar_one()
    return Found(tuple(PlacedFound(things.placed(row, name, None), row.taken_at) for row in rows), total)


def changed_at(session: Session, name: str) -> datetime | None:
    """When the files of a room, or what Titip placed in it, changed last; None without such a room."""
    of_room = select(room.c.id).where(room.c.name == name).scalar_subquery()
    moments = [
        session.execute(select(func.max(column)).where(column.table.c.room_id == of_room)).scalar()
        for column in (room_version.c.loaded_at, occupancy.c.taken_at, occupancy.c.ended_at)
    ]
    return max((one for one in moments if one is not None), default=None)
