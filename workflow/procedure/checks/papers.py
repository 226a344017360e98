"""Publish checks: papers exist before they are needed, and signatures have something to stand on."""

from __future__ import annotations

from collections.abc import Iterator

from capacity.reading.problems import quoted
from workflow.procedure.checks.fault import Fault
from workflow.procedure.checks.names import outcomes_of
from workflow.procedure.values import Outcome, Procedure, Step
from workflow.procedure.walks import Node, after, exists_on, reachable


def papers_are_there_in_time(procedure: Procedure) -> Iterator[Fault]:
    """Whatever way a case came, a paper that a step needs was made before, or comes from the agency."""
    for node, there in _there(procedure).items():
        step = procedure.step(node[0])
        assert step is not None
        wanted = dict.fromkeys(step.all_needs + step.revises, f"steps {step.no} needs")
        if step.initials:
            wanted |= dict.fromkeys(step.initials.papers, f"steps {step.no} initials papers")
        for name, where in wanted.items():
            paper = procedure.paper(name)
            if paper is None or paper.by_agency or not exists_on(paper, node[1]) or name in there:
                continue
            on = f" on the path {quoted(node[1])}" if node[1] else ""
            yield Fault(
                where,
                f"{quoted(name)} may not have been made when step {step.no} is reached{on}.",
                "Let an earlier step make it, with the guard papers_complete.",
            )


def _there(procedure: Procedure) -> dict[Node, frozenset[str]]:
    """For every step on every path: the papers made on each walk that leads there."""
    nodes = reachable(procedure)
    everything = frozenset(paper.id for paper in procedure.papers)
    there = dict.fromkeys(nodes, everything)
    there |= dict.fromkeys(nodes[:1], frozenset())
    changed = True
    while changed:
        changed = False
        for node in nodes:
            for outcome, target in after(procedure, node):
                if target is None or target == nodes[0]:
                    continue
                step = procedure.step(node[0])
                assert step is not None
                now = there[target] & (there[node] | _made(procedure, step, outcome, target[1]))
                changed |= now != there[target]
                there[target] = now
    return there


def _made(procedure: Procedure, step: Step, outcome: Outcome, path: str | None) -> frozenset[str]:
    if "papers_complete" not in outcome.guards:
        return frozenset()
    papers = map(procedure.paper, step.all_outputs)
    return frozenset(paper.id for paper in papers if paper is not None and exists_on(paper, path))


def signing_steps_sign(procedure: Procedure) -> Iterator[Fault]:
    """A step of kind sign has an outcome that signs a paper, and no other step has one."""
    for step in procedure.steps:
        signs = any(outcome.signs for outcome in step.outcomes)
        if step.kind == "sign" and not signs:
            yield Fault(f"steps {step.no}", "Nothing is signed in this step.", "Name papers under 'signs'.")
        if step.kind != "sign" and signs:
            yield Fault(f"steps {step.no}", "A paper is signed in a step of another kind.", "Make it 'sign'.")
        if step.kind != "sign" and (step.initials or step.authority):
            yield Fault(
                f"steps {step.no}",
                "Initials and authority to sign belong to a step that signs.",
                "Make its kind 'sign', or remove them.",
            )


def signed_papers_belong_to_the_step(procedure: Procedure) -> Iterator[Fault]:
    """A paper is signed where it is made or needed; what a signing makes does not come out unsigned."""
    for where, step, outcome in outcomes_of(procedure):
        for name in outcome.signs:
            if name not in step.all_needs + step.all_outputs:
                yield Fault(
                    f"{where} signs",
                    f"{quoted(name)} is neither needed nor made in step {step.no}.",
                    "Add it to the needs or outputs.",
                )
        for name in step.all_outputs if outcome.signs else ():
            paper = procedure.paper(name)
            if paper is not None and paper.made == "attached" and name not in outcome.signs:
                yield Fault(f"{where} signs", f"{quoted(name)} would come out unsigned.", "Sign it as well.")
