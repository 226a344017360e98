"""The steps that a case has gone through, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from api.render.done import marked
from api.render.text import clean, columns, count
from workflow.overview import Row, Visit
from workflow.procedure import Procedure

READ = "bold white on blue"


def print_steps(ended: Sequence[Visit], waits: Row, procedure: Procedure, zone: ZoneInfo) -> None:
    """Print one line for each step: whose turn, when it began, was due and was decided, and how."""
    screen = marked("STEPS", READ, waits.name, f"  {clean(waits.subject, 60)}, {count(len(ended), 'step')}")
    heads = (("step", "<"), ("whose turn", "<"), ("since", "<"), ("due", "<"), ("decided", "<"), ("how", "<"))
    table = columns(*heads)
    for one in ended:
        table.add_row(
            one.step,
            _title(procedure, one.role),
            _at(one.since, zone),
            _at(one.due, zone),
            _at(one.until, zone, "" if one.in_time is not False else "red"),
            _how(procedure, one),
        )
    if waits.step is not None:
        roles = ", ".join(acting.post.role for acting in waits.turn)
        waiting = Text("waits for the agency" if waits.asked else "waits", "bold")
        since = _at(waits.since, zone)
        table.add_row(waits.step, _title(procedure, roles), since, _at(waits.due, zone), Text(""), waiting)
    screen.put(table, indent=1)


def _title(procedure: Procedure, role: str) -> str:
    actor = procedure.actor(role)
    return clean(actor.title.en if actor else role, 30)


def _how(procedure: Procedure, one: Visit) -> Text:
    step = procedure.step(one.step)
    outcome = step.outcome(one.outcome) if step and one.outcome else None
    told = Text(clean(outcome.label.en if outcome else one.outcome or "closed", 40))
    if one.sent_back:
        told.append(" (back)", "yellow")
    if one.in_time is False:
        told.append(" late", "red")
    return told


def _at(at: datetime | None, zone: ZoneInfo, style: str = "") -> Text:
    return Text("" if at is None else f"{at.astimezone(zone):%d %b %H:%M}", style)
