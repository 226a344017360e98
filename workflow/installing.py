"""What an administrator puts into the store: rooms, the office, procedures, calendars.

Each is checked, kept, and told in the audit log in the same unit of work; what changes nothing tells nothing.
The caller commits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from capacity.errors import BadInput, Problem
from capacity.reading.problems import quoted
from workflow.calendar import Calendar, fingerprint
from workflow.conflicts import NotStored
from workflow.handling import timers
from workflow.kept import Loaded, News
from workflow.office_file import with_changes
from workflow.plain import canonical, to_plain
from workflow.ports import UnitOfWork
from workflow.procedure import Published
from workflow.roles import Offices

_ROOM_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def problems_of_room_name(name: str) -> tuple[Problem, ...]:
    """What is wrong with a name for a stored room: it is typed after ``db:`` and stands in addresses."""
    if _ROOM_NAME.fullmatch(name):
        return ()
    advice = "Use letters, digits and . _ - (at most 64), a letter or digit first; without db: before it."
    return (Problem("command line", None, "NAME", f"{quoted(name)} cannot be a room's name.", advice),)


def load_room(unit: UnitOfWork, name: str, files: Mapping[str, bytes], at: datetime, by: str) -> Loaded:
    """Keep a room's files as its next version. Raises BadInput with every problem."""
    if problems := problems_of_room_name(name):
        raise BadInput(problems)
    loaded = unit.rooms.load(name, files, at, by)
    version = loaded.version
    body = {"sha256": version.sha256, "policy_version": version.policy_version, "files": sorted(files)}
    unit.log.tell(_news("room", name, version.number, "RoomLoaded", at, by, body))
    return loaded


def change_office(unit: UnitOfWork, changes: Offices, at: datetime, by: str, file: str = "") -> Offices:
    """Add or replace people, posts and holdings; what of them is new. Raises BadInput with every problem."""
    known = unit.office.offices()
    with_changes(known, changes, file)
    new = Offices(
        tuple(one for one in changes.people if one not in known.people),
        tuple(one for one in changes.posts if one not in known.posts),
        tuple(one for one in changes.holdings if one not in known.holdings),
    )
    for person in new.people:
        unit.office.put_person(person)
        # The log is never changed, so it keeps no number that tells a birthday.
        body = {"name": person.name, "rank": person.rank}
        unit.log.tell(_news("person", person.id, None, "PersonKept", at, by, body))
    for post in new.posts:
        unit.office.put_post(post)
        unit.log.tell(_news("post", post.id, None, "PostKept", at, by, to_plain(post)))
    for holding in new.holdings:
        unit.office.put_holding(holding)
        unit.log.tell(_news("post", holding.post, None, "HoldingKept", at, by, to_plain(holding)))
    return new


def publish_procedure(
    unit: UnitOfWork, published: Published, at: datetime, by: str, file: str = "procedure"
) -> bool:
    """Keep a version of a procedure, which becomes the one for new cases; False if it was there already.

    Raises BadInput where another text was published under its id and version.
    """
    procedure = published.procedure
    for sha256 in unit.office.procedures():
        if sha256 == published.sha256:
            return False
        other = unit.office.procedure(sha256).procedure
        if (other.id, other.version) == (procedure.id, procedure.version):
            told = (
                f"Version {procedure.version} of {quoted(procedure.id)} is published, with another content."
            )
            raise BadInput([Problem(file, None, "version", told, "Give it a higher version.")])
    unit.office.publish(published, at, by)
    body = {"sha256": published.sha256, "version": procedure.version}
    unit.log.tell(_news("procedure", procedure.id, None, "ProcedurePublished", at, by, body))
    return True


def adopt_calendar(unit: UnitOfWork, calendar: Calendar, at: datetime, by: str) -> bool:
    """Put a calendar in force, and set the daily digest by it; False if it is in force already."""
    sha256 = fingerprint(calendar)
    if in_force(unit) == calendar:
        return False
    unit.office.adopt(calendar, at, by)
    timers.set_digest(unit, at)
    unit.log.tell(_news("calendar", calendar.name, None, "CalendarAdopted", at, by, {"sha256": sha256}))
    return True


def in_force(unit: UnitOfWork) -> Calendar | None:
    """The calendar in force, None without one."""
    try:
        return unit.office.calendar()
    except NotStored:
        return None


def _news(
    stream: str, name: str, number: int | None, kind: str, at: datetime, by: str, body: Mapping[str, object]
) -> News:
    return News(stream, name, number, kind, at, by, canonical(body).decode())
