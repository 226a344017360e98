"""The office's figures: how long steps take in working time, how many in time, how many come back."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from api.security.access import Subject
from api.web.given import Now, Reading, may
from api.web.lists import Model
from workflow.overview import Figure
from workflow.overview import figures as worked_out

router = APIRouter(tags=["figures"])


class FigureOut(Model):
    """The figures of one group of decided steps; times are working time. `rate` null where no clock ran."""

    name: str
    decided: int
    median_s: float
    p90_s: float
    timed: int
    in_time: int
    in_time_at_first: int
    rate: float | None
    sent_back: int


class FiguresOut(Model):
    """The figures by step, by agency and by role; `cases` is how many cases they come from."""

    cases: int
    steps: list[FigureOut]
    agencies: list[FigureOut]
    roles: list[FigureOut]


@router.get("/figures")
def figures(
    reader: Annotated[Subject, Depends(may("figures.read"))],
    unit: Reading,
    at: Now,
    since: Annotated[AwareDatetime | None, Query(description="Decided then or later.")] = None,
    until: Annotated[AwareDatetime | None, Query(description="Decided before.")] = None,
) -> FiguresOut:
    """The figures of all steps that were decided between two moments."""
    found = worked_out(unit, at, since=since, until=until)
    return FiguresOut(
        cases=found.cases,
        steps=[_told(one) for one in found.steps],
        agencies=[_told(one) for one in found.agencies],
        roles=[_told(one) for one in found.roles],
    )


def _told(one: Figure) -> FigureOut:
    return FigureOut(
        name=one.name,
        decided=one.decided,
        median_s=one.median.total_seconds(),
        p90_s=one.p90.total_seconds(),
        timed=one.timed,
        in_time=one.in_time,
        in_time_at_first=one.in_time_at_first,
        rate=one.rate,
        sent_back=one.sent_back,
    )
