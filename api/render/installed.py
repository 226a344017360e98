"""What an office was set up with: database, procedure, calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.text import Text

from api.render.done import AS_BEFORE, GOOD, marked
from api.render.text import clean, columns, count, number
from workflow.calendar import Calendar
from workflow.procedure import Difference, Published

MOST_DIFFERENCES = 20


def print_setup(said: Mapping[str, Any], *, nobody: bool) -> None:
    """Print what there is, and what of it is new; and what to do while `nobody` is known yet."""
    procedure, calendar, office = said["procedure"], said["calendar"], said["office"]
    new = procedure["new"] or calendar["new"] or (office and any(office.values()))
    screen = marked("SET UP" if new else "AS BEFORE", GOOD if new else AS_BEFORE, said["database"])
    table = columns(("what", "<"), ("which", "<"), ("", "<"), show=False)
    table.add_row("procedure", _version(procedure["id"], procedure["version"]), _new(procedure["new"]))
    table.add_row("calendar", clean(calendar["name"]), _new(calendar["new"]))
    if office:
        told = ", ".join(count(many, one, more) for many, one, more in _office(office) if many)
        table.add_row("office", told or "nothing new", _new(any(office.values())))
    screen.put(table)
    if nobody:
        screen.blank()
        screen.line(("People and posts: titip office load FILE.", "dim"), indent=1)


def print_published(published: Published, changed: Sequence[Difference], *, new: bool) -> None:
    """Print which version was published, and what it changes of the one before."""
    procedure = published.procedure
    title = _version(procedure.id, procedure.version)
    mark, style = ("PUBLISHED", GOOD) if new else ("AS BEFORE", AS_BEFORE)
    screen = marked(mark, style, title, (f"  {published.sha256[:12]}", "dim"))
    if new and changed:
        screen.head("What it changes")
        screen.points(clean(one, 400) for one in changed[:MOST_DIFFERENCES])
        if len(changed) > MOST_DIFFERENCES:
            more = number(len(changed) - MOST_DIFFERENCES)
            screen.line((f"{more} more; --json lists all.", "dim"), indent=3)
    if new:
        screen.line(("New cases follow it; those that run stay on theirs.", "dim"), indent=3)


def print_procedures(versions: Sequence[Published]) -> None:
    """Print the published versions, newest first."""
    screen = marked("PUBLISHED", GOOD, count(len(versions), "version"))
    table = columns(("hash", "<"), ("procedure", "<"), ("number", "<"), ("effective", "<"), ("steps", ">"))
    for one in versions:
        procedure = one.procedure
        table.add_row(
            Text(one.sha256[:12], style="dim"),
            Text(_version(procedure.id, procedure.version), style="bold"),
            clean(procedure.head.number),
            procedure.head.effective.isoformat(),
            number(len(procedure.steps)),
        )
    if versions:
        screen.put(table)


def print_drawn(published: Published, files: Iterable[Path]) -> None:
    """Print which files the drawing is in."""
    procedure = published.procedure
    screen = marked("DRAWN", GOOD, _version(procedure.id, procedure.version))
    for path in files:
        screen.line(clean(path, 400), indent=3)


def print_adopted(calendar: Calendar, *, new: bool) -> None:
    """Print which calendar is in force, and which years of it are confirmed."""
    mark, style = ("IN FORCE", GOOD) if new else ("AS BEFORE", AS_BEFORE)
    screen = marked(mark, style, calendar.name, f", {clean(calendar.zone)}")
    years = ", ".join(str(one.year) for one in calendar.confirmed) or "none"
    screen.line(f"Hours since {calendar.hours[-1].since.isoformat()}; confirmed years: {years}.", indent=3)
    if new:
        screen.line(("Due times that are set already stay.", "dim"), indent=3)


def _version(name: str, version: int) -> str:
    return f"{clean(name)} version {version}"


def _new(new: bool) -> Text:
    return Text("new", style="green") if new else Text("as before", style="dim")


def _office(office: Mapping[str, int]) -> Iterable[tuple[int, str, str]]:
    yield office["people"], "person", "people"
    yield office["posts"], "post", "posts"
    yield office["holdings"], "holding", "holdings"
