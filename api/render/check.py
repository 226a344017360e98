"""The answer to a check: the decision in a line, why, and what else there is to know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.text import Text

from api.render.placed import charged, print_placed
from api.render.places import place_words
from api.render.remedies import print_remedies
from api.render.stopped import print_missing, print_own, print_several, print_stopped
from api.render.text import Part, Screen, clean, columns, count, number
from api.render.words import asked, in_short, rule_name
from capacity.room import Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Answer
from placement.request import Request

Own = tuple[str, int, str]  # rack, position in half units, face of a person's own choice

BADGES = {
    FITS: "bold white on green",
    DOES_NOT_FIT: "bold white on red",
    CANNOT_DECIDE: "bold black on yellow",
}
METHODS = {
    "both": "both deciders agree",
    "cp-sat": "decided by CP-SAT",
    "enumeration": "decided by the filter over every place",
}


def print_answer(
    room: Room,
    request: Request,
    answer: Answer,
    seconds: float,
    *,
    own: Own | None = None,
    today: date | None = None,
) -> None:
    """Print one answer.

    Parameters
    ----------
    own
        The place of a person's choosing, where the answer judges one.
    today
        Day by which reservations have lapsed; None takes the clock's.
    """
    screen = Screen()
    day = today if today is not None else date.today()
    screen.blank()
    screen.line(*_decision(room, request, answer, own), indent=1)
    screen.line((asked(request), "dim"), indent=3)
    if answer.decision == FITS:
        print_placed(screen, room, request, answer, day)
    elif own is not None:
        print_own(screen, room, request, answer, own, day)
        print_missing(screen, answer.missing)
    elif answer.decision == CANNOT_DECIDE:
        print_missing(screen, answer.missing)
        print_stopped(screen, room, request, answer)
    elif any(reason.unit == "items" for reason in answer.reasons):
        print_several(screen, request, answer)
    else:
        print_stopped(screen, room, request, answer)
    print_remedies(screen, answer)
    if answer.conditions:
        screen.head("Conditions")
        screen.points(clean(c, 400) for c in answer.conditions)
    screen.blank()
    screen.line((_proof(screen, room, answer, seconds), "dim"), indent=1)


def _decision(room: Room, request: Request, answer: Answer, own: Own | None) -> list[Part]:
    """The badge, the request, and where or in what way."""
    name = clean(request.name)
    said: list[Part] = [(f" {answer.decision.upper()} ", BADGES[answer.decision]), "  ", (name, "bold")]
    placed = answer.placement
    if len(placed) == 1:
        said += [" on " if placed[0].host else " in ", (place_words(placed[0], request), "bold")]
    elif placed:
        where = {p.host or p.rack for p in placed}
        kind = "host" if placed[0].host else "rack"
        said.append(f": {len(placed)} items {'on' if kind == 'host' else 'in'} {count(len(where), kind)}")
    elif own is not None:
        rack, position, face = own
        said.append(f" in {clean(rack)}, unit {number(position / 2)}, {face}")
    elif answer.decision == CANNOT_DECIDE and answer.places.get("undecided"):
        said.append(
            f": {count(answer.places['undecided'], 'place depends', 'places depend')} on missing data"
        )
    elif answer.decision == DOES_NOT_FIT and answer.places.get("out"):
        what = "host" if request.kind == "application" else "place"
        said.append(f": none of {count(answer.places['out'], what)} will do")
    return said


def _proof(screen: Screen, room: Room, answer: Answer, seconds: float) -> str:
    said = []
    if answer.proof is not None:
        said.append(
            "one place judged"
            if answer.proof.status == "judged"
            else METHODS.get(answer.proof.method, answer.proof.method)
        )
        if not answer.proof.reproducible:
            said.append("NOT reproducible: a time limit was met")
    if answer.placement:
        said.append("verified")
    version = answer.policy_version or room.policy.version
    said.append(f"policy {clean(version) if version else 'without version'}")
    if answer.input_sha256:
        said.append(f"input {answer.input_sha256[:12]}")
    said.append(f"{number(seconds, 2) if seconds >= 0.01 else '< 0.01'} s")
    return f" {screen.glyphs.dot} ".join(said)


def print_answers(room: Room, checked: Sequence[tuple[Request, Answer, float]], *, today: date) -> None:
    """Print the answers to several requests: each that does not simply fit in full, then all in a table."""
    for request, answer, seconds in checked:
        if answer.decision != FITS:
            print_answer(room, request, answer, seconds, today=today)
    screen = Screen()
    screen.head("Each by itself, in the room as it stands")
    table = columns(
        ("request", "<"), ("decision", "<"), ("where", "<"), ("tightest, or what stands in the way", "<")
    )
    for request, answer, _ in checked:
        style = BADGES[answer.decision].rsplit(" ", 1)[-1]
        where = ", ".join(dict.fromkeys(clean(p.host or p.rack) for p in answer.placement))
        if len(answer.placement) > 1:
            where = f"{len(answer.placement)} items: {where}"
        if len(answer.placement) == 1 and answer.placement[0].rack:
            where = place_words(answer.placement[0], request).removeprefix("rack ")
        table.add_row(clean(request.name), Text(answer.decision, style=style), where, _in_short(answer))
    screen.put(table)


def _in_short(answer: Answer) -> str:
    if limits := charged(answer.limits):
        return in_short(limits[0])
    if answer.missing:
        first = answer.missing[0]
        return f"{clean(first.file)} {clean(first.column)}: {clean(first.why, 80)}"
    return ", ".join(rule_name(r.rule) for r in answer.reasons[:3])
