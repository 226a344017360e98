"""A case carried through its procedure on a simulated office clock: for demonstrations, training and tests.

Each act is done by whoever holds the post on that day, within office hours, through the same door as any
other. What the acts need of papers is written by `Write`; by default plain text that says what it stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from workflow.calendar import WorkingTime
from workflow.commands import Command, Decide, HandOver, PutInitials, Send
from workflow.errors import Conflict
from workflow.handling import Desk, Filing
from workflow.papers import Installed, NewPaper, PlaceChoice, Signature
from workflow.procedure import Procedure, Step
from workflow.procedure.walks import exists_on
from workflow.roles import Acting
from workflow.state import Case

BETWEEN = timedelta(minutes=5)  # working time from one act to the next
ATTESTATION = "Hasil pindai surat yang ditandatangani; dinyatakan sesuai dengan aslinya."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper to be written: of which case, which paper of its procedure, signed by whom (None: a draft).

    `by` hands it in; `installed` is what a handover record tells of.
    """

    case: Case | None
    paper: str
    at: datetime
    signer: Acting | None
    by: str = ""
    installed: tuple[Installed, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A paper as it was written, with what stands on it; a signed one without `signature` is a scan."""

    content: bytes
    name: str
    number: str = ""
    dated: date | None = None
    signature: Signature | None = None


Write: TypeAlias = Callable[[Wanted], Written]


def plain_paper(wanted: Wanted) -> Written:
    """A paper as plain text."""
    name = wanted.case.name if wanted.case else ""
    signed = f"\n{wanted.signer.person.name}" if wanted.signer else ""
    text = f"{wanted.paper} {name} {wanted.at.isoformat()}{signed}\n"
    return Written(text.encode(), f"{wanted.paper}.txt")


class Rehearsal:
    """One case and the clock that it is carried by.

    Parameters
    ----------
    desk
        The door; its store holds an office, a procedure, a calendar and a room.
    now
        The moment at which it begins; every act moves it on.
    """

    def __init__(self, desk: Desk, now: datetime, write: Write = plain_paper) -> None:
        self.desk = desk
        self.now = now
        self.name = ""
        self._write = write
        with desk.store.read() as unit:
            self._time = WorkingTime(unit.office.calendar())

    @property
    def case(self) -> Case:
        """The case as it stands."""
        with self.desk.store.read() as unit:
            return unit.cases.get(self.name)

    def wait(self, working: timedelta) -> Rehearsal:
        """Let so much working time pass."""
        self.now = self._time.add(self.now, working)
        return self

    def who(self, role: str, agency: str | None = None) -> Acting:
        """Whoever acts in a role now. Raises Conflict where nobody does."""
        with self.desk.store.read() as unit:
            zone = ZoneInfo(unit.office.calendar().zone)
            found = unit.office.offices().acting(role, self.now.astimezone(zone).date(), agency)
        if not found:
            raise Conflict(f"Nobody acts as {role} on that day.", self.name)
        return found[0]

    def file(self, agency: str, subject: str, request: Mapping[str, object], **more: Any) -> Rehearsal:
        """The agency files a request; `more` are fields of `Filing`."""
        asker = self.who("agency", agency).person.id
        filing = Filing(
            by=asker,
            at=self.now,
            agency=agency,
            subject=subject,
            request=request,
            papers=(self._paper(Wanted(None, "surat_permohonan", self.now, None, asker)),),
            **more,
        )
        self.name = self.desk.file(filing).case
        return self

    def act(self, kind: type[Command], role: str, /, **fields: Any) -> Rehearsal:
        """Somebody in a role sends a command, some working time after the last one."""
        self.wait(BETWEEN)
        agency = self.case.agency if role == "agency" else None
        person = self.who(role, agency).person.id
        command = kind(by=person, at=self.now, version=self.case.version, **fields)
        self.desk.send(self.name, command)
        return self

    def analyse(self, room: str | None = None, **more: Any) -> Rehearsal:
        """The Kasi analyses the request in a stored room."""
        self.wait(BETWEEN)
        by = self.who("kasi").person.id
        self.desk.analyse(self.name, by=by, at=self.now, version=self.case.version, room=room, **more)
        return self

    def decide(self, outcome: str, *, comment: str = "", choice: PlaceChoice | None = None) -> Rehearsal:
        """The open step's actor takes an outcome, with every paper that it makes or signs."""
        step, procedure = self._open()
        self.wait(BETWEEN)
        role = step.actors[0]
        papers = tuple(self._papers(step, procedure, outcome, role))
        person = self.who(role).person.id
        self.desk.send(
            self.name,
            Decide(
                by=person,
                at=self.now,
                version=self.case.version,
                outcome=outcome,
                comment=comment,
                papers=papers,
                choice=choice,
            ),
        )
        return self

    def initial(self) -> Rehearsal:
        """Everybody whose initials the open step needs puts them."""
        step, _ = self._open()
        for role in step.initials.by if step.initials else ():
            self.act(PutInitials, role, role=role)
        return self

    def onward(self) -> Rehearsal:
        """From the draft to the archive, without a detour."""
        while self.case.status == "open":
            step, _ = self._open()
            if step.acts and "send" in step.acts:
                self.act(Send, step.actors[0], channel="SRIKANDI")
            self.initial()
            self.decide(step.outcomes[0].id)
        return self

    def hand_over(self, installed: tuple[Installed, ...]) -> Rehearsal:
        """The equipment is installed and recorded (BAST)."""
        with self.desk.store.read() as unit:
            rules = unit.office.procedure(self.case.procedure).procedure.handover
        if rules is None:
            raise Conflict("This version of the procedure knows no handover.", self.name)
        by = self.who(rules.actors[0]).person.id
        paper = self._paper(Wanted(self.case, rules.paper, self.now, None, by, installed))
        return self.act(HandOver, rules.actors[0], installed=installed, paper=paper)

    def _open(self) -> tuple[Step, Procedure]:
        case = self.case
        with self.desk.store.read() as unit:
            procedure = unit.office.procedure(case.procedure).procedure
        step = procedure.step(case.step.no if case.step else None)
        if step is None:
            raise Conflict("The case is closed.", self.name)
        return step, procedure

    def _papers(self, step: Step, procedure: Procedure, outcome: str, role: str) -> list[NewPaper]:
        """What is handed in by hand with an outcome that goes on: the step's outputs and what it signs."""
        taken = step.outcome(outcome)
        if taken is None or "papers_complete" not in taken.guards:
            return []
        path = taken.sets_path or self.case.path
        signs = set(taken.signs)
        found = []
        for name in dict.fromkeys((*step.all_outputs, *taken.signs)):
            kind = procedure.paper(name)
            if kind is not None and kind.made == "attached" and exists_on(kind, path):
                who = self.who(role)
                wanted = Wanted(self.case, name, self.now, who if name in signs else None, who.person.id)
                found.append(self._paper(wanted))
        return found

    def _paper(self, wanted: Wanted) -> NewPaper:
        written = self._write(wanted)
        signature = written.signature
        if signature is None and wanted.signer is not None:
            signature = Signature("wet", ATTESTATION)
        return self.desk.keep_paper(
            written.content,
            self.now,
            paper=wanted.paper,
            name=written.name,
            number=written.number,
            dated=written.dated,
            signature=signature,
        )
