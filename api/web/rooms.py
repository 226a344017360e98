"""Stored rooms as they stand now, compiled once for each of their states and days."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from capacity.reading.catalogue import Catalogue, catalogue_with
from capacity.reading.dictionary import DEVICE_TYPES
from capacity.room import Room
from capacity.summary import Summary, summarise, summary_json
from placement.check import Checker
from placement.stranded import Stranded, reference_server, stranded, stranded_json
from workflow.kept import RoomVersion
from workflow.ports import UnitOfWork

T = TypeVar("T")
MOST_KEPT = 32


@dataclass(frozen=True, slots=True)
class RoomNow:
    """A room with all that stands and is held in it, and which of its states that is."""

    version: RoomVersion
    room: Room
    catalogue: Catalogue
    today: date

    @property
    def state(self) -> tuple[str, int, int, date]:
        """What all that is worked out of it depends on."""
        return self.version.room, self.version.number, self.version.revision, self.today

    @property
    def etag(self) -> str:
        """Its state as a strong ETag."""
        return f'"{self.version.number}.{self.version.revision}.{self.today.toordinal()}"'


@dataclass(frozen=True, slots=True)
class Seen:
    """A room looked at: all its figures as values, exact, and what the reference server cannot use."""

    summary: Summary
    stranded: Stranded


class Rooms:
    """What was worked out of rooms lately; shared by threads. What two ask for at once is worked out once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._locks: dict[tuple[Any, ...], threading.Lock] = {}
        self._lock = threading.Lock()

    def now(self, unit: UnitOfWork, name: str, today: date) -> RoomNow:
        """The room as it stands. Raises NotStored."""
        version = unit.rooms.version(name)
        key = ("room", name, version.number, version.revision)

        def read() -> tuple[Room, Catalogue]:
            own = unit.rooms.files(name).get(DEVICE_TYPES)
            return unit.rooms.now(name), catalogue_with(own)

        room, catalogue = self._once(key, read)
        return RoomNow(version, room, catalogue, today)

    def checker(self, now: RoomNow) -> Checker:
        """The checker of a room, with what it has compiled."""
        return self._once(("checker", *now.state), lambda: Checker(now.room, now.today))

    def summary(self, now: RoomNow) -> Mapping[str, object]:
        """The room's summary as the contract's JSON object."""
        return self._once(("summary", *now.state), lambda: _summary(self.seen(now)))

    def seen(self, now: RoomNow) -> Seen:
        """The room's limits, measures and findings as values, and what is stranded in it."""
        return self._once(("seen", *now.state), lambda: _seen(now))

    def once(self, now: RoomNow, what: str, work: Callable[[], T]) -> T:
        """What a page works out of a room, under a name of its own; once for each state of the room."""
        return self._once((what, *now.state), work)

    def _once(self, key: tuple[Any, ...], work: Callable[[], T]) -> T:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                found: T = self._kept[key]
                return found
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            with self._lock:
                if key in self._kept:
                    found = self._kept[key]
                    return found
            made = work()
            with self._lock:
                self._kept[key] = made
                self._locks.pop(key, None)
                while len(self._kept) > MOST_KEPT:
                    self._kept.popitem(last=False)
            return made


def _seen(now: RoomNow) -> Seen:
    reference = reference_server(now.room.policy, now.catalogue)
    summary = summarise(now.room, now.today)
    return Seen(summary, stranded(summary.ledger, reference))


def _summary(seen: Seen) -> Mapping[str, object]:
    return summary_json(seen.summary, seen.stranded.totals) | stranded_json(seen.stranded)
