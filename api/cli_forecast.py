"""The command line of planners: `titip forecast`, `titip defragment`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.options import Json, RoomText, Today, bad_option, day

MOST_DRAWS, MOST_YEARS, MOST_WORKERS, MOST_STREAMS = 100_000, 20.0, 256, 20


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file to the program's."""
    app.command("forecast")(forecast)
    app.command("defragment")(defragment)


def defragment(
    room: RoomText,
    moves: Annotated[int, typer.Option("--moves", metavar="K", help="At most so many moves.")] = 5,
    aim: Annotated[
        str,
        typer.Option("--aim", help="slots (free units in pieces that servers need) or racks (empty ones)."),
    ] = "slots",
    as_json: Json = False,
    today: Today = None,
) -> None:
    """Moves of standing equipment that make room of what is free in pieces."""
    from api.commands.defragment import run_defragment

    raise typer.Exit(run_defragment(room, day(today), moves=moves, aim=aim, as_json=as_json))


def forecast(
    room: RoomText,
    history: Annotated[
        Path,
        typer.Option("--history", metavar="FILE.csv", help="Past requests: from and until as they were."),
    ],
    requests: Annotated[
        Path | None, typer.Option("--requests", metavar="REQUESTS.csv", help="What waits; placed first.")
    ] = None,
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="How many futures to play.")] = 200,
    years: Annotated[float, typer.Option("--years", metavar="Y", help="How far they look.")] = 3.0,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", help="Processes; as many as there are cores.")
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="The same seed, the same answer.")] = 1,
    streams: Annotated[
        int, typer.Option("--streams", metavar="N", help="Futures that an all-knowing plan is made for.")
    ] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Every future as .csv, .xlsx or .parquet.")
    ] = None,
    as_json: Json = False,
    today: Today = None,
) -> None:
    """When a room is full and what fills it first, by its history of requests."""
    from api.commands.forecast import Asked, run_forecast

    _within("--draws", draws, 1, MOST_DRAWS)
    _within("--years", years, 0.1, MOST_YEARS)
    _within("--workers", 1 if workers is None else workers, 1, MOST_WORKERS)
    _within("--seed", seed, 0, 2**32 - 1)
    _within("--streams", streams, 0, MOST_STREAMS)
    asked = Asked(history, requests, draws, years, workers, seed, streams, out)
    raise typer.Exit(run_forecast(room, asked, day(today), as_json=as_json))


def _within(option: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        raise bad_option(option, f"{value:g} is out of range.", f"Give {least:,g} to {most:,g}.")
