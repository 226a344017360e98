"""People, posts and who holds them from when until when, acting officials with their decree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, cast

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.pages.administration.entered import Wrong, attempt, day_in, line_in
from api.pages.forms import Form, Sent
from api.pages.office_words import CHOOSE, DONE_HERE, HOLDING_KINDS
from api.pages.page import MemberPage, Page, go
from api.pages.troubles import PageRoute, Trouble
from api.pages.words import ROLE_WORDS
from workflow.conflicts import NotStored
from workflow.installing import change_office
from workflow.ports import UnitOfWork
from workflow.roles import ROLES, Holding, HoldingKind, Offices, Person, Post

router = APIRouter(include_in_schema=False, route_class=PageRoute)
HERE = "/administration/people"
Word = Annotated[str, Query(max_length=100)]


@dataclass(frozen=True, slots=True)
class Held:
    """A holding with the names of its post and person; `now`: on the day, `acts`: he acts in it then."""

    holding: Holding
    post: Post
    person: Person
    now: bool
    acts: bool


@router.get(HERE)
def people(page: MemberPage, done: Word = "", person: Word = "", post: Word = "") -> Response:
    """The office book; with the form of a person or post filled in, to be corrected."""
    page.require("people.read")
    with page.read() as unit:
        known = unit.office.offices()
    one = next((each for each in known.people if each.id == person), None)
    other = next((each for each in known.posts if each.id == post), None)
    values, form = {}, ""
    if one is not None:
        form, values = "person", {"person": one.id, "name": one.name}
        values |= {"nip": one.nip or "", "rank": one.rank or "", "email": one.email or ""}
    elif other is not None:
        form, values = "post", {"post": other.id, "title": other.title}
        values |= {"role": other.role, "agency": other.agency or ""}
    return _show(page, form=form, values=values, done=done)


@router.post(HERE)
def keep_person(page: MemberPage, form: Sent) -> Response:
    """Add a person, or replace what is known of him."""

    def made() -> Offices:
        name = line_in(form, "name", needed=True)
        nip, rank, email = (line_in(form, field) or None for field in ("nip", "rank", "email"))
        return Offices(people=(Person(line_in(form, "person", needed=True), name, nip, rank, email),))

    return _kept(page, form, "person", made)


@router.post("/administration/posts")
def keep_post(page: MemberPage, form: Sent) -> Response:
    """Add a post, or replace its title, role and agency."""

    def made() -> Offices:
        agency = line_in(form, "agency") or None
        title = line_in(form, "title", needed=True)
        return Offices(posts=(Post(line_in(form, "post", needed=True), form.text("role"), title, agency),))

    return _kept(page, form, "post", made)


@router.post("/administration/holdings")
def keep_holding(page: MemberPage, form: Sent) -> Response:
    """Have a person hold a post from a day on; an acting official for a time, by a decree."""

    def made() -> Offices:
        kind = form.text("kind")
        if kind not in HOLDING_KINDS:
            raise Wrong("kind", CHOOSE)
        acting = kind != "definitive"
        start = day_in(form, "start", needed=True)
        assert start is not None
        end = day_in(form, "end", needed=acting)
        decree = line_in(form, "decree", needed=acting)
        post, person = form.text("post"), form.text("person")
        return Offices(holdings=(Holding(post, person, start, end, cast(HoldingKind, kind), decree),))

    return _kept(page, form, "holding", made)


@router.post("/administration/holdings/end")
def end_holding(page: MemberPage, form: Sent) -> Response:
    """End a holding on a day, the first on which it is not held any more."""

    def made() -> Offices:
        with page.read() as unit:
            known = unit.office.offices().holdings
        key = (form.text("post"), form.text("person"), day_in(form, "start", needed=True))
        one = next((held for held in known if (held.post, held.person, held.start) == key), None)
        if one is None:
            raise NotStored("There is no such holding.", form.text("post"))
        return Offices(holdings=(replace(one, end=day_in(form, "end", needed=True)),))

    return _kept(page, form, "ended", made)


def _kept(page: Page, form: Form, done: str, made: Callable[[], Offices]) -> Response:
    """The change kept as the API keeps it; else the page again, with what is wrong."""
    page.require("people.keep")

    def work() -> None:
        changes = made()

        def change(unit: UnitOfWork) -> None:
            change_office(unit, changes, page.at, page.person)
            unit.commit()

        page.served.store.run(change)

    status, troubles = attempt(page, form, work)
    if troubles:
        return _show(page, status, troubles, form=form.text("form"), values=form.texts())
    return go(f"{HERE}?done={done}")


def _show(
    page: Page,
    status: int = 200,
    troubles: Sequence[Trouble] = (),
    *,
    form: str = "",
    values: Mapping[str, str] | None = None,
    done: str = "",
) -> Response:
    with page.read() as unit:
        known = unit.office.offices()
    say = page.language.text
    held = _held(known, page.today)
    posts = {post.id: post for post in known.posts}
    return page.render(
        "people.html",
        status,
        people=[
            (one, [each for each in held if each.now and each.person.id == one.id]) for one in known.people
        ],
        posts=[
            (post, [each for each in held if each.now and each.post.id == post.id]) for post in known.posts
        ],
        held=sorted(held, key=lambda one: (not one.now, one.post.id, one.holding.start)),
        roles=[(role, say(ROLE_WORDS[role])) for role in ROLES],
        role_words=ROLE_WORDS,
        person_options=[(one.id, f"{one.name} ({one.id})") for one in known.people],
        post_options=[(one.id, f"{one.title} ({one.agency or one.id})") for one in posts.values()],
        kinds=[(kind, say(word)) for kind, word in HOLDING_KINDS.items()],
        kind_words=HOLDING_KINDS,
        keeps=page.may("people.keep"),
        today=page.today,
        form=form,
        values=values or {},
        troubles=tuple(troubles),
        done=DONE_HERE.get(done),
    )


def _held(known: Offices, day: date) -> list[Held]:
    posts, people = {post.id: post for post in known.posts}, {one.id: one for one in known.people}
    acting = {(one.post.id, one.person.id) for role in ROLES for one in known.acting(role, day)}
    return [
        Held(
            one,
            posts[one.post],
            people[one.person],
            one.covers(day),
            one.covers(day) and (one.post, one.person) in acting,
        )
        for one in known.holdings
    ]
