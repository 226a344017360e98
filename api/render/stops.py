"""Limits that stop the next item, and limits that lack something for what was left over."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rich.text import Text

from api.render.bars import bar, barred
from api.render.text import Screen, amount, amounts, clean, columns, count, number
from api.render.words import limit_name, percent, scenario_name
from placement.batch.blockers import Stop

MOST_STOPS = 8
PER_RACK = frozenset({"space", "keep_free", "weight", "heat", "outlets"})


def print_stops(screen: Screen, stops: Sequence[Stop], *, hosts: bool) -> None:
    """Limits as they stand once all that fits is placed, by how much the next one is too much, and where."""
    shown, kind = stops[:MOST_STOPS], "hosts" if hosts else "racks"
    rows = [_row(stop) for stop in shown]
    heads = (("limit", "<"), ("scenario", "<"), ("used", ">"), ("of", ">"), ("short", ">"), (kind, ">"))
    table, cells = barred(screen, rows, *heads)
    for place, (stop, row) in enumerate(zip(shown, rows, strict=True)):
        name, scenario, used, most, short, places, share = row
        drawn = Text()
        if stop.limit.capacity is not None:
            scale = stop.limit.scale
            drawn = bar(
                Fraction(stop.limit.used, scale), Fraction(stop.touched.after, scale),
                Fraction(stop.limit.capacity, scale), screen.glyphs, cells,
            )  # fmt: skip
        head = Text(name, style="bold" if place == 0 else "")
        table.add_row(
            head, Text(scenario, style="dim"), used, most, Text(short, style="red"), places, drawn, share
        )
    screen.put(table)
    if len(stops) > MOST_STOPS:
        rest = stops[MOST_STOPS:]
        more = count(len(rest), "more limit stops it", "more limits stop it")
        where = count(sum(stop.places for stop in rest), "other host" if hosts else "other rack")
        screen.line((f"{more} at {where}; --json lists all.", "dim"), indent=3)
    told = f"short: by how much one more is too much; {kind}: those where this is what stops it"
    if any(nearest(stop) for stop in shown):
        told += "; a limit of one rack (nearest) stands for all racks that lack the same"
    screen.line((f"{told}.", "dim"), indent=3)


def nearest(stop: Stop) -> bool:
    """True where a limit of one rack, the one that lacks least, stands for several of the same rule."""
    own = stop.limit.rule in PER_RACK or stop.limit.name.startswith("pdu ")
    return own and stop.places > 1


def stop_name(stop: Stop) -> str:
    """The limit's name; ``(nearest)`` where it stands for others."""
    return limit_name(stop.limit) + (" (nearest)" if nearest(stop) else "")


def _row(stop: Stop) -> list[str]:
    """Name, scenario, use, capacity, short, places, share."""
    limit = stop.limit
    after = Fraction(stop.touched.after, limit.scale)
    short = amount(Fraction(stop.short, limit.scale), limit.unit)
    capacity = None if limit.capacity is None else Fraction(limit.capacity, limit.scale)
    (used, *most), unit = amounts([after] if capacity is None else [after, capacity], limit.unit)
    share = percent(after, capacity) if capacity else ""
    of = _of(most, unit)
    return [stop_name(stop), scenario_name(limit.scenario), used, of, short, number(stop.places), share]


def _of(most: Sequence[str], unit: str) -> str:
    """The capacity with its unit; a question mark where it is not known."""
    one = most and most[0] == "1" and unit in ("ports", "outlets", "runs")
    return f"{most[0] if most else '?'} {unit[:-1] if one else unit}"


def print_shortfalls(screen: Screen, stops: Sequence[Stop]) -> None:
    """What every limit would have to give more, by the scenario in which it lacks most."""
    worst: dict[str, Stop] = {}
    for stop in stops:
        known = worst.get(stop.limit.name)
        if known is None or _lack(stop) > _lack(known):
            worst[stop.limit.name] = stop
    shown = list(worst.values())[:MOST_STOPS]
    table = columns(("limit", "<"), ("scenario", "<"), ("needed", ">"), ("of", ">"), ("short by", ">"))
    for column in table.columns[1:]:
        column.no_wrap = True
    for stop in shown:
        limit = stop.limit
        needed = Fraction(stop.touched.after, limit.scale)
        capacity = None if limit.capacity is None else Fraction(limit.capacity, limit.scale)
        (use, *most), unit = amounts([needed] if capacity is None else [needed, capacity], limit.unit)
        table.add_row(
            Text(limit_name(limit), style="bold"),
            Text(scenario_name(limit.scenario), style="dim"),
            use,
            _of(most, unit),
            Text(amount(_lack(stop), limit.unit), style="red"),
        )
    screen.put(table)
    if len(worst) > MOST_STOPS:
        screen.line((f"{count(len(worst) - MOST_STOPS, 'more limit')}; --json lists all.", "dim"), indent=3)


def _lack(stop: Stop) -> Fraction:
    return Fraction(stop.short, stop.limit.scale)


def stopped_by(stop: Stop) -> str:
    """The limit in a few words, cleaned, for a sentence."""
    return clean(stop_name(stop).removesuffix(" (nearest)"), 80)
