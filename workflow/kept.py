"""What a store keeps beside cases and rooms: entries of the audit log, tasks, files, jobs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from workflow.events import Event
from workflow.occupancy import Occupancy, Overlap
from workflow.plain import canonical
from workflow.records import event_to_plain

NOTHING_BEFORE = "0" * 64


@dataclass(frozen=True, slots=True)
class News:
    """Something that happened, on its way into the audit log.

    `stream` and `name` say to what: ("case", "PS-1"), ("room", "hall"). `number` counts within it (a
    case's version), or is None. `body` is canonical JSON.
    """

    stream: str
    name: str
    number: int | None
    kind: str
    at: datetime
    by: str
    body: str


def news_of_case(case: str, seen: int, events: Iterable[Event]) -> tuple[News, ...]:
    """What is told of a case that was at version `seen` when the events happened."""
    return tuple(
        News(
            stream="case",
            name=case,
            number=number,
            kind=type(event).__name__,
            at=event.at,
            by=event.by.person,
            body=canonical(event_to_plain(event)).decode(),
        )
        for number, event in enumerate(events, start=seen + 1)
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the audit log. `sha256` covers everything else, `previous` the entry before it."""

    seq: int
    news: News
    previous: str
    sha256: str


def digest(seq: int, news: News, previous: str) -> str:
    """The hash that an entry must bear, in hexadecimal."""
    covered = {
        "seq": seq,
        "previous": previous,
        "stream": news.stream,
        "name": news.name,
        "number": news.number,
        "kind": news.kind,
        "at": news.at,
        "by": news.by,
        "body": news.body,
    }
    return sha256(canonical(covered)).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first entry of the audit log that is not as it was written, and what is wrong with it."""

    seq: int
    problem: str


@dataclass(frozen=True, slots=True)
class Head:
    """The newest entry: what to print and keep elsewhere, so that a log that was cut short is found out."""

    seq: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as the register lists it."""

    name: str
    version: int
    status: str
    agency: str
    subject: str
    filed_at: datetime
    step: str | None
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Task:
    """An open step in the inbox of some roles; `holder` claimed it, or was given it."""

    case: str
    visit: int
    step: str
    agency: str
    roles: tuple[str, ...]
    since: datetime
    due: datetime | None = None
    holder: str | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file by its content; `media_type` follows from the content, not from the name."""

    sha256: str
    size_bytes: int
    media_type: str


@dataclass(frozen=True, slots=True)
class RoomVersion:
    """A room as it was loaded; `policy_version` is "" where its policy states none.

    `revision` counts every change of what stands or is held in it, so that an answer computed from an
    earlier one can be told. It is the room's, whatever the version asked for.
    """

    room: str
    number: int
    revision: int
    sha256: str
    policy_version: str
    loaded_at: datetime
    loaded_by: str


@dataclass(frozen=True, slots=True)
class Differing:
    """A row of a loaded file that tells otherwise of a thing that Titip placed, in these fields.

    What Titip keeps of it stays: it is what was verified and signed. `line` is the row of the file.
    """

    file: str
    line: int
    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of loading a room: its version, overlaps in it, rows that tell otherwise than Titip."""

    version: RoomVersion
    overlaps: tuple[Overlap, ...]
    differing: tuple[Differing, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A row of the occupancy table: `id`, the row, its room, and how it stands.

    ``live``: it takes its place. ``released``, ``lapsed``: it did until `ended_at`.
    """

    id: int
    room: str
    row: Occupancy
    status: Literal["live", "released", "lapsed"]
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewJob:
    """Work for later, at least once: handlers must bear being called twice.

    `key` names it, so that the same job put twice is there once; a timer is a job with a `due` to come.
    """

    queue: str
    kind: str
    body: Mapping[str, object]
    due: datetime
    key: str | None = None
    most_attempts: int = 5


@dataclass(frozen=True, slots=True)
class Job:
    """A job that a worker has taken until `leased_until`; `token` proves that it is still his."""

    id: int
    queue: str
    kind: str
    body: Mapping[str, object]
    due: datetime
    key: str | None
    attempt: int
    token: str
    leased_until: datetime


@dataclass(frozen=True, slots=True)
class DeadJob:
    """A job that was given up, with the last error."""

    id: int
    queue: str
    kind: str
    key: str | None
    attempts: int
    error: str
