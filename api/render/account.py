"""Accounts on a terminal."""

from __future__ import annotations

from api.render.done import GOOD, marked
from api.render.text import clean


def print_password(person: str, login: str, made: str | None) -> None:
    """Print the login, and a password that was made."""
    screen = marked("MAY SIGN IN", GOOD, person)
    screen.line(("login     ", "dim"), clean(login), indent=3)
    if made is not None:
        screen.line(("password  ", "dim"), made, indent=3)
        screen.line(("It is shown this once. All sessions and tokens of before have ended.", "dim"), indent=3)


def print_disabled(person: str, *, disabled: bool) -> None:
    """Print what became of an account."""
    marked("CLOSED" if disabled else "OPEN", GOOD, person, "  sessions and tokens of before have ended")
