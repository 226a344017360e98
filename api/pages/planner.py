"""The planner's page of a room: what is left of everything, what is broken, missing, held and was refused."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.addresses import Address
from api.pages.dimension_words import dimension_words
from api.pages.exports import MOST_ROWS, Ending, table_file
from api.pages.finding_words import finding_words, place_words
from api.pages.headrooms import references
from api.pages.missing_words import missing_words
from api.pages.page import MemberPage
from api.pages.planner_figures import lines
from api.pages.room_lists import cut
from api.pages.room_parts import Name, room_now
from api.pages.room_words import MISSING_COLUMNS
from api.pages.troubles import PageRoute
from capacity.room import Reservation, Room
from placement.reading import reference_tables
from workflow.computing.register import waiting
from workflow.conflicts import NotStored
from workflow.lists import PlacedFound
from workflow.ports import UnitOfWork

router = APIRouter(include_in_schema=False, route_class=PageRoute)
MOST_HOLDS, MOST_REFUSED, SOON_DAYS = 200, 60, 14


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule that keeps requests out: the cases where it decides, and the least that it lacks in one."""

    rule: str
    cases: tuple[str, ...]
    least_short: float | None
    unit: str
    nearest: str


@router.get("/planning")
def planner(
    page: MemberPage,
    room: Annotated[str, Query(max_length=100)] = "",
    number: Annotated[str, Query(max_length=20, alias="page")] = "",
) -> Response:
    """Everything that a planner looks at first, of one room."""
    page.require("room.read")
    page.require("case.read_internal")
    with page.read() as unit:
        names = unit.rooms.names()
        if not names:
            return page.render("planner.html", rooms=(), room="")
        if room and room not in names:
            raise NotStored("There is no such room.", room)
        name = room or names[0]
        now = page.served.rooms.now(unit, name, page.today)
        asked = waiting(unit, name, page.served.desk.catalogue)
        headrooms = references(unit, page, name, reference_tables(now.room.policy))
        changed_at = unit.lists.changed_at(name)
        held = unit.lists.placed(name, 0, MOST_HOLDS, held=True)
        refused = refusals(unit, name)
    summary: Any = page.served.rooms.summary(now)
    return page.render(
        "planner.html",
        rooms=names,
        room=name,
        today=page.today,
        lines=lines(summary, asked.requests, now.room.policy),
        dimension_words=dimension_words,
        waiting=asked,
        reference=summary["reference"],
        headrooms=headrooms,
        changed_at=changed_at,
        holds=held,
        days=lambda since: (page.today - since.astimezone(page.served.gate.zone).date()).days,
        soon=lambda until: (until - page.at).days < SOON_DAYS,
        reservations=_from_files(now.room, held.items),
        summary=summary,
        finding_words=finding_words,
        place_words=place_words,
        missing=cut(summary["missing"], number),
        missing_words=missing_words,
        address=Address("/planning", {"room": name, "page": number}),
        refused=refused,
    )


@router.get("/rooms/{room}/missing.{ending}")
def export(room: Name, ending: Ending, page: MemberPage) -> Response:
    """Every missing cell of a room, as a file to be filled in from."""
    summary: Any = page.served.rooms.summary(room_now(page, room))
    say = page.language.text
    columns = [say(word) for word in MISSING_COLUMNS.values()]
    rows = (
        dict(
            zip(
                columns,
                (one["file"], str(one["row"]), one["column"], say(missing_words(one))),
                strict=True,
            )
        )
        for one in summary["missing"][:MOST_ROWS]
    )
    return table_file(f"{room}-missing", ending, columns, rows)


def refusals(unit: UnitOfWork, room: str) -> Sequence[Refusal]:
    """What decides in the newest analyses of a room that found no place, the most frequent first."""
    cases = [one for one in unit.lists.refused() if one.analysis is not None and one.analysis.room == room]
    newest = sorted(cases, key=lambda one: (one.filed_at, one.name), reverse=True)[:MOST_REFUSED]
    texts = unit.lists.contents({one.analysis.sha256 for one in newest if one.analysis is not None})
    found: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for case in newest:
        text = texts.get(case.analysis.sha256) if case.analysis is not None else None
        for reason in _decisive(json.loads(text)["answer"]) if text is not None else ():
            found.setdefault(reason["rule"], []).append((case.name, reason))
    made = [_refusal(rule, of_rule) for rule, of_rule in found.items()]
    return sorted(made, key=lambda one: (-len(one.cases), one.rule))


def _decisive(answer: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The reasons of the smallest set of rules that leaves no place; without one, the widest reason."""
    reasons: Sequence[Mapping[str, Any]] = answer.get("reasons") or ()
    sets = answer.get("conflicts") or ()
    if sets:
        smallest = min(sets, key=len)
        return [one for one in reasons if one["rule"] in smallest]
    return sorted(reasons, key=lambda one: -one["racks"])[:1]


def _refusal(rule: str, found: Sequence[tuple[str, Mapping[str, Any]]]) -> Refusal:
    short = [one for _, one in found if one["least_short"] is not None]
    least = min(short, key=lambda one: one["least_short"], default=None)
    cases = tuple(case for case, _ in found)
    if least is None:
        return Refusal(rule, cases, None, "", "")
    return Refusal(rule, cases, float(least["least_short"]), least["unit"] or "", least["nearest"] or "")


def _from_files(room: Room, held: Sequence[PlacedFound]) -> list[Reservation]:
    """The reservations that the room's own files hold, the one that ends first first."""
    own = {one.placed.row.name for one in held}
    rest = [one for one in room.reservations if one.name not in own]
    return sorted(rest, key=lambda one: (one.until is None, one.until or datetime.max.date(), one.name))
