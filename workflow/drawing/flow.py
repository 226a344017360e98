"""What is drawn of a procedure: its symbols, one column per actor, and the lines between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from workflow.drawing.words import Language, say
from workflow.procedure import Outcome, Path, Procedure, Step
from workflow.procedure.walks import after, is_back, reachable

Shape = Literal["capsule", "box", "diamond", "connector"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol in the row of a step and the column of a role. `assumed`: drawn broken."""

    step: str
    role: str
    shape: Shape
    assumed: bool = False

    @property
    def key(self) -> str:
        """Its name among the symbols."""
        return f"{self.step}/{self.role}"


@dataclass(frozen=True, slots=True)
class Line:
    """An arrow between two symbols, by their keys."""

    source: str
    target: str
    label: str = ""
    assumed: bool = False
    back: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """Initials that a role puts on a paper of the step."""

    step: str
    role: str
    assumed: bool


@dataclass(slots=True)
class _Way:
    """Where outcomes of a step lead, gathered by target."""

    labels: list[str] = field(default_factory=list)
    assumed: bool = True
    back: bool = False
    usual: bool = False


def symbols_of(procedure: Procedure) -> tuple[Symbol, ...]:
    """The symbols, row by row."""
    found = []
    for step in procedure.steps:
        ends = any(outcome.ends for outcome in step.outcomes)
        shape: Shape = "diamond" if step.kind == "decision" else "box"
        if step.kind == "start" or (ends and not step.receiver):
            shape = "capsule"
        assumed = step.is_assumed("actors")
        found += [Symbol(step.no, role, shape, assumed) for role in step.actors]
        if ends and step.receiver:
            found.append(Symbol(step.no, step.receiver, "capsule", step.is_assumed("receiver")))
    return tuple(found)


def marks_of(procedure: Procedure) -> tuple[Mark, ...]:
    """The initials that are asked for."""
    return tuple(
        Mark(step.no, role, step.initials.source == "assumed" or step.is_assumed("initials"))
        for step in procedure.steps
        if step.initials
        for role in step.initials.by
    )


def lines_of(procedure: Procedure, language: Language) -> tuple[Line, ...]:
    """The arrows, each step's usual way first; several outcomes with one target share an arrow."""
    lines = []
    for step in procedure.steps:
        last = f"{step.no}/{step.actors[-1]}"
        handed_on = step.is_assumed("actors")
        lines += [
            Line(f"{step.no}/{a}", f"{step.no}/{b}", assumed=handed_on) for a, b in pairwise(step.actors)
        ]
        ways = _ways(procedure, step, language)
        told = step.kind == "decision" or sum(way.usual for way in ways.values()) > 1
        for target, way in ways.items():
            row = procedure.step(target)
            label = " / ".join(way.labels) if told or not way.usual else ""
            if row is not None:
                lines.append(Line(last, f"{row.no}/{row.actors[0]}", label, way.assumed, way.back))
            elif step.receiver:
                lines.append(Line(last, f"{step.no}/{step.receiver}", assumed=way.assumed))
    return tuple(lines)


def _ways(procedure: Procedure, step: Step, language: Language) -> dict[str | None, _Way]:
    paths = [path for no, path in reachable(procedure) if no == step.no]
    ways: dict[str | None, _Way] = {}
    targets = {
        outcome.id: {
            target[0] if target else None
            for path in paths
            for way, target in after(procedure, (step.no, path))
            if way is outcome
        }
        for outcome in step.outcomes
    }
    for path in paths:
        for outcome, target in after(procedure, (step.no, path)):
            parted = len(targets[outcome.id]) > 1
            way = ways.setdefault(target[0] if target else None, _Way())
            label = _path_label(procedure, path, language) if parted else say(outcome.label, language)
            if label not in way.labels:
                way.labels.append(label)
            on = procedure.path(path)
            way.assumed &= step.source == "assumed" or outcome.source == "assumed" or _skips(on, outcome)
            way.back |= is_back(procedure, step, outcome)
            way.usual |= outcome is step.outcomes[0]
    return ways


def _skips(path: Path | None, outcome: Outcome) -> bool:
    return path is not None and outcome.to in path.skips and path.source == "assumed"


def _path_label(procedure: Procedure, path: str | None, language: Language) -> str:
    """What a path is called where ways part: as the outcome that puts a case on it."""
    setting = (o for step in procedure.steps for o in step.outcomes if path and o.sets_path == path)
    found = next(setting, None)
    return say(found.label, language) if found else ""
