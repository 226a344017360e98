"""Ask for less: leave items out, take less of something, or give a rule of placing up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from placement.placed import Placed
from placement.remedies.prices import Prices
from placement.request import Request
from placement.ways.changes import AskedChange, changed_requests
from placement.ways.way import Part, Way
from placement.ways.whole import Whole, needed

Told = Mapping[str, Sequence[Mapping[str, int | float]]]  # request -> its `would_fit_if`

_FIELDS = {"u_height": ("height_hu", 2), "weight_kg": ("weight_g", 1_000)}
_UNITS = {
    "power_w": "draw",
    "weight_kg": "weight in kg",
    "u_height": "height in U",
    "depth_mm": "depth in mm",
}
REDUCED = (Fraction(1), Fraction(3, 4), Fraction(1, 2))  # of the largest draw that lets one more in


def by_leaving_out(whole: Whole, placed: Sequence[Placed], prices: Prices, *, optimal: bool) -> Iterator[Way]:
    """Leave out what the plan left over, if by then nothing of it goes in any more."""
    own: dict[str, int] = {}
    for each in placed:
        own[each.request] = own.get(each.request, 0) + 1
    kept, placement, minimal = dict(own), tuple(placed), True
    # The highest priority is tried first: what is left out in the end is what counts least.
    for request in sorted(whole.requests, key=lambda r: -r.priority):
        while kept.get(request.name, 0) < request.quantity:
            if optimal and request.priority > 0 and kept == own:
                break  # one item more would be a better plan than the best
            more = {**kept, request.name: kept.get(request.name, 0) + 1}
            found = whole.places(requests=_shortened(whole.requests, more))
            if not isinstance(found, tuple):
                minimal = minimal and found is False
                break
            kept, placement = more, found
    parts = []
    for request in sorted(whole.requests, key=lambda r: r.priority):
        out = request.quantity - kept.get(request.name, 0)
        if out:
            said = f"Leave out {out} of {request.quantity} of {request.name} (priority {request.priority})."
            change = {"request": request.name, "quantity": request.quantity - out}
            parts.append(Part(said, change, prices.fewer))
    whole.verify(whole.room, _shortened(whole.requests, kept), placement)
    yield Way("leave_out", "Leave out what counts least.", tuple(parts), minimal, placement)


def _shortened(requests: Sequence[Request], kept: Mapping[str, int]) -> list[Request]:
    return [replace(r, quantity=kept[r.name]) for r in requests if kept.get(r.name)]


def by_less(whole: Whole, left: Sequence[tuple[Request, int]], told: Told, prices: Prices) -> Iterator[Way]:
    """Requests of which something is left ask for less of one thing each: draw, height ...

    Of those that no single thing would help, what is left is left out.
    """
    for part in REDUCED:
        less = [_less(request, told.get(request.name, ()), part, prices) for request, _ in left]
        out = [
            _out(request, many, prices) for (request, many), c in zip(left, less, strict=True) if c is None
        ]
        changes = [change for change in less if change is not None]
        if not changes:
            return
        first = whole.places(requests=changed_requests(whole.requests, [*changes, *out]))
        if isinstance(first, tuple):
            said = "Ask for less, and leave the rest out." if out else "Ask for less."
            yield from _way(whole, "less", said, [*changes, *out], first)
            return


def _out(request: Request, many: int, prices: Prices) -> AskedChange:
    rest = request.quantity - many
    said = f"Leave out {many} of {request.quantity} of {request.name} (priority {request.priority})."
    part = Part(said, {"request": request.name, "quantity": rest}, prices.fewer)
    return AskedChange(part, request.name, lambda asked: replace(asked, quantity=rest) if rest else None)


def _less(
    request: Request, told: Sequence[Mapping[str, int | float]], part: Fraction, prices: Prices
) -> AskedChange | None:
    """The first change of one attribute that would let one more in; a draw may be reduced further."""
    ordered = sorted(
        (w for w in told if "quantity" not in w and len(w) == 1), key=lambda w: "power_w" not in w
    )
    if not ordered:
        return None
    ((name, value),) = ordered[0].items()
    if name == "power_w":
        value = int(value * part)
    field, scale = _FIELDS.get(name, (name, 1))
    new = {field: int(Fraction(str(value)) * scale)}
    words = (
        f"a {_UNITS[name]} of {value:,}{' W' if name == 'power_w' else ''}"
        if name in _UNITS
        else f"{name} {value}"
    )
    said = f"{request.name}: ask for {words} at most, for each."
    return AskedChange(
        Part(said, {"request": request.name, name: value}, prices.less),
        request.name,
        lambda asked: replace(asked, **new),  # type: ignore[arg-type]
    )


def by_giving_up(whole: Whole, left: Sequence[Request], prices: Prices) -> Iterator[Way]:
    """Give up keep rules, the security zone, or that ports are on two sides, of what is left over.

    Everything that may be given up is, and then taken back one by one as far as it can be.
    """
    groups = {request.group for request in left} - {None}
    changes = []
    for request in whole.requests:
        if request in left or request.group in groups:
            changes += [_without_keep(request, keep, prices) for keep in request.keep]
        if request in left:
            changes += _freed(request, prices)
    if not changes:
        return
    first = whole.places(requests=changed_requests(whole.requests, changes))
    if isinstance(first, tuple):
        yield from _way(whole, "give_up", "Give rules up.", changes, first)


def _without_keep(request: Request, keep: str, prices: Prices) -> AskedChange:
    rest = " ".join(other for other in request.keep if other != keep)
    part = Part(
        f"{request.name}: give up the rule {keep}.", {"request": request.name, "keep": rest}, prices.split
    )
    return AskedChange(
        part, request.name, lambda asked: replace(asked, keep=tuple(k for k in asked.keep if k != keep))
    )


def _freed(request: Request, prices: Prices) -> Iterator[AskedChange]:
    if request.port_sides == 2:
        said = f"{request.name}: take ports on one side of the network."
        part = Part(said, {"request": request.name, "port_sides": 1}, prices.less)
        yield AskedChange(part, request.name, lambda asked: replace(asked, port_sides=1))
    if request.security_zone is not None:
        said = f"{request.name}: let it stand in any security zone, not only {request.security_zone}."
        part = Part(said, {"request": request.name, "security_zone": ""}, prices.zone)
        yield AskedChange(part, request.name, lambda asked: replace(asked, security_zone=None))


def _way(
    whole: Whole, kind: str, sentence: str, changes: Sequence[AskedChange], first: tuple[Placed, ...]
) -> Iterator[Way]:
    kept, placement, proved = needed(
        changes,
        first,
        lambda some: whole.places(requests=changed_requests(whole.requests, some)),
        whole.base,
    )
    yield Way(kind, sentence, tuple(change.part for change in kept), proved, placement)
