"""What the workbench shows besides the answer: each place with its limits, an own place tried, remedies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from api.pages.rack_view import LEFT, TOP, UNIT, RackView, rack_view, with_proposed
from api.pages.rule_words import rule_told, unit_words
from api.web.rooms import RoomNow, Rooms
from capacity.elevation import elevation
from capacity.room import FACES
from placement.answer import answer_json
from placement.check import Checker
from placement.own import own_place
from workflow.analysis import Frozen, limits_in
from workflow.analysis.assumptions import assumed_room, still_open
from workflow.analysis.judging import KEEP_FREE
from workflow.analysis.places import from_answer, placed
from workflow.analysis.soft import broken_ranked
from workflow.letters.findings import Findings
from workflow.letters.indonesian import number
from workflow.letters.remedies import OF_THE_REQUEST, moves_searched, remedy_inside
from workflow.procedure import Text

#: So many places are shown beside each other, the best of each rack.
BESIDE = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the analysis, with what it takes of the room as it stands, the tightest limit first."""

    number: int
    placement: Sequence[Mapping[str, Any]]
    score: float | None
    terms: Mapping[str, float]
    limits: Sequence[Mapping[str, Any]]
    racks: tuple[RackView, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """An own place that was tried: `rules` of the office's own that it breaks, `refused` what is physical."""

    rack: str
    unit: str
    face: str
    answer: Mapping[str, Any]
    limits: Sequence[Mapping[str, Any]]
    rules: tuple[str, ...]
    refused: tuple[Mapping[str, Any], ...]

    @property
    def holds(self) -> bool:
        """True where it may be taken, if need be with a reason."""
        return not self.refused and not self.answer["missing"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A free unit of the drawing, and the address that tries the place that begins there."""

    x: float
    y: float
    u: int
    face: str
    to: str


def checker_of(rooms: Rooms, now: RoomNow, frozen: Frozen) -> Checker:
    """The checker of the room as it stands, with what the analysis assumes."""
    if not frozen.assumptions:
        return rooms.checker(now)

    def made() -> Checker:
        return Checker(assumed_room(now.room, still_open(now.room, frozen.assumptions)), now.today)

    return rooms.once(now, f"assumed {frozen.sha256}", made)


def beside(rooms: Rooms, now: RoomNow, frozen: Frozen, places: Sequence[Mapping[str, Any]]) -> list[Place]:
    """The best places of the first racks or hosts, then the next best, each with its limits and drawing."""
    ledger = checker_of(rooms, now, frozen).compiled(frozen.request)[0]
    best: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for one in places:
        best.setdefault(tuple(item.get("rack") or item.get("host") for item in one["placement"]), one)
    shown = list(best.values())[:BESIDE]
    shown += [one for one in places if one not in shown][: BESIDE - len(shown)]
    found: list[Place] = []
    for one in sorted(shown, key=lambda one: int(one["number"])):
        items = placed(from_answer(one["placement"]), frozen.request.name)
        views = tuple(_drawn(now, frozen, one["placement"]))
        limits = limits_in(ledger, frozen.request, items)
        found.append(Place(one["number"], one["placement"], one["score"], one["terms"], limits, views))
    return found


def _drawn(now: RoomNow, frozen: Frozen, placement: Sequence[Mapping[str, Any]]) -> Iterator[RackView]:
    for name in dict.fromkeys(item.get("rack") for item in placement):
        rack = next((one for one in now.room.racks if one.name == name), None)
        if rack is not None:
            items = [item for item in placement if item.get("rack") == name]
            height_hu = frozen.request.height_hu or 2
            yield rack_view(with_proposed(now, rack, frozen.case, items, height_hu, frozen.request.depth))


def try_own(rooms: Rooms, now: RoomNow, frozen: Frozen, rack: str, unit: str, face: str) -> Own | None:
    """An own place of a single server, judged; None for what is no place of the room.

    Raises BadInput for a face that the request cannot take.
    """
    request = frozen.request
    single = request.kind == "server" and request.quantity == 1 and request.height_hu is not None
    try:
        position_hu = 2 * float(unit.replace(",", "."))
    except ValueError:
        return None
    known = any(one.name == rack for one in now.room.racks)
    if not single or not known or position_hu != position_hu // 1 or face not in FACES:
        return None
    checker = checker_of(rooms, now, frozen)
    answer = own_place(checker, request, rack, int(position_hu), face)
    told = answer_json(answer, 0.0)
    reasons: Any = told["reasons"]
    refused = tuple(one for one in reasons if one["rule"] != KEEP_FREE)
    rules = [one["rule"] for one in reasons if one["rule"] == KEEP_FREE]
    limits: Sequence[Mapping[str, Any]] = ()
    if answer.placement:
        ledger = checker.compiled(request)[0]
        rules += [one.rule for one in broken_ranked(ledger, request, answer.placement, ())]
        limits = limits_in(ledger, request, answer.placement)
    return Own(rack, unit, face, told, limits, tuple(dict.fromkeys(rules)), refused)


def drawing(
    now: RoomNow, frozen: Frozen, rack_name: str, own: Own | None
) -> tuple[RackView, tuple[Slot, ...]] | None:
    """The rack to choose a place in, with what is tried there; free units lead to trying them."""
    rack = next((one for one in now.room.racks if one.name == rack_name), None)
    height_hu = frozen.request.height_hu
    if rack is None or height_hu is None:
        return None
    tried: list[Mapping[str, Any]] = []
    if own is not None:
        tried = [{"position_u": float(own.unit.replace(",", ".")), "face": own.face}]
    view = rack_view(with_proposed(now, rack, frozen.case, tried, height_hu, frozen.request.depth))
    faces = ("front",) if frozen.request.depth == "full" else FACES
    top_hu = 2 * (rack.first_unit + rack.height_u)
    slots = []
    stands = with_proposed(now, rack, frozen.case, [], height_hu, frozen.request.depth)[0]
    bodies = [body for body in elevation(now.room, rack, now.today).bodies if body in stands.bodies]
    for unit in range(rack.first_unit, rack.first_unit + rack.height_u - (height_hu + 1) // 2 + 1):
        for face in faces:
            needs = set(FACES) if frozen.request.depth == "full" else {face}
            low, high = 2 * unit, 2 * unit + height_hu
            if any(b.bottom_hu < high and low < b.top_hu and needs & set(b.faces) for b in bodies):
                continue
            query = urlencode({"rack": rack.name, "u": unit, "face": face})
            x = LEFT + FACES.index(face) * (view.faces[1][1] - view.faces[0][1])
            slots.append(Slot(x, TOP + (top_hu - low - 2) * UNIT / 2, unit, face, f"?{query}#own"))
    return view, tuple(slots)


def remedies(frozen: Frozen) -> tuple[list[tuple[Text, int]], Text]:
    """What the office may do to make it fit, each with hours of work; and what was searched for moves."""
    what = Findings.of(frozen).what
    told = [one for one in frozen.answer.get("remedies") or () if one["kind"] not in OF_THE_REQUEST]
    listed = [(Text(f"{remedy_inside(one, what)}.", one["sentence"]), one["hours"]) for one in told]
    searched = str(frozen.answer.get("moves_searched") or "")
    return listed, Text(moves_searched(searched), searched)


def refusal(frozen: Frozen) -> Text:
    """The reasons for a refusal, to begin the comment with; "" where it fits or is not decided."""
    if frozen.result != "does_not_fit":
        return Text("", "")
    found = Findings.of(frozen)
    inside = [*found.reasons(), *(f"Dapat ditempatkan apabila {one}." for one in found.remedies())]
    english = []
    for one in frozen.answer["reasons"]:
        short = "" if one["least_short"] is None else f"; {one['least_short']:,} {one['unit'] or ''} short"
        told = rule_told(one["rule"], application=found.application).en
        english.append(f"{told} ({one['racks']} racks or hosts{short}).")
    return Text("\n".join(inside), "\n".join(english))


def short_words(reason: Mapping[str, Any]) -> Text:
    """By how much a rule is broken: ``2 U too little``; "" for a rule that says yes or no."""
    if reason["least_short"] is None:
        return Text("", "")
    unit = unit_words(reason["unit"])
    return Text(
        f"kurang {number(reason['least_short'])} {unit.id}", f"{reason['least_short']:,} {unit.en} short"
    )
