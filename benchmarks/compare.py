"""Titip's planner beside its peers on the same batch: each in a process of its own, each answer verified."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from benchmarks.instances import instance
from benchmarks.peers.best_fit import best_fit
from benchmarks.peers.dot_product import dot_product
from benchmarks.peers.first_fit import first_fit
from benchmarks.peers.outcome import Outcome
from benchmarks.rooms import TODAY
from capacity.child import run_in_child
from capacity.errors import ChildFailed, ChildStopped
from capacity.room import Room
from placement.request import Request
from placement.verify import Verifier

OURS = "titip plan"
MEMORY_BYTES = 8 * 2**30  # of address space
STARTED_S = 120  # what making the room, building a model and verifying may take on top
OVERRUN = 4  # how much longer than told a solver may search before it is killed

Peer = Callable[[Room, Sequence[Request], date, float], Outcome]


@dataclass(frozen=True, slots=True)
class Run:
    """One peer on one instance.

    Attributes
    ----------
    value, bound
        As in `Outcome`; the value is 0 where it was stopped.
    status
        As in `Outcome`, or "stopped: time" and "stopped: memory", or "wrong" if the verifier refuses it.
    ratio
        Value divided by that of Titip's planner on the same instance; None where that was not asked for.
    """

    name: str
    racks: int
    count: int
    kind: str
    placed: int
    value: int
    bound: int | None
    status: str
    seconds: float
    built_seconds: float
    peak_mib: int
    ratio: float | None = None


def titip_plan(room: Room, requests: Sequence[Request], today: date, seconds: float) -> Outcome:
    """Titip's own planner as a peer."""
    from placement.plan import plan

    started = time.perf_counter()
    made = plan(room, requests, today, seconds=seconds)
    taken = time.perf_counter() - started
    worth = made.objectives[0]
    return Outcome(OURS, made.placed, worth.value, worth.bound, made.proof.status, taken, 0.0)


def textbook_cpsat(room: Room, requests: Sequence[Request], today: date, seconds: float) -> Outcome:
    from benchmarks.peers import textbook_cpsat as own

    return own.textbook_cpsat(room, requests, today, seconds)


def textbook_mip(room: Room, requests: Sequence[Request], today: date, seconds: float) -> Outcome:
    from benchmarks.peers import textbook_mip as own

    return own.textbook_mip(room, requests, today, seconds)


#: Everything that can be compared; solvers are imported where they are used, for their memory is measured.
PEERS: dict[str, Peer] = {
    OURS: titip_plan,
    "first fit": first_fit,
    "best-fit decreasing": best_fit,
    "dot product": dot_product,
    "textbook CP-SAT": textbook_cpsat,
    "textbook MIP": textbook_mip,
}


def compare(
    racks: int, count: int, kind: str, seed: int = 1, seconds: float = 10.0, names: Iterable[str] = PEERS
) -> list[Run]:
    """Run peers on an instance of `benchmarks.instances`, one after the other.

    Parameters
    ----------
    seconds
        What each may search; the textbook models build on top of it.
    names
        Of `PEERS`.
    """
    found = [_run(name, racks, count, kind, seed, seconds) for name in names]
    ours = next((run.value for run in found if run.name == OURS), None)
    return [replace(run, ratio=run.value / ours if ours else None) for run in found]


def _run(name: str, racks: int, count: int, kind: str, seed: int, seconds: float) -> Run:
    deadline = OVERRUN * seconds + STARTED_S
    started = time.perf_counter()
    try:
        return run_in_child(
            _measure, name, racks, count, kind, seed, seconds, seconds=deadline, memory_bytes=MEMORY_BYTES
        )
    except ChildStopped as stopped:
        status = f"stopped: {stopped.reason}"
    except ChildFailed as failed:
        status = f"failed: {failed}"
    taken = time.perf_counter() - started
    return Run(name, racks, count, kind, 0, 0, None, status, taken, 0.0, 0)


def _measure(name: str, racks: int, count: int, kind: str, seed: int, seconds: float) -> Run:
    """Make the instance, let the peer place it, and verify; runs in the child."""
    room, requests = instance(racks, count, kind, seed)
    outcome = PEERS[name](room, requests, TODAY, seconds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    verdict = Verifier(room, TODAY, [r.name for r in requests]).verify(requests, outcome.placed)
    status = outcome.status if verdict.holds and not verdict.unknown else "wrong"
    return Run(
        name, racks, count, kind, len(outcome.placed), outcome.value, outcome.bound, status,
        outcome.seconds, outcome.built_seconds, peak,
    )  # fmt: skip


def table(runs: Sequence[Run]) -> str:
    """A table in Markdown, one row per run."""
    heads = (
        "requests on racks", "kind", "", "placed", "value", "bound", "ratio", "status", "seconds", "building",
        "peak MiB",
    )  # fmt: skip
    rows = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for run in runs:
        cells = [
            f"{run.count:,} on {run.racks:,}", run.kind, run.name, f"{run.placed:,}", f"{run.value:,}",
            "" if run.bound is None else f"{run.bound:,}", "" if run.ratio is None else f"{run.ratio:.3f}",
            run.status, f"{run.seconds:.2f}", f"{run.built_seconds:.2f}", str(run.peak_mib or ""),
        ]  # fmt: skip
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)
