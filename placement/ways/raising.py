"""Raise limits: as little more of them as lets all of a batch in, and none that could stay as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from capacity.limits.limit import ENDLESS, Limit, State
from capacity.policy import PPM
from capacity.room import CoolingUnit, PortGroup, PowerNode, Rack, Room
from capacity.units import plain
from placement.batch.batch import Batch
from placement.batch.cooling import Cut
from placement.batch.naming import limit_of
from placement.remedies.prices import Prices
from placement.request import Request
from placement.rules import RULES
from placement.shortfall import Slack, least_slack
from placement.ways.changes import RoomChange, changed_room
from placement.ways.racks import models, rack_like
from placement.ways.way import Part, Way
from placement.ways.whole import Whole, needed

RAISED = frozenset({"weight", "heat", "power", "outlets", "cooling", "ports"})
FIRM = frozenset(RULES) - RAISED
MOST_COLUMNS = 30_000


def by_raising(whole: Whole, left: Sequence[Request], prices: Prices) -> Iterator[Way]:
    """Ratings, heat and weight of racks, outlets, switch ports and cooling units, in one way.

    Where no limit helps, as units are short, a further rack in each zone of what is left is tried as well.
    """
    found = _raised(whole, (), prices)
    if found is None and whole.small:
        more = [rack_like(whole.room, model, 1, prices) for model in models(whole.room, left)]
        found = _raised(whole, more, prices) if more else None
    if found is not None:
        yield found


def _raised(whole: Whole, racks: Sequence[RoomChange], prices: Prices) -> Way | None:
    """The limits that are short once the racks are there, less what is not needed."""
    ledger = whole.ledger(changed_room(whole.room, racks))
    batch = Batch.of(ledger, [replace(r, priority=1) for r in whole.requests], soft=RAISED)
    if len(batch.columns) > MOST_COLUMNS:
        return None
    slack = least_slack(batch, FIRM)
    if slack.status not in ("optimal", "feasible"):
        return None
    changes = list(_changes(batch, slack, prices))
    made = [*racks, *(change for change in changes if change is not None)]
    if not made or None in changes:
        return None
    first = whole.places(changed_room(whole.room, made))
    if not isinstance(first, tuple):
        return None
    kept, placement, proved = needed(
        made, first, lambda some: whole.places(changed_room(whole.room, some)), whole.base
    )
    built = [change for change in racks if change in kept]
    kind, said = ("build", "Set up racks, and raise limits.") if built else ("raise", "Raise limits.")
    return Way(kind, said, tuple(c.part for c in kept), proved, placement)


def _changes(batch: Batch, slack: Slack, prices: Prices) -> Iterator[RoomChange | None]:
    """A change for every limit that is short; None for one that cannot be raised."""
    ratings: dict[str, int] = {}
    cuts: list[Cut] = []
    for (position, row), amount in slack.rows.items():
        block, ledger = batch.blocks[position], batch.ledger
        limit = limit_of(batch, block, row)
        most = limit.most + (int(block.left[row]) + amount) * int(block.common[row]) * block.unit
        if block.rule == "cooling":
            cut = block.label[row]
            assert isinstance(cut, Cut)
            cuts.append(cut)
        elif limit.capacity is None or most > ENDLESS // 2:
            yield None
        elif block.rule == "power":
            label = block.label[row]
            assert isinstance(label, tuple)
            node, scenario = label
            name, rated = _rating(batch, node, scenario, most)
            ratings[name] = max(ratings.get(name, 0), rated)
        elif block.rule == "outlets":
            yield _outlets(ledger.room, limit.name.removeprefix("outlets "), most, prices)
        else:
            yield _of_rack(ledger.racks[row], block.rule, limit, most, prices)
    rated_now = {node.name: node.rated_w for node in batch.ledger.room.power}
    for name, rated in ratings.items():
        yield _rated(name, rated_now[name], rated, prices)
    yield from _cooled(batch.ledger.room, cuts, prices)
    yield from _ported(batch, slack, prices)


def _rating(batch: Batch, limit: int, scenario: int | None, most: int) -> tuple[str, int]:
    """The node of a limit of the chain, and the whole watts that its rating needs."""
    grid = batch.ledger.power
    assert grid is not None
    node = grid.chain.nodes[grid.chain.holder(limit)]
    usable = node.usable_ppm if node.usable_ppm is not None else batch.ledger.room.policy.usable_ppm
    ppm = node.failover_ppm if scenario is not None and node.failover_ppm is not None else usable
    thirds = 3 if limit >= len(grid.chain.nodes) else 1
    return node.name, -(-most * PPM * thirds // (ppm * grid.unit * grid.scale))


def _rated(name: str, now: int, rated: int, prices: Prices) -> RoomChange:
    def apply(room: Room) -> Room:
        def raised(node: PowerNode) -> PowerNode:
            return replace(node, rated_w=rated) if node.name == name else node

        return replace(room, power=tuple(map(raised, room.power)))

    said = f"Raise the rating of {name} from {now:,} W to {rated:,} W."
    change = {"set": "power", "name": name, "values": {"rated_w": rated}}
    return RoomChange(Part(said, change, prices.rating), apply)


def _outlets(room: Room, name: str, outlets: int, prices: Prices) -> RoomChange:
    def apply(room: Room) -> Room:
        def raised(node: PowerNode) -> PowerNode:
            return replace(node, outlets=outlets) if node.name == name else node

        return replace(room, power=tuple(map(raised, room.power)))

    now = next(node.outlets for node in room.power if node.name == name)
    said = f"Give {name} {outlets} outlets instead of {now}."
    change = {"set": "power", "name": name, "values": {"outlets": outlets}}
    return RoomChange(Part(said, change, prices.pdu_pair), apply)


def _of_rack(rack: Rack, rule: str, limit: Limit, most: int, prices: Prices) -> RoomChange:
    """More weight or heat for a rack."""
    needs = Fraction(most, limit.scale)
    if rule == "weight":
        grams = -(-needs.numerator * 1000 // needs.denominator)
        column, value, new = "max_load_kg", plain(grams, 1000), {"max_load_g": grams}
        now = f"{plain(rack.max_load_g or 0, 1000):,} kg"
        said = f"Let rack {rack.name} carry {value:,} kg instead of {now}."
    else:
        watts = -(-needs.numerator // needs.denominator)
        column, value, new = "max_heat_w", watts, {"max_heat_w": watts}
        said = f"Take {watts:,} W of heat away at rack {rack.name} instead of {rack.max_heat_w or 0:,} W."

    def apply(room: Room) -> Room:
        racks = (replace(r, **new) if r.name == rack.name else r for r in room.racks)  # type: ignore[arg-type]
        return replace(room, racks=tuple(racks))

    change = {"set": "racks", "name": rack.name, "values": {column: value}}
    return RoomChange(Part(said, change, prices.rating), apply)


def _cooled(room: Room, cuts: list[Cut], prices: Prices) -> Iterator[RoomChange | None]:
    """A further unit like the largest that serves any zone of a cut, unless one for another cut does."""
    added: list[CoolingUnit] = []
    names = {unit.name for unit in room.cooling}
    for cut in cuts:
        if any(set(unit.zones or ()) & set(cut.zones) for unit in added):
            continue
        own = [
            u
            for u in room.cooling
            if u.status == "active" and u.capacity_w and set(u.zones or ()) & set(cut.zones)
        ]
        if not own:
            yield None
            continue
        model = max(own, key=lambda u: (u.capacity_w or 0, u.name))
        number = next(k for k in range(2, 10_000) if f"{model.name}-{k}" not in names)
        unit = CoolingUnit(f"{model.name}-{number}", model.capacity_w, model.zones)
        added.append(unit)
        names.add(unit.name)
        yield _with_unit(unit, model.name, prices)


def _with_unit(unit: CoolingUnit, model: str, prices: Prices) -> RoomChange:
    zones = " ".join(unit.zones or ())
    said = f"Set up a cooling unit of {unit.capacity_w or 0:,} W like {model}, for {zones}."
    row = {"unit": unit.name, "capacity_w": unit.capacity_w, "zones": zones}
    part = Part(said, {"add": "cooling", "rows": [row]}, prices.cooling)
    return RoomChange(part, lambda room: replace(room, cooling=(*room.cooling, unit)))


def _ported(batch: Batch, slack: Slack, prices: Prices) -> Iterator[RoomChange | None]:
    """More ports on the nearest switch that serves a rack, as many as all its racks lack together."""
    needs, more = batch.ports, dict[int, int]()
    for (rack, number), (count, _) in slack.ports.items():
        assert needs is not None
        groups, part = needs.groups.groups, needs.parts[number]
        own = [g for g in needs.groups.reaching(rack, State.HOLDS) if part.takes(groups[g])]
        if not own:
            yield None
            continue
        nearest = min(own, key=lambda g: (g not in more, needs.groups.length_mm(g, rack), groups[g].switch))
        more[nearest] = more.get(nearest, 0) + count
    for group, count in more.items():
        assert needs is not None
        # ports that are used beyond what there is have to be made up for as well
        over = max(0, needs.groups.used[group] - needs.groups.groups[group].ports)
        yield _with_ports(needs.groups.groups[group], count + over, prices)


def _with_ports(group: PortGroup, count: int, prices: Prices) -> RoomChange:
    key, ports = (group.switch, group.port_type), group.ports + count

    def apply(room: Room) -> Room:
        found = (replace(g, ports=ports) if (g.switch, g.port_type) == key else g for g in room.ports)
        return replace(room, ports=tuple(found))

    said = (
        f"Give {group.switch} {count} more {group.port_type} port{'s' if count > 1 else ''}: {ports} in all."
    )
    change = {"set": "ports", "name": f"{group.switch}/{group.port_type}", "values": {"ports": ports}}
    return RoomChange(Part(said, change, prices.pdu_pair), apply)
