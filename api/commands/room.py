"""titip room: what is in a room, used, held, free and stranded, broken rules, missing data."""

from __future__ import annotations

import gc
import json
import time
from datetime import date

from api.room_at import room_at, shown_name
from capacity.summary import Summary, summarise, summary_json
from placement.stranded import Stranded, reference_server, stranded, stranded_json


def run_room(room_text: str, today: date, *, as_json: bool) -> int:
    """Print the summary of a room; 0."""
    started = time.perf_counter()
    was = gc.isenabled()
    gc.disable()  # nothing here is cyclic, and of a large room the collector's walks take a tenth of the time
    try:
        room, catalogue = room_at(room_text)
        of_type = any("device_type" in table for table in room.policy.references)
        reference = reference_server(room.policy, catalogue() if of_type else {})
        summary = summarise(room, today)
        _print(room_text, summary, stranded(summary.ledger, reference), started, as_json=as_json)
    finally:
        if was:
            gc.enable()
    return 0


def _print(room_text: str, summary: Summary, found: Stranded, started: float, *, as_json: bool) -> None:
    if as_json:
        said = summary_json(summary, found.totals) | stranded_json(found)
        print(json.dumps(said, indent=1, ensure_ascii=True))
        return
    from api.render.room import print_room

    print_room(shown_name(room_text), summary, found, time.perf_counter() - started)
