"""Changes of a room and of requests that the parts of a way stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from capacity.room import Room
from placement.request import Request
from placement.ways.way import Part


@dataclass(frozen=True, slots=True)
class RoomChange:
    """A part of a way that changes the room."""

    part: Part
    apply: Callable[[Room], Room]


@dataclass(frozen=True, slots=True)
class AskedChange:
    """A part of a way that changes the request of a name; None takes it out of the batch."""

    part: Part
    name: str
    apply: Callable[[Request], Request | None]


def changed_room(room: Room, changes: Iterable[RoomChange]) -> Room:
    """The room with every change made, in order."""
    for change in changes:
        room = change.apply(room)
    return room


def changed_requests(requests: Sequence[Request], changes: Sequence[AskedChange]) -> list[Request]:
    """The requests with every change made."""
    found = []
    for request in requests:
        asked: Request | None = request
        for change in changes:
            if change.name == request.name and asked is not None:
                asked = change.apply(asked)
        if asked is not None:
            found.append(asked)
    return found


def listed(names: Sequence[str]) -> str:
    """Up to four names, and how many more."""
    if len(names) > 4:
        return f"{', '.join(names[:4])} and {len(names) - 4} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
