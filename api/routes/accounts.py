"""Accounts: who can sign in. Kept by administrators, in person; never with a token."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.routes.sessions import Login, Password
from api.security import accounts as kept
from api.security.access import Subject, Thing, can, not_there, require
from api.web.given import Now, Reading, Served, SignedIn, may
from api.web.lists import Cursor, Limit, Model, Page, page_of
from workflow.accounts import Account
from workflow.conflicts import NotStored
from workflow.ports import UnitOfWork

router = APIRouter(tags=["accounts"])
Keeper = Annotated[Subject, Depends(may("account.keep"))]


class AccountIn(Model):
    """An account for a person of the office book."""

    person: str
    login: Login
    password: Password


class PasswordIn(Model):
    """A password that an administrator gives."""

    password: Password


class DisabledIn(Model):
    """Whether the account is closed."""

    disabled: bool


class AccountOut(Model):
    """An account. Sessions and tokens from before `changed_at` count no more."""

    person: str
    login: str
    disabled: bool
    changed_at: datetime


@router.get("/accounts")
def accounts(
    subject: Annotated[Subject, Depends(may("account.read"))],
    unit: Reading,
    after: Cursor = None,
    limit: Limit = 100,
) -> Page[AccountOut]:
    """The accounts that one may see, by person: all, or one's own."""
    seen = [one for one in unit.accounts.all() if can(subject, "account.read", Thing(person=one.person))]
    return page_of(seen, lambda one: one.person, _told, after, limit)


@router.post("/accounts", status_code=201)
def create(body: AccountIn, keeper: Keeper, served: Served, at: Now, response: Response) -> AccountOut:
    """Make an account."""
    made = kept.create_account(
        served.store,
        served.gate.passwords,
        person=body.person,
        login=body.login,
        password=body.password,
        by=keeper.person or "",
        at=at,
    )
    response.headers["Location"] = f"/api/v1/accounts/{made.person}"
    return _told(made)


@router.get("/accounts/{person}")
def account(person: str, subject: SignedIn, unit: Reading) -> AccountOut:
    """One account."""
    return _told(_seen(unit, subject, "account.read", person))


@router.put("/accounts/{person}/password", status_code=204)
def set_password(person: str, body: PasswordIn, subject: SignedIn, served: Served, at: Now) -> None:
    """Give another password; the person is signed out everywhere, and his tokens end."""
    with served.store.read() as unit:
        _seen(unit, subject, "account.keep", person)
    kept.set_password(
        served.store,
        served.gate.passwords,
        person=person,
        password=body.password,
        by=subject.person or "",
        at=at,
    )


@router.put("/accounts/{person}/disabled", status_code=204)
def set_disabled(person: str, body: DisabledIn, subject: SignedIn, served: Served, at: Now) -> None:
    """Close an account, or open it again; either way its sessions and tokens end."""
    with served.store.read() as unit:
        _seen(unit, subject, "account.keep", person)
    kept.set_disabled(served.store, person=person, disabled=body.disabled, by=subject.person or "", at=at)


def _seen(unit: UnitOfWork, subject: Subject, action: str, person: str) -> Account:
    """The account, if one may do that to it; one that is not there looks like one that may not be seen."""
    try:
        found = unit.accounts.get(person)
    except NotStored:
        require(subject, action, Thing(), person)
        raise not_there(person) from None
    require(subject, action, Thing(person=person), person)
    return found


def _told(one: Account) -> AccountOut:
    return AccountOut(person=one.person, login=one.login, disabled=one.disabled, changed_at=one.changed_at)
