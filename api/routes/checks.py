"""Checks, answered at once: in a stored room as it stands now, or in one that comes along."""

from __future__ import annotations

import time
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import Field

from api.routes.rooms import Room
from api.security.access import Subject
from api.web.given import Now, Served, may
from api.web.lists import Model
from capacity.child import run_in_child
from capacity.reading import read_files
from capacity.reading.catalogue import Catalogue, catalogue_with
from capacity.reading.dictionary import DEVICE_TYPES
from placement.answer import answer_json
from placement.check import Checker
from placement.reading import request_from_table

router = APIRouter(tags=["checks"])
CHECKED = "request"
# A room that comes along is read and checked in a child process, within these.
INLINE_S, INLINE_BYTES = 20.0, 2 << 30


class CheckIn(Model):
    """A request to check: the contract's object; and how many places to list beside the first."""

    request: dict[str, Any]
    alternatives: int = Field(5, ge=0, le=200)


class InlineCheckIn(CheckIn):
    """A check in a room that comes along: the texts of its files by name."""

    files: dict[str, str] = Field(min_length=1, max_length=20)


@router.post("/rooms/{room}/checks")
def check(
    body: CheckIn,
    checker: Annotated[Subject, Depends(may("check.stored"))],
    now: Room,
    served: Served,
) -> dict[str, Any]:
    """May this be placed in the room as it stands now: where, why or why not, and what would make it fit."""
    # Under a name of its own: else whoever names it after a case would have that case's hold released.
    request = request_from_table({**body.request, "request": CHECKED}, "request", now.catalogue)
    started = time.perf_counter()
    answer = served.rooms.checker(now).check(request, alternatives=body.alternatives)
    return answer_json(answer, time.perf_counter() - started)


@router.post("/checks")
def check_inline(
    body: InlineCheckIn, at: Now, checker: Annotated[Subject, Depends(may("check.inline"))]
) -> dict[str, Any]:
    """The same in a room that comes along and is not kept."""
    files = {name: text.encode() for name, text in body.files.items()}
    return run_in_child(
        _checked,
        files,
        body.request,
        body.alternatives,
        at.date(),
        seconds=INLINE_S,
        memory_bytes=INLINE_BYTES,
    )


def _checked(files: dict[str, bytes], table: dict[str, Any], alternatives: int, today: Any) -> dict[str, Any]:
    room = read_files(files)
    catalogue: Catalogue = catalogue_with(files.get(DEVICE_TYPES))
    request = request_from_table({"request": CHECKED, **table}, "request", catalogue)
    started = time.perf_counter()
    answer = Checker(room, today).check(request, alternatives=alternatives)
    return answer_json(answer, time.perf_counter() - started)
