"""The analysis: the core is asked about a room as it stands, and what it says is frozen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from importlib.metadata import version as installed_version

from capacity.reading.catalogue import DeviceType
from capacity.room import Room
from placement.answer import answer_json
from placement.check import Checker
from workflow.analysis.assumptions import Assumption, assumed_request, assumed_room
from workflow.analysis.frozen import Checked, Frozen, RoomState
from workflow.analysis.request import request_named
from workflow.kept import RoomVersion
from workflow.plain import canonical

#: How many places besides the first are listed.
PLACES = 50


def analyse(
    room: Room,
    version: RoomVersion,
    text: bytes,
    case: str,
    *,
    today: date,
    at: datetime,
    by: str,
    catalogue: Mapping[str, DeviceType],
    assumptions: Sequence[Assumption] = (),
    places: int = PLACES,
) -> Frozen:
    """Decide the request of a case, exactly, and freeze what it was decided from.

    Where it does not fit, the answer says what would make it fit, with its price.

    Parameters
    ----------
    room, version
        The room with everything that stands and is held in it now, and which one that is. What the case
        itself holds is released first.
    text
        The request, as `canonical_request` wrote it.
    today
        The office's date: the day that reservations are compared with.
    assumptions
        What is assumed for empty cells of the request and of the room.
    places
        How many places besides the first are listed.

    Raises
    ------
    BadInput
        A request or assumptions that cannot be used.
    Disagreement
        If filter, CP-SAT and verifier do not agree: then there is no analysis.
    """
    known = assumed_room(room, assumptions)
    request = assumed_request(request_named(text, case, catalogue), assumptions)
    checker = Checker(known, today)
    answer = checker.check(request, alternatives=places, remedies=True)
    told = answer_json(answer, 0.0)
    del told["seconds"]
    verdict = None
    if answer.placement:
        _, verifier = checker.compiled(request)
        said = verifier.verify_one(request, answer.placement)
        verdict = Checked(said.holds and not said.unknown, said.conditions)
    return Frozen(
        case=case,
        asked=json.loads(text),
        request_sha256=sha256(text).hexdigest(),
        request=request,
        room=RoomState(
            name=version.room,
            number=version.number,
            revision=version.revision,
            sha256=version.sha256,
            stands_sha256=stands_sha256(room),
            policy_version=room.policy.version,
        ),
        today=today,
        at=at,
        by=by,
        program=installed_version("titip"),
        assumptions=tuple(assumptions),
        verdict=verdict,
        answer=told,
    )


def stands_sha256(room: Room) -> str:
    """The hash of everything that stands, runs or is held in a room: devices, VMs, reservations."""
    return sha256(canonical([room.devices, room.vms, room.reservations])).hexdigest()
