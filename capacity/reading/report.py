"""What an importer has to tell: what its source does not say, what was not taken over, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from capacity.reading.problems import Problems


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Something that the source does not say, or that was read in one of several possible ways.

    Attributes
    ----------
    file, column
        Where it shows in what was written; `column` may be "".
    what
        What is not known or how it was read, as a sentence.
    advice
        What to do about it.
    names
        The racks, devices or types concerned; sorted.
    """

    file: str
    column: str
    what: str
    advice: str
    names: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many are concerned; at least 1."""
        return max(1, len(self.names))


@dataclass(frozen=True, slots=True, order=True)
class LeftOut:
    """A row or file of the source that was not taken over; `row` is 0 where a whole file is meant."""

    file: str
    row: int
    name: str
    why: str


@dataclass(slots=True)
class Report:
    """Collects gaps, rows left out and problems while a source is read."""

    left_out: list[LeftOut] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    _gaps: dict[tuple[str, str, str, str], list[str]] = field(default_factory=dict)

    def gap(self, file: str, column: str, what: str, advice: str, *names: str) -> None:
        """Record a gap; equal ones are counted together."""
        self._gaps.setdefault((file, column, what, advice), []).extend(names)

    def leave_out(self, file: str, row: int, name: str, why: str) -> None:
        """Record something of the source that was not taken over."""
        self.left_out.append(LeftOut(file, row, name, why))

    def gaps(self) -> list[Gap]:
        """Every gap, sorted by file and column."""
        return sorted(Gap(*key, names=tuple(sorted(names))) for key, names in self._gaps.items())


REPORT_COLUMNS = ("kind", "file", "where", "count", "which", "what", "advice")
_MOST_NAMED = 5


def report_rows(gaps: Iterable[Gap], left_out: Iterable[LeftOut]) -> list[tuple[str, ...]]:
    """The report as plain rows of text under `REPORT_COLUMNS`, gaps first, each part in order.

    `kind` is "not known" or "left out"; `where` is a column, or the row of what was left out; `which` names
    a few of those concerned.
    """
    rows: list[tuple[str, ...]] = [
        ("not known", g.file, g.column, str(g.count), _some(g.names), g.what, g.advice) for g in sorted(gaps)
    ]
    for item in sorted(left_out):
        where = f"row {item.row}" if item.row else ""
        rows.append(("left out", item.file, where, "1", item.name, item.why, ""))
    return rows


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
