"""titip defragment: moves of standing equipment that make room of what is free in pieces."""

from __future__ import annotations

import json
import time
from datetime import date

from api.options import bad_option
from api.room_at import room_at
from placement.defragment import defragmented_json
from placement.defragment.plan import AIMS
from placement.jobs import defragment_in_child
from placement.stranded import reference_server

MOST_MOVES = 50


def run_defragment(room_text: str, today: date, *, moves: int, aim: str, as_json: bool) -> int:
    """Look and print; returns the exit code 0, whatever was found."""
    if not 1 <= moves <= MOST_MOVES:
        raise bad_option("--moves", f"{moves} is no number of moves.", f"Give 1 to {MOST_MOVES}.")
    if aim not in AIMS:
        raise bad_option("--aim", f"{aim!r} is no aim.", f"Say {' or '.join(AIMS)}.")
    room, catalogue = room_at(room_text)
    started = time.perf_counter()
    found = defragment_in_child(room, reference_server(room.policy, catalogue()), today, moves, aim)
    spent = time.perf_counter() - started
    if as_json:
        print(json.dumps(defragmented_json(found, spent), indent=1, ensure_ascii=True))
    else:
        from api.render.defragment import print_defragmented

        print_defragmented(found, spent)
    return 0
