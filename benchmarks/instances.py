"""Instances of planning: a generated room and a batch for it, by size and kind."""

from __future__ import annotations

from benchmarks.requests import requests
from benchmarks.rooms import make_room
from capacity.room import Room
from placement.request import Request

#: Kind of an instance -> margins of its room, and kind of its batch.
KINDS = {
    "easy": ("easy", "easy"),
    "tight": ("tight", "easy"),
    "large": ("tight", "tight"),
    "grouped": ("tight", "grouped"),
    "all-different": ("tight", "all-different"),
    "mixed": ("tight", "mixed"),
}

#: The instances that peers are compared on: racks, requests, kind.
COMPARED = (
    (20, 10, "grouped"),
    (100, 50, "grouped"),
    (1_000, 200, "grouped"),
    (1_000, 1_000, "grouped"),
    (1_000, 1_000, "all-different"),
)


def instance(racks: int, count: int, kind: str, seed: int = 1) -> tuple[Room, tuple[Request, ...]]:
    """A room of `racks` racks and a batch of `count` requests, the same for the same arguments."""
    margins, batch = KINDS[kind]
    return make_room(racks, seed, margins), requests(seed, count, batch)


def name_of(racks: int, count: int, kind: str) -> str:
    return f"{count:,} {kind} on {racks:,} racks"
