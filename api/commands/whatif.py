"""titip whatif: scenarios side by side with the room as it is."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from api.room_at import room_at, shown_name
from capacity.errors import BadInput, Problem
from capacity.reading.catalogue import Catalogue
from capacity.room import Room
from capacity.scenario import Scenario
from capacity.scenario.reading import read_scenario
from placement.jobs import whatif_in_child
from placement.reading import read_requests
from placement.request import Request
from placement.whatif import Prepared, prepare, whatif_json


def run_whatif(
    room_text: str,
    scenario_paths: Sequence[Path],
    requests_path: Path | None,
    today: date,
    *,
    as_json: bool,
) -> int:
    """Compare and print; returns the exit code: 0 compared, 4 something cannot be decided."""
    started = time.perf_counter()
    room, catalogue_of = room_at(room_text)
    catalogue = catalogue_of()
    prepared, queue = _prepared(room, scenario_paths, requests_path, catalogue)
    found = whatif_in_child(room, prepared, today, catalogue=catalogue, queue=queue)
    spent = time.perf_counter() - started
    if as_json:
        print(json.dumps(whatif_json(found, spent), indent=1, ensure_ascii=True))
    else:
        from api.render.whatif import print_whatif

        print_whatif(shown_name(room_text), found, spent)
    return 4 if any(outcome.undecided for outcome in found.outcomes) else 0


def _prepared(
    room: Room, scenario_paths: Sequence[Path], requests_path: Path | None, catalogue: Catalogue
) -> tuple[tuple[Prepared, ...], tuple[Request, ...]]:
    """The scenarios and the queue, ready; raises BadInput with every problem of all files."""
    problems: list[Problem] = []
    queue: tuple[Request, ...] = ()
    if requests_path is not None:
        try:
            queue = read_requests(requests_path, catalogue)
        except BadInput as bad:
            problems += bad.problems
    scenarios: list[Scenario] = []
    for path in scenario_paths:
        try:
            scenarios.append(read_scenario(path))
        except BadInput as bad:
            problems += bad.problems
    prepared: tuple[Prepared, ...] = ()
    try:
        prepared = prepare(room, scenarios, catalogue, queue)
    except BadInput as bad:
        problems += bad.problems
    if problems:
        raise BadInput(problems)
    return prepared, queue
