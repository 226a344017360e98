"""The one error base, and the problems that bad input is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of an input file, with the place to look at and what to do.

    Attributes
    ----------
    file
        Name of the file as its user knows it, e.g. ``power.csv``.
    row
        Row in that file, the header being row 1; None where no row is meant.
    column
        Column, key or dotted path of the value; "" where none is meant.
    problem
        What is wrong, as a sentence that quotes the value.
    advice
        What to do about it.
    """

    file: str
    row: int | None
    column: str
    problem: str
    advice: str

    def __str__(self) -> str:
        row = f" row {self.row}" if self.row is not None else ""
        column = f" {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.problem} {self.advice}"


class TitipError(Exception):
    """Base of every error that Titip raises on purpose.

    Attributes
    ----------
    code
        Stable short name, e.g. ``bad-input``.
    sentence
        What happened, for a person.
    where
        The file, node or command it happened at; "" where it has no place.
    """

    code = "failure"

    def __init__(self, sentence: str, where: str = "") -> None:
        super().__init__(f"{where}: {sentence}" if where else sentence)
        self.sentence = sentence
        self.where = where

    def __reduce__(self) -> tuple[Any, ...]:
        """Errors cross processes whole, whatever the subclass asks for when it is made."""
        return _again, (type(self), self.args, self.__dict__.copy())


def _again(kind: type[TitipError], args: tuple[object, ...], state: dict[str, object]) -> TitipError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class BadInput(TitipError):
    """Input that cannot be used; carries every problem found, not the first only."""

    code = "bad-input"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} in the input", "")

    def __str__(self) -> str:
        return "\n".join([self.sentence, *map(str, self.problems)])


class ChildStopped(TitipError):
    """Work in a child process that ended without a result; why is told apart by `reason`.

    Attributes
    ----------
    reason
        ``time``: it ran past its deadline. ``memory``: it wanted more than it was given, or the system
        ran out of it. ``cancelled``: somebody asked for that. ``died``: it ended without an answer.
    last_words
        The end of what it printed; "" if nothing.
    """

    code = "child-stopped"

    def __init__(
        self, reason: Literal["time", "memory", "cancelled", "died"], sentence: str, last_words: str = ""
    ) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.last_words = last_words


class ChildFailed(TitipError):
    """An exception in a child process that is none of ours: a fault of Titip.

    Attributes
    ----------
    traceback
        The child's traceback, as text.
    """

    code = "child-failed"

    def __init__(self, summary: str, traceback: str) -> None:
        super().__init__(f"internal failure in a child process: {summary}")
        self.traceback = traceback
        self.add_note(traceback)
