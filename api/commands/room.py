"""titip room: what is in a room, used, held and free, broken rules, missing data."""

from __future__ import annotations

import gc
import json
import time
from datetime import date
from pathlib import Path

from capacity.reading import read_room
from capacity.summary import Summary, summarise, summary_json


def run_room(room_path: Path, today: date, *, as_json: bool) -> int:
    """Print the summary of a room; 0."""
    started = time.perf_counter()
    was = gc.isenabled()
    gc.disable()  # nothing here is cyclic, and of a large room the collector's walks take a tenth of the time
    try:
        summary = summarise(read_room(room_path), today)
        _print(room_path, summary, started, as_json=as_json)
    finally:
        if was:
            gc.enable()
    return 0


def _print(room_path: Path, summary: Summary, started: float, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(summary_json(summary), indent=1, ensure_ascii=True))
        return
    from api.render.room import print_room

    print_room(room_path.resolve().name, summary, time.perf_counter() - started)
