"""`make bench ARGS=--peers`: the planner beside its peers on all instances, as a table and a picture."""

from __future__ import annotations

from benchmarks.compare import OURS, Run, compare, table
from benchmarks.instances import COMPARED
from benchmarks.plot import plot
from benchmarks.report import PAGE, machine, put_section

SECONDS = 20.0
PICTURE = "peers.svg"


def compare_all(*, write: bool, quick: bool = False) -> int:
    """Compare, print, and with `write` put it into the page; 1 where an answer is wrong or beats ours."""
    runs: list[Run] = []
    for racks, count, kind in COMPARED[:2] if quick else COMPARED:
        own = compare(racks, count, kind, seconds=SECONDS)
        print(table(own), flush=True)
        runs += own
    if write:
        _write(runs)
    bad = [run for run in runs if run.status == "wrong" or (run.ratio or 0) > 1]
    for run in bad:
        print(f"{run.name} on {run.count:,} on {run.racks:,} {run.kind}: {run.status}, {run.value:,}")
    return 1 if bad else 0


def _write(runs: list[Run]) -> None:
    PAGE.with_name(PICTURE).write_text(plot(runs), encoding="utf-8")
    text = f"""Written by `make bench ARGS="--peers --write"`: {machine("ortools", "highspy", "numpy")}.

![Value of plans over seconds, by peer and instance]({PICTURE})

{table(runs)}

Instances are made by `benchmarks/instances.py` (seed 1), peers stand in `benchmarks/peers/`. Each runs in a
process of its own, and the verifier has passed every placement. *value* is the sum of priority over placed
items, *bound* what no placement exceeds by that peer's own proof, *ratio* the value divided by that of
`{OURS}`. Each may search {SECONDS:.0f} s; what the textbook models need for building comes on top, and so
does what a solver overruns its limit by. "unknown": nothing was found in that time.
"""
    put_section("## Planning, beside its peers", text)
