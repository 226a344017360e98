"""A service to be asked over HTTP: the office of the tests, a room, a case of each of two agencies."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import make_app
from api.security.accounts import create_account
from api.security.gate import Gate
from api.security.passwords import HashCost, Passwords
from api.security.sessions import Cookie, open_session
from api.security.tokens import issue_token
from api.settings import Settings
from api.web.given import Services
from tests.workflow.handling.carrying import NINE, ROOM, Carrier, catalogue, furnish, request
from tests.workflow.offices import (
    ADMIN,
    ASKER,
    AUDITOR,
    HEAD,
    KABID,
    KASI,
    OTHER_AGENCY,
    PLANNER,
    REGISTRAR,
    SECRETARY,
    STRANGER,
)
from workflow import planning
from workflow.handling import Desk
from workflow.installing import change_office
from workflow.ports import Store
from workflow.roles import Offices, Person
from workflow.scenarios import Content
from workflow.store import SqlStore
from workflow.store.engine import make_engine

PASSWORD = "kopi pagi di sanur"
CHEAP = HashCost(passes=1, memory_kib=8, lanes=1)
RETIRED = "made"
#: Role -> who acts in it; the two agencies apart, somebody without a post, and nobody signed in.
WHO: Mapping[str, str | None] = {
    "agency": ASKER,
    "other_agency": STRANGER,
    "registrar": REGISTRAR,
    "kepala_dinas": HEAD,
    "sekretaris": SECRETARY,
    "kabid": KABID,
    "kasi": KASI,
    "planner": PLANNER,
    "auditor": AUDITOR,
    "administrator": ADMIN,
    "no_post": RETIRED,
    "nobody": None,
}
SCOPES = ("read", "check", "file", "decide", "keep")
#: Of the two agencies; both stand at the step of the Kasi, analysed.
CASE, OTHER_CASE = "PS-2026-0001", "PS-2026-0002"
SECRET = "Rahasia Dinkes"


@dataclass
class Site:
    """The app over a store, at a moment that the test sets."""

    store: Store
    now: datetime = NINE + timedelta(hours=2)
    gate: Gate = field(init=False)
    app: FastAPI = field(init=False)
    client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self.gate = Gate(self.store, Passwords(CHEAP))
        desk = Desk(self.store, catalogue())
        services = Services(Settings(), self.store, desk, self.gate, Cookie(False), lambda: self.now)
        self.app = make_app(services)
        self.client = TestClient(self.app, base_url="http://127.0.0.1")

    def as_(self, person: str | None) -> Caller:
        """Somebody with a session of his own; None: nobody."""
        if person is None:
            return Caller(self)
        with self.store.write() as unit:
            session_id = open_session(unit, person, self.now, self.gate.times)
            unit.commit()
        cookie = f"{Cookie(False).name}={session_id}"
        return Caller(self, {"Cookie": cookie, "Sec-Fetch-Site": "same-origin"})

    def token(self, person: str, *scopes: str) -> Caller:
        """A program with a token of a person."""
        with self.store.write() as unit:
            ends = self.now + timedelta(days=1)
            text, _ = issue_token(unit, person, "test", scopes or SCOPES, ends, self.now)
            unit.commit()
        return Caller(self, {"Authorization": f"Bearer {text}"})

    def version(self, case: str = CASE) -> str:
        """The ETag of a case."""
        with self.store.read() as unit:
            return f'"{unit.cases.get(case).version}"'


@dataclass(frozen=True)
class Caller:
    """Sends requests as one person; no cookie is kept from one to the next."""

    site: Site
    headers: Mapping[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, headers: Mapping[str, str] | None = None, **body: Any) -> Any:
        self.site.client.cookies.clear()
        path = path if path.startswith("/api/") else f"/api/v1{path}"
        all_headers = {**self.headers, **(headers or {})}
        return self.site.client.request(method, path, headers=all_headers, **body)

    def get(self, path: str, **more: Any) -> Any:
        return self.send("GET", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> Any:
        return self.send("POST", path, json=json, **more)

    def put(self, path: str, json: Any = None, **more: Any) -> Any:
        return self.send("PUT", path, json=json, **more)

    def delete(self, path: str, **more: Any) -> Any:
        return self.send("DELETE", path, **more)


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The problem of a refusal, after it was looked at."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert (told["status"], told["code"]) == (status, code)
    return told


def all_of(caller: Caller, path: str, limit: int) -> list[Any]:
    """Everything of a list, page by page."""
    found, after = [], None
    while True:
        page = caller.get(path, params={"limit": limit} | ({"after": after} if after else {})).json()
        assert len(page["items"]) <= limit
        found += page["items"]
        if (after := page["next"]) is None:
            return found


def populate(store: Store) -> None:
    """The office with accounts, a room, and a case of each agency, analysed at the third step."""
    furnish(store)
    passwords = Passwords(CHEAP)
    with store.write() as unit:
        change_office(unit, Offices(people=(Person(RETIRED, "I Made"),)), NINE, ADMIN)
        unit.commit()
    for person in filter(None, WHO.values()):
        create_account(
            store, passwords, person=person, login=f"{person}.x", password=PASSWORD, by=ADMIN, at=NINE
        )
    with store.write() as unit:
        lost = Content("UPS A lost", ({"lose": "UPS-A"},))
        planning.keep(unit, ROOM, lost, PLANNER, NINE, catalogue())
        unit.commit()
    Carrier(store).file().to("3").analyse()
    other = {"by": STRANGER, "agency": OTHER_AGENCY, "subject": SECRET}
    Carrier(store).file(request(owner=OTHER_AGENCY), **other).to("3").analyse()


@contextmanager
def site_on(address: str) -> Iterator[Site]:
    """A site over the database at an address."""
    store = SqlStore(make_engine(address))
    site = Site(store)
    # One loop for all requests of the client, instead of one for each.
    with site.client:
        yield site
    store.close()


def copied(template: Path, folder: Path) -> str:
    """The address of a copy of a SQLite file."""
    shutil.copy(template, folder / "titip.db")
    return f"sqlite:///{folder / 'titip.db'}"
