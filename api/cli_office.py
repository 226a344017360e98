"""The command line of an office: `titip setup`, `office`, `user`, `procedure`, `calendar`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, cast

import typer

from api.options import Json, bad_option, day

office = typer.Typer(
    help="People, posts, and who holds them when.", no_args_is_help=True, rich_markup_mode=None
)
user = typer.Typer(help="One person at a time.", no_args_is_help=True, rich_markup_mode=None)
procedure = typer.Typer(
    help="Versions of the office's procedure.", no_args_is_help=True, rich_markup_mode=None
)
calendar = typer.Typer(help="When the office works.", no_args_is_help=True, rich_markup_mode=None)

On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day that is asked about (YYYY-MM-DD).")
]
PersonId = Annotated[
    str, typer.Argument(metavar="PERSON", help="The name that the person is called by here, such as dewi.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file to the program's."""
    app.command("setup")(setup)
    app.add_typer(office, name="office")
    app.add_typer(user, name="user")
    app.add_typer(procedure, name="procedure")
    app.add_typer(calendar, name="calendar")


def setup(
    office: Annotated[
        Path | None, typer.Option("--office", metavar="FILE", help="Load people and posts as well (YAML).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Make the database, or bring it up to date; publish what Titip brings."""
    from api.commands.setup import run_setup

    raise typer.Exit(run_setup(office, as_json=as_json))


@office.command("load")
def office_load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="People, posts and holdings (YAML).")],
    as_json: Json = False,
) -> None:
    """Add people, posts and holdings, or replace those of the same names."""
    from api.commands.office import run_load

    raise typer.Exit(run_load(file, as_json=as_json))


@office.command("show")
def office_show(on: On = None, as_json: Json = False) -> None:
    """Every post, and who holds it on a day."""
    from api.commands.office import run_show

    raise typer.Exit(run_show(day(on, "--on"), as_json=as_json))


@user.command("list")
def user_list(on: On = None, as_json: Json = False) -> None:
    """The people, and the roles that they act in on a day."""
    from api.commands.office import run_users

    raise typer.Exit(run_users(day(on, "--on"), as_json=as_json))


@user.command("add")
def user_add(
    person: PersonId,
    name: Annotated[str | None, typer.Option(help="The name as letters print it; needed once.")] = None,
    nip: Annotated[str | None, typer.Option(help="The number of a civil servant.")] = None,
    rank: Annotated[str | None, typer.Option(help="The rank (pangkat) as letters print it.")] = None,
    email: Annotated[str | None, typer.Option(help="Where messages go to.")] = None,
    as_json: Json = False,
) -> None:
    """Add a person, or change what is known of one."""
    from api.commands.office import run_add

    raise typer.Exit(run_add(person, name, nip, rank, email, as_json=as_json))


@user.command("hold")
def user_hold(
    person: PersonId,
    post: Annotated[str, typer.Argument(metavar="POST", help="A post, by the name in `titip office show`.")],
    start: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.")],
    end: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The first day on which it is over.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--as", metavar="plt|plh", help="As an acting official.")
    ] = None,
    decree: Annotated[str, typer.Option(metavar="NO", help="The decree's number.")] = "",
    as_json: Json = False,
) -> None:
    """Have a person hold a post from a day on; again with --until to end it."""
    from api.commands.office import run_hold
    from workflow.roles import HoldingKind

    if kind not in (None, "plt", "plh"):
        raise bad_option("--as", f"{kind!r} is no kind of acting official.", "Say plt or plh.")
    held = cast("HoldingKind", kind or "definitive")
    last = None if end is None else day(end, "--until")
    raise typer.Exit(run_hold(person, post, day(start, "--from"), last, held, decree, as_json=as_json))


@user.command("password")
def user_password(
    person: PersonId,
    login: Annotated[
        str | None, typer.Option(help="What the person signs in with; by default PERSON.")
    ] = None,
    generate: Annotated[bool, typer.Option("--generate", help="Make a password, and print it once.")] = False,
    as_json: Json = False,
) -> None:
    """Let a person sign in: typed twice, or the first line of what is piped in."""
    from api.commands.account import run_password

    raise typer.Exit(run_password(person, login, generate=generate, as_json=as_json))


@user.command("disable")
def user_disable(person: PersonId, as_json: Json = False) -> None:
    """Close a person's account; sessions and tokens end."""
    from api.commands.account import run_disabled

    raise typer.Exit(run_disabled(person, disabled=True, as_json=as_json))


@user.command("enable")
def user_enable(person: PersonId, as_json: Json = False) -> None:
    """Open a person's account again."""
    from api.commands.account import run_disabled

    raise typer.Exit(run_disabled(person, disabled=False, as_json=as_json))


@procedure.command("publish")
def procedure_publish(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A procedure (YAML).")], as_json: Json = False
) -> None:
    """Publish a version: new cases follow it."""
    from api.commands.procedure import run_publish

    raise typer.Exit(run_publish(file, as_json=as_json))


@procedure.command("list")
def procedure_list(as_json: Json = False) -> None:
    """The published versions, newest first."""
    from api.commands.procedure import run_list

    raise typer.Exit(run_list(as_json=as_json))


@procedure.command("draw")
def procedure_draw(
    out: Annotated[Path, typer.Argument(metavar="OUT.svg", help="The file to write.")],
    version: Annotated[
        str | None, typer.Option(metavar="HASH", help="The version, by the beginning of its hash.")
    ] = None,
    step: Annotated[str | None, typer.Option(metavar="NO", help="Mark this step.")] = None,
    language: Annotated[str, typer.Option(metavar="id|en", help="The language of the words.")] = "id",
    as_json: Json = False,
) -> None:
    """Draw a published procedure as its sheet."""
    from api.commands.procedure import run_draw
    from workflow.drawing import Language

    if language not in ("id", "en"):
        raise bad_option("--language", f"{language!r} is no language of Titip's.", "Say id or en.")
    raise typer.Exit(run_draw(out, version, step, cast("Language", language), as_json=as_json))


@calendar.command("adopt")
def calendar_adopt(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A calendar (YAML).")], as_json: Json = False
) -> None:
    """Put a calendar in force."""
    from api.commands.procedure import run_adopt

    raise typer.Exit(run_adopt(file, as_json=as_json))
