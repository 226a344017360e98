"""Letters that were made to be signed: the code and number that each bears, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of one of the office's own registers: the `count`-th of its year."""

    register: str
    year: int
    count: int


@dataclass(frozen=True, slots=True)
class IssuedLetter:
    """A letter that was made to be signed, or as it is for a paper that nobody signs.

    Attributes
    ----------
    code
        The code that it bears, by which anybody can ask whether it is genuine.
    case, paper
        Of which case, as which paper of its procedure.
    number, dated
        As it bears them; `number` is "" where nobody numbers such papers.
    counted
        Where the number is of an own register; None for one that was given elsewhere.
    made_at, made_by
        When it was first made, and by whom.
    made_sha256
        The file that was made for it, as last made; None before it was.
    kept_sha256
        The file that was handed in as this letter; None before.
    as_made
        Whether what was handed in is the letter as made and nothing was added but signatures; None where
        that cannot be told, as for a scan.
    ended
        Why it will not be handed in any more; "" while it may, or was.
    """

    code: str
    case: str
    paper: str
    number: str
    dated: date
    made_at: datetime
    made_by: str
    counted: Counted | None = None
    made_sha256: str | None = None
    kept_sha256: str | None = None
    as_made: bool | None = None
    ended: str = ""

    @property
    def open(self) -> bool:
        """True while it waits to be handed in."""
        return self.kept_sha256 is None and not self.ended


class IssuedLetters(Protocol):
    """Every letter that was ever made to be signed, with its code."""

    def add(self, one: IssuedLetter) -> None:
        """Keep a new one. Raises AlreadyThere where its code or its number of a register is taken."""
        ...

    def save(self, one: IssuedLetter) -> None:
        """Keep what changed of one: date, number, files, end. Raises NotStored."""
        ...

    def get(self, code: str) -> IssuedLetter:
        """The letter that bears a code. Raises NotStored."""
        ...

    def of_case(self, case: str) -> tuple[IssuedLetter, ...]:
        """Those of a case, oldest first."""
        ...

    def with_file(self, sha256: str) -> tuple[IssuedLetter, ...]:
        """Those whose file it is, as handed in or as made."""
        ...

    def of_register(self, register: str, year: int) -> tuple[IssuedLetter, ...]:
        """Those with a number of an own register, by number."""
        ...
