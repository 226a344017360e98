"""The verifier's verdict: what is violated, what stays open, on which conditions."""

from __future__ import annotations

from rich.text import Text

from api.render.text import Screen, amounts, clean, columns, count
from api.render.words import rule_name
from placement.verify import Verdict

MOST_ITEMS = 4


def print_verdict(verdict: Verdict, placed_count: int) -> None:
    """Print the verdict on `placed_count` items."""
    screen = Screen()
    screen.blank()
    items = count(placed_count, "item")
    if verdict.holds:
        open_too = f", {count(len(verdict.unknown), 'rule')} cannot be judged" if verdict.unknown else ""
        screen.line(
            (" HOLDS ", "bold white on green"), f"  {items} checked: no rule is broken{open_too}", indent=1
        )
    else:
        broken = count(len(verdict.violations), "violation")
        screen.line((" VIOLATED ", "bold white on red"), f"  {items} checked: {broken}", indent=1)
        _print_violations(screen, verdict)
    if verdict.unknown:
        screen.head("Cannot be judged: not known")
        table = columns(
            ("rule", "<"), ("where", "<"), ("file", "<"), ("row", ">"), ("column", "<"), ("why", "<")
        )
        for gap in verdict.unknown:
            row = "" if gap.line is None else str(gap.line)
            table.add_row(
                Text(rule_name(gap.rule), style="bold"),
                clean(gap.where),
                clean(gap.file),
                row,
                clean(gap.column),
                clean(gap.why, 120),
            )
        screen.put(table)
    if verdict.conditions:
        screen.head("Conditions")
        screen.points(clean(c, 400) for c in verdict.conditions)
    screen.blank()
    screen.line(("judged from first principles, without ledger and solver", "dim"), indent=1)


def _print_violations(screen: Screen, verdict: Verdict) -> None:
    screen.head("Violations")
    table = columns(
        ("rule", "<"), ("where", "<"), ("scenario", "<"), ("after", ">"), ("of", ">"), ("items", "<")
    )
    for each in verdict.violations:
        after = most = ""
        if each.after is not None and each.capacity is not None:
            (after, most), unit = amounts([each.after, each.capacity], each.unit)
            most = f"{most} {unit}"
        table.add_row(
            Text(rule_name(each.rule), style="bold"),
            clean(each.where, 120),
            Text(clean(each.scenario), style="dim"),
            Text(after, style="red"),
            most,
            _items(each.items),
        )
    screen.put(table)


def _items(items: tuple[str, ...]) -> str:
    shown = [clean(i) for i in items[:MOST_ITEMS]]
    rest = len(items) - MOST_ITEMS
    return "\n".join([*shown, f"and {rest} more"] if rest > 0 else shown)
