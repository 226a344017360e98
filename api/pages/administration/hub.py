"""Where the administration begins: what there is, each with how it stands."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from api.pages.page import MemberPage, Page
from api.pages.troubles import PageRoute
from workflow.calendar import undecided
from workflow.handling.mail import QUEUE
from workflow.installing import in_force
from workflow.ports import UnitOfWork

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/administration")
def hub(page: MemberPage) -> Response:
    """The parts that whoever looks may see."""
    if not page.may("room.keep"):
        page.require("audit.verify")
    with page.read() as unit:
        found = _standing(page, unit)
    return page.render("administration.html", standing=found)


def _standing(page: Page, unit: UnitOfWork) -> dict[str, int | bool | None]:
    """How the parts stand, by name."""
    known, calendar = unit.office.offices(), in_force(unit)
    years = (page.today.year, page.today.year + 1)
    return {
        "people": len(known.people),
        "posts": len(known.posts),
        "vacant": sum(
            not any(held.post == post.id and held.covers(page.today) for held in known.holdings)
            for post in known.posts
        ),
        "accounts": len(unit.accounts.all()) if page.may("audit.verify") else None,
        "undecided": None if calendar is None else sum(len(undecided(calendar, year)) for year in years),
        "calendar": calendar is not None,
        "versions": len(unit.office.procedures()),
        "rooms": len(unit.rooms.names()),
        "entries": unit.log.head().seq,
        "dead": unit.lists.jobs(QUEUE, "dead", 0, 1).total if page.may("mail.read") else None,
    }
