"""Publish checks: every name that a procedure uses means something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields

from capacity.reading.problems import Suggestions, quoted
from workflow.procedure.checks.fault import Fault
from workflow.procedure.values import Outcome, Procedure, Step
from workflow.roles import ROLES
from workflow.vocabulary import ACTS, EFFECTS, GUARDS


def outcomes_of(procedure: Procedure) -> Iterator[tuple[str, Step, Outcome]]:
    """Every outcome with its step and its place, e.g. ``steps 5 outcomes agree``."""
    for step in procedure.steps:
        for outcome in step.outcomes:
            yield f"steps {step.no} outcomes {outcome.id}", step, outcome


def names_are_unique(procedure: Procedure) -> Iterator[Fault]:
    """No two steps, outcomes of a step, actors, papers, paths or closings bear the same name."""
    groups: dict[str, list[str]] = {
        "actors": [actor.role for actor in procedure.actors],
        "papers": [paper.id for paper in procedure.papers],
        "paths": [path.id for path in procedure.paths],
        "steps": [step.no for step in procedure.steps],
        "closings": [closing.ends for closing in procedure.closings],
    }
    groups |= {f"steps {step.no} outcomes": [o.id for o in step.outcomes] for step in procedure.steps}
    for where, names in groups.items():
        for name, count in Counter(names).items():
            if count > 1:
                yield Fault(where, f"{quoted(name)} stands there {count} times.", "Give each its own name.")


def _unknown(
    uses: Iterable[tuple[str, Iterable[str]]], known: Iterable[str], thing: str, advice: str
) -> Iterator[Fault]:
    names = tuple(known)
    like = Suggestions(names)
    for where, used in uses:
        for name in used:
            if name not in names:
                yield Fault(where, f"There is no {thing} {quoted(name)}.", like.advice(name, advice))


def actors_are_known(procedure: Procedure) -> Iterator[Fault]:
    """Whoever acts, receives, initials or stands above is an actor, and a role that people can hold."""
    uses: list[tuple[str, Iterable[str]]] = []
    for step in procedure.steps:
        where = f"steps {step.no}"
        uses.append((f"{where} actors", step.actors))
        uses.append((f"{where} receiver", (step.receiver,) if step.receiver else ()))
        if step.initials:
            uses.append((f"{where} initials by", step.initials.by))
        if step.authority:
            uses.append((f"{where} authority", (step.authority.signs_for, *step.authority.copies)))
        if not step.actors:
            yield Fault(f"{where} actors", "Nobody acts in this step.", "Name an actor.")
    uses += [(f"actors {a.role} superior", (a.superior,) if a.superior else ()) for a in procedure.actors]
    uses += [(f"closings {closing.ends} actors", closing.actors) for closing in procedure.closings]
    if procedure.handover:
        uses.append(("handover actors", procedure.handover.actors))
    if procedure.stay:
        uses.append(("stay actors", procedure.stay.actors))
    roles = [actor.role for actor in procedure.actors]
    yield from _unknown(uses, roles, "actor", f"Actors: {', '.join(roles)}.")
    yield from _unknown([("actors", roles)], ROLES, "role", f"Roles: {', '.join(ROLES)}.")


def papers_are_known(procedure: Procedure) -> Iterator[Fault]:
    """Every paper that is needed, made, corrected, initialled or signed is one of the papers."""
    uses: list[tuple[str, Iterable[str]]] = []
    for step in procedure.steps:
        fields_of_papers = ("needs", "also_needs", "outputs", "also_outputs", "revises")
        uses += [(f"steps {step.no} {field}", getattr(step, field)) for field in fields_of_papers]
        if step.initials:
            uses.append((f"steps {step.no} initials papers", step.initials.papers))
    uses += [(f"{where} signs", outcome.signs) for where, _, outcome in outcomes_of(procedure)]
    if procedure.handover:
        uses.append(("handover paper", (procedure.handover.paper,)))
    yield from _unknown(uses, [paper.id for paper in procedure.papers], "paper", "Add it to the papers.")


def paths_are_known(procedure: Procedure) -> Iterator[Fault]:
    """Every path that an outcome sets, or that a paper or the handover is bound to, is one of the paths."""
    uses: list[tuple[str, Iterable[str]]] = [
        (f"{where} sets_path", (outcome.sets_path,))
        for where, _, outcome in outcomes_of(procedure)
        if outcome.sets_path
    ]
    uses += [(f"papers {paper.id} path", (paper.path,)) for paper in procedure.papers if paper.path]
    if procedure.handover:
        uses.append(("handover path", (procedure.handover.path,)))
    yield from _unknown(uses, [path.id for path in procedure.paths], "path", "Add it to the paths.")
    skips = [(f"paths {path.id} skips", path.skips) for path in procedure.paths]
    yield from _unknown(skips, [step.no for step in procedure.steps], "step", "Name a step by its number.")


def targets_exist(procedure: Procedure) -> Iterator[Fault]:
    """Every outcome leads to a step that is there, or ends the procedure; every step has an outcome."""
    numbers = [step.no for step in procedure.steps]
    targets = []
    for where, _, outcome in outcomes_of(procedure):
        if (outcome.to is None) == (outcome.ends is None):
            yield Fault(where, "It must either lead to a step or end.", "Give one of 'to' and 'ends'.")
        elif outcome.to is not None:
            targets.append((f"{where} to", (outcome.to,)))
    yield from _unknown(targets, numbers, "step", f"Steps: {', '.join(numbers)}.")
    for step in procedure.steps:
        if not step.outcomes:
            yield Fault(f"steps {step.no}", "There is no way out of this step.", "Give it an outcome.")


def names_are_registered(procedure: Procedure) -> Iterator[Fault]:
    """Guards, effects and acts are names that Titip knows."""
    guards: list[tuple[str, Iterable[str]]] = []
    effects: list[tuple[str, Iterable[str]]] = [("clock on_resume", procedure.clock.on_resume)]
    for where, _, outcome in outcomes_of(procedure):
        guards.append((f"{where} guards", outcome.guards))
        effects.append((f"{where} effects", outcome.effects))
    effects += [(f"closings {closing.ends} effects", closing.effects) for closing in procedure.closings]
    if procedure.handover:
        guards.append(("handover guards", procedure.handover.guards))
        effects.append(("handover effects", procedure.handover.effects))
    if procedure.stay:
        effects.append(("stay effects", procedure.stay.effects))
    yield from _unknown(guards, GUARDS, "guard", f"Guards: {', '.join(GUARDS)}.")
    yield from _unknown(effects, EFFECTS, "effect", f"Effects: {', '.join(EFFECTS)}.")
    acts = [(f"steps {step.no} acts", step.acts) for step in procedure.steps]
    yield from _unknown(acts, ACTS, "act", f"Acts: {', '.join(ACTS)}.")


def superiors_lead_up(procedure: Procedure) -> Iterator[Fault]:
    """Nobody stands above himself, directly or in a circle."""
    for actor in procedure.actors:
        if actor.superior and (actor.superior == actor.role or actor.role in procedure.superiors(actor.role)):
            yield Fault(
                f"actors {actor.role} superior",
                f"{quoted(actor.role)} stands above itself.",
                "Name the role above, or none for the head of the office.",
            )


def assumptions_name_fields(procedure: Procedure) -> Iterator[Fault]:
    """What a step marks as assumed are fields of a step."""
    names = [field.name for field in fields(Step)]
    marked = [(f"steps {step.no} assumed", step.assumed) for step in procedure.steps]
    yield from _unknown(marked, names, "field", "Name fields of the step.")
