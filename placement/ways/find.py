"""All ways that were found, the cheapest first; the first three are unlike in kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from capacity.room import Room
from placement.placed import Placed
from placement.remedies.prices import Prices, read_prices
from placement.request import Request
from placement.ways.asking import by_giving_up, by_leaving_out, by_less
from placement.ways.moving import by_moving
from placement.ways.racks import by_racks
from placement.ways.raising import by_raising
from placement.ways.waiting import by_leaving, by_waiting
from placement.ways.way import Way
from placement.ways.whole import Whole


@dataclass(frozen=True, slots=True)
class Ways:
    """`listed`, one of a kind, the cheapest first; `searched` says what was not looked at, or is empty.

    `by_clock` is True where the clock ended the search, so that another run may find more.
    """

    listed: tuple[Way, ...] = ()
    searched: str = ""
    by_clock: bool = False


def ways_for(
    room: Room,
    requests: Sequence[Request],
    today: date,
    placed: Sequence[Placed],
    told: Mapping[str, Sequence[Mapping[str, int | float]]],
    *,
    undecided: Collection[str] = (),
    optimal: bool = False,
    prices: Prices | None = None,
) -> Ways:
    """What would let in all of a batch of which a plan left something over.

    Parameters
    ----------
    placed
        The plan's placement.
    told
        Per request of which something is left: what would let one more in (`would_fit_if`).
    undecided
        Requests that missing data keep open: of them only what is placed counts.
    optimal
        True where the plan is proved to be of the highest value.

    Raises
    ------
    Disagreement
        If the verifier rejects a placement.
    """
    prices = read_prices() if prices is None else prices
    own: dict[str, int] = {}
    for each in placed:
        own[each.request] = own.get(each.request, 0) + 1
    counted = [
        replace(r, quantity=own.get(r.name, 0)) if r.name in undecided else r
        for r in requests
        if r.name not in undecided or r.name in own
    ]
    left = [(r, r.quantity - own.get(r.name, 0)) for r in counted if own.get(r.name, 0) < r.quantity]
    if not left:
        return Ways()
    whole = Whole.of(room, counted, today)
    whole.base = False if optimal and all(r.priority > 0 for r, _ in left) else whole.places()
    if isinstance(whole.base, tuple):
        return Ways((), "All of it fits: the plan's search ended before it came to it.")
    over = [request for request, _ in left]
    found: list[Way] = [*by_leaving_out(whole, placed, prices, optimal=optimal)]
    found += by_less(whole, left, told, prices)
    found += by_raising(whole, over, prices)
    found += by_waiting(whole, prices)
    if whole.small:
        found += by_giving_up(whole, over, prices)
        found += by_leaving(whole, prices)
        found += by_moving(whole, placed, left, prices)
        if all(way.kind != "build" for way in found):
            found += by_racks(whole, over, prices)
    return Ways(tuple(sorted(found, key=lambda way: way.hours)), _searched(whole), whole.by_clock)


def _searched(whole: Whole) -> str:
    """What was not looked at."""
    if not whole.small:
        return "In a room of this size moves, further racks and rules given up were not looked at."
    if whole.by_clock or whole.asked >= whole.questions:
        return f"The search for ways ended after {whole.asked} trials; there may be more."
    return ""
