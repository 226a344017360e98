"""titip user password, disable, enable: who may sign in."""

from __future__ import annotations

import getpass
import secrets
import sys

from api.commands.shell import caller, now, print_json
from api.options import bad_option
from api.security.accounts import create_account, set_disabled, set_password
from api.security.errors import WeakPassword
from api.security.passwords import Passwords
from api.store import open_store
from workflow.conflicts import NotStored
from workflow.ports import Store

# As long as nobody guesses it, and still typed without mistakes: 6 groups of 4 letters, some 113 bits.
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_GROUPS, _EACH = 6, 4


def made_password() -> str:
    """A new random password."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_EACH)) for _ in range(_GROUPS))
    return "-".join(groups)


def run_password(person: str, login: str | None, *, generate: bool, as_json: bool) -> int:
    """Give a person an account, or another password; 0. A made password is printed once and kept nowhere."""
    password = made_password() if generate else _asked()
    with open_store() as store:
        given = give_password(store, person, login, password)
    if as_json:
        print_json({"person": person, "login": given, "password": password if generate else None})
    else:
        from api.render.account import print_password

        print_password(person, given, password if generate else None)
    return 0


def give_password(store: Store, person: str, login: str | None, password: str) -> str:
    """Make the account that is not there, or set another password; the login. Raises BadInput, NotStored."""
    with store.read() as unit:
        account = next((one for one in unit.accounts.all() if one.person == person), None)
    try:
        if account is None:
            made = create_account(
                store,
                Passwords(),
                person=person,
                login=login or person,
                password=password,
                by=caller(),
                at=now(),
            )
            return made.login
        if login is not None and login != account.login:
            raise bad_option("--login", f"The person signs in as {account.login}.", "Leave it out.")
        set_password(store, Passwords(), person=person, password=password, by=caller(), at=now())
    except WeakPassword as weak:
        raise bad_option("password", weak.sentence, "Give another, or use --generate.") from None
    return account.login


def run_disabled(person: str, *, disabled: bool, as_json: bool) -> int:
    """Close a person's account, or open it again; 0. Sessions and tokens end either way."""
    with open_store() as store:
        try:
            set_disabled(store, person=person, disabled=disabled, by=caller(), at=now())
        except NotStored:
            raise bad_option("PERSON", f"{person!r} has no account.", "See `titip user password`.") from None
    if as_json:
        print_json({"person": person, "disabled": disabled})
    else:
        from api.render.account import print_disabled

        print_disabled(person, disabled=disabled)
    return 0


def _asked() -> str:
    """The password as typed, twice; or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("New password: ")
    if getpass.getpass("Once more: ") != first:
        raise bad_option("password", "The two are not the same.", "Type it again.")
    return first
