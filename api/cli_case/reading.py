"""`titip case list, show, inbox, timeline, diff, figures`."""

from __future__ import annotations

from typing import Annotated, cast

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


@case.command("timeline")
def timeline(
    name: CaseName,
    agency: Annotated[bool, typer.Option("--agency", help="Only what the agency sees.")] = False,
    language: Annotated[str, typer.Option(metavar="id|en", help="The language of the words.")] = "en",
    as_json: Json = False,
) -> None:
    """Everything that happened in a case: when, by whom, in which post."""
    from api.commands.case.looking_back import Language, run_timeline
    from api.options import bad_option

    if language not in ("id", "en"):
        raise bad_option("--language", f"{language!r} is no language of Titip's.", "Say id or en.")
    raise typer.Exit(run_timeline(name, cast("Language", language), agency=agency, as_json=as_json))


@case.command("steps")
def steps(name: CaseName, as_json: Json = False) -> None:
    """The steps that a case has gone through: when each began, was due and was decided, and how."""
    from api.commands.case.looking_back import run_steps

    raise typer.Exit(run_steps(name, as_json=as_json))


@case.command("diff")
def diff(
    name: CaseName,
    paper: Annotated[str, typer.Argument(metavar="PAPER", help="A paper, such as rancangan_balasan.")],
    older: Annotated[
        int | None,
        typer.Option("--from", metavar="N", min=1, help="The older revision; else the one before."),
    ] = None,
    newer: Annotated[
        int | None, typer.Option("--to", metavar="N", min=1, help="The newer revision; else the last.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What changed between two revisions of a draft, word by word."""
    from api.commands.case.looking_back import run_diff

    raise typer.Exit(run_diff(name, paper, older, newer, as_json=as_json))


@case.command("figures")
def figures(
    since: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="Only steps decided from then on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="TIME", help="Only steps decided before then.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Working time of steps, how many in time, correction loops: by step, agency and role."""
    from api.commands.case.looking_back import run_figures

    raise typer.Exit(run_figures(since, until, as_json=as_json))
