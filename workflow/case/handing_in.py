"""Papers handed in: what may be, by whom it is signed, and the revision that it becomes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime

from workflow.case.context import Context
from workflow.case.who import Capacity
from workflow.errors import BadValue, MissingPaper, NoSuchChoice, NotAllowed
from workflow.papers import NewPaper, PaperVersion
from workflow.procedure import Outcome, Step
from workflow.procedure.walks import exists_on
from workflow.signature_blocks import signature_block
from workflow.state import Case

_SHA256 = re.compile(r"[0-9a-f]{64}")


def well_formed(paper: NewPaper, context: Context, where: str) -> NewPaper:
    """The paper. Raises NoSuchChoice for one that the procedure does not know, BadValue for a bad file."""
    if context.procedure.paper(paper.paper) is None:
        raise NoSuchChoice(f"The procedure knows no paper '{paper.paper}'.", where)
    if not _SHA256.fullmatch(paper.sha256):
        raise BadValue(f"The paper '{paper.paper}' comes without its SHA-256.", where)
    if paper.size_bytes <= 0:
        raise BadValue(f"The file of the paper '{paper.paper}' is empty.", where)
    signature = paper.signature
    if signature is not None and signature.kind == "wet" and not signature.attestation.strip():
        raise BadValue("A scan of a signed paper needs an attestation of who vouches for it.", where)
    if signature is not None and signature.kind == "electronic" and not signature.verified:
        raise BadValue("The electronic signature was not found to be good.", where)
    return paper


def revision(case: Case, paper: NewPaper, maker: str) -> PaperVersion:
    """The paper as the next revision of its kind, made in the visit that is open."""
    number = len(case.revisions(paper.paper)) + 1
    return PaperVersion(paper.paper, number, case.visits, maker, paper.sha256, file=paper)


def of_agency(case: Case, context: Context, paper: NewPaper, maker: str) -> PaperVersion:
    """A paper from the agency. Raises NotAllowed if it is not the agency's to hand in."""
    well_formed(paper, context, case.name)
    kind = context.procedure.paper(paper.paper)
    if kind is None or not kind.by_agency:
        raise NotAllowed(f"'{paper.paper}' is not a paper of the agency.", case.name)
    return revision(case, paper, maker)


def by_deciding(case: Case, context: Context, step: Step, maker: str, path: str | None) -> list[PaperVersion]:
    """The papers that the decision of a step itself makes; they cover what the step needs and made."""
    kinds = [kind for name in step.all_outputs if (kind := context.procedure.paper(name)) is not None]
    there = (case.latest(name) for name in (*step.all_needs, *(kind.id for kind in kinds)))
    covers = tuple(version.ref for version in there if version is not None and _on(context, version, path))
    return [
        PaperVersion(kind.id, len(case.revisions(kind.id)) + 1, case.visits, maker, covers=covers)
        for kind in kinds
        if kind.made == "deciding" and exists_on(kind, path)
    ]


def _on(context: Context, version: PaperVersion, path: str | None) -> bool:
    kind = context.procedure.paper(version.paper)
    return kind is not None and kind.made == "attached" and exists_on(kind, path)


def of_step(
    case: Case,
    context: Context,
    step: Step,
    papers: tuple[NewPaper, ...],
    who: Capacity,
    at: datetime,
    path: str | None,
    outcome: Outcome | None = None,
) -> list[PaperVersion]:
    """Papers of the open step, with the outcome that signs some of them (None: nothing is decided yet).

    Raises NotAllowed for papers that are not made there, MissingPaper for one that would come out unsigned.
    """
    signs = _signed(context, outcome, path) if outcome else ()
    signed_later = {name for other in step.outcomes for name in other.signs} - set(signs)
    made = [name for name in step.all_outputs if name not in signed_later]
    if twice := [name for name, count in Counter(p.paper for p in papers).items() if count > 1]:
        raise BadValue(f"'{twice[0]}' is handed in twice.", case.name)
    versions = []
    for paper in papers:
        well_formed(paper, context, case.name)
        kind = context.procedure.paper(paper.paper)
        if paper.paper not in (*made, *step.revises, *signs) or kind is None or kind.made != "attached":
            raise NotAllowed(f"'{paper.paper}' is not handed in at step {step.no}.", case.name)
        if not exists_on(kind, path):
            raise NotAllowed(f"There is no '{paper.paper}' when the path is '{path}'.", case.name)
        if paper.signature is not None and paper.paper not in signs:
            raise NotAllowed(f"'{paper.paper}' is not signed at step {step.no}.", case.name)
        version = revision(case, paper, who.by.person)
        if paper.signature is not None:
            version = replace(version, signed_as=_block(context, step, who, at))
        versions.append(version)
    signed = {version.paper for version in versions if version.signed}
    if unsigned := [name for name in signs if name not in signed]:
        raise MissingPaper(f"Signed papers are missing: {', '.join(unsigned)}.", unsigned, case.name)
    return versions


def _signed(context: Context, outcome: Outcome, path: str | None) -> tuple[str, ...]:
    kinds = {paper.id: paper for paper in context.procedure.papers}
    return tuple(name for name in outcome.signs if exists_on(kinds[name], path))


def _block(context: Context, step: Step, who: Capacity, at: datetime) -> tuple[str, ...]:
    """The lines of the signature block: the capacity, then the name."""
    day = context.facts.day(at)
    block = signature_block(who.acting, context.facts.offices, day, step.authority)
    return (*block.capacity, block.name)
