"""The audit log: its entries, newest first, by what they are about; and whether the chain is whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.pages.addresses import Address, begins, day_of, page_number, shown
from api.pages.log_words import kind_words, stream_words
from api.pages.page import MemberPage, Page
from api.pages.troubles import PageRoute
from workflow.lists import EntriesWanted
from workflow.procedure import Text

router = APIRouter(include_in_schema=False, route_class=PageRoute)
SHOWN = 50
HERE = "/administration/audit"
Word = Annotated[str, Query(max_length=200)]


def chosen(
    stream: Word = "",
    name: Word = "",
    kind: Word = "",
    by: Word = "",
    since: Word = "",
    until: Word = "",
    page: Word = "",
) -> Mapping[str, str]:
    """What is chosen in the address."""
    return {
        "stream": stream,
        "name": name.strip(),
        "kind": kind,
        "by": by.strip(),
        "since": since if day_of(since) else "",
        "until": until if day_of(until) else "",
        "page": page,
    }


@router.get(HERE)
def audit(
    page: MemberPage,
    choice: Annotated[Mapping[str, str], Depends(chosen)],
    check: Literal["", "yes"] = "",
) -> Response:
    """The log for who may read it; the check of the chain also for the administrator."""
    page.require("audit.verify")
    reads, zone = page.may("audit.read"), page.served.gate.zone
    number = page_number(choice["page"])
    wanted = EntriesWanted(
        stream=choice["stream"],
        name=choice["name"],
        kind=choice["kind"],
        by=choice["by"],
        since=begins(day_of(choice["since"]), zone),
        before=begins(day_of(choice["until"]), zone, 1),
    )
    with page.read() as unit:
        found = unit.lists.entries(wanted, (number - 1) * SHOWN, SHOWN) if reads else None
        kinds = unit.lists.kinds() if reads else ()
        people = {one.id: one.name for one in unit.office.offices().people}
        head = unit.log.head()
        fault = unit.log.fault() if check else None
    return page.render(
        "audit.html",
        found=found,
        part=shown(found, number, SHOWN) if found else None,
        address=Address(HERE, choice),
        choice=choice,
        streams=_options(page, {stream: stream_words(stream) for stream, _ in kinds}),
        kinds=_options(page, {kind: kind_words(kind) for _, kind in kinds}),
        stream_words=stream_words,
        kind_words=kind_words,
        people=people,
        head=head,
        checked=bool(check),
        fault=fault,
    )


def _options(page: Page, words: Mapping[str, Text]) -> list[tuple[str, str]]:
    """The choices of a filter, in the order of their words."""
    return sorted(((name, page.language.text(word)) for name, word in words.items()), key=lambda one: one[1])
