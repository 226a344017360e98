"""Which letter a paper of the procedure is, and what each is built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from placement.request import Request
from workflow.errors import NoSuchChoice, NotYet
from workflow.letters import (
    Deliverer,
    Dossier,
    Letter,
    Outside,
    RackDrawing,
    analysis_sheet,
    coordination_note,
    cover_letter,
    decision,
    disposition,
    handover_record,
    reply,
)
from workflow.papers import Installed
from workflow.procedure import Procedure
from workflow.procedure.walks import exists_on
from workflow.state import Case

#: Papers that are never more than a draft, and the letter that each is the draft of.
DRAFTS: Mapping[str, str] = {"rancangan_balasan": "surat_balasan", "rancangan_penetapan": "penetapan"}
LETTERS = frozenset(
    {
        "disposisi",
        "catatan_koordinasi",
        "analisis",
        "surat_balasan",
        "surat_pengantar",
        "penetapan",
        "bast",
    }
)
#: Letters that say how the analysis was taken, or follow from that.
AFTER_THE_DECISION = LETTERS - {"disposisi", "catatan_koordinasi", "analisis"}


@dataclass(frozen=True, slots=True)
class Particulars:
    """What officials add to a letter, and no other part of the case says.

    `instructions` are ticked on the disposition, `note` stands on it; `points` are what was agreed on the
    specification; `installed` and `deliverer` are for the handover record.
    """

    instructions: tuple[str, ...] = ()
    note: str = ""
    points: tuple[str, ...] = ()
    installed: tuple[Installed, ...] = ()
    deliverer: Deliverer = field(default_factory=Deliverer)


@dataclass(frozen=True, slots=True)
class Material:
    """What letters are built from: the dossier, the request, drawings of racks, numbers of other papers.

    `numbers` are those that papers of the case bear, by paper. `racks` are drawn for the analysis only.
    """

    dossier: Dossier
    request: Request
    racks: tuple[RackDrawing, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)


def letter_of(paper: str, case: Case) -> str:
    """The letter that a paper is. Raises NoSuchChoice for one that Titip makes no letter of."""
    letter = DRAFTS.get(paper, paper)
    if letter not in LETTERS:
        raise NoSuchChoice(f"Titip makes no letter for the paper '{paper}'.", case.name)
    return letter


def made_now(paper: str, case: Case, procedure: Procedure) -> bool:
    """Whether the open step makes the paper for good: signs it, or makes it and no step signs it."""
    kind, step = procedure.paper(paper), procedure.step(case.step.no if case.step else None)
    if kind is None or paper in DRAFTS or not exists_on(kind, case.path):
        return False
    if step is None:
        rules = procedure.handover
        return rules is not None and rules.paper == paper and case.stay == "awaited"
    if any(paper in outcome.signs for outcome in step.outcomes):
        return True
    signed_elsewhere = any(paper in outcome.signs for other in procedure.steps for outcome in other.outcomes)
    return paper in step.all_outputs and not signed_elsewhere


def build(paper: str, material: Material, outside: Outside, more: Particulars) -> Letter:
    """The letter. Raises NoSuchChoice, NotYet where the case has not come that far."""
    dossier = material.dossier
    name = letter_of(paper, dossier.case)
    if dossier.analysis is None and name not in ("disposisi", "catatan_koordinasi"):
        raise NotYet("The request has not been analysed.", "analysis_exists", dossier.case.name)
    if dossier.case.path is None and name in AFTER_THE_DECISION:
        raise NotYet("It is not decided yet whether it is placed.", "analysis_exists", dossier.case.name)
    try:
        return _built(name, material, outside, more)
    except ValueError as error:
        # The builders say what a case has not, as a fault of their caller's.
        said = str(error)
        raise NotYet(f"{said[:1].upper()}{said[1:]}.", "papers_complete", dossier.case.name) from error


def _built(name: str, material: Material, outside: Outside, more: Particulars) -> Letter:
    dossier, numbers = material.dossier, material.numbers
    decided = numbers.get("penetapan", "")
    match name:
        case "disposisi":
            return disposition(dossier, outside, instructions=more.instructions, note=more.note)
        case "catatan_koordinasi":
            return coordination_note(dossier, outside, request=material.request, points=more.points)
        case "analisis":
            return analysis_sheet(dossier, outside, racks=material.racks)
        case "surat_balasan":
            return reply(dossier, outside)
        case "surat_pengantar":
            replied = numbers.get("surat_balasan", "")
            return cover_letter(dossier, outside, decision_number=decided, reply_number=replied)
        case "penetapan":
            return decision(dossier, outside)
    return handover_record(
        dossier, outside, installed=more.installed, deliverer=more.deliverer, decision_number=decided
    )
