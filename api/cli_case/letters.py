"""`titip case letter`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli_case.app import At, CaseName, case
from api.options import Json


@case.command("letter")
def letter(
    name: CaseName,
    paper: Annotated[str, typer.Argument(metavar="PAPER", help="A paper, such as surat_balasan.")],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.pdf", help="Where the PDF is written.")
    ] = None,
    docx: Annotated[
        Path | None, typer.Option("--docx", metavar="FILE.docx", help="Where a DOCX to edit is written.")
    ] = None,
    final: Annotated[
        bool, typer.Option("--final", help="The letter to be signed: with number, date and code.")
    ] = False,
    person: Annotated[
        str, typer.Option("--as", metavar="PERSON", help="Who makes it; needed with --final.")
    ] = "",
    number: Annotated[
        str, typer.Option("--number", metavar="NO", help="The number that another register gave.")
    ] = "",
    dated: Annotated[
        str | None, typer.Option("--dated", metavar="DATE", help="The letter's date; else today.")
    ] = None,
    electronic: Annotated[
        bool, typer.Option("--electronic", help="It says that it is signed electronically.")
    ] = False,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Make a letter of the case: a draft to look at, or the one to be signed."""
    from api.commands.letters import Wanted, run_letter

    raise typer.Exit(
        run_letter(
            name, paper, Wanted(out, docx, final, person, number, dated, electronic, at), as_json=as_json
        )
    )
