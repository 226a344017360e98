"""`titip case attach, ask, answer, drop-question, send, receive`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli_case.app import As, At, CaseName, Key, Papers, Reason, Version, case
from api.options import Json

Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="What is to be remembered of it.")]


@case.command("attach")
def attach(
    name: CaseName,
    paper: Annotated[str, typer.Argument(metavar="NAME=FILE", help="The paper, and its file.")],
    person: As,
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Hand in a paper without deciding: one of the step's, or of the agency's."""
    from api.commands.case.acting import Sender
    from api.commands.case.working import run_attach

    raise typer.Exit(run_attach(name, paper, Sender(person, at, version, key, as_json)))


@case.command("ask")
def ask(
    name: CaseName,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What the agency is asked.")],
    person: As,
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Ask the agency; the clock stands still until it answers."""
    from api.commands.case.acting import Sender
    from api.commands.case.working import run_ask

    raise typer.Exit(run_ask(name, question, Sender(person, at, version, key, as_json)))


@case.command("answer")
def answer(
    name: CaseName,
    text: Annotated[str, typer.Argument(metavar="ANSWER", help="What the agency says.")],
    person: As,
    request: Annotated[
        Path | None,
        typer.Option("--request", metavar="FILE", help="The request as it now is, where it was changed."),
    ] = None,
    paper: Papers = None,
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Answer for the agency, with papers or a changed request."""
    from api.commands.case.acting import Sender
    from api.commands.case.working import run_answer

    sender = Sender(person, at, version, key, as_json)
    raise typer.Exit(run_answer(name, text, request, tuple(paper or ()), sender))


@case.command("drop-question")
def drop_question(
    name: CaseName,
    person: As,
    reason: Reason = "",
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Go on without the agency's answer."""
    from api.commands.case.acting import Sender
    from api.commands.case.working import run_drop_question

    raise typer.Exit(run_drop_question(name, reason, Sender(person, at, version, key, as_json)))


@case.command("send")
def send(
    name: CaseName,
    person: As,
    channel: Annotated[str, typer.Option(metavar="WAY", help="How: courier, e-mail, SRIKANDI ...")],
    note: Note = "",
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Record that the letters went to the agency."""
    from api.commands.case.acting import Sender
    from api.commands.case.working import run_send

    raise typer.Exit(run_send(name, channel, note, Sender(person, at, version, key, as_json)))


@case.command("receive")
def receive(
    name: CaseName,
    person: As,
    note: Note = "",
    paper: Papers = None,
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Record that the agency has the letters, with its signed receipt."""
    from api.commands.case.acting import Sender
    from api.commands.case.working import run_receive

    sender = Sender(person, at, version, key, as_json)
    raise typer.Exit(run_receive(name, note, tuple(paper or ()), sender))
