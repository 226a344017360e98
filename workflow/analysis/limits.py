"""What a place charges: every limit that it touches, before and after, whichever place was taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from capacity.demand import HALF_G, charged_draw
from capacity.ledger import Ledger
from capacity.limits.hosting import RESOURCES, SCALE
from capacity.limits.limit import Limit
from capacity.room import Room
from placement.answer import Touched, touched_json
from placement.placed import Placed
from placement.request import Request
from workflow.analysis.assumptions import (
    Assumption,
    assumed_request,
    assumed_room,
    still_asked,
    still_open,
)
from workflow.analysis.places import placed
from workflow.papers import PlaceChoice


def limits_at(
    room_now: Room,
    request: Request,
    choice: PlaceChoice,
    *,
    today: date,
    assumptions: Sequence[Assumption] = (),
) -> tuple[dict[str, object], ...]:
    """The limits that a place touches, as ``limits`` of the contract's answer: the tightest first.

    An answer has them for its first place of one item; this is for any choice of any number of items. Of a
    node of the power chain it is the scenario that leaves least. What the case itself holds does not count
    before. Nothing is judged: `judge` does that.

    Raises BadInput, or KeyError for a name that the room does not have.
    """
    room = assumed_room(room_now, still_open(room_now, assumptions))
    asked = assumed_request(request, still_asked(request, assumptions))
    return limits_in(Ledger(room, today, {asked.name}), asked, placed(choice.items, asked.name))


def limits_in(ledger: Ledger, asked: Request, items: Sequence[Placed]) -> tuple[dict[str, object], ...]:
    """As `limits_at`, in a room that is compiled already, without what the case holds, for the request."""
    if asked.kind == "application":
        found = list(_on_hosts(ledger, asked, items))
    else:
        found = [
            *_in_racks(ledger, asked, items),
            *_power(ledger, asked, items),
            *_cooling(ledger, asked, items),
        ]
    found.sort(key=lambda t: (t.left, t.limit.rule, t.limit.name, t.limit.scenario))
    return tuple(map(touched_json, found))


def _draw(ledger: Ledger, request: Request) -> int:
    return charged_draw(request.power_w or 0, request.power_basis, ledger.room.policy)


def _touched(added: Counter[Limit]) -> Iterator[Touched]:
    return (Touched(limit, limit.used + amount) for limit, amount in added.items())


def _on_hosts(ledger: Ledger, request: Request, items: Sequence[Placed]) -> Iterator[Touched]:
    hosts = {host.name: host for host in ledger.hosting.hosts}
    asked = {"vcpu": request.vcpu, "memory": request.memory_mb, "disk": request.disk_gb}
    added: Counter[Limit] = Counter()
    for item in items:
        limits = ledger.hosting.limits(hosts[item.host or ""])
        for resource in RESOURCES:
            for limit in limits.of(resource):
                added[limit] += (asked[resource] or 0) * SCALE[resource]
    return _touched(added)


def _in_racks(ledger: Ledger, request: Request, items: Sequence[Placed]) -> Iterator[Touched]:
    """Weight, heat, sockets and ports."""
    added: Counter[Limit] = Counter()
    for item in items:
        at = ledger.rack_index[item.rack or ""]
        name = ledger.racks[at].name
        added[ledger.weight.limit(at, name)] += (request.weight_g or 0) * HALF_G
        added[ledger.heat.limit(at, name)] += _draw(ledger, request)
        for cord in item.cords if ledger.power is not None else ():
            outlets = ledger.outlets.limit(cord.pdu)
            if outlets is not None:
                added[outlets] += 1
        if ledger.ports is not None:
            for use in item.ports:
                added[ledger.ports.limit(ledger.ports.by_key[use.switch, use.port_type])] += use.count
    return _touched(added)


def _power(ledger: Ledger, request: Request, items: Sequence[Placed]) -> Iterator[Touched]:
    """Each node and leg above the cords, in the scenario that leaves least of it."""
    grid, draw = ledger.power, _draw(ledger, request)
    if grid is None:
        return
    plugs = [tuple(map(grid.chain.cord, item.cords)) for item in items if item.cords]
    tightest: dict[int, Touched] = {}
    for node, scenario in {(node, at): None for own in plugs for node, at, _ in grid.rows(own)}:
        limit = grid.limit(node, scenario)
        added = sum(grid.charge(own, scenario).get(node, 0) for own in plugs) * draw
        touched = Touched(limit, limit.used + added)
        if node not in tightest or touched.left < tightest[node].left:
            tightest[node] = touched
    yield from tightest.values()


def _cooling(ledger: Ledger, request: Request, items: Sequence[Placed]) -> Iterator[Touched]:
    """What binds each zone that gets heat, once all of it is there."""
    cooling, draw = ledger.cooling, _draw(ledger, request)
    if cooling is None:
        return
    zones = [ledger.racks[ledger.rack_index[item.rack or ""]].cooling_zone for item in items]
    added = Counter({zone: zones.count(zone) * draw for zone in zones if zone is not None})
    if len(added) == 1:  # what binds a zone binds it still when only it gets heat
        for zone, heat in added.items():
            yield Touched(cooling.binding[zone], cooling.binding[zone].used + heat)
        return
    full = {zone: known + added[zone] for zone, known in cooling.heats(sure=False)[0].items()}
    found: dict[tuple[str, str], Touched] = {}
    for area in cooling.areas(sure=True):
        for zone in sorted(added.keys() & set(area.zones)):
            laden = min((area.load(full, lost) for lost in area.losses()), key=lambda each: each.cut(zone)[0])
            limit = laden.spare(zone, ledger.draw_unit).limit
            new = sum(added[of] for of in laden.cut(zone)[1])
            touched = Touched(replace(limit, used=limit.used - new), limit.used)
            found.setdefault((limit.name, limit.scenario), touched)
    yield from found.values()
