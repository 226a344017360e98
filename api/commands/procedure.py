"""titip procedure, titip calendar: what the office works by, published and put in force."""

from __future__ import annotations

from pathlib import Path

from api.commands.shell import caller, content_of, now, print_json
from api.store import open_store
from capacity.errors import BadInput, Problem
from capacity.reading.output import replace_file
from capacity.reading.problems import quoted
from workflow.calendar import fingerprint, read_calendar
from workflow.conflicts import NotStored
from workflow.drawing import Language, draw
from workflow.installing import adopt_calendar, publish_procedure
from workflow.ports import UnitOfWork
from workflow.procedure import Difference, Published, differences, publish, read_procedure


def run_publish(path: Path, *, as_json: bool) -> int:
    """Publish a version of a procedure: new cases follow it, those that run stay on theirs; 0."""
    published = publish(read_procedure(content_of(path), path.name), path.name)

    def once(unit: UnitOfWork) -> tuple[bool, tuple[Difference, ...]]:
        known = unit.office.procedures()
        changed: tuple[Difference, ...] = ()
        if known and known[0] != published.sha256:
            changed = differences(unit.office.procedure(known[0]).procedure, published.procedure)
        new = publish_procedure(unit, published, now(), caller(), path.name)
        unit.commit()
        return new, changed

    with open_store() as store:
        new, changed = store.run(once)
    if as_json:
        shown = [{"where": one.where, "before": one.before, "after": one.after} for one in changed]
        print_json({**_line(published), "new": new, "differences": shown})
    else:
        from api.render.installed import print_published

        print_published(published, changed, new=new)
    return 0


def run_list(*, as_json: bool) -> int:
    """Print the published versions, newest first; 0."""
    with open_store() as store, store.read() as unit:
        versions = [unit.office.procedure(sha256) for sha256 in unit.office.procedures()]
    if as_json:
        print_json({"procedures": [_line(one) for one in versions]})
    else:
        from api.render.installed import print_procedures

        print_procedures(versions)
    return 0


def run_draw(out: Path, version: str | None, step: str | None, language: Language, *, as_json: bool) -> int:
    """Draw a published procedure as SVG: a file, or one for each of its pages; 0."""
    with open_store() as store, store.read() as unit:
        published = _version(unit, version)
    procedure = published.procedure
    if step is not None and procedure.step(step) is None:
        known = ", ".join(one.no for one in procedure.steps)
        raise _refused("--step", f"There is no step {quoted(step)}.", f"Its steps are {known}.")
    pages = draw(procedure, current=step, language=language)
    drawn = {out: pages[0]}
    if len(pages) > 1:
        drawn = {out.with_name(f"{out.stem}-{n}{out.suffix}"): page for n, page in enumerate(pages, start=1)}
    for path, svg in drawn.items():
        replace_file(svg, path)
    if as_json:
        print_json({**_line(published), "files": [str(path) for path in drawn]})
    else:
        from api.render.installed import print_drawn

        print_drawn(published, drawn)
    return 0


def run_adopt(path: Path, *, as_json: bool) -> int:
    """Put a calendar in force: due times are counted by it from now on; 0."""
    calendar = read_calendar(content_of(path), path.name)

    def once(unit: UnitOfWork) -> bool:
        new = adopt_calendar(unit, calendar, now(), caller())
        unit.commit()
        return new

    with open_store() as store:
        new = store.run(once)
    if as_json:
        confirmed = [one.year for one in calendar.confirmed]
        said = {"name": calendar.name, "sha256": fingerprint(calendar), "new": new, "confirmed": confirmed}
        print_json(said)
    else:
        from api.render.installed import print_adopted

        print_adopted(calendar, new=new)
    return 0


def _version(unit: UnitOfWork, version: str | None) -> Published:
    """The newest version, or the one whose hash begins so."""
    known = unit.office.procedures()
    found = [sha256 for sha256 in known if sha256.startswith(version or "")]
    if not known:
        raise _refused(
            "", "No procedure is published.", "Run `titip setup`, or `titip procedure publish FILE`."
        )
    if not found or (version is not None and len(found) > 1):
        told = f"{quoted(version or '')} begins the hash of {len(found) or 'no'} versions."
        raise _refused("--version", told, "See `titip procedure list`.")
    try:
        return unit.office.procedure(found[0])
    except NotStored as error:
        raise _refused("--version", error.sentence, "See `titip procedure list`.") from None


def _line(published: Published) -> dict[str, object]:
    procedure = published.procedure
    return {
        "sha256": published.sha256,
        "id": procedure.id,
        "version": procedure.version,
        "number": procedure.head.number,
        "effective": procedure.head.effective.isoformat(),
        "steps": len(procedure.steps),
    }


def _refused(option: str, problem: str, advice: str) -> BadInput:
    return BadInput([Problem("command line", None, option, problem, advice)])
