"""What workers do, in `titip worker` and `serve`: timers of cases, calculations, messages, tidying up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from api.connectors.dask_cluster import pool_for
from api.connectors.smtp import Smtp
from api.security.sessions import SessionTimes, forget_old_sessions
from api.security.throttle import forget_old_attempts
from api.settings import Settings
from capacity.reading.catalogue import Catalogue
from workflow import computing
from workflow.handling import timers
from workflow.kept import Job, NewJob
from workflow.messages import Messenger
from workflow.messages.messenger import QUEUE as MESSAGES
from workflow.ports import Store, UnitOfWork
from workflow.worker import Handler

TIDY = "tidy"
TIDY_EVERY = timedelta(hours=6)
KEYS_KEPT = timedelta(hours=24)  # how long an idempotency key answers for
QUEUES = (timers.QUEUE, computing.QUEUE, MESSAGES, TIDY)


def handlers(settings: Settings, catalogue: Catalogue) -> Mapping[str, Handler]:
    """What does the jobs of each kind. Without a mail server people are told within Titip only."""
    mailer = Smtp(settings.smtp, settings.mail_from) if settings.smtp else None
    messenger = Messenger(mailer, settings.url)
    return {
        **timers.JOBS,
        # A cluster where one is named; else a forecast has a process of its own.
        **computing.jobs(catalogue, lambda: pool_for(1)),
        "message": messenger.handle,
        TIDY: tidy,
    }


def set_timers(unit: UnitOfWork, at: datetime) -> None:
    """Set what sets itself from one time to the next, where it is not set: the digest, the tidying up."""
    if any(job.kind == "digest" for job in unit.jobs.dead()):
        timers.set_digest(unit, at)
    unit.jobs.arm(NewJob(TIDY, TIDY, {}, at, key=TIDY), at)


def tidy(store: Store, job: Job, at: datetime) -> None:
    """Drop sessions that ended, sign-ins that are forgotten, and idempotency keys older than a day."""

    def once(unit: UnitOfWork) -> None:
        unit.jobs.done(job, at)
        forget_old_sessions(unit, at, SessionTimes())
        forget_old_attempts(unit, at)
        unit.keys.forget(at - KEYS_KEPT)
        unit.jobs.arm(NewJob(TIDY, TIDY, {}, at + TIDY_EVERY, key=TIDY), at)
        unit.commit()

    store.run(once)
