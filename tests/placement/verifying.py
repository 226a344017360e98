"""Short words for tests of the verifier: an item that fits the small room, and what is found of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from capacity.room import PortUse, Room
from placement.placed import Placed
from placement.request import Request
from placement.verify import Unknown, Verdict, Verifier, Violation
from tests.properties.small_room import PAIR, SERVER, SFP, TODAY

PORTS = (PortUse("SWA", SFP, 1), PortUse("SWB", SFP, 1))


def wanted(**changes: object) -> Request:
    """Return the small room's request with some values changed."""
    return replace(SERVER, **changes)  # type: ignore[arg-type]


def put(unit: float = 5, item: int = 1, **changes: object) -> Placed:
    """Return an item of it at a unit of rack R1, on both pdus and both switches."""
    found = Placed("Q1", item, "R1", int(2 * unit), "front", PAIR, PORTS)
    return replace(found, **changes)  # type: ignore[arg-type]


def on_host(host: str = "h1", item: int = 1) -> Placed:
    return Placed("Q1", item, host=host)


def verdict(
    room: Room,
    *placed: Placed,
    asks: Request | Sequence[Request] = SERVER,
    releasing: Sequence[str] = ("Q1",),
) -> Verdict:
    """Verify; a single request also by `verify_one`, which has to say the same."""
    requests = [asks] if isinstance(asks, Request) else list(asks)
    verifier = Verifier(room, TODAY, releasing)
    found = verifier.verify(requests, placed)
    if len(requests) == 1:
        assert verifier.verify_one(requests[0], placed) == found
    return found


def broken(verdict: Verdict) -> set[str]:
    assert verdict.holds == (not verdict.violations)
    return {violation.rule for violation in verdict.violations}


def unknown(verdict: Verdict) -> set[str]:
    return {unknown.rule for unknown in verdict.unknown}


def fine(verdict: Verdict) -> bool:
    """Return whether it holds for certain."""
    return verdict.holds and not verdict.unknown


def only(verdict: Verdict) -> Violation:
    """Return the one violation."""
    (found,) = verdict.violations
    return found


def gap(verdict: Verdict) -> Unknown:
    """Return the one unknown rule of a verdict that holds."""
    assert verdict.holds
    (found,) = verdict.unknown
    return found
