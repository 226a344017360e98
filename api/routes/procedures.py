"""Procedures: the published versions, each for good, and their drawing as a sheet."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import Response as Plain

from api.security.access import Subject, not_there
from api.web.given import Now, Reading, Served, may
from api.web.lists import Cursor, Limit, Model, Page, cursor_after, number_of
from workflow.conflicts import NotStored
from workflow.drawing import Language, draw
from workflow.errors import BadValue
from workflow.installing import publish_procedure
from workflow.plain import to_plain
from workflow.ports import UnitOfWork
from workflow.procedure import Published, differences, publish, read_procedure

router = APIRouter(tags=["procedures"])
Reader = Annotated[Subject, Depends(may("procedure.read"))]


class ProcedureIn(Model):
    """A procedure: the keys of a procedure file."""

    procedure: dict[str, Any]


class VersionOut(Model):
    """A published version. `current`: the one that new cases follow."""

    sha256: str
    id: str
    version: int
    number: str
    title: dict[str, str]
    effective: date
    steps: int
    current: bool


class ProcedureOut(VersionOut):
    """A published version, whole."""

    procedure: dict[str, Any]


class DifferenceOut(Model):
    """A field that differs; null where it is not there."""

    where: str
    before: str | None
    after: str | None


class PublishedOut(VersionOut):
    """A version, whether it is new, and what differs from the one before it."""

    new: bool
    differences: list[DifferenceOut]


@router.get("/procedures")
def procedures(reader: Reader, unit: Reading, after: Cursor = None, limit: Limit = 50) -> Page[VersionOut]:
    """The published versions, newest first."""
    known = unit.office.procedures()
    # Versions are only ever added: counted from the oldest, each keeps its place.
    end = len(known) if (place := number_of(after)) is None else min(place, len(known))
    first = len(known) - end
    shown = known[first : first + limit]
    left = end - len(shown)
    items = [VersionOut.model_validate(_line(unit, unit.office.procedure(one))) for one in shown]
    return Page[VersionOut](items=items, next=cursor_after(str(left)) if left else None)


@router.post("/procedures", status_code=201)
def publish_version(
    body: ProcedureIn,
    keeper: Annotated[Subject, Depends(may("procedure.keep"))],
    served: Served,
    at: Now,
    response: Response,
) -> PublishedOut:
    """Publish a version: new cases follow it, those that run stay on theirs. The same once more: 200."""
    published = publish(read_procedure(json.dumps(body.procedure).encode(), "procedure"), "procedure")

    def work(unit: UnitOfWork) -> PublishedOut:
        known = unit.office.procedures()
        before = unit.office.procedure(known[0]).procedure if known else None
        changed = () if before is None else differences(before, published.procedure)
        new = publish_procedure(unit, published, at, keeper.person or "")
        told = _line(unit, published) | {
            "new": new,
            "differences": [
                DifferenceOut(where=one.where, before=one.before, after=one.after) for one in changed
            ],
        }
        unit.commit()
        return PublishedOut.model_validate(told)

    made = served.store.run(work)
    response.status_code = 201 if made.new else 200
    response.headers["Location"] = f"/api/v1/procedures/{made.sha256}"
    return made


@router.get("/procedures/{sha256}")
def procedure(sha256: str, reader: Reader, unit: Reading) -> ProcedureOut:
    """One version, whole."""
    found = _version(unit, sha256)
    return ProcedureOut.model_validate(_line(unit, found) | {"procedure": to_plain(found.procedure)})


@router.get(
    "/procedures/{sha256}/drawing",
    response_class=Plain,
    responses={200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}}},
)
def drawing(
    sha256: str,
    reader: Reader,
    unit: Reading,
    current: Annotated[str | None, Query(max_length=20, description="The step to mark.")] = None,
    language: Language = "id",
    page: Annotated[int, Query(ge=1, le=100)] = 1,
) -> Plain:
    """A page of the sheet as SVG; the header `Titip-Pages` says how many there are."""
    found = _version(unit, sha256).procedure
    if current is not None and found.step(current) is None:
        raise BadValue("The procedure has no such step.", "current")
    pages = draw(found, current=current, language=language)
    if page > len(pages):
        raise BadValue(f"The sheet has {len(pages)} pages.", "page")
    headers = {"Titip-Pages": str(len(pages))}
    return Plain(pages[page - 1], media_type="image/svg+xml", headers=headers)


def _version(unit: UnitOfWork, sha256: str) -> Published:
    try:
        return unit.office.procedure(sha256)
    except NotStored:
        raise not_there(sha256) from None


def _line(unit: UnitOfWork, one: Published) -> dict[str, object]:
    known = unit.office.procedures()
    procedure = one.procedure
    return {
        "sha256": one.sha256,
        "id": procedure.id,
        "version": procedure.version,
        "number": procedure.head.number,
        "title": {"id": procedure.title.id, "en": procedure.title.en},
        "effective": procedure.head.effective,
        "steps": len(procedure.steps),
        "current": bool(known) and known[0] == one.sha256,
    }
