"""Collecting every problem of an input, with words fit to print."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable

from capacity.errors import BadInput, Problem

# A file of half a million bad rows must not become half a million problems in memory.
MOST_PER_FILE = 1_000
_LONGEST_QUOTE = 60
# Comparing words is slow: only so many candidates and so many questions get an answer.
_MOST_CANDIDATES = 1_000
_MOST_QUESTIONS = 20


class Refused(ValueError):
    """A value that cannot be used: `problem` says why, `advice` what to do."""

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.advice = advice


def printable(text: str) -> str:
    """The text, shortened, and with everything unprintable escaped."""
    if text.isprintable() and len(text) <= _LONGEST_QUOTE:
        return text
    cut = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)


def quoted(text: str) -> str:
    """The text in quotes, fit to print."""
    return f"'{printable(text)}'"


def bad_file(name: str, refused: Refused) -> BadInput:
    """The error of a file that cannot be used at all."""
    return BadInput([Problem(printable(name), None, "", refused.problem, refused.advice)])


class Suggestions:
    """Answers "did you mean" from a set of names, a limited number of times."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = names
        self._folded: dict[str, str] | None = None
        self._questions = 0

    def like(self, word: str) -> str | None:
        """The name most like `word`; None without one, or after too many questions."""
        self._questions += 1
        if self._questions > _MOST_QUESTIONS or len(word) > _LONGEST_QUOTE:
            return None
        if self._folded is None:
            self._folded = {name.casefold(): name for name in self._names}
        folded = word.casefold()
        if folded in self._folded:
            return self._folded[folded]
        near = [name for name in self._folded if abs(len(name) - len(folded)) <= 3][:_MOST_CANDIDATES]
        found = difflib.get_close_matches(folded, near, n=1, cutoff=0.7)
        return self._folded[found[0]] if found else None

    def advice(self, word: str, otherwise: str) -> str:
        """The sentence `otherwise`, after a question whether the nearest name was meant."""
        found = self.like(word)
        return f"Did you mean {quoted(found)}? {otherwise}" if found else otherwise


class Problems:
    """The problems found so far; a file is cut off after `MOST_PER_FILE`, and the cut is told."""

    def __init__(self) -> None:
        self._found: list[Problem] = []
        self._per_file: Counter[str] = Counter()

    def add(self, file: str, row: int | None, column: str, problem: str, advice: str) -> None:
        """Note one problem; see `capacity.errors.Problem` for the fields."""
        self._per_file[file] += 1
        if self._per_file[file] <= MOST_PER_FILE:
            self._found.append(Problem(file, row, printable(column), problem, advice))

    def refuse(self, file: str, row: int | None, column: str, refused: Refused) -> None:
        """Note a refused value."""
        self.add(file, row, column, refused.problem, refused.advice)

    def full(self, file: str) -> bool:
        """True where the file has so many problems that reading on is no use."""
        return self._per_file[file] >= MOST_PER_FILE

    def since(self, count: int) -> list[Problem]:
        """The problems noted after the first `count`, in the order found."""
        return self._found[count:]

    def __len__(self) -> int:
        return len(self._found)

    def listed(self) -> list[Problem]:
        """All problems, ordered by file, row and column."""
        cut = [
            Problem(
                file,
                None,
                "",
                f"Only the first {MOST_PER_FILE} problems of this file are listed.",
                "Correct those listed and read the file again.",
            )
            for file, count in self._per_file.items()
            if count >= MOST_PER_FILE
        ]
        # A problem without a row is about the whole file, and comes first.
        return sorted(self._found + cut, key=lambda p: (p.file, p.row or 0, p.column, p.problem))

    def raise_if_any(self) -> None:
        """Raise `BadInput` with all problems, if there are any."""
        if self._found:
            raise BadInput(self.listed())
