"""What-if side by side: a column for the room as it is, and one for each scenario."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from rich.text import Text

from api.render.proof import SOLVED
from api.render.text import Part, Screen, amounts, clean, columns, count, listed, number
from api.render.whatif_told import print_outcome, queue_left
from capacity.units import plain
from placement.plan import PlannedRequest
from placement.whatif import WhatIf
from placement.whatif.differences import left, measured
from placement.whatif.view import View

MOST_BESIDE = 4  # scenarios in one table; more go into the next
LONGEST_HEAD = 24

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


def print_whatif(name: str, found: WhatIf, seconds: float) -> None:
    """Print what the scenarios make of the room `name`."""
    screen = Screen()
    screen.blank()
    many = count(len(found.outcomes), "scenario")
    screen.line(
        (" WHAT IF ", "bold white on blue"), "  ", (clean(name), "bold"), f": {many} beside the room as it is"
    )
    for start in range(0, len(found.outcomes), MOST_BESIDE):
        part = WhatIf(found.base, found.outcomes[start : start + MOST_BESIDE], found.references)
        screen.head("Side by side")
        _print_table(screen, part)
    if left_over := queue_left(found.base.queue):
        screen.head("As it is")
        screen.points([left_over])
    for outcome in found.outcomes:
        print_outcome(screen, outcome, found.base, found.references)
    screen.blank()
    said = [SOLVED, *_proof(found), _policy(found.base)]
    said += [f"input {found.base.room.sha256[:12]}"] if found.base.room.sha256 else []
    said.append(f"{number(seconds, 2)} s")
    screen.line((f" {screen.glyphs.dot} ".join(said), "dim"), indent=1)


def _proof(found: WhatIf) -> list[str]:
    """What of the searches can be told in a word."""
    plans = [plan for outcome in found.outcomes for plan in outcome.plans]
    plans += [view.queue for view in _views(found) if view.queue is not None]
    counted = [each for view in _views(found) for each in view.headrooms]
    some = any(plan.placed for plan in plans) or any(each.placement for each in counted)
    proofs = [plan.proof for plan in plans] + [each.proof for each in counted]
    clock = not all(proof.reproducible for proof in proofs)
    said = ["verified"] if some else []
    return [*said, "NOT reproducible: the clock ended a search" if clock else "reproducible"]


def _policy(view: View) -> str:
    version = view.room.policy.version
    return f"policy {clean(version)}" if version else "policy without version"


def _print_table(screen: Screen, found: WhatIf) -> None:
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
    if same:
        screen.line((f"Free as it is in all of them: {listed(same)}.", "dim"), indent=3)


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
        yield _row("failover budget", "W", budget, [screen.glyphs.dash] * len(budget))


def _fitting(screen: Screen, found: WhatIf) -> Iterable[tuple[str, Cells]]:
    """How many more of each reference, and how much of what was to be placed."""
    for at, reference in enumerate(found.references):
        counted = [view.headrooms[at] for view in _views(found)]
        cells = [_compared(each.headroom, counted[0].headroom) for each in counted]
        for cell, each in zip(cells, counted, strict=True):
            if each.bound > each.headroom:
                cell.append(f" to {number(each.bound)}", style="yellow")
        yield f"more of {clean(reference.name, 24)}", cells
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
        free = [measured(view, d, "free") for view, d in zip(views, dimensions, strict=True)]
        label = clean(name.removeprefix("ports:")).replace(":", " ", 1)
        unit = next(d.unit for d in dimensions if d is not None)
        if len(set(free)) == 1:
            same.append(label)
        else:
            blanks = [screen.glyphs.dash if d is None else "?" for d in dimensions]
            rows.append(_row(label, unit, free, blanks))
    return rows, same


def _row(label: str, unit: str, values: Sequence[Amount | None], blanks: Sequence[str]) -> tuple[str, Cells]:
    """A row of amounts in one unit, and how much more than the first; `blanks` stand for None."""
    base = values[0]
    changes = [None if base is None or v is None else v - base for v in values]
    known = [v for v in (*values, *changes) if v is not None]
    told, unit = amounts(known, unit)
    words = dict(zip(known, told, strict=True))
    cells = []
    for value, change, blank in zip(values, changes, blanks, strict=True):
        parts: list[Part] = [blank if value is None else words[value]]
        if change:
            sign = "+" if change > 0 else ""
            parts.append((f" {sign}{words[change]}", "green" if change > 0 else "red"))
        cells.append(Text.assemble(*parts))
    return label if label == unit else f"{label}, {unit}", cells


def _compared(value: int, base: int) -> Text:
    text = Text(number(value))
    if value != base:
        text.append(f" {plain(value - base):+,}", style="green" if value > base else "red")
    return text


def _views(found: WhatIf) -> list[View]:
    return [found.base, *(outcome.view for outcome in found.outcomes)]
