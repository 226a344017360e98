"""A room in figures: what is left, what binds, what is broken, what is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from rich.text import Text

from api.render.bars import barred, colour
from api.render.stranded import print_stranded
from api.render.text import Glyphs, Part, Screen, amount, amounts, clean, columns, count, number
from api.render.words import limit_name, percent, scenario_words
from capacity.checks import Finding
from capacity.limits.limit import ENDLESS, Limit
from capacity.measures import Dimension
from capacity.missing import MissingCell
from capacity.summary import Summary
from capacity.unchecked import UNCHECKED
from placement.stranded import Stranded

MOST_RACKS, MOST_ROWS = 24, 20
MOST_LIMITS, MOST_ALIKE, MOST_CELLS = 6, 4, 12


def print_room(name: str, summary: Summary, stranded: Stranded, seconds: float) -> None:
    """Print the summary of the room `name`, and what of it is stranded."""
    screen = Screen()
    room = summary.room
    broken = [f for f in summary.findings if f.broken]
    screen.blank()
    screen.line((f" {clean(name)} ", "bold white on blue"), "  ", *_state(summary, broken), indent=1)
    active = sum(r.status == "active" for r in room.racks)
    things = [
        count(len(room.racks), "rack") + (f" ({number(active)} active)" if active < len(room.racks) else ""),
        *(
            count(many, what)
            for many, what in (
                (len(room.devices), "device"),
                (len(room.reservations), "reservation"),
                (len(room.hosts), "host"),
                (len(room.vms), "VM"),
            )
            if many
        ),
    ]
    screen.line((", ".join(things), "dim"), indent=3)
    _print_dimensions(screen, summary.measures.dimensions, stranded)
    print_stranded(screen, stranded, len(room.racks))
    _print_limits(screen, summary)
    _print_racks(screen, summary)
    _print_findings(screen, "Broken today", broken, "red")
    _print_findings(screen, "Worth a look", [f for f in summary.findings if not f.broken], "yellow")
    _print_missing(screen, summary.missing)
    notes = [UNCHECKED[file] for file in summary.unchecked] + [clean(n, 400) for n in room.notes]
    if notes:
        screen.head("Notes")
        screen.points(notes)
    screen.blank()
    said = [f"policy {clean(room.policy.version) if room.policy.version else 'without version'}"]
    said += [f"input {room.sha256[:12]}"] if room.sha256 else []
    said.append(f"{number(seconds, 2)} s")
    screen.line((f" {screen.glyphs.dot} ".join(said), "dim"), indent=1)


def _state(summary: Summary, broken: Sequence[Finding]) -> list[Part]:
    rules: list[Part] = [
        (f"{count(len(broken), 'broken rule')}", "bold red") if broken else ("no rule is broken", "green")
    ]
    if summary.missing:
        rules += [", ", (f"{count(len(summary.missing), 'value is', 'values are')} not known", "yellow")]
    return rules


def _print_dimensions(screen: Screen, dimensions: Sequence[Dimension], found: Stranded) -> None:
    screen.head("What is left")
    dimensions = [d for d in dimensions if d.capacity or d.used or d.held or d.unknown or d.unknown_capacity]
    rows = [_dimension_row(each, found.totals, screen.glyphs) for each in dimensions]
    heads = [("", "<"), *((head, ">") for head in ("used", "held", "free", "stranded", "of"))]
    table, cells = barred(screen, rows, *heads)
    for each, (name, *amounts_, share) in zip(dimensions, rows, strict=True):
        capacity = Fraction(each.capacity or 0)
        drawn = _bar(Fraction(each.used), Fraction(each.held), capacity, screen.glyphs, cells)
        table.add_row(Text(name, style="bold"), *amounts_, drawn, share)
    screen.put(table)
    if any(each.unknown or each.unknown_capacity for each in dimensions):
        screen.line(
            ("Bounds, where a value is not known: ≥ at least, ≤ at most, ~ either way.", "dim"), indent=3
        )
    if any(each.name.startswith("power") for each in dimensions):
        screen.line(
            ("Power is while nothing is lost; what a loss leaves is the failover budget.", "dim"), indent=3
        )


def _dimension_row(
    each: Dimension, stranded: Mapping[str, int | Fraction | None], glyphs: Glyphs
) -> list[str]:
    """Name, used, held, free, stranded, capacity, share."""
    lost = stranded.get(each.name, 0)  # no rack has a part of it: its place stays blank
    if each.capacity is None:
        (used, held, out), unit = amounts([each.used, each.held, lost or 0], each.unit)
        return [
            _name(each),
            _bound(used, each),
            held,
            "?",
            _lost(each, stranded, out, glyphs),
            f"? {unit}",
            "",
        ]
    taken = each.used + each.held
    (used, held, free, out, most), unit = amounts(
        [each.used, each.held, each.capacity - taken, lost or 0, each.capacity], each.unit
    )
    return [
        _name(each),
        _bound(used, each),
        held if each.held else glyphs.dash,
        _free(free, each),
        _lost(each, stranded, out, glyphs),
        f"{'≥' if each.unknown_capacity else ''}{most} {unit}",
        percent(Fraction(taken), Fraction(each.capacity)) if each.capacity else "",
    ]


def _lost(
    each: Dimension, stranded: Mapping[str, int | Fraction | None], amount_: str, glyphs: Glyphs
) -> str:
    """What is stranded of a dimension: blank where no rack has a part of it, ``?`` where it is not known."""
    if each.name not in stranded:
        return ""
    lost = stranded[each.name]
    return "?" if lost is None else amount_ if lost else glyphs.dash


def _name(dimension: Dimension) -> str:
    """The dimension in words; of ports the type alone, since their unit says that they are ports."""
    return clean(dimension.name.removeprefix("ports:")).replace(":", " ", 1)


def _bound(used: str, dimension: Dimension) -> str:
    return f"≥{used}" if dimension.unknown else used


def _free(free: str, dimension: Dimension) -> str:
    if dimension.unknown and dimension.unknown_capacity:
        return f"~{free}"
    return f"≤{free}" if dimension.unknown else f"≥{free}" if dimension.unknown_capacity else free


def _bar(used: Fraction, held: Fraction, capacity: Fraction, glyphs: Glyphs, cells: int) -> Text:
    """Used, held and free parts of a capacity."""
    if not capacity:
        return Text()
    first = min(cells, round(used * cells / capacity))
    second = min(cells - first, round((used + held) * cells / capacity) - first)
    return Text.assemble(
        (glyphs.used * first, colour(used + held, capacity)),
        (glyphs.added * second, "cyan"),
        (glyphs.left * (cells - first - second), "dim"),
    )


def _print_limits(screen: Screen, summary: Summary) -> None:
    budget = summary.measures.failover_budget
    screen.head("What binds")
    if budget:
        least = budget[0]
        left = Fraction((least.capacity or 0) - least.used, least.scale)
        when = scenario_words(least.scenario)
        when = f" {when}" if when else ""
        at_most = "at most " if least.most != least.used else ""
        text = f"{at_most}{amount(left, 'W')}, on {limit_name(least)}{when}"
        screen.line("Failover budget: ", (text, "bold"), ".", indent=3)
        screen.blank()
    known = [limit for limit in summary.limits if limit.capacity is not None and limit.capacity < ENDLESS]
    shown = known[:MOST_LIMITS]
    rows = [_limit_row(limit) for limit in shown]
    table, cells = barred(screen, rows, ("limit", "<"), ("scenario", "<"), ("used", ">"), ("of", ">"))
    for limit, (name, scenario, said, most, share) in zip(shown, rows, strict=True):
        used, capacity = Fraction(limit.used, limit.scale), Fraction(limit.capacity or 0, limit.scale)
        drawn = _bar(used, Fraction(0), capacity, screen.glyphs, cells)
        table.add_row(name, Text(scenario, style="dim"), said, most, drawn, share)
    screen.put(table)
    if len(known) > MOST_LIMITS:
        rest = count(len(known) - MOST_LIMITS, "more limit is", "more limits are")
        screen.line((f"{rest} less tight; --json lists all.", "dim"), indent=3)


def _limit_row(limit: Limit) -> list[str]:
    """Name, scenario, use, capacity, share."""
    used, capacity = Fraction(limit.used, limit.scale), Fraction(limit.capacity or 0, limit.scale)
    (said, most), unit = amounts([used, capacity], limit.unit)
    return [
        limit_name(limit),
        clean(limit.scenario.removeprefix("1 ")),
        f"≥{said}" if limit.most != limit.used else said,
        f"{most} {unit}",
        percent(used, capacity) if capacity else "",
    ]


def _print_racks(screen: Screen, summary: Summary) -> None:
    racks, rows = summary.measures.racks, summary.measures.rows
    if len(racks) <= MOST_RACKS:
        screen.head("Racks: free")
        _print_table(screen, racks.records(), "rack")
    elif len(rows):
        screen.head("Rows: free")
        _print_table(screen, rows.records()[:MOST_ROWS], "row")
        if len(rows) > MOST_ROWS:
            screen.line((f"{count(len(rows) - MOST_ROWS, 'more row')}; --json lists all.", "dim"), indent=3)


def _print_table(screen: Screen, records: Sequence[Mapping[str, Any]], key: str) -> None:
    counted = "racks" if key == "row" else "row"
    heads = [
        (key, "<"),
        (counted, ">"),
        *((head, ">") for head in ("devices", "units", "in one run", "weight", "heat")),
        ("", "<"),
    ]
    out = columns(*heads)
    for row in records:
        notes = [] if row.get("status", "active") == "active" else [str(row["status"])]
        notes += [f"{row['unknown']} not known"] if row["unknown"] else []
        out.add_row(
            Text(clean(row[key]), style="bold"),
            clean(row[counted]),
            number(row["devices"]),
            amount(row["space_free_u"], "U"),
            amount(row["longest_run_u"], "U"),
            _or_unknown(row["weight_free_kg"], "kg"),
            _or_unknown(row["heat_free_w"], "W"),
            Text(", ".join(notes), style="dim"),
        )
    screen.put(out)


def _or_unknown(value: float | None, unit: str) -> str:
    return f"? {unit}" if value is None else amount(value, unit)


def _print_findings(screen: Screen, title: str, findings: Sequence[Finding], style: str) -> None:
    """The findings check by check, the first few of each."""
    if not findings:
        return
    screen.head(f"{title} ({number(len(findings))})")
    by_check: dict[str, list[Finding]] = {}
    for each in findings:
        by_check.setdefault(each.check, []).append(each)
    table = columns(("where", "<"), ("what", "<"), show=False)
    table.columns[0].max_width = 26
    for alike in by_check.values():
        for each in alike[:MOST_ALIKE]:
            said = Text(clean(each.what, 400))
            if each is alike[0]:
                said.append(f" {clean(each.advice, 400)}", style="dim")
            table.add_row(Text(clean(each.where, 80), style=style), said)
        if len(alike) > MOST_ALIKE:
            table.add_row("", Text(f"and {number(len(alike) - MOST_ALIKE)} more like this.", style="dim"))
    screen.put(table)
    if any(len(alike) > MOST_ALIKE for alike in by_check.values()):
        screen.line(("--json lists all.", "dim"), indent=3)


def _print_missing(screen: Screen, missing: Sequence[MissingCell]) -> None:
    if not missing:
        return
    screen.head(f"Not known ({number(len(missing))})")
    table = columns(("file", "<"), ("row", ">"), ("column", "<"), ("what it is", "<"))
    for cell in missing[:MOST_CELLS]:
        why = f"{clean(cell.why, 120)}{' (the policy stands in)' if cell.assumed else ''}"
        table.add_row(clean(cell.file), str(cell.row), Text(clean(cell.column), style="bold"), why)
    screen.put(table)
    if len(missing) > MOST_CELLS:
        screen.line((f"{number(len(missing) - MOST_CELLS)} more; --json lists all.", "dim"), indent=3)
