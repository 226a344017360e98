"""titip worker: does the work that was left for later, until it is told to end."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from api.commands.shell import print_json
from api.store import open_store
from workflow.handling import timers
from workflow.kept import DeadJob
from workflow.ports import Store
from workflow.worker import Outcome, Worker

# Messages wait in their own queue for a worker that can send them.
HANDLERS = timers.JOBS
QUEUES = (timers.QUEUE,)


def run_worker(*, once: bool, as_json: bool) -> int:
    """Work until SIGTERM or SIGINT, which let the job at hand be finished; `once`: while jobs are due."""
    from api.render.worker import print_outcome, print_start, print_trouble, print_worked

    tally: Counter[str] = Counter()

    def tell(outcome: Outcome) -> None:
        tally[outcome.result] += 1
        if not as_json:
            print_outcome(outcome)

    with open_store() as store:
        worker = Worker(store, HANDLERS, QUEUES, tell=tell, trouble=print_trouble)
        with _ended_by_signals(worker.stop):
            if once:
                worker.drain()
            else:
                if not as_json:
                    print_start(QUEUES)
                worker.run()
        dead = _dead(store)
    if as_json:
        gone = [{"kind": j.kind, "key": j.key, "attempts": j.attempts, "error": j.error} for j in dead]
        print_json({**{name: tally[name] for name in ("done", "failed", "lost")}, "given_up": gone})
    else:
        print_worked(tally, dead)
    return 0


@contextmanager
def _ended_by_signals(stop: Callable[[], None]) -> Iterator[None]:
    """Within the block, the first SIGTERM or SIGINT calls `stop`; a second one ends the process at once."""

    def ended(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop()

    before = {number: signal.signal(number, ended) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _dead(store: Store) -> tuple[DeadJob, ...]:
    with store.read() as unit:
        return unit.jobs.dead()
