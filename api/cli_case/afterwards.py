"""`titip case hand-over, end-stay, move-version`."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_case.app import As, At, Attest, CaseName, Key, Papers, Reason, Signed, Version, case
from api.options import Json


@case.command("hand-over")
def hand_over(
    name: CaseName,
    person: As,
    serial: Annotated[
        list[str],
        typer.Option(metavar="TEXT", help="The serial number (or the VM's name); repeated, item by item."),
    ],
    weight_kg: Annotated[
        list[str] | None, typer.Option("--weight-kg", metavar="KG", help="As weighed; once, or item by item.")
    ] = None,
    power_w: Annotated[
        list[str] | None, typer.Option("--power-w", metavar="W", help="As drawn; once, or item by item.")
    ] = None,
    stands: Annotated[
        list[str] | None,
        typer.Option(
            "--stands",
            metavar="[ITEM=]RACK:UNIT[:FACE]",
            help="Where an item stands, if not where its place was held.",
        ),
    ] = None,
    called: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="[ITEM=]NAME", help="What the room calls an item from now on."),
    ] = None,
    paper: Papers = None,
    signed: Signed = None,
    attest: Attest = "",
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Record the equipment as it was installed (BAST); it is verified again."""
    from api.commands.case.acting import Sender
    from api.commands.case.afterwards import Record, run_hand_over

    record = Record(
        serials=tuple(serial),
        weights_kg=tuple(weight_kg or ()),
        draws_w=tuple(power_w or ()),
        stands=tuple(stands or ()),
        names=tuple(called or ()),
        papers=tuple(paper or ()),
        signed=tuple(signed or ()),
        attest=attest,
    )
    raise typer.Exit(run_hand_over(name, record, Sender(person, at, version, key, as_json)))


@case.command("end-stay")
def end_stay(
    name: CaseName,
    person: As,
    reason: Reason = "",
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Record that the equipment leaves, or will not come; its place is free again."""
    from api.commands.case.acting import Sender
    from api.commands.case.afterwards import run_end_stay

    raise typer.Exit(run_end_stay(name, reason, Sender(person, at, version, key, as_json)))


@case.command("move-version")
def move_version(
    name: CaseName,
    person: As,
    step: Annotated[str, typer.Option(metavar="NO", help="The step at which the case goes on.")],
    to: Annotated[
        str | None, typer.Option("--to", metavar="HASH", help="The version, by the beginning of its hash.")
    ] = None,
    reason: Reason = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print what is in the way.")] = False,
    at: At = None,
    version: Version = None,
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Put a running case on another version of its procedure, by default the newest."""
    from api.commands.case.acting import Sender
    from api.commands.case.afterwards import run_move_version

    sender = Sender(person, at, version, key, as_json)
    raise typer.Exit(run_move_version(name, to, step, reason, sender, dry_run=dry_run))
