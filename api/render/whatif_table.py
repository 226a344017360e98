"""The table of what-if: a column for the room as it is, and one for each scenario beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from rich.text import Text

from api.render.text import Part, Screen, amounts, clean, columns, listed, number
from capacity.measures import Dimension
from placement.answer import CANNOT_DECIDE
from placement.headroom import Headroom
from placement.plan import PlannedRequest
from placement.whatif import WhatIf
from placement.whatif.differences import left, measured
from placement.whatif.view import View

LONGEST_HEAD = 24
BOUNDS = "Where a value is not known: ≥ at least, ≤ at most, ~ either way, ? not known at all."

Amount = int | Fraction
Cells = Sequence[Text]

_HIT = {
    "dead": "without power",
    "perhaps_dead": "perhaps without power",
    "weakened": "on fewer cords",
    "cut_off": "with fewer ports",
    "stopped": "VMs stopped",
    "restarted": "VMs restarted",
    "holds": "holds without support",
}


def print_table(screen: Screen, found: WhatIf) -> None:
    """What holds, what fits and what is free in each of the rooms."""
    heads = [(clean(outcome.name, LONGEST_HEAD), ">") for outcome in found.outcomes]
    table = columns(("", "<"), ("as it is", ">"), *heads)
    table.columns[0].no_wrap = True

    def section(title: str, rows: Iterable[tuple[str, Cells]]) -> None:
        listed_rows = list(rows)
        if listed_rows:
            table.add_row(Text(title, style="bold"))
        for label, cells in listed_rows:
            table.add_row(f" {label}", *cells)

    section("what holds", _holding(screen, found))
    section("what fits", _fitting(screen, found))
    free, same = _free(screen, found)
    section("what is free", free)
    screen.put(table)
    if any(_bounded(view) for view in _views(found)):
        screen.line((BOUNDS, "dim"), indent=3)
    if same:
        screen.line((f"Free as it is in all of them: {listed(same)}.", "dim"), indent=3)


def _bounded(view: View) -> bool:
    """True where something is not known, so that some amounts are bounds."""
    return any(d.unknown or d.unknown_capacity for d in view.summary.measures.dimensions)


def _holding(screen: Screen, found: WhatIf) -> Iterable[tuple[str, Cells]]:
    """Broken rules, and who is hit by losses; what happens in no scenario is left out."""
    broken = [sum(f.broken for f in view.summary.findings) for view in _views(found)]
    cells = [Text(number(broken[0]))]
    for outcome, many in zip(found.outcomes, broken[1:], strict=True):
        new = len(outcome.new_faults)
        cells.append(Text.assemble(number(many), (f" {number(new)} new", "red") if new else ""))
    yield "broken rules", cells
    for name, label in _HIT.items():
        hit = [len(getattr(outcome.aftermath, name)) for outcome in found.outcomes]
        if any(hit):
            dash = Text(screen.glyphs.dash, style="dim")
            yield label, [dash, *(Text(number(n), style="red") if n else dash for n in hit)]
    budget = [left(view) for view in _views(found)]
    if any(value is not None for value in budget):
        limits = [view.failover for view in _views(found)]
        marks = [
            screen.glyphs.dash if limit is None else "≤" if limit.most != limit.used else ""
            for limit in limits
        ]
        yield _row("failover budget", "W", budget, marks)


def _fitting(screen: Screen, found: WhatIf) -> Iterable[tuple[str, Cells]]:
    """How many more of each reference, and how much of what was to be placed."""
    for at, reference in enumerate(found.references):
        counted = [view.headrooms[at] for view in _views(found)]
        yield f"more of {clean(reference.name, 24)}", [_counted(each, counted[0]) for each in counted]
    placed = [[r for plan in outcome.plans for r in plan.requests] for outcome in found.outcomes]
    if any(placed):
        dash = Text(screen.glyphs.dash, style="dim")
        yield "placed by it", [dash, *(_placed(those) if those else dash for those in placed)]
    queues = [view.queue for view in _views(found)]
    if any(queues):
        yield "of the queue", [_placed(queue.requests if queue else ()) for queue in queues]


def _placed(requests: Sequence[PlannedRequest]) -> Text:
    placed, asked = (
        sum(each) for each in ([len(r.placement) for r in requests], [r.asked for r in requests])
    )
    style = "green" if placed == asked else "red" if not placed else "yellow"
    return Text(f"{number(placed)} of {number(asked)}", style=style)


def _free(screen: Screen, found: WhatIf) -> tuple[list[tuple[str, Cells]], list[str]]:
    """What is free of each dimension that is another somewhere, and the names of the others."""
    views = _views(found)
    by_name = [{d.name: d for d in view.summary.measures.dimensions} for view in views]
    rows, same = [], []
    for name in dict.fromkeys(name for each in by_name for name in each):
        dimensions = [each.get(name) for each in by_name]
        if not any(
            d.capacity or d.used or d.held or d.unknown or d.unknown_capacity for d in dimensions if d
        ):
            continue
        free = [measured(view, d, "free") for view, d in zip(views, dimensions, strict=True)]
        label = clean(name.removeprefix("ports:")).replace(":", " ", 1)
        unit = next(d.unit for d in dimensions if d is not None)
        marks = [_mark(screen, dimension) for dimension in dimensions]
        if len(set(zip(free, marks, strict=True))) == 1:
            same.append(label)
        else:
            rows.append(_row(label, unit, free, marks))
    return rows, same


def _mark(screen: Screen, dimension: Dimension | None) -> str:
    """What stands before the free amount: whether it is a bound; or in its place, where there is none."""
    if dimension is None:
        return screen.glyphs.dash
    if dimension.capacity is None:
        return "?"
    bounds = {(True, True): "~", (True, False): "≤", (False, True): "≥"}
    return bounds.get((dimension.unknown > 0, dimension.unknown_capacity > 0), "")


def _row(label: str, unit: str, values: Sequence[Amount | None], marks: Sequence[str]) -> tuple[str, Cells]:
    """A row of amounts in one unit, and how much more than the first; a mark stands in the place of None."""
    base = values[0]
    changes = [None if base is None or v is None else v - base for v in values]
    known = [v for v in (*values, *changes) if v is not None]
    told, unit = amounts(known, unit)
    words = dict(zip(known, told, strict=True))
    cells = []
    for value, change, mark in zip(values, changes, marks, strict=True):
        parts: list[Part] = [mark if value is None else f"{mark}{words[value]}"]
        if change:
            sign = "+" if change > 0 else ""
            parts.append((f" {sign}{words[change]}", "green" if change > 0 else "red"))
        cells.append(Text.assemble(*parts))
    return label if label == unit else f"{label}, {unit}", cells


def _counted(found: Headroom, base: Headroom) -> Text:
    """How many more fit, and how many that is more than in the base; ``?`` where it cannot be decided."""
    if found.decision == CANNOT_DECIDE:
        return Text("?", style="yellow")
    text = Text(number(found.headroom))
    change = 0 if base.decision == CANNOT_DECIDE else found.headroom - base.headroom
    if change:
        text.append(f" {change:+,}", style="green" if change > 0 else "red")
    if found.bound > found.headroom:
        text.append(f" to {number(found.bound)}", style="yellow")
    return text


def _views(found: WhatIf) -> list[View]:
    return [found.base, *(outcome.view for outcome in found.outcomes)]
