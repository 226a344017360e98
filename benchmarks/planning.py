"""`make bench ARGS=--planning`: plans and headroom beside their targets, each in a process of its own."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from benchmarks.instances import instance, name_of
from benchmarks.report import machine, put_section
from benchmarks.requests import USUAL
from benchmarks.rooms import TODAY, make_room
from capacity.child import run_in_child
from capacity.ledger import Ledger
from placement.batch.batch import Batch
from placement.batch.solve import solve
from placement.batch.tidy import tidy
from placement.candidates import candidates
from placement.headroom import count
from placement.proof import SEED
from placement.request import PortNeed

NOISE = 1.25  # a target missed by less is put down to the machine
#: racks, requests, kind, seconds to search; target: seconds to the end (None: all of them), gap, MiB
PLANS = (
    (1_000, 200, "tight", 10.0, 3.0, 0.0, 600),
    (1_000, 200, "grouped", 10.0, None, 0.01, 600),
    (1_000, 1_000, "grouped", 10.0, None, 0.01, 600),
    (1_000, 1_000, "all-different", 20.0, None, 0.03, None),
)
SECOND = (1_000, 200, "easy", 10.0, 0.02)
#: racks, margins, target seconds, target gap
HEADROOMS = (
    (1_000, "tight", 0.5, 0.0),
    (1_000, "easy", 0.5, 0.0),
    (5_000, "tight", 2.0, 0.002),
    (5_000, "easy", 2.0, 0.002),
)
REFERENCE = replace(
    USUAL, name="reference", height_hu=4, depth_mm=750, weight_g=20_000, power_w=500, os=None, until=None,
    owner=None, ports=(PortNeed("10gbase-x-sfpp", 2),),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what was measured, the result, what was aimed at, and whether it was met."""

    what: str
    result: str
    seconds: float
    peak_mib: int
    target: str
    met: bool


def measure_planning(*, write: bool) -> int:
    """Measure, print, and return 1 if a target is missed."""
    rows = list(_rows())
    table = "\n".join(
        [
            "| what | result | seconds | peak MiB | target |",
            "|---|---|---|---|---|",
            *(f"| {r.what} | {r.result} | {r.seconds:.2f} | {r.peak_mib} | {r.target} |" for r in rows),
        ]
    )
    print(table)
    missed = [f"Missed: {row.what}: {row.result}, {row.seconds:.2f} s" for row in rows if not row.met]
    print("\n".join(missed) or "Every target is met.")
    if write:
        text = f"""Written by `make bench ARGS="--planning --write"`:
{machine("ortools", "highspy", "numpy")}.

{table}

Seconds are those of compiling the batch and of the search, on a compiled room (for headroom: one that has
been asked before); reading, explaining and verifying come on top. A gap is the distance of the best value
to the bound that was proved.
"""
        put_section("## Planning", text)
    return 1 if missed else 0


def _rows() -> Iterator[Row]:
    for racks, asked, kind, limit, seconds, gap, mib in PLANS:
        found = _apart(plan_figures, racks, asked, kind, limit, False)
        within = f", {seconds} s" if seconds else f" in {limit:.0f} s"
        target = f"gap {gap:.1%}{within}" + (f", {mib} MiB" if mib else "")
        met = found.gap <= gap * NOISE and found.seconds <= (seconds or limit + 1) * NOISE
        met = met and (mib is None or found.peak_mib <= mib)
        result = f"{found.value:,} of at most {found.bound:,}, gap {found.gap:.2%}"
        yield Row(f"plan {name_of(racks, asked, kind)}", result, found.seconds, found.peak_mib, target, met)
    racks, asked, kind, limit, gap = SECOND
    found = _apart(plan_figures, racks, asked, kind, limit, True)
    result = f"{found.value / 2:,.1f} U of at least {found.bound / 2:,.1f} U, gap {found.gap:.2%}"
    target = f"gap {gap:.0%} in {limit:.0f} s"
    met = found.gap <= gap * NOISE and found.seconds <= limit * NOISE
    what = f"height in short runs, {name_of(racks, asked, kind)}"
    yield Row(what, result, found.seconds, found.peak_mib, target, met)
    for racks, margins, seconds, gap in HEADROOMS:
        found = _apart(headroom_figures, racks, margins, gap)
        result = f"{found.value:,} of at most {found.bound:,}, gap {found.gap:.2%}"
        met = found.gap <= gap * NOISE and found.seconds <= seconds * NOISE
        target = f"to a gap of {gap:.1%} in {seconds} s"
        what = f"headroom, {margins} room of {racks:,} racks"
        yield Row(what, result, found.seconds, found.peak_mib, target, met)


@dataclass(frozen=True, slots=True)
class Figures:
    """Best value and bound (least is best for the second objective), seconds, and peak memory."""

    value: int
    bound: int
    gap: float
    seconds: float
    peak_mib: int


def plan_figures(racks: int, asked: int, kind: str, limit: float, second: bool) -> Figures:
    """Plan an instance; `second`: the figures of the height left in short runs."""
    room, batch = instance(racks, asked, kind)
    ledger = Ledger(room, TODAY, [request.name for request in batch]).compile()
    begun = time.perf_counter()
    compiled = Batch.of(ledger, batch)
    solved = solve(compiled, seconds=limit - (time.perf_counter() - begun), seed=SEED)
    if not second:
        return _figures(solved.standing.value, solved.bound, time.perf_counter() - begun)
    neat = tidy(solved.standing, time.monotonic() + limit)
    return _figures(neat.short_hu, neat.short_bound_hu, time.perf_counter() - begun)


def headroom_figures(racks: int, margins: str, gap: float) -> Figures:
    """Count the reference server in a generated room; the seconds are those to the gap."""
    ledger = Ledger(make_room(racks, 1, margins), TODAY).compile()
    candidates(ledger, REFERENCE)  # routes and cords are known to a room that has been asked before
    begun = time.perf_counter()
    near: list[float] = []

    def report(value: int, bound: int) -> None:
        if not near and bound - value <= gap * value:
            near.append(time.perf_counter() - begun)

    found = count(ledger, REFERENCE, report=report)
    return _figures(found.standing.value, found.bound, near[0])


def _figures(value: int, bound: int, seconds: float) -> Figures:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Figures(value, bound, abs(bound - value) / max(1, value), seconds, peak)


def _apart(function: Callable[..., Figures], *args: object) -> Figures:
    return run_in_child(function, *args, seconds=300.0, memory_bytes=None)
