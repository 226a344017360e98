"""The room that the word ROOM on a command line means: a folder, a zip, or a stored one as it stands now."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from capacity.errors import BadInput, Problem
from capacity.reading import read_room
from capacity.reading.catalogue import Catalogue, catalogue_for, catalogue_with
from capacity.reading.dictionary import DEVICE_TYPES
from capacity.reading.problems import Suggestions, quoted
from capacity.room import Room
from workflow.conflicts import NotStored
from workflow.ports import UnitOfWork

STORED = "db:"


def room_at(text: str) -> tuple[Room, Callable[[], Catalogue]]:
    """The room of ``FOLDER``, ``ZIP`` or ``db:NAME``, and its catalogue of device types when asked for.

    A stored room comes with everything that is held in it now. Raises BadInput with every problem.
    """
    name = stored_name(text)
    if name is None:
        return read_room(text), lambda: catalogue_for(text)
    from api.store import open_store  # loading a database takes longer than reading a room

    with open_store() as store, store.read() as unit:
        try:
            room = unit.rooms.now(name)
            own = unit.rooms.files(name).get(DEVICE_TYPES)
        except NotStored:
            raise no_such_room(unit, name) from None
    return room, lambda: catalogue_with(own)


def stored_name(text: str) -> str | None:
    """The NAME of ``db:NAME``; None for a path."""
    return text.removeprefix(STORED) if text.startswith(STORED) else None


def shown_name(text: str) -> str:
    """What a room is called above its figures: the folder's or file's name, or ``db:NAME``."""
    return Path(text).resolve().name if stored_name(text) is None else text


def no_such_room(unit: UnitOfWork, name: str) -> BadInput:
    """The error of a name that no stored room has."""
    names = unit.rooms.names()
    known = f"Rooms in the database: {', '.join(names)}." if names else "`titip load` keeps a room there."
    advice = Suggestions(names).advice(name, known)
    problem = f"There is no room {quoted(name)} in the database."
    return BadInput([Problem(f"{STORED}{name}", None, "", problem, advice)])
