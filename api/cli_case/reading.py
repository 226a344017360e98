"""`titip case list, show, inbox`."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_case.app import As, At, CaseName, case
from api.options import Json

STATUSES = ("open", "archived", "withdrawn", "cancelled")


@case.command("list")
def list_cases(
    agency: Annotated[str | None, typer.Option(metavar="NAME", help="Only those of an agency.")] = None,
    status: Annotated[
        str | None, typer.Option(metavar="STATUS", help="Only open, archived, withdrawn or cancelled ones.")
    ] = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """The register: every case, where it is, whose turn it is, and whether it is on time."""
    from api.commands.case.reading import run_list
    from api.options import bad_option

    if status is not None and status not in STATUSES:
        raise bad_option("--status", f"{status!r} is no status.", f"Say one of {', '.join(STATUSES)}.")
    raise typer.Exit(run_list(agency, status, at, as_json=as_json))


@case.command("show")
def show(name: CaseName, at: At = None, as_json: Json = False) -> None:
    """A case: its open step with what it needs, its place, its papers."""
    from api.commands.case.reading import run_show

    raise typer.Exit(run_show(name, at, as_json=as_json))


@case.command("inbox")
def inbox(person: As, at: At = None, as_json: Json = False) -> None:
    """What waits for a person, by due time."""
    from api.commands.case.reading import run_inbox

    raise typer.Exit(run_inbox(person, at, as_json=as_json))
