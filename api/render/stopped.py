"""A request without a certain place: what stands in the way, what is not known, what would help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rich.table import Table
from rich.text import Text

from api.render.dark import why_no_cords
from api.render.elevation import in_rack, in_the_way, print_neighbourhood
from api.render.text import Screen, amount, clean, columns, count, listed
from api.render.words import RULE_WORDS, rule_name, would_fit
from capacity.elevation import Body
from capacity.room import FACES, Room
from placement.answer import CANNOT_DECIDE, Answer
from placement.explain import Reason
from placement.missing import Missing
from placement.request import Request
from placement.rules import RULES

MOST_CELLS = 12
MOST_SETS = 3

Change = Mapping[str, int | float]  # attribute -> its largest value that fits


def print_stopped(screen: Screen, room: Room, request: Request, answer: Answer) -> None:
    """The funnel of reasons, the smallest sets that leave no place, and what would make it fit."""
    _print_funnel(screen, room, request, answer)
    if answer.conflicts:
        screen.blank()
        print_conflicts(screen, answer.conflicts)
    print_would_fit(screen, request, answer.would_fit_if, sure=answer.decision == CANNOT_DECIDE)


def print_missing(screen: Screen, cells: Sequence[Missing]) -> None:
    """The cells to fill in."""
    if not cells:
        return
    screen.head("Not known, and needed to decide")
    table = columns(("file", "<"), ("row", ">"), ("column", "<"), ("what it is", "<"))
    for cell in cells[:MOST_CELLS]:
        row = str(cell.row) if cell.row else ""
        table.add_row(clean(cell.file), row, Text(clean(cell.column), style="bold"), clean(cell.why, 120))
    screen.put(table)
    rest = len(cells) - MOST_CELLS
    if rest > 0:
        screen.line((f"{count(rest, 'more cell')}; --json lists all.", "dim"), indent=3)


def _print_funnel(screen: Screen, room: Room, request: Request, answer: Answer) -> None:
    hosts = request.kind == "application"
    if not _counted(answer.reasons):
        if hosts and not room.hosts:
            screen.head("What stands in the way")
            screen.line("There is no host in hosts.csv.", indent=3)
        return
    screen.head("What stands in the way" if answer.decision != CANNOT_DECIDE else "Of the other places")
    screen.put(funnel(screen, room, answer.reasons, hosts=hosts))
    screen.line((legend(hosts=hosts), "dim"), indent=3)
    for reason in _counted(answer.reasons):
        if reason.rule == "cords" and reason.nearest and (dark := why_no_cords(room, reason.nearest)):
            screen.line((f"cords: at {clean(reason.nearest)}, {dark}.", "dim"), indent=3)


def _counted(reasons: Iterable[Reason]) -> list[Reason]:
    return [r for r in reasons if r.racks or r.only_blocker]


def funnel(screen: Screen, room: Room, reasons: Iterable[Reason], *, hosts: bool) -> Table:
    """A row per rule: what is wrong, how many racks (or hosts) it takes, and the least it is short by."""
    total = len(room.hosts) if hosts else len(room.racks)
    table = columns(("reason", "<"), ("", "<"), ("out", ">"), ("alone", ">"), ("nearest", "<"))
    for reason in _counted(reasons):
        name, why = RULE_WORDS.get(reason.rule, (reason.rule, ""))
        near = f"at {clean(reason.nearest)}" if reason.nearest else ""
        if reason.least_short is not None:
            near = f"{amount(reason.least_short, reason.unit or '')} {near}"
        table.add_row(
            Text(name, style="bold"),
            Text(why.replace("the rack", "its rack") if hosts else why, style="dim"),
            f"{reason.racks} of {total}",
            str(reason.only_blocker) if reason.only_blocker else Text(screen.glyphs.dash, style="dim"),
            near,
        )
    return table


def legend(*, hosts: bool) -> str:
    """What the columns of a funnel mean."""
    kind = "host" if hosts else "rack"
    return (
        f"out: {kind}s where it is broken at every place; alone: {kind}s with nothing else in the way; "
        "nearest: the least it falls short by, and where."
    )


def print_conflicts(screen: Screen, conflicts: Sequence[Sequence[str]]) -> None:
    """The smallest sets of rules that leave no place."""
    sets = [listed(rule_name(r) for r in s) for s in conflicts]
    if len(sets) == 1:
        one = len(conflicts[0]) == 1
        text = (
            f"the rule {sets[0]} alone leaves no place."
            if one
            else f"Together these rules leave no place: {sets[0]}."
        )
        screen.line(text[0].upper() + text[1:], indent=3)
        return
    screen.line("Each of these alone leaves no place:", indent=3)
    screen.points(sets[:MOST_SETS])
    if len(sets) > MOST_SETS:
        screen.line((f"{count(len(sets) - MOST_SETS, 'more such set')}.", "dim"), indent=3)


def print_would_fit(screen: Screen, request: Request, changes: Sequence[Change], *, sure: bool) -> None:
    """What would make it fit; `sure` where it may fit as it is, which is not known."""
    if changes:
        screen.head(f"It would fit{' for certain' if sure else ''} with one of these")
        screen.points(would_fit(change, request) for change in changes)


def print_several(screen: Screen, request: Request, answer: Answer) -> None:
    """Items that fit one by one, but not all at once."""
    screen.head("What stands in the way")
    best = next((int(w["quantity"]) for w in answer.would_fit_if if "quantity" in w), 0)
    fit = f"{best} at once do" if best > 1 else "one does" if best else "none is certain to"
    screen.line(f"Not all {request.quantity} items fit at once; {fit}.", indent=3)
    if answer.conflicts:
        print_conflicts(screen, answer.conflicts)
    print_would_fit(screen, request, answer.would_fit_if, sure=False)


def print_own(
    screen: Screen, room: Room, request: Request, answer: Answer, own: tuple[str, int, str], today: date
) -> None:
    """What a person's own choice breaks, and what stands there."""
    rack_name, position, face = own
    rack = next(r for r in room.racks if r.name == rack_name)
    faces = FACES if request.depth == "full" else (face,)
    new = Body(clean(request.name), "held", position, position + (request.height_hu or 1), faces)
    there = in_rack(room, rack, request.name, today)
    broken = {reason.rule for reason in answer.reasons if reason.racks}
    if broken:
        screen.head("What this choice breaks")
        table = columns(("reason", "<"), ("", "<"), show=False)
        for rule in sorted(broken, key=RULES.index):
            why = "; ".join(in_the_way(rack, there, new)) if rule == "space" else ""
            if rule == "cords":
                why = why_no_cords(room, rack_name)
            short = [r for r in answer.reasons if r.rule == rule and r.nearest == rack_name and r.least_short]
            if short and rule != "space":
                least = amount(short[0].least_short or 0, short[0].unit or "")
                why = f"{RULE_WORDS[rule][1]}: short by {least}"
            table.add_row(Text(rule_name(rule), style="bold"), why or RULE_WORDS[rule][1])
        screen.put(table)
    if request.height_hu:
        screen.blank()
        print_neighbourhood(screen, rack, there, new)
    print_would_fit(screen, request, answer.would_fit_if, sure=answer.decision == CANNOT_DECIDE)
