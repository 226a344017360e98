"""titip plan: a batch of requests placed together."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

from api.room_at import room_at, stored_name
from capacity.errors import BadInput, Problem
from capacity.reading.output import replace_file
from capacity.reading.spreadsheet import csv_text
from placement.jobs import plan_in_child
from placement.plan_json import COLUMNS, placement_rows, plan_json
from placement.reading import read_requests

EXIT = {"fits": 0, "does not fit": 3, "cannot decide": 4}
WORST = (4, 3, 0)


def run_plan(
    room_text: str,
    requests_path: Path,
    today: date,
    *,
    out: Path | None,
    seconds: float | None,
    as_json: bool,
    fewest_racks: bool = False,
    remedies: bool = True,
) -> int:
    """Plan and print; returns the exit code: 0 all placed, 3 some not, 4 some cannot be decided."""
    if out is not None:
        _refuse_input(out, room_text, requests_path)
    room, catalogue = room_at(room_text)
    requests = read_requests(requests_path, catalogue())
    started = time.perf_counter()
    found = plan_in_child(
        room, requests, today, seconds=seconds, fewest_racks=fewest_racks, remedies=remedies
    )
    spent = time.perf_counter() - started
    if out is not None:
        replace_file(csv_text(COLUMNS, placement_rows(found.placed)), out)
    if as_json:
        print(json.dumps(plan_json(found, spent), indent=1, ensure_ascii=True))
    else:
        from api.render.plan import print_plan

        print_plan(room, requests, found, spent, today=today)
    return next((code for code in WORST if code in {EXIT[r.decision] for r in found.requests}), 0)


def _refuse_input(out: Path, room_text: str, requests_path: Path) -> None:
    """Placements never take the place of what they were made from."""
    place, made_from = out.resolve(), [requests_path.resolve()]
    if stored_name(room_text) is None:
        made_from.append(Path(room_text).resolve())
    if place in made_from or made_from[-1] in place.parents:
        problem = f"{out.name!r} is, or lies in, what the plan is made from."
        raise BadInput([Problem("command line", None, "--out", problem, "Name another file.")])
