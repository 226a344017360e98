"""Scenarios side by side with the room as it is: what breaks, who is dead, what still fits, what binds."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import Response

from api.pages.comparison_figures import fitting, free, holding, measures
from api.pages.dimension_words import MEASURES
from api.pages.finding_words import finding_words, place_words
from api.pages.page import MemberPage, Page
from api.pages.troubles import PageRoute
from api.pages.words import AFTERMATH
from api.routes.computations import seen
from workflow.conflicts import NotStored
from workflow.serving import Computation

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Id = Annotated[str, Path(max_length=100)]
MOST_SHOWN = 12


@router.get("/planning/comparisons/{id}")
def comparison(id: Id, page: MemberPage) -> Response:
    """The comparison that a calculation came to."""
    one, result = answer(page, id, "whatif")
    shown = [name for name in MEASURES if name not in ("free", "count")]
    return page.render(
        "comparison.html",
        job=one,
        result=result,
        holding=holding(result),
        fitting=fitting(result),
        free=free(result),
        measures={name: measures(result, name) for name in shown},
        measure_words=MEASURES,
        aftermath=AFTERMATH,
        finding_words=finding_words,
        place_words=place_words,
        most=MOST_SHOWN,
    )


def answer(page: Page, id: str, kind: str) -> tuple[Computation, dict[str, Any]]:
    """A calculation of a kind that is done, with its answer. Raises NotStored, NotAllowed."""
    with page.read() as unit:
        one = seen(unit, page.subject, "job.read", id)
        if one.kind != kind or one.result_sha256 is None:
            raise NotStored("There is no such answer.", id)
        return one, json.loads(unit.files.get(one.result_sha256)[1])
