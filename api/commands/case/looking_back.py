"""titip case timeline, diff, figures: what happened, what changed, how it went."""

from __future__ import annotations

from typing import Literal

from api.commands.case.acting import moment, office_zone
from api.commands.shell import now, print_json
from api.options import bad_option
from api.render.case_json import plain_figure, plain_happening, plain_visit
from api.store import open_store
from capacity.reading.problems import Suggestions, quoted
from workflow.errors import BadValue, NoSuchChoice
from workflow.overview import Looking, as_agency_sees, figures, row, steps_of, timeline
from workflow.papers import PaperVersion
from workflow.ports import UnitOfWork
from workflow.revisions import changes
from workflow.state import Case

Language = Literal["id", "en"]


def run_timeline(name: str, language: Language, *, agency: bool, as_json: bool) -> int:
    """Print everything that happened in a case, or what its agency sees of that; 0."""
    with open_store() as store, store.read() as unit:
        zone = office_zone(unit)
        told = timeline(unit, name)
    if agency:
        told = as_agency_sees(told)
    if as_json:
        print_json({"case": name, "timeline": [plain_happening(one) for one in told]})
    else:
        from api.render.case_history import print_timeline

        print_timeline(name, told, zone, language)
    return 0


def run_steps(name: str, *, as_json: bool) -> int:
    """Print the steps that a case has gone through, and the one that it waits at; 0."""
    with open_store() as store, store.read() as unit:
        zone, when = office_zone(unit), now()
        case = unit.cases.get(name)
        ended, waits = steps_of(unit, name), row(Looking(unit, when), case)
        procedure = unit.office.procedure(case.procedure).procedure
    if as_json:
        print_json({"case": name, "steps": [plain_visit(one) for one in ended], "open": waits.step})
    else:
        from api.render.case_steps import print_steps

        print_steps(ended, waits, procedure, zone)
    return 0


def run_diff(name: str, paper: str, older: int | None, newer: int | None, *, as_json: bool) -> int:
    """Print what changed between two revisions of a text; 0."""
    with open_store() as store, store.read() as unit:
        case = unit.cases.get(name)
        revisions = {one.revision: one for one in case.revisions(paper)}
        if not revisions:
            known = dict.fromkeys(one.paper for one in case.papers)
            advice = Suggestions(known).advice(paper, f"It has {', '.join(known)}.")
            raise bad_option("PAPER", f"The case has no paper {quoted(paper)}.", advice)
        to = max(revisions) if newer is None else newer
        start = to - 1 if older is None else older
        for option, number in (("--from", start), ("--to", to)):
            if number not in revisions:
                told = f"There is no revision {number} of {quoted(paper)}."
                raise bad_option(option, told, f"It has revisions 1 to {max(revisions)}.")
        before, after = (_text(unit, case, revisions[number]) for number in (start, to))
    pieces = changes(before, after)
    if as_json:
        said = [{"kind": piece.kind, "text": piece.text} for piece in pieces]
        print_json({"case": name, "paper": paper, "from": start, "to": to, "pieces": said})
    else:
        from api.render.case_history import print_diff

        print_diff(name, f"{paper}, revision {start} to {to}", pieces)
    return 0


def run_figures(since: str | None, until: str | None, *, as_json: bool) -> int:
    """Print the figures of the steps that were decided in a time; 0."""
    with open_store() as store, store.read() as unit:
        zone = office_zone(unit)
        first = None if since is None else moment(since, zone, "--from")
        last = None if until is None else moment(until, zone, "--until")
        found = figures(unit, now(), since=first, until=last)
        procedures = unit.office.procedures()
        newest = unit.office.procedure(procedures[0]).procedure if procedures else None
    if as_json:
        groups = (("steps", found.steps), ("agencies", found.agencies), ("roles", found.roles))
        said = {name: [plain_figure(one) for one in group] for name, group in groups}
        print_json({"cases": found.cases, **said})
    else:
        from api.render.case_history import print_figures

        print_figures(found, newest)
    return 0


def _text(unit: UnitOfWork, case: Case, version: PaperVersion) -> str:
    """The text of a revision. Raises NoSuchChoice without a file, BadValue for one that is no text."""
    if version.file is None:
        raise NoSuchChoice(f"'{version.paper}' has no file: a decision makes it.", case.name)
    kept, content = unit.files.get(version.sha256)
    if kept.media_type != "text/plain":
        told = f"Revision {version.revision} of '{version.paper}' is no text but {kept.media_type}."
        raise BadValue(told, case.name)
    return content.decode("utf-8-sig")
