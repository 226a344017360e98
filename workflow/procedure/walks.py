"""Ways through a procedure: where an outcome leads on a path, and what can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from workflow.procedure.values import Outcome, Paper, Procedure, Step

# A step's number and the path that the case is on there; the path is None before it is decided.
Node: TypeAlias = tuple[str, str | None]


def lands_on(procedure: Procedure, outcome: Outcome, path: str | None) -> str | None:
    """The step that an outcome leads to on a path, past the steps that the path skips; None: the end.

    A skipped step is left by its usual outcome. `path` is the path after the outcome.
    """
    on = procedure.path(path)
    skips = on.skips if on else ()
    target = outcome.to
    for _ in skips:
        step = procedure.step(target) if target in skips else None
        if step is None or not step.outcomes:
            break
        target = step.outcomes[0].to
    return target


def after(procedure: Procedure, node: Node) -> Iterator[tuple[Outcome, Node | None]]:
    """The outcomes of a step on a path with where they lead; None is the end.

    Outcomes that name a step which is not there lead nowhere and are left out.
    """
    step = procedure.step(node[0])
    for outcome in step.outcomes if step else ():
        path = outcome.sets_path or node[1]
        target = lands_on(procedure, outcome, path)
        if target is None and outcome.to is None and outcome.ends is None:
            continue
        if target is None:
            yield outcome, None
        elif procedure.step(target):
            yield outcome, (target, path)


def reachable(procedure: Procedure) -> tuple[Node, ...]:
    """Every step with every path that a case can be on there, in the order of a breadth-first walk."""
    found: dict[Node, None] = {(step.no, None): None for step in procedure.steps if step.kind == "start"}
    queue = list(found)
    for node in queue:
        for _, target in after(procedure, node):
            if target is not None and target not in found:
                found[target] = None
                queue.append(target)
    return tuple(found)


def usual_walk(procedure: Procedure, path: str | None = None) -> tuple[Step, ...]:
    """The steps of a case that is never sent back, from the first to the last, on `path`.

    None: whatever path the usual outcomes set. Where a step can set `path`, it does.
    """
    walk: list[Step] = []
    node: Node | None = (procedure.start.no, None)
    while node is not None and (step := procedure.step(node[0])) is not None and step not in walk:
        walk.append(step)
        ways = [(outcome, target) for outcome, target in after(procedure, node) if not outcome.automatic]
        chosen = next((way for way in ways if path and way[0].sets_path == path), ways[0] if ways else None)
        node = chosen[1] if chosen else None
    return tuple(walk)


def exists_on(paper: Paper, path: str | None) -> bool:
    """True if the paper exists for a case on that path."""
    return paper.path is None or paper.path == path


def is_back(procedure: Procedure, step: Step, outcome: Outcome) -> bool:
    """True if the outcome leads to the step itself or to one before it on the sheet."""
    order = [other.no for other in procedure.steps]
    return outcome.to in order and order.index(outcome.to) <= order.index(step.no)
