"""What people are told of a case: jobs of the outbox, written in the transaction that gives the reason.

A job names the occasion, the case and the persons; what it says is put into words when it is sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from workflow.case.inbox import deciders
from workflow.events import (
    AgencyAsked,
    CaseClosed,
    CaseFiled,
    ClockResumed,
    CommentAdded,
    Event,
    LettersSent,
    StepOpened,
    StepReassigned,
)
from workflow.facts import Facts
from workflow.handling.facts import office_facts
from workflow.kept import NewJob
from workflow.ports import UnitOfWork
from workflow.procedure import Published
from workflow.state import Case

QUEUE = "mail"


def tell(unit: UnitOfWork, case: Case, published: Published, seen: int, events: Iterable[Event]) -> None:
    """Put the jobs that the events are a reason for; each once, by the number of its event."""
    facts: Facts | None = None
    for number, event in enumerate(events, start=seen + 1):
        occasion = _OCCASIONS.get(type(event))
        if occasion is None or (isinstance(event, CommentAdded) and not event.visible):
            continue
        facts = facts or office_facts(unit, published, event.at)
        to = _people(case, published, facts, event)
        put(unit, case, occasion, to, event.at, key=f"mail:{case.name}:{number}")


def put(
    unit: UnitOfWork, case: Case, occasion: str, to: Iterable[str], at: datetime, *, key: str, due: str = ""
) -> bool:
    """Put one job for all of these persons; False where it was put before, or there is nobody to tell."""
    people = tuple(dict.fromkeys(to))
    body = {"case": case.name, "occasion": occasion, "to": people, "due": due}
    return bool(people) and unit.jobs.put(NewJob(QUEUE, "message", body, at, key=key), at)


_OCCASIONS = {
    CaseFiled: "filed",
    StepOpened: "arrived",
    StepReassigned: "arrived",
    AgencyAsked: "asked",
    ClockResumed: "answered",
    CommentAdded: "comment",
    LettersSent: "sent",
    CaseClosed: "closed",
}


def _people(case: Case, published: Published, facts: Facts, event: Event) -> tuple[str, ...]:
    """Whom an event concerns; never the one whose doing it is."""
    officials = tuple(one.person.id for one in deciders(case, published.procedure, facts, event.at))
    if isinstance(event, StepReassigned):
        to: tuple[str, ...] = (event.to,)
    elif isinstance(event, StepOpened | ClockResumed):
        to = officials
    elif isinstance(event, CommentAdded):
        to = officials if event.by.role == "agency" else case.requesters
    else:
        to = case.requesters
    return tuple(person for person in to if person != event.by.person)
