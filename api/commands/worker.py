"""titip worker: does the work that was left for later, until it is told to end."""

from __future__ import annotations

from collections import Counter

from api.commands.shell import now, print_json
from api.settings import read_settings
from api.store import open_store
from api.work import QUEUES, handlers, set_timers
from capacity.reading.catalogue import read_catalogue
from workflow.kept import DeadJob
from workflow.ports import Store, UnitOfWork
from workflow.worker import Outcome, Worker, ended_by_signals


def run_worker(*, once: bool, as_json: bool) -> int:
    """Work until SIGTERM or SIGINT, which let the job at hand be finished; `once`: while jobs are due."""
    from api.render.worker import print_outcome, print_start, print_trouble, print_worked

    tally: Counter[str] = Counter()

    def tell(outcome: Outcome) -> None:
        tally[outcome.result] += 1
        if not as_json:
            print_outcome(outcome)

    settings = read_settings()
    with open_store(settings) as store:
        store.run(_set_timers)
        known = handlers(settings, read_catalogue())
        worker = Worker(store, known, QUEUES, tell=tell, trouble=print_trouble)
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


def _set_timers(unit: UnitOfWork) -> None:
    set_timers(unit, now())
    unit.commit()


def _dead(store: Store) -> tuple[DeadJob, ...]:
    with store.read() as unit:
        return unit.jobs.dead()
