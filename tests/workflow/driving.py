"""A case driven through the procedure by hand, one command a minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from tests.workflow.offices import (
    AGENCY,
    ASKER,
    HEAD,
    KABID,
    KASI,
    REGISTRAR,
    SECRETARY,
    office,
)
from workflow.case import Applied, apply, open_case
from workflow.commands import Decide, File, PutInitials, RecordAnalysis, Send
from workflow.events import Event
from workflow.facts import Facts, Verdict
from workflow.papers import Analysis, NewPaper, PlaceChoice, Signature
from workflow.procedure import Published, Step, publish, shipped
from workflow.state import Case

WITA = ZoneInfo("Asia/Makassar")
NINE = datetime(2026, 6, 8, 9, 0, tzinfo=WITA)
REQUEST = sha256(b"request").hexdigest()
WET = Signature("wet", attestation="Scan of the signed original, vouched for by the section.")
PLACE = PlaceChoice("A03 front 7-8")


@cache
def sop() -> Published:
    return publish(shipped())


def plain_due(step: Step, since: datetime) -> datetime:
    """A due date on a calendar without nights and holidays: enough where only the machine is tested."""
    assert step.time is not None
    return since + timedelta(minutes=step.time.working_minutes or 24 * 60 * step.time.amount)


def plain_later(due: datetime, paused: datetime, resumed: datetime) -> datetime:
    return due + (resumed - paused)


def facts(**more: Any) -> Facts:
    """Everybody is there, the place is held and good."""
    good = Verdict(True)
    told = Facts(office(), plain_due, plain_later, "held", again=good, chosen=good, handover=good)
    return replace(told, **more)


def paper(name: str, text: str = "", signature: Signature | None = None) -> NewPaper:
    content = (text or name).encode()
    digest = sha256(content).hexdigest()
    return NewPaper(name, digest, f"{name}.pdf", len(content), "application/pdf", signature=signature)


def signed(name: str, text: str = "") -> NewPaper:
    return paper(name, text or f"{name} signed", WET)


def analysis(result: str = "fits", text: str = "1", request: str = REQUEST) -> Analysis:
    return Analysis(f"an-{text}", sha256(text.encode()).hexdigest(), request, result)  # type: ignore[arg-type]


class Desk:
    """One case, its events, and the facts that its commands are told."""

    def __init__(self, told: Facts | None = None, published: Published | None = None) -> None:
        self.facts = told or facts()
        self.published = published or sop()
        self.now = NINE
        self.events: list[Event] = []
        self._case: Case | None = None
        self.applied: Applied | None = None

    @property
    def case(self) -> Case:
        assert self._case is not None
        return self._case

    @property
    def no(self) -> str | None:
        """The number of the open step."""
        return self.case.step.no if self.case.step else None

    def told(self, **changes: Any) -> Desk:
        """The desk, after some facts have changed."""
        self.facts = replace(self.facts, **changes)
        return self

    def file(self, by: str = ASKER, **more: Any) -> Desk:
        fields: dict[str, Any] = {
            "case": "PS-1",
            "agency": AGENCY,
            "subject": "Server aplikasi",
            "request_sha256": REQUEST,
            "papers": (paper("surat_permohonan"),),
        } | more
        self._keep(open_case(File(by=by, at=self._tick(), **fields), self.published, self.facts))
        return self

    def file_on_paper(self, **more: Any) -> Desk:
        fields = {"channel": "paper", "agenda": "A-17/2026", "requester": ASKER, "complete_since": NINE}
        return self.file(REGISTRAR, **(fields | more))

    def do(self, kind: type[Any], by: str, **fields: Any) -> Desk:
        """Send a command; the version that the sender saw is the current one unless it is given."""
        version = fields.pop("version", self.case.version)
        command = kind(by=by, at=self._tick(), version=version, **fields)
        self._keep(apply(self.case, command, self.published, self.facts))
        return self

    def decide(self, by: str, outcome: str, *papers: NewPaper, **more: Any) -> Desk:
        return self.do(Decide, by, outcome=outcome, papers=papers, **more)

    def _tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    def _keep(self, applied: Applied) -> None:
        self.applied, self._case = applied, applied.case
        self.events += applied.events

    @property
    def effects(self) -> tuple[str, ...]:
        """The effects of the last command."""
        assert self.applied is not None
        return self.applied.effects

    # The usual way of each step.

    def forward(self) -> Desk:
        return self.decide(HEAD, "forward", paper("disposisi"))

    def coordinate(self) -> Desk:
        return self.decide(KABID, "coordinated", paper("catatan_koordinasi"))

    def analyse(self, result: str = "fits", text: str = "1") -> Desk:
        return self.do(RecordAnalysis, KASI, analysis=analysis(result, text, self.case.request_sha256))

    def accept(self) -> Desk:
        return self.analyse().decide(KASI, "fits", choice=PLACE)

    def refuse(self) -> Desk:
        return self.analyse("does_not_fit").decide(KASI, "does_not_fit", comment="No rack has 12 free units.")

    def draft(self, text: str = "") -> Desk:
        papers = [paper("rancangan_balasan", text)]
        if self.case.path == "accept":
            papers += [paper("rancangan_penetapan", text), paper("surat_pengantar", text)]
        return self.decide(KASI, "submit_draft", *papers)

    def agree(self) -> Desk:
        return self.decide(KABID, "agree")

    def sign_reply(self) -> Desk:
        return self.decide(KABID, "sign", signed("surat_balasan"))

    def initial(self) -> Desk:
        for person, role in ((KASI, "kasi"), (KABID, "kabid"), (SECRETARY, "sekretaris")):
            self.do(PutInitials, person, role=role)
        return self

    def sign_decision(self) -> Desk:
        return self.decide(HEAD, "sign", signed("penetapan"), signed("surat_pengantar"))

    def send(self) -> Desk:
        return self.do(Send, KASI, channel="courier")

    def archive(self) -> Desk:
        return self.send().decide(KASI, "archive")

    def at(self, step: str, path: str = "accept") -> Desk:
        """The case, filed and brought to a step on a path."""
        ways = (
            self.file,
            self.forward,
            self.coordinate,
            self.accept if path == "accept" else self.refuse,
            self.draft,
            self.agree,
            self.sign_reply,
            lambda: self.initial().sign_decision(),
        )
        for way in ways:
            way()
            if self.no == step:
                return self
        raise AssertionError(f"step {step} was not reached")
