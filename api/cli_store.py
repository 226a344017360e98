"""The command line of what is stored: `titip load`, `worker`, `audit`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.options import Json, Today, day

audit = typer.Typer(help="Is what is stored as it was written.", no_args_is_help=True, rich_markup_mode=None)


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file to the program's."""
    app.command("load")(load)
    app.command("worker")(worker)
    app.command("serve")(serve)
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.add_typer(audit, name="audit")


def load(
    room: Annotated[
        str, typer.Argument(metavar="ROOM", help="A room: a folder of CSV files, or a zip of it.")
    ],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What it is called in the database.")],
    as_json: Json = False,
    today: Today = None,
) -> None:
    """Keep a room in the database, as its next version."""
    from api.commands.load import run_load

    raise typer.Exit(run_load(room, name, day(today), as_json=as_json))


@audit.command("verify")
def audit_verify(
    head: Annotated[
        str | None, typer.Option(metavar="SEQ:SHA256", help="A head that was kept elsewhere.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Check the log entry by entry; its head, or the first bad entry."""
    from api.commands.audit import run_audit_verify

    raise typer.Exit(run_audit_verify(head, as_json=as_json))


@audit.command("faults")
def audit_faults(as_json: Json = False) -> None:
    """What contradicts itself in the stored data."""
    from api.commands.audit import run_faults

    raise typer.Exit(run_faults(as_json=as_json))


def worker(
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, and end.")] = False,
    as_json: Json = False,
) -> None:
    """Do what is due of reminders and other timers, until it is ended."""
    from api.commands.worker import run_worker

    raise typer.Exit(run_worker(once=once, as_json=as_json))


def serve(
    host: Annotated[str, typer.Option(help="The address of this machine to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8000,
    worker: Annotated[
        bool, typer.Option("--worker/--no-worker", help="Do the jobs too, or leave them to `titip worker`.")
    ] = True,
) -> None:
    """Serve the HTTP API, until it is ended."""
    from api.commands.serve import run_serve

    raise typer.Exit(run_serve(host, port, with_worker=worker))


def backup(
    out: Annotated[Path, typer.Argument(metavar="FILE.zip", help="The file to write; a new one.")],
    verify: Annotated[bool, typer.Option("--verify", help="Restore it elsewhere and check it too.")] = False,
    as_json: Json = False,
) -> None:
    """Write everything that is stored into one file, as it is at one moment."""
    from api.commands.backup import run_backup

    raise typer.Exit(run_backup(out, verify=verify, as_json=as_json))


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="A backup.")], as_json: Json = False
) -> None:
    """Put a backup into an empty database, all of it or nothing."""
    from api.commands.backup import run_restore

    raise typer.Exit(run_restore(file, as_json=as_json))
