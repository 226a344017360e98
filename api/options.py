"""Words of the command line that several commands share: options, and the values that they stand for."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from capacity.errors import BadInput, Problem

Json = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
RoomText = Annotated[
    str,
    typer.Argument(
        metavar="ROOM", help="A room: a folder of CSV files, a zip of it, or db:NAME for one that is stored."
    ),
]
Today = Annotated[
    str | None, typer.Option("--today", metavar="DATE", help="Day that reservations end by (YYYY-MM-DD).")
]


def day(value: str | None, option: str = "--today") -> date:
    """The day given as ISO text, or the date of the clock. Raises BadInput."""
    if value is None:
        return date.today()
    try:
        given = date.fromisoformat(value)
        if value != given.isoformat():  # fromisoformat takes other forms too
            raise ValueError
        return given
    except ValueError:
        raise bad_option(option, f"{value!r} is no date.", "Write it as YYYY-MM-DD.") from None


def bad_option(option: str, problem: str, advice: str) -> BadInput:
    """The error of an option or argument that cannot be used."""
    return BadInput([Problem("command line", None, option, problem, advice)])
