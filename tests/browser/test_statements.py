"""Every page asks the database as often for much as for little: no statement for each case or device."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import event

from api.pages import PAGES
from capacity.data import data_path
from capacity.reading import room_files
from tests.browser.asking import Asker
from tests.browser.serving import Served, served
from tests.browser.stops import STOPS, Cases, prepare

pytestmark = pytest.mark.timeout(180)
#: The most statements that a page may send, signing in included.
MOST = 40
#: Addresses that no person looks at as a page, each with why.
FILES = {
    "/static/{name}": "a file that is built",
    "/requests/spreadsheet.csv": "a file to be filled in",
    "/cases/{case}/papers/{paper}/{revision}": "a file that was handed in",
    "/cases/{case}/letters/{paper}": "a letter as PDF",
    "/cases.{ending}": "the register as a file",
    "/letters.{ending}": "the letters as a file",
    "/administration/rooms/{room}/files/{file}": "a file of a room, as it was loaded",
    "/rooms/{room}/devices.{ending}": "the list as a file",
    "/rooms/{room}/ports.{ending}": "the list as a file",
    "/rooms/{room}/missing.{ending}": "the list as a file",
}


def _routes() -> list[APIRoute]:
    """Every route of the pages that is read."""
    routes = [one for router in PAGES for one in router.routes if isinstance(one, APIRoute)]
    return [one for one in routes if "GET" in (one.methods or ())]


def _larger(times: int) -> dict[str, bytes]:
    """The sample room with so many times its racks; the further ones hold devices that are off."""
    files = dict(room_files(data_path("rooms/denpasar")))
    for name in ("racks.csv", "devices.csv"):
        rows = list(csv.DictReader(io.StringIO(files[name].decode())))
        rows += [_copied(row, copy) for copy in range(1, times) for row in rows]
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        files[name] = out.getvalue().encode()
    return files


def _copied(row: Mapping[str, str], copy: int) -> dict[str, str]:
    """A rack or device in a part of the room that is added."""
    made = dict(row) | {"rack": f"{row['rack']}-{copy}" if row["rack"] else ""}
    if "device" in row:
        idle = {"power_w": "0", "cords": "", "ports": "", "group": ""}
        return made | idle | {"device": f"{row['device']}-copy{copy}"}
    return made | {"row": f"{row['row']}{copy}", "y_m": str(float(row["y_m"] or 0) + 10 * copy)}


@contextmanager
def _counted(site: Served) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    engine = site.store.engine  # type: ignore[attr-defined]
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _measure(site: Served, cases: Cases) -> dict[str, list[str]]:
    """The statements of every stop."""
    found = {}
    asker = Asker(site)
    for name, person, path in STOPS:
        asker.get(person, path(cases))  # so that rooms are read and compiled already
        with _counted(site) as sent:
            answer = asker.get(person, path(cases))
        assert answer.status_code == (404 if name == "not-found" else 200), name
        found[name] = sent
    asker.close()
    return found


@pytest.fixture(scope="module")
def little_and_much(
    shared: tuple[Served, Cases], tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, list[str]], ...]:
    """The statements of every stop, and those with three times as much of everything."""
    with served(tmp_path_factory.mktemp("much"), _larger(3)) as site:
        cases = prepare(site)
        for _ in range(2):
            prepare(site, work=False)
        much = _measure(site, cases)
    return _measure(*shared), much


def test_every_page_is_a_stop() -> None:
    """A page that is not among the stops is looked at by no test: its row is missing."""
    cases = dict.fromkeys(("new", "asked", "fits", "wide", "unknown", "signing", "over"), "PS-2026-0001")
    shown = [path(_Any(cases)).partition("?")[0] for _, _, path in STOPS]
    missing = [
        route.path
        for route in _routes()
        if route.path not in FILES and not any(route.path_regex.match(path) for path in shown)
    ]
    assert missing == []


class _Any(dict[str, str]):
    """Any case that a stop names."""

    def __missing__(self, name: str) -> str:
        return "PS-2026-0001"


def test_a_page_sends_no_more_statements_for_more_cases_and_racks(
    little_and_much: tuple[dict[str, list[str]], ...],
) -> None:
    little, much = little_and_much
    assert {
        name: (len(little[name]), len(much[name])) for name in little if len(much[name]) > len(little[name])
    } == {}


def test_no_page_sends_more_statements_than_the_most(
    little_and_much: tuple[dict[str, list[str]], ...],
) -> None:
    assert {name: len(sent) for name, sent in little_and_much[1].items() if len(sent) > MOST} == {}
