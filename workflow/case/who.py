"""In which capacity a person acts in a case on a day, or why he may not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workflow.case.context import Context
from workflow.errors import Conflict, NotAllowed, OwnRequest
from workflow.events import By
from workflow.procedure import Step
from workflow.roles import ROLES, Acting, own_request, who_decides
from workflow.state import Case


@dataclass(frozen=True, slots=True)
class Capacity:
    """Who acts, as events keep it, and the holding that it rests on."""

    by: By
    acting: Acting


def of_step(case: Case, context: Context, step: Step, person: str, at: datetime) -> Capacity:
    """The capacity to decide the open step. Raises NotAllowed, OwnRequest, Conflict.

    A superior may have given the step to another official than its actor, unless something is signed there.
    A claim counts as long as its holder may still decide.
    """
    capacity = _entitled(case, context, step, person, at)
    holder = case.step.holder if case.step else None
    if holder not in (None, person) and _may(case, context, step, holder or "", at):
        raise Conflict(f"Step {step.no} has been claimed by '{holder}'.", case.name)
    return capacity


def _may(case: Case, context: Context, step: Step, person: str, at: datetime) -> bool:
    try:
        _entitled(case, context, step, person, at)
    except NotAllowed:
        return False
    return True


def _entitled(case: Case, context: Context, step: Step, person: str, at: datetime) -> Capacity:
    given = case.step is not None and case.step.assigned and case.step.holder == person
    if given and step.kind != "sign":
        acting = official(case, context, person, at).acting
        return _capacity(acting, None if acting.post.role in step.actors else step.actors[0])
    return of_roles(case, context, step.actors, person, at)


def of_roles(case: Case, context: Context, roles: tuple[str, ...], person: str, at: datetime) -> Capacity:
    """The capacity to act for one of the roles, or as a superior who stands in.

    Raises NotAllowed, OwnRequest.
    """
    procedure, offices, day = context.procedure, context.facts.offices, context.facts.day(at)
    if any(actor.outside for role in roles if (actor := procedure.actor(role))):
        return for_agency(case.agency, context, person, at, case.name)
    above = _above(context, roles)
    deciders = who_decides(offices, roles, above, day, case.requesters)
    found = next((acting for acting in deciders if acting.person.id == person), None)
    if found is not None:
        return _capacity(found, None if found.post.role in roles else roles[0])
    if any(acting.person.id == person for acting in who_decides(offices, roles, above, day)):
        raise OwnRequest("Nobody decides his own request.", case.name)
    titles = " or ".join(actor.title.id for role in roles if (actor := procedure.actor(role)))
    present = ", ".join(acting.person.name for acting in deciders) or "nobody: the post is vacant"
    raise NotAllowed(f"This is for {titles} ({present}).", case.name)


def superior(case: Case, context: Context, step: Step, person: str, at: datetime) -> Capacity:
    """The capacity to direct whoever decides the step; the head of the office directs himself.

    Raises NotAllowed, OwnRequest.
    """
    offices, day = context.facts.offices, context.facts.day(at)
    roles = _above(context, step.actors) or step.actors
    for role in roles:
        for acting in offices.acting(role, day):
            if acting.person.id != person:
                continue
            if own_request(person, case.requesters):
                raise OwnRequest("Nobody directs how his own request is decided.", case.name)
            return _capacity(acting)
    titles = " or ".join(actor.title.id for role in roles if (actor := context.procedure.actor(role)))
    raise NotAllowed(f"This is for a superior: {titles}.", case.name)


def official(case: Case, context: Context, person: str, at: datetime) -> Capacity:
    """The capacity of an official of the office, whichever. Raises NotAllowed, OwnRequest."""
    offices, day = context.facts.offices, context.facts.day(at)
    for role in offices.roles_of(person, day):
        if ROLES[role].official:
            if own_request(person, case.requesters):
                raise OwnRequest("Nobody decides his own request.", case.name)
            return _capacity(next(a for a in offices.acting(role, day) if a.person.id == person))
    raise NotAllowed(f"'{person}' holds no post of the office on {day}.", case.name)


def for_agency(agency: str, context: Context, person: str, at: datetime, where: str) -> Capacity:
    """The capacity to act for an agency: as one of its people, or as a registrar. Raises NotAllowed."""
    offices, day = context.facts.offices, context.facts.day(at)
    acting = (*offices.acting("agency", day, agency), *offices.acting("registrar", day))
    found = next((one for one in acting if one.person.id == person), None)
    if found is None:
        raise NotAllowed(f"'{person}' does not act for {agency} on {day}.", where)
    return _capacity(found)


def anybody(case: Case, context: Context, person: str, at: datetime) -> Capacity:
    """The capacity in which a person has to do with the case at all. Raises NotAllowed.

    An official who is himself the one who asks counts as one of the agency.
    """
    offices, day = context.facts.offices, context.facts.day(at)
    if own_request(person, case.requesters) or not any(
        ROLES[role].official or role == "planner" for role in offices.roles_of(person, day)
    ):
        return for_agency(case.agency, context, person, at, case.name)
    role = next(r for r in offices.roles_of(person, day) if ROLES[r].official or r == "planner")
    return _capacity(next(a for a in offices.acting(role, day) if a.person.id == person))


def administrator(case: Case, context: Context, person: str, at: datetime) -> Capacity:
    """The capacity to keep procedures. Raises NotAllowed."""
    acting = context.facts.offices.acting("administrator", context.facts.day(at))
    found = next((one for one in acting if one.person.id == person), None)
    if found is None:
        raise NotAllowed("This is for an administrator.", case.name)
    return _capacity(found)


def _above(context: Context, roles: tuple[str, ...]) -> tuple[str, ...]:
    chain = (above for role in roles for above in context.procedure.superiors(role))
    return tuple(dict.fromkeys(role for role in chain if role not in roles))


def _capacity(acting: Acting, instead_of: str | None = None) -> Capacity:
    post = acting.post
    by = By(acting.person.id, post.role, post.title, acting.kind, acting.decree, instead_of)
    return Capacity(by, acting)
