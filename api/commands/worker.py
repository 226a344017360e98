"""titip worker: does the work that was left for later, until it is told to end."""

from __future__ import annotations

from collections import Counter

from api.commands.shell import now, print_json
from api.store import open_store
from workflow.handling import timers
from workflow.kept import DeadJob
from workflow.ports import Store, UnitOfWork
from workflow.worker import Outcome, Worker, ended_by_signals

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
        store.run(_set_digest_again)
        worker = Worker(store, HANDLERS, QUEUES, tell=tell, trouble=print_trouble)
        with ended_by_signals(worker.stop):
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


def _set_digest_again(unit: UnitOfWork) -> None:
    """Set the daily digest if it was given up: it sets itself only from one time to the next."""
    if any(job.kind == "digest" for job in unit.jobs.dead()):
        timers.set_digest(unit, now())
        unit.commit()


def _dead(store: Store) -> tuple[DeadJob, ...]:
    with store.read() as unit:
        return unit.jobs.dead()
