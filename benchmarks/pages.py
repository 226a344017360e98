"""`make bench ARGS=--pages`: the time that the server takes for each page, beside targets.

Every route of the pages that is read is asked for through the whole app, in this process, on SQLite: a hall
of a hundred racks with cases at several steps; and the floor plan of a room of a thousand racks.
"""

from __future__ import annotations

import gc
import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from api.app import make_app
from api.pages import PAGES
from api.security.accounts import create_account
from api.security.gate import Gate
from api.security.passwords import HashCost, Passwords
from api.security.sessions import Cookie, open_session
from api.settings import Settings
from api.web.collector import set_collector
from api.web.given import Services
from benchmarks.cases import ADMIN, ASKER, HEAD, KASI, ROOM, Office, furnish
from benchmarks.folder import write_folder
from benchmarks.page_examples import page_examples
from benchmarks.report import machine, put_section
from benchmarks.rooms import make_room
from workflow.installing import load_room
from workflow.ports import UnitOfWork
from workflow.store import SqlStore, open_store

NOISE = 1.25  # a target missed by less is put down to the machine
TIMES = 40
TARGET, LARGE_TARGET = 0.100, 0.300
LARGE = "thousand"
ARCHIVED, OPEN = 20, 20
NOBODY = ""
HTML = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
#: Who looks: the first of them who may see a page.
PEOPLE = (KASI, ADMIN, "gede", "luh", HEAD, ASKER, "wayan", NOBODY)
#: No pages, but files and what is built.
LEFT_OUT = ("/static/{name}", "/cases/{case}/papers/{paper}/{revision}", "/cases/{case}/letters/{paper}")


def measure_pages(*, write: bool) -> int:
    """Measure, print, and return 1 if a target is missed or a page cannot be had."""
    set_collector()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'titip.db'}")
        with _client(store) as (client, headers, known, examples):
            taken, missing = _all_pages(client, headers, known, examples)
            large = _times(client, f"/rooms/{LARGE}", headers[KASI])
        store.close()
    table, missed = _table(taken, large)
    told = [f"no example leads to {path}" for path in missing]
    print(table)
    print("\n".join(["Missed:", *missed, *told]) if missed or told else "Every target is met.")
    if write:
        _write(table, missing)
    return 1 if missed or told else 0


Headers = Mapping[str, Mapping[str, str]]
Examples = Mapping[str, Mapping[str, str]]


@contextmanager
def _client(store: SqlStore) -> Iterator[tuple[TestClient, Headers, dict[str, str], Examples]]:
    """The app, the headers of each person, and an example for each part of an address."""
    furnish(store)
    office = Office(store)
    office.now = datetime(2026, 1, 6, 1, 0, tzinfo=UTC)
    for _ in range(ARCHIVED):
        office.carry()
    archived = office.name
    office.now = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
    for _ in range(OPEN):
        office.analysed()
    _load_large(store)
    now = office.now + timedelta(minutes=5)
    passwords = Passwords(HashCost(1, 8, 1))
    gate = Gate(store, passwords)
    headers: dict[str, dict[str, str]] = {NOBODY: HTML}
    for person in PEOPLE[:-1]:
        password = "of no use to anybody"
        create_account(store, passwords, person=person, login=person, password=password, by=ADMIN, at=now)
    with store.write() as unit:
        for person in PEOPLE[:-1]:
            cookie = open_session(unit, person, now, gate.times)
            headers[person] = {"Cookie": f"{Cookie(False).name}={cookie}", **HTML}
        unit.commit()
    services = Services(Settings(), store, office.desk, gate, Cookie(False), lambda: now)
    with TestClient(make_app(services), base_url="http://127.0.0.1", follow_redirects=False) as client:
        known = {"room": ROOM, "rack": "R-A01", "case": office.name, "archived": archived}
        known |= {"ending": "csv", "file": "racks.csv"}
        yield client, headers, known, page_examples(office.desk, office.name, now)


def _load_large(store: SqlStore) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_folder(make_room(1_000), Path(folder) / "room")
        files = {one.name: one.read_bytes() for one in path.iterdir()}

    def work(unit: UnitOfWork) -> None:
        load_room(unit, LARGE, files, datetime(2026, 1, 5, tzinfo=UTC), ADMIN)
        unit.commit()

    store.run(work)


def _all_pages(
    client: TestClient, headers: Headers, known: Mapping[str, str], examples: Examples
) -> tuple[dict[str, list[float]], list[str]]:
    """Seconds by the address of each page, and the addresses that no example led to."""
    found: dict[str, list[float]] = {}
    missing = []
    for route in _routes():
        parts = re.findall(r"{(\w+)", route.path)
        begins = max((one for one in examples if route.path.startswith(one)), key=len, default="")
        told = {**known, **examples.get(begins, {})}
        if any(part not in told for part in parts):
            missing.append(route.path)
            continue
        for example in [told, {**told, "case": known["archived"]}] if "case" in parts else [told]:
            path = re.sub(r"{(\w+)[^}]*}", r"{\1}", route.path).format_map(example)
            person = next((one for one in PEOPLE if _seen(client, path, headers[one])), None)
            if person is not None:
                found.setdefault(route.path, []).extend(_times(client, path, headers[person]))
        if route.path not in found:
            missing.append(route.path)
    return found, missing


def _routes() -> Iterator[APIRoute]:
    for router in PAGES:
        for route in router.routes:
            if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and route.path not in LEFT_OUT:
                yield route


def _seen(client: TestClient, path: str, headers: Mapping[str, str]) -> bool:
    return client.get(path, headers=dict(headers)).status_code == 200


def _times(client: TestClient, path: str, headers: Mapping[str, str]) -> list[float]:
    """Seconds that a page took, each time; what is worked out once for a state of a room is there before."""
    gc.collect()
    taken = []
    for _ in range(TIMES + 1):
        client.cookies.clear()
        started = time.perf_counter()
        answer = client.get(path, headers=dict(headers))
        taken.append(time.perf_counter() - started)
        answer.raise_for_status()
    return taken[1:]


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(0.95 * len(taken))]


def _table(taken: Mapping[str, list[float]], large: list[float]) -> tuple[str, list[str]]:
    rows = ["| page | p50 | p95 | target |", "|---|---|---|---|"]
    missed = []
    named = {f"`{path}`": (times, TARGET) for path, times in sorted(taken.items())}
    named["floor plan of 1,000 racks"] = (large, LARGE_TARGET)
    for name, (times, target) in named.items():
        p50, p95 = sorted(times)[len(times) // 2], _p95(times)
        rows.append(f"| {name} | {1000 * p50:.0f} ms | {1000 * p95:.0f} ms | {1000 * target:.0f} ms |")
        if p95 > target * NOISE:
            missed.append(f"{name}: {1000 * p95:.0f} ms, target {1000 * target:.0f} ms")
    return "\n".join(rows), missed


def _write(table: str, missing: list[str]) -> None:
    left_out = f" Not measured: {', '.join(f'`{path}`' for path in missing)}." if missing else ""
    text = f"""Written by `make bench ARGS="--pages --write"`: {machine("fastapi", "jinja2", "sqlalchemy")}.

{table}

Each page is asked for {TIMES} times through the whole app, middlewares included, by the first of several
people who may see it; those of a case for an open and for an archived one. The store is SQLite with
{ARCHIVED + OPEN} cases, the room the made-up hall of a hundred racks. What is worked out once for each state
of a room is there before.{left_out}
"""
    put_section("## Pages", text)
