"""Whose inbox a case lies in, and to whom it goes when it is late."""

from __future__ import annotations

from datetime import datetime

from workflow.facts import Facts
from workflow.procedure import Procedure
from workflow.roles import ROLES, Acting, own_request, who_decides
from workflow.state import Case


def deciders(case: Case, procedure: Procedure, facts: Facts, at: datetime) -> tuple[Acting, ...]:
    """Who may decide the open step: the holder where one claimed it or was given it, or all who may.

    Empty: nobody can, since the post is vacant and nobody stands above, or the case is closed.
    """
    step = procedure.step(case.step.no) if case.step else None
    if case.step is None or step is None:
        return ()
    above = tuple(dict.fromkeys(up for role in step.actors for up in procedure.superiors(role)))
    free = who_decides(facts.offices, step.actors, above, facts.day(at), case.requesters)
    held = tuple(acting for acting in free if acting.person.id == case.step.holder)
    if not held and case.step.assigned and step.kind != "sign":
        held = _given(case, facts, at)
    return held or free


def _given(case: Case, facts: Facts, at: datetime) -> tuple[Acting, ...]:
    """The official whom a superior gave the step, whatever his post; nobody, if he is none any more."""
    holder, day = case.step.holder if case.step else None, facts.day(at)
    if holder is None or own_request(holder, case.requesters):
        return ()
    roles = [role for role in facts.offices.roles_of(holder, day) if ROLES[role].official]
    return tuple(
        one for role in roles[:1] for one in facts.offices.acting(role, day) if one.person.id == holder
    )


def escalates_to(case: Case, procedure: Procedure) -> tuple[str, ...]:
    """The roles above those that the case waits for, nearest first; empty for the head of the office."""
    step = procedure.step(case.step.no) if case.step else None
    if step is None:
        return ()
    chain = (up for role in step.actors for up in procedure.superiors(role))
    return tuple(dict.fromkeys(role for role in chain if role not in step.actors))
