"""A service that listens, with the sample office and room, and people who can sign in."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn

from api.app import make_app
from api.commands.setup import install_shipped
from api.security.accounts import create_account
from api.security.gate import Gate
from api.security.passwords import HashCost, Passwords
from api.security.sessions import Cookie
from api.settings import Settings
from api.web.given import Services
from capacity.data import data_path
from capacity.reading import room_files
from capacity.reading.catalogue import read_catalogue
from workflow.handling import Desk
from workflow.installing import change_office, load_room
from workflow.office_file import read_office
from workflow.ports import Store, UnitOfWork
from workflow.roles import Offices
from workflow.store import open_store

PASSWORD = "kopi pagi di sanur"
ROOM = "denpasar"
MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=ZoneInfo("Asia/Makassar"))
CHEAP = HashCost(passes=1, memory_kib=8, lanes=1)


@dataclass
class Served:
    """Where the service listens, its store, and its clock."""

    url: str
    store: Store
    desk: Desk
    now: datetime = MONDAY
    people: tuple[str, ...] = field(default=())

    def later(self, minutes: int = 2) -> None:
        """Let time pass."""
        self.now += timedelta(minutes=minutes)


@contextmanager
def served(
    folder: Path, files: Mapping[str, bytes] | None = None, office: Offices | None = None
) -> Iterator[Served]:
    """A service of its own over a new database; `files` of the room and `office`, if not the samples."""
    store = open_store(f"sqlite:///{folder / 'titip.db'}")
    store.run(install_shipped)
    passwords = Passwords(CHEAP)
    files = room_files(data_path("rooms/denpasar")) if files is None else files
    office = office or read_office(data_path("offices/denpasar.yaml").read_bytes(), "denpasar.yaml")
    people = _furnish(store, passwords, files, office)
    desk = Desk(store, read_catalogue())
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    one = Served(url, store, desk, people=people)
    settings = Settings(url=url)
    services = Services(settings, store, desk, Gate(store, passwords), Cookie(False), lambda: one.now)
    config = uvicorn.Config(
        make_app(services, origins=(url,)), host="127.0.0.1", port=port, log_level="warning"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        yield one
    finally:
        server.should_exit = True
        thread.join()
        store.close()


def _furnish(
    store: Store, passwords: Passwords, files: Mapping[str, bytes], office: Offices
) -> tuple[str, ...]:
    def work(unit: UnitOfWork) -> None:
        change_office(unit, office, MONDAY, "kadek")
        load_room(unit, ROOM, files, MONDAY, "kadek")
        unit.commit()

    store.run(work)
    people = tuple(one.id for one in office.people)
    for person in people:
        create_account(
            store, passwords, person=person, login=person, password=PASSWORD, by="kadek", at=MONDAY
        )
    return people
