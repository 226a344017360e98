"""The main job on the sample room, as `make demo` shows it: every command as a user would type it."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from capacity.data import data_path

SHOWN = (
    ("What stands in the room, and what is left", "room", None),
    ("A web server that fits: where, and what then is the tightest limit", "check", "fits-web-server.json"),
    ("A graphics server that does not fit, and what would make it fit", "check", "does-not-fit-gpu.json"),
    (
        "A request that cannot be decided, and the cells to fill in",
        "check",
        "cannot-decide-siak-database.json",
    ),
    ("An application on the virtualisation cluster", "check", "application-fits.json"),
    (
        "An application that the cluster could not carry with a host lost",
        "check",
        "application-does-not-fit.json",
    ),
)
WANTED = {
    "does-not-fit-gpu.json": 3,
    "application-does-not-fit.json": 3,
    "cannot-decide-siak-database.json": 4,
}


def _shown(name: str) -> str:
    """Path of a file of data/, from here where it lies below."""
    return os.path.relpath(data_path(name))


def main() -> int:
    """Run the commands one after the other; 0 if each ended as it should."""
    room, wrong = _shown("rooms/denpasar"), 0
    for title, command, request in SHOWN:
        words = ["titip", command, room] + ([_shown(f"requests/{request}")] if request else [])
        print(f"\n=== {title}\n$ .venv/bin/{' '.join(words)}", flush=True)
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "api.cli", *words[1:]], check=False)
        wanted = WANTED.get(request or "", 0)
        print(f"(exit {done.returncode}, {time.perf_counter() - started:.1f} s)", flush=True)
        wrong += done.returncode != wanted
    print("\n`.venv/bin/titip --help` lists the commands.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
