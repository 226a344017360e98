"""What one is told: of cases, and of several together."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from api.security.access import Subject
from api.web.given import Now, Reading, Served, may
from api.web.lists import Cursor, Limit, Model, Page, cursor_after, number_of
from workflow.ports import UnitOfWork
from workflow.serving import Notification

router = APIRouter(tags=["notifications"])
Me = Annotated[Subject, Depends(may("me.read"))]


class NotificationOut(Model):
    """Something that one was told; `seen_at` null as long as it was not marked as seen."""

    id: int
    case: str | None
    occasion: str
    subject: str
    text: str
    at: datetime
    seen_at: datetime | None


class SeenIn(Model):
    """Up to which notification one has seen them."""

    upto: int = Field(ge=0, le=2**53)


class SeenOut(Model):
    """How many were marked just now."""

    marked: int


@router.get("/notifications")
def notifications(
    me: Me, unit: Reading, unseen: bool = False, after: Cursor = None, limit: Limit = 50
) -> Page[NotificationOut]:
    """One's notifications, newest first; with `unseen` those that were not marked as seen."""
    found = unit.notifications.of(me.person or "", unseen=unseen, before=number_of(after), limit=limit + 1)
    shown = found[:limit]
    more = cursor_after(str(shown[-1].id)) if len(found) > limit else None
    return Page[NotificationOut](items=[_told(one) for one in shown], next=more)


@router.put("/notifications/seen")
def mark_seen(body: SeenIn, me: Me, served: Served, at: Now) -> SeenOut:
    """Mark one's notifications up to one of them as seen."""

    def work(unit: UnitOfWork) -> int:
        marked = unit.notifications.seen(me.person or "", at, body.upto)
        unit.commit()
        return marked

    return SeenOut(marked=served.store.run(work))


def _told(one: Notification) -> NotificationOut:
    told = json.loads(one.body)
    return NotificationOut(
        id=one.id,
        case=one.case,
        occasion=one.occasion,
        subject=told["subject"],
        text=told["body"],
        at=one.at,
        seen_at=one.seen_at,
    )
