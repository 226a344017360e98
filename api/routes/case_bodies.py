"""What commands to a case look like as JSON, and the commands that they become."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from api.web.lists import Model
from workflow.analysis import Assumption
from workflow.errors import BadValue
from workflow.papers import Installed, ItemPlace, NewPaper, PlaceChoice, Signature

Line = Annotated[str, StringConstraints(max_length=300)]
Text = Annotated[str, StringConstraints(max_length=10_000)]
Sha256 = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class SignedBy(Model):
    """How a paper is signed: by hand, with who vouches for the scan, or electronically."""

    kind: Literal["wet", "electronic"]
    attestation: Line = ""


class PaperIn(Model):
    """A file, kept before with ``POST /files``, handed in as a paper of the procedure."""

    paper: Line
    sha256: Sha256
    name: Line
    number: Line = ""
    dated: date | None = None
    signature: SignedBy | None = None

    def made(self) -> NewPaper:
        """The paper; size and kind are those of the file, and no signature counts as verified yet."""
        said = self.signature
        signature = None if said is None else Signature(said.kind, said.attestation)
        return NewPaper(self.paper, self.sha256, self.name, 0, "", self.number, self.dated, signature)


class PlaceOfItem(Model):
    """Where an item goes: rack, lowest unit and face of a server, or the host of an application."""

    item: int = Field(1, ge=1, le=10_000)
    rack: Line | None = None
    position_u: float | None = Field(None, ge=0, le=200)
    face: Literal["front", "rear"] | None = None
    cords: list[Line] = Field([], max_length=16)
    ports: list[Line] = Field([], max_length=64)
    host: Line | None = None

    def made(self) -> ItemPlace:
        """The place in half units. Raises BadValue for less than half a unit."""
        hu = None if self.position_u is None else 2 * self.position_u
        if hu is not None and hu != int(hu):
            raise BadValue("Positions go in steps of half a unit.", "position_u")
        return ItemPlace(
            self.item,
            self.rack,
            None if hu is None else int(hu),
            self.face,
            tuple(self.cords),
            tuple(self.ports),
            self.host,
        )


class Choice(Model):
    """The place that is taken: number `number` of the analysis (1 is the first), or `own` places."""

    number: int = Field(1, ge=1, le=1000)
    own: list[PlaceOfItem] = Field([], max_length=1000)
    reason: Line = ""

    def made(self) -> PlaceChoice:
        """The choice; the desk makes it exact."""
        if self.own:
            items = tuple(place.made() for place in self.own)
            return PlaceChoice("", "own", self.reason, items=items)
        return PlaceChoice("", "first" if self.number == 1 else "other", number=self.number)


class FilingIn(Model):
    """A request: by its agency, or by a registrar, with agenda number, requester and stamp."""

    agency: Line
    subject: Line
    request: dict[str, Any] = Field(description="The request, as in a request file; its name is dropped.")
    papers: list[PaperIn] = Field(max_length=20)
    channel: Literal["online", "paper", "srikandi"] = "online"
    agenda: Line = ""
    requester: Line = ""
    complete_since: AwareDatetime | None = None
    refers_to: Line | None = None


class Decision(Model):
    """An outcome of the open step, with what it makes, signs and takes."""

    outcome: Line
    comment: Text = ""
    papers: list[PaperIn] = Field([], max_length=20)
    choice: Choice | None = None


class AssumptionIn(Model):
    """A value for a cell that is empty: `table` is "request" or a file of the room without ``.csv``."""

    table: Line
    name: Line = ""
    column: Line
    value: Line
    reason: Line

    def made(self) -> Assumption:
        """The assumption as the analysis takes it."""
        return Assumption(self.table, self.name, self.column, self.value, self.reason)


class AnalysisIn(Model):
    """Run the analysis in a stored room; the room may be left out where there is one only."""

    room: Line | None = None
    assumptions: list[AssumptionIn] = Field([], max_length=200)


class InitialIn(Model):
    """Paraf on the papers of the open step, in the capacity of a role."""

    role: Line


class QuestionIn(Model):
    """Something asked of the agency; the clock stands still until it answers."""

    question: Text


class AnswerIn(Model):
    """The agency's answer; `request` where the request itself is changed."""

    answer: Text
    papers: list[PaperIn] = Field([], max_length=20)
    request: dict[str, Any] | None = None


class Reason(Model):
    """Why."""

    reason: Text


class AssignmentIn(Model):
    """To whom a superior gives the open step, and why."""

    to: Line
    reason: Text


class ExtensionIn(Model):
    """Until when a superior gives the open step time, and why."""

    due: AwareDatetime
    reason: Text


class CommentIn(Model):
    """A comment; `visible` to the agency or internal."""

    text: Text
    visible: bool = False


class SendingIn(Model):
    """How the letters went to the agency."""

    channel: Line
    note: Text = ""


class ReceiptIn(Model):
    """That the agency has received the letters."""

    note: Text = ""
    receipt: PaperIn | None = None


class ClosingIn(Model):
    """The agency withdraws, or the division cancels."""

    ends: Literal["withdrawn", "cancelled"]
    reason: Text = ""


class InstalledIn(Model):
    """An item as it stands there: serial number, weight, draw, and place where it is not the held one."""

    item: int = Field(1, ge=1, le=10_000)
    serial: Line
    place: Line
    weight_kg: float | None = Field(None, gt=0, le=10_000)
    power_w: int | None = Field(None, ge=0, le=1_000_000)
    name: Line = ""
    at: PlaceOfItem | None = None

    def made(self) -> Installed:
        """The item in grams and watts. Raises BadValue for less than a gram."""
        grams = None if self.weight_kg is None else round(self.weight_kg * 1000, 6)
        if grams is not None and grams != int(grams):
            raise BadValue("A weight has at most three decimals.", "weight_kg")
        return Installed(
            self.serial,
            self.place,
            None if grams is None else int(grams),
            self.power_w,
            self.item,
            self.name,
            None if self.at is None else self.at.made(),
        )


class HandoverIn(Model):
    """The handover record (BAST), with every item."""

    installed: list[InstalledIn] = Field(min_length=1, max_length=1000)
    paper: PaperIn


class MoveIn(Model):
    """Another published version of the procedure, and the step of it at which the case goes on."""

    procedure: Sha256
    step: Line
    reason: Text
