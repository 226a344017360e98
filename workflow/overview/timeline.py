"""Everything that happened in a case, from the audit log, in words; and what of it an agency sees."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from workflow.events import SYSTEM, By
from workflow.kept import Entry
from workflow.overview.telling import Teller
from workflow.ports import UnitOfWork
from workflow.procedure import Procedure, Text
from workflow.records import event_from_plain


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of a case's timeline.

    Attributes
    ----------
    number
        The case's version after it; None for the system's own news.
    kind
        The kind of the log's entry.
    by
        Who did it, in which post, and as whose substitute; `name` is the person's name as it is now. For
        the system ``titip``; in what an agency sees "" for officials, whose post is told alone.
    text
        What happened.
    for_agency
        The same as the agency is told; None where it does not see it.
    """

    number: int | None
    at: datetime
    kind: str
    by: By
    name: str
    text: Text
    for_agency: Text | None

    @property
    def visible(self) -> bool:
        """True where the agency sees it."""
        return self.for_agency is not None


def timeline(unit: UnitOfWork, case: str) -> tuple[Happening, ...]:
    """Everything that happened in a case, in the order of the log. Raises NotStored.

    What an agency sees of it says `as_agency_sees`.
    """
    first = unit.cases.get(case)
    procedures: dict[str, Procedure] = {}

    def procedure(sha256: str) -> Procedure:
        if sha256 not in procedures:
            procedures[sha256] = unit.office.procedure(sha256).procedure
        return procedures[sha256]

    names = {person.id: person.name for person in unit.office.offices().people}
    teller = Teller(ZoneInfo(unit.office.calendar().zone), names, procedure, first.procedure)
    found: list[Happening] = []
    for entry in unit.log.of("case", case):
        told = _happening(teller, entry)
        # A place of several items lapses in as many entries, which say the same.
        if told.number is not None or told not in found[-1:]:
            found.append(told)
    return tuple(found)


def _happening(teller: Teller, entry: Entry) -> Happening:
    news, body = entry.news, json.loads(entry.news.body)
    if news.number is None:
        by, told = By(news.by, SYSTEM), teller.news(news.kind, body)
    else:
        event = event_from_plain(body, news.name)
        by, told = event.by, teller.event(event)
    name = teller.name(by.person)
    return Happening(news.number, news.at, news.kind, by, name, told.text, told.for_agency)


def as_agency_sees(happenings: Iterable[Happening]) -> tuple[Happening, ...]:
    """What of a timeline the agency sees: in the words meant for it, officials by their post alone."""
    return tuple(
        replace(
            one,
            text=one.for_agency,
            by=one.by if one.by.role == "agency" else By("", one.by.role, one.by.title),
            name=one.name if one.by.role == "agency" else "",
        )
        for one in happenings
        if one.for_agency is not None
    )
