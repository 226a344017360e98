"""The register: every case that one may see, with filters, sorting and page in the address; as a file too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.pages.addresses import Address, begins, day_of, page_number, shown
from api.pages.exports import MOST_ROWS, Ending, stamp, table_file
from api.pages.office_words import COLUMNS
from api.pages.page import MemberPage, Page
from api.pages.troubles import PageRoute
from api.pages.words import STATUS
from api.routes.case_shapes import CaseLine, line_out
from api.security.access import visible_cases
from workflow.lists import CaseOrder, CasesWanted
from workflow.overview import Looking, rows
from workflow.ports import UnitOfWork
from workflow.state import Case

router = APIRouter(include_in_schema=False, route_class=PageRoute)
SHOWN = 25
ORDERS: tuple[CaseOrder, ...] = ("name", "agency", "subject", "status", "step", "filed", "due")
Word = Annotated[str, Query(max_length=200)]


def chosen(
    q: Word = "",
    status: Word = "",
    step: Word = "",
    agency: Word = "",
    room: Word = "",
    since: Word = "",
    until: Word = "",
    overdue: Word = "",
    sort: Word = "",
    page: Word = "",
) -> Mapping[str, str]:
    """What is chosen in the address."""
    return {
        "q": q,
        "status": status if status in STATUS else "",
        "step": step,
        "agency": agency,
        "room": room,
        "since": since if day_of(since) else "",
        "until": until if day_of(until) else "",
        "overdue": "yes" if overdue == "yes" else "",
        "sort": sort if sort.removeprefix("-") in ORDERS else "",
        "page": page,
    }


Chosen = Annotated[Mapping[str, str], Depends(chosen)]


@router.get("/cases")
def register(page: MemberPage, choice: Chosen) -> Response:
    """A page of the register."""
    page.require("case.read")
    number = page_number(choice["page"])
    internal = page.may("case.read_internal")
    with page.read() as unit:
        found = unit.lists.cases(_wanted(page, choice), (number - 1) * SHOWN, SHOWN)
        lines = _lines(page, unit, found.items)
        options = _options(page, unit)
    address = Address("/cases", choice)
    return page.render(
        "register.html",
        rows=[(line, _room(case)) for line, case in zip(lines, found.items, strict=True)],
        part=shown(found, number, SHOWN),
        address=address,
        choice=choice,
        states=STATUS,
        state_options=[(name, page.language.text(word)) for name, word in STATUS.items()],
        internal=internal,
        filtered=any(choice[name] for name in choice if name not in ("sort", "page")),
        agencies=options["agencies"],
        steps=options["steps"],
        rooms=options["rooms"],
    )


@router.get("/cases.{ending}")
def export(ending: Ending, page: MemberPage, choice: Chosen) -> Response:
    """All cases that are filtered, as a file."""
    page.require("case.read")
    with page.read() as unit:
        found = unit.lists.cases(_wanted(page, choice), 0, MOST_ROWS)
        lines = _lines(page, unit, found.items)
    records = [_record(page, line, case) for line, case in zip(lines, found.items, strict=True)]
    say = page.language.text
    columns = [
        say(word) for name, word in COLUMNS.items() if name != "room" or page.may("case.read_internal")
    ]
    return table_file("register" if page.language.code == "en" else "daftar-kasus", ending, columns, records)


def _wanted(page: Page, choice: Mapping[str, str]) -> CasesWanted:
    visible = visible_cases(page.subject)
    zone, agency = page.served.gate.zone, choice["agency"]
    agencies = None if visible.all else visible.agencies
    if agency:
        agencies = (agency,) if agency in visible else ()
    wanted = CasesWanted(
        agencies=agencies,
        words=tuple(choice["q"].split()),
        status=choice["status"],
        step=choice["step"],
        room=choice["room"] if page.may("case.read_internal") else "",
        filed_from=begins(day_of(choice["since"]), zone),
        filed_before=begins(day_of(choice["until"]), zone, 1),
        overdue_at=page.at if choice["overdue"] else None,
    )
    sort = choice["sort"]
    order = cast(CaseOrder, sort.removeprefix("-") or "name")
    # The newest case first, where nobody asks for another order.
    return replace(wanted, order=order, descending=sort.startswith("-") or not sort)


def _options(page: Page, unit: UnitOfWork) -> dict[str, Sequence[tuple[str, str]]]:
    """What the filters offer: agencies, steps of the procedure for new cases, rooms."""
    visible, known = visible_cases(page.subject), unit.office.procedures()
    agencies = sorted({post.agency for post in unit.office.offices().posts if post.agency})
    steps = unit.office.procedure(known[0]).procedure.steps if known else ()
    rooms = unit.rooms.names() if page.may("case.read_internal") else ()
    return {
        "agencies": [(one, one) for one in agencies if one in visible],
        "steps": [(one.no, f"{one.no} · {page.language.text(one.activity)}") for one in steps],
        "rooms": [(one, one) for one in rooms],
    }


def _lines(page: Page, unit: UnitOfWork, cases: Sequence[Case]) -> list[CaseLine]:
    return [
        line_out(one, internal=page.may("case.read_internal", one.agency))
        for one in rows(Looking(unit, page.at), (case.name for case in cases))
    ]


def _room(case: Case) -> str:
    """Where it was placed, else where it was analysed; "" before."""
    placed = case.choice.room if case.choice else ""
    return placed or (case.analysis.room if case.analysis else "")


def _record(page: Page, line: CaseLine, case: Case) -> dict[str, object]:
    """The row of an export, by the words above its columns."""
    say, zone = page.language.text, page.served.gate.zone
    turn = ", ".join(one.name or one.title for one in line.turn) if line.status == "open" else ""
    told = {
        "name": line.case,
        "subject": line.subject,
        "agency": line.agency,
        "status": say(STATUS[line.status]),
        "step": line.step or "",
        "activity": getattr(line.activity, page.language.code) if line.activity else "",
        "turn": turn,
        "filed": stamp(line.filed_at, zone),
        "since": stamp(line.asked or line.since, zone),
        "due": stamp(line.due, zone),
        "late": say(COLUMNS["late"]).lower() if line.status == "open" and line.in_time is False else "",
        "closed": stamp(line.closed_at, zone),
        "room": _room(case),
    }
    return {say(COLUMNS[name]): value for name, value in told.items()}
