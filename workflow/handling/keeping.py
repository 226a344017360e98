"""What is kept of a command that a case has carried out: its state, log, inbox, places, timers and mail."""

from __future__ import annotations

from datetime import datetime

from capacity.reading.catalogue import Catalogue
from workflow.case import Applied
from workflow.events import AgencyAsked
from workflow.handling import effects, letters, mail, timers
from workflow.handling.asked import Asked
from workflow.handling.effects import EFFECTS, Carried
from workflow.kept import news_of_case
from workflow.ports import UnitOfWork
from workflow.procedure import Published
from workflow.state import Case


def keep(
    unit: UnitOfWork,
    before: Case | None,
    applied: Applied,
    published: Published,
    catalogue: Catalogue,
    at: datetime,
) -> Case:
    """Keep everything of a command, but for the commit; the case as it is now.

    `published` is the version that the case is pinned to after the command. Raises the store's conflicts;
    then nothing of it is to be committed.
    """
    case = applied.case
    seen = 0 if before is None else before.version
    if before is None:
        unit.cases.add(case)
    else:
        unit.cases.save(case, seen)
    unit.tasks.follow(case, inbox_roles(case, published))
    for news in news_of_case(case.name, seen, applied.events):
        unit.log.tell(news)
    letters.follow(unit, case, published.procedure, applied.events, at)
    _carry_out(Asked(unit, case, catalogue), before, applied, at)
    timers.set_for(unit, case, published, at)
    mail.tell(unit, case, published, seen, applied.events)
    return case


def inbox_roles(case: Case, published: Published) -> tuple[str, ...]:
    """The roles whose inbox the open step lies in: who decides it, and whose initials it needs."""
    step = published.procedure.step(case.step.no) if case.step else None
    if step is None:
        return ()
    initials = step.initials.by if step.initials else ()
    return tuple(dict.fromkeys((*step.actors, *initials)))


def _carry_out(asked: Asked, before: Case | None, applied: Applied, at: datetime) -> None:
    """Carry out the effects in their order; the place is the one that the case has chosen, or had."""
    had = before.choice if before else None
    carried = Carried(asked, applied.case.choice or had, at)
    for event in applied.events:
        for effect in event.effects:
            EFFECTS[effect](carried)
        if isinstance(event, AgencyAsked):
            effects.suspend_hold(carried)
