"""A headroom: how many more of a request fit, where they would go, and what stops the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from rich.text import Text

from api.render.check import BADGES
from api.render.proof import gap_words, print_proof
from api.render.spots import counted
from api.render.stopped import funnel, legend, print_conflicts, print_missing, print_would_fit
from api.render.stops import print_stops, stopped_by
from api.render.text import Part, Screen, amount, clean, columns, count, number
from api.render.words import asked, scenario_words
from capacity.room import Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from placement.explain import Reason
from placement.headroom import Headroom
from placement.placed import Placed
from placement.request import Request

MOST_ROWS = 24
MOST_RACKS = 8
NO_LIMIT = frozenset({"ports", "keep", "space", "keep_free"})  # rules that may stop it without a single limit


def print_headroom(room: Room, request: Request, found: Headroom, seconds: float) -> None:
    """Print how many more of `request` fit."""
    screen = Screen()
    screen.blank()
    screen.line(*_badge(room, request, found), indent=1)
    screen.line((asked(replace(request, quantity=1)), "dim"), indent=3)
    if found.placement:
        _print_where(screen, room, found.placement)
    if found.decision == CANNOT_DECIDE:
        print_missing(screen, found.missing)
    _print_next(screen, room, request, found)
    if found.conditions:
        screen.head("Conditions")
        screen.points(clean(condition, 400) for condition in found.conditions)
    print_proof(
        screen,
        found.proof,
        placed=bool(found.placement),
        policy=found.policy_version or room.policy.version,
        digest=found.input_sha256,
        seconds=seconds,
    )


def _badge(room: Room, request: Request, found: Headroom) -> list[Part]:
    name: Part = (clean(request.name), "bold")
    if found.decision == CANNOT_DECIDE:
        said = ": none is certain to fit, some may: that depends on missing data"
        return [(" CANNOT DECIDE ", BADGES[CANNOT_DECIDE]), "  ", name, said]
    open_ = found.bound > found.headroom
    if not found.headroom:
        many = count(
            *((len(room.hosts), "host") if request.kind == "application" else (len(room.racks), "rack"))
        )
        said = f": none found yet, {number(found.bound)} at most" if open_ else f": none of {many} will do"
        return [(" NONE FITS ", BADGES[DOES_NOT_FIT]), "  ", name, said]
    badge = f" {number(found.headroom)} MORE {'FITS' if found.headroom == 1 else 'FIT'} "
    said = f": {gap_words(found.gap)}, {number(found.bound)}" if open_ else ": proved that no more do"
    return [(badge, BADGES[FITS]), "  ", name, said]


def _print_where(screen: Screen, room: Room, placement: Sequence[Placed]) -> None:
    """Row by row (cluster by cluster): how many items, and the racks with how many each."""
    hosts = placement[0].host is not None
    part_of = (
        {host.name: host.cluster or "no cluster" for host in room.hosts}
        if hosts
        else {rack.name: rack.row or "no row" for rack in room.racks}
    )
    order = {name: place for place, name in enumerate(part_of)}
    parts: dict[str, list[tuple[str, int]]] = {}
    for name, many in counted(placement, order):
        parts.setdefault(part_of[name], []).append((name, many))
    kind = "host" if hosts else "rack"
    places = count(sum(map(len, parts.values())), kind)
    screen.head(f"Where they would go: {count(len(placement), 'item')} {'on' if hosts else 'in'} {places}")
    table = columns(("cluster" if hosts else "row", "<"), ("items", ">"), (f"{kind}s", "<"))
    for part in list(parts)[:MOST_ROWS]:
        table.add_row(
            Text(clean(part), style="bold"),
            number(sum(many for _, many in parts[part])),
            _racks(screen, parts[part], kind),
        )
    screen.put(table)
    if len(parts) > MOST_ROWS:
        screen.line(
            (f"{count(len(parts) - MOST_ROWS, 'more row')}; --json lists every place.", "dim"), indent=3
        )


def _racks(screen: Screen, racks: Sequence[tuple[str, int]], kind: str) -> str:
    shown = [
        f"{clean(name)} {screen.glyphs.times}{number(many)}" if many > 1 else clean(name)
        for name, many in racks[: MOST_RACKS if len(racks) > MOST_RACKS else None]
    ]
    rest = len(racks) - len(shown)
    return ", ".join(shown) + (f" and {count(rest, f'more {kind}')}" if rest else "")


def _print_next(screen: Screen, room: Room, request: Request, found: Headroom) -> None:
    hosts = request.kind == "application"
    # Of what does not go in once the reasons say more than limits do; --json has both.
    found = found if found.headroom else replace(found, binding=())
    if found.binding:
        screen.head("What stops the next one")
        first = found.binding[0]
        when = scenario_words(first.limit.scenario)
        short = amount(Fraction(first.short, first.limit.scale), first.limit.unit)
        where = count(first.places, "host" if hosts else "rack")
        most = f"{stopped_by(first)}{f' {when}' if when else ''}"
        head = "Most widely: " if len(found.binding) > 1 or found.reasons else "The limit: "
        screen.line(head, (most, "bold"), f": {short} too little at {where}.", indent=3)
        screen.blank()
        print_stops(screen, found.binding, hosts=hosts)
    reasons = [r for r in found.reasons if not found.binding or r.rule in NO_LIMIT]
    if reasons:
        _print_reasons(screen, room, request, found, reasons)
    if not found.binding and not found.reasons and found.bound > found.headroom:
        screen.head("What stops the next one")
        screen.line("Not known: the search ended before it was proved that there is none.", indent=3)


def _print_reasons(
    screen: Screen, room: Room, request: Request, found: Headroom, reasons: Sequence[Reason]
) -> None:
    hosts = request.kind == "application"
    if found.binding:
        title = "And where no single limit does"
    elif found.decision == CANNOT_DECIDE:
        title = "Of the other places"
    else:
        title = "What stops the next one" if found.headroom else "What stands in the way"
    screen.head(title)
    if any(r.racks or r.only_blocker for r in reasons):
        screen.put(funnel(screen, room, reasons, hosts=hosts))
        screen.line((legend(hosts=hosts), "dim"), indent=3)
    elif hosts and not room.hosts:
        screen.line("There is no host in hosts.csv.", indent=3)
    elif reasons[0].rule == "keep":
        screen.line("By itself it would fit; the keep rules of its group stand against it.", indent=3)
    else:
        screen.line("There is no rack in racks.csv.", indent=3)
    if found.conflicts and not found.binding:
        screen.blank()
        print_conflicts(screen, found.conflicts)
    if not found.binding:
        print_would_fit(screen, request, found.would_fit_if, sure=found.decision == CANNOT_DECIDE)
