"""titip forecast: when a room is full, by its history of requests."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.connectors.dask_cluster import pool_for
from api.render.table_file import check_table_path, write_table
from api.room_at import room_at, shown_name
from capacity.errors import BadInput, Problem
from placement.forecast import Forecast, History, Setting, forecast, forecast_json, tidy
from placement.forecast.draw import YEAR
from placement.forecast.history import complete
from placement.reading import read_requests
from placement.request import Request


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command."""

    history: Path
    queue: Path | None
    draws: int
    years: float
    workers: int | None
    seed: int
    streams: int
    out: Path | None


def run_forecast(room_text: str, asked: Asked, today: date, *, as_json: bool) -> int:
    """Forecast and print; returns the exit code 0. Ctrl-C ends the draws and shows those that are done."""
    started = time.perf_counter()
    if asked.out is not None:
        check_table_path(asked.out)
    room, catalogue_of = room_at(room_text)
    catalogue = catalogue_of()
    history = History.of(read_requests(asked.history, catalogue), today)
    queue = () if asked.queue is None else read_requests(asked.queue, catalogue)
    _check_queue(queue)
    setting = Setting(room, today, history, queue, asked.years * YEAR, asked.seed)
    found = _play(setting, asked)
    spent = time.perf_counter() - started
    if asked.out is not None:
        write_table(tidy(found), asked.out)
    if as_json:
        print(json.dumps(forecast_json(found, spent), indent=1, ensure_ascii=True))
    else:
        from api.render.forecast import print_forecast

        print_forecast(shown_name(room_text), found, spent)
    return 0


def _check_queue(queue: tuple[Request, ...]) -> None:
    problems = [
        Problem(
            request.file,
            request.line,
            "",
            f"The request {request.name!r} does not say what it asks of the room.",
            "Give height, draw and weight of a server; vcpu, memory and disk of an application.",
        )
        for request in queue
        if not complete(request)
    ]
    if problems:
        raise BadInput(problems)


def _play(setting: Setting, asked: Asked) -> Forecast:
    pool = pool_for(asked.workers)
    try:
        with _interruptible() as stop:
            return forecast(
                setting,
                asked.draws,
                pool=pool,
                streams=asked.streams,
                progress=_progress(),
                cancelled=stop,
            )
    finally:
        if pool is not None:
            pool.close()


@contextmanager
def _interruptible() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; the second one ends the program as ever."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only that one hears signals
        yield stop
        return
    before = signal.getsignal(signal.SIGINT)

    def heard(*_: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, heard)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _progress() -> Callable[[int, int], None] | None:
    """Tell a person on a terminal how far it is, on the line that the answer will stand on."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, of: int) -> None:
        end = "\r" if done < of else "\r\033[K"
        print(f" {done:,} of {of:,} draws", end=end, file=sys.stderr, flush=True)

    return tell
