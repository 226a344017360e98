"""The sub-command `titip case`, and the options that its commands share."""

from __future__ import annotations

from typing import Annotated

import typer

case = typer.Typer(
    help="File a request and carry its case, as any role; read cases.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="The case, such as PS-2026-0001.")]
As = Annotated[str, typer.Option("--as", metavar="PERSON", help="Who does it, such as komang.")]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="When (2026-06-08T09:00); for imports and rehearsals."),
]
Version = Annotated[
    int | None, typer.Option("--version", metavar="N", help="The version that was seen; else the newest.")
]
Key = Annotated[
    str | None, typer.Option("--key", metavar="KEY", help="Done once, however often it is sent with it.")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why.")]
Comment = Annotated[str, typer.Option("--comment", metavar="TEXT", help="What is said with it.")]
Papers = Annotated[
    list[str] | None,
    typer.Option("--paper", metavar="NAME=FILE", help="A paper to hand in; may be repeated."),
]
Signed = Annotated[
    list[str] | None,
    typer.Option("--signed", metavar="NAME=FILE", help="A scan of a paper signed by hand; may be repeated."),
]
Attest = Annotated[
    str, typer.Option("--attest", metavar="TEXT", help="Who vouches that the scans are what was signed.")
]
