"""The office book: people, posts, and who holds them from when until when."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import StringConstraints

from api.security.access import Subject
from api.web.given import Now, Reading, Served, Today, may
from api.web.lists import Cursor, Limit, Model, Page, page_of
from workflow.installing import change_office
from workflow.ports import UnitOfWork
from workflow.roles import Holding, Offices, Person, Post

router = APIRouter(tags=["office"])
Reader = Annotated[Subject, Depends(may("people.read"))]
Keeper = Annotated[Subject, Depends(may("people.keep"))]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^[^\x00-\x1f]*$")]
Filled = Annotated[Line, StringConstraints(min_length=1)]
Given = Filled | None
Day = Annotated[date | None, Query(description="On which day; today where it is left out.")]


class PersonIn(Model):
    """What is known of a person; what is left out is not known."""

    name: Filled
    nip: Given = None
    rank: Given = None
    email: Given = None


class PersonOut(Model):
    """A person, with the roles that he acts in on the day, and the posts that he holds then."""

    person: str
    name: str
    nip: str | None
    rank: str | None
    email: str | None
    roles: list[str]
    posts: list[str]


class PostIn(Model):
    """A post: its role, its title as letters print it, and the agency of a post of an agency."""

    role: Filled
    title: Filled
    agency: Given = None


class HoldingIn(Model):
    """A person holds a post from a day until another, exclusive."""

    post: Filled
    person: Filled
    start: date
    end: date | None = None
    kind: Literal["definitive", "plt", "plh"] = "definitive"
    decree: Line = ""


class HoldingOut(HoldingIn):
    """A holding; `acts` is true if the person acts in the post on the day."""

    acts: bool


class PostOut(Model):
    """A post with who holds it on the day."""

    post: str
    role: str
    title: str
    agency: str | None
    holders: list[HoldingOut]


@router.get("/people")
def people(
    reader: Reader, unit: Reading, today: Today, on: Day = None, after: Cursor = None, limit: Limit = 100
) -> Page[PersonOut]:
    """The people, by id, with their roles and posts on a day."""
    known, day = unit.office.offices(), on or today
    return page_of(known.people, lambda one: one.id, lambda one: _person(known, one, day), after, limit)


@router.put("/people/{person}")
def keep_person(
    person: str, body: PersonIn, keeper: Keeper, served: Served, at: Now, today: Today
) -> PersonOut:
    """Add a person, or replace what is known of him. Nobody is ever taken away."""
    one = Person(person, body.name, body.nip, body.rank, body.email)

    def work(unit: UnitOfWork) -> PersonOut:
        change_office(unit, Offices(people=(one,)), at, keeper.person or "")
        told = _person(unit.office.offices(), one, today)
        unit.commit()
        return told

    return served.store.run(work)


@router.get("/posts")
def posts(
    reader: Reader, unit: Reading, today: Today, on: Day = None, after: Cursor = None, limit: Limit = 100
) -> Page[PostOut]:
    """The posts, by id, with who holds them on a day."""
    known, day = unit.office.offices(), on or today
    return page_of(known.posts, lambda one: one.id, lambda one: _post(known, one, day), after, limit)


@router.put("/posts/{post}")
def keep_post(post: str, body: PostIn, keeper: Keeper, served: Served, at: Now, today: Today) -> PostOut:
    """Add a post, or replace its title, role and agency."""
    one = Post(post, body.role, body.title, body.agency)

    def work(unit: UnitOfWork) -> PostOut:
        change_office(unit, Offices(posts=(one,)), at, keeper.person or "")
        told = _post(unit.office.offices(), one, today)
        unit.commit()
        return told

    return served.store.run(work)


@router.get("/holdings")
def holdings(
    reader: Reader, unit: Reading, today: Today, after: Cursor = None, limit: Limit = 100
) -> Page[HoldingOut]:
    """Who holds, held or will hold which post, by post, person and first day."""
    known = unit.office.offices()
    return page_of(known.holdings, _named, lambda one: _holding(known, one, today), after, limit)


@router.post("/holdings", status_code=201)
def keep_holding(body: HoldingIn, keeper: Keeper, served: Served, at: Now, today: Today) -> HoldingOut:
    """Have a person hold a post; a holding of the same post, person and first day is replaced."""
    one = Holding(body.post, body.person, body.start, body.end, body.kind, body.decree)

    def work(unit: UnitOfWork) -> HoldingOut:
        change_office(unit, Offices(holdings=(one,)), at, keeper.person or "")
        told = _holding(unit.office.offices(), one, today)
        unit.commit()
        return told

    return served.store.run(work)


def _person(known: Offices, one: Person, day: date) -> PersonOut:
    return PersonOut(
        person=one.id,
        name=one.name,
        nip=one.nip,
        rank=one.rank,
        email=one.email,
        roles=list(known.roles_of(one.id, day)),
        posts=[held.post for held in known.holdings if held.person == one.id and held.covers(day)],
    )


def _post(known: Offices, one: Post, day: date) -> PostOut:
    held = [holding for holding in known.holdings if holding.post == one.id and holding.covers(day)]
    return PostOut(
        post=one.id,
        role=one.role,
        title=one.title,
        agency=one.agency,
        holders=[_holding(known, holding, day) for holding in held],
    )


def _holding(known: Offices, one: Holding, day: date) -> HoldingOut:
    role = next(post.role for post in known.posts if post.id == one.post)
    acting = known.acting(role, day)
    return HoldingOut(
        post=one.post,
        person=one.person,
        start=one.start,
        end=one.end,
        kind=one.kind,
        decree=one.decree,
        acts=one.covers(day) and any((a.post.id, a.person.id) == (one.post, one.person) for a in acting),
    )


def _named(one: Holding) -> str:
    """What holdings are told apart and ordered by; a blank comes before all that ids may hold."""
    return f"{one.post} {one.person} {one.start}"
