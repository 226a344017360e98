"""An improvement plan: its moves in order, what they free, and the bound."""

from __future__ import annotations

from api.render.text import Screen, amount, clean, columns, count, listed, number
from capacity.units import plain
from placement.defragment import Defragmented
from placement.placed import Placed


def print_defragmented(found: Defragmented, seconds: float) -> None:
    """Print the plan; that nothing is gained is said as well."""
    screen = Screen()
    screen.blank()
    said = count(len(found.moves), "move") if found.moves else "No move"
    what = "free more in one piece" if found.moves else "that frees anything was found"
    screen.line((f"{said} {what}", "bold"), (f", of at most {number(found.most)}", "dim"), indent=1)
    if found.moves:
        screen.head("Moves, in this order")
        screen.points(f"{clean(m.device)} from {_where(m.before)} to {_where(m.after)}" for m in found.moves)
        screen.points(clean(m.condition, 300) for m in found.moves if m.condition)
    screen.head("What they free")
    height = amount(plain(found.reference.height_hu or 4, 2), "U")
    table = columns(("", "<"), ("now", ">"), ("then", ">"))
    before, after = found.before, found.after
    table.add_row(f"slots of {height}, by height alone", number(before.slots), number(after.slots))
    table.add_row("racks in which nothing stands", number(before.empty), number(after.empty))
    longest = [amount(plain(each.longest_hu, 2), "U") for each in (before, after)]
    table.add_row("longest free run", *longest)
    if found.headroom is not None:
        name = clean(found.reference.name)
        table.add_row(f"{name} that fit, by all limits", *(number(each) for each in found.headroom))
    screen.put(table)
    if found.emptied:
        screen.line(f"Emptied: {listed([clean(name) for name in found.emptied], 'and')}.", indent=3)
    aimed = "slots" if found.aim == "slots" else "empty racks"
    proved = "proved the best within reach" if found.proved else "not proved to be the best"
    screen.blank()
    text = f"aimed at {aimed}: {proved}, no plan exceeds {number(found.bound)}"
    scope = f"searched: {clean(found.scope, 300)}"
    screen.line((f"{text}; {scope}; every step verified; {seconds:.1f} s", "dim"), indent=1)


def _where(placed: Placed) -> str:
    rear = ", rear" if placed.face == "rear" else ""
    cords = f" on {' '.join(clean(str(c)) for c in placed.cords)}" if placed.cords else ""
    return f"{clean(placed.rack or '')} U{plain(placed.position_hu or 0, 2)}{rear}{cords}"
