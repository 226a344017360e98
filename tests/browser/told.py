"""What people were told, and letters that were made: as a worker and the officials do it."""

from __future__ import annotations

from datetime import timedelta

from api.office import letters_of
from api.settings import Settings
from tests.browser.serving import Served
from workflow.handling.mail import QUEUE
from workflow.messages import Messenger
from workflow.ports import UnitOfWork
from workflow.rehearsal import Rehearsal


def letter(site: Served, signing: Rehearsal) -> str:
    """The cover letter of a case that waits for its decision to be signed; the code that it bears."""
    letters = letters_of(Settings(url=site.url), site.desk)
    return letters.make(signing.name, "surat_pengantar", by="agung", at=signing.now).issued.code


def tell(site: Served) -> None:
    """Everybody is told what waits in the outbox, but for one message, which is given up."""
    messenger = Messenger(None, site.url)
    soon = site.now + timedelta(minutes=1)
    with site.store.write() as unit:
        for _ in range(5):  # it is the oldest each time, until it is given up
            (lost,) = unit.jobs.lease([QUEUE], site.now, soon)
            unit.jobs.failed(lost, site.now, "Connection refused.", site.now - timedelta(days=99))
        jobs = unit.jobs.lease([QUEUE], site.now, soon, limit=1_000)
        unit.commit()
    for job in jobs:
        messenger.handle(site.store, job, site.now)

    def end(unit: UnitOfWork) -> None:
        for job in jobs:
            unit.jobs.done(job, site.now)
        unit.commit()

    site.store.run(end)
