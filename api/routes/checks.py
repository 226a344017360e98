"""Checks, answered at once: in a stored room as it stands now, or in one that comes along."""

from __future__ import annotations

import time
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field

from api.routes.rooms import Room as StoredRoom
from api.security.access import Subject
from api.web.given import Now, Served, may
from api.web.lists import Model
from capacity.child import run_in_child
from capacity.reading import read_files
from capacity.reading.catalogue import Catalogue, catalogue_with
from capacity.reading.dictionary import DEVICE_TYPES
from capacity.room import Room
from placement.answer import answer_json
from placement.check import Checker
from placement.reading import request_from_table
from placement.request import Request

router = APIRouter(tags=["checks"])
CHECKED = "request"
# A room that comes along is read and checked in a child process, within these.
INLINE_S, INLINE_BYTES = 20.0, 2 << 30


class CheckIn(Model):
    """A request to check: the contract's object; and how many places to list beside the first.

    The filter decides exactly, and the verifier looks at what it finds; `certify` has CP-SAT confirm it too,
    which takes longer.
    """

    request: dict[str, Any]
    alternatives: int = Field(5, ge=0, le=200)
    certify: bool = False


class InlineCheckIn(CheckIn):
    """A check in a room that comes along: the texts of its files by name."""

    files: dict[str, str] = Field(min_length=1, max_length=20)


@router.post("/rooms/{room}/checks")
def check(
    body: CheckIn,
    checker: Annotated[Subject, Depends(may("check.stored"))],
    now: StoredRoom,
    served: Served,
) -> dict[str, Any]:
    """May this be placed in the room as it stands now: where, why or why not, and what would make it fit."""
    # Under a name of its own: else whoever names it after a case would have that case's hold released.
    request = request_from_table({**body.request, "request": CHECKED}, "request", now.catalogue)
    if body.certify:
        # The solver has no place in the process that answers everybody.
        return run_in_child(
            _certified,
            now.room,
            request,
            body.alternatives,
            now.today,
            seconds=INLINE_S,
            memory_bytes=INLINE_BYTES,
        )
    started = time.perf_counter()
    answer = served.rooms.checker(now).check(request, alternatives=body.alternatives, certify=False)
    return answer_json(answer, time.perf_counter() - started)


@router.post("/checks")
def check_inline(
    body: InlineCheckIn, at: Now, checker: Annotated[Subject, Depends(may("check.inline"))]
) -> dict[str, Any]:
    """The same in a room that comes along and is not kept."""
    files = {name: text.encode() for name, text in body.files.items()}
    return run_in_child(_checked, files, body, at.date(), seconds=INLINE_S, memory_bytes=INLINE_BYTES)


def _checked(files: dict[str, bytes], body: CheckIn, today: date) -> dict[str, Any]:
    room = read_files(files)
    catalogue: Catalogue = catalogue_with(files.get(DEVICE_TYPES))
    request = request_from_table({"request": CHECKED, **body.request}, "request", catalogue)
    return _certified(room, request, body.alternatives, today)


def _certified(room: Room, request: Request, alternatives: int, today: date) -> dict[str, Any]:
    started = time.perf_counter()
    answer = Checker(room, today).check(request, alternatives=alternatives, certify=True)
    return answer_json(answer, time.perf_counter() - started)
