"""The main job on the sample rooms, as `make demo` shows it: every command as a user would type it."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Mapping
from dataclasses import dataclass

from capacity.data import data_path

ROOM, HALL = "rooms/denpasar", "rooms/hall"
WIDTH = 80


@dataclass(frozen=True, slots=True)
class Step:
    """One command: its heading, a sentence that says what to look at, and the exit code it must end with."""

    title: str
    sentence: str
    command: str
    room: str
    request: str = ""
    wanted: int = 0


SHOWN = (
    Step(
        "What stands in the room, and what is left",
        "A server room of a city, made up: fourteen racks, two UPSs, and a few cells that nobody filled in.",
        "room",
        ROOM,
    ),
    Step(
        "A web server that fits: where, and what then is the tightest limit",
        "The place is the best of all that hold in every loss; the bars show what the server adds.",
        "check",
        ROOM,
        "fits-web-server.json",
    ),
    Step(
        "A graphics server that does not fit, and what would make it fit",
        "Another rule stands in the way in every rack; three smaller requests would do.",
        "check",
        ROOM,
        "does-not-fit-gpu.json",
        3,
    ),
    Step(
        "A tape library that does not fit, and the two moves that make room for it",
        "No single move would do, which is proved; in between, the room holds after each step.",
        "check",
        ROOM,
        "makes-room-tape-library.json",
        3,
    ),
    Step(
        "A request that cannot be decided, and the cells to fill in",
        "What is not known never counts as zero: one weight is missing, and it matters.",
        "check",
        ROOM,
        "cannot-decide-siak-database.json",
        4,
    ),
    Step(
        "An application on the virtualisation cluster",
        "It goes to a host, and the cluster still carries everything without its largest one.",
        "check",
        ROOM,
        "application-fits.json",
    ),
    Step(
        "An application that the cluster could not carry with a host lost",
        "One host has the memory; what is short is the memory of the rest once a host is lost.",
        "check",
        ROOM,
        "application-does-not-fit.json",
        3,
    ),
    Step(
        "A cluster kept apart, in a hall of a hundred racks",
        "Three database servers in different racks and cooling zones: no single loss takes all of them.",
        "check",
        HALL,
        "hall/cluster.json",
    ),
    Step(
        "Twenty requests at once",
        "Most priority first, proved to be the best; what is left over is told with what it lacks.",
        "plan",
        HALL,
        "hall/batch.csv",
        3,
    ),
    Step(
        "A batch that does not fit, and three ways to let in all of it",
        "Unlike in kind, and minimal each: without any part it is proved that the batch does not fit.",
        "plan",
        ROOM,
        "requests.csv",
        3,
    ),
    Step(
        "How many more: a web server of 1U",
        "Counted with all limits at once, and the limits that stop the next one.",
        "headroom",
        HALL,
        "hall/headroom-1u.json",
    ),
    Step(
        "How many more: a server of 2U with 10G",
        "The same hall, other limits: cooling of another aisle, a UPS, row panels.",
        "headroom",
        HALL,
        "hall/headroom-2u.json",
    ),
    Step(
        "How many more: a graphics server of 4U",
        "Of the largest only a few: each draws 2,200 W.",
        "headroom",
        HALL,
        "hall/headroom-4u.json",
    ),
)


WHATIF = Step(
    "What if: UPS A is lost, four racks are added, ten old servers are replaced",
    "Three scenarios on copies of the room, side by side: what breaks, what is dark, and which of the waiting"
    " requests then find a place.",
    "whatif",
    ROOM,
)


DEFRAGMENT = Step(
    "Three moves that join what is free in pieces",
    "More servers of 2U find their units; that the power still lets in no more stands beside it.",
    "defragment",
    ROOM,
)

FORECAST = Step(
    "When the hall is full, and what fills it first",
    "Twenty futures of three years, each request placed as it comes; in one of ten, in half, in nine of ten.",
    "forecast",
    HALL,
)


def shown(name: str) -> str:
    """Path of a file of data/, from here where it lies below."""
    return os.path.relpath(data_path(name))


def show() -> int:
    """Run the commands one after the other; how many did not end as they should."""
    wrong = 0
    for step in SHOWN:
        words = [step.command, shown(step.room)]
        words += [shown(f"requests/{step.request}")] if step.request else []
        # The ways for the hall's batch take a minute; the room's are shown.
        words += ["--no-remedies"] if step.command == "plan" and step.room == HALL else []
        wrong += run(step.title, step.sentence, words, step.wanted)
    wrong += run(WHATIF.title, WHATIF.sentence, _whatif())
    wrong += run(DEFRAGMENT.title, DEFRAGMENT.sentence, [DEFRAGMENT.command, shown(ROOM), "--moves", "3"])
    history = ["--history", shown("histories/hall.csv"), "--draws", "20", "--streams", "0"]
    return wrong + run(FORECAST.title, FORECAST.sentence, [FORECAST.command, shown(HALL), *history])


def _whatif() -> list[str]:
    scenarios = [shown(f"scenarios/{name}.toml") for name in ("lose-ups-a", "four-racks", "ten-old-servers")]
    return [WHATIF.command, shown(WHATIF.room), *scenarios, "--requests", shown("requests/requests.csv")]


def run(
    title: str, sentence: str, words: list[str], wanted: int = 0, settings: Mapping[str, str] | None = None
) -> bool:
    """Run one command of `titip` as its user would; True if it did not end with the exit code wanted."""
    told = "".join(f"{name}={value} " for name, value in (settings or {}).items())
    print(
        f"\n=== {title}\n{textwrap.fill(sentence, WIDTH)}\n$ {told}.venv/bin/titip {' '.join(words)}",
        flush=True,
    )
    started = time.perf_counter()
    environment = {**os.environ, **(settings or {})}
    done = subprocess.run([sys.executable, "-m", "api.cli", *words], check=False, env=environment)
    print(f"(exit {done.returncode}, {time.perf_counter() - started:.1f} s)", flush=True)
    return done.returncode != wanted
