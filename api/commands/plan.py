"""titip plan: a batch of requests placed together."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

from capacity.errors import BadInput, Problem
from capacity.reading import read_room
from capacity.reading.catalogue import catalogue_for
from capacity.reading.output import replace_file
from capacity.reading.spreadsheet import csv_text
from placement.jobs import plan_in_child
from placement.plan_json import COLUMNS, placement_rows, plan_json
from placement.reading import read_requests

EXIT = {"fits": 0, "does not fit": 3, "cannot decide": 4}
WORST = (4, 3, 0)


def run_plan(
    room_path: Path,
    requests_path: Path,
    today: date,
    *,
    out: Path | None,
    seconds: float | None,
    as_json: bool,
) -> int:
    """Plan and print; returns the exit code: 0 all placed, 3 some not, 4 some cannot be decided."""
    if out is not None:
        _refuse_input(out, room_path, requests_path)
    room = read_room(room_path)
    requests = read_requests(requests_path, catalogue_for(room_path))
    started = time.perf_counter()
    found = plan_in_child(room, requests, today, seconds=seconds)
    spent = time.perf_counter() - started
    if out is not None:
        replace_file(csv_text(COLUMNS, placement_rows(found.placed)), out)
    if as_json:
        print(json.dumps(plan_json(found, spent), indent=1, ensure_ascii=True))
    else:
        from api.render.plan import print_plan

        print_plan(room, requests, found, spent, today=today)
    return next((code for code in WORST if code in {EXIT[r.decision] for r in found.requests}), 0)


def _refuse_input(out: Path, room_path: Path, requests_path: Path) -> None:
    """Placements never take the place of what they were made from."""
    place, room = out.resolve(), room_path.resolve()
    if place in (requests_path.resolve(), room) or room in place.parents:
        problem = f"{out.name!r} is, or lies in, what the plan is made from."
        raise BadInput([Problem("command line", None, "--out", problem, "Name another file.")])
