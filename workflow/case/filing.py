"""A request is filed: by its agency, or by a registrar with agenda number and the stamp "complete since"."""

from __future__ import annotations

from datetime import datetime

from workflow.case import handing_in
from workflow.case.context import Context, after_events, due_of, not_empty
from workflow.case.evolve import evolve
from workflow.case.who import Capacity, for_agency
from workflow.commands import File
from workflow.errors import BadValue, Conflict, NotAllowed
from workflow.events import CaseFiled, Event, PaperAdded, StepDecided, StepOpened
from workflow.guards import REGISTRY, Situation
from workflow.procedure.walks import lands_on
from workflow.roles import Offices
from workflow.state import Case


def file(command: File, context: Context) -> list[Event]:
    """What happens when a request is filed. Raises NotAllowed, BadValue, MissingPaper, Conflict."""
    who = for_agency(command.agency, context, command.by, command.at, command.case)
    not_empty(command.subject, "The subject", command.case)
    since = _complete_since(command, who)
    if command.refers_to is not None:
        _revises(command, context)
    events: list[Event] = [
        CaseFiled(
            at=command.at,
            by=who.by,
            case=command.case,
            procedure=context.sha256,
            agency=command.agency,
            requester=_requester(command, who, context.facts.offices),
            subject=command.subject,
            request_sha256=command.request_sha256,
            complete_since=since,
            channel=command.channel,
            agenda=command.agenda,
            refers_to=command.refers_to,
        )
    ]
    case = evolve(None, events[0])
    for paper in command.papers:
        added = PaperAdded(
            at=command.at, by=who.by, version=handing_in.of_agency(case, context, paper, who.by.person)
        )
        case = evolve(case, added)
        events.append(added)
    return events + _submitted(case, command, context, who, since)


def _submitted(case: Case, command: File, context: Context, who: Capacity, since: datetime) -> list[Event]:
    """The start is decided by filing: its guards must hold, and the next step opens."""
    start = context.procedure.start
    outcome = start.outcomes[0]
    situation = Situation(case, context.procedure, context.facts, who.by.person, start)
    for guard in outcome.guards:
        if error := REGISTRY[guard](situation):
            raise error
    made = handing_in.by_deciding(case, context, start, who.by.person, None)
    events: list[Event] = [PaperAdded(at=command.at, by=who.by, version=version) for version in made]
    decided = StepDecided(
        at=command.at, by=who.by, step=start.no, visit=0, outcome=outcome.id, effects=outcome.effects
    )
    events.append(decided)
    case = after_events(case, events)
    target = context.procedure.step(lands_on(context.procedure, outcome, case.path))
    assert target is not None  # a published procedure leads on from its start
    due = due_of(target, since, context.facts)
    opened = StepOpened(at=command.at, by=who.by, step=target.no, visit=1, since=since, due=due)
    return [*events, opened]


def _requester(command: File, who: Capacity, offices: Offices) -> str:
    """The person who asks: whoever files for his agency, or the one that the registrar names.

    Somebody who is known is meant however his name is written: he must not come to decide his own request by
    a blank or a capital letter. Others, whom the office does not know, are kept as they are written.
    """
    if who.by.role == "agency":
        return who.by.person
    named = " ".join(not_empty(command.requester, "The person at the agency who asks", command.case).split())
    known = (one.id for one in offices.people if named.casefold() in (one.id.casefold(), one.name.casefold()))
    return next(known, named)


def _complete_since(command: File, who: Capacity) -> datetime:
    if who.by.role == "agency":
        if command.complete_since is not None:
            raise NotAllowed("The stamp 'complete since' is the registrar's.", command.case)
        return command.at
    not_empty(command.agenda, "The agenda number", command.case)
    if command.complete_since is None:
        raise BadValue("The stamp 'complete since' is missing.", command.case)
    if command.complete_since > command.at:
        raise BadValue("The stamp 'complete since' lies in the future.", command.case)
    return command.complete_since


def _revises(command: File, context: Context) -> None:
    """A revised request refers to a refused case of the same agency, or to one that ended without a place."""
    earlier = context.facts.earlier
    if earlier is None or earlier.agency != command.agency:
        raise NotAllowed(f"'{command.refers_to}' is no case of {command.agency}.", command.case)
    if earlier.status == "open":
        raise Conflict(f"'{command.refers_to}' is still open.", command.case)
    if earlier.status == "archived" and not earlier.refused:
        raise NotAllowed(f"'{command.refers_to}' was granted; ask for a new place.", command.case)
