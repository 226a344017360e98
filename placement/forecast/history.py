"""The history of demand: requests with the day each came and the day it left, checked and counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt

from capacity.errors import BadInput, Problem
from placement.request import Request

PERIOD_DAYS = 365.25 / 12
LEAST_PERIODS = 6  # with fewer there is no rate to speak of
LEAST_REQUESTS = 5

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Past:
    """A request of the history; `left` None: it still stands on the history's last day.

    One that never `stood`, as what was refused, is demand all the same, and tells nothing of stays.
    """

    request: Request
    came: date
    left: date | None
    stood: bool = True


@dataclass(frozen=True)
class History:
    """What came up to the day `end`, the oldest first.

    Attributes
    ----------
    incomplete
        Requests that do not say what they ask of the room: they count as arrivals, but no future request
        is made after them.
    """

    past: tuple[Past, ...]
    end: date
    incomplete: tuple[str, ...]

    @classmethod
    def of(cls, requests: Sequence[Request], end: date) -> History:
        """Sort a table of requests: `from` is the day each came, `until` the day it left or will leave.

        Raises
        ------
        BadInput
            With every request without a day, of a day after `end`, or that left before it came; or if there
            are too few requests, or too short a time, to say anything.
        """
        problems = [problem for request in requests if (problem := _fault(request, end)) is not None]
        if problems:
            raise BadInput(problems)
        past = [
            Past(r, r.start, r.until if r.until is not None and r.until <= end else None)
            for r in requests
            if r.start is not None
        ]
        return cls.from_past(past, end, file=requests[0].file if requests else "history.csv")

    @classmethod
    def from_past(
        cls, past: Sequence[Past], end: date, unread: Sequence[str] = (), file: str = "register"
    ) -> History:
        """Sort what came up to the day `end`; `unread` are requests that came and cannot be read.

        Raises
        ------
        BadInput
            If there are too few requests, or too short a time, to say anything.
        """
        timeless = [replace(p, request=_timeless(p.request)) for p in past]
        found = cls(
            tuple(sorted(timeless, key=lambda p: (p.came, p.request.name))),
            end,
            (*unread, *(p.request.name for p in past if not complete(p.request))),
        )
        found._check(file)
        return found

    def _check(self, file: str) -> None:
        whole = [p for p in self.past if complete(p.request)]
        if len(whole) < LEAST_REQUESTS or self.periods < LEAST_PERIODS:
            said = f"It has {len(whole)} complete requests over {self.periods} months."
            advice = f"Give at least {LEAST_REQUESTS} over at least {LEAST_PERIODS} months."
            raise BadInput([Problem(file, None, "", said, advice)])

    @cached_property
    def periods(self) -> int:
        """Whole periods of a twelfth of a year, counted back from the end."""
        if not self.past:
            return 0
        return int(((self.end - self.past[0].came).days + 1) / PERIOD_DAYS)

    @cached_property
    def counts(self) -> Counts:
        """Requests per period, the oldest first; what came before the first whole period is left out."""
        counts = np.zeros(self.periods, dtype=np.int64)
        for each in self.past:
            back = int((self.end - each.came).days / PERIOD_DAYS)
            if back < self.periods:
                counts[self.periods - 1 - back] += 1
        return counts

    @cached_property
    def classes(self) -> Mapping[str, tuple[Request, ...]]:
        """Complete requests by class, a server's height or an application, in the order of their names."""
        found: dict[str, list[Request]] = {}
        for each in self.past:
            if complete(each.request):
                found.setdefault(class_of(each.request), []).append(each.request)
        return {name: tuple(found[name]) for name in sorted(found)}

    def before(self, end: date) -> History:
        """The history as it was known on an earlier day."""
        past = tuple(
            replace(p, left=p.left if p.left is not None and p.left <= end else None)
            for p in self.past
            if p.came <= end
        )
        names = {p.request.name for p in past}
        return History(past, end, tuple(name for name in self.incomplete if name in names))


def class_of(request: Request) -> str:
    """The class that a request is counted in, e.g. ``server 2U``."""
    if request.kind == "application":
        return "application"
    height = (request.height_hu or 0) / 2
    return f"server {height:g}U"


def complete(request: Request) -> bool:
    """True where everything is known that limits charge."""
    if request.kind == "application":
        return None not in (request.vcpu, request.memory_mb, request.disk_gb)
    known = None not in (request.power_w, request.weight_g, request.height_hu)
    return known and bool(request.height_hu) and not request.chassis


def _timeless(request: Request) -> Request:
    """The request as it would be asked today; what a past one was for is no standard for the next."""
    return replace(request, start=None, until=None)


def _fault(request: Request, end: date) -> Problem | None:
    def told(column: str, problem: str, advice: str) -> Problem:
        return Problem(request.file, request.line, column, problem, advice)

    if request.start is None:
        return told("from", f"The request {request.name!r} has no day on which it came.", "Fill it in.")
    if request.start > end:
        return told(
            "from", f"It came on {request.start}, after {end}.", "Give what is still to come as --requests."
        )
    if request.until is not None and request.until < request.start:
        return told("until", f"It left on {request.until}, before it came.", "Correct one of the days.")
    return None
