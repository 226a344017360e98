"""`titip case claim, unclaim, reassign, extend, comment, withdraw, cancel`."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_case.app import As, At, CaseName, Key, Reason, Version, case
from api.options import Json


@case.command("claim")
def claim(
    name: CaseName,
    person: As,
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Take the open step out of the common inbox."""
    from api.commands.case.acting import Sender
    from api.commands.case.working import run_claim

    raise typer.Exit(run_claim(name, Sender(person, at, version, key, as_json)))


@case.command("unclaim")
def unclaim(
    name: CaseName,
    person: As,
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Put the open step back into the common inbox."""
    from api.commands.case.acting import Sender
    from api.commands.case.working import run_unclaim

    raise typer.Exit(run_unclaim(name, Sender(person, at, version, key, as_json)))


@case.command("reassign")
def reassign(
    name: CaseName,
    person: As,
    to: Annotated[str, typer.Option("--to", metavar="PERSON", help="Who is to decide it.")],
    reason: Reason = "",
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Give the open step to another official, as a superior."""
    from api.commands.case.acting import Sender
    from api.commands.case.working import run_reassign

    raise typer.Exit(run_reassign(name, to, reason, Sender(person, at, version, key, as_json)))


@case.command("extend")
def extend(
    name: CaseName,
    person: As,
    until: Annotated[str, typer.Option("--until", metavar="TIME", help="The new due time.")],
    reason: Reason = "",
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Give the open step more time, as a superior; the original date is kept."""
    from api.commands.case.acting import Sender
    from api.commands.case.working import run_extend

    raise typer.Exit(run_extend(name, until, reason, Sender(person, at, version, key, as_json)))


@case.command("comment")
def comment(
    name: CaseName,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What is said.")],
    person: As,
    visible: Annotated[bool, typer.Option("--visible", help="The agency sees it too.")] = False,
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Say something in a case: within the office, or for the agency as well."""
    from api.commands.case.acting import Sender
    from api.commands.case.working import run_comment

    raise typer.Exit(run_comment(name, text, Sender(person, at, version, key, as_json), visible=visible))


@case.command("withdraw")
def withdraw(
    name: CaseName,
    person: As,
    reason: Reason = "",
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """End the case for the agency."""
    from api.commands.case.acting import Sender
    from api.commands.case.working import run_close

    raise typer.Exit(run_close(name, "withdrawn", reason, Sender(person, at, version, key, as_json)))


@case.command("cancel")
def cancel(
    name: CaseName,
    person: As,
    reason: Reason = "",
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """End the case for the office, with a reason."""
    from api.commands.case.acting import Sender
    from api.commands.case.working import run_close

    raise typer.Exit(run_close(name, "cancelled", reason, Sender(person, at, version, key, as_json)))
