"""Whose inbox a case lies in, whose initials it lacks, and to whom it goes when it is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from workflow.facts import Facts
from workflow.procedure import Procedure
from workflow.procedure.walks import exists_on
from workflow.roles import ROLES, Acting, own_request, who_decides
from workflow.state import Case


def deciders(case: Case, procedure: Procedure, facts: Facts, at: datetime) -> tuple[Acting, ...]:
    """Who may decide the open step: the holder where one claimed it or was given it, or all who may.

    Empty: nobody can, since the post is vacant and nobody stands above, or the case is closed.
    """
    step = procedure.step(case.step.no) if case.step else None
    if case.step is None or step is None:
        return ()
    free = may_act(case, procedure, facts, at, step.actors)
    held = tuple(acting for acting in free if acting.person.id == case.step.holder)
    if not held and case.step.assigned and step.kind != "sign":
        held = _given(case, facts, at)
    return held or free


def may_act(
    case: Case, procedure: Procedure, facts: Facts, at: datetime, roles: Iterable[str]
) -> tuple[Acting, ...]:
    """Who may act for one of the roles in a case, as its holder or as a superior who stands in."""
    asked = tuple(roles)
    above = tuple(dict.fromkeys(up for role in asked for up in procedure.superiors(role)))
    return who_decides(facts.offices, asked, above, facts.day(at), case.requesters)


def initials_missing(
    case: Case, procedure: Procedure, facts: Facts, at: datetime
) -> tuple[tuple[str, Acting], ...]:
    """The roles whose initials the newest drafts of the open step lack, each with who may put them."""
    step = procedure.step(case.step.no if case.step else None)
    asked = step.initials if step else None
    if asked is None or case.question is not None:
        return ()
    papers = [paper for paper in procedure.papers if paper.id in asked.papers and exists_on(paper, case.path)]
    drafts = [draft for paper in papers if (draft := case.latest_draft(paper.id)) is not None]
    decide = {one.person.id for one in deciders(case, procedure, facts, at)}
    if len(drafts) < len(papers) or (decide and {draft.maker for draft in drafts} == decide):
        return ()  # nothing to put them on, or a drafter who signs himself
    wanted = {draft.ref for draft in drafts}
    given = {one.role for one in case.initials if wanted <= set(one.papers)}
    missing = [role for role in asked.by if role not in given]
    return tuple((role, one) for role in missing for one in may_act(case, procedure, facts, at, (role,)))


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
