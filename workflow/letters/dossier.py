"""What every letter of a case draws on: the case, its procedure, the posts, the office, and the analysis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from workflow.analysis import Frozen
from workflow.facts import WITA
from workflow.letters.findings import Findings
from workflow.letters.indonesian import DOTS, UNRECORDED, day
from workflow.letters.office import LetterOffice
from workflow.letters.values import Letterhead, Paraf, Reference, Verification
from workflow.papers import PaperVersion
from workflow.procedure import Authority, Procedure, Step
from workflow.roles import Acting, Offices
from workflow.signature_blocks import SignatureBlock, signature_block
from workflow.state import Case

_PREFIX = {"definitive": "", "plt": "Plt. ", "plh": "Plh. "}
_UNFILLED = "[{} kantor belum diisi]"


@dataclass(frozen=True, slots=True)
class Outside:
    """What a letter gets from outside the case.

    Attributes
    ----------
    dated, number
        None and "": not given yet.
    nature
        Sifat: Biasa, Segera, Sangat Segera, Rahasia.
    signer
        Who signs; None: whoever acts in the step's role on the letter's date.
    verification
        Link and QR code; None for a letter without.
    draft
        True: it bears the mark of a draft.
    """

    dated: date | None = None
    number: str = ""
    nature: str = "Biasa"
    signer: Acting | None = None
    verification: Verification | None = None
    draft: bool = True


#: A letter of which nothing is settled yet.
DRAFT = Outside()


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case with all that its letters say.

    Attributes
    ----------
    on
        The day as of which posts are asked for, where a letter has no date yet.
    analysis
        The case's frozen analysis; None before there is one.
    agency
        The agency's full name; "" takes the case's name of it.
    zone
        Where the office is: the day on which something arrived.
    """

    case: Case
    procedure: Procedure
    offices: Offices
    office: LetterOffice
    on: date
    analysis: Frozen | None = None
    agency: str = ""
    zone: ZoneInfo = WITA

    @property
    def agency_name(self) -> str:
        """What letters call the agency."""
        return self.agency or self.case.agency

    @property
    def letterhead(self) -> Letterhead:
        """The office's letterhead, with marks where the office has not filled it in."""
        office = self.office
        address = office.address or _UNFILLED.format("alamat")
        contact = office.contact or _UNFILLED.format("telepon, laman dan surel")
        return Letterhead(
            office.government.upper(), office.office.upper(), f"{address} · {contact}", office.crest
        )

    @property
    def findings(self) -> Findings:
        """The analysis as letters read it. ValueError without one."""
        if self.analysis is None:
            raise ValueError(f"case {self.case.name} has no analysis yet")
        return Findings.of(self.analysis)

    @property
    def granted(self) -> Findings:
        """The findings at the place that the case has taken.

        ValueError where it is another than the first, and not kept exactly.
        """
        choice = self.case.choice
        if choice is None or (choice.kind == "first" and not choice.items):
            return self.findings
        if not choice.items:
            raise ValueError(f"case {self.case.name} took {choice.place}, which is not kept exactly")
        return self.findings.at(choice.items)

    @property
    def footer(self) -> str:
        """The small line on every page."""
        head, version = self.procedure.head, self.procedure.version
        return f"Berkas {self.case.name} · SOP {head.number} (versi {version})"

    @property
    def head_title(self) -> str:
        """The title of the head of the office, who decides; of the role that the decision's step names."""
        step = self.step_of("penetapan")
        return self.title_of(step.actors[0]) if step else self.office.office

    @property
    def addressee(self) -> tuple[str, ...]:
        """The head of the agency."""
        return (f"Kepala {self.agency_name}", "di -", self.office.place)

    @property
    def request_letter(self) -> PaperVersion | None:
        """The newest letter of request: the first paper that the procedure's first step needs."""
        needs = self.procedure.start.needs
        return self.case.latest(needs[0]) if needs else None

    def reference(self, subject: str, outside: Outside, enclosures: str = "-") -> Reference:
        """The reference of a letter on `subject`."""
        place = self.office.place
        return Reference(subject, outside.dated, outside.number, outside.nature, enclosures, place)

    def request_words(self) -> str:
        """``surat Saudara Nomor … tanggal … hal …``, as far as number and date are known."""
        number, dated = self.request_number()
        said = "surat Saudara"
        if number:
            said += f" Nomor {number}"
        if dated is not None:
            said += f" tanggal {day(dated)}"
        return f"{said} hal {self.case.subject}"

    def request_number(self) -> tuple[str, date | None]:
        """Number and date of the letter of request: "" and None where they were not entered."""
        letter = self.request_letter
        return (
            ("", None) if letter is None or letter.file is None else (letter.file.number, letter.file.dated)
        )

    def request_rows(self) -> tuple[tuple[str, str], ...]:
        """The request as rows of label and value."""
        number, dated = self.request_number()
        revision = self.case.request_revision
        return (
            ("Berkas", self.case.name + (f" (revisi ke-{revision})" if revision > 1 else "")),
            ("Pemohon", self.agency_name),
            ("Hal", self.case.subject),
            ("Nomor surat", number or UNRECORDED),
            ("Tanggal surat", UNRECORDED if dated is None else day(dated)),
        )

    def step_of(self, paper: str) -> Step | None:
        """The step at which a paper is signed, else the one that makes it."""
        for step in self.procedure.steps:
            if any(paper in outcome.signs for outcome in step.outcomes):
                return step
        return next((step for step in self.procedure.steps if paper in step.all_outputs), None)

    def after(self, paper: str) -> Step | None:
        """The step that usually follows the one that makes a paper."""
        step = self.step_of(paper)
        return self.procedure.step(step.outcomes[0].to) if step and step.outcomes else None

    def block(self, paper: str, outside: Outside) -> SignatureBlock:
        """The signature block of a paper; without anybody who acts, the title with dots for the name."""
        step = self.step_of(paper)
        handover = self.procedure.handover
        roles = step.actors if step else handover.actors if handover and handover.paper == paper else ()
        authority = step.authority if step else None
        return self.block_of(roles, outside, authority)

    def block_of(
        self, roles: tuple[str, ...], outside: Outside, authority: Authority | None = None
    ) -> SignatureBlock:
        """The block of the first who acts in one of the roles, or of the letter's own signer."""
        on = outside.dated or self.on
        signer = outside.signer or self.acting(roles, on)
        if signer is None:
            return SignatureBlock((self.title_of(roles[0] if roles else ""),), DOTS)
        return signature_block(signer, self.offices, on, authority)

    def acting(self, roles: tuple[str, ...], on: date) -> Acting | None:
        """The first who acts in one of the roles."""
        return next((found for role in roles for found in self.offices.acting(role, on)), None)

    def title_of(self, role: str) -> str:
        """The title of the role's post; without a post, the procedure's word for the role."""
        actor = self.procedure.actor(role)
        posts = (post.title for post in self.offices.posts if post.role == role)
        return next(posts, actor.title.id if actor else role)

    def paraf(self, paper: str, outside: Outside) -> tuple[Paraf, ...]:
        """Whose initials a paper carries before it is signed; none of a drafter who signs himself."""
        step = self.step_of(paper)
        if step is None or step.initials is None:
            return ()
        on = outside.dated or self.on
        signer = outside.signer or self.acting(step.actors, on)
        drafts = {self.case.latest_draft(name) for name in step.initials.papers}
        refs = {draft.ref for draft in drafts if draft is not None}
        rows = []
        for role in step.initials.by:
            acting = self.acting((role,), on)
            if acting is not None and signer is not None and acting.person.id == signer.person.id:
                continue
            done = any(one.role == role and refs & set(one.papers) for one in self.case.initials)
            title = f"{_PREFIX[acting.kind]}{acting.post.title}" if acting else self.title_of(role)
            rows.append(Paraf(title, acting.person.name if acting else "", done))
        return tuple(rows)
