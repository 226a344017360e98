"""A running case moves to another version of its procedure: explicit, looked at before, and logged."""

from __future__ import annotations

from workflow.case import who
from workflow.case.context import Context, due_of, open_step, reason
from workflow.commands import MoveToVersion
from workflow.errors import BadValue, Conflict, NotAllowed
from workflow.events import Event, ProcedureMoved
from workflow.procedure import Procedure, Published
from workflow.procedure.walks import Node, exists_on, reachable
from workflow.state import Case


def hindrances(case: Case, before: Procedure, to: Published, step: str) -> tuple[str, ...]:
    """Why the case cannot go on at `step` of the version `to`; empty if it can. For a preview, too."""
    after = to.procedure
    target = after.step(step)
    found = []
    if after.id != before.id:
        found.append(f"'{after.id}' is another procedure than '{before.id}'.")
    if to.sha256 == case.procedure:
        found.append("The case is on that version already.")
    if target is None:
        return (*found, f"The version has no step '{step}'.")
    node: Node = (step, case.path)
    if node not in reachable(after) or target.kind == "start":
        found.append(f"No walk of that version comes to step {step} on the path '{case.path}'.")
    needed = (p for p in after.papers if p.id in target.all_needs and exists_on(p, case.path))
    lacking = (paper.title.id for paper in needed if case.latest(paper.id) is None)
    found += [f"Step {step} needs '{title}', which the case does not have." for title in lacking]
    return tuple(found)


def move(case: Case, command: MoveToVersion, context: Context) -> list[Event]:
    """The case goes on at a step of another version. Its clock keeps running; an extension is kept."""
    waiting, row = open_step(case, context)
    by = who.administrator(case, context, command.by, command.at).by
    text = reason(command.reason, case)
    to = context.facts.moving_to
    if to is None or to.sha256 != command.procedure:
        raise BadValue(f"There is no published version {command.procedure[:12]}.", case.name)
    if case.question is not None:
        raise Conflict("The agency has been asked a question; answer or drop it first.", case.name)
    if found := hindrances(case, context.procedure, to, command.step):
        raise NotAllowed(" ".join(found), case.name)
    target = to.procedure.step(command.step)
    assert target is not None
    due = waiting.due
    if target.time != row.time:
        due = due_of(target, waiting.since, context.facts)
        for pause in waiting.pauses:
            due = due and context.facts.later(due, pause.start, pause.end)
    return [
        ProcedureMoved(
            at=command.at,
            by=by,
            procedure=to.sha256,
            before=case.procedure,
            step=command.step,
            step_before=waiting.no,
            reason=text,
            due=due,
        )
    ]
