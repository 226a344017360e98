"""The door to what is kept: what the rest of the workflow may ask of a store, and nothing else.

A `Store` opens units of work. What a unit writes is there for others once `commit` has returned, all of it
or nothing; leaving the unit without it undoes everything. Moments are given by the caller, never asked of
a clock, and carry a zone. Errors are those of `workflow.conflicts`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol, TypeVar

from capacity.room import Room
from workflow.accounts import Accounts
from workflow.calendar import Calendar
from workflow.drafts import Drafts
from workflow.issued import IssuedLetters
from workflow.kept import (
    CaseLine,
    ChainFault,
    DeadJob,
    Entry,
    Head,
    Job,
    Loaded,
    NewJob,
    News,
    Placed,
    RoomVersion,
    StoredFile,
    Task,
)
from workflow.lists import Lists
from workflow.occupancy import Kind, Occupancy
from workflow.procedure import Published
from workflow.roles import Holding, Offices, Person, Post
from workflow.scenarios import Scenarios
from workflow.serving import Computations, LetterCodes, Notifications
from workflow.state import Case

T = TypeVar("T")


class Rooms(Protocol):
    """Rooms by name, each with its versions."""

    def load(self, name: str, files: Mapping[str, bytes], at: datetime, by: str) -> Loaded:
        """Keep a room's files as its next version and enter what stands in it; what Titip placed stays.

        Raises BadInput for a room that cannot be read or that puts something where Titip holds a place.
        """
        ...

    def names(self) -> tuple[str, ...]: ...

    def version(self, name: str, number: int | None = None) -> RoomVersion:
        """A version; the newest without a number. Raises NotStored."""
        ...

    def files(self, name: str, number: int | None = None) -> dict[str, bytes]: ...

    def as_loaded(self, name: str, number: int | None = None) -> Room:
        """The room as its files say."""
        ...

    def now(self, name: str) -> Room:
        """The room with all that stands and is held in it: what placements are decided on."""
        ...

    def then(self, name: str, number: int, at: datetime) -> Room:
        """The room of that version with all that stood and was held in it at a moment."""
        ...

    def lock(self, name: str) -> RoomVersion:
        """Keep other writers out of the room until the unit ends; needed before a place is taken."""
        ...


class Occupancies(Protocol):
    """What stands and is held in the rooms.

    A case is to be read before anything is done to its places. `take` needs the room's lock, the others
    take it.
    """

    def take(self, room: str, row: Occupancy, at: datetime) -> int:
        """Take a place; the row's id. Raises PlaceTaken, NotEnough."""
        ...

    def release(self, case: str, at: datetime, *, holds_only: bool = True) -> tuple[Placed, ...]:
        """Give up what a case holds; with `holds_only` False what stands there for it as well."""
        ...

    def lapse(self, room: str, at: datetime) -> tuple[Placed, ...]:
        """Free what has expired by then, the rows that did."""
        ...

    def extend(self, case: str, until: datetime, at: datetime) -> int:
        """Move the expiry of a case's holds; how many. Raises HoldGone."""
        ...

    def confirm(self, case: str, at: datetime) -> int:
        """Make a case's holds firm; how many. Raises HoldGone."""
        ...

    def of_case(self, case: str) -> tuple[Placed, ...]:
        """Everything that was ever placed for a case."""
        ...

    def live(self, room: str, kinds: Collection[Kind] | None = None) -> tuple[Placed, ...]:
        """What takes a place in a room; with `kinds` what of it is of these."""
        ...


class Cases(Protocol):
    def add(self, case: Case) -> None:
        """Keep a new case. Raises AlreadyThere."""
        ...

    def get(self, name: str) -> Case:
        """The case; a writing unit keeps others from changing it from then on. Raises NotStored."""
        ...

    def several(self, names: Iterable[str]) -> tuple[Case, ...]:
        """The cases of these names, in their order, read at once. Raises NotStored."""
        ...

    def save(self, case: Case, seen: int) -> None:
        """Keep a case that was at version `seen`. Raises StaleVersion."""
        ...

    def register(
        self,
        *,
        agency: str | None = None,
        status: str | None = None,
        after: str | None = None,
        limit: int = 100,
    ) -> tuple[CaseLine, ...]:
        """Cases by name, from the one after `after`."""
        ...


class AuditLog(Protocol):
    """The hash-chained log. What is told becomes entries at the commit, in the same transaction."""

    def tell(self, news: News) -> None: ...

    def of(self, stream: str, name: str) -> tuple[Entry, ...]: ...

    def of_several(self, stream: str, names: Iterable[str]) -> dict[str, tuple[Entry, ...]]:
        """The entries about each of these things, oldest first, read at once."""
        ...

    def since(self, seq: int, limit: int = 1000) -> tuple[Entry, ...]: ...

    def head(self) -> Head: ...

    def fault(self, expected: Head | None = None) -> ChainFault | None:
        """The first bad entry; `expected` is a head that was kept elsewhere."""
        ...


class Tasks(Protocol):
    def follow(self, case: Case, roles: Sequence[str]) -> None:
        """Make the inbox agree with the case: its open step and holder, for officials with `roles`."""
        ...

    def claim(self, case: str, visit: int, person: str) -> None:
        """Raises AlreadyClaimed."""
        ...

    def inbox(self, roles: Collection[str], person: str | None = None) -> tuple[Task, ...]:
        """Open tasks of the roles by due date; without those that somebody else than `person` holds."""
        ...

    def of_case(self, case: str) -> Task | None: ...


class Files(Protocol):
    """Papers by content, and canonical texts (requests, analyses) by hash."""

    def put(self, content: bytes, at: datetime) -> StoredFile:
        """Keep a file; the same content is kept once."""
        ...

    def get(self, sha256: str) -> tuple[StoredFile, bytes]:
        """Raises NotStored."""
        ...

    def about(self, sha256: str) -> StoredFile:
        """A file without its content. Raises NotStored."""
        ...


class Jobs(Protocol):
    """Outbox, background work and timers: jobs that workers lease."""

    def put(self, job: NewJob, at: datetime) -> bool:
        """Add a job; False if one with its key was there."""
        ...

    def arm(self, job: NewJob, at: datetime) -> None:
        """Set the timer of that key, anew if it was set before."""
        ...

    def disarm(self, key: str) -> None: ...

    def lease(
        self, queues: Collection[str], at: datetime, until: datetime, limit: int = 1
    ) -> tuple[Job, ...]:
        """Take jobs that are due; those whose lease ran out come again, until their attempts are used up."""
        ...

    def keep(self, job: Job, until: datetime) -> Job:
        """Prolong a lease. Raises LeaseLost."""
        ...

    def done(self, job: Job, at: datetime) -> None:
        """Raises LeaseLost."""
        ...

    def failed(self, job: Job, at: datetime, error: str, retry_at: datetime) -> None:
        """Put a job back until `retry_at`, or give it up after its last attempt. Raises LeaseLost."""
        ...

    def dead(self) -> tuple[DeadJob, ...]: ...

    def next_due(self, queues: Collection[str] | None = None) -> datetime | None:
        """When the next job of these queues (None: of any) is due that nobody has taken."""
        ...


class Keys(Protocol):
    """Idempotency keys of each subject: one effect, however often a command is sent."""

    def begin(self, subject: str, key: str, fingerprint: str, at: datetime) -> str | None:
        """None for a new key, else the answer that was given. Raises KeyReused for another content."""
        ...

    def answer(self, subject: str, key: str, text: str) -> None:
        """Keep the answer, in the transaction that had the effect."""
        ...

    def forget(self, before: datetime) -> int: ...


class OfficeBook(Protocol):
    """People, posts, who holds them; procedures and calendars in force; numbers of registers."""

    def offices(self) -> Offices: ...

    def put_person(self, person: Person) -> None: ...

    def put_post(self, post: Post) -> None: ...

    def put_holding(self, holding: Holding) -> None:
        """Keep a holding; one of the same post, person and start is replaced."""
        ...

    def publish(self, published: Published, at: datetime, by: str) -> None:
        """Keep a version of a procedure for good. The same one twice is kept once."""
        ...

    def procedure(self, sha256: str) -> Published:
        """Raises NotStored, AlteredVersion."""
        ...

    def procedures(self) -> tuple[str, ...]:
        """The versions by their hash, newest first."""
        ...

    def adopt(self, calendar: Calendar, at: datetime, by: str) -> str:
        """Put a calendar in force; its fingerprint."""
        ...

    def calendar(self, sha256: str | None = None) -> Calendar:
        """A calendar; without a hash the one in force. Raises NotStored."""
        ...

    def next_number(self, register: str, year: int) -> int:
        """The next number of a register in a year, from 1, without gaps."""
        ...


class UnitOfWork(Protocol):
    """Everything within one transaction."""

    @property
    def rooms(self) -> Rooms: ...
    @property
    def occupancy(self) -> Occupancies: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def log(self) -> AuditLog: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def files(self) -> Files: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def keys(self) -> Keys: ...
    @property
    def office(self) -> OfficeBook: ...
    @property
    def accounts(self) -> Accounts: ...

    @property
    def computations(self) -> Computations: ...
    @property
    def notifications(self) -> Notifications: ...
    @property
    def letter_codes(self) -> LetterCodes: ...
    @property
    def letters(self) -> IssuedLetters: ...
    @property
    def lists(self) -> Lists: ...
    @property
    def scenarios(self) -> Scenarios: ...
    @property
    def drafts(self) -> Drafts: ...

    def commit(self) -> None:
        """Make it so, for good. Raises what the database's own guards raise, StoreDown."""
        ...


class Store(Protocol):
    def read(self) -> AbstractContextManager[UnitOfWork]:
        """A unit that sees one state of everything, and cannot write."""
        ...

    def write(self) -> AbstractContextManager[UnitOfWork]:
        """A unit that writes; nothing is kept without `commit`."""
        ...

    def run(self, work: Callable[[UnitOfWork], T], attempts: int = 5) -> T:
        """`work` in a writing unit that it commits itself; again if writers collided. Raises Busy."""
        ...

    def faults(self) -> Iterable[str]:
        """What contradicts itself in the stored data; nothing, if all is well."""
        ...

    def close(self) -> None: ...
