"""Seeded random rooms with everything the contract knows, tuned so that every outcome is common.

`random_case` makes a tiny room that the brute force can search; `random_medium_case` a larger one,
for programs that are compared with one another; `random_batch` several requests for a tiny room.
Only valid input is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from capacity.room import Room
from placement.request import Request
from tests.properties.random_rooms.batches import Batch, random_batch
from tests.properties.random_rooms.build import build
from tests.properties.random_rooms.draft import MEDIUM, SMALL, Draft, Size
from tests.properties.random_rooms.text import files_of, request_json
from tests.properties.random_rooms.wishes import TODAY, random_request

__all__ = ["Batch", "Case", "random_batch", "random_case", "random_medium_case", "write"]


@dataclass(frozen=True, slots=True)
class Case:
    """A room and a request as text, and as the values that a reader must make of it.

    `room` and `wanted` carry no line numbers, notes or digest, for they come from no file.
    """

    seed: int
    files: dict[str, str]
    request: dict[str, object]
    today: date
    room: Room
    wanted: Request


def random_case(seed: int) -> Case:
    """Return a tiny room: 1 to 3 racks of 3 to 8 units, and a request for it."""
    return _case(seed, SMALL)


def random_medium_case(seed: int) -> Case:
    """Return a room of 10 to 30 racks, and a request for it."""
    return _case(seed, MEDIUM)


def write(case: Case | Batch, folder: Path) -> Path:
    """Write the room's files to a folder; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in case.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _case(seed: int, size: Size) -> Case:
    rng = Random(seed)
    draft = Draft(rng, size, random_request(rng))
    room = build(draft)
    return Case(seed, files_of(room, rng), request_json(draft.request), TODAY, room, draft.request)
