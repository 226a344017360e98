"""titip headroom: how many more of a request fit."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

from api.room_at import room_at
from placement.answer import CANNOT_DECIDE
from placement.jobs import headroom_in_child
from placement.plan_json import headroom_json
from placement.reading import read_request


def run_headroom(
    room_text: str, request_path: Path, today: date, *, seconds: float | None, as_json: bool
) -> int:
    """Count and print; returns the exit code: 0 counted, 4 cannot be decided."""
    room, catalogue = room_at(room_text)
    request = read_request(request_path, catalogue())
    started = time.perf_counter()
    found = headroom_in_child(room, request, today, seconds=seconds)
    spent = time.perf_counter() - started
    if as_json:
        print(json.dumps(headroom_json(found, spent), indent=1, ensure_ascii=True))
    else:
        from api.render.headroom import print_headroom

        print_headroom(room, request, found, spent)
    return 4 if found.decision == CANNOT_DECIDE else 0
