"""The OS and application standard: what a request's product and version are worth until it ends."""

from __future__ import annotations

from dataclasses import dataclass

from capacity.limits.limit import State
from capacity.room import Room, Standard
from capacity.unchecked import UNCHECKED
from placement.request import Request


@dataclass(frozen=True, slots=True)
class Finding:
    """The rule's state for the whole request, the conditions to print, and the row that leaves it open."""

    state: State
    conditions: tuple[str, ...] = ()
    row: Standard | None = None


def judge(room: Room, request: Request) -> Finding:
    """Judge `request.os` and `request.os_version` by standards.csv and the policy."""
    if request.os is None:
        return Finding(State.HOLDS)
    if "standards.csv" not in room.files:
        return Finding(State.HOLDS, (UNCHECKED["standards.csv"],))
    product = f"{request.os} {request.os_version}" if request.os_version else request.os
    row = _row(room.standards, request)
    if row is None:
        return _by_policy(room.policy.unlisted, f"{product} is not in the standard.")
    if row.rule == "forbidden":
        return Finding(State.BROKEN, (f"{product} is forbidden by the standard.",), row)
    conditions = (f"{product} is only tolerated by the standard.",) if row.rule == "tolerated" else ()
    support = _support(room.policy.expired, row, request, product)
    return Finding(support.state, conditions + support.conditions, row)


def _row(standards: tuple[Standard, ...], request: Request) -> Standard | None:
    """The row of the very version, else the product's row without version."""
    own = [s for s in standards if s.product == request.os]
    exact = [s for s in own if s.version is not None and s.version == request.os_version]
    return next(iter(exact + [s for s in own if s.version is None]), None)


def _support(expired: str, row: Standard, request: Request, product: str) -> Finding:
    """Support must last until the request's end; without an end there is no test."""
    if request.until is None:
        return Finding(State.HOLDS)
    if row.support_ends is None:
        text = f"Support of {product} may end before {request.until}: its date is not known."
        state = State.UNKNOWN if expired == "refuse" else State.HOLDS
        return Finding(state, (text,), row)
    if row.support_ends >= request.until:
        return Finding(State.HOLDS)
    return _by_policy(expired, f"Support of {product} ends on {row.support_ends}, before {request.until}.")


def _by_policy(choice: str, text: str) -> Finding:
    if choice == "allow":
        return Finding(State.HOLDS)
    return Finding(State.BROKEN if choice == "refuse" else State.HOLDS, (text,))
