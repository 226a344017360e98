"""The command line: what works on a room stands here, the rest in the files beside (`cli_*.py`).

Exit codes are the contract's: 0 fits or holds, 1 violated or refused, 2 bad input, 3 does not fit, 4 cannot
decide, 70 internal failure.
"""

from __future__ import annotations

import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer
import typer.main

from api import cli_case, cli_forecast, cli_letters, cli_office, cli_store
from api.options import Json, RoomText, Today, bad_option, day
from capacity.errors import BadInput, TitipError
from workflow.calendar import CalendarError
from workflow.conflicts import NotStored
from workflow.errors import BadValue, CaseError

EXIT = {"fits": 0, "does not fit": 3, "cannot decide": 4}
WORST = (2, 4, 3, 0)
INTERNAL = 70

app = typer.Typer(
    name="titip",
    help="May this server or application be placed here, where, why, and what would make it fit.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

imports = typer.Typer(
    help="Make a room or a catalogue from another system's data.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(imports, name="import")

Seconds = Annotated[
    str | None, typer.Option("--seconds", metavar="S", help="Stop searching after so many seconds.")
]
NoRemedies = Annotated[bool, typer.Option("--no-remedies", help="Do not look for what would make it fit.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"titip {version('titip')}")
        raise typer.Exit


@app.callback()
def common(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """What stands before a command; without one, typer prints the help."""


@app.command()
def check(
    room: RoomText,
    request: Annotated[Path, typer.Argument(metavar="REQUEST", help="A request (.json), or several (.csv).")],
    as_json: Json = False,
    alternatives: Annotated[
        str, typer.Option(metavar="N", help="Places to list beside the first, or 'all'.")
    ] = "5",
    today: Today = None,
    certify: Annotated[
        bool, typer.Option("--certify", help="Let CP-SAT confirm in rooms of any size.")
    ] = False,
    no_remedies: NoRemedies = False,
    rack: Annotated[str | None, typer.Option(help="Test your own choice of rack ...")] = None,
    position: Annotated[str | None, typer.Option(metavar="U", help="... and of the lowest unit.")] = None,
    face: Annotated[str, typer.Option(metavar="FACE", help="... and of the face: front or rear.")] = "front",
) -> None:
    """Decide a request: where it fits and why, or why not."""
    from api.commands.check import run_check

    own = _own_choice(rack, position, face)
    raise typer.Exit(
        run_check(
            room,
            request,
            day(today),
            _count(alternatives),
            certify=certify,
            remedies=not no_remedies,
            own=own,
            as_json=as_json,
        )
    )


@app.command()
def plan(
    room: RoomText,
    requests: Annotated[Path, typer.Argument(metavar="REQUESTS.csv", help="The requests to place together.")],
    as_json: Json = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="PLACEMENTS.csv", help="Write the placements to a file.")
    ] = None,
    fewest_racks: Annotated[
        bool,
        typer.Option("--fewest-racks", help="Then open as few empty racks as possible, and nothing else."),
    ] = False,
    no_remedies: NoRemedies = False,
    seconds: Seconds = None,
    today: Today = None,
) -> None:
    """Place a batch of requests: most priority first, and what is left over explained."""
    from api.commands.plan import run_plan

    limit, few, ways = _seconds(seconds), fewest_racks, not no_remedies
    when = day(today)
    raise typer.Exit(
        run_plan(
            room, requests, when, out=out, seconds=limit, fewest_racks=few, remedies=ways, as_json=as_json
        )
    )


@app.command()
def headroom(
    room: RoomText,
    request: Annotated[Path, typer.Argument(metavar="REQUEST.json", help="What is to be counted.")],
    as_json: Json = False,
    seconds: Seconds = None,
    today: Today = None,
) -> None:
    """How many more of a request fit, and what stops the next one."""
    from api.commands.headroom import run_headroom

    raise typer.Exit(run_headroom(room, request, day(today), seconds=_seconds(seconds), as_json=as_json))


@app.command()
def verify(
    room: RoomText,
    requests: Annotated[Path, typer.Argument(metavar="REQUESTS.csv", help="The requests that were placed.")],
    placements: Annotated[Path, typer.Argument(metavar="PLACEMENTS.csv", help="Where their items were put.")],
    as_json: Json = False,
    today: Today = None,
) -> None:
    """Check a placement from first principles, without the solver."""
    from api.commands.verify import run_verify

    raise typer.Exit(run_verify(room, requests, placements, day(today), as_json=as_json))


@app.command()
def room(room: RoomText, as_json: Json = False, today: Today = None) -> None:
    """What is in a room: used and free, broken rules, missing data."""
    from api.commands.room import run_room

    raise typer.Exit(run_room(room, day(today), as_json=as_json))


@app.command()
def whatif(
    room: RoomText,
    scenarios: Annotated[
        list[Path],
        typer.Argument(metavar="SCENARIO.toml...", help="Changes to the room; two to four read best."),
    ],
    requests: Annotated[
        Path | None,
        typer.Option("--requests", metavar="REQUESTS.csv", help="Place these into each room too."),
    ] = None,
    as_json: Json = False,
    today: Today = None,
) -> None:
    """Apply scenarios to copies of a room, and compare them side by side."""
    from api.commands.whatif import run_whatif

    raise typer.Exit(run_whatif(room, scenarios, requests, day(today), as_json=as_json))


@app.command()
def template(
    file: Annotated[
        str, typer.Argument(metavar="FILE|all", help="A file of a room, such as racks.csv; or all of them.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder to write into.")] = Path("."),
    as_json: Json = False,
) -> None:
    """Write empty tables to fill in, and what their columns hold."""
    from api.commands.template import run_template

    raise typer.Exit(run_template(file, out, as_json=as_json))


@imports.command("netbox-csv")
def import_netbox_csv(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of NetBox's CSV exports.")],
    out: Annotated[Path, typer.Option("--out", metavar="ROOM", help="The room's folder; a new one.")],
    as_json: Json = False,
) -> None:
    """Make a room from NetBox's CSV; list what is not known."""
    from api.commands.importing import run_netbox_csv

    raise typer.Exit(run_netbox_csv(folder, out, as_json=as_json))


@imports.command("device-types")
def import_device_types(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A library of device types in YAML.")],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The catalogue; a new CSV file.")],
    as_json: Json = False,
) -> None:
    """Make a catalogue of device types; list what is not known."""
    from api.commands.importing import run_device_types

    raise typer.Exit(run_device_types(folder, out, as_json=as_json))


cli_store.add_to(app)
cli_forecast.add_to(app)
cli_office.add_to(app)
cli_case.add_to(app)
cli_letters.add_to(app)


def _count(value: str) -> int | None:
    if value == "all":
        return None
    if not value.isdecimal() or len(value) > 9:
        raise bad_option("--alternatives", f"{value!r} is no count.", "Give a whole number or 'all'.")
    return int(value)


def _seconds(value: str | None) -> float | None:
    """A time limit in seconds, more than none and at most a day."""
    if value is None:
        return None
    try:
        seconds = float(value) if value.replace(".", "", 1).isdecimal() else 0.0
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 86_400:
        raise bad_option("--seconds", f"{value!r} is no time limit.", "Give seconds above 0, at most 86400.")
    return seconds


def _own_choice(rack: str | None, position: str | None, face: str) -> tuple[str, int, str] | None:
    """(rack, position in half units, face) of a person's own choice."""
    if rack is None and position is None:
        return None
    if rack is None or position is None:
        raise bad_option("--rack/--position", "A choice needs both.", "Give --rack R and --position U.")
    if face not in ("front", "rear"):
        raise bad_option("--face", f"{face!r} is no face.", "Say front or rear.")
    whole, dot, half = position.partition(".")
    if not whole.isdecimal() or len(whole) > 6 or (dot and half not in ("0", "5")):
        raise bad_option(
            "--position", f"{position!r} is no unit.", "Give a unit such as 17, in steps of 0.5."
        )
    return rack, 2 * int(whole) + (half == "5"), face


@cache
def _command() -> Any:
    """The program's commands; made of the functions once, which takes longer than most of what they do."""
    return typer.main.get_command(app)


def main(words: list[str] | None = None) -> None:
    """Entry point of the console script; turns every outcome into the contract's exit code."""
    words = sys.argv[1:] if words is None else words
    as_json = "--json" in words
    try:
        code = _command()(args=words, standalone_mode=False)
    except BadInput as bad:
        _print_problems(bad, as_json=as_json)
        code = 2
    except typer.Exit as done:
        code = done.exit_code
    except (CaseError, NotStored, CalendarError) as refused:
        code = _print_refusal(refused, as_json=as_json)
    except TitipError as failed:
        if os.environ.get("TITIP_DEBUG"):
            raise
        _print_failure(f"{failed.code}: {failed}")
        code = INTERNAL
    except (BrokenPipeError, SystemExit):  # the reader of a pipe has gone; typer makes a SystemExit of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as failed:
        usage = getattr(failed, "format_message", None)
        if type(failed).__name__ == "NoArgsIsHelpError" and usage is not None:
            print(usage(), file=sys.stderr)
            code = 2
        elif usage is not None:
            _print_problems(bad_option("", usage(), "See titip --help."), as_json=as_json)
            code = 2
        elif os.environ.get("TITIP_DEBUG"):
            raise
        else:
            _print_failure(f"internal failure: {type(failed).__name__}: {failed}")
            code = INTERNAL
    sys.exit(code if isinstance(code, int) else 0)


def _print_refusal(refused: CaseError | NotStored | CalendarError, *, as_json: bool) -> int:
    """What a case or the store refuses: 2 for a value that makes no sense, else 1."""
    if as_json:
        said = {"code": refused.code, "message": refused.sentence, "case": refused.where}
        print(json.dumps({"error": said}, indent=1, ensure_ascii=True))
    else:
        from api.render.problems import print_refusal

        print_refusal(refused)
    return 2 if isinstance(refused, BadValue | NotStored) else 1


def _print_failure(sentence: str) -> None:
    from api.render.text import clean

    print(f"titip: {clean(sentence, 2000)}", file=sys.stderr)


def _print_problems(bad: BadInput, *, as_json: bool) -> None:
    if as_json:
        errors: list[dict[str, Any]] = [
            {"file": p.file, "row": p.row, "column": p.column, "problem": p.problem, "advice": p.advice}
            for p in bad.problems
        ]
        print(json.dumps({"errors": errors}, indent=1, ensure_ascii=True))
        return
    from api.render.problems import print_problems

    print_problems(bad)


if __name__ == "__main__":
    main()
