"""The calendar in force: when the office works, which due times are counted by."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from api.security.access import Subject
from api.web.given import IfMatch, Now, Reading, Served, may, same_tag
from api.web.lists import Model
from workflow.calendar import Calendar, fingerprint, read_calendar
from workflow.installing import adopt_calendar, in_force
from workflow.plain import to_plain
from workflow.ports import UnitOfWork

router = APIRouter(tags=["office"])


class CalendarIn(Model):
    """A calendar: the keys of a calendar file."""

    calendar: dict[str, Any]


class CalendarOut(CalendarIn):
    """The calendar in force. `sha256` is also its ETag; `confirmed` are the years that are complete."""

    sha256: str
    confirmed: list[int]


@router.get("/calendar")
def calendar(
    reader: Annotated[Subject, Depends(may("calendar.read"))], unit: Reading, response: Response
) -> CalendarOut:
    """The calendar in force."""
    return _told(unit.office.calendar(), response)


@router.put("/calendar")
def adopt(
    body: CalendarIn,
    keeper: Annotated[Subject, Depends(may("calendar.keep"))],
    served: Served,
    at: Now,
    response: Response,
    if_match: IfMatch = None,
) -> CalendarOut:
    """Put a calendar in force: due times are counted by it from now on.

    If-Match bears the ETag of the calendar that it takes the place of; it is left out where none is in force.
    """
    read = read_calendar(json.dumps(body.calendar).encode(), "calendar")

    def work(unit: UnitOfWork) -> None:
        if (now := in_force(unit)) is not None:
            same_tag(if_match, fingerprint(now))
        adopt_calendar(unit, read, at, keeper.person or "")
        unit.commit()

    served.store.run(work)
    return _told(read, response)


def _told(one: Calendar, response: Response) -> CalendarOut:
    sha256 = fingerprint(one)
    response.headers["ETag"] = f'"{sha256}"'
    confirmed = [year.year for year in one.confirmed]
    return CalendarOut(calendar=to_plain(one), sha256=sha256, confirmed=confirmed)
