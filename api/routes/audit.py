"""The audit log: its entries, and whether it is as it was written."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.security.access import Subject
from api.web.given import Reading, may
from api.web.lists import Cursor, Limit, Model, Page, cursor_after, number_of
from workflow.kept import Entry, Head

router = APIRouter(tags=["audit"])


class EntryOut(Model):
    """An entry. `sha256` covers everything else, `previous` the entry before it."""

    seq: int
    stream: str
    name: str
    number: int | None
    kind: str
    at: datetime
    by: str
    body: dict[str, Any]
    previous: str
    sha256: str


class FaultOut(Model):
    """The first entry that is not as it was written."""

    entry: int
    problem: str


class VerificationOut(Model):
    """Whether the log is whole; `head`: its newest entry, to be kept elsewhere, null if it is not."""

    holds: bool
    head: str | None
    fault: FaultOut | None


@router.get("/audit/entries")
def entries(
    auditor: Annotated[Subject, Depends(may("audit.read"))],
    unit: Reading,
    after: Cursor = None,
    limit: Limit = 100,
) -> Page[EntryOut]:
    """The entries of the log, oldest first."""
    found = unit.log.since(number_of(after) or 0, limit + 1)
    shown = found[:limit]
    more = cursor_after(str(shown[-1].seq)) if len(found) > limit else None
    return Page[EntryOut](items=[_told(one) for one in shown], next=more)


@router.get("/audit/verification")
def verification(
    reader: Annotated[Subject, Depends(may("audit.verify"))],
    unit: Reading,
    head: Annotated[
        str | None,
        Query(pattern="^[0-9]{1,18}:[0-9a-f]{64}$", description="A head that was kept elsewhere."),
    ] = None,
) -> VerificationOut:
    """Whether the log is as it was written, also against a head that was kept elsewhere."""
    expected = None
    if head is not None:
        seq, _, sha256 = head.partition(":")
        expected = Head(int(seq), sha256)
    fault = unit.log.fault(expected)
    if fault is not None:
        return VerificationOut(holds=False, head=None, fault=FaultOut(entry=fault.seq, problem=fault.problem))
    newest = unit.log.head()
    return VerificationOut(holds=True, head=f"{newest.seq}:{newest.sha256}", fault=None)


def _told(one: Entry) -> EntryOut:
    news = one.news
    return EntryOut(
        seq=one.seq,
        stream=news.stream,
        name=news.name,
        number=news.number,
        kind=news.kind,
        at=news.at,
        by=news.by,
        body=json.loads(news.body),
        previous=one.previous,
        sha256=one.sha256,
    )
