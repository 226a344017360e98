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
from tests.properties.random_rooms.draft import Draft
from tests.properties.random_rooms.wishes import TODAY


def rules_of(draft: Draft) -> Rules:
    return Rules(draft.room(), draft.request, TODAY)


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


def _racks(draft: Draft) -> None:
    """Set load, heat and depth of every rack by what stands in it and what is asked."""
    rules = rules_of(draft)
    request, many = draft.request, draft.rng.randint(1, draft.request.quantity)
    for rack in list(draft.racks):
        plan = draft.plans[rack.name]
        inside = rules.world.by_rack[rack.name]
        weight = sum(one.weight[0] for one in inside) + many * (request.weight_g or 0)
        heat = sum(one.draw[0] for one in inside) + many * (rules.world.draw or 0)
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
                draft.set_node(pdu.name, outlets=taken + draft.rng.choice((1, 1, 2, 3, 6)))


def _power(draft: Draft) -> None:
    """Rate every node by what it would carry with the item at the place that asks least of it."""
    rules = rules_of(draft)
    choices = {rack.name: rules.cords(rack) for rack in draft.racks}
    everything = [choice for some in choices.values() for choice in some]
    for node in list(draft.power):
        own = choices.get(node.rack or "", [])
        short = "power" in draft.plans[node.rack].short if node.rack else draft.chance(0.015)
        if short and node.rack and node.path == "B" and draft.chance(0.5):
            short = False
        needed = _needed(draft, rules, node.name, [c for c in own if _on(c, node.name)] or everything)
        spare = 1_500 if node.kind == "pdu" else 6_000
        draft.set_node(node.name, rated_w=max(1, _limit(draft, needed, short, spare)))


def _on(cords: tuple[Cord, ...], name: str) -> bool:
    return any(cord.pdu == name for cord in cords)


def _needed(draft: Draft, rules: Rules, name: str, choices: list[tuple[Cord, ...]]) -> int:
    """Return the least rating with which a node carries what is there and one choice of cords."""
    many = draft.rng.randint(1, draft.request.quantity)
    draw = many * (rules.world.draw or 0)
    options = [
        max(_rating(rules, name, lost, cords, draw) for lost in rules.chain.scenarios)
        for cords in choices or [()]
    ]
    return ceil(min(options))


def _rating(rules: Rules, name: str, lost: Lost, cords: tuple[Cord, ...], draw: Fraction | float) -> Fraction:
    chain = rules.chain
    found = Fraction(0)
    for leg in (None, *LEGS):
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
    if not racks or not draft.request.power_w:
        return
    short = [rack for rack in racks if "cooling" in draft.plans[rack.name].short]
    indices = [i for i, unit in enumerate(draft.cooling) if unit.capacity_w is not None]
    draft.rng.shuffle(indices)
    for index in indices[:2] if len(draft.racks) < 10 else []:
        rack = draft.rng.choice(short or racks)
        item = Placed(draft.request.name, 1, rack.name)

        def holds(capacity: int, index: int = index, item: Placed = item, rack_name: str = rack.name) -> bool:
            draft.cooling[index] = replace(draft.cooling[index], capacity_w=capacity)
            return cooling(rules_of(draft).world, [item]) == HOLDS

        top = 20_000
        needed = least(holds, top)
        if needed is None:
            holds(top)
        elif short:
            holds(max(0, needed - draft.rng.choice((1, 1, 100))) if needed else 0)
        else:
            holds(needed + draft.rng.choice((0, 0, 1, 500, 3_000)))


def _ports(draft: Draft) -> None:
    """Leave racks that are meant to be short too few ports, and others just enough."""
    needs = draft.request.ports
    for index, group in enumerate(list(draft.ports)):
        plan = draft.plans[group.rack]
        if "cable" in plan.unsure and group.serves != "rack":
            draft.set_rack(group.rack, x_mm=None)
            group = replace(group, max_cable_mm=group.max_cable_mm or 9_000)
        asked = sum(need.count for need in needs if need.port_type == group.port_type)
        if "ports" in plan.short and asked:
            free = max(0, (asked + 1) // 2 - 1) if draft.chance(0.8) else asked
        elif asked and draft.chance(0.6):
            free = asked + draft.rng.choice((0, 0, 1, 2))
        else:
            draft.ports[index] = group
            continue
        used = sum(
            use.count
            for uses in [one.ports for one in draft.devices] + [one.ports for one in draft.reservations]
            for use in uses
            if (use.switch, use.port_type) == (group.switch, group.port_type)
        )
        draft.ports[index] = replace(group, ports=free + used + group.used)


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
    """Give some hosts just what they need of a resource, or one less."""
    short = any("hosting" in plan.short for plan in draft.plans.values())
    columns = ["vcpu", "memory_mb", "disk_gb"]
    for index, host in enumerate(list(draft.hosts)):
        column = draft.rng.choice(columns)
        if getattr(host, column) is None or not draft.chance(0.7 if short else 0.4):
            continue
        target = draft.rng.choice([one for one in draft.hosts if one.cluster == host.cluster])

        def holds(value: int, index: int = index, column: str = column, target: str = target.name) -> bool:
            draft.hosts[index] = replace(draft.hosts[index], **{column: value})  # type: ignore[arg-type]
            item = Placed(draft.request.name, 1, host=target)
            return hosting(rules_of(draft).world, [item]) == HOLDS

        before = int(getattr(host, column))
        needed = least(holds, 200_000)
        if needed is None:
            holds(before)
        else:
            holds(max(0, needed - (1 if short else 0)) + (0 if short else draft.rng.choice((0, 0, 1, 4))))
