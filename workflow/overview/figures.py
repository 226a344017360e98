"""The office's figures: how long steps take in working time, how many in time, how many come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflow.deadlines import spent
from workflow.kept import Entry
from workflow.overview.looking import Looking
from workflow.overview.visits import Visit, events_of, visits
from workflow.ports import UnitOfWork

PAGE = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """The figures of one group of decided steps.

    Attributes
    ----------
    decided
        How many steps were decided.
    median, p90
        Working time that they took, pauses left out: half of them took no longer than the median, nine in ten
        no longer than `p90` (the smallest of the times of which that is true).
    timed
        How many of them had a due time.
    in_time, in_time_at_first
        How many of these were decided by it; and by the due time without extensions.
    sent_back
        How many were decided by sending the case to an earlier step: correction loops.
    """

    name: str
    decided: int
    median: timedelta
    p90: timedelta
    timed: int
    in_time: int
    in_time_at_first: int
    sent_back: int

    @property
    def rate(self) -> float | None:
        """The share that was in time; None where no clock ran."""
        return self.in_time / self.timed if self.timed else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures by step, by agency, and by role; `cases` is how many cases they come from."""

    cases: int
    steps: tuple[Figure, ...]
    agencies: tuple[Figure, ...]
    roles: tuple[Figure, ...]


def figures(
    unit: UnitOfWork, at: datetime, *, since: datetime | None = None, until: datetime | None = None
) -> Figures:
    """The figures of all steps that were decided from `since` on and before `until`.

    `at` is the moment of asking. Steps that still wait are left out, and those at which a case was withdrawn
    or cancelled.
    """
    look = Looking(unit, at)
    ended = [
        visit
        for visit in all_visits(look)
        if visit.outcome is not None
        and (since is None or visit.until >= since)
        and (until is None or visit.until < until)
    ]
    return Figures(
        cases=len({visit.case for visit in ended}),
        steps=_figures(look, ended, lambda visit: visit.step),
        agencies=_figures(look, ended, lambda visit: visit.agency),
        roles=_figures(look, ended, lambda visit: visit.role),
    )


def all_visits(look: Looking) -> Iterator[Visit]:
    """Every ended visit of every case."""
    logs: dict[str, list[Entry]] = {}
    seq = 0
    while entries := look.unit.log.since(seq, PAGE):
        for entry in entries:
            if entry.news.stream == "case":
                logs.setdefault(entry.news.name, []).append(entry)
        seq = entries[-1].seq
    for log in logs.values():
        yield from visits(events_of(log), look.procedure)


def _figures(look: Looking, ended: Iterable[Visit], group: Callable[[Visit], str]) -> tuple[Figure, ...]:
    groups: dict[str, list[Visit]] = {}
    for visit in ended:
        groups.setdefault(group(visit), []).append(visit)
    return tuple(_figure(look, name, groups[name]) for name in sorted(groups))


def _figure(look: Looking, name: str, ended: list[Visit]) -> Figure:
    times = sorted(spent(look.time, visit.since, visit.until, visit.pauses) for visit in ended)
    timed = [visit for visit in ended if visit.due is not None]
    return Figure(
        name=name,
        decided=len(ended),
        median=(times[(len(times) - 1) // 2] + times[len(times) // 2]) / 2,
        p90=times[-(-9 * len(times) // 10) - 1],
        timed=len(timed),
        in_time=sum(visit.in_time is True for visit in timed),
        in_time_at_first=sum(v.original_due is not None and v.until <= v.original_due for v in timed),
        sent_back=sum(visit.sent_back for visit in ended),
    )
