"""titip load: a room kept in the database, as its next version."""

from __future__ import annotations

from datetime import date

from api.commands.shell import caller, now, print_json
from api.room_at import STORED
from api.store import open_store
from capacity.errors import BadInput, Problem
from capacity.ledger import Ledger
from capacity.missing import MissingCell, missing_cells
from capacity.reading import read_files, room_files
from capacity.room import Room
from workflow.installing import load_room, problems_of_room_name
from workflow.kept import Loaded
from workflow.ports import UnitOfWork


def run_load(room_text: str, name: str, today: date, *, as_json: bool) -> int:
    """Keep the room and print what came of it; 0."""
    problems = list(problems_of_room_name(name))
    files: dict[str, bytes] = {}
    if room_text.startswith(STORED):
        told = "A stored room is loaded already."
        problems.append(Problem("command line", None, "ROOM", told, "Name a folder, or a zip of one."))
    else:
        try:
            files = room_files(room_text)
            room = read_files(files)
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(problems)

    def once(unit: UnitOfWork) -> tuple[Loaded, int]:
        loaded = load_room(unit, name, files, now(), caller())
        placed = sum(one.row.source == "titip" for one in unit.occupancy.live(name))
        unit.commit()
        return loaded, placed

    with open_store(make=True) as store:
        loaded, placed = store.run(once)
    missing = missing_cells(Ledger(room, today))
    if as_json:
        print_json(_said(loaded, room, placed, missing))
    else:
        from api.render.load import print_loaded

        print_loaded(loaded, room, placed, missing)
    return 0


def _said(loaded: Loaded, room: Room, placed: int, missing: list[MissingCell]) -> dict[str, object]:
    version = loaded.version
    return {
        "room": version.room,
        "version": version.number,
        "sha256": version.sha256,
        "policy_version": version.policy_version,
        "racks": len(room.racks),
        "devices": len(room.devices),
        "reservations": len(room.reservations),
        "hosts": len(room.hosts),
        "vms": len(room.vms),
        "placed": placed,
        "overlaps": [{"rack": o.rack, "things": [o.one, o.other]} for o in loaded.overlaps],
        "differing": [
            {"file": one.file, "row": one.line, "name": one.name, "fields": list(one.fields)}
            for one in loaded.differing
        ],
        "missing": [
            {"file": cell.file, "row": cell.row, "column": cell.column, "why": cell.why} for cell in missing
        ],
    }
