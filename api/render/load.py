"""A room that was loaded: its version, what is in it, what overlaps in it, what of it is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.text import Text

from api.render.done import GOOD, marked
from api.render.text import clean, columns, count, number
from capacity.missing import MissingCell
from capacity.room import Room
from workflow.kept import Loaded

MOST_OVERLAPS = 12


def print_loaded(loaded: Loaded, room: Room, placed: int, missing: Sequence[MissingCell]) -> None:
    """Print what came of loading a room; `placed` things of Titip's stay in it."""
    version = loaded.version
    name = f"db:{version.room}"
    screen = marked("KEPT", GOOD, name, f", version {version.number}")
    things = (
        (len(room.racks), "rack"),
        (len(room.devices), "device"),
        (len(room.reservations), "reservation"),
        (len(room.hosts), "host"),
        (len(room.vms), "VM"),
    )
    screen.line(", ".join(count(many, what) for many, what in things if many), indent=3)
    if placed:
        screen.line(f"{count(placed, 'place')} that Titip keeps there stay as they are.", indent=3)
    if loaded.overlaps:
        screen.head(f"In the same units ({number(len(loaded.overlaps))})")
        table = columns(("rack", "<"), ("things", "<"), show=False)
        for each in loaded.overlaps[:MOST_OVERLAPS]:
            table.add_row(Text(clean(each.rack), style="yellow"), f"{clean(each.one)}, {clean(each.other)}")
        screen.put(table)
        if len(loaded.overlaps) > MOST_OVERLAPS:
            more = number(len(loaded.overlaps) - MOST_OVERLAPS)
            screen.line((f"{more} more; --json lists all.", "dim"), indent=3)
        screen.line(("They may stay; nothing new is put on any of them.", "dim"), indent=3)
    if loaded.differing:
        screen.head(f"Told otherwise of what Titip placed ({number(len(loaded.differing))})")
        table = columns(("file", "<"), ("row", ">"), ("name", "<"), ("fields", "<"))
        for one in loaded.differing:
            table.add_row(clean(one.file), number(one.line), clean(one.name), ", ".join(one.fields))
        screen.put(table)
        screen.line(
            ("What Titip has stays: it was verified. Look which of the two is right.", "dim"), indent=3
        )
    if missing:
        screen.head(f"Not known ({number(len(missing))})")
        table = columns(("file", "<"), ("column", "<"), ("cells", ">"))
        for (file, column), many in Counter((cell.file, cell.column) for cell in missing).items():
            table.add_row(clean(file), Text(clean(column), style="bold"), number(many))
        screen.put(table)
    screen.blank()
    screen.line((f"titip room {clean(name, 80)} shows what is free in it.", "dim"), indent=1)
