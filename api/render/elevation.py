"""A few units of a rack, front and rear, around a place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from rich.table import Table
from rich.text import Text

from api.render.text import Screen, clean, listed, spans
from capacity.elevation import Body, standing
from capacity.room import FACES, Rack, Room

AROUND = 2
FACE_WIDTH = 24
HERE = "bold black on cyan"
CLASH = "bold white on red"


def in_rack(room: Room, rack: Rack, request: str, today: date) -> list[Body]:
    """What stands or is held in a rack, without what is held for the request itself, named for a screen."""
    return [replace(body, name=_named(body)) for body in standing(room, rack, today, without=request)]


def _named(body: Body) -> str:
    held = " (held)" if body.kind == "held" else ""
    unsure = "" if body.certain else " (height ?)"
    return f"{clean(body.name)}{held}{unsure}"


def print_neighbourhood(screen: Screen, rack: Rack, there: Iterable[Body], new: Body) -> None:
    """Draw the units around `new`; its own are marked."""
    everything = [*there, new]
    lowest, highest = 2 * rack.first_unit, 2 * (rack.first_unit + rack.height_u)
    bottom = max(lowest, new.bottom_hu // 2 * 2 - 2 * AROUND)
    top = min(highest, -(-new.top_hu // 2) * 2 + 2 * AROUND)
    if bottom >= top:
        return
    table = Table(box=None, padding=(0, 1, 0, 0), show_header=True, header_style="dim", show_edge=False)
    table.add_column(Text(f"rack {clean(rack.name, 20)}"), justify="right")
    for face in FACES:
        table.add_column(Text(face), width=FACE_WIDTH, no_wrap=True)
    for at in range(top - 2, bottom - 2, -2):
        marked = new.bottom_hu < at + 2 and at < new.top_hu
        label = f"{screen.glyphs.here if marked else ' '} {at // 2}"
        cells = [_cell(screen, rack, everything, new, at, face, at == top - 2) for face in FACES]
        table.add_row(Text(label, style="bold cyan" if marked else "dim"), *cells)
    screen.put(table, indent=3)


def _cell(
    screen: Screen, rack: Rack, everything: list[Body], new: Body, at: int, face: str, first: bool
) -> Text:
    """One unit on one face: names where they begin (from above), a stroke where they go on.

    Where the new thing and something else want the same half unit, only what is in the way is named.
    """
    here = [b for b in everything if face in b.faces and b.bottom_hu < at + 2 and at < b.top_hu]
    blocked = at // 2 in rack.blocked_units
    if new in here and (blocked or _overlap(here, at)):
        others = ["blocked"] * blocked + [b.name for b in _from_above(here) if b is not new]
        return _filled(f"{screen.glyphs.times} {' + '.join(others)}", CLASH)
    if blocked:
        return Text("blocked", style="dim")
    if not here:
        return Text(screen.glyphs.dot, style="dim")
    names = [b.name if first or at + 2 >= b.top_hu else screen.glyphs.same for b in _from_above(here)]
    return _filled(" + ".join(names), HERE) if new in here else Text(" + ".join(names)[:FACE_WIDTH])


def _filled(text: str, style: str) -> Text:
    return Text(text[:FACE_WIDTH].ljust(FACE_WIDTH), style=style)


def _from_above(here: list[Body]) -> list[Body]:
    return sorted(here, key=lambda b: (-b.top_hu, b.name))


def _overlap(here: list[Body], at: int) -> bool:
    """True where two of them take the same half unit of this unit."""
    return any(sum(b.bottom_hu <= half < b.top_hu for b in here) > 1 for half in (at, at + 1))


def in_the_way(rack: Rack, there: Iterable[Body], new: Body) -> list[str]:
    """What keeps `new` from its units: a half unit, the end of the rack, blocked units, what stands there."""
    found = []
    if new.bottom_hu % 2 and not (new.top_hu - new.bottom_hu) % 2:
        whole = new.bottom_hu // 2
        found.append(f"a height of whole units starts at a whole unit, such as {whole} or {whole + 1}")
    if new.bottom_hu < 2 * rack.first_unit or new.top_hu > 2 * (rack.first_unit + rack.height_u):
        found.append(f"the rack has units {rack.first_unit} to {rack.first_unit + rack.height_u - 1} only")
    blocked = [
        unit for unit in sorted(rack.blocked_units) if new.bottom_hu < 2 * unit + 2 and 2 * unit < new.top_hu
    ]
    if blocked:
        found.append(f"blocked: unit {spans(blocked)}")
    taken = [body.name for body in there if body.meets(new)]
    if taken:
        found.append(f"taken by {listed(sorted(taken))}")
    return found
