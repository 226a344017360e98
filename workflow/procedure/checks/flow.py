"""Publish checks: a case begins in one place, and from everywhere it can come to an end."""

from __future__ import annotations

from collections.abc import Iterator

from capacity.reading.problems import quoted
from workflow.procedure.checks.fault import Fault
from workflow.procedure.checks.names import outcomes_of
from workflow.procedure.values import Procedure
from workflow.procedure.walks import Node, after, reachable


def one_start(procedure: Procedure) -> Iterator[Fault]:
    """There is exactly one step of kind start, and nothing leads back to it."""
    starts = [step.no for step in procedure.steps if step.kind == "start"]
    if len(starts) != 1:
        told = f"steps {', '.join(starts)}" if starts else "none"
        yield Fault("steps", f"There must be one step of kind start; there is {told}.", "Keep one.")
    for where, _, outcome in outcomes_of(procedure):
        if outcome.to in starts:
            yield Fault(f"{where} to", "It leads back to the start.", "Ask the agency a question instead.")


def every_step_is_reached(procedure: Procedure) -> Iterator[Fault]:
    """Some walk comes to every step."""
    reached = {no for no, _ in reachable(procedure)}
    for step in procedure.steps:
        if step.no not in reached and step.kind != "start":
            yield Fault(f"steps {step.no}", "No walk comes to this step.", "Let an outcome lead to it.")


def every_step_can_end(procedure: Procedure) -> Iterator[Fault]:
    """From every step, on every path, some choice of outcomes ends the procedure."""
    nodes = reachable(procedure)
    ending: set[Node] = set()
    growing = True
    while growing:
        found = {
            node
            for node in nodes
            if node not in ending
            # An automatic outcome is nobody's choice: an end must be reached without it.
            and any(to is None or to in ending for way, to in after(procedure, node) if not way.automatic)
        }
        ending |= found
        growing = bool(found)
    for no, path in nodes:
        if (no, path) not in ending:
            on = f" on the path {quoted(path)}" if path else ""
            yield Fault(f"steps {no}", f"From here{on} no walk ends.", "Let an outcome lead towards an end.")


def every_path_comes_to_an_end(procedure: Procedure) -> Iterator[Fault]:
    """Some outcome puts a case on each path, and some walk ends on it: a refusal need not become a yes."""
    nodes = reachable(procedure)
    for path in procedure.paths:
        if path.id not in {on for _, on in nodes}:
            yield Fault(f"paths {path.id}", "No outcome sets this path.", "Set it, or remove the path.")
            continue
        there = [node for node in nodes if node[1] == path.id]
        if not any(target is None for node in there for _, target in after(procedure, node)):
            yield Fault(f"paths {path.id}", "No walk ends on this path.", "Let an outcome lead to an end.")


def skipped_steps_lead_on(procedure: Procedure) -> Iterator[Fault]:
    """A step that a path skips is not the first, and its usual outcome leads to a step outside the skip."""
    for path in procedure.paths:
        for no in path.skips:
            step = procedure.step(no)
            if step is None:
                continue  # `paths_are_known` tells
            usual = step.outcomes[0] if step.outcomes else None
            if step.kind == "start":
                yield Fault(f"paths {path.id} skips", "The start cannot be skipped.", "Skip another step.")
            elif usual is None or usual.to is None or usual.to in path.skips[: path.skips.index(no) + 1]:
                yield Fault(
                    f"paths {path.id} skips",
                    f"Step {no} is skipped, but its first outcome leads to no step after it.",
                    "Put the outcome that leads on first.",
                )


def automatic_outcomes_are_fallbacks(procedure: Procedure) -> Iterator[Fault]:
    """An automatic outcome is nobody's choice: a guard of its step falls back to it, and only to such."""
    used: set[tuple[str, str]] = set()
    for where, step, outcome in outcomes_of(procedure):
        for fallback in outcome.fallbacks:
            used.add((step.no, fallback.outcome))
            target = step.outcome(fallback.outcome)
            if target is None or not target.automatic:
                yield Fault(
                    f"{where} fallbacks",
                    f"{quoted(fallback.outcome)} is no automatic outcome of step {step.no}.",
                    "Name an outcome of this step, and mark it automatic.",
                )
            if fallback.guard not in outcome.guards:
                yield Fault(
                    f"{where} fallbacks",
                    f"{quoted(fallback.guard)} is no guard of this outcome.",
                    "Add it to the guards.",
                )
        if outcome.automatic and (outcome.guards or outcome.fallbacks or outcome.signs):
            yield Fault(
                where,
                "An automatic outcome has guards, fallbacks or signatures, which nobody could meet.",
                "Remove them.",
            )
    for where, step, outcome in outcomes_of(procedure):
        if outcome.automatic and (step.no, outcome.id) not in used:
            yield Fault(where, "No guard falls back to this automatic outcome.", "Name it in fallbacks.")
        if outcome.automatic and step.outcomes[0] is outcome:
            yield Fault(where, "The usual outcome cannot be automatic.", "Put the usual outcome first.")


def decisions_offer_a_choice(procedure: Procedure) -> Iterator[Fault]:
    """A step of kind decision has two outcomes at least that somebody can choose."""
    for step in procedure.steps:
        if step.kind == "decision" and sum(not outcome.automatic for outcome in step.outcomes) < 2:
            yield Fault(f"steps {step.no}", "A decision with one outcome decides nothing.", "Add another.")
