"""The service over the demo's database: cases at every step, and sign-ins for the sample office."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from datetime import UTC, datetime

from api.commands.account import give_password, made_password
from api.demo.cases import FILE, TRUST
from api.demo.commands import WIDTH
from api.demo.letters import LettersOfDemo
from api.demo.living import carry
from api.demo.planned import plan
from api.settings import DATABASE, URL, Settings
from api.settings import TRUST as SIGNATURES
from api.store import open_store
from workflow.overview import inbox
from workflow.ports import Store

PORT = 8000
#: Who plays which part, and what to try first.
PARTS = {
    "sari": "asks for Disdikpora: file a request, answer the office's question",
    "putu": "asks for Dinkes: look at what became of the requests",
    "wayan": "registrar: file a request that came on paper",
    "agung": "head of the office: send on, sign what is decided",
    "dewi": "secretary: put initials",
    "nyoman": "head of division: coordinate, correct, sign the reply",
    "komang": "head of section (Kasi): analyse, choose a place, draft, send",
    "gede": "planner: look at the rooms, compare scenarios, see when it is full",
    "luh": "auditor: read everything, change nothing",
    "kadek": "administrator: people, calendar, procedure",
}


def serve() -> int:
    """File and carry the cases, give everybody a password, print it, and serve; the exit code."""
    address = f"sqlite:///{FILE}"
    url = f"http://127.0.0.1:{PORT}"
    password = made_password()
    now = datetime.now(UTC)
    with open_store(Settings(address)) as store:
        print("\n=== Cases at every step, with times that count back from now", flush=True)
        letters = LettersOfDemo(store, Settings(url=url))
        count = len(carry(letters.desk, now, letters.written))
        print(f"{count} cases of Disdikpora and Dinkes: some due soon, some late.")
        print(
            f"{plan(store, letters.desk.catalogue, now)} scenarios, which are compared while you look around."
        )
        with store.read() as unit:
            people = unit.office.offices().people
        for person in people:
            give_password(store, person.id, None, password)
        waiting = _waiting(store, tuple(PARTS), now)
    print(f"\n=== The service: open {url} in a browser (Ctrl-C ends it)")
    print(f"Everybody signs in with the password  {password}  as one of these:\n")
    for login, part in PARTS.items():
        print(f"  {login:<8}{waiting[login]:>3} waiting   {part}")
    print(f"\n{textwrap.fill(_MORE, WIDTH)}", flush=True)
    words = [sys.executable, "-m", "api.cli", "serve", "--port", str(PORT)]
    environment = {**os.environ, DATABASE: address, URL: url, SIGNATURES: str(TRUST)}
    try:
        return subprocess.run(words, check=False, env=environment).returncode
    except KeyboardInterrupt:
        return 0


def _waiting(store: Store, people: tuple[str, ...], now: datetime) -> dict[str, int]:
    """How much waits for each of them."""
    with store.read() as unit:
        return {person: sum(one.kind != "wait" for one in inbox(unit, person, now)) for person in people}


_MORE = (
    "The pages speak Bahasa Indonesia first; the button at the top right turns them to English. To carry one"
    " request through all of it: file it as sari, then go on as whoever its page says has it."
)
