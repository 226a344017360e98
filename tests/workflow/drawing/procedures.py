"""Procedures to draw: the shipped one, a longer one, and random ones."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tests.workflow.driving import sop
from workflow.procedure import Duration, Outcome, Procedure, Step, Text

SOP = sop().procedure
ROLES = tuple(actor.role for actor in SOP.actors)


def step(no: int, role: str, kind: str, targets: list[int], last: bool, words: int = 4) -> Step:
    """A step that leads to the next one (or ends), and to others."""
    first = Outcome("go", Text("Lanjut", "On"), to=None if last else str(no + 1))
    if last:
        first = replace(first, ends="archived")
    others = (Outcome(f"to-{to}", Text(f"Ke {to}", f"To {to}"), to=str(to)) for to in dict.fromkeys(targets))
    activity = "Memeriksa berkas " + "permohonan " * words
    return Step(
        str(no),
        Text(activity, activity),
        kind,  # type: ignore[arg-type]
        (role,),
        (first, *others),
        time=Duration(no, "jam"),
    )


def chain(count: int, words: int = 4) -> Procedure:
    """A procedure of so many steps, each by the next actor, the last but one going back to the second."""
    steps = []
    for no in range(1, count + 1):
        kind = "start" if no == 1 else "decision" if no == count - 1 else "process"
        back = [2] if no == count - 1 else []
        steps.append(step(no, ROLES[no % len(ROLES)], kind, back, no == count, words))
    return replace(SOP, steps=tuple(steps), paths=())


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    """Any number of steps up to fourteen, by any actors, with up to two more ways out of each."""
    count = draw(st.integers(2, 14))
    steps = []
    for no in range(1, count + 1):
        role = draw(st.sampled_from(ROLES))
        others = [to for to in range(2, count + 1) if to not in (no, no + 1)]
        targets = draw(st.lists(st.sampled_from(others), max_size=2)) if others else []
        kind = "start" if no == 1 else draw(st.sampled_from(["process", "decision", "sign"]))
        steps.append(step(no, role, kind, targets, no == count, draw(st.integers(1, 20))))
    return replace(SOP, steps=tuple(steps), paths=())
