"""Cases on a terminal: how one stands, the register, an inbox, an analysis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.text import Text

from api.render.done import BAD, GOOD, marked
from api.render.text import Part, Screen, clean, columns, count
from workflow.analysis import Frozen, Gap
from workflow.analysis.places import from_answer, in_words
from workflow.overview import Held, Row, Waiting
from workflow.procedure import Procedure, Published
from workflow.roles import Acting, Person
from workflow.state import Case

LONGEST = 200
_STATUS = {"open": "bold white on blue", "archived": GOOD, "withdrawn": BAD, "cancelled": BAD}
_PLACES_TOLD = 6
Zone = ZoneInfo


def told_time(at: datetime | None, zone: Zone) -> str:
    """A moment on the office's clock."""
    return "" if at is None else f"{at.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def print_done(row: Row, place: Held | None, zone: Zone) -> None:
    """Print how a case stands after a command: where it waits, whose turn it is, until when."""
    screen = marked("DONE", GOOD, row.name, f"  {clean(row.agency)}: {clean(row.subject, LONGEST)}")
    _stands(screen, row, place, zone)


def print_case(case: Case, procedure: Procedure, row: Row, place: Held | None, zone: Zone) -> None:
    """Print a case: where it is, what the open step asks for, and its papers."""
    screen = marked(row.status.upper(), _STATUS[row.status], row.name)
    screen.line(f"{clean(row.agency)}: {clean(row.subject, LONGEST)}", indent=3)
    came = f"filed {told_time(case.filed_at, zone)} by {clean(case.filed_by)}"
    came += f", {case.channel}, agenda {clean(case.agenda)}" if case.agenda else ""
    came += f", refers to {clean(case.refers_to)}" if case.refers_to else ""
    screen.line((f"{came}; version {case.version}", "dim"), indent=3)
    _stands(screen, row, place, zone)
    step = procedure.step(case.step.no if case.step else None)
    if step is not None and case.question is None:
        table = columns(("outcome", "<"), ("means", "<"), ("asks for", "<"))
        for one in step.outcomes:
            if one.automatic:
                continue
            asks = [*(["a comment"] if one.comment_needed else []), *(f"{name} signed" for name in one.signs)]
            table.add_row(Text(one.id, style="bold"), clean(one.label.en), ", ".join(asks))
        screen.put(table)
        if step.all_outputs:
            screen.line((f"papers made here: {', '.join(step.all_outputs)}", "dim"), indent=3)
    screen.head("Papers")
    table = columns(
        ("paper", "<"), ("rev.", ">"), ("by", "<"), ("signed", "<"), ("file", "<"), ("SHA-256", "<")
    )
    for paper in case.papers:
        file = paper.file
        signed = file.signature.kind if file and file.signature else ""
        name = clean(file.name) if file else Text("made by the decision" if paper.covers else "", style="dim")
        table.add_row(
            Text(paper.paper, style="bold"),
            str(paper.revision),
            clean(paper.maker),
            signed,
            name,
            Text(paper.sha256[:12], style="dim"),
        )
    screen.put(table)


def print_register(rows: Sequence[Row], at: datetime, zone: Zone) -> None:
    """Print the register as it stands at a moment."""
    screen = marked("REGISTER", _STATUS["open"], told_time(at, zone), f"  {count(len(rows), 'case')}")
    if not rows:
        return
    heads = ("case", "agency", "subject", "status", "step", "whose turn", "due", "")
    table = columns(*((head, "<") for head in heads))
    for place in (0, 6):
        table.columns[place].no_wrap = True
    for row in rows:
        way = f", {row.path}" if row.path else ""
        turn = ", ".join(clean(one.person.name) for one in row.turn)
        if row.step is not None and not row.turn:
            turn = "nobody: vacant"
        late = "" if row.in_time is None else "in time" if row.in_time else "late"
        due = told_time(row.due, zone) or ("asked, stands" if row.asked else "")
        table.add_row(
            Text(clean(row.name), style="bold"),
            clean(row.agency),
            clean(row.subject, LONGEST),
            f"{row.status}{way}",
            row.step or "",
            turn,
            due,
            Text(late, style="red" if late == "late" else "green"),
        )
    screen.put(table, indent=1)


def print_inbox(person: Person, waiting: Sequence[Waiting], at: datetime, zone: Zone) -> None:
    """Print what waits for a person, by due time."""
    screen = marked("INBOX", _STATUS["open"], person.name, f"  {told_time(at, zone)}")
    if not waiting:
        screen.line("Nothing waits.", indent=3)
        return
    table = columns(("due", "<"), ("case", "<"), ("step", "<"), ("what to do", "<"))
    for one in waiting:
        due = told_time(one.due, zone) or "no clock runs"
        what = Text(clean(one.activity.en, LONGEST))
        what.append(f"\n{clean(one.todo.en, LONGEST)}", "cyan")
        what.append(f"  since {told_time(one.since, zone)}", "dim")
        if one.instead_of:
            what.append(f"  as {one.role}, in place of {one.instead_of}", "dim")
        if one.holder:
            what.append(f"  held by {clean(one.holder)}", "dim")
        named = Text.assemble((clean(one.case), "bold"), f"\n{clean(one.agency)}")
        table.add_row(Text(due, style="red" if one.overdue else ""), named, one.step, what)
    screen.put(table)


def print_analysis(frozen: Frozen, gaps: Sequence[Gap]) -> None:
    """Print what an analysis found: the places by their numbers, or what stands in the way."""
    answer = frozen.answer
    style = GOOD if answer["decision"] == "fits" else BAD
    screen = marked(answer["decision"].upper(), style, frozen.id, f"  in room {clean(frozen.room.name)}")
    places = [answer["placement"]] if answer["placement"] else []
    places += [other["placement"] for other in answer["alternatives"]]
    for number, placement in enumerate(places[:_PLACES_TOLD], start=1):
        screen.line(f"--place {number}  {clean(in_words(from_answer(placement)), LONGEST)}", indent=3)
    if len(places) > _PLACES_TOLD:
        screen.line((f"{len(places) - _PLACES_TOLD} more places", "dim"), indent=3)
    for reason in answer["reasons"]:
        short = reason["least_short"]
        lacks = "" if short is None else f": {short} {reason['unit']} short at least"
        screen.line(f"{reason['rule']} keeps it out of {count(reason['racks'], 'rack')}{lacks}", indent=3)
    for cell in answer["missing"]:
        where = f"{cell['file']}, row {cell['row']}" if cell["row"] else cell["file"]
        screen.line(f"not known: {clean(cell['why'], LONGEST)} ({clean(where)}, {cell['column']})", indent=3)
    for gap in gaps:
        screen.line(
            (f"--assume {clean(gap.table)}:{clean(gap.name)}:{gap.column}=VALUE:REASON", "cyan"), indent=3
        )
    for one in frozen.assumptions:
        screen.line(f"assumed: {clean(one.sentence, 2 * LONGEST)}", indent=3)


def print_preview(name: str, target: Published, step: str, found: Sequence[str]) -> None:
    """Print what keeps a case from going on in another version."""
    where = f"  to version {target.procedure.version} ({target.sha256[:12]}) at step {clean(step)}"
    screen = marked("HINDERED" if found else "CAN MOVE", BAD if found else GOOD, name, where)
    screen.points(clean(one, 2 * LONGEST) for one in found)


def _stands(screen: Screen, row: Row, place: Held | None, zone: Zone) -> None:
    if row.step is not None and row.activity is not None:
        screen.line((f"step {row.step}", "bold"), f"  {clean(row.activity.en, LONGEST)}", indent=3)
        turn: list[Part] = [f"turn of {_people(row.turn)}"]
        if row.asked is not None:
            turn = [f"the agency is asked since {told_time(row.asked, zone)}; the clock stands still"]
        elif row.due is not None:
            style = "red" if row.in_time is False else "bold"
            turn += ["  due ", (told_time(row.due, zone), style)]
        screen.line(*turn, indent=3)
    elif row.status != "open":
        stay = f", equipment {row.stay}" if row.stay else ""
        screen.line(f"{row.status} {told_time(row.closed_at, zone)}{stay}", indent=3)
    if place is not None:
        until = f" {'until' if place.state == 'held' else 'since'} {told_time(place.until, zone)}"
        where = f": {clean(place.place, LONGEST)}" if place.place else ""
        told = f"{place.state}{until if place.until else ''} in room {clean(place.room)}{where}"
        screen.line((told, "yellow" if place.state == "lapsed" else "cyan"), indent=3)


def _people(turn: Sequence[Acting]) -> str:
    if not turn:
        return "nobody: the post is vacant"
    kinds = {"definitive": "", "plt": "Plt. ", "plh": "Plh. "}
    return " or ".join(
        f"{clean(one.person.name)} ({kinds[one.kind]}{clean(one.post.title, 80)})" for one in turn
    )
