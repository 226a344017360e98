"""Lists that people look through: filtered, sorted, counted and cut into pages by the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, Protocol, TypeVar

from workflow.accounts import ApiToken
from workflow.issued import IssuedLetter
from workflow.kept import Entry, Placed, RoomVersion
from workflow.state import Case

Item = TypeVar("Item")
#: What a list of cases, or of letters, can be sorted by; by name, or newest first, where values are alike.
CaseOrder = Literal["name", "agency", "subject", "status", "step", "filed", "due"]
LetterOrder = Literal["made", "number", "dated", "case", "agency"]
LetterStanding = Literal["issued", "waiting", "replaced", "void"]
JobState = Literal["waiting", "leased", "done", "dead"]


@dataclass(frozen=True, slots=True)
class Found(Generic[Item]):
    """Some of what was asked for, and how much there is of it in all."""

    items: tuple[Item, ...]
    total: int


@dataclass(frozen=True, slots=True)
class CasesWanted:
    """Which cases, and in which order; None and "" leave a thing open.

    Attributes
    ----------
    agencies
        Of these agencies; None: of all.
    words
        Each of them stands in name, agency or subject.
    room
        Where it was analysed, or stands or stood.
    filed_from, filed_before
        Filed then or later, and before.
    overdue_at
        Open at that moment past the due time of its step, while the clock runs.
    """

    agencies: tuple[str, ...] | None = None
    words: tuple[str, ...] = ()
    status: str = ""
    step: str = ""
    room: str = ""
    filed_from: datetime | None = None
    filed_before: datetime | None = None
    overdue_at: datetime | None = None
    order: CaseOrder = "name"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class LettersWanted:
    """Which letters, and in which order; None and "" leave a thing open.

    Dates are those that letters bear.
    """

    agencies: tuple[str, ...] | None = None
    words: tuple[str, ...] = ()
    case: str = ""
    paper: str = ""
    standing: LetterStanding | None = None
    dated_from: date | None = None
    dated_until: date | None = None
    order: LetterOrder = "made"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class LetterFound:
    """A letter with its case, and whether it counts: what `workflow.issuing.checking` tells anybody."""

    letter: IssuedLetter
    case: Case
    standing: LetterStanding


@dataclass(frozen=True, slots=True)
class EntriesWanted:
    """Which entries of the audit log; "" and None leave a thing open."""

    stream: str = ""
    name: str = ""
    kind: str = ""
    by: str = ""
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job as it stands; `error` is that of its last attempt, `due` when it is tried next."""

    id: int
    queue: str
    kind: str
    key: str | None
    body: Mapping[str, object]
    state: JobState
    attempts: int
    most_attempts: int
    due: datetime
    put_at: datetime
    ended_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class VersionFound:
    """A version of a room, and how many files it has.

    `changed` are those that are new or other than in the version before; `gone` those no longer there.
    """

    version: RoomVersion
    files: int
    changed: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlacedFound:
    """A place that Titip gave in a room, and since when."""

    placed: Placed
    taken_at: datetime


class Lists(Protocol):
    """Each list takes how many to pass over, and how many to give at most."""

    def cases(self, wanted: CasesWanted, offset: int = 0, limit: int = 25) -> Found[Case]: ...

    def letters(self, wanted: LettersWanted, offset: int = 0, limit: int = 25) -> Found[LetterFound]: ...

    def entries(self, wanted: EntriesWanted, offset: int = 0, limit: int = 50) -> Found[Entry]:
        """Entries of the audit log, the newest first."""
        ...

    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The streams of the audit log with the kinds of entries in each."""
        ...

    def sendings(self, cases: Collection[str]) -> tuple[Entry, ...]:
        """The entries that tell which letters of these cases were sent."""
        ...

    def jobs(
        self, queue: str, state: JobState | None = None, offset: int = 0, limit: int = 50
    ) -> Found[JobLine]:
        """The jobs of a queue, the newest first."""
        ...

    def refused(self, since: datetime | None = None, before: datetime | None = None) -> tuple[Case, ...]:
        """Cases whose last analysis found no place, filed in that time."""
        ...

    def versions(self, room: str, offset: int = 0, limit: int = 50) -> Found[VersionFound]:
        """The versions of a room, the newest first."""
        ...

    def placed(
        self, room: str, offset: int = 0, limit: int = 50, *, held: bool = False
    ) -> Found[PlacedFound]:
        """What Titip held and placed in a room, newest first; `held`: what it holds now, oldest first."""
        ...

    def changed_at(self, room: str) -> datetime | None:
        """When the files of a room, or what Titip placed in it, changed last; None without such a room."""
        ...

    def contents(self, sha256: Collection[str]) -> dict[str, bytes]:
        """Files by their hash; those that are not there are left out."""
        ...

    def sessions(self, at: datetime) -> Mapping[str, int]:
        """How many sessions of each person have not ended by a moment."""
        ...

    def tokens(self) -> tuple[ApiToken, ...]:
        """Everybody's API tokens, by person, the oldest first."""
        ...
