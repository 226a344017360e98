"""Accounts made, changed and closed; each change ends the sessions and tokens of before, and is logged."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import datetime

from api.security.passwords import Passwords, check_strength
from capacity.errors import BadInput, Problem
from workflow.accounts import Account
from workflow.conflicts import AlreadyThere, NotStored
from workflow.kept import News
from workflow.plain import canonical
from workflow.ports import Store, UnitOfWork

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{1,62}[a-z0-9]")


def login_of(typed: str) -> str:
    """A login as it is stored, however it was typed."""
    return unicodedata.normalize("NFKC", typed[:256]).strip().casefold()


def is_login(login: str) -> bool:
    """True if somebody can have that login; all others need not be looked up."""
    return _LOGIN.fullmatch(login) is not None


def create_account(
    store: Store, passwords: Passwords, *, person: str, login: str, password: str, by: str, at: datetime
) -> Account:
    """An account for a person of the office book.

    Raises BadInput for a login that is none, WeakPassword, NotStored for a person who is not known,
    AlreadyThere if the login is taken or the person has an account, HashingBusy.
    """
    name = login_of(login)
    if not is_login(name):
        advice = "Use 3 to 64 of the letters a to z, digits, and inside . _ @ -"
        raise BadInput([Problem("account", None, "login", "It is no login.", advice)])
    check_strength(password, name)
    account = Account(person, name, passwords.hash(password), False, at)

    def create(unit: UnitOfWork) -> Account:
        if person not in {one.id for one in unit.office.offices().people}:
            raise NotStored("There is no such person.", person)
        if person in {one.person for one in unit.accounts.all()}:
            raise AlreadyThere("This person has an account.", person)
        unit.accounts.put(account)
        tell(unit, "AccountCreated", person, by, at, login=name)
        unit.commit()
        return account

    return store.run(create)


def set_password(
    store: Store, passwords: Passwords, *, person: str, password: str, by: str, at: datetime
) -> None:
    """Another password, given by an administrator; the person is signed out everywhere.

    Raises NotStored, WeakPassword, HashingBusy.
    """
    with store.read() as unit:
        check_strength(password, unit.accounts.get(person).login)
    hashed = passwords.hash(password)

    def change(unit: UnitOfWork) -> None:
        changed(unit, replace(unit.accounts.get(person), password_hash=hashed, changed_at=at))
        tell(unit, "PasswordSet", person, by, at)
        unit.commit()

    store.run(change)


def set_disabled(store: Store, *, person: str, disabled: bool, by: str, at: datetime) -> None:
    """Close an account, or open it again; either way nothing from before counts. Raises NotStored."""

    def change(unit: UnitOfWork) -> None:
        changed(unit, replace(unit.accounts.get(person), disabled=disabled, changed_at=at))
        tell(unit, "AccountDisabled" if disabled else "AccountEnabled", person, by, at)
        unit.commit()

    store.run(change)


def changed(unit: UnitOfWork, account: Account) -> None:
    """Keep a changed account; its sessions and tokens end in the same transaction."""
    unit.accounts.put(account)
    unit.accounts.end_sessions(account.person)
    unit.accounts.revoke_tokens(account.person)


def tell(unit: UnitOfWork, kind: str, person: str, by: str, at: datetime, **body: object) -> None:
    """An entry of the audit log about somebody's account; never with a password, an id or a token in it."""
    unit.log.tell(News("account", person, None, kind, at, by, canonical(body).decode()))
