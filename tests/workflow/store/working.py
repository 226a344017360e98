"""A worker as a process: ``python -m tests.workflow.store.working ADDRESS LOG LEASE_S JOB_S``.

It writes "ready - PID" into the log, and for each job "began KEY PID" and "ended KEY PID". A job takes JOB_S
seconds, and has an effect in the database, in the unit of work that ends it.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import datetime, timedelta

from workflow.kept import Job, News
from workflow.ports import Store
from workflow.store import SqlStore
from workflow.store.engine import make_engine
from workflow.worker import Worker, ended_by_signals


def main(address: str, log: str, lease_s: float, job_s: float) -> None:
    file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(word: str, key: str | None) -> None:
        os.write(file, f"{word} {key} {os.getpid()}\n".encode())

    def handle(store: Store, job: Job, at: datetime) -> None:
        note("began", job.key)
        time.sleep(job_s)
        with store.write() as unit:
            unit.log.tell(News("job", str(job.key), None, "Done", at, "worker", "{}"))
            unit.jobs.done(job, at)
            unit.commit()
        note("ended", job.key)

    store = SqlStore(make_engine(address))
    worker = Worker(store, {"letter": handle}, ["mail"], lease=timedelta(seconds=lease_s), idle_s=0.1)
    with ended_by_signals(worker.stop):
        note("ready", "-")
        worker.run()
    store.close()


def effects(store: SqlStore) -> list[str]:
    """The keys of the jobs that had their effect, as often as they had it."""
    with store.read() as unit:
        return sorted(entry.news.name for entry in unit.log.since(0))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4]))
