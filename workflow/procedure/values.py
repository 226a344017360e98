"""What a procedure is made of: frozen values, as an office's sheet states them.

`source` and `assumed` say what stands on the signed sheet and what the sheet leaves open; an
assumption is shown as one, and an administrator changes it by publishing a new version.
A procedure holds names of registered guards, effects and acts (see `workflow.vocabulary`), no expressions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflow.procedure.duration import Duration

Source = Literal["sheet", "assumed"]
Kind = Literal["start", "process", "decision", "sign", "send"]


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the office's language, `id`, and beside it in English, `en`."""

    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the sheet: printed on the procedure's page and on letters.

    `office` and `city` are the letterhead's; `division` is the Bidang, `section` the Seksi.
    `revised` None: never.
    """

    number: str
    office: str
    city: str
    division: str
    section: str
    made: date
    effective: date
    approved_by: str
    legal_basis: tuple[Text, ...]
    qualifications: tuple[Text, ...]
    related: tuple[Text, ...]
    equipment: tuple[Text, ...]
    warnings: tuple[Text, ...]
    recording: tuple[Text, ...]
    revised: date | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A role that acts in the procedure, one column of the drawing.

    `superior` is the role that a late step is escalated to, and that stands in for a vacant post;
    None where nobody stands above. `outside`: no official of the office, so no clock runs for it.
    """

    role: str
    title: Text
    superior: str | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper.

    `made` says how one comes about: ``attached`` as a file; ``deciding``: the decision of a step
    itself makes it, such as the note that a draft is corrected; ``analysis``: a recorded analysis.
    `path` names the only path on which the paper exists; None for all.
    """

    id: str
    title: Text
    made: Literal["attached", "deciding", "analysis"] = "attached"
    by_agency: bool = False
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Fallback:
    """The outcome that is taken instead, by itself, when a guard does not hold."""

    guard: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One way out of a step: `to` another step, or it `ends` the procedure.

    The first outcome of a step is its usual one. `sets_path` puts the case on a path. `signs` are
    papers that the decision must bring along signed. `automatic`: nobody chooses it; it is the
    fallback of a guard.
    """

    id: str
    label: Text
    to: str | None = None
    ends: Literal["archived"] | None = None
    sets_path: str | None = None
    comment_needed: bool = False
    guards: tuple[str, ...] = ()
    fallbacks: tuple[Fallback, ...] = ()
    automatic: bool = False
    effects: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    source: Source = "sheet"


@dataclass(frozen=True, slots=True)
class Initials:
    """Paraf: whose initials which papers carry before the step's paper is signed.

    A drafter who signs himself needs none.
    """

    by: tuple[str, ...]
    papers: tuple[str, ...]
    source: Source = "sheet"


@dataclass(frozen=True, slots=True)
class Authority:
    """In whose name an actor signs, e.g. `form` "a.n." for the Kepala Dinas; `copies` go to these roles."""

    signs_for: str
    form: Literal["a.n.", "u.b."]
    copies: tuple[str, ...] = ()
    source: Source = "sheet"


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the sheet.

    Attributes
    ----------
    no
        Number on the sheet, e.g. ``1a``; it names the step.
    actors
        Roles that may decide it; any one of them.
    needs, also_needs
        Papers that must be there before it can be decided; the second are assumed.
    needs_as
        The sheet's wording of the papers, where it differs from their titles; else "".
    time
        None: no clock runs.
    outputs, also_outputs
        Papers that it makes; the second are assumed.
    revises
        Needed papers that its actor may hand in again, corrected.
    acts
        What else is done there, by registered name.
    receiver
        Role that receives what is sent.
    source, assumed
        Whether the row stands on the sheet, and which of its fields do not.
    """

    no: str
    activity: Text
    kind: Kind
    actors: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    needs: tuple[str, ...] = ()
    also_needs: tuple[str, ...] = ()
    needs_as: str = ""
    time: Duration | None = None
    outputs: tuple[str, ...] = ()
    also_outputs: tuple[str, ...] = ()
    revises: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    receiver: str | None = None
    initials: Initials | None = None
    authority: Authority | None = None
    note: Text | None = None
    source: Source = "sheet"
    assumed: tuple[str, ...] = ()

    @property
    def all_needs(self) -> tuple[str, ...]:
        """Every paper that must be there, assumed ones included."""
        return self.needs + self.also_needs

    @property
    def all_outputs(self) -> tuple[str, ...]:
        """Every paper that the step makes, assumed ones included."""
        return self.outputs + self.also_outputs

    def outcome(self, name: str) -> Outcome | None:
        """The outcome of that name; None without one."""
        return next((outcome for outcome in self.outcomes if outcome.id == name), None)

    def is_assumed(self, field: str) -> bool:
        """True where the sheet does not say this field of the step."""
        return self.source == "assumed" or field in self.assumed


@dataclass(frozen=True, slots=True)
class Path:
    """A way through the procedure that leaves out steps, such as that of a refusal."""

    id: str
    title: Text
    skips: tuple[str, ...] = ()
    source: Source = "sheet"


@dataclass(frozen=True, slots=True)
class Closing:
    """An end that may come at any step: the agency withdraws, the division cancels."""

    ends: Literal["withdrawn", "cancelled"]
    label: Text
    actors: tuple[str, ...]
    comment_needed: bool = True
    effects: tuple[str, ...] = ()
    source: Source = "sheet"


@dataclass(frozen=True, slots=True)
class ClockRules:
    """When the clock starts, what pauses it, and which effects follow when it runs again."""

    starts: Literal["complete_since"]
    paused_while: tuple[Literal["question_to_agency"], ...] = ()
    on_resume: tuple[str, ...] = ()
    source: Source = "sheet"


@dataclass(frozen=True, slots=True)
class Hold:
    """How long a place is held for a case before it is free again; made firm, it no longer expires."""

    time: Duration
    source: Source = "sheet"


@dataclass(frozen=True, slots=True)
class Handover:
    """What happens after the archive of a case on `path`: the equipment is installed, recorded on `paper`."""

    path: str
    actors: tuple[str, ...]
    paper: str
    guards: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    source: Source = "sheet"


@dataclass(frozen=True, slots=True)
class Stay:
    """The end of the stay: who closes it, and how many calendar days before it notice is given."""

    actors: tuple[str, ...]
    notice_days: int
    effects: tuple[str, ...] = ()
    source: Source = "sheet"


@dataclass(frozen=True, slots=True)
class Procedure:
    """One version of a procedure: what the sheet says, and what was assumed around it."""

    id: str
    version: int
    title: Text
    head: Head
    actors: tuple[Actor, ...]
    papers: tuple[Paper, ...]
    paths: tuple[Path, ...]
    steps: tuple[Step, ...]
    clock: ClockRules
    hold: Hold | None = None
    closings: tuple[Closing, ...] = ()
    handover: Handover | None = None
    stay: Stay | None = None

    @property
    def start(self) -> Step:
        """The step of kind ``start``; a published procedure has exactly one."""
        return next(step for step in self.steps if step.kind == "start")

    def step(self, no: str | None) -> Step | None:
        """The step of that number; None without one."""
        return next((step for step in self.steps if step.no == no), None)

    def actor(self, role: str) -> Actor | None:
        """The actor of that role; None without one."""
        return next((actor for actor in self.actors if actor.role == role), None)

    def paper(self, name: str) -> Paper | None:
        """The paper of that name; None without one."""
        return next((paper for paper in self.papers if paper.id == name), None)

    def path(self, name: str | None) -> Path | None:
        """The path of that name; None without one."""
        return next((path for path in self.paths if path.id == name), None)

    def closing(self, ends: str) -> Closing | None:
        """The closing that ends so; None without one."""
        return next((closing for closing in self.closings if closing.ends == ends), None)

    def superiors(self, role: str) -> tuple[str, ...]:
        """The roles above `role`, nearest first; empty for the head of the office and for outsiders."""
        chain: list[str] = []
        actor = self.actor(role)
        while actor and actor.superior and actor.superior not in chain:
            chain.append(actor.superior)
            actor = self.actor(actor.superior)
        return tuple(chain)
