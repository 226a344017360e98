"""A frozen analysis: all that the decision rests on, in one text under one hash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Literal

from capacity.errors import BadInput
from capacity.reading.problems import Problems, quoted
from placement.request import Request
from workflow.analysis.assumptions import Assumption
from workflow.papers import Analysis
from workflow.plain import from_plain, to_plain

FILE = "analysis"
RESTORE = "Restore it from a backup."
_RESULTS: Mapping[str, Literal["fits", "does_not_fit", "cannot_decide"]] = {
    "fits": "fits",
    "does not fit": "does_not_fit",
    "cannot decide": "cannot_decide",
}


@dataclass(frozen=True, slots=True)
class RoomState:
    """The room that was looked at.

    `number` and `revision` are those of the store, `sha256` that of the room's files, `stands_sha256` that of
    everything that stood, ran or was held in it, whatever the files say.
    """

    name: str
    number: int
    revision: int
    sha256: str
    stands_sha256: str
    policy_version: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What the verifier said of the first place, and the conditions it named."""

    holds: bool
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A frozen analysis but for its answer, whose fractions have no plain form.

    Attributes
    ----------
    case
        The case; the request bears its name.
    asked
        The request as the agency wrote it, every value as the text of a cell.
    request_sha256
        The hash of its canonical text.
    request
        The request as it was understood: defaults and device type filled in, and what was assumed.
    room, today
        What it was compared with: the room, and the day that reservations are compared with.
    at, by
        When and by whom it was made.
    program
        Version of Titip.
    verdict
        What the verifier said of the first place; None without one.
    """

    case: str
    asked: Mapping[str, str]
    request_sha256: str
    request: Request
    room: RoomState
    today: date
    at: datetime
    by: str
    program: str
    assumptions: tuple[Assumption, ...] = ()
    verdict: Checked | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen(Head):
    """One analysis of one request.

    `answer` is the answer of the contract (``check --json``) without ``seconds``, which would make it another
    one each time; its ``proof`` names method, seed, bound and versions.
    """

    answer: Mapping[str, Any]

    @property
    def text(self) -> bytes:
        """The one JSON text of it: the same input gives the same bytes."""
        head = Head(**{field.name: getattr(self, field.name) for field in fields(Head)})
        whole = {**to_plain(head), "answer": self.answer}
        said = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return said.encode()

    @property
    def sha256(self) -> str:
        """The hash of `text`, in hexadecimal."""
        return sha256(self.text).hexdigest()

    @property
    def id(self) -> str:
        """A name that follows from the hash."""
        return _id(self.sha256)

    @property
    def result(self) -> Literal["fits", "does_not_fit", "cannot_decide"]:
        """The decision, as a case keeps it."""
        return _RESULTS[self.answer["decision"]]

    def short(self) -> Analysis:
        """What the case keeps of it."""
        digest = self.sha256
        return Analysis(
            id=_id(digest),
            sha256=digest,
            request_sha256=self.request_sha256,
            result=self.result,
            assumptions=tuple(one.sentence for one in self.assumptions),
            room=self.room.name,
        )


def read_frozen(text: bytes) -> Frozen:
    """The analysis whose text this is. Raises BadInput where it is none."""
    problems = Problems()
    try:
        node = json.loads(text)
    except ValueError as error:
        problems.add(FILE, None, "", f"It is no JSON: {quoted(str(error))}.", RESTORE)
        raise BadInput(problems.listed()) from error
    answer = node.pop("answer", None) if isinstance(node, dict) else None
    if not isinstance(answer, dict) or answer.get("decision") not in _RESULTS:
        problems.add(FILE, None, "answer", "The answer is missing.", RESTORE)
        raise BadInput(problems.listed())
    head = from_plain(Head, node, FILE)
    return Frozen(answer=answer, **{field.name: getattr(head, field.name) for field in fields(Head)})


def _id(digest: str) -> str:
    return f"analysis-{digest[:12]}"
