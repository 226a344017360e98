"""Scenarios made ready: their requests read, their changes tried, every problem of all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from capacity.errors import BadInput, Problem
from capacity.reading.catalogue import DeviceType
from capacity.reading.problems import quoted
from capacity.room import Room
from capacity.scenario import Place, Scenario, applied
from placement.reading import read_requests, request_from_table
from placement.request import Request


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scenario whose changes hold; `requests` are what it places, by the place of the change in it."""

    scenario: Scenario
    requests: Mapping[int, tuple[Request, ...]]


def prepare(
    room: Room,
    scenarios: Sequence[Scenario],
    catalogue: Mapping[str, DeviceType],
    queue: Sequence[Request] = (),
) -> tuple[Prepared, ...]:
    """The scenarios with their requests read; `queue` are requests that are asked for in all of them.

    Raises
    ------
    BadInput
        With every problem of every scenario.
    """
    problems: list[Problem] = []
    ready = []
    for scenario in scenarios:
        requests: dict[int, tuple[Request, ...]] = {}
        names = {request.name for request in queue}
        for at, change in enumerate(scenario.changes):
            if isinstance(change, Place):
                prefix = f"changes[{at + 1}]"
                requests[at] = _requests(change, scenario.file, prefix, catalogue, problems)
                problems += _twice(requests[at], names, scenario.file, prefix)
        try:
            applied(room, scenario.changes, scenario.file)
        except BadInput as bad:
            problems += bad.problems
        ready.append(Prepared(scenario, requests))
    if problems:
        raise BadInput(problems)
    return tuple(ready)


def _requests(
    place: Place, file: str, prefix: str, catalogue: Mapping[str, DeviceType], problems: list[Problem]
) -> tuple[Request, ...]:
    found: list[Request] = []
    try:
        if place.file:
            return read_requests(Path(place.file), catalogue)
    except BadInput as bad:
        problems += bad.problems
    for number, table in enumerate(place.requests, start=1):
        try:
            here = f"{prefix}.requests[{number}]."
            found.append(request_from_table(table, file, catalogue, prefix=here))
        except BadInput as bad:
            problems += bad.problems
    return tuple(found)


def _twice(requests: Iterable[Request], names: set[str], file: str, prefix: str) -> list[Problem]:
    """Requests whose name was asked for before; the names are noted."""
    told = []
    for request in requests:
        if request.name in names:
            problem = f"The request {quoted(request.name)} is placed twice."
            told.append(Problem(file, None, prefix, problem, "Give one of them another name."))
        names.add(request.name)
    return told
