"""titip office, titip user: who there is, which posts there are, and who holds them when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from api.commands.shell import caller, content_of, now, print_json
from api.store import open_store
from capacity.errors import BadInput, Problem
from capacity.reading.problems import Suggestions, quoted
from workflow.installing import change_office
from workflow.office_file import read_office
from workflow.ports import UnitOfWork
from workflow.roles import Holding, HoldingKind, Offices, Person, Post


def run_load(path: Path, *, as_json: bool) -> int:
    """Add the people, posts and holdings of a file, or put them in place of those of their names; 0."""
    office = read_office_file(path)
    return _tell(_changed(lambda _: office, path.name), path.name, as_json=as_json)


def run_show(on: date, *, as_json: bool) -> int:
    """Print every post with who holds it on a day; 0."""
    office = _office()
    if as_json:
        print_json({"on": on.isoformat(), "posts": [_post(office, post, on) for post in office.posts]})
    else:
        from api.render.office import print_office

        print_office(office, on)
    return 0


def run_users(on: date, *, as_json: bool) -> int:
    """Print the people, with the roles that they act in on a day; 0."""
    office = _office()
    if as_json:
        print_json({"on": on.isoformat(), "people": [_person(office, one, on) for one in office.people]})
    else:
        from api.render.office import print_people

        print_people(office, on)
    return 0


def run_add(
    person: str, name: str | None, nip: str | None, rank: str | None, email: str | None, *, as_json: bool
) -> int:
    """Add a person, or change what is known of one; 0."""

    def changes(known: Offices) -> Offices:
        one = next((one for one in known.people if one.id == person), None)
        if one is None and not (name or "").strip():
            told = f"{quoted(person)} is not known yet."
            raise BadInput(
                [Problem("command line", None, "--name", told, "Give the name, as letters print it.")]
            )
        one = one or Person(person, "")
        changed = replace(
            one,
            name=_given(name) or one.name,
            nip=_given(nip) or one.nip,
            rank=_given(rank) or one.rank,
            email=_given(email) or one.email,
        )
        return Offices(people=(changed,))

    return _tell(_changed(changes, "command line"), person, as_json=as_json)


def run_hold(
    person: str,
    post: str,
    start: date,
    end: date | None,
    kind: HoldingKind,
    decree: str,
    *,
    as_json: bool,
) -> int:
    """Have a person hold a post for a time; 0."""

    def changes(known: Offices) -> Offices:
        problems = _unknown("PERSON", "person", person, [one.id for one in known.people])
        problems += _unknown("POST", "post", post, [one.id for one in known.posts])
        if problems:
            raise BadInput(problems)
        return Offices(holdings=(Holding(post, person, start, end, kind, " ".join(decree.split())),))

    return _tell(_changed(changes, "command line"), f"{person}, {post}", as_json=as_json)


def _given(value: str | None) -> str:
    """An option's text, without spaces too many; empty where it was not given."""
    return " ".join((value or "").split())


def read_office_file(path: Path) -> Offices:
    """The office of a file that was named. Raises BadInput with every problem."""
    return read_office(content_of(path), path.name)


def counts(new: Offices) -> dict[str, int]:
    """How many people, posts and holdings these are."""
    return {"people": len(new.people), "posts": len(new.posts), "holdings": len(new.holdings)}


def _unknown(column: str, what: str, name: str, known: list[str]) -> list[Problem]:
    if name in known:
        return []
    listed = ", ".join(known[:20]) or "none yet; `titip office load` brings them"
    advice = Suggestions(known).advice(name, f"Known: {listed}.")
    return [Problem("command line", None, column, f"There is no {what} {quoted(name)}.", advice)]


def _office() -> Offices:
    with open_store() as store, store.read() as unit:
        return unit.office.offices()


def _changed(changes: Callable[[Offices], Offices], file: str) -> Offices:
    """Make the changes that follow from what is known; those of them that are new."""

    def once(unit: UnitOfWork) -> Offices:
        new = change_office(unit, changes(unit.office.offices()), now(), caller(), file)
        unit.commit()
        return new

    with open_store() as store:
        return store.run(once)


def _tell(new: Offices, title: str, *, as_json: bool) -> int:
    if as_json:
        print_json(counts(new))
    else:
        from api.render.office import print_changed

        print_changed(title, new)
    return 0


def _post(office: Offices, post: Post, on: date) -> dict[str, object]:
    acting = {one.person.id for one in office.acting(post.role, on) if one.post == post}
    held = [one for one in office.holdings if one.post == post.id and one.covers(on)]
    return {
        "post": post.id,
        "role": post.role,
        "title": post.title,
        "agency": post.agency,
        "holders": [
            {
                "person": one.person,
                "kind": one.kind,
                "from": one.start.isoformat(),
                "until": one.end.isoformat() if one.end else None,
                "decree": one.decree or None,
                "acts": one.person in acting,
            }
            for one in held
        ],
    }


def _person(office: Offices, person: Person, on: date) -> dict[str, object]:
    return {
        "person": person.id,
        "name": person.name,
        "nip": person.nip,
        "rank": person.rank,
        "roles": list(office.roles_of(person.id, on)),
        "posts": [one.post for one in office.holdings if one.person == person.id and one.covers(on)],
    }
