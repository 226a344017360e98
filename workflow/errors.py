"""What can be wrong with a command to a case; every kind has a stable code and leaves the case as it was."""

from __future__ import annotations

from collections.abc import Iterable

from capacity.errors import TitipError


class CaseError(TitipError):
    """Base of the errors that a command to a case can meet. `where` is the case's name."""

    code = "case-error"


class Conflict(CaseError):
    """Somebody was faster, or the case has moved on: look again, then decide again."""

    code = "conflict"


class NotAllowed(CaseError):
    """A person may not do what he asked for, here or now."""

    code = "not-allowed"


class OwnRequest(NotAllowed):
    """The person asked for this place: nobody decides his own request, nor as somebody's substitute."""

    code = "own-request"


class MissingPaper(CaseError):
    """Papers are lacking; `papers` are their names in the procedure."""

    code = "missing-paper"

    def __init__(self, sentence: str, papers: Iterable[str], where: str = "") -> None:
        super().__init__(sentence, where)
        self.papers = tuple(papers)


class CommentNeeded(CaseError):
    """A return, a refusal, a cancellation says why."""

    code = "comment-needed"


class NotYet(CaseError):
    """A condition of the procedure does not hold yet; `guard` is its name."""

    code = "not-yet"

    def __init__(self, sentence: str, guard: str, where: str = "") -> None:
        super().__init__(sentence, where)
        self.guard = guard


class NoSuchChoice(CaseError):
    """The step has no such outcome, the case no such step, the procedure no such paper."""

    code = "no-such-choice"


class BadValue(CaseError):
    """A value of the command makes no sense: a moment in the future, an empty reason, no attestation."""

    code = "bad-value"
