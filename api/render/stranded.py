"""Stranded capacity in words: what keeps the reference server out of racks, and what is free there."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from rich.text import Text

from api.render.text import Screen, amount, clean, columns, count, listed, number
from api.render.words import RULE_WORDS, asked, rule_name
from placement.rules import RULES
from placement.stranded import Stranded, StrandedRack

MOST_RULES = 6
MOST_NAMES = 6
SHOWN = (("space", "units", "U"), ("power:pdu", "power", "W"))  # dimension, heading, unit


def print_stranded(screen: Screen, found: Stranded, racks: int) -> None:
    """The rules that stop the reference server, in how many racks and with what free; what is not decided."""
    if not found.racks and not found.undecided:
        return
    screen.head("Why it is stranded" if found.racks else "What may be stranded")
    nowhere = f"fits nowhere in {number(len(found.racks))} of {count(racks, 'rack')}"
    if not found.racks:
        nowhere = "has a place, or may have one, in every rack"
    screen.line(f"The reference server ({asked(found.reference)}) {nowhere}.", indent=3)
    if found.racks:
        _print_rules(screen, found)
    for dimension in found.totals:
        unsure = found.unknown(dimension)
        if unsure:
            name = dimension.removeprefix("ports:").replace(":", " ")
            why = f"Stranded {name} is not known, since what is free in {_names(map(clean, unsure))} is not."
            screen.line((why, "dim"), indent=3)
    if found.undecided:
        told = [f"{clean(each.rack)} ({listed(map(rule_name, each.rules))})" for each in found.undecided]
        screen.line((f"It cannot be decided for {_names(told)}: data is missing.", "yellow"), indent=3)


def _print_rules(screen: Screen, found: Stranded) -> None:
    by_rule = {
        rule: [each for each in found.racks if rule in each.rules]
        for rule in RULES
        if any(rule in each.rules for each in found.racks)
    }
    order = sorted(by_rule, key=lambda rule: (-len(by_rule[rule]), RULES.index(rule)))
    shown = [each for each in SHOWN if each[0] in found.totals]
    heads = [("racks", ">"), ("alone", ">"), *((head, ">") for _, head, _ in shown)]
    table = columns(("reason", "<"), ("", "<"), *heads)
    for rule in order[:MOST_RULES]:
        name, why = RULE_WORDS[rule]
        there = by_rule[rule]
        alone = sum(each.alone for each in there)
        table.add_row(
            Text(name, style="bold"),
            Text(why, style="dim"),
            number(len(there)),
            number(alone) if alone else Text(screen.glyphs.dash, style="dim"),
            *(_free(screen, there, dimension, unit) for dimension, _, unit in shown),
        )
    screen.put(table)
    if len(order) > MOST_RULES:
        screen.line((f"{count(len(order) - MOST_RULES, 'more rule')}; --json lists all.", "dim"), indent=3)
    legend = "alone: racks with nothing else in the way; the last columns: what is free in these racks."
    screen.line((legend, "dim"), indent=3)


def _free(screen: Screen, racks: Iterable[StrandedRack], dimension: str, unit: str) -> str:
    """What is free in these racks; not known where that of one is not."""
    amounts = [each.free[dimension] for each in racks if dimension in each.free]
    known = [value for value in amounts if value is not None]
    if len(known) < len(amounts):
        return "?"
    return amount(sum(known, Fraction(0)), unit) if amounts else screen.glyphs.dash


def _names(names: Iterable[str]) -> str:
    told = list(names)
    rest = len(told) - MOST_NAMES
    return listed([*told[:MOST_NAMES], f"{rest} more"] if rest > 0 else told)
