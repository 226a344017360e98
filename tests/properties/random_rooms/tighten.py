"""Sets the limits: exactly met, short by one, or with room to spare.

The brute force says what a place would need; that number, or one less, becomes the limit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import ceil

from capacity.room import LEGS, Cord
from placement.placed import Placed
from tests.properties.brute.cooling import cooling
from tests.properties.brute.hosting import hosting
from tests.properties.brute.power import Lost
from tests.properties.brute.rules import Rules
from tests.properties.brute.states import HOLDS
from tests.properties.random_rooms.cool import PLENTY
from tests.properties.random_rooms.draft import Draft, Plan
from tests.properties.random_rooms.wishes import TODAY


def rules_of(draft: Draft) -> Rules:
    return Rules(draft.room(), draft.requests, TODAY)


def tighten(draft: Draft) -> None:
    """Set every limit of the room."""
    if draft.request.kind == "application":
        _hosting(draft)
    else:
        _racks(draft)
        if "power.csv" in draft.files:
            _outlets(draft)
            _power(draft)
        if "cooling.csv" in draft.files:
            _cooling(draft)
        if "ports.csv" in draft.files:
            _ports(draft)
        _keep_free(draft)


def _limit(draft: Draft, needed: int, short: bool, spare: int) -> int:
    """Return a limit that is one short, exactly met, or met with up to `spare` left."""
    if short:
        return max(0, needed - draft.rng.choice((1, 1, 1 + spare // 4)))
    return needed + draft.rng.choice((0, 1, spare // 2, spare, spare))


def _many(draft: Draft) -> int:
    """Return for how many items like the first there is to be room: mostly for all, of all requests."""
    asked = sum(request.quantity for request in draft.requests)
    if draft.others:
        return asked if draft.chance(0.8) else draft.rng.randint(1, asked)
    return asked if draft.chance(0.7) else 1


def _racks(draft: Draft) -> None:
    """Set load, heat and depth of every rack by what stands in it and what is asked."""
    rules = rules_of(draft)
    request, many = draft.request, _many(draft)
    for rack in list(draft.racks):
        plan = draft.plans[rack.name]
        inside = rules.world.by_rack[rack.name]
        weight = sum(one.weight[0] for one in inside) + many * (request.weight_g or 0)
        heat = sum(one.draw[0] for one in inside) + many * (rules.world.draw_of(draft.request) or 0)
        deep = (request.depth_mm or 400) * (2 if request.depth == "half" else 1)
        values: dict[str, int | None] = {
            "max_load_g": _limit(draft, ceil(weight), "weight" in plan.short, 60_000),
            "max_heat_w": _limit(draft, ceil(heat), "heat" in plan.short, 2_000),
            "usable_depth_mm": _limit(draft, deep, "depth" in plan.short, 200),
        }
        for rule, name in (("load", "max_load_g"), ("heat", "max_heat_w"), ("depth", "usable_depth_mm")):
            if rule in plan.unsure:
                values[name] = None
        draft.set_rack(rack.name, **values)


def _outlets(draft: Draft) -> None:
    """Count sockets: the last one free, or the last one taken."""
    used = rules_of(draft)
    for rack in draft.racks:
        short = "outlets" in draft.plans[rack.name].short
        for pdu in draft.pdus(rack.name):
            taken = sum(cord.pdu == pdu.name for one in used.world.standing for cord in one.cords)
            if short:
                draft.set_node(pdu.name, outlets=max(0, taken - draft.rng.choice((0, 0, 1))))
            elif draft.chance(0.5):
                draft.set_node(pdu.name, outlets=taken + draft.rng.choice((0, 0, 1, 2, 5)) + _many(draft))


def _power(draft: Draft) -> None:
    """Rate every node for the item at one choice of cords in every rack that is meant to have power.

    A pdu that is meant to be short is rated below what the choice asks that asks least of it.
    """
    rules = rules_of(draft)
    chosen = {
        rack.name: draft.rng.choice(rules.cords(rack) or [()])
        for rack in draft.racks
        if "power" not in draft.plans[rack.name].short
    }
    for node in list(draft.power):
        short = node.kind != "pdu" and draft.chance(0.005)
        aims = [chosen[node.rack]] if node.rack in chosen else list(chosen.values())
        if node.rack and node.rack not in chosen:
            short = node.path != "B" or draft.chance(0.5)
            aims = [cords for cords in rules.cords(rules.world.racks[node.rack]) if _on(cords, node.name)]
        ratings = [_needed(draft, rules, node.name, cords) for cords in aims or [()]]
        needed = min(ratings) if short else max(ratings)
        spare = 1_500 if node.kind == "pdu" else 6_000
        draft.set_node(node.name, rated_w=max(1, _limit(draft, needed, short, spare)))


def _on(cords: tuple[Cord, ...], name: str) -> bool:
    return any(cord.pdu == name for cord in cords)


def _needed(draft: Draft, rules: Rules, name: str, cords: tuple[Cord, ...]) -> int:
    """Return the least rating with which a node carries what is there and items with these cords."""
    draw = _many(draft) * (rules.world.draw_of(draft.request) or 0)
    return ceil(max(_rating(rules, name, lost, cords, draw) for lost in rules.chain.scenarios))


def _rating(rules: Rules, name: str, lost: Lost, cords: tuple[Cord, ...], draw: Fraction | float) -> Fraction:
    chain = rules.chain
    found = Fraction(0)
    for leg in (None, *LEGS) if chain.nodes[name].phases == 3 else (None,):
        spot = (name, leg)
        load = chain.existing(lost)[spot][0] + draw * chain.unit(lost, cords).get(spot, 0)
        fraction = Fraction(chain.capacity(spot, lost)) / chain.nodes[name].rated_w
        found = max(found, Fraction(load) / fraction)
    return found


def least(holds: Callable[[int], bool], top: int) -> int | None:
    """Return the least number up to `top` for which it holds (it does for all above); None if never."""
    if not holds(top):
        return None
    low, high = -1, top
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _cooling(draft: Draft) -> None:
    """Give some cooling units just what they need for an item in a rack, or one watt less."""
    racks = [rack for rack in draft.racks if rack.cooling_zone]
    short = [rack for rack in racks if "cooling" in draft.plans[rack.name].short]
    units = [index for index, unit in enumerate(draft.cooling) if unit.capacity_w is not None]
    if not racks or not draft.request.power_w or len(racks) >= 10:
        return
    for index in draft.rng.sample(units, min(draft.rng.choice((1, 1, 2)), len(units))):
        rack = draft.rng.choice(short or racks)
        _fit_unit(draft, index, [Placed(draft.request.name, 1, rack.name)] * _many(draft), bool(short))


def _fit_unit(draft: Draft, index: int, items: list[Placed], short: bool) -> None:
    def set_to(watts: int) -> None:
        draft.cooling[index] = replace(draft.cooling[index], capacity_w=watts)

    def holds(watts: int) -> bool:
        set_to(watts)
        return cooling(rules_of(draft).world, items) == HOLDS

    needed = least(holds, PLENTY)
    if needed is None:
        set_to(PLENTY)
    elif short:
        set_to(max(0, needed - draft.rng.choice((1, 1, 100))))
    else:
        set_to(needed + draft.rng.choice((0, 0, 1, 500, 3_000)))


def _ports(draft: Draft) -> None:
    """Leave racks that are meant to be short too few ports, and others just enough."""
    needs = draft.request.ports
    for index, group in enumerate(draft.ports):
        asked = sum(need.count for need in needs if need.port_type == group.port_type)
        short = "ports" in draft.plans[group.rack].short and (group.serves == "rack" or draft.chance(0.4))
        if not asked or not (short or draft.chance(0.6)):
            continue
        free = asked * _many(draft) + draft.rng.choice((0, 0, 1, 2))
        if short:
            free = max(0, (asked + 1) // 2 - 1) if draft.chance(0.8) else asked
        stands = [one.ports for one in draft.devices] + [one.ports for one in draft.reservations]
        key = (group.switch, group.port_type)
        used = sum(use.count for uses in stands for use in uses if (use.switch, use.port_type) == key)
        draft.ports[index] = replace(group, ports=free + used + group.used)
    for name, plan in draft.plans.items():
        if "cable" in plan.unsure:
            draft.set_rack(name, x_mm=None)
            draft.ports[:] = [
                replace(group, max_cable_mm=group.max_cable_mm or 9_000) for group in draft.ports
            ]


def _keep_free(draft: Draft) -> None:
    """Let the policy keep just as many units free as a rack would have left, or half a unit more."""
    short = [name for name, plan in draft.plans.items() if "keep_free" in plan.short]
    height = draft.request.height_hu
    if (not short and not draft.chance(0.1)) or not height:
        return
    rules = rules_of(draft)
    name = draft.rng.choice(short or sorted(draft.plans))
    rack = rules.world.racks[name]
    rules.by_position(rack, [])
    free = len(rules.there(rack).open())
    draft.change(keep_free_hu=max(0, free - height + (1 if short else 0)))


def _hosting(draft: Draft) -> None:
    """Give some hosts just what they need of a resource, one less, or nobody knows how much."""
    racks = {device.name: device.rack for device in draft.devices}
    columns = ["vcpu", "memory_mb", "disk_gb"]
    for index, host in enumerate(list(draft.hosts)):
        plan = draft.plans.get(racks.get(host.device or "") or "", Plan())
        short, column = "hosting" in plan.short, draft.rng.choice(columns)
        if "hosting" in plan.unsure and draft.chance(0.7):
            draft.hosts[index] = replace(host, **{column: None})  # type: ignore[arg-type]
        elif getattr(host, column) is not None and draft.chance(0.9 if short else 0.3):
            _fit_host(draft, index, column, short)


def _fit_host(draft: Draft, index: int, column: str, short: bool) -> None:
    """Set one capacity of a host to what an item on it, or in its cluster, asks of it."""
    host = draft.hosts[index]
    many = _many(draft)
    target = host if short else draft.rng.choice([h for h in draft.hosts if h.cluster == host.cluster])
    items = [Placed(draft.request.name, 1, host=target.name)] * many

    def set_to(value: int) -> None:
        draft.hosts[index] = replace(draft.hosts[index], **{column: value})  # type: ignore[arg-type]

    def holds(value: int) -> bool:
        set_to(value)
        return hosting(rules_of(draft).world, items) == HOLDS

    needed = least(holds, 200_000)
    if needed is None:
        set_to(getattr(host, column))
    else:
        set_to(max(0, needed - 1) if short else needed + draft.rng.choice((0, 0, 1, 4)))
