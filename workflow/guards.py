"""The guards of the vocabulary: what must hold before an outcome is taken, and what to say if it does not.

A guard looks at the situation only: the case with the papers just handed in, and the facts that came along.
A fact that is not known does not hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from workflow.errors import CaseError, MissingPaper, NotYet
from workflow.facts import Facts, Verdict
from workflow.papers import PlaceChoice
from workflow.procedure import Procedure, Step
from workflow.procedure.walks import exists_on
from workflow.state import Case


@dataclass(frozen=True, slots=True)
class Situation:
    """What a guard may look at. `path` is the path after the outcome; `step` None: after the archive."""

    case: Case
    procedure: Procedure
    facts: Facts
    person: str
    step: Step | None = None
    path: str | None = None
    choice: PlaceChoice | None = None

    def existing(self, papers: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the papers that exist on the path."""
        known = {paper.id: paper for paper in self.procedure.papers}
        return tuple(name for name in papers if name in known and exists_on(known[name], self.path))

    def titles(self, papers: tuple[str, ...]) -> str:
        """The papers by the names that the office knows them by."""
        known = {paper.id: paper.title.id for paper in self.procedure.papers}
        return ", ".join(known.get(name, name) for name in papers)


Guard: TypeAlias = Callable[[Situation], CaseError | None]


def papers_complete(at: Situation) -> CaseError | None:
    """The needed papers are there; those that the step makes were made in this visit of it."""
    step, visit = at.step, at.case.visits
    if step is None:
        return None
    by_hand = tuple(name for name in step.all_outputs if _made(at, name) != "deciding")
    needed = at.case.lacks(at.existing(step.all_needs))
    made = at.case.lacks(at.existing(by_hand), visit)
    if not needed and not made:
        return None
    sentence = f"Papers are missing: {at.titles((*needed, *made))}."
    return MissingPaper(sentence, (*needed, *made), at.case.name)


def _made(at: Situation, name: str) -> str:
    paper = at.procedure.paper(name)
    return paper.made if paper else "attached"


def analysis_exists(at: Situation) -> CaseError | None:
    """An analysis was recorded in this visit, of the request as it now stands."""
    analysis = at.case.analysis
    if analysis is None or at.case.analysis_visit != at.case.visits:
        return NotYet("The request has not been analysed in this step.", "analysis_exists", at.case.name)
    if analysis.request_sha256 != at.case.request_sha256:
        sentence = "The request was changed after the analysis; run it again."
        return NotYet(sentence, "analysis_exists", at.case.name)
    return None


def fits(at: Situation) -> CaseError | None:
    """A place is taken that the analysis offers, or an own one, and the verifier accepts it.

    Soft rules may be overridden with a reason, in an own place; physical limits never: the verifier does not.
    """
    analysis, choice = at.case.analysis, at.choice
    if choice is None:
        return NotYet("Choose the place.", "fits", at.case.name)
    if choice.overrides and choice.kind != "own":
        return NotYet("Rules are overridden for an own place only.", "fits", at.case.name)
    if choice.kind != "own" and (analysis is None or analysis.result != "fits"):
        return NotYet("The analysis has found no place.", "fits", at.case.name)
    return _accepted(at, at.facts.chosen, "fits", "the place")


def initials_complete(at: Situation) -> CaseError | None:
    """Everybody who has to has put initials on the newest drafts; none for a drafter who signs himself."""
    asked = at.step.initials if at.step else None
    if asked is None:
        return None
    drafts = [at.case.latest_draft(paper) for paper in at.existing(asked.papers)]
    there = [draft for draft in drafts if draft is not None]
    if there and all(draft.maker == at.person for draft in there):
        return None
    wanted = {draft.ref for draft in there}
    given = {initial.role for initial in at.case.initials if wanted <= set(initial.papers)}
    missing = [role for role in asked.by if role not in given]
    if not missing:
        return None
    actors = (at.procedure.actor(role) for role in missing)
    told = ", ".join(actor.title.id for actor in actors if actor)
    return NotYet(f"Initials (paraf) are missing: {told}.", "initials_complete", at.case.name)


def place_verified(at: Situation) -> CaseError | None:
    """The hold has not lapsed, it is of the request as it now stands, and the verifier accepts it again."""
    analysis = at.case.analysis
    if analysis is None or analysis.request_sha256 != at.case.request_sha256:
        sentence = "The request was changed after the analysis; run it again."
        return NotYet(sentence, "place_verified", at.case.name)
    if at.facts.hold not in ("held", "firm"):
        lapsed = at.facts.hold == "lapsed"
        sentence = "The hold on the place has lapsed." if lapsed else "The case holds no place."
        return NotYet(sentence, "place_verified", at.case.name)
    return _accepted(at, at.facts.again, "place_verified", "the place")


def letters_sent(at: Situation) -> CaseError | None:
    """The letters went out in this visit of the step."""
    if at.case.sent_visit == at.case.visits:
        return None
    return NotYet("The letters have not been sent.", "letters_sent", at.case.name)


def handover_verified(at: Situation) -> CaseError | None:
    """The verifier accepts the equipment as it was installed."""
    return _accepted(at, at.facts.handover, "handover_verified", "the equipment as installed")


def _accepted(at: Situation, verdict: Verdict | None, guard: str, what: str) -> CaseError | None:
    if verdict is None:
        return NotYet(f"The verifier has not looked at {what}.", guard, at.case.name)
    if verdict.holds:
        return None
    reasons = f": {'; '.join(verdict.reasons)}" if verdict.reasons else ""
    return NotYet(f"The verifier does not accept {what}{reasons}.", guard, at.case.name)


REGISTRY: Mapping[str, Guard] = MappingProxyType(
    {
        guard.__name__: guard
        for guard in (
            papers_complete,
            analysis_exists,
            fits,
            initials_complete,
            place_verified,
            letters_sent,
            handover_verified,
        )
    }
)
