"""The scenario builder: changes are added one by one, a form for each kind, and tried as they are added."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.pages.change_forms import CHANGE_FORMS
from api.pages.forms import LARGEST_FORM, Form, Sent
from api.pages.page import MemberPage, Page, go
from api.pages.scenario_draft import Draft, from_file, made, problems_of, troubles, whole
from api.pages.troubles import PageRoute, Trouble, troubles_of
from api.pages.words import DONE
from api.routes.scenarios import owned
from api.web.problems import status_of
from capacity.errors import BadInput, TitipError
from capacity.room import Room
from capacity.scenario.reading import LARGEST_SCENARIO
from workflow import planning
from workflow.conflicts import NotStored
from workflow.ports import UnitOfWork
from workflow.scenarios import Content

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Id = Annotated[str, Path(max_length=100)]
_AT = "/planning/scenarios"


@router.get("/planning/scenarios/new")
def new(
    page: MemberPage,
    room: Annotated[str, Query(max_length=100)] = "",
    after: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """A new scenario of a room; `after` is one whose changes it begins with."""
    page.require("scenario.make")
    with page.read() as unit:
        rooms = unit.rooms.names()
        content = _content(unit, after, None) if after else Content("", ())
        room = unit.scenarios.get(after).room if after else room
    if not room and len(rooms) == 1:
        room = rooms[0]
    if room not in rooms:
        return page.render("scenario_room.html", rooms=rooms)
    return _show(page, Draft(room, content))


@router.get("/planning/scenarios/{id}/edit")
def edit(id: Id, page: MemberPage) -> Response:
    """The next version of a scenario, beginning with the newest."""
    page.require("scenario.make")
    with page.read() as unit:
        line = unit.scenarios.get(id)
        content = _content(unit, id, line.version)
    return _show(page, Draft(line.room, content, id, line.version))


@router.post("/planning/scenarios/draft", max_body_size=LARGEST_FORM)
def build(page: MemberPage, form: Sent) -> Response:
    """Add, drop or move a change of the draft, or save it."""
    page.require("scenario.make")
    draft = Draft.sent(form)
    room = _room(page, draft.room)
    act, _, of = form.text("act").partition("-")
    if act == "add" and of in CHANGE_FORMS:
        return _add(page, form, draft, room, of)
    if act == "file":
        return _take_file(page, form, draft, room)
    if act == "save":
        return _save(page, form, draft, room)
    if act in ("drop", "up"):
        return _reordered(page, draft, room, act, whole(of))
    # Enter within a field adds nothing: only the button of a form says which one is meant.
    return _show(page, draft, room, values=form.texts(), opened=_begun(form))


def _add(page: Page, form: Form, draft: Draft, room: Room, kind: str) -> Response:
    before = len(draft.content.changes)
    try:
        longer = draft.with_changes((*draft.content.changes, *made(form, kind, room)))
        if (bad := problems_of(longer, room, page)) is not None:
            raise bad
    except BadInput as error:
        told = troubles(page, error, kind, before)
        return _show(page, draft, room, troubles=told, opened=kind, values=form.texts(), status=422)
    return _show(page, longer, room, done="change")


def _take_file(page: Page, form: Form, draft: Draft, room: Room) -> Response:
    sent = form.file("file")
    if sent is None:
        return _show(page, draft, room, opened="file")
    before = len(draft.content.changes)
    try:
        read = from_file(sent.filename or "scenario.toml", sent.file.read(LARGEST_SCENARIO + 1))
        content = Content(
            draft.content.name or read.name,
            (*draft.content.changes, *read.changes),
            draft.content.note or read.note,
        )
        longer = Draft(draft.room, content, draft.id, draft.seen)
        if (bad := problems_of(longer, room, page)) is not None:
            raise bad
    except BadInput as error:
        told = tuple(Trouble("file", one.message) for one in troubles(page, error, before=before))
        return _show(page, draft, room, troubles=told, opened="file", status=422)
    return _show(page, longer, room, done="change")


def _reordered(page: Page, draft: Draft, room: Room, act: str, number: int) -> Response:
    changes = list(draft.content.changes)
    if 1 <= number <= len(changes):
        one = changes.pop(number - 1)
        if act == "up":
            changes.insert(max(0, number - 2), one)
    other = draft.with_changes(changes)
    bad = problems_of(other, room, page) if changes else None
    told = () if bad is None else troubles(page, bad)
    return _show(page, other, room, troubles=told, status=422 if told else 200)


def _save(page: Page, form: Form, draft: Draft, room: Room) -> Response:
    def work(unit: UnitOfWork) -> str:
        catalogue, by = page.served.desk.catalogue, page.person
        if draft.id:
            planning.change(unit, draft.id, draft.seen, draft.content, by, page.at, catalogue)
            return draft.id
        id = planning.keep(unit, draft.room, draft.content, by, page.at, catalogue).id
        unit.commit()
        return id

    try:
        new = not draft.id
        id = page.served.store.run(work) if new else owned(page.served, page.subject, draft.id, work)
    except BadInput as error:
        return _show(page, draft, room, troubles=troubles(page, error), values=form.texts(), status=422)
    except NotStored:
        raise
    except TitipError as error:
        status = status_of(error)
        if status >= 500:
            raise
        return _show(page, draft, room, troubles=troubles_of(error, page), status=status)
    return go(f"{_AT}/{quote(id)}?done=scenario")


def _begun(form: Form) -> str:
    """The first kind of change of which something was filled in; "" for none."""
    for kind, asked in CHANGE_FORMS.items():
        typed = (name for name, one in asked.fields.items() if one.field.kind != "choice")
        if any(form.text(f"{kind}-{name}") for name in typed):
            return kind
    return ""


def _content(unit: UnitOfWork, id: str, number: int | None) -> Content:
    line = unit.scenarios.get(id)
    version = unit.scenarios.version(id, number or line.version)
    return Content.from_text(unit.files.get(version.sha256)[1])


def _room(page: Page, name: str) -> Room:
    with page.read() as unit:
        return page.served.rooms.now(unit, name, page.today).room


def _show(
    page: Page,
    draft: Draft,
    room: Room | None = None,
    *,
    troubles: tuple[Trouble, ...] = (),
    opened: str = "",
    values: dict[str, str] | None = None,
    done: str = "",
    status: int = 200,
) -> Response:
    now = room or _room(page, draft.room)
    return page.render(
        "scenario_edit.html",
        status,
        draft=draft,
        forms=CHANGE_FORMS,
        lists=_lists(now),
        troubles=troubles,
        wrong={one.field: _without_label(page, one) for one in troubles},
        here=f"{_AT}/{quote(draft.id)}/edit" if draft.id else f"{_AT}/new?room={quote(draft.room)}",
        opened=opened,
        values=values or {},
        done=DONE.get(done),
    )


def _without_label(page: Page, trouble: Trouble) -> str:
    """What is wrong, as it stands at the field itself."""
    kind, _, field = trouble.field.partition("-")
    asked = CHANGE_FORMS[kind].fields.get(field) if kind in CHANGE_FORMS else None
    label = "" if asked is None else f"{page.language.text(asked.field.label)}: "
    return trouble.message.removeprefix(label)


def _lists(room: Room) -> dict[str, list[str]]:
    """Names of the room that fields offer."""
    nodes = [node.name for node in room.power]
    racks = [rack.name for rack in room.racks]
    units = [unit.name for unit in room.cooling]
    hosts = [host.name for host in room.hosts]
    devices = [device.name for device in room.devices]
    switches = list(dict.fromkeys(group.switch for group in room.ports))
    owners: Any = {device.owner for device in room.devices if device.owner}
    return {
        "losable": [*nodes, *units, *switches, *hosts, *racks],
        "racks": racks,
        "devices": devices,
        "things": [*nodes, *units, *racks, *hosts],
        "owners": sorted(owners),
    }
