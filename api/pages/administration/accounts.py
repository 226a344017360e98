"""Accounts: who can sign in; a new password, everything of a person ended, an account closed and opened."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.pages.administration.entered import attempt, line_in
from api.pages.forms import Form, Sent
from api.pages.office_words import DONE_HERE
from api.pages.page import MemberPage, Page, go
from api.pages.troubles import PageRoute, Trouble
from api.security import accounts as kept
from api.security.access import Thing, require
from workflow.accounts import Account, ApiToken

router = APIRouter(include_in_schema=False, route_class=PageRoute)
HERE = "/administration/accounts"
Name = Annotated[str, Path(max_length=100)]
#: Letters and digits that nobody takes for others, read aloud or written down.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Line:
    """An account with its person, and what is open of it."""

    account: Account
    name: str
    posts: str
    sessions: int
    tokens: tuple[ApiToken, ...]


@router.get(HERE)
def accounts(page: MemberPage, done: Annotated[str, Query(max_length=40)] = "") -> Response:
    """All accounts."""
    require(page.subject, "account.read", Thing())
    return _show(page, done=done)


@router.post(HERE)
def create(page: MemberPage, form: Sent) -> Response:
    """Make an account, with a password that is shown this once where none is given."""
    page.require("account.keep")
    password, made = _password(form)

    def work() -> None:
        kept.create_account(
            page.served.store,
            page.served.gate.passwords,
            person=line_in(form, "person", needed=True),
            login=line_in(form, "login", needed=True),
            password=password,
            by=page.person,
            at=page.at,
        )

    return _told(page, form, attempt(page, form, work), "account", form.text("person"), made)


@router.post(f"{HERE}/{{person}}/password")
def set_password(person: Name, page: MemberPage, form: Sent) -> Response:
    """Give another password; the person is signed out everywhere, and his tokens end."""
    require(page.subject, "account.keep", Thing(person=person), person)
    password, made = _password(form)

    def work() -> None:
        kept.set_password(
            page.served.store,
            page.served.gate.passwords,
            person=person,
            password=password,
            by=page.person,
            at=page.at,
        )

    return _told(page, form, attempt(page, form, work), "password", person, made)


@router.post(f"{HERE}/{{person}}/disabled")
def set_disabled(person: Name, page: MemberPage, form: Sent) -> Response:
    """Close the account, or open it again; either way its sessions and tokens end."""
    require(page.subject, "account.keep", Thing(person=person), person)
    disabled = form.text("disabled") == "yes"

    def work() -> None:
        kept.set_disabled(page.served.store, person=person, disabled=disabled, by=page.person, at=page.at)

    done = "disabled" if disabled else form.text("done")
    return _told(page, form, attempt(page, form, work), done, person, "")


def _password(form: Form) -> tuple[str, str]:
    """The password of a form, and "" ; or one that was made for it, twice."""
    sent = form.data.get("password")
    if isinstance(sent, str) and sent:
        return sent[:1024], ""
    made = "-".join("".join(secrets.choice(_SIGNS) for _ in range(5)) for _ in range(4))
    return made, made


def _told(
    page: Page,
    form: Form,
    outcome: tuple[int, tuple[Trouble, ...]],
    done: str,
    person: str,
    made: str,
) -> Response:
    """On to the list; a password that was made is shown at once, and never again."""
    status, troubles = outcome
    if troubles:
        return _show(page, status, troubles, form=form.text("form"), values=form.texts())
    if made:
        return _show(page, person=person, password=made, done=done)
    return go(f"{HERE}?done={done}")


def _show(
    page: Page,
    status: int = 200,
    troubles: Sequence[Trouble] = (),
    *,
    form: str = "",
    values: Mapping[str, str] | None = None,
    person: str = "",
    password: str = "",
    done: str = "",
) -> Response:
    with page.read() as unit:
        known = unit.office.offices()
        found = unit.accounts.all()
        sessions, tokens = unit.lists.sessions(page.at), unit.lists.tokens()
    names = {one.id: one.name for one in known.people}
    titles = {post.id: post.title for post in known.posts}
    held: dict[str, list[str]] = {}
    for holding in known.holdings:
        if holding.covers(page.today):
            held.setdefault(holding.person, []).append(titles[holding.post])
    have = {one.person for one in found}
    without = [one for one in known.people if one.id not in have]
    return page.render(
        "accounts.html",
        status,
        lines=[
            Line(
                one,
                names.get(one.person, one.person),
                "; ".join(held.get(one.person, ())),
                sessions.get(one.person, 0),
                tuple(token for token in tokens if token.person == one.person),
            )
            for one in sorted(found, key=lambda one: names.get(one.person, one.person))
        ],
        without=[(one.id, f"{one.name} ({one.id})") for one in without],
        keeps=page.may("account.keep"),
        form=form,
        values={name: value for name, value in (values or {}).items() if name != "password"},
        person=names.get(person, person),
        password=password,
        troubles=tuple(troubles),
        done=DONE_HERE.get(done),
    )
