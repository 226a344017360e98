"""The office's figures: what was in time, how long it took, what refusals failed by; the procedure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.addresses import Address, begins, day_of
from api.pages.kept_figures import KeptFigures
from api.pages.office_words import duration
from api.pages.page import MemberPage, Page
from api.pages.troubles import PageRoute
from api.pages.words import ROLE_WORDS
from workflow.drawing import Language, draw
from workflow.overview import Figure, Figures
from workflow.ports import UnitOfWork
from workflow.procedure import Procedure, Text

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Day = Annotated[str, Query(max_length=10)]
_KEPT = KeptFigures()


@dataclass(frozen=True, slots=True)
class Refusals:
    """How many refusals a rule was the first obstacle of, and in how many it stood in the way at all."""

    rule: str
    first: int
    at_all: int


@router.get("/figures")
def figures(page: MemberPage, since: Day = "", until: Day = "") -> Response:
    """The figures of what was decided from a day until another, both included."""
    page.require("figures.read")
    zone = page.served.gate.zone
    first, last = day_of(since), day_of(until)
    begin, end = begins(first, zone), begins(last, zone, 1)
    with page.read() as unit:
        found = _KEPT.figures(unit, page.at, begin, end)
        refused = unit.lists.refused(begin, end)
        hashes = [one.analysis.sha256 for one in refused if one.analysis]
        refusals = _refusals(unit, hashes)
        known = unit.office.procedures()
        published = unit.office.procedure(known[0]) if known else None
    procedure = published.procedure if published else None
    code: Language = "en" if page.language.code == "en" else "id"
    return page.render(
        "figures.html",
        found=found,
        tables=_tables(found, procedure),
        decided=sum(one.decided for one in found.steps),
        timed=sum(one.timed for one in found.steps),
        in_time=sum(one.in_time for one in found.steps),
        sent_back=sum(one.sent_back for one in found.steps),
        refusals=refusals,
        refused=len(refused),
        published=published,
        drawing=draw(procedure, language=code, standalone=False) if procedure else (),
        since=since if first else "",
        until=until if last else "",
        periods=_periods(page),
        duration=lambda time: page.language.text(duration(time)),
    )


def _tables(
    found: Figures, procedure: Procedure | None
) -> list[tuple[str, Sequence[tuple[Figure, Text | None]]]]:
    """The tables by what their rows are about, each row with the words that explain its name."""
    steps = {one.no: one.activity for one in procedure.steps} if procedure else {}
    return [
        ("steps", [(one, steps.get(one.name)) for one in found.steps]),
        ("roles", [(one, ROLE_WORDS.get(one.name)) for one in found.roles]),
        ("agencies", [(one, None) for one in found.agencies]),
    ]


def _periods(page: Page) -> list[tuple[Text, str]]:
    """Periods that are often asked for, as addresses."""
    today = page.today
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    at = Address("/figures", {})
    before = (year.replace(year=year.year - 1), year.replace(year=year.year - 1, month=12, day=31))
    return [
        (Text("Semua", "All time"), "/figures"),
        (Text("Bulan ini", "This month"), at.to(since=month.isoformat())),
        (Text("Tahun ini", "This year"), at.to(since=year.isoformat())),
        (Text("Tahun lalu", "Last year"), at.to(since=before[0].isoformat(), until=before[1].isoformat())),
    ]


def _refusals(unit: UnitOfWork, hashes: Sequence[str]) -> list[Refusals]:
    """The rules that refusals failed by, the commonest first."""
    unknown = {one for one in hashes if one not in _RULES}
    for sha256, content in unit.lists.contents(unknown).items():
        _RULES[sha256] = _rules_of(content)
    while len(_RULES) > MOST_KEPT:
        _RULES.pop(next(iter(_RULES)), None)
    told = [_RULES[one] for one in hashes if one in _RULES]
    first = Counter(rules[0] for rules in told if rules)
    at_all = Counter(rule for rules in told for rule in rules)
    return sorted(
        (Refusals(rule, first[rule], count) for rule, count in at_all.items()),
        key=lambda one: (-one.first, -one.at_all, one.rule),
    )


def _rules_of(content: bytes) -> tuple[str, ...]:
    """The rules of a frozen analysis that kept racks or hosts out, the one that kept out the most first."""
    # What was brought along from elsewhere may be no analysis: nothing is known of it then.
    reasons = json.loads(content).get("answer", {}).get("reasons", ())
    return tuple(dict.fromkeys(str(one["rule"]) for one in reasons))


MOST_KEPT = 5_000
#: A frozen analysis never changes under its hash.
_RULES: dict[str, tuple[str, ...]] = {}
