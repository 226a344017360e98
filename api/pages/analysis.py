"""The analysis of a request: run, places, limits, reasons, what is missing; and the decision on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.pages.fields import LABELS, UNITS
from api.pages.forms import Form, Sent
from api.pages.page import MemberPage, Page, go
from api.pages.rack_view import RackView, rack_view, with_proposed
from api.pages.seen import find, see
from api.pages.troubles import PageRoute, Trouble, troubles_of
from api.pages.words import DECISIONS, DONE
from api.web.problems import status_of
from capacity.errors import TitipError
from workflow.analysis import Assumption, Frozen, Gap, assumable, read_frozen
from workflow.letters.conditions import told_inside
from workflow.ports import UnitOfWork

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Name = Annotated[str, Path(max_length=100)]


@router.get("/cases/{case}/analysis")
def analysis_page(case: Name, page: MemberPage, done: Annotated[str, Query(max_length=40)] = "") -> Response:
    """The workbench: the request as interpreted, its analysis, and the decision."""
    return show_analysis(page, case, done=done)


@router.post("/cases/{case}/analyse")
def run(case: Name, page: MemberPage, form: Sent) -> Response:
    """Run the analysis in a stored room, with what is assumed for empty cells, and record it."""
    with page.read() as unit:
        find(unit, page, case, "case.decide")
    try:
        page.served.desk.analyse(
            case,
            by=page.person,
            at=page.at,
            version=form.version,
            room=form.text("room") or None,
            assumptions=_assumptions(form),
            key=form.key,
        )
    except TitipError as error:
        if status_of(error) >= 500:
            raise
        return show_analysis(
            page, case, status=status_of(error), troubles=troubles_of(error, page), form=form
        )
    return go(f"/cases/{quote(case)}/analysis?done=analyse")


def _assumptions(form: Form) -> tuple[Assumption, ...]:
    """What was filled in for the cells that the last analysis named; each row has its five fields."""
    found = []
    for number in form.many("gap"):
        value = form.text(f"value-{number}")
        if value:
            table, name, column = (form.text(f"{part}-{number}") for part in ("table", "name", "column"))
            found.append(Assumption(table, name, column, value, form.text(f"reason-{number}")))
    return tuple(found)


def show_analysis(
    page: Page,
    name: str,
    *,
    done: str = "",
    status: int = 200,
    troubles: Sequence[Trouble] = (),
    form: Form | None = None,
) -> Response:
    """The workbench; after a form that was refused, with what is wrong and what was entered."""
    with page.read() as unit:
        seen = see(unit, page, name, "case.read_internal")
        frozen = None
        if seen.case.analysis is not None:
            frozen = read_frozen(unit.files.get(seen.case.analysis.sha256)[1])
        rooms = unit.rooms.names()
        racks = _racks(unit, page, frozen) if frozen else []
        gaps = _gaps(unit, page, frozen) if frozen else ()
    current = frozen is not None and frozen.request_sha256 == seen.case.request_sha256
    return page.render(
        "analysis.html",
        status,
        seen=seen,
        case=seen.out,
        labels=LABELS,
        units=UNITS,
        room_options=[(one, one) for one in rooms],
        frozen=frozen,
        answer=None if frozen is None else frozen.answer,
        current=current and seen.case.analysis_visit == seen.case.visits,
        decisions=DECISIONS,
        places=_places(frozen) if frozen else [],
        conditions=_conditions(page, frozen) if frozen else (),
        racks=racks,
        gaps=gaps,
        analysing="analyse" in seen.acts and seen.my_turn and seen.case.question is None,
        done=DONE.get(done),
        troubles=tuple(troubles),
        form="" if form is None else form.text("form"),
        values={} if form is None else form.texts(),
    )


def _places(frozen: Frozen) -> list[dict[str, Any]]:
    """The places of the analysis, best first, numbered as a choice names them."""
    answer = frozen.answer
    if not answer["placement"]:
        return []
    first = {"placement": answer["placement"], "score": answer["score"], "terms": answer["terms"]}
    return [{"number": n, **one} for n, one in enumerate([first, *answer["alternatives"]], start=1)]


def _conditions(page: Page, frozen: Frozen) -> tuple[str, ...]:
    told = tuple(frozen.answer["conditions"])
    return told if page.language.code == "en" else told_inside(told)


def _racks(unit: UnitOfWork, page: Page, frozen: Frozen) -> list[RackView]:
    """The racks of the first places, drawn as they stand now with what is proposed in them."""
    try:
        now = page.served.rooms.now(unit, frozen.room.name, page.today)
    except TitipError:
        return []
    found: list[RackView] = []
    for place in _places(frozen):
        for item in place["placement"]:
            rack = next((one for one in now.room.racks if one.name == item.get("rack")), None)
            if rack is not None and rack.name not in {one.name for one in found}:
                proposed = [each for each in place["placement"] if each.get("rack") == rack.name]
                height_hu = frozen.request.height_hu or 2
                drawn = with_proposed(now, rack, frozen.case, proposed, height_hu, frozen.request.depth)
                found.append(rack_view(drawn))
        if len(found) >= 3:
            break
    return found[:3]


def _gaps(unit: UnitOfWork, page: Page, frozen: Frozen) -> Sequence[Gap]:
    try:
        return assumable(unit.rooms.then(frozen.room.name, frozen.room.number, frozen.at), frozen)
    except TitipError:
        return ()
