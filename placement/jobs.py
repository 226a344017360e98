"""Long calculations in a child process: with a memory cap, killed when they overrun, cancelled when asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import date

from capacity.child import SOLVER_MEMORY_BYTES, run_in_child
from capacity.room import Room
from placement.headroom import SECONDS as HEADROOM_SECONDS
from placement.headroom import Headroom, headroom
from placement.plan import SECONDS as PLAN_SECONDS
from placement.plan import Plan, plan
from placement.request import Request

GRACE = 30.0  # seconds beyond its own limit for reading, explaining and verifying; then it is killed
Report = Callable[[tuple[int, int]], None]  # (value, bound)


def plan_in_child(
    room: Room,
    requests: Sequence[Request],
    today: date,
    *,
    seconds: float | None = None,
    memory_bytes: int = SOLVER_MEMORY_BYTES,
    cancelled: threading.Event | None = None,
    progress: Report | None = None,
) -> Plan:
    """`plan`, in a child process.

    Raises
    ------
    ChildStopped
        If it overruns its time or memory, or is cancelled.
    """
    limit = PLAN_SECONDS if seconds is None else seconds
    return run_in_child(
        _plan, room, tuple(requests), today, limit,
        seconds=limit + GRACE, memory_bytes=memory_bytes, cancelled=cancelled, progress=progress or _ignore,
    )  # fmt: skip


def headroom_in_child(
    room: Room,
    request: Request,
    today: date,
    *,
    seconds: float | None = None,
    memory_bytes: int = SOLVER_MEMORY_BYTES,
    cancelled: threading.Event | None = None,
    progress: Report | None = None,
) -> Headroom:
    """`headroom`, in a child process; raises as `plan_in_child` does."""
    limit = HEADROOM_SECONDS if seconds is None else seconds
    return run_in_child(
        _headroom, room, request, today, limit,
        seconds=limit + GRACE, memory_bytes=memory_bytes, cancelled=cancelled, progress=progress or _ignore,
    )  # fmt: skip


def _plan(room: Room, requests: tuple[Request, ...], today: date, seconds: float, report: Report) -> Plan:
    return plan(room, requests, today, seconds=seconds, report=lambda value, bound: report((value, bound)))


def _headroom(room: Room, request: Request, today: date, seconds: float, report: Report) -> Headroom:
    return headroom(room, request, today, seconds=seconds, report=lambda value, bound: report((value, bound)))


def _ignore(_: tuple[int, int]) -> None:
    pass
