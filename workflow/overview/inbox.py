"""What waits for a person: steps to decide, initials to give, questions to answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from workflow.overview.looking import Looking
from workflow.ports import UnitOfWork
from workflow.procedure import Step, Text
from workflow.roles import ROLES, Acting
from workflow.state import Case

Kind = Literal["decide", "initial", "answer", "wait"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for a person in a case.

    Attributes
    ----------
    kind
        ``decide`` the open step; put ``initial``s on its papers; ``answer`` the office's question; or
        ``wait`` for that answer, with the clock standing still.
    role
        In which role; for an agency ``agency``.
    instead_of
        The role that the step is for, where the person stands in for a post below his own that is vacant, or
        whose holder is the one who asks; None otherwise.
    since, due
        Since when, and until when; `due` None where no clock runs.
    holder
        Who claimed the step or was given it; None: it is in the common inbox.
    todo
        What to do, in words.
    """

    kind: Kind
    case: str
    agency: str
    subject: str
    step: str
    activity: Text
    role: str
    since: datetime
    due: datetime | None
    overdue: bool
    holder: str | None
    todo: Text
    instead_of: str | None = None


def inbox(unit: UnitOfWork, person: str, at: datetime) -> tuple[Waiting, ...]:
    """What waits for a person at a moment, by due time; what has none comes last.

    A step that somebody else has claimed waits for him alone. Agencies' people find the questions to their
    agency, a registrar those of cases that came through him.
    """
    look = Looking(unit, at)
    found = [*_of_official(look, person), *_of_agency(look, person)]
    return tuple(sorted(found, key=lambda one: (one.due is None, one.due or one.since, one.case, one.kind)))


def initials_wanted(look: Looking, case: Case, person: str) -> tuple[str, ...]:
    """The roles in which a person has to put initials on the papers of the open step, and has not yet."""
    return tuple(acting.role for acting in _initials(look, case, person))


@dataclass(frozen=True, slots=True)
class _Turn:
    """A person acts for `role`; in a post of another role where `post_role` is that."""

    role: str
    post_role: str

    @property
    def instead_of(self) -> str | None:
        return None if self.role == self.post_role else self.role


def _of_official(look: Looking, person: str) -> Iterator[Waiting]:
    official = [name for name, role in ROLES.items() if role.official]
    if not set(official) & set(look.roles_of(person)):
        return
    tasks = look.unit.tasks.inbox(official)
    for case in look.unit.cases.several(dict.fromkeys(task.case for task in tasks)):
        step = look.procedure(case.procedure).step(case.step.no if case.step else None)
        if step is None or case.step is None:
            continue
        mine = next((one for one in look.turn(case) if one.person.id == person), None)
        if mine is not None and case.question is None:
            labels = [one.label for one in step.outcomes if not one.automatic]
            todo = Text(
                f"Putuskan: {' / '.join(label.id for label in labels)}",
                f"Decide: {' / '.join(label.en for label in labels)}",
            )
            yield _waiting(look, case, step, "decide", _turn(case, step, mine), todo)
        elif mine is not None:
            todo = Text(
                "Menunggu jawaban OPD; waktu dihentikan", "Wait for the agency; the clock stands still"
            )
            yield _waiting(look, case, step, "wait", _turn(case, step, mine), todo)
        for turn in _initials(look, case, person):
            yield _waiting(look, case, step, "initial", turn, Text("Bubuhkan paraf", "Put your initials"))


def _of_agency(look: Looking, person: str) -> Iterator[Waiting]:
    todo = Text("Jawab pertanyaan dinas", "Answer the office's question")
    seen: set[str] = set()
    for role, agency in look.outside(person):
        for case in look.open_cases(agency):
            step = look.procedure(case.procedure).step(case.step.no if case.step else None)
            through = role == "agency" or case.channel != "online"
            if case.question is None or step is None or not through or case.name in seen:
                continue
            seen.add(case.name)
            yield _waiting(look, case, step, "answer", _Turn(role, role), todo)


def _waiting(look: Looking, case: Case, step: Step, kind: Kind, turn: _Turn, todo: Text) -> Waiting:
    assert case.step is not None
    paused = case.question is not None
    due = None if paused else case.step.due
    return Waiting(
        kind=kind,
        case=case.name,
        agency=case.agency,
        subject=case.subject,
        step=step.no,
        activity=step.activity,
        role=turn.post_role,
        since=case.question.at if case.question else case.step.since,
        due=due,
        overdue=due is not None and look.at > due,
        holder=case.step.holder,
        todo=todo,
        instead_of=turn.instead_of,
    )


def _turn(case: Case, step: Step, acting: Acting) -> _Turn:
    role = acting.post.role
    return _Turn(role if role in step.actors else step.actors[0], role)


def _initials(look: Looking, case: Case, person: str) -> Iterator[_Turn]:
    """The initials that are missing and that the person may put."""
    for role, acting in look.initials_missing(case):
        if acting.person.id == person:
            yield _Turn(role, acting.post.role)
