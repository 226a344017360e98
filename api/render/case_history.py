"""What happened in a case, what changed in a draft, and the office's figures, on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from rich.text import Text

from api.render.case import told_time
from api.render.done import marked
from api.render.text import Part, Screen, clean, columns, count
from workflow.overview import Figure, Figures, Happening
from workflow.procedure import Procedure
from workflow.revisions import Piece

READ = "bold white on blue"
_LONGEST = 1000
_MARKS = {"same": ("", "", ""), "removed": ("[-", "-]", "red"), "added": ("{+", "+}", "green")}
_KINDS = {"definitive": "", "plt": "Plt. ", "plh": "Plh. "}


def print_timeline(
    name: str, told: Sequence[Happening], zone: ZoneInfo, language: Literal["id", "en"]
) -> None:
    """Print what happened, an entry a line."""
    screen = marked("TIMELINE", READ, name, f"  {count(len(told), 'entry', 'entries')}")
    table = columns(("when", "<"), ("who", "<"), ("what", "<"))
    table.columns[0].no_wrap = True
    for one in told:
        post = f"{_KINDS[one.by.kind]}{clean(one.by.title, 80)}" if one.by.title else ""
        if one.by.instead_of:
            post += f", in place of {one.by.instead_of}"
        who = Text(clean(one.name) or post)
        if one.name and post:
            who.append(f"\n{post}", "dim")
        what = one.text.id if language == "id" else one.text.en
        table.add_row(told_time(one.at, zone), who, Text(clean(what, _LONGEST)))
    screen.put(table, indent=1)


def print_diff(name: str, title: str, pieces: Sequence[Piece]) -> None:
    """Print a draft with what was taken out in [-brackets-] and what was put in in {+braces+}."""
    screen = marked("DIFF", READ, name, f"  {clean(title)}")
    if all(piece.kind == "same" for piece in pieces):
        screen.line("They are the same.", indent=3)
        return
    line: list[Part] = []
    for piece in pieces:
        start, end, style = _MARKS[piece.kind]
        for place, part in enumerate(piece.text.split("\n")):
            if place:
                screen.line(*line, indent=3)
                line = []
            if part.strip():
                line.append((f"{start}{clean(part.strip(), _LONGEST)}{end} ", style))
    if line:
        screen.line(*line, indent=3)


def print_figures(found: Figures, procedure: Procedure | None) -> None:
    """Print the figures, by step, agency and role."""
    screen = marked("FIGURES", READ, count(found.cases, "case"), "  of decided steps, in working time")
    if not found.cases:
        return
    activities = {step.no: step.activity.en for step in procedure.steps} if procedure else {}
    titles = {actor.role: actor.title.en for actor in procedure.actors} if procedure else {}
    _table(screen, "by step", found.steps, {no: f"{no} {text}" for no, text in activities.items()})
    _table(screen, "by agency", found.agencies, {})
    _table(screen, "by role", found.roles, titles)


def _table(screen: Screen, title: str, group: Sequence[Figure], names: dict[str, str]) -> None:
    heads = (("decided", ">"), ("median", ">"), ("9 in 10", ">"), ("in time", ">"), ("sent back", ">"))
    table = columns((title, "<"), *heads)
    for one in group:
        share = "" if one.rate is None else f"{one.in_time} of {one.timed}"
        name = clean(names.get(one.name, one.name), 50)
        table.add_row(name, str(one.decided), _hours(one.median), _hours(one.p90), share, str(one.sent_back))
    screen.blank()
    screen.put(table)


def _hours(time: timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"
