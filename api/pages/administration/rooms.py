"""Rooms as they are loaded: their files, policy and standard; a new version tried, and then kept."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api import room_files
from api.pages.administration import room_trials
from api.pages.administration.entered import attempt
from api.pages.forms import Form, Sent
from api.pages.office_words import DONE_HERE, NO_FILE
from api.pages.page import MemberPage, Page, go
from api.pages.troubles import PageRoute, Trouble
from api.room_files import FILES, TABLES, Kind, Tried
from api.security.headers import CSP_OF_FILES
from api.security.limits import RequestLimits
from capacity.child import run_in_child
from capacity.errors import BadInput, Problem
from capacity.reading.dictionary import POLICY, columns_of
from workflow.conflicts import NotStored
from workflow.installing import load_room, problems_of_room_name
from workflow.kept import Loaded
from workflow.ports import UnitOfWork

router = APIRouter(include_in_schema=False, route_class=PageRoute)
HERE = "/administration/rooms"
Name = Annotated[str, Path(max_length=100)]
READ_S, READ_BYTES = 20.0, 1 << 30
MOST_SHOWN = 500


@router.get(HERE)
def rooms(page: MemberPage, done: Annotated[str, Query(max_length=40)] = "") -> Response:
    """The stored rooms, and the form to hand in a new version."""
    page.require("room.read")
    return _show(page, done=done)


@router.get(f"{HERE}/{{room}}")
def room(room: Name, page: MemberPage) -> Response:
    """The newest version of a room: its files, its policy, its standard of software."""
    page.require("room.read")
    with page.read() as unit:
        version = unit.rooms.version(room)
        files = unit.rooms.files(room)
        people = {one.id: one.name for one in unit.office.offices().people}
    return page.render(
        "room_files.html",
        room=room,
        version=version,
        loaded_by=people.get(version.loaded_by, version.loaded_by),
        files=[(name, len(content)) for name, content in files.items()],
        policy=_policy(files.get(POLICY, b"")),
        standards=_rows(files.get("standards.csv", b"")),
    )


@router.get(f"{HERE}/{{room}}/files/{{file}}")
def file(room: Name, file: Name, page: MemberPage) -> Response:
    """A file of the newest version, as it was loaded."""
    page.require("room.read")
    with page.read() as unit:
        content = unit.rooms.files(room).get(file)
    if content is None:
        raise NotStored("There is no such file.", file)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file)}",
        "Content-Security-Policy": CSP_OF_FILES,
    }
    return Response(content, media_type="text/plain; charset=utf-8", headers=headers)


@router.post(f"{HERE}/try", max_body_size=RequestLimits().upload_bytes)
def try_it(page: MemberPage, form: Sent) -> Response:
    """Read what was handed in, or what was handed in before with its columns mapped; nothing is loaded."""
    page.require("room.keep")
    if form.text("kept"):
        return _trial(page, form.text("kept"), form, *_read(page, form.text("kept"), form))
    name, sent = form.text("room"), form.file("file")
    found: list[tuple[str, room_trials.Kept, Tried]] = []

    def work() -> None:
        if problems := problems_of_room_name(name):
            raise BadInput(problems)
        if sent is None:
            raise BadInput([Problem("", None, "", page.language.text(NO_FILE), "")])
        with page.read() as unit:
            base = unit.rooms.files(name) if name in unit.rooms.names() else {}
        kind: Kind = "netbox" if form.text("kind") == "netbox" else "room"
        table = form.text("table") if form.text("table") in FILES else ""
        files, report, tried = run_in_child(
            room_files.first_try,
            sent.file.read(),
            sent.filename or "file",
            kind,
            table,
            base,
            seconds=READ_S,
            memory_bytes=READ_BYTES,
        )
        kept = room_trials.Kept(name, files, tuple(report))
        found.append((room_trials.keep(page.served.store, kept, page.person, page.at), kept, tried))

    status, troubles = attempt(page, form, work)
    if troubles:
        return _show(page, status, troubles, values=form.texts())
    sha256, kept, tried = found[0]
    return _trial(page, sha256, form, kept, tried)


@router.post(f"{HERE}/load")
def load(page: MemberPage, form: Sent) -> Response:
    """Keep what was tried as the next version; what Titip has placed stays."""
    page.require("room.keep")
    sha256 = form.text("kept")
    kept, tried = _read(page, sha256, form)
    if tried.problems:
        return _trial(page, sha256, form, kept, tried)

    def work() -> None:
        def change(unit: UnitOfWork) -> None:
            load_room(unit, kept.room, tried.files, page.at, page.person)
            unit.commit()

        page.served.store.run(change)

    _, troubles = attempt(page, form, work)
    return _trial(page, sha256, form, kept, tried) if troubles else go(f"{HERE}?done=room")


def _read(page: Page, sha256: str, form: Form) -> tuple[room_trials.Kept, Tried]:
    with page.read() as unit:
        kept = room_trials.find(unit, sha256, page.person)
    tried = run_in_child(room_files.tried, kept.files, _mapped(form), seconds=READ_S, memory_bytes=READ_BYTES)
    return kept, tried


def _mapped(form: Form) -> dict[str, dict[str, str]]:
    """What was chosen for the strange columns: a row of the form is a file, a header, and what it is."""
    found: dict[str, dict[str, str]] = {}
    for number in form.many("column"):
        to = form.text(f"to-{number}")
        if to != "as-it-is":
            found.setdefault(form.text(f"file-{number}"), {})[form.text(f"header-{number}")] = to
    return found


def _trial(page: Page, sha256: str, form: Form, kept: room_trials.Kept, tried: Tried) -> Response:
    problems, loaded = tried.problems, None
    if not problems:
        try:
            loaded = _as_if(page, kept.room, tried.files)
        except BadInput as bad:
            problems = bad.problems
    with page.read() as unit:
        before = unit.rooms.files(kept.room) if kept.room in unit.rooms.names() else {}
    mapped = _mapped(form)
    return page.render(
        "room_trial.html",
        422 if problems else 200,
        room=kept.room,
        kept=sha256,
        new=not before,
        files=_changes(before, tried),
        problems=problems[:MOST_SHOWN],
        problem_count=len(problems),
        strange=[(one, _chosen(one, mapped), list(columns_of(one.file))) for one in tried.strange],
        mapped=[(file, header, to) for file, columns in mapped.items() for header, to in columns.items()],
        report=kept.report,
        notes=tried.notes,
        loaded=loaded,
    )


def _chosen(one: room_files.Strange, mapped: Mapping[str, Mapping[str, str]]) -> str:
    return mapped.get(one.file, {}).get(one.header, one.may_be or "as-it-is")


def _as_if(page: Page, name: str, files: Mapping[str, bytes]) -> Loaded:
    """What would come of loading it now: it is loaded, and all of that undone. Raises BadInput."""
    with page.served.store.write() as unit:
        return load_room(unit, name, files, page.at, page.person)


def _changes(before: Mapping[str, bytes], tried: Tried) -> list[tuple[str, int | None, str]]:
    """Each file with its rows, and what becomes of it."""
    told: list[tuple[str, int | None, str]] = []
    for name in FILES:
        if name in tried.files:
            same = before.get(name) == tried.files[name]
            state = "new" if name not in before else "same" if same else "changed"
            told.append((name, tried.rows.get(name), state))
        elif name in before:
            told.append((name, None, "gone"))
    return told


def _policy(content: bytes) -> list[tuple[str, str, Any]]:
    """The values of a policy by key, each with what the dictionary says of it; "" where the default holds."""
    try:
        told = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, UnicodeDecodeError):
        told = {}
    found = []
    for key, column in columns_of(POLICY).items():
        section, _, name = key.rpartition(".")
        table = told.get(section, {}) if section else told
        value = table.get(name) if isinstance(table, dict) else None
        if key == "reference":
            value = f"{len(value)}" if isinstance(value, list) else None
        shown = " ".join(map(str, value)) if isinstance(value, list) else value
        found.append((key, "" if shown is None else str(shown), column))
    return found


def _rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"), newline="")))


def _show(
    page: Page,
    status: int = 200,
    troubles: Sequence[Trouble] = (),
    *,
    values: Mapping[str, str] | None = None,
    done: str = "",
) -> Response:
    with page.read() as unit:
        versions = [unit.rooms.version(name) for name in unit.rooms.names()]
        people = {one.id: one.name for one in unit.office.offices().people}
    return page.render(
        "room_imports.html",
        status,
        versions=[(one, people.get(one.loaded_by, one.loaded_by)) for one in versions],
        tables=[(name, name) for name in (*TABLES, POLICY)],
        keeps=page.may("room.keep"),
        values=values or {},
        troubles=tuple(troubles),
        done=DONE_HERE.get(done),
    )
