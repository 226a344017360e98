"""Long calculations in a child process: with a memory cap, killed when they overrun, cancelled when asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from capacity.child import SOLVER_MEMORY_BYTES, run_in_child
from capacity.reading.catalogue import DeviceType
from capacity.room import Room
from placement.defragment import Defragmented, defragment
from placement.forecast import Forecast, Setting, forecast
from placement.headroom import SECONDS as HEADROOM_SECONDS
from placement.headroom import Headroom, headroom
from placement.plan import SECONDS as PLAN_SECONDS
from placement.plan import Plan, plan
from placement.reading import reference_requests
from placement.request import Request
from placement.ways.whole import SECONDS as WAYS_SECONDS
from placement.whatif import Asked, Found, Prepared, WhatIf, compared, search
from placement.whatif.search import SECONDS as WHATIF_SECONDS

DEFRAGMENT_SECONDS = 600.0
GRACE = 30.0  # seconds beyond its own limit for reading, explaining and verifying; then it is killed
FORECAST_SECONDS = 900.0  # the whole of a forecast; then it is killed
Report = Callable[[tuple[int, int]], None]  # (value, bound)
Cancelled = threading.Event | Callable[[], bool] | None


def plan_in_child(
    room: Room,
    requests: Sequence[Request],
    today: date,
    *,
    seconds: float | None = None,
    memory_bytes: int = SOLVER_MEMORY_BYTES,
    cancelled: Cancelled = None,
    progress: Report | None = None,
    fewest_racks: bool = False,
    remedies: bool = False,
) -> Plan:
    """`plan`, in a child process.

    Raises
    ------
    ChildStopped
        If it overruns its time or memory, or is cancelled.
    """
    limit = PLAN_SECONDS if seconds is None else seconds
    return run_in_child(
        _plan, room, tuple(requests), today, limit, fewest_racks, remedies,
        seconds=limit + GRACE + (WAYS_SECONDS if remedies else 0.0),
        memory_bytes=memory_bytes, cancelled=cancelled, progress=progress or _ignore,
    )  # fmt: skip


def headroom_in_child(
    room: Room,
    request: Request,
    today: date,
    *,
    seconds: float | None = None,
    memory_bytes: int = SOLVER_MEMORY_BYTES,
    cancelled: Cancelled = None,
    progress: Report | None = None,
) -> Headroom:
    """`headroom`, in a child process; raises as `plan_in_child` does."""
    limit = HEADROOM_SECONDS if seconds is None else seconds
    return run_in_child(
        _headroom, room, request, today, limit,
        seconds=limit + GRACE, memory_bytes=memory_bytes, cancelled=cancelled, progress=progress or _ignore,
    )  # fmt: skip


def whatif_in_child(
    room: Room,
    scenarios: Sequence[Prepared],
    today: date,
    *,
    catalogue: Mapping[str, DeviceType],
    queue: Sequence[Request] = (),
    seconds: float | None = None,
    memory_bytes: int = SOLVER_MEMORY_BYTES,
    cancelled: Cancelled = None,
    progress: Report | None = None,
) -> WhatIf:
    """`whatif` with its searches in a child process; `seconds` is for each of them.

    `progress` is told of (rooms done, rooms in all). Raises as `plan_in_child` does.
    """
    limit = WHATIF_SECONDS if seconds is None else seconds
    asked = Asked(today, reference_requests(room.policy, catalogue), tuple(queue), limit)
    searches = asked.searches * (len(scenarios) + 1) + sum(len(each.requests) for each in scenarios)
    found = run_in_child(
        _search, room, tuple(scenarios), asked, seconds=limit * searches + GRACE * (len(scenarios) + 1),
        memory_bytes=memory_bytes, cancelled=cancelled, progress=progress or _ignore,
    )  # fmt: skip
    return compared(room, scenarios, asked, found, catalogue)


def forecast_in_child(
    setting: Setting,
    draws: int,
    *,
    seconds: float = FORECAST_SECONDS,
    memory_bytes: int = SOLVER_MEMORY_BYTES,
    cancelled: Cancelled = None,
    progress: Report | None = None,
) -> Forecast:
    """`forecast` in a child process, which plays the draws one after the other.

    `progress` is told of (draws done, draws in all). Raises as `plan_in_child` does.
    """
    return run_in_child(
        _forecast, setting, draws,
        seconds=seconds, memory_bytes=memory_bytes, cancelled=cancelled, progress=progress or _ignore,
    )  # fmt: skip


def _forecast(setting: Setting, draws: int, report: Report) -> Forecast:
    return forecast(setting, draws, progress=lambda done, of: report((done, of)))


def defragment_in_child(
    room: Room, reference: Request, today: date, most: int, aim: str, *, cancelled: Cancelled = None
) -> Defragmented:
    """`defragment`, in a child process; raises as `plan_in_child` does."""
    return run_in_child(
        _defragment, room, reference, today, most, aim,
        seconds=DEFRAGMENT_SECONDS, memory_bytes=SOLVER_MEMORY_BYTES, cancelled=cancelled, progress=_ignore,
    )  # fmt: skip


def _defragment(
    room: Room, reference: Request, today: date, most: int, aim: str, report: Report
) -> Defragmented:
    return defragment(room, reference, today, most, aim)


def _search(room: Room, scenarios: tuple[Prepared, ...], asked: Asked, report: Report) -> tuple[Found, ...]:
    return search(room, scenarios, asked, report=lambda done, rooms: report((done, rooms)))


def _plan(
    room: Room,
    requests: tuple[Request, ...],
    today: date,
    seconds: float,
    few: bool,
    remedies: bool,
    report: Report,
) -> Plan:
    def tell(value: int, bound: int) -> None:
        report((value, bound))

    return plan(room, requests, today, seconds=seconds, report=tell, fewest_racks=few, remedies=remedies)


def _headroom(room: Room, request: Request, today: date, seconds: float, report: Report) -> Headroom:
    return headroom(room, request, today, seconds=seconds, report=lambda value, bound: report((value, bound)))


def _ignore(_: tuple[int, int]) -> None:
    pass
