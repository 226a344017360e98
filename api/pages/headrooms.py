"""How many more of a reference server fit: asked for by a button, and shown with what stops the next one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.pages.fields import shown
from api.pages.forms import Sent
from api.pages.page import MemberPage, Page, go
from api.pages.troubles import PageRoute
from api.pages.words import DECISIONS
from api.pages.work import begin
from api.routes.computations import seen
from api.security.access import Thing, can
from placement.reading import reference_tables
from workflow.computing import Question
from workflow.conflicts import NotStored
from workflow.letters.conditions import told_inside
from workflow.ports import UnitOfWork
from workflow.procedure import Text
from workflow.serving import Computation

router = APIRouter(include_in_schema=False, route_class=PageRoute)
#: A calculation may take so long, in seconds; its bound tells how far it is from the end until then.
SECONDS = 60.0
MOST_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference server of a room's policy.

    `done` is its newest headroom with the answer `told`, `open` one that is waiting or running: of those
    that the visitor may see.
    """

    number: int
    name: str
    said: tuple[tuple[Text, Text], ...]
    done: Computation | None
    told: Mapping[str, Any]
    open: Computation | None


def references(
    unit: UnitOfWork, page: Page, room: str, tables: Sequence[Mapping[str, object]]
) -> list[Reference]:
    """The reference servers of a room with their newest headrooms."""
    person = None if can(page.subject, "job.read", Thing()) else page.person
    jobs = [
        one
        for one in unit.computations.of(person, limit=MOST_LOOKED_AT)
        if one.kind == "headroom" and one.room == room
    ]
    questions = unit.lists.contents({one.asked_sha256 for one in jobs})
    asked: dict[str, list[Computation]] = {}
    for one in jobs:
        asked.setdefault(_key(json.loads(questions[one.asked_sha256])["requests"][0]), []).append(one)
    newest = {key: next((one for one in found if one.result_sha256), None) for key, found in asked.items()}
    hashes = {one.result_sha256 for one in newest.values() if one is not None and one.result_sha256}
    answers = unit.lists.contents(hashes)
    found = []
    for number, table in enumerate(tables, start=1):
        key = _key(table)
        done = newest.get(key)
        told = {} if done is None else json.loads(answers[done.result_sha256 or ""])
        running = next((one for one in asked.get(key, ()) if not one.over), None)
        cells = {name: _cell(value) for name, value in table.items() if name not in ("request", "kind")}
        found.append(Reference(number, str(table["request"]), shown(cells), done, told, running))
    return found


@router.post("/planning/headrooms")
def count(page: MemberPage, form: Sent) -> Response:
    """Have the headroom of a reference server counted in a room, and go to the calculation."""
    page.require("plan.run")
    room, number = form.text("room"), form.whole("reference")
    with page.read() as unit:
        now = page.served.rooms.now(unit, room, page.today)
    tables = reference_tables(now.room.policy)
    if not 1 <= number <= len(tables):
        raise NotStored("There is no such reference server.", str(number))
    return begin(page, Question("headroom", room, [tables[number - 1]], page.today, SECONDS))


@router.get("/planning/headrooms/{id}")
def headroom(id: Annotated[str, Path(max_length=100)], page: MemberPage) -> Response:
    """How many more fit, where they would go, and what stops the next one."""
    with page.read() as unit:
        one = seen(unit, page.subject, "job.read", id)
        if one.kind != "headroom" or one.result_sha256 is None:
            return go(f"/planning/jobs/{quote(id)}")
        told: Any = json.loads(unit.files.get(one.result_sha256)[1])
        asked = json.loads(unit.files.get(one.asked_sha256)[1])["requests"][0]
    cells = {name: _cell(value) for name, value in asked.items() if name not in ("request", "kind")}
    return page.render(
        "headroom.html",
        job=one,
        told=told,
        said=shown(cells),
        racks=_racks(told["placement"]),
        conditions=told_inside(told["conditions"]) if page.language.code == "id" else told["conditions"],
        decisions=DECISIONS,
        seen_room=page.may("room.read"),
    )


def _racks(placement: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Rack or host -> how many would go there, the most first."""
    found: dict[str, int] = {}
    for item in placement:
        where = str(item.get("rack") or item.get("host"))
        found[where] = found.get(where, 0) + 1
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def _key(table: Mapping[str, object]) -> str:
    return json.dumps({name: _cell(value) for name, value in table.items()}, sort_keys=True)


def _cell(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
