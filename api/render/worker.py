"""What a worker does, a line a job; errors to stderr."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from api.render.text import clean, count
from capacity.errors import TitipError
from workflow.kept import DeadJob
from workflow.worker import Outcome

MOST_DEAD = 10


def print_start(queues: Collection[str]) -> None:
    """Say what is being waited for."""
    print(f"working on {', '.join(queues)}; SIGTERM or Ctrl-C ends after the job at hand", flush=True)


def print_outcome(outcome: Outcome) -> None:
    """Print what became of a job."""
    job = outcome.job
    moment = datetime.now().strftime("%H:%M:%S")
    name = f"{job.kind} {job.key}" if job.key else f"{job.kind} {job.id}"
    error = f": {clean(outcome.error, 400)}" if outcome.error else ""
    print(f"{moment} {outcome.result:6} {clean(name, 120)} ({outcome.seconds:.2f} s){error}", flush=True)


def print_trouble(error: TitipError) -> None:
    """Print what keeps the worker from its store."""
    print(f"titip worker: {clean(error, 400)}", file=sys.stderr, flush=True)


def print_worked(tally: Mapping[str, int], dead: Sequence[DeadJob]) -> None:
    """Print how many jobs came to what, and which were given up so far."""
    told = [f"{tally.get('done', 0)} done", f"{tally.get('failed', 0)} failed"]
    if tally.get("lost"):
        told.append(f"{tally['lost']} lost to another worker")
    print(f"{', '.join(told)}; {count(len(dead), 'job')} given up in all")
    for job in dead[:MOST_DEAD]:
        name = f"{job.kind} {job.key}" if job.key else f"{job.kind} {job.id}"
        print(f"  {clean(name, 120)} after {count(job.attempts, 'attempt')}: {clean(job.error, 200)}")
    if len(dead) > MOST_DEAD:
        print(f"  {len(dead) - MOST_DEAD} more; --json lists all")
