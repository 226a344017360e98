"""What a plan leaves over: why, what would let it in, and what the limits lack for all of it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from api.render.stopped import print_missing
from api.render.stops import print_shortfalls
from api.render.text import Screen, amount, clean, columns, count, listed, number
from api.render.words import rule_name, would_fit
from capacity.room import Room
from placement.answer import CANNOT_DECIDE
from placement.explain import Reason
from placement.plan import Plan, PlannedRequest
from placement.request import Request

MOST_TOLD = 12
MOST_REASONS = 3
MOST_HINTS = 6
MOST_NAMES = 8
MOST_SETS = 8

Rest = tuple[Request, PlannedRequest]


def print_left_over(screen: Screen, room: Room, requests: Sequence[Request], found: Plan) -> None:
    """Print nothing where all is placed."""
    rest = [
        (request, each)
        for request, each in zip(requests, found.requests, strict=True)
        if len(each.placement) < each.asked
    ]
    if not rest:
        return
    rest.sort(key=lambda one: -one[0].priority)
    screen.head(f"Left over: {count(found.asked - len(found.placed), 'item')}")
    screen.put(_table(screen, room, rest[:MOST_TOLD]))
    text = (
        "out: racks (hosts) where that rule is broken at every place for one more item, with all that is "
        "placed standing there; alone: with nothing else in the way; nearest: the least it is short by."
    )
    screen.line((text, "dim"), indent=3)
    if len(rest) > MOST_TOLD:
        _print_others(screen, rest[MOST_TOLD:])
    _print_would_fit(screen, rest)
    print_missing(screen, list(dict.fromkeys(cell for _, each in rest for cell in each.missing)))
    if not any(_untried(each) for _, each in rest):
        _print_short(screen, found)
    _print_conflicts(screen, found)


def _untried(each: PlannedRequest) -> bool:
    """True where one more would fit: the search ended before it came to it."""
    return each.decision != CANNOT_DECIDE and not each.reasons


def _table(screen: Screen, room: Room, rest: Sequence[Rest]) -> Table:
    table = columns(
        ("request", "<"), ("left", ">"), ("stopped by", "<"), ("out", ">"), ("alone", ">"), ("nearest", "<")
    )
    for column in table.columns[:-1]:
        column.no_wrap = True
    for request, each in rest:
        total = len(room.hosts) if request.kind == "application" else len(room.racks)
        left = f"{number(each.asked - len(each.placement))} of {number(each.asked)}"
        rows = [_row(screen, reason, total) for reason in main_reasons(each)]
        if each.decision == CANNOT_DECIDE:
            rows = [[Text("missing data", style="yellow"), "", "", "cannot be decided, see below"], *rows[:1]]
        elif _untried(each):
            rows = [["", "", "", "the search ended before it came to it"]]
        for place, row in enumerate(rows):
            name = Text(clean(request.name) if place == 0 else "", style="bold")
            table.add_row(name, left if place == 0 else "", *row)
    return table


def main_reasons(each: PlannedRequest) -> list[Reason]:
    """The most decisive reasons, those of the smallest set of rules that leaves no place among them."""
    needed = set(each.conflicts[0]) if each.conflicts else set()
    chosen = [r for r in each.reasons if r.rule in needed][:MOST_REASONS]
    for reason in each.reasons:
        if len(chosen) < MOST_REASONS and reason not in chosen:
            chosen.append(reason)
    return [reason for reason in each.reasons if reason in chosen]


def _row(screen: Screen, reason: Reason, total: int) -> list[Text | str]:
    """Rule, racks, racks alone, nearest."""
    name = Text(rule_name(reason.rule))
    if reason.rule == "keep" and not reason.racks and not reason.only_blocker:
        return [name, "", "", "by itself it would fit"]
    near = ""
    if reason.least_short is not None:
        near = f"{amount(reason.least_short, reason.unit or '')} at {clean(reason.nearest)}"
    alone = number(reason.only_blocker) if reason.only_blocker else Text(screen.glyphs.dash, style="dim")
    return [name, f"{number(reason.racks)} of {number(total)}", alone, near]


def _print_others(screen: Screen, rest: Sequence[Rest]) -> None:
    """Those beyond the first ones, by what mainly stops them."""
    many: dict[str, list[int]] = {}
    for _, each in rest:
        reasons = main_reasons(each)
        key = (
            "missing data"
            if each.decision == CANNOT_DECIDE
            else rule_name(reasons[0].rule)
            if reasons
            else "?"
        )
        many.setdefault(key, []).append(each.asked - len(each.placement))
    screen.blank()
    screen.line(f"{count(len(rest), 'more request')}, by what stops most of it:", indent=3)
    table = columns(("", "<"), ("requests", ">"), ("items", ">"))
    for key, items in sorted(many.items(), key=lambda pair: -sum(pair[1])):
        table.add_row(Text(key, style="bold"), number(len(items)), number(sum(items)))
    screen.put(table, indent=5)


def _print_would_fit(screen: Screen, rest: Sequence[Rest]) -> None:
    told = [(request, each) for request, each in rest if each.would_fit_if]
    if not told:
        return
    screen.head("One more item would fit")
    screen.points(
        f"of {clean(request.name)} with {listed((would_fit(c, request) for c in each.would_fit_if), 'or')}"
        for request, each in told[:MOST_HINTS]
    )
    if len(told) > MOST_HINTS:
        screen.line((f"{count(len(told) - MOST_HINTS, 'more request')}; --json lists all.", "dim"), indent=3)


def _print_short(screen: Screen, found: Plan) -> None:
    short = found.shortfalls
    if not short.asked and not short.unreachable:
        return
    screen.head("What is short")
    if short.stops:
        all_of = f"all {number(short.asked)} items" if short.asked > 1 else "one item"
        least = "The least that" if short.exact else "Enough, if not the least, that"
        screen.line(f"{least} these limits would have to give more for {all_of} to fit as well:", indent=3)
        print_shortfalls(screen, short.stops)
    elif short.asked and short.exact:
        screen.line("No limit is short: what keeps the rest out are the keep rules of groups.", indent=3)
    elif short.asked:
        screen.line("Too much is left over to work out what the limits lack for all of it.", indent=3)
    if short.unreachable:
        names = [clean(name) for name in short.unreachable[:MOST_NAMES]]
        more = len(short.unreachable) - len(names)
        who = listed([*names, count(more, "more request")] if more else names, "or")
        text = f"More of a limit would not help {who}: rules that only say yes or no keep it out."
        screen.line(text, indent=3)


def _print_conflicts(screen: Screen, found: Plan) -> None:
    sets = [listed(rule_name(rule) for rule in rules) for rules in found.shortfalls.conflicts]
    if not sets:
        return
    screen.head("Rules that together stand in the way")
    screen.points(sets[:MOST_SETS])
    if len(sets) > MOST_SETS:
        screen.line((f"{count(len(sets) - MOST_SETS, 'more such set')}; --json lists all.", "dim"), indent=3)
    if len(sets) > 1:
        screen.line(("One rule of every set would have to give way.", "dim"), indent=3)
