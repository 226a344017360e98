"""A random case as a room and a request, read through the readers as a user's files are."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from capacity.reading import read_room
from capacity.room import Room
from placement.reading import read_request
from placement.request import Request
from tests.properties.random_rooms import Case, random_case, write


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
