"""The shipped procedure with one thing changed, to break it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.workflow.driving import sop
from workflow.procedure import Procedure

SOP = sop().procedure


def with_step(no: str, procedure: Procedure = SOP, /, **changes: Any) -> Procedure:
    """The procedure with fields of one step changed."""
    assert procedure.step(no), no
    steps = tuple(replace(s, **changes) if s.no == no else s for s in procedure.steps)
    return replace(procedure, steps=steps)


def with_outcome(no: str, name: str, procedure: Procedure = SOP, /, **changes: Any) -> Procedure:
    """The procedure with fields of one outcome changed."""
    step = procedure.step(no)
    assert step is not None
    assert step.outcome(name), name
    outcomes = tuple(replace(o, **changes) if o.id == name else o for o in step.outcomes)
    return with_step(no, procedure, outcomes=outcomes)


def without_outcome(no: str, *names: str) -> Procedure:
    """The procedure without some outcomes of a step."""
    step = SOP.step(no)
    assert step is not None
    return with_step(no, outcomes=tuple(o for o in step.outcomes if o.id not in names))


def with_actor(role: str, /, **changes: Any) -> Procedure:
    """The procedure with fields of one actor changed."""
    return replace(SOP, actors=tuple(replace(a, **changes) if a.role == role else a for a in SOP.actors))


def with_paper(name: str, /, **changes: Any) -> Procedure:
    """The procedure with fields of one paper changed."""
    return replace(SOP, papers=tuple(replace(p, **changes) if p.id == name else p for p in SOP.papers))


def with_path(name: str, /, **changes: Any) -> Procedure:
    """The procedure with fields of one path changed."""
    return replace(SOP, paths=tuple(replace(p, **changes) if p.id == name else p for p in SOP.paths))


def with_closing(ends: str, /, **changes: Any) -> Procedure:
    """The procedure with fields of one closing changed."""
    return replace(SOP, closings=tuple(replace(c, **changes) if c.ends == ends else c for c in SOP.closings))
