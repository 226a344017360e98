"""A request that fits: where exactly, what binds, and the other places."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from api.render.bars import print_limits
from api.render.elevation import in_rack, print_neighbourhood
from api.render.places import cords_words, ports_words, print_alternatives, print_placements
from api.render.text import Screen, clean, number
from api.render.words import tightest
from capacity.elevation import Body
from capacity.room import FACES, Room
from placement.answer import Answer, Touched
from placement.request import Request


def print_placed(screen: Screen, room: Room, request: Request, answer: Answer, today: date) -> None:
    """Print the parts of an answer that fits."""
    if len(answer.placement) > 1:
        screen.head("Places")
        print_placements(screen, answer.placement, request)
    else:
        _print_details(screen, answer)
    limits = charged(answer.limits)
    if limits:
        screen.head("What it takes")
        screen.line("Tightest: ", (tightest(limits[0]), "bold"), indent=3)
        screen.blank()
        print_limits(screen, limits)
    first = answer.placement[0]
    if len(answer.placement) == 1 and first.rack is not None and first.position_hu is not None:
        rack = next(r for r in room.racks if r.name == first.rack)
        top = first.position_hu + (request.height_hu or 1)
        faces = FACES if request.depth == "full" else (first.face or "front",)
        screen.blank()
        new = Body(clean(request.name), "held", first.position_hu, top, faces)
        print_neighbourhood(screen, rack, in_rack(room, rack, request.name, today), new)
    print_alternatives(screen, answer, request)


def _print_details(screen: Screen, answer: Answer) -> None:
    placed = answer.placement[0]
    if placed.cords:
        screen.line(("cords  ", "dim"), cords_words(placed), indent=3)
    if placed.ports:
        screen.line(("ports  ", "dim"), ports_words(placed), indent=3)
    certain, undecided = answer.places.get("certain", 0), answer.places.get("undecided", 0)
    if certain:
        kind = "hosts" if placed.host else "places"
        more = f"; {number(undecided)} more depend on missing data" if undecided else ""
        text = (
            f"best of {number(certain)} {kind} that fit{more}"
            if certain > 1
            else f"the only one of the {kind} that fits{more}"
        )
        screen.line(("chosen ", "dim"), text, indent=3)


def charged(limits: Sequence[Touched]) -> list[Touched]:
    """The limits that the placement really adds to."""
    return [touched for touched in limits if touched.after != touched.limit.used]
