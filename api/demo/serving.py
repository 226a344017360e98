"""The service over the demo's database, with sign-ins for the sample office; until it is ended."""

from __future__ import annotations

import os
import subprocess
import sys

from api.commands.account import give_password, made_password
from api.demo.cases import FILE
from api.settings import DATABASE, Settings
from api.store import open_store

PORT = 8000


def serve() -> int:
    """Give everybody of the sample office a password, print it, and serve; the exit code."""
    address = f"sqlite:///{FILE}"
    password = made_password()
    with open_store(Settings(address)) as store:
        with store.read() as unit:
            offices = unit.office.offices()
        posts = {post.id: post for post in offices.posts}
        held = {
            person.id: [posts[h.post].role for h in offices.holdings if h.person == person.id]
            for person in offices.people
        }
        for person in offices.people:
            give_password(store, person.id, None, password)
    print(f"\n=== The service, at http://127.0.0.1:{PORT}/api/v1 (Ctrl-C ends it)")
    print(f"Everybody of the sample office signs in with the password {password}:")
    for person in offices.people:
        roles = ", ".join(dict.fromkeys(held[person.id])) or "holds no post"
        print(f"  {person.id:<10} {roles}")
    print(
        f"  curl -s -X POST http://127.0.0.1:{PORT}/api/v1/sessions -H 'Content-Type: application/json'"
        f' -d \'{{"login": "komang", "password": "{password}"}}\'',
        flush=True,
    )
    words = [sys.executable, "-m", "api.cli", "serve", "--port", str(PORT)]
    try:
        return subprocess.run(words, check=False, env={**os.environ, DATABASE: address}).returncode
    except KeyboardInterrupt:
        return 0
