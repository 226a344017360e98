"""Places in words, and the tables that list them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby

from rich.text import Text

from api.render.text import Screen, clean, columns, count, number
from api.render.words import TERM_WORDS
from placement.answer import Alternative, Answer
from placement.placed import Placed
from placement.request import Request


def place_words(placed: Placed, request: Request) -> str:
    """``rack A03, units 17–18, front``, or ``host virt-1``."""
    if placed.host is not None:
        return f"host {clean(placed.host)}"
    return f"rack {clean(placed.rack)}, {units(placed, request)}, {placed.face}"


def units(placed: Placed, request: Request) -> str:
    """``unit 17`` or ``units 17-18``, in steps of half a unit."""
    bottom, height = placed.position_hu or 0, request.height_hu or 0
    step = 1 if bottom % 2 or height % 2 else 2
    top = bottom + max(step, height) - step
    low = number(Fraction(bottom, 2))
    return f"unit {low}" if top == bottom else f"units {low}-{number(Fraction(top, 2))}"


def cords_words(placed: Placed) -> str:
    """The cords joined by a plus."""
    return " + ".join(clean(c) for c in placed.cords)


def ports_words(placed: Placed) -> str:
    """The ports side by side."""
    return "  ".join(clean(p) for p in placed.ports)


def print_placements(screen: Screen, placement: Sequence[Placed], request: Request) -> None:
    """Where every one of several items goes."""
    if placement[0].host is not None:
        table = columns(("item", ">"), ("host", "<"))
        for placed in placement:
            table.add_row(str(placed.item), clean(placed.host))
    else:
        table = columns(("item", ">"), ("rack", "<"), ("place", "<"), ("cords", "<"), ("ports", "<"))
        for placed in placement:
            where = f"{units(placed, request)}, {placed.face}"
            ports = "\n".join(clean(p) for p in placed.ports)
            table.add_row(str(placed.item), clean(placed.rack), where, cords_words(placed), ports)
    screen.put(table)


def print_alternatives(screen: Screen, answer: Answer, request: Request) -> None:
    """The chosen place and the next ones, with the terms of their scores from 0 to 100.

    Places of one rack and face with the same terms stand in one row.
    """
    if not answer.alternatives:
        return
    racks = [p.rack for p in answer.placement] + [a.placement[0].rack for a in answer.alternatives]
    several = len(set(racks)) == len(racks)
    more = len(answer.alternatives)
    what = "more host" if racks[0] is None else "more rack" if several else "more place"
    screen.head(f"{count(more, what)}, best first{': the best place of each' if several and more else ''}")
    names = list(answer.terms)
    heads = [TERM_WORDS.get(n, (n, ""))[0] for n in names]
    table = columns(("", ">"), ("place", "<"), ("score", ">"), *((h, ">") for h in heads))
    chosen = Alternative(answer.placement, answer.score or 0.0, answer.terms)
    rank = 0
    for each, group in groupby([chosen, *answer.alternatives], key=lambda a: _alike(a, a is chosen)):
        alike = list(group)
        first, terms = alike[0], [_out_of_100(alike[0].terms.get(n)) for n in names]
        own, where = each[0], _where([a.placement[0] for a in alike], request)
        label = (
            screen.glyphs.here if own else str(rank) if len(alike) == 1 else f"{rank}-{rank + len(alike) - 1}"
        )
        row = [label, where, f"{first.score * 100:.1f}", *terms]
        table.add_row(*(Text(cell, style="bold" if own else "") for cell in row))
        rank += len(alike)
    screen.put(table)
    screen.line((_legend(names), "dim"), indent=3)


def _legend(names: Sequence[str]) -> str:
    """What the columns of terms stand for."""
    said = []
    for name in names:
        head, meaning = TERM_WORDS.get(name, (name, ""))
        said.append(meaning if head in meaning else f"{head}: {meaning}" if meaning else head)
    return f"100 is best: {', '.join(said)}."


def _alike(each: Alternative, own: bool) -> tuple[object, ...]:
    placed = each.placement[0]
    return own, placed.rack, placed.host, placed.face, each.score, tuple(each.terms.values())


def _where(places: list[Placed], request: Request) -> str:
    """Places of one rack and face, or one host."""
    first = places[0]
    if first.host is not None:
        return ", ".join(clean(p.host) for p in places)
    spans = ", ".join(units(p, request).split()[1] for p in places)
    return f"{clean(first.rack)} {first.face} {spans}"


def _out_of_100(value: float | None) -> str:
    return "" if value is None else f"{value * 100:.0f}"
