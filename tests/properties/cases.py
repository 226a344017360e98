"""A random case as a room and its requests, read through the readers as a user's files are."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from capacity.reading import read_room
from capacity.room import Room
from placement.reading import read_request, read_requests
from placement.request import Request
from tests.properties.random_rooms import Batch, Case, random_batch, random_case, write


@dataclass(frozen=True)
class Read:
    """What the readers made of a case."""

    seed: int
    room: Room
    request: Request
    today: date


def read(seed: int, case: Case | None = None) -> Read:
    """Write the case of a seed to a folder and read it back."""
    case = case if case is not None else random_case(seed)
    with tempfile.TemporaryDirectory() as folder:
        room = read_room(write(case, Path(folder) / "room"))
        file = Path(folder) / "request.json"
        file.write_text(json.dumps(case.request), encoding="utf-8")
        return Read(seed, room, read_request(file, {}), case.today)


@dataclass(frozen=True)
class ReadBatch:
    """What the readers made of a batch."""

    seed: int
    room: Room
    requests: tuple[Request, ...]
    today: date


def read_batch(seed: int, batch: Batch | None = None) -> ReadBatch:
    """Write the batch of a seed to a folder and read it back."""
    batch = batch if batch is not None else random_batch(seed)
    with tempfile.TemporaryDirectory() as folder:
        room = read_room(write(batch, Path(folder) / "room"))
        file = Path(folder) / "requests.csv"
        file.write_text(batch.requests, encoding="utf-8")
        return ReadBatch(seed, room, read_requests(file, {}), batch.today)
