"""Remedies that take patience: holds that lapse, and devices that are leaving anyway."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from placement.placed import Placed
from placement.remedies.prices import Prices
from placement.remedies.trial import Trials
from placement.remedy import Remedy
from placement.request import Request

DAYS_A_WEEK = 7


def by_waiting(trials: Trials, request: Request, prices: Prices) -> Iterator[Remedy]:
    """Wait for the first day on which enough holds have lapsed; found by halving, since holds only go."""
    ledger = trials.ledger
    own = trials.releasing
    days = sorted(
        {
            (held.until - ledger.today).days + 1
            for held in ledger.room.reservations
            if held.until is not None and held.until >= ledger.today and held.request not in own
        }
    )
    if not days:
        return
    last = trials.in_copy(ledger.room, request, days[-1])
    if last is None:
        return
    low, high, placement = 0, len(days) - 1, last
    while low < high:
        middle = (low + high) // 2
        found = trials.in_copy(ledger.room, request, days[middle])
        if found is None:
            low = middle + 1
        else:
            high, placement = middle, found
    wait = days[high]
    lapsed = [
        held.name
        for held in ledger.room.reservations
        if held.until is not None and 0 <= (held.until - ledger.today).days < wait and held.request not in own
    ]
    until = max(
        held.until for held in ledger.room.reservations if held.until is not None and held.name in set(lapsed)
    )
    hours = prices.wait_week * -(-wait // DAYS_A_WEEK)
    said = f"Wait until after {until.isoformat()}: then {_listed(lapsed)} will have lapsed."
    yield Remedy(
        "wait", said, hours, hours, placement, changes=({"today": until.isoformat(), "lapsed": lapsed},)
    )


def by_leaving(trials: Trials, request: Request, prices: Prices) -> Iterator[Remedy]:
    """Wait for devices of status leaving: one alone where that does, else all of them."""
    room = trials.ledger.room
    # What others live on does not simply go.
    carries = {host.device for host in room.hosts} | {group.switch for group in room.ports}
    leaving = [d.name for d in room.devices if d.status == "leaving" and d.name not in carries]
    every = _without(trials, request, leaving) if leaving else None
    if every is None:
        return
    for name in leaving if len(leaving) > 1 else ():
        if (placement := _without(trials, request, [name])) is not None:
            yield _gone([name], placement, prices)
            return
    yield _gone(leaving, every, prices)


def _without(trials: Trials, request: Request, names: list[str]) -> tuple[Placed, ...] | None:
    room = trials.ledger.room
    left = tuple(device for device in room.devices if device.name not in set(names))
    return trials.in_copy(replace(room, devices=left), request)


def _gone(names: list[str], placement: tuple[Placed, ...], prices: Prices) -> Remedy:
    hours = prices.leaving * len(names)
    said = f"Wait until {_listed(names)}, which {'is' if len(names) == 1 else 'are'} leaving, has gone."
    said = said if len(names) == 1 else said.replace(" has gone", " have gone")
    return Remedy("leaving", said, hours, hours, placement, changes=({"remove": "devices", "names": names},))


def _listed(names: list[str]) -> str:
    """Up to three names, and how many more."""
    if len(names) > 3:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
