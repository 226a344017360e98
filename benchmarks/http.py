"""`make bench ARGS=--http`: the service under sixteen clients, as people use it, beside targets.

`titip serve` runs in a process of its own, without a worker, on SQLite with the hall of a hundred racks. Each
client waits about a second between two requests, as somebody does who reads the answer; a second table shows
what the service does at most, with clients that do not wait.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2

from api.security.accounts import create_account
from api.security.passwords import HashCost, Passwords
from api.security.tokens import issue_token
from benchmarks.cases import ASKER, KASI, ROOM, Office, furnish
from benchmarks.report import machine, put_section
from workflow.store import SqlStore, open_store

NOISE = 1.25
CLIENTS = 16
SECONDS = 30.0
HOLDS = 60  # cases that wait for their place to be taken
LETTERS = 20  # and cases whose letters are made, which stay where they are
#: What is measured: the 95th of a hundred in seconds that is aimed at.
TARGETS = {"read": 0.050, "check": 0.080, "hold": 0.150, "letter": 0.400}
SHARES = {"read": 0.64, "check": 0.2, "hold": 0.08, "letter": 0.08}
READS = (
    "/cases?limit=20",
    "/cases/{case}",
    "/cases/{case}/timeline",
    "/tasks",
    f"/rooms/{ROOM}",
    f"/rooms/{ROOM}/racks?limit=50",
    f"/rooms/{ROOM}/racks/R-A01/elevation",
    f"/rooms/{ROOM}/holds",
)


def measure_http(*, write: bool) -> int:
    """Measure, print, and return 1 if a target is missed."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'titip.db'}"
        store = open_store(address)
        token, waiting = _prepared(store)
        store.close()
        with _service(address) as url:
            client = Clients(url, token, waiting)
            client.warm()
            used = client.run(SECONDS, pause_s=1.0, shares=SHARES)
            busy = client.run(SECONDS / 3, pause_s=0.0, shares={"read": 1.0})
            checked = client.run(SECONDS / 3, pause_s=0.0, shares={"check": 1.0})
    table, missed = _table(used)
    rates = "\n".join(
        f"- {len(taken[what]) / (SECONDS / 3):.0f} {what}s a second, p95 {1000 * _p95(taken[what]):.0f} ms"
        for what, taken in (("read", busy), ("check", checked))
    )
    print(f"{table}\n\n{rates}")
    print("\n".join(["Missed:", *missed]) if missed else "Every target is met.")
    if write:
        _write(table, rates)
    return 1 if missed else 0


class Clients:
    """Sixteen of them, each with a connection of its own."""

    def __init__(self, url: str, token: str, waiting: list[tuple[str, int]]) -> None:
        self._url = url
        self._headers = {"Authorization": f"Bearer {token}"}
        self._cases = [name for name, _ in waiting]
        self._waiting, self._lettered = waiting[:HOLDS], self._cases[HOLDS:]
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Ask everything once, so that the room is read and compiled."""
        with self._client() as client:
            for path in READS:
                self._read(client, path, self._cases[0])
            self._check(client, random.Random(0))
            self._letter(client, random.Random(0), self._lettered[0])

    def run(self, seconds: float, *, pause_s: float, shares: dict[str, float]) -> dict[str, list[float]]:
        """Seconds that requests took, by what was asked."""
        taken: dict[str, list[float]] = defaultdict(list)
        ends = time.monotonic() + seconds
        threads = [
            threading.Thread(target=self._work, args=(number, ends, pause_s, shares, taken))
            for number in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return taken

    def _work(
        self,
        number: int,
        ends: float,
        pause_s: float,
        shares: dict[str, float],
        taken: dict[str, list[float]],
    ) -> None:
        rng = random.Random(number)
        with self._client() as client:
            while True:
                time.sleep(rng.uniform(0.5, 1.5) * pause_s)
                if time.monotonic() > ends:
                    return
                what = rng.choices(list(shares), list(shares.values()))[0]
                case = self._next() if what == "hold" else None
                if what == "hold" and case is None:
                    what = "read"
                started = time.perf_counter()
                if case is not None:
                    self._hold(client, *case)
                elif what == "check":
                    self._check(client, rng)
                elif what == "letter":
                    self._letter(client, rng, rng.choice(self._lettered))
                else:
                    self._read(client, rng.choice(READS), rng.choice(self._cases))
                elapsed = time.perf_counter() - started
                with self._lock:
                    taken[what].append(elapsed)

    def _next(self) -> tuple[str, int] | None:
        with self._lock:
            return self._waiting.pop() if self._waiting else None

    def _client(self) -> httpx2.Client:
        return httpx2.Client(base_url=f"{self._url}/api/v1", headers=self._headers, timeout=30)

    @staticmethod
    def _read(client: httpx2.Client, path: str, case: str) -> None:
        client.get(path.format(case=case)).raise_for_status()

    @staticmethod
    def _check(client: httpx2.Client, rng: random.Random) -> None:
        request = {
            "u_height": rng.randint(1, 4),
            "depth_mm": 700,
            "weight_kg": rng.randint(8, 40),
            "power_w": rng.randint(150, 900),
            "ports": "10gbase-x-sfpp:2",
            "port_sides": 2,
        }
        client.post(f"/rooms/{ROOM}/checks", json={"request": request}).raise_for_status()

    @staticmethod
    def _letter(client: httpx2.Client, rng: random.Random, case: str) -> None:
        if rng.random() < 0.5:
            client.get(f"/cases/{case}/letters/catatan_koordinasi").raise_for_status()
            return
        client.post(f"/cases/{case}/letters/analisis", json={}).raise_for_status()

    @staticmethod
    def _hold(client: httpx2.Client, case: str, version: int) -> None:
        headers = {"If-Match": f'"{version}"'}
        body = {"outcome": "fits", "choice": {"number": 1}}
        answer = client.post(f"/cases/{case}/decisions", json=body, headers=headers)
        if answer.status_code not in (200, 409):  # the place may have been taken since it was analysed
            answer.raise_for_status()


def _prepared(store: SqlStore) -> tuple[str, list[tuple[str, int]]]:
    """An office with cases that wait for their place; a token of the Kasi, the cases with their versions."""
    furnish(store)
    office = Office(store)
    waiting = []
    for _ in range(HOLDS + LETTERS):
        office.analysed()
        waiting.append((office.name, office.version))
    now = datetime.now(UTC)
    create_account(
        store,
        Passwords(HashCost(1, 64, 1)),
        person=KASI,
        login=KASI,
        password="of no use to anybody",
        by=ASKER,
        at=now,
    )
    with store.write() as unit:
        token, _ = issue_token(unit, KASI, "bench", ("read", "check", "decide"), now + timedelta(days=1), now)
        unit.commit()
    return token, waiting


@contextmanager
def _service(address: str) -> Iterator[str]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    words = [sys.executable, "-m", "api.cli", "serve", "--port", str(port), "--no-worker"]
    environment = os.environ | {"TITIP_DATABASE": address, "TITIP_URL": url}
    with subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            _until_it_listens(lambda: httpx2.get(f"{url}/api/v1/openapi.json"))
            yield url
        finally:
            process.terminate()


def _until_it_listens(ask: Callable[[], httpx2.Response]) -> None:
    for _ in range(300):
        try:
            ask()
            return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise TimeoutError("the service does not listen")


def _table(taken: dict[str, list[float]]) -> tuple[str, list[str]]:
    rows = ["| what | times | p50 | p95 | target |", "|---|---|---|---|---|"]
    missed = []
    for what, target in TARGETS.items():
        times = sorted(taken[what])
        p95 = _p95(times)
        rows.append(
            f"| a {what} | {len(times)} | {1000 * times[len(times) // 2]:.0f} ms | {1000 * p95:.0f} ms"
            f" | {1000 * target:.0f} ms |"
        )
        if p95 > target * NOISE:
            missed.append(f"{what}: {1000 * p95:.0f} ms, target {1000 * target:.0f} ms")
    return "\n".join(rows), missed


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * len(times))]


def _write(table: str, rates: str) -> None:
    text = f"""Written by `make bench ARGS="--http --write"`: {machine("fastapi", "uvicorn", "sqlalchemy")}.

{table}

Sixteen clients with a connection each ask for {SECONDS:.0f} s, each waiting about a second between two
requests; the service is one process without a worker, on SQLite, with the made-up hall of a hundred racks;
clients and service share two cores. *Reads* are the register, cases, timelines, tasks, the room's summary,
racks and an elevation; a *check* is answered by the filter and the verifier; a *hold* is the Kasi taking the
first place; a *letter* is the draft of a note, or the analysis with its rack made for good, with number and
code. After a hold the room's summary is worked out anew for whoever asks next.

Without a pause between requests:

{rates}
"""
    put_section("## HTTP", text)
