"""What a service keeps beside cases: calculations, notifications, and the codes that letters bear."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

State = Literal["waiting", "running", "done", "failed", "cancelling", "cancelled"]


@dataclass(frozen=True, slots=True)
class Computation:
    """A calculation that somebody asked for and that takes its time.

    `asked_sha256` is the file with what was asked; `result_sha256`, once it is done, the one with the answer.
    `value` and `bound` are its progress: what was reached, and what is the most that can be.
    """

    id: str
    kind: str
    person: str
    room: str | None
    asked_sha256: str
    put_at: datetime
    state: State = "waiting"
    value: int | None = None
    bound: int | None = None
    result_sha256: str | None = None
    error: str | None = None
    ended_at: datetime | None = None

    @property
    def over(self) -> bool:
        """True once nothing more will come of it."""
        return self.ended_at is not None


@dataclass(frozen=True, slots=True)
class Notification:
    """Something that a person is told, of a case or of several, once per `key`. `body` is canonical JSON."""

    id: int
    key: str
    person: str
    case: str | None
    occasion: str
    body: str
    at: datetime
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LetterCode:
    """The code that a letter of a case bears, by which anybody can ask whether it is genuine."""

    code: str
    case: str
    paper: str
    made_at: datetime


class Computations(Protocol):
    """Calculations that take their time; a worker does them, others see how far they are."""

    def add(self, one: Computation) -> None:
        """Raises AlreadyThere."""
        ...

    def get(self, id: str) -> Computation:
        """Raises NotStored."""
        ...

    def put(self, one: Computation, seen: Collection[str]) -> bool:
        """Keep a changed one, if its state is still one of `seen`; False if it is not."""
        ...

    def open(self, person: str | None = None) -> int:
        """How many are not over yet, of a person or of all."""
        ...

    def of(
        self, person: str | None = None, *, after: str | None = None, limit: int = 50
    ) -> tuple[Computation, ...]:
        """Of a person or of all, by id from the one after `after`, newest first."""
        ...


class Notifications(Protocol):
    def put(self, key: str, person: str, case: str | None, occasion: str, body: str, at: datetime) -> bool:
        """Tell a person; False if he was told under that key before."""
        ...

    def of(
        self, person: str, *, unseen: bool = False, before: int | None = None, limit: int = 50
    ) -> tuple[Notification, ...]:
        """A person's, newest first, with ids under `before`."""
        ...

    def seen(self, person: str, at: datetime, upto: int) -> int:
        """Mark those up to an id as seen; how many."""
        ...


class LetterCodes(Protocol):
    def put(self, one: LetterCode) -> None: ...

    def get(self, code: str) -> LetterCode:
        """Raises NotStored."""
        ...

    def of_case(self, case: str) -> tuple[LetterCode, ...]: ...
