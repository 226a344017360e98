"""The YAML file of an office to its people, posts and holdings, or every problem that it has, at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from capacity.errors import BadInput, Problem
from capacity.reading.plain_yaml import YamlRefused, documents
from capacity.reading.problems import Refused, bad_file
from workflow.plain import from_plain
from workflow.roles import Holding, Offices, Person, Post, problems_of_offices

LARGEST_OFFICE = 1024 * 1024
_ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def read_office(data: bytes, file: str = "office.yaml") -> Offices:
    """The office in the bytes of a YAML (or JSON) file. Raises BadInput with every problem of its form.

    Whether it makes sense is asked by `with_changes`, together with what is known already.
    """
    try:
        found = documents(data, LARGEST_OFFICE)
    except YamlRefused as refused:
        raise bad_file(file, Refused(str(refused), "Correct the file.")) from refused
    if len(found) != 1:
        raise bad_file(file, Refused(f"It holds {len(found)} documents.", "Keep to one office a file."))
    office = from_plain(Offices, found[0], file, tidy=True)
    if problems := [Problem(file, None, *fault) for fault in _twice(office)]:
        raise BadInput(problems)
    return office


def with_changes(known: Offices, changes: Offices, file: str = "") -> Offices:
    """What is known, with people, posts and holdings added or, under their own names, replaced.

    Nothing is taken away: a holding ends by its date. Raises BadInput with all that contradicts itself.
    """
    people = {one.id: one for one in (*known.people, *changes.people)}
    posts = {one.id: one for one in (*known.posts, *changes.posts)}
    holdings = {_held(one): one for one in (*known.holdings, *changes.holdings)}
    office = Offices(tuple(people.values()), tuple(posts.values()), tuple(holdings.values()))
    name = file or "office"
    problems = [Problem(name, None, *fault) for fault in _names(changes)]
    problems += problems_of_offices(office, name)
    if problems:
        raise BadInput(problems)
    return office


_Fault = tuple[str, str, str]


def _held(one: Holding) -> tuple[str, str, str]:
    return one.post, one.person, one.start.isoformat()


def _names(office: Offices) -> Iterator[_Fault]:
    ids: list[tuple[str, Person | Post]] = [("people", one) for one in office.people]
    ids += [("posts", one) for one in office.posts]
    for kind, one in ids:
        if not _ID.fullmatch(one.id):
            advice = "Use small letters, digits and . _ - (at most 64), a letter or digit first."
            yield f"{kind} {one.id}", "It is not fit to be a name that people type.", advice


def _twice(office: Offices) -> Iterator[_Fault]:
    named = {
        "people": [one.id for one in office.people],
        "posts": [one.id for one in office.posts],
        "holdings": [" ".join(_held(one)) for one in office.holdings],
    }
    for kind, names in named.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield f"{kind} {name}", f"It is there {times} times.", "Keep one."
