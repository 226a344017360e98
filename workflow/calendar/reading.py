"""The YAML file of a calendar to its values, and the calendars that come with Titip."""

from __future__ import annotations

import hashlib

from capacity.data import data_path
from capacity.reading.plain_yaml import YamlRefused, documents
from capacity.reading.problems import Refused, bad_file
from workflow.calendar.checks import checked
from workflow.calendar.values import Calendar
from workflow.plain import canonical, from_plain

LARGEST_CALENDAR = 256 * 1024


def read_calendar(data: bytes, file: str = "calendar.yaml") -> Calendar:
    """The calendar in the bytes of a YAML (or JSON) file. Raises BadInput with every problem."""
    try:
        found = documents(data, LARGEST_CALENDAR)
    except YamlRefused as refused:
        raise bad_file(file, Refused(str(refused), "Correct the file.")) from refused
    if len(found) != 1:
        raise bad_file(file, Refused(f"It holds {len(found)} documents.", "Keep to one calendar a file."))
    return checked(from_plain(Calendar, found[0], file, tidy=True), file)


def shipped_calendar(name: str = "denpasar") -> Calendar:
    """The calendar of that name that comes with Titip. Raises BadInput if there is none."""
    file = f"{name}.yaml"
    folder = data_path("calendars")
    path = folder / file
    if not name.replace("-", "").isalnum() or not path.is_file():
        known = ", ".join(sorted(other.stem for other in folder.glob("*.yaml")))
        raise bad_file(file, Refused("There is no such calendar.", f"Those that come with Titip: {known}."))
    return read_calendar(path.read_bytes(), file)


def fingerprint(calendar: Calendar) -> str:
    """SHA-256 of the calendar, in hexadecimal: what a due time was computed with."""
    return hashlib.sha256(canonical(calendar)).hexdigest()
