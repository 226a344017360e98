"""Does the jobs of the outbox: tells people within Titip, and sends mail to those whose address is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from workflow.handling.mail import QUEUE
from workflow.kept import Job
from workflow.messages.wording import Message, digest, worded
from workflow.plain import canonical
from workflow.ports import Store, UnitOfWork

__all__ = ["QUEUE", "Mail", "Mailer", "Messenger"]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one person. `id` is the same for the same message, so that one sent twice can be told."""

    id: str
    to: str
    subject: str
    text: str


class Mailer(Protocol):
    def send(self, mails: Sequence[Mail]) -> None:
        """Hand over mails; what was handed over before a failure may come again. Raises MailFailed."""
        ...


class Messenger:
    """The handler of the queue `QUEUE`; without a mailer people are told within Titip only.

    `url` is where people reach Titip, for the links in mails.
    """

    def __init__(self, mailer: Mailer | None, url: str) -> None:
        self._mailer = mailer
        self._url = url.rstrip("/")

    def handle(self, store: Store, job: Job, at: datetime) -> None:
        """Tell everybody whom the job names, then send the mails, then end the job.

        Told within Titip exactly once; mailed at least once: a mail that went out just before a crash comes
        again, with the same message id.
        """

        def tell(unit: UnitOfWork) -> list[Mail]:
            mails = self._told(unit, job, at)
            unit.commit()
            return mails

        mails = store.run(tell)
        if self._mailer is not None and mails:
            self._mailer.send(mails)

    def _told(self, unit: UnitOfWork, job: Job, at: datetime) -> list[Mail]:
        body = job.body
        to = [str(person) for person in body["to"]] if isinstance(body["to"], list) else []
        message, case = self._message(unit, job)
        addresses = {person.id: person.email for person in unit.office.offices().people}
        key = job.key or str(job.id)
        text = canonical({"subject": message.subject, "body": message.body}).decode()
        for person in to:
            if person in addresses:
                unit.notifications.put(key, person, case, str(body["occasion"]), text, at)
        return [
            Mail(f"{key}:{person}", address, message.subject.id, self._text(message, case))
            for person in to
            if (address := addresses.get(person))
        ]

    @staticmethod
    def _message(unit: UnitOfWork, job: Job) -> tuple[Message, str | None]:
        occasion = str(job.body["occasion"])
        if occasion == "digest":
            cases = job.body["cases"]
            return digest([str(name) for name in cases] if isinstance(cases, list) else []), None
        case = unit.cases.get(str(job.body["case"]))
        procedure = unit.office.procedure(case.procedure).procedure
        step = procedure.step(case.step.no if case.step else None)
        zone = ZoneInfo(unit.office.calendar().zone)
        return worded(occasion, case, step, zone), case.name

    def _text(self, message: Message, case: str | None) -> str:
        link = f"{self._url}/cases/{case}" if case else f"{self._url}/"
        return f"{message.body.id}\n\n{link}\n\n--\n{message.subject.en}\n{message.body.en}\n"
