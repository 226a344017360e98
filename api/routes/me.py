"""Whoever asks: who he is today, his password, his tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AwareDatetime, Field

from api.routes.sessions import Owner, Password, address_of, keep_cookie
from api.security.access import SCOPES, Subject, not_there
from api.security.accounts import tell
from api.security.tokens import issue_token
from api.web.given import Now, Reading, Served, may
from api.web.lists import Model
from workflow.accounts import ApiToken
from workflow.installing import in_force
from workflow.overview import inbox
from workflow.ports import UnitOfWork

router = APIRouter(tags=["sign-in"])


class MeOut(Model):
    """Who somebody is today.

    `waiting` counts what waits for a decision, initials or an answer; null while no calendar is in force.
    `unseen` counts notifications, up to 100. `scopes` is null for a session.
    """

    person: str
    name: str
    roles: list[str]
    agencies: list[str]
    scopes: list[str] | None
    waiting: int | None
    unseen: int


class PasswordChange(Model):
    """The password until now, and the next."""

    old: Password
    new: Password


class TokenIn(Model):
    """What a token is for, what it is good for, and until when (a year at most)."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    scopes: Annotated[list[str], Field(min_length=1, max_length=10, description=f"Of: {', '.join(SCOPES)}.")]
    expires: AwareDatetime


class TokenOut(Model):
    """A token of one's own; it is named by its beginning."""

    prefix: str
    name: str
    scopes: list[str]
    created: datetime
    expires: datetime
    last_used: datetime | None


class NewToken(TokenOut):
    """A token that was just made. `token` is shown this once."""

    token: str


@router.get("/me")
def me(subject: Annotated[Subject, Depends(may("me.read"))], unit: Reading, at: Now) -> MeOut:
    """Who one is today: roles, agencies, and how much waits."""
    person = subject.person or ""
    named = next((one.name for one in unit.office.offices().people if one.id == person), person)
    waiting = None
    if in_force(unit) is not None:
        waiting = sum(one.kind != "wait" for one in inbox(unit, person, at))
    return MeOut(
        person=person,
        name=named,
        roles=sorted(subject.roles),
        agencies=sorted(subject.agencies),
        scopes=None if subject.scopes is None else sorted(subject.scopes),
        waiting=waiting,
        unseen=len(unit.notifications.of(person, unseen=True, limit=100)),
    )


@router.put("/me/password", status_code=204)
def change_password(
    body: PasswordChange, request: Request, response: Response, served: Served, subject: Owner, at: Now
) -> None:
    """Change one's password: all sessions and tokens end, and a new session begins."""
    opened = served.gate.change_password(
        subject.person or "", body.old, body.new, address=address_of(request), at=at
    )
    keep_cookie(response, served, opened.session_id)


@router.get("/tokens")
def tokens(subject: Owner, unit: Reading) -> list[TokenOut]:
    """One's tokens that were not revoked."""
    return [TokenOut.model_validate(_told(one)) for one in unit.accounts.tokens(subject.person or "")]


@router.post("/tokens", status_code=201)
def make_token(body: TokenIn, response: Response, served: Served, subject: Owner, at: Now) -> NewToken:
    """Make a token. It is shown this once; kept is its hash."""
    person = subject.person or ""

    def work(unit: UnitOfWork) -> NewToken:
        text, made = issue_token(unit, person, body.name, tuple(body.scopes), body.expires, at)
        tell(unit, "TokenMade", person, person, at, prefix=made.prefix, scopes=list(made.scopes))
        unit.commit()
        return NewToken.model_validate(_told(made) | {"token": text})

    made = served.store.run(work)
    response.headers["Location"] = f"/api/v1/tokens/{made.prefix}"
    return made


@router.delete("/tokens/{prefix}", status_code=204)
def revoke_token(prefix: str, served: Served, subject: Owner, at: Now) -> None:
    """Revoke one of one's tokens."""
    person = subject.person or ""

    def work(unit: UnitOfWork) -> None:
        if not unit.accounts.revoke_token(person, prefix):
            raise not_there(prefix)
        tell(unit, "TokenRevoked", person, person, at, prefix=prefix)
        unit.commit()

    served.store.run(work)


def _told(one: ApiToken) -> dict[str, object]:
    return {
        "prefix": one.prefix,
        "name": one.name,
        "scopes": list(one.scopes),
        "created": one.created,
        "expires": one.expires,
        "last_used": one.last_used,
    }
