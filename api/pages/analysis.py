"""The analysis of a request: run, places, limits, reasons, what is missing; and the decision on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.pages import workbench as bench
from api.pages.fields import LABELS, UNITS
from api.pages.forms import Form, Sent
from api.pages.page import MemberPage, Page, go
from api.pages.seen import Seen, find, see
from api.pages.troubles import PageRoute, Trouble, troubles_of
from api.pages.words import DECISIONS, DONE
from api.web.problems import status_of
from api.web.rooms import RoomNow
from capacity.errors import TitipError
from workflow.analysis import Assumption, Frozen, Gap, assumable, read_frozen
from workflow.letters.conditions import told_inside
from workflow.ports import UnitOfWork
from workflow.procedure import Text

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Name = Annotated[str, Path(max_length=100)]


@router.get("/cases/{case}/analysis")
def analysis_page(
    case: Name,
    page: MemberPage,
    done: Annotated[str, Query(max_length=40)] = "",
    rack: Annotated[str, Query(max_length=100)] = "",
    u: Annotated[str, Query(max_length=10)] = "",
    face: Annotated[str, Query(max_length=10)] = "front",
) -> Response:
    """The workbench: the request as interpreted, its analysis, and the decision; an own place is tried."""
    return show_analysis(page, case, done=done, own=(rack, u, face))


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
    own: tuple[str, str, str] = ("", "", "front"),
) -> Response:
    """The workbench; after a form that was refused, with what is wrong and what was entered."""
    with page.read() as unit:
        seen = see(unit, page, name, "case.read_internal")
        frozen = None
        if seen.case.analysis is not None:
            frozen = read_frozen(unit.files.get(seen.case.analysis.sha256)[1])
        rooms = unit.rooms.names()
        now = _now(unit, page, frozen) if frozen else None
        gaps = _gaps(unit, page, frozen) if frozen else ()
    current = frozen is not None and frozen.request_sha256 == seen.case.request_sha256
    current = current and seen.case.analysis_visit == seen.case.visits
    analysing = "analyse" in seen.acts and seen.my_turn and seen.case.question is None
    if form is not None and form.text("place") == "own":
        own = form.text("rack"), form.text("position_u"), form.text("face") or "front"
    places = _places(frozen) if frozen else []
    remedies, searched = bench.remedies(frozen) if frozen else ([], Text("", ""))
    bench_of: dict[str, Any] = {"beside": [], "own": None, "drawing": None, "rack_options": []}
    if frozen is not None and now is not None and current:
        bench_of["beside"] = bench.beside(page.served.rooms, now, frozen, places)
        if analysing and frozen.request.kind == "server":
            bench_of |= _own(page, now, frozen, places, own)
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
        current=current,
        decisions=DECISIONS,
        places=places,
        conditions=_conditions(page, frozen) if frozen else (),
        **bench_of,
        all_places=_size(now, frozen),
        remedies=remedies,
        searched=searched,
        recommended=_recommended(seen, frozen) if current else None,
        refusal=page.language.text(bench.refusal(frozen)) if frozen and current else "",
        short_words=bench.short_words,
        quantity=frozen.request.quantity if frozen else 1,
        gaps=gaps,
        analysing=analysing,
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


def _now(unit: UnitOfWork, page: Page, frozen: Frozen) -> RoomNow | None:
    """The room of the analysis as it stands; None where it is no longer kept."""
    try:
        return page.served.rooms.now(unit, frozen.room.name, page.today)
    except TitipError:
        return None


def _own(
    page: Page, now: RoomNow, frozen: Frozen, places: Sequence[dict[str, Any]], asked: tuple[str, str, str]
) -> dict[str, Any]:
    """The own place that is tried, the rack that it is chosen in, and the racks to choose from."""
    rack, unit, face = asked
    first = next((item.get("rack", "") for one in places for item in one["placement"]), "")
    names = [one.name for one in now.room.racks]
    shown = rack if rack in names else first or names[0]
    face = "front" if frozen.request.depth == "full" else face
    own = bench.try_own(page.served.rooms, now, frozen, shown, unit, face)
    single = frozen.request.quantity == 1
    drawn = bench.drawing(now, frozen, shown, own) if single else None
    return {"own": own, "drawing": drawn, "rack_options": [(name, name) for name in names]}


def _size(now: RoomNow | None, frozen: Frozen | None) -> int:
    """How many racks or hosts a rule could exclude."""
    if now is None or frozen is None:
        return 0
    return len(now.room.hosts if frozen.request.kind == "application" else now.room.racks)


def _recommended(seen: Seen, frozen: Frozen | None) -> str | None:
    """The outcome that the analysis speaks for; "" where it speaks for none, None without an analysis."""
    if frozen is None:
        return None
    fits = [one.outcome.id for one in seen.forms if one.takes_place]
    refuses = [
        one.outcome.id for one in seen.forms if one.outcome.sets_path is not None and not one.takes_place
    ]
    found = {"fits": fits, "does_not_fit": refuses}.get(frozen.result, [])
    return found[0] if found else ""


def _gaps(unit: UnitOfWork, page: Page, frozen: Frozen) -> Sequence[Gap]:
    try:
        return assumable(unit.rooms.then(frozen.room.name, frozen.room.number, frozen.at), frozen)
    except TitipError:
        return ()
