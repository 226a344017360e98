"""Cases carried through the procedure on a real store, with the sample room and a simulated clock."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from capacity.data import data_path
from capacity.reading.catalogue import Catalogue, read_catalogue
from tests.workflow.driving import WET, sop
from tests.workflow.offices import AGENCY, ASKER, HEAD, KABID, KASI, SECRETARY, office
from workflow.analysis import Assumption
from workflow.calendar import shipped_calendar
from workflow.commands import Decide, PutInitials, Send
from workflow.handling import Desk, Filing
from workflow.papers import ItemPlace, NewPaper, PlaceChoice
from workflow.ports import Store
from workflow.state import Case

WITA = ZoneInfo("Asia/Makassar")
# A Monday morning, with a week of work ahead and no day off in it.
NINE = datetime(2026, 6, 8, 9, 0, tzinfo=WITA)
ROOM = "denpasar"
ADMIN = "kadek"


@cache
def catalogue() -> Catalogue:
    return read_catalogue()


@cache
def room_files(name: str = ROOM) -> dict[str, bytes]:
    folder = data_path(f"rooms/{name}")
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in (".csv", ".toml")}


def request(name: str = "fits-web-server", **changes: object) -> dict[str, object]:
    """A sample request, with other values where they are given."""
    table: dict[str, object] = json.loads(data_path(f"requests/{name}.json").read_text())
    return table | changes


def furnish(store: Store, files: Mapping[str, bytes] | None = None, room: str = ROOM) -> None:
    """People at their posts, procedure and calendar in force, and a room."""
    at = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
    with store.write() as unit:
        unit.office.publish(sop(), at, ADMIN)
        unit.office.adopt(shipped_calendar(), at, ADMIN)
        people = office()
        for person in people.people:
            unit.office.put_person(person)
        for post in people.posts:
            unit.office.put_post(post)
        for holding in people.holdings:
            unit.office.put_holding(holding)
        unit.rooms.load(room, files or room_files(), at, ADMIN)
        unit.commit()


class Carrier:
    """Files one request and carries its case on, a minute after the other."""

    def __init__(self, store: Store, now: datetime = NINE) -> None:
        self.store = store
        self.desk = Desk(store, catalogue())
        self.now = now
        self.name = ""

    @property
    def case(self) -> Case:
        with self.store.read() as unit:
            return unit.cases.get(self.name)

    @property
    def no(self) -> str | None:
        """The number of the open step."""
        step = self.case.step
        return step.no if step else None

    def at(self, now: datetime) -> Carrier:
        self.now = now
        return self

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def paper(self, name: str, text: str = "", *, signed: bool = False) -> NewPaper:
        content = f"{text or name} {'signed' if signed else ''} {self.name}".encode()
        signature = WET if signed else None
        return self.desk.keep_paper(content, self.now, paper=name, name=f"{name}.txt", signature=signature)

    def file(self, table: Mapping[str, object] | None = None, **more: Any) -> Carrier:
        fields: dict[str, Any] = {
            "by": ASKER,
            "at": self.tick(),
            "agency": AGENCY,
            "subject": "Web server",
            "request": request() if table is None else table,
            "papers": (self.paper("surat_permohonan", more.get("subject", "")),),
        } | more
        key = fields.pop("key", None)
        self.name = self.desk.file(Filing(**fields), key).case
        return self

    def do(self, kind: type[Any], by: str, **fields: Any) -> Carrier:
        version, key = fields.pop("version", None), fields.pop("key", None)
        command = kind(by=by, at=self.tick(), version=version or self.case.version, **fields)
        self.desk.send(self.name, command, key)
        return self

    def decide(self, by: str, outcome: str, *papers: NewPaper, **more: Any) -> Carrier:
        return self.do(Decide, by, outcome=outcome, papers=papers, **more)

    def forward(self) -> Carrier:
        return self.decide(HEAD, "forward", self.paper("disposisi"))

    def coordinate(self) -> Carrier:
        return self.decide(KABID, "coordinated", self.paper("catatan_koordinasi"))

    def analyse(self, *assumptions: Assumption, room: str | None = None) -> Carrier:
        self.desk.analyse(
            self.name,
            by=KASI,
            at=self.tick(),
            version=self.case.version,
            room=room,
            assumptions=assumptions,
        )
        return self

    def accept(self, number: int = 1) -> Carrier:
        kind = "first" if number == 1 else "other"
        return self.decide(KASI, "fits", choice=PlaceChoice("", kind, number=number))  # type: ignore[arg-type]

    def accept_own(self, *items: ItemPlace, reason: str = "") -> Carrier:
        return self.decide(KASI, "fits", choice=PlaceChoice("", "own", overrides=reason, items=items))

    def refuse(self) -> Carrier:
        return self.decide(KASI, "does_not_fit", comment="No rack carries it.")

    def draft(self) -> Carrier:
        names = ["rancangan_balasan"]
        if self.case.path == "accept":
            names += ["rancangan_penetapan", "surat_pengantar"]
        return self.decide(KASI, "submit_draft", *(self.paper(name) for name in names))

    def agree(self) -> Carrier:
        return self.decide(KABID, "agree")

    def sign_reply(self) -> Carrier:
        return self.decide(KABID, "sign", self.paper("surat_balasan", signed=True))

    def initial(self) -> Carrier:
        for person, role in ((KASI, "kasi"), (KABID, "kabid"), (SECRETARY, "sekretaris")):
            self.do(PutInitials, person, role=role)
        return self

    def sign_decision(self) -> Carrier:
        papers = (self.paper("penetapan", signed=True), self.paper("surat_pengantar", signed=True))
        return self.decide(HEAD, "sign", *papers)

    def archive(self) -> Carrier:
        return self.do(Send, KASI, channel="courier").decide(KASI, "archive")

    def to(self, step: str, number: int = 1) -> Carrier:
        """Filed if it is not yet, and carried to a step of the way of an acceptance."""
        ways: dict[str | None, Any] = {
            "1b": self.forward,
            "2": self.coordinate,
            "3": lambda: self.analyse().accept(number),
            "4": self.draft,
            "5": self.agree,
            "6": self.sign_reply,
            "7": lambda: self.initial().sign_decision(),
            "8": self.archive,
        }
        if not self.name:
            self.file()
        while self.no != step:
            ways[self.no]()
        return self
