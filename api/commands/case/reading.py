"""titip case list, show, inbox: cases read."""

from __future__ import annotations

from api.commands.case.acting import moment, office_zone
from api.commands.shell import print_json
from api.options import bad_option
from api.render.case_json import plain_line, plain_row, plain_show, plain_waiting
from api.store import open_store
from capacity.reading.problems import Suggestions, quoted
from workflow.overview import Looking, Row, held, inbox, register, row


def run_list(agency: str | None, status: str | None, at: str | None, *, as_json: bool) -> int:
    """Print the register; 0."""
    with open_store() as store, store.read() as unit:
        zone = office_zone(unit)
        when = moment(at, zone)
        rows: list[Row] = []
        after: str | None = None
        while more := register(unit, when, agency=agency, status=status, after=after):
            rows += more
            after = rows[-1].name
    if as_json:
        print_json({"at": when.isoformat(), "cases": [plain_line(one) for one in rows]})
    else:
        from api.render.case import print_register

        print_register(rows, when, zone)
    return 0


def run_show(name: str, at: str | None, *, as_json: bool) -> int:
    """Print a case; 0."""
    with open_store() as store, store.read() as unit:
        zone = office_zone(unit)
        when = moment(at, zone)
        case = unit.cases.get(name)
        procedure = unit.office.procedure(case.procedure).procedure
        shown, place = row(Looking(unit, when), case), held(unit, case, when)
    if as_json:
        print_json({**plain_row(shown, place), **plain_show(case, procedure)})
    else:
        from api.render.case import print_case

        print_case(case, procedure, shown, place, zone)
    return 0


def run_inbox(person: str, at: str | None, *, as_json: bool) -> int:
    """Print what waits for a person; 0."""
    with open_store() as store, store.read() as unit:
        zone = office_zone(unit)
        when = moment(at, zone)
        people = {one.id: one for one in unit.office.offices().people}
        if person not in people:
            advice = Suggestions(people).advice(person, "See `titip user list`.")
            raise bad_option("--as", f"There is no person {quoted(person)}.", advice)
        waiting = inbox(unit, person, when)
    if as_json:
        print_json(
            {"person": person, "at": when.isoformat(), "waiting": [plain_waiting(one) for one in waiting]}
        )
    else:
        from api.render.case import print_inbox

        print_inbox(people[person], waiting, when, zone)
    return 0
