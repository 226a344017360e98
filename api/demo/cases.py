"""Three requests carried through the procedure by the sample office, on a simulated clock."""

from __future__ import annotations

import json
import shutil
import textwrap
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from api.demo.commands import WIDTH, run, shown
from api.demo.letters import LettersOfDemo
from api.settings import DATABASE, Settings
from api.settings import TRUST as SIGNATURES
from api.store import open_store
from capacity.data import data_path
from workflow.commands import Answer, Ask
from workflow.papers import Installed, PlaceChoice
from workflow.rehearsal import Rehearsal

FOLDER = Path("demo")
FILE = FOLDER / "titip.db"
LETTERS, TRUST = FOLDER / "letters", FOLDER / "trust"
ROOM = "denpasar"
WITA = ZoneInfo("Asia/Makassar")
FIRST = PlaceChoice("", "first")
# A Monday, and the Wednesday of the week after: with Galungan and its neighbours off in between.
MONDAY = datetime(2026, 6, 8, 8, 0, tzinfo=WITA)


def show() -> int:
    """Carry the cases, then look at them with the commands; how many of these did not end as they should."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    settings = {DATABASE: f"sqlite:///{FILE}", SIGNATURES: str(TRUST)}
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
        letters = LettersOfDemo(store, Settings())
        for told in carry(letters):
            print(f"  {told}", flush=True)
        names = letters.leave(LETTERS, TRUST)
    print(f"\n=== Their letters, in {LETTERS}/\n{textwrap.fill(_LETTERS, WIDTH)}")
    for name in names:
        print(f"  {name}", flush=True)
    for title, sentence, words in _LOOKS:
        wrong += run(title, sentence, words, settings=settings)
    return wrong


_STORY = (
    "The clock is simulated and runs in office hours only. A web server is accepted, after a question that"
    " stops the clock; a graphics server is refused, and comes again smaller; an application goes to a host."
)
_LETTERS = (
    "PS-2026-0001 is signed electronically, with keys of a test authority that is made anew each time; in the"
    " others the letter stands for the scan of what was signed by hand. Open them in any PDF viewer."
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
    (
        "Is a letter genuine",
        "By its file, or by the code in its QR code; anybody may ask.",
        ["letters", "verify", str(LETTERS / "PS-2026-0001-penetapan.pdf")],
    ),
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


def carry(letters: LettersOfDemo) -> list[str]:
    """Carry the cases; a line on each of them."""
    return [_accepted(letters), *_refused(letters), _application(letters)]


def _accepted(letters: LettersOfDemo) -> str:
    """Accepted after a question that stopped the clock, signed electronically, then installed."""
    case = Rehearsal(letters.desk, MONDAY, letters.signed)
    case.file("Disdikpora", "Server web PPDB", _request("fits-web-server"))
    case.decide("forward").decide("coordinated")
    case.act(Ask, "kasi", question="Apakah beban 450 W sudah termasuk kartu jaringan 10G?")
    case.wait(timedelta(hours=11))
    case.act(Answer, "agency", answer="Ya, sudah termasuk.")
    letters.analysis_of(case.analyse())
    case.decide("fits", choice=FIRST).onward()
    place = case.case.choice.place if case.case.choice else ""
    case.wait(timedelta(hours=20))
    case.hand_over((Installed("CZ26480417", place, weight_g=25_600, power_w=431, name="ppdb-web-3"),))
    return f"{case.name}: accepted, installed at {place}"


def _refused(letters: LettersOfDemo) -> list[str]:
    """Refused, and asked for again, smaller."""
    first = Rehearsal(letters.desk, MONDAY + timedelta(hours=1), letters.written)
    table = _request("does-not-fit-gpu")
    first.file("Dinkes", "Server GPU", table).decide("forward").decide("coordinated")
    letters.analysis_of(first.analyse())
    first.decide("does_not_fit", comment="Tidak ada rak dengan daya dan pendinginan yang cukup.")
    first.onward()
    # Half the units and a third of the draw: what the reply says would fit.
    smaller = {**table, "u_height": 2, "power_w": 900, "weight_kg": 30, "depth_mm": 750}
    again = Rehearsal(letters.desk, first.now + timedelta(days=1), letters.written)
    again.file("Dinkes", "Server GPU, lebih kecil", smaller, refers_to=first.name)
    letters.analysis_of(again.decide("forward").decide("coordinated").analyse())
    again.decide("fits", choice=FIRST).onward()
    return [f"{first.name}: refused", f"{again.name}: the same request, smaller: accepted"]


def _application(letters: LettersOfDemo) -> str:
    """An application on the cluster."""
    case = Rehearsal(letters.desk, MONDAY + timedelta(days=1), letters.written)
    case.file("Dinkes", "Aplikasi perizinan", _request("application-fits"))
    letters.analysis_of(case.decide("forward").decide("coordinated").analyse())
    case.decide("fits", choice=FIRST).onward()
    return f"{case.name}: accepted, on {case.case.choice.place if case.case.choice else ''}"


def _request(name: str) -> dict[str, object]:
    table: dict[str, object] = json.loads(data_path(f"requests/{name}.json").read_text())
    return table
