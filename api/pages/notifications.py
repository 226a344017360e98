"""What whoever looks was told, newest first; marked as seen when he says so."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.addresses import Address
from api.pages.forms import Sent
from api.pages.office_words import DONE_HERE
from api.pages.page import MemberPage, go
from api.pages.troubles import PageRoute
from workflow.errors import BadValue
from workflow.ports import UnitOfWork
from workflow.procedure import Text
from workflow.serving import Notification

router = APIRouter(include_in_schema=False, route_class=PageRoute)
SHOWN = 25


@dataclass(frozen=True, slots=True)
class Told:
    """A notification in words."""

    id: int
    case: str | None
    subject: Text
    text: Text
    at: datetime
    seen: bool


@router.get("/notifications")
def notifications(
    page: MemberPage,
    unseen: Annotated[str, Query(max_length=3)] = "",
    before: Annotated[int, Query(ge=0, le=2**53)] = 0,
    done: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """One's notifications, a page of them at a time."""
    page.require("me.read")
    only = unseen == "yes"
    with page.read() as unit:
        found = unit.notifications.of(page.person, unseen=only, before=before or None, limit=SHOWN + 1)
    told = [_told(one) for one in found[:SHOWN]]
    address = Address("/notifications", {"unseen": "yes" if only else ""})
    return page.render(
        "notifications.html",
        told=told,
        only=only,
        begun=not before,
        newest=max((one.id for one in told), default=0),
        unseen=any(not one.seen for one in told),
        more=address.to(before=told[-1].id) if len(found) > SHOWN else "",
        done=DONE_HERE.get(done),
    )


@router.post("/notifications/seen")
def seen(page: MemberPage, form: Sent) -> Response:
    """Mark those up to the newest that was shown: what came since stays unseen."""
    page.require("me.read")
    upto = form.whole("upto")
    if not 0 <= upto <= 2**53:
        raise BadValue("There is no such notification.", "upto")

    def work(unit: UnitOfWork) -> None:
        unit.notifications.seen(page.person, page.at, upto)
        unit.commit()

    page.served.store.run(work)
    return go("/notifications?done=seen")


def _told(one: Notification) -> Told:
    body = json.loads(one.body)
    return Told(
        one.id, one.case, Text(**body["subject"]), Text(**body["body"]), one.at, one.seen_at is not None
    )
