"""What becomes of letters that were made to be signed, in the transaction of the command that decides it.

A number of an own register is taken when a letter is made. So that none is lost unseen, each ends in one of
two ways: a paper was handed in under it, or it is written down why none will be.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from workflow.commands import Command
from workflow.events import SYSTEM, CaseClosed, Event, PaperAdded, StayEnded
from workflow.issued import IssuedLetter
from workflow.kept import News
from workflow.papers import NewPaper, PaperVersion
from workflow.plain import canonical
from workflow.ports import UnitOfWork
from workflow.procedure import Procedure
from workflow.state import Case


def numbered(unit: UnitOfWork, case: Case, procedure: Procedure, command: Command) -> Command:
    """The command; its papers that say no number bear the one of the letter that was made for them."""
    waiting = {one.paper: one for one in unit.letters.of_case(case.name) if one.open}
    if not waiting:
        return command
    found: dict[str, Any] = {}
    for field in fields(command):
        value = getattr(command, field.name)
        if isinstance(value, NewPaper):
            found[field.name] = _numbered(value, waiting, procedure)
        elif isinstance(value, tuple) and any(isinstance(one, NewPaper) for one in value):
            found[field.name] = tuple(_numbered(one, waiting, procedure) for one in value)
    return replace(command, **found)


def follow(unit: UnitOfWork, case: Case, procedure: Procedure, events: Iterable[Event], at: datetime) -> None:
    """Write down which letters were handed in, and which will not be any more."""
    told = [event for event in events if isinstance(event, PaperAdded | CaseClosed | StayEnded)]
    waiting = {one.paper: one for one in unit.letters.of_case(case.name) if one.open} if told else {}
    for event in told if waiting else ():
        if isinstance(event, PaperAdded):
            version = event.version
            if version.paper in waiting and _settles(version, procedure):
                _handed_in(unit, waiting.pop(version.paper), version, at)
        else:
            for one in waiting.values():
                unit.letters.save(replace(one, ended=_why(event)))
            waiting = {}


def signed_papers(procedure: Procedure) -> frozenset[str]:
    """The papers that some step signs."""
    outcomes = (outcome for step in procedure.steps for outcome in step.outcomes)
    return frozenset(paper for outcome in outcomes for paper in outcome.signs)


def _settles(version: PaperVersion, procedure: Procedure) -> bool:
    """A draft of a paper that is signed later leaves its letter waiting."""
    return version.signed or version.paper not in signed_papers(procedure)


def _numbered(paper: NewPaper, waiting: dict[str, IssuedLetter], procedure: Procedure) -> NewPaper:
    letter = waiting.get(paper.paper)
    draft = paper.signature is None and paper.paper in signed_papers(procedure)
    if letter is None or draft or paper.number:
        return paper
    return replace(paper, number=letter.number, dated=paper.dated or letter.dated)


def _handed_in(unit: UnitOfWork, letter: IssuedLetter, version: PaperVersion, at: datetime) -> None:
    file = version.file
    number = "" if file is None else file.number
    if number != letter.number:
        unit.letters.save(replace(letter, ended=f"handed in under another number: {number}"))
        return
    as_made = _as_made(unit, letter, version)
    unit.letters.save(replace(letter, kept_sha256=version.sha256, as_made=as_made))
    if as_made is False:
        body = canonical({"paper": version.paper}).decode()
        unit.log.tell(News("case", letter.case, None, "OtherLetter", at, SYSTEM, body))


def _as_made(unit: UnitOfWork, letter: IssuedLetter, version: PaperVersion) -> bool | None:
    signature = version.file.signature if version.file else None
    if letter.made_sha256 == version.sha256:
        return True
    if letter.made_sha256 is None or signature is None or not signature.verified:
        return None
    # Loaded when needed: most commands see no electronic signature, and the library takes half a second.
    from workflow.signing.origin import signed_from

    _, made = unit.files.get(letter.made_sha256)
    return signed_from(unit.files.get(version.sha256)[1], made)


def _why(event: CaseClosed | StayEnded) -> str:
    what = event.status if isinstance(event, CaseClosed) else "stay ended"
    return f"{what}: {event.reason.strip()}" if event.reason.strip() else what
