"""`titip case file, analyse, decide, initial`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli_case.app import As, At, Attest, CaseName, Comment, Key, Papers, Signed, Version, case
from api.options import Json


@case.command("file")
def file(
    request: Annotated[Path, typer.Argument(metavar="REQUEST.json", help="What is asked for.")],
    agency: Annotated[str, typer.Option(metavar="NAME", help="The agency that asks.")],
    subject: Annotated[str, typer.Option(metavar="TEXT", help="What it is about, in a few words.")],
    person: As,
    paper: Papers = None,
    channel: Annotated[
        str, typer.Option(metavar="WAY", help="How it came in: online, paper or srikandi.")
    ] = "online",
    agenda: Annotated[str, typer.Option(metavar="NO", help="The registrar's agenda number.")] = "",
    requester: Annotated[
        str, typer.Option(metavar="PERSON", help="Who at the agency asks, where a registrar files.")
    ] = "",
    since: Annotated[
        str | None, typer.Option(metavar="TIME", help="Complete since then: the clock starts there.")
    ] = None,
    refers_to: Annotated[
        str | None, typer.Option("--refers-to", metavar="CASE", help="The refused case that it revises.")
    ] = None,
    at: At = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """File a request, for an agency or as its registrar."""
    from api.commands.case.acting import Sender
    from api.commands.case.filing import Handed, run_file

    handed = Handed(agency, subject, tuple(paper or ()), channel, agenda, requester, since, refers_to)
    raise typer.Exit(run_file(request, handed, Sender(person, at, None, key, as_json)))


@case.command("analyse")
def analyse(
    name: CaseName,
    person: As,
    room: Annotated[
        str | None, typer.Option(metavar="NAME", help="The stored room; needed where there are several.")
    ] = None,
    assume: Annotated[
        list[str] | None,
        typer.Option(
            "--assume",
            metavar="TABLE:NAME:COLUMN=VALUE:REASON",
            help="A value for an empty cell; may be repeated.",
        ),
    ] = None,
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Analyse the request in the room as it stands, with all holds, and record it."""
    from api.commands.case.acting import Sender
    from api.commands.case.deciding import run_analyse

    sender = Sender(person, at, version, key, as_json)
    raise typer.Exit(run_analyse(name, room, tuple(assume or ()), sender))


@case.command("decide")
def decide(
    name: CaseName,
    outcome: Annotated[str, typer.Argument(metavar="OUTCOME", help="As `titip case show` names them.")],
    person: As,
    comment: Comment = "",
    paper: Papers = None,
    signed: Signed = None,
    attest: Attest = "",
    place: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Take this place of the analysis; 1 is the first.")
    ] = None,
    own: Annotated[
        list[str] | None,
        typer.Option(metavar="RACK:UNIT[:FACE]", help="Take an own place; repeated, one for each item."),
    ] = None,
    host: Annotated[
        list[str] | None,
        typer.Option(metavar="HOST", help="Take an own host for an application; repeated likewise."),
    ] = None,
    reason: Annotated[
        str, typer.Option(metavar="TEXT", help="Why an own place overrides rules of the office.")
    ] = "",
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Take an outcome of the open step, with its papers and its place."""
    from api.commands.case.acting import Sender
    from api.commands.case.deciding import Decision, Taken, run_decide

    taken = Taken(place, tuple(own or ()), tuple(host or ()), reason)
    decision = Decision(outcome, comment, tuple(paper or ()), tuple(signed or ()), attest, taken)
    raise typer.Exit(run_decide(name, decision, Sender(person, at, version, key, as_json)))


@case.command("initial")
def initial(
    name: CaseName,
    person: As,
    role: Annotated[
        str | None, typer.Option(metavar="ROLE", help="In which role, where several wait for the person.")
    ] = None,
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Put initials (paraf) on the papers of the open step."""
    from api.commands.case.acting import Sender
    from api.commands.case.deciding import run_initial

    raise typer.Exit(run_initial(name, role, Sender(person, at, version, key, as_json)))
