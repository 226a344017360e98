"""titip setup: the database brought up to date, with the procedure and calendar that Titip brings."""

from __future__ import annotations

from pathlib import Path

from api.commands.office import counts, read_office_file
from api.commands.shell import caller, now, print_json
from api.settings import read_settings
from api.store import open_store
from workflow.calendar import fingerprint, shipped_calendar
from workflow.conflicts import AlreadyThere
from workflow.installing import adopt_calendar, change_office, in_force, publish_procedure
from workflow.ports import UnitOfWork
from workflow.procedure import publish, shipped
from workflow.roles import Offices


def run_setup(office: Path | None, *, as_json: bool) -> int:
    """Do what has not been done yet, and print what there is; 0."""
    settings = read_settings()
    people = read_office_file(office) if office else None

    def once(unit: UnitOfWork) -> tuple[dict[str, object], bool]:
        said: dict[str, object] = {
            "database": settings.shown,
            "procedure": _procedure(unit),
            "calendar": _calendar(unit),
            "office": None if people is None else _office(unit, people, office),
        }
        nobody = not unit.office.offices().people
        unit.commit()
        return said, nobody

    with open_store(settings, make=True) as store:
        try:
            said, nobody = store.run(once)
        except AlreadyThere:  # another setup at the same time was faster: there is nothing left to do
            said, nobody = store.run(once)
    if as_json:
        print_json(said)
    else:
        from api.render.installed import print_setup

        print_setup(said, nobody=nobody)
    return 0


def install_shipped(unit: UnitOfWork) -> None:
    """The procedure and the calendar that Titip brings, where there is none; committed."""
    _procedure(unit)
    _calendar(unit)
    unit.commit()


def _procedure(unit: UnitOfWork) -> dict[str, object]:
    """The newest procedure; the one that Titip brings where there is none, and never over another."""
    known = unit.office.procedures()
    published = unit.office.procedure(known[0]) if known else publish(shipped())
    new = not known and publish_procedure(unit, published, now(), caller())
    procedure = published.procedure
    return {"id": procedure.id, "version": procedure.version, "sha256": published.sha256, "new": new}


def _calendar(unit: UnitOfWork) -> dict[str, object]:
    """The calendar in force; the one that Titip brings where there is none."""
    calendar = in_force(unit)
    new = calendar is None and adopt_calendar(unit, shipped_calendar(), now(), caller())
    calendar = calendar or shipped_calendar()
    return {"name": calendar.name, "sha256": fingerprint(calendar), "new": new}


def _office(unit: UnitOfWork, people: Offices, file: Path | None) -> dict[str, int]:
    return counts(change_office(unit, people, now(), caller(), file.name if file else ""))
