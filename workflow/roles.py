"""Roles, the posts that carry them, and the people who hold posts for a time; also acting officials.

A procedure names roles. A role belongs to posts, whose titles change by decree; a post is held by a
person from one date until another, exclusive, as its definitive holder, as Plt (the post is vacant) or as
Plh (the holder is away for a while). Who acts is asked for a date and never stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from capacity.errors import Problem
from capacity.reading.problems import quoted

HoldingKind = Literal["definitive", "plt", "plh"]


@dataclass(frozen=True, slots=True)
class Role:
    """A role. `official`: decides for the office. `single`: its posts have one holder at a time."""

    name: str
    meaning: str
    official: bool = False
    single: bool = False


ROLES = MappingProxyType(
    {
        role.name: role
        for role in (
            Role("agency", "asks for a place, on behalf of an agency (OPD)"),
            Role("registrar", "files what comes on paper, on an agency's behalf"),
            Role("kepala_dinas", "heads the office", official=True, single=True),
            Role("sekretaris", "secretary of the office", official=True, single=True),
            Role("kabid", "heads the division", official=True, single=True),
            Role("kasi", "heads the section; analyses and drafts", official=True, single=True),
            Role("planner", "asks what-if questions; decides nothing"),
            Role("auditor", "reads everything; changes nothing"),
            Role("administrator", "keeps posts, calendars and procedures; decides nothing"),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can hold posts.

    `rank` is the pangkat, `nip` the number of a civil servant; messages go to `email`, if it is known.
    """

    id: str
    name: str
    nip: str | None = None
    rank: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post, with the title that letters print; `agency` for the posts of an agency that asks."""

    id: str
    role: str
    title: str
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """A person holds a post from `start` until `end`, exclusive (None: open), by a decree."""

    post: str
    person: str
    start: date
    end: date | None = None
    kind: HoldingKind = "definitive"
    decree: str = ""

    def covers(self, on: date) -> bool:
        """True on the days of the holding."""
        return self.start <= on and (self.end is None or on < self.end)


@dataclass(frozen=True, slots=True)
class Acting:
    """A person who acts in a post on a date; for an acting official with the decree's number."""

    person: Person
    post: Post
    kind: HoldingKind
    decree: str = ""


@dataclass(frozen=True, slots=True)
class Offices:
    """All people, posts and holdings that are known."""

    people: tuple[Person, ...] = ()
    posts: tuple[Post, ...] = ()
    holdings: tuple[Holding, ...] = ()

    def acting(self, role: str, on: date, agency: str | None = None) -> tuple[Acting, ...]:
        """Who acts in a role on a date, by name of the post and the person.

        In a post of a single holder a Plh goes before the holder whose absence he fills, the holder before a
        Plt. With `agency`, only posts of that agency count.
        """
        found: list[Acting] = []
        people = {person.id: person for person in self.people}
        for post in sorted(self.posts, key=lambda post: post.id):
            if post.role != role or (agency is not None and post.agency != agency):
                continue
            held = [h for h in self.holdings if h.post == post.id and h.covers(on) and h.person in people]
            if role in ROLES and ROLES[role].single and held:
                first = min(_PRECEDENCE[holding.kind] for holding in held)
                held = [holding for holding in held if _PRECEDENCE[holding.kind] == first]
            held.sort(key=lambda holding: holding.person)
            found += [Acting(people[h.person], post, h.kind, h.decree) for h in held]
        return tuple(found)

    def roles_of(self, person: str, on: date) -> tuple[str, ...]:
        """The roles that a person acts in on a date, in the order of `ROLES`."""
        return tuple(role for role in ROLES if any(a.person.id == person for a in self.acting(role, on)))


_PRECEDENCE = {"plh": 0, "definitive": 1, "plt": 2}


def own_request(person: str, requesters: tuple[str, ...]) -> bool:
    """True if the person asked for the place himself: then he decides as nobody's substitute either."""
    return person in requesters


def who_decides(
    offices: Offices,
    roles: tuple[str, ...],
    above: tuple[str, ...],
    on: date,
    requesters: tuple[str, ...] = (),
) -> tuple[Acting, ...]:
    """Who may decide for any of `roles` on a date, about a request of `requesters`.

    Substitution comes first, then nobody decides his own request. If that leaves nobody (a vacant post, or
    its holder is the one who asks), the nearest of the roles `above` that leaves somebody stands in.
    Empty: the step is without an official, which is to be shown, and fails nothing.
    """
    for group in (roles, *((role,) for role in above)):
        acting = tuple(found for role in group for found in offices.acting(role, on))
        free = tuple(found for found in acting if not own_request(found.person.id, requesters))
        if free:
            return free
    return ()


def problems_of_offices(offices: Offices, file: str = "posts") -> tuple[Problem, ...]:
    """Everything that contradicts itself in posts and holdings."""
    found = [*_unknown(offices), *_single(offices)]
    return tuple(Problem(file, None, where, problem, advice) for where, problem, advice in found)


_Fault = tuple[str, str, str]


def _unknown(offices: Offices) -> Iterator[_Fault]:
    people = {person.id for person in offices.people}
    posts = {post.id for post in offices.posts}
    for post in offices.posts:
        if post.role not in ROLES:
            yield post.id, f"There is no role {quoted(post.role)}.", f"Roles: {', '.join(ROLES)}."
        elif (post.role == "agency") != (post.agency is not None):
            yield post.id, "Posts of agencies, and only these, name their agency.", "Correct role or agency."
    for holding in offices.holdings:
        where = f"{holding.post} {holding.person}"
        if holding.post not in posts:
            yield where, f"There is no post {quoted(holding.post)}.", "Add the post."
        if holding.person not in people:
            yield where, f"There is no person {quoted(holding.person)}.", "Add the person."
        if holding.end is not None and holding.end <= holding.start:
            yield where, "It ends before it begins.", "The end is the first day on which it is not held."
        if holding.kind != "definitive" and not holding.decree.strip():
            yield where, "An acting official needs the decree's number.", "Add the number of the decree."
        if holding.kind != "definitive" and holding.end is None:
            yield where, "An acting official is appointed for a time.", "Add the end that the decree states."


def _single(offices: Offices) -> Iterator[_Fault]:
    single = {post.id for post in offices.posts if post.role in ROLES and ROLES[post.role].single}
    for post in sorted(single):
        held = [holding for holding in offices.holdings if holding.post == post]
        for place, one in enumerate(held):
            for other in held[place + 1 :]:
                kinds = {one.kind, other.kind}
                if one.person != other.person and _overlap(one, other) and kinds != {"definitive", "plh"}:
                    yield (
                        post,
                        f"{quoted(one.person)} ({one.kind}) and {quoted(other.person)} ({other.kind}) hold it"
                        " at the same time.",
                        "End one holding before the other begins.",
                    )


def _overlap(one: Holding, other: Holding) -> bool:
    return (other.end is None or one.start < other.end) and (one.end is None or other.start < one.end)
