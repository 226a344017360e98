"""A vector-bin-packing problem and its file: bins that are all alike, kinds of items with their demand.

A ``.vbp`` file has the number of dimensions, the capacities, the number of kinds, and then a line per kind:
its sizes and how many of it there are. Blank lines and what follows ``#`` are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass

from capacity.errors import BadInput, Problem

MOST_DIMENSIONS = 3


@dataclass(frozen=True, slots=True)
class Vbp:
    """`kinds` are (sizes, demand), the sizes in the order of `capacity`."""

    capacity: tuple[int, ...]
    kinds: tuple[tuple[tuple[int, ...], int], ...]

    @property
    def items(self) -> int:
        return sum(demand for _, demand in self.kinds)

    def volume_bound(self) -> int:
        """The bins that the sum of sizes needs in the dimension that is scarcest."""
        return max(
            (
                -(-sum(sizes[d] * demand for sizes, demand in self.kinds) // most)
                for d, most in enumerate(self.capacity)
                if most
            ),
            default=0,
        )


def parse(text: str, name: str = "problem.vbp") -> Vbp:
    """Read the text of a ``.vbp`` file.

    Raises
    ------
    BadInput
        With the row: words that are no whole numbers, lines that are too short or missing, more than three
        dimensions, an item that no bin holds.
    """
    rows = [
        (number, words)
        for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1)
        if (words := line.split("#")[0].split())
    ]
    numbers = iter([(row, _whole(word, row, name)) for row, words in rows for word in words])

    def next_number() -> tuple[int, int]:
        found = next(numbers, None)
        if found is None:
            raise _bad(name, rows[-1][0] if rows else 1, "The file ends too early.")
        return found

    row, dimensions = next_number()
    if not 1 <= dimensions <= MOST_DIMENSIONS:
        raise _bad(name, row, f"{dimensions} dimensions; a rack has {MOST_DIMENSIONS}.")
    capacity = tuple(next_number()[1] for _ in range(dimensions))
    kinds = []
    for _ in range(next_number()[1]):
        row, first = next_number()
        sizes = (first, *(next_number()[1] for _ in range(dimensions - 1)))
        demand = next_number()[1]
        if any(size > most for size, most in zip(sizes, capacity, strict=True)):
            raise _bad(name, row, "The item is larger than a bin.")
        if demand:
            kinds.append((sizes, demand))
    rest = next(numbers, None)
    if rest is not None:
        raise _bad(name, rest[0], "There is more than the kinds that were announced.")
    return Vbp(capacity, tuple(kinds))


def written(problem: Vbp) -> str:
    """The problem as the text of a ``.vbp`` file."""
    lines = [str(len(problem.capacity)), " ".join(map(str, problem.capacity)), str(len(problem.kinds))]
    lines += [" ".join(map(str, (*sizes, demand))) for sizes, demand in problem.kinds]
    return "\n".join(lines) + "\n"


def _whole(word: str, row: int, name: str) -> int:
    if not (word.isascii() and word.isdigit()):
        raise _bad(name, row, f"{word[:20]!r} is no whole number that is 0 or more.")
    return int(word)


def _bad(name: str, row: int, problem: str) -> BadInput:
    advice = "Lines: dimensions, capacities, number of kinds, then sizes and demand of each kind."
    return BadInput([Problem(name, row, "line", problem, advice)])
