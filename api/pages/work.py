"""Calculations as pages: how far one is, a button that stops it, and on to its answer once it is done.

One page for all kinds: headroom, plan, what-if, forecast. A page that asks for a calculation ends its form
with ``return begin(page, question)``; the page that shows the answers of a kind is named in `ANSWER_AT`, and
the visitor is sent on to it. Without a script the page is looked at again by its button; with one it looks
again by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.pages.page import MemberPage, Page, go
from api.pages.problem_words import indonesian
from api.pages.troubles import PageRoute
from api.pages.words import JOB_KINDS, JOB_STATES
from api.routes.computations import put_question, seen
from api.security.access import Thing, can, require
from api.web.lists import cursor_after, name_of
from workflow.computing import cancel
from workflow.computing.asked import Asked
from workflow.ports import UnitOfWork
from workflow.serving import Computation

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Id = Annotated[str, Path(max_length=100)]
SHOWN = 25

#: Kind of a calculation -> the page that shows its answer; ``{id}`` is the calculation's.
ANSWER_AT: Mapping[str, str] = {
    "headroom": "/planning/headrooms/{id}",
    "whatif": "/planning/comparisons/{id}",
    "forecast": "/planning/forecasts/{id}",
}
#: Kinds that go through a number of things, of which so many are done; the others close in on a bound.
COUNTED = ("whatif", "forecast")


def begin(page: Page, question: Asked) -> Response:
    """Ask for a calculation, and go to its page. Raises BadInput, NotStored, TooMany, NotAllowed."""
    one = put_question(page.served, page.subject, page.at, question)
    return go(f"/planning/jobs/{quote(one.id)}")


def gap(one: Computation) -> float | None:
    """How far the bound is above what was reached, in per cent of it; None before there are both."""
    if not one.value or one.bound is None:
        return None
    return 100 * (one.bound - one.value) / one.value


def error_told(error: str | None, code: str) -> str | None:
    """Why there is no answer, in a language, sentence by sentence; what has no translation stays as it is."""
    if error is None or code == "en":
        return error
    return " ".join(indonesian(one) for one in re.split(r"(?<=[.!?])\s+", error))


@router.get("/planning/jobs")
def jobs(page: MemberPage, after: Annotated[str | None, Query(max_length=400)] = None) -> Response:
    """The calculations that one may see, newest first."""
    require(page.subject, "job.read", Thing(person=page.subject.person))
    person = None if can(page.subject, "job.read", Thing()) else page.subject.person
    with page.read() as unit:
        found = unit.computations.of(person, after=name_of(after), limit=SHOWN + 1)
        names = {one.id: one.name for one in unit.office.offices().people}
    more = f"/planning/jobs?after={cursor_after(found[SHOWN - 1].id)}" if len(found) > SHOWN else None
    return page.render(
        "jobs.html", jobs=found[:SHOWN], names=names, kinds=JOB_KINDS, states=JOB_STATES, more=more
    )


@router.get("/planning/jobs/{id}")
def job(id: Id, page: MemberPage) -> Response:
    """How far a calculation is; once it is done, on to its answer."""
    with page.read() as unit:
        one = seen(unit, page.subject, "job.read", id)
    answer = ANSWER_AT.get(one.kind) if one.state == "done" else None
    if answer is not None:
        to = answer.format(id=quote(one.id))
        if page.request.headers.get("hx-request"):
            return Response(status_code=204, headers={"HX-Redirect": to})
        return go(to)
    return page.render(
        "job.html",
        job=one,
        error=None if one.state == "cancelled" else error_told(one.error, page.language.code),
        gap=gap(one),
        counted=one.kind in COUNTED,
        stoppable=not one.over and can(page.subject, "job.cancel", Thing(person=one.person)),
        kinds=JOB_KINDS,
        states=JOB_STATES,
    )


@router.post("/planning/jobs/{id}/cancel")
def stop(id: Id, page: MemberPage) -> Response:
    """Stop a calculation: one that waits never begins, one that runs ends within a second."""

    def work(unit: UnitOfWork) -> None:
        seen(unit, page.subject, "job.cancel", id)
        cancel(unit, id, page.at)
        unit.commit()

    page.served.store.run(work)
    return go(f"/planning/jobs/{quote(id)}")
