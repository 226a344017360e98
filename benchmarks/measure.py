"""What is measured on one generated room: reading, compiling, deciding, verifying; CP-SAT as the peer."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.folder import write_folder
from benchmarks.requests import mix
from benchmarks.rooms import TODAY, make_room
from capacity.data import data_path
from capacity.ledger import Ledger
from capacity.reading import read_room
from capacity.room import Room
from placement.check import Checker
from placement.request import Request
from placement.solver.model import decide
from placement.verify import Verifier

ITEMS = 20  # placements of the answer that a whole-room verification looks at


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds on a room of `racks` racks.

    `ready` is a folder to a compiled ledger, `check_p95` a warm check with explanation and
    verification, `verify` a whole room with an answer of twenty items, preparing included, `solver`
    CP-SAT on the first request of the mix.
    """

    racks: int
    ready: float
    check_p50: float
    check_p95: float
    verify: float
    solver: float
    peak_mib: int


def measure(racks: int, repeats: int) -> Figures:
    """Measure one size; `repeats` rounds over the mix of requests."""
    room = make_room(racks)
    with tempfile.TemporaryDirectory() as folder:
        path = write_folder(room, Path(folder) / "room")
        ready = _median(lambda: _ready(path), 3 if racks <= 1_000 else 1)
    checker = Checker(room, TODAY)
    requests = mix()
    for request in requests:
        checker.check(request, certify=False)
    taken = sorted(_seconds(partial(checker.check, r)) for _ in range(repeats) for r in requests)
    whole = _whole(room, checker, requests[0])
    ledger, _ = checker.compiled(requests[0])
    solver = _seconds(lambda: decide(ledger, requests[0], 1))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Figures(
        racks, ready, median(taken), taken[len(taken) * 95 // 100], whole, solver, peak
    )  # fmt: skip


def shell(repeats: int = 5) -> float:
    """Median seconds of `titip check` on the sample room, from the shell, imports included."""
    room, request = data_path("rooms/denpasar"), data_path("requests/fits-web-server.json")
    words = [sys.executable, "-m", "api.cli", "check", str(room), str(request)]
    return _median(lambda: subprocess.run(words, check=True, capture_output=True), repeats)


def _ready(path: Path) -> None:
    ledger = Ledger(read_room(path), TODAY).compile()
    ledger.cord_choices(2)


def _whole(room: Room, checker: Checker, request: Request) -> float:
    """Seconds to verify an answer of twenty items in twenty racks, in a room that is not prepared."""
    answer = checker.check(request, alternatives=ITEMS - 1, one_per_rack=True)
    places = [*answer.placement, *(p for a in answer.alternatives for p in a.placement)]
    placed = [replace(p, item=number) for number, p in enumerate(places, 1)]
    asked = replace(request, quantity=max(1, len(placed)))
    return _seconds(lambda: Verifier(room, TODAY, [request.name]).verify([asked], placed))


def _median(work: Callable[[], object], repeats: int) -> float:
    return median(_seconds(work) for _ in range(repeats))


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
