"""Dossiers of driven cases with real analyses: the requests of data/, checked in the rooms of data/."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from capacity.data import data_path
from capacity.reading import read_room
from capacity.reading.catalogue import catalogue_for
from capacity.room import Room
from tests.workflow.driving import Desk
from tests.workflow.offices import office
from workflow.analysis import Assumption, Frozen, analyse, canonical_request
from workflow.analysis.places import from_answer, in_words
from workflow.kept import RoomVersion
from workflow.letters import Dossier, LetterOffice, Outside, shipped_office, verification
from workflow.papers import PlaceChoice
from workflow.procedure import shipped

TODAY = date(2026, 6, 8)
AT = datetime(2026, 6, 8, 2, 0, tzinfo=UTC)
AGENCY = "Dinas Pendidikan Kepemudaan dan Olahraga Kota Denpasar"
CODE = "k7Qw2m9ZxY4vB1nR8tLs0A"
SIGNED = Outside(
    date(2026, 6, 10),
    "004/DKIS/2026",
    verification=verification("https://titip.example", CODE),
    draft=False,
)


@cache
def room(name: str = "denpasar") -> Room:
    return read_room(data_path(f"rooms/{name}"))


@cache
def analysed(
    request: str, assumptions: tuple[Assumption, ...] = (), changes: tuple[tuple[str, Any], ...] = ()
) -> Frozen:
    """The analysis of a request of data/requests, in the room that it is for."""
    name = "hall" if request.startswith("hall/") else "denpasar"
    catalogue = catalogue_for(data_path(f"rooms/{name}"))
    table = json.loads(data_path(f"requests/{request}.json").read_text(encoding="utf-8"))
    version = RoomVersion(name, 1, 7, room(name).sha256, room(name).policy.version, AT, "kadek")
    text = canonical_request({**table, **dict(changes)}, catalogue)
    return analyse(
        room(name),
        version,
        text,
        "PS-1",
        today=TODAY,
        at=AT,
        by="komang",
        catalogue=catalogue,
        assumptions=assumptions,
        places=1,
    )


@cache
def desk(step: str, path: str = "accept") -> Desk:
    """A case that waits at a step; no test goes on with it."""
    return Desk().at(step, path)


@cache
def letters() -> LetterOffice:
    return shipped_office()


def dossier(
    request: str = "fits-web-server",
    *,
    step: str = "4",
    path: str | None = None,
    changes: tuple[tuple[str, Any], ...] = (),
    assumptions: tuple[Assumption, ...] = (),
    **more: Any,
) -> Dossier:
    """A case at a step, as if its analysis had been that of a request of data/."""
    frozen = analysed(request, assumptions, changes)
    way = path or ("accept" if frozen.result == "fits" else "refuse")
    items = from_answer(frozen.answer["placement"])
    choice = PlaceChoice(in_words(items), room=frozen.room.name, items=items) if items else None
    case = replace(desk(step, way).case, analysis=frozen.short(), choice=choice)
    told: dict[str, Any] = {
        "case": case,
        "procedure": shipped(),
        "offices": office(),
        "office": letters(),
        "on": TODAY,
        "analysis": frozen,
        "agency": AGENCY,
    }
    return Dossier(**(told | more))
