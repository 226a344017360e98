"""What the register says of demand: the requests that wait for a place, and those that came in the past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from capacity.errors import BadInput
from capacity.reading.catalogue import Catalogue
from placement.forecast.history import History, Past
from placement.request import Request
from workflow.analysis.request import request_named
from workflow.ports import UnitOfWork
from workflow.state import Case

PAGE = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """Requests that wait for a place; `unread` are cases whose request cannot be read any more."""

    requests: tuple[Request, ...]
    unread: tuple[str, ...]

    def told(self) -> Mapping[str, object]:
        """The cases, as JSON."""
        return {"cases": [one.name for one in self.requests], "unread": list(self.unread)}


def waiting(unit: UnitOfWork, room: str, catalogue: Catalogue) -> Waiting:
    """The requests of open cases that have no place yet and may come into the room, by their cases' names.

    A case that was analysed for another room waits for that one.
    """
    found, unread = [], []
    cases = [one for one in _cases(unit, "open") if one.place == "none" and _room(one) in ("", room)]
    texts = unit.lists.contents({case.request_sha256 for case in cases})
    for case in cases:
        request = _read(texts[case.request_sha256], case, catalogue)
        if request is None:
            unread.append(case.name)
        else:
            found.append(request)
    return Waiting(tuple(found), tuple(unread))


def history(unit: UnitOfWork, room: str, catalogue: Catalogue, today: date) -> History:
    """The requests that came for a room, from all cases of the register up to a day.

    Counted is every case on the day of its filing, whatever was decided, but for those that were withdrawn
    or cancelled and those that ask again for what an earlier one asked for. A case that was never analysed
    counts for a room if there is no other room. What was installed stays until its end is recorded; the
    others tell nothing of stays.

    Raises
    ------
    BadInput
        If there are too few requests, or too short a time, to say anything.
    """
    zone = ZoneInfo(unit.office.calendar().zone)
    alone = unit.rooms.names() == (room,)
    past, unread = [], []
    for case in _cases(unit):
        came = case.filed_at.astimezone(zone).date()
        counts = case.status in ("open", "archived") and case.refers_to is None and came <= today
        if not counts or _room(case) not in ((room, "") if alone else (room,)):
            continue
        request = _request(unit, case, catalogue)
        if request is None:
            unread.append(case.name)
            continue
        left = _left(unit, case, zone) if case.stay == "ended" else None
        past.append(Past(request, came, left, stood=case.stay in ("installed", "ended")))
    return History.from_past(past, today, unread)


def _cases(unit: UnitOfWork, status: str | None = None) -> Iterator[Case]:
    after = None
    while lines := unit.cases.register(status=status, after=after, limit=PAGE):
        yield from unit.cases.several(line.name for line in lines)
        after = lines[-1].name


def _room(case: Case) -> str:
    return case.analysis.room if case.analysis is not None else ""


def _request(unit: UnitOfWork, case: Case, catalogue: Catalogue) -> Request | None:
    """The request of a case; None where it cannot be read any more, as of a device type that is gone."""
    _, text = unit.files.get(case.request_sha256)
    return _read(text, case, catalogue)


def _read(text: bytes, case: Case, catalogue: Catalogue) -> Request | None:
    try:
        return request_named(text, case.name, catalogue)
    except BadInput:
        return None


def _left(unit: UnitOfWork, case: Case, zone: ZoneInfo) -> date | None:
    ended = [placed.ended_at for placed in unit.occupancy.of_case(case.name) if placed.ended_at is not None]
    return max(ended).astimezone(zone).date() if ended else None
