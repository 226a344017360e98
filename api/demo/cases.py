"""Three requests carried through the procedure by the sample office, on a simulated clock."""

from __future__ import annotations

import json
import shutil
import textwrap
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from api.demo.commands import WIDTH, run, shown
from api.settings import DATABASE, Settings
from api.store import open_store
from capacity.data import data_path
from capacity.reading.catalogue import read_catalogue
from workflow.commands import Answer, Ask
from workflow.handling import Desk
from workflow.papers import Installed, PlaceChoice
from workflow.ports import Store
from workflow.rehearsal import Rehearsal

FOLDER = Path("demo")
FILE = FOLDER / "titip.db"
ROOM = "denpasar"
WITA = ZoneInfo("Asia/Makassar")
FIRST = PlaceChoice("", "first")
# A Monday, and the Wednesday of the week after: with Galungan and its neighbours off in between.
MONDAY = datetime(2026, 6, 8, 8, 0, tzinfo=WITA)


def show() -> int:
    """Carry the cases, then look at them with the commands; how many of these did not end as they should."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    settings = {DATABASE: f"sqlite:///{FILE}"}
    office = shown("offices/denpasar.yaml")
    wrong = 0
    wrong += run(
        "A database with the sample office",
        "People, posts, calendar and procedure of a made-up office, with real rules: SOP 205/004/DKIS/2018.",
        ["setup", "--office", office],
        settings=settings,
    )
    wrong += run(
        "The room goes into it",
        "From now on it knows every hold.",
        ["load", shown("rooms/denpasar"), ROOM],
        settings=settings,
    )
    if wrong:
        return wrong
    print(f"\n=== Three requests, carried by the office's people\n{textwrap.fill(_STORY, WIDTH)}", flush=True)
    with open_store(Settings(settings[DATABASE])) as store:
        for told in carry(store):
            print(f"  {told}", flush=True)
    for title, sentence, words in _LOOKS:
        wrong += run(title, sentence, words, settings=settings)
    return wrong


_STORY = (
    "The clock is simulated and runs in office hours only. A web server is accepted, after a question that"
    " stops the clock; a graphics server is refused, and comes again smaller; an application goes to a host."
)
_LOOKS: tuple[tuple[str, str, list[str]], ...] = (
    (
        "The accepted request from its first day to the handover",
        "Who did what, in which post, and when each step was due.",
        ["case", "timeline", "PS-2026-0001"],
    ),
    (
        "The refused one",
        "What would have made it fit stands in the analysis; the revised request refers to it.",
        ["case", "steps", "PS-2026-0002"],
    ),
    ("The same, smaller", "It is accepted.", ["case", "steps", "PS-2026-0003"]),
    ("The application", "Its place is a host of the cluster.", ["case", "steps", "PS-2026-0004"]),
    ("The register", "Every case, how it ended, and whether it was in time.", ["case", "list"]),
    (
        "The procedure as it is drawn on SOP sheets",
        "One column for each actor; what the sheet leaves open is marked.",
        ["procedure", "draw", str(FOLDER / "sop.svg")],
    ),
    (
        "Nothing in the log was changed",
        "Each entry bears the hash of the one before; keep the head elsewhere.",
        ["audit", "verify"],
    ),
)


def carry(store: Store) -> list[str]:
    """Carry the cases; a line on each of them."""
    desk = Desk(store, read_catalogue())
    return [_accepted(desk), *_refused(desk), _application(desk)]


def _accepted(desk: Desk) -> str:
    """Accepted, after a question that stopped the clock for two days; then installed."""
    case = Rehearsal(desk, MONDAY)
    case.file("Disdikpora", "Server web PPDB", _request("fits-web-server"))
    case.decide("forward").decide("coordinated")
    case.act(Ask, "kasi", question="Apakah beban 450 W sudah termasuk kartu jaringan 10G?")
    case.wait(timedelta(hours=11))
    case.act(Answer, "agency", answer="Ya, sudah termasuk.")
    case.analyse().decide("fits", choice=FIRST).onward()
    place = case.case.choice.place if case.case.choice else ""
    case.wait(timedelta(hours=20))
    case.hand_over((Installed("CZ26480417", place, weight_g=25_600, power_w=431, name="ppdb-web-3"),))
    return f"{case.name}: accepted, installed at {place}"


def _refused(desk: Desk) -> list[str]:
    """Refused, and asked for again, smaller."""
    first = Rehearsal(desk, MONDAY + timedelta(hours=1))
    table = _request("does-not-fit-gpu")
    first.file("Dinkes", "Server GPU", table).decide("forward").decide("coordinated")
    first.analyse().decide("does_not_fit", comment="Tidak ada rak dengan daya dan pendinginan yang cukup.")
    first.onward()
    # Half the units and a third of the draw: what the reply says would fit.
    smaller = {**table, "u_height": 2, "power_w": 900, "weight_kg": 30, "depth_mm": 750}
    again = Rehearsal(desk, first.now + timedelta(days=1))
    again.file("Dinkes", "Server GPU, lebih kecil", smaller, refers_to=first.name)
    again.decide("forward").decide("coordinated").analyse()
    again.decide("fits", choice=FIRST).onward()
    return [f"{first.name}: refused", f"{again.name}: the same request, smaller: accepted"]


def _application(desk: Desk) -> str:
    """An application on the cluster."""
    case = Rehearsal(desk, MONDAY + timedelta(days=1))
    case.file("Dinkes", "Aplikasi perizinan", _request("application-fits"))
    case.decide("forward").decide("coordinated").analyse().decide("fits", choice=FIRST).onward()
    return f"{case.name}: accepted, on {case.case.choice.place if case.case.choice else ''}"


def _request(name: str) -> dict[str, object]:
    table: dict[str, object] = json.loads(data_path(f"requests/{name}.json").read_text())
    return table
