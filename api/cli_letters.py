"""The command line of letters: `titip letters verify`."""

from __future__ import annotations

from typing import Annotated

import typer

from api.options import Json

letters = typer.Typer(help="Are letters genuine.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file to the program's."""
    app.add_typer(letters, name="letters")


@letters.command("verify")
def verify(
    what: Annotated[
        str, typer.Argument(metavar="FILE|CODE", help="The file of a letter, or the code that one bears.")
    ],
    as_json: Json = False,
) -> None:
    """Say whether a file is a letter of the office, and whether its signatures are good."""
    from api.commands.letters import run_verify_letter

    raise typer.Exit(run_verify_letter(what, as_json=as_json))
