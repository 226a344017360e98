"""What the floor plan can show of each rack: one figure per dimension, and what binds it there.

A figure is not known where a capacity, or an amount that counts against it, is not known; it is never
worked out of the rest alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from api.web.rooms import Seen
from capacity.ledger import Ledger
from capacity.limits.chain import Scenario
from capacity.limits.limit import ENDLESS, Limit
from capacity.limits.power import PowerGrid
from capacity.room import LEGS
from capacity.units import plain


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a rack.

    Attributes
    ----------
    value
        In per cent or U, by the dimension; None where it is not known or there is none.
    bound
        The limit that binds; None where the figure is not one of a limit.
    why
        Why there is no value: a key of `floor.WHY`; "" where there is one.
    rules
        What keeps the reference server out, as the contract names it.
    """

    value: float | None
    bound: Limit | None = None
    why: str = ""
    rules: tuple[str, ...] = ()

    @property
    def used(self) -> int | float:
        """What is used of the limit, in its unit."""
        return plain(self.bound.used, self.bound.scale) if self.bound else 0

    @property
    def capacity(self) -> int | float | None:
        """What the limit is; None where that is not known."""
        known = self.bound is not None and self.bound.capacity is not None
        return plain(self.bound.capacity or 0, self.bound.scale) if self.bound and known else None


NOT_KNOWN = Figure(None, why="unknown")
Figures = Mapping[str, Sequence[Figure]]


def figures(seen: Seen) -> Figures:
    """Every dimension, each with a figure per rack in the room's order."""
    ledger = seen.summary.ledger
    found: Figures = {
        "space": _space(seen),
        "run": _runs(seen),
        "power": _power(ledger),
        "loss_a": _losses(ledger, "A"),
        "loss_b": _losses(ledger, "B"),
        "heat": [_of_limits([limit]) for limit in _per_rack(ledger, "heat")],
        "cooling": _cooling(ledger),
        "weight": [_of_limits([limit]) for limit in _per_rack(ledger, "weight")],
        "ports": _ports(seen),
        "outlets": _outlets(ledger),
        "stranded": _stranded(seen),
    }
    idle = [at for at, rack in enumerate(ledger.racks) if rack.status != "active"]
    return {name: _without(idle, of_racks) for name, of_racks in found.items()}


def _without(idle: Sequence[int], found: Sequence[Figure]) -> Sequence[Figure]:
    """The figures without those of racks that are not in use: nothing can be put there."""
    kept = list(found)
    for at in idle:
        kept[at] = Figure(None, why="not in use")
    return kept


def share(limit: Limit) -> float | None:
    """What is used of a limit in per cent; None where it is not known, or may be anything."""
    if limit.capacity is None or limit.most >= ENDLESS:
        return None
    if limit.capacity == 0:
        return 100.0 if limit.used else 0.0
    return float(Fraction(100 * limit.used, limit.capacity))


def tightest(limits: Iterable[Limit]) -> tuple[Limit | None, float | None]:
    """The fullest of some limits and its share; the first that is not known, if one is not."""
    found: tuple[Limit | None, float | None] = (None, None)
    for limit in limits:
        here = share(limit)
        if here is None:
            return limit, None
        if found[1] is None or here > found[1]:
            found = limit, here
    return found


def _of_limits(limits: Iterable[Limit], none: str = "unknown") -> Figure:
    limit, value = tightest(limits)
    if limit is None:
        return Figure(None, why=none)
    return Figure(value, limit, "" if value is not None else "unknown")


def _per_rack(ledger: Ledger, rule: str) -> Iterator[Limit]:
    limits = ledger.heat if rule == "heat" else ledger.weight
    return (limits.limit(at, rack.name) for at, rack in enumerate(ledger.racks))


# -- space -----------------------------------------------------------------------------


def _space(seen: Seen) -> list[Figure]:
    table = seen.summary.measures.racks.columns
    vague = {d.rack for d in seen.summary.ledger.demands.servers if d.mounted and d.height_hu is None}
    names = ("rack", "space_capacity_u", "space_used_u", "space_held_u")
    found = []
    for rack, capacity, used, held in zip(*(table[name] for name in names), strict=True):
        taken = int(2 * (used + held))
        most = ENDLESS if rack in vague else taken
        found.append(
            _of_limits([Limit("space", f"space {rack}", "", "U", 2, int(2 * capacity), taken, most)])
        )
    return found


def _runs(seen: Seen) -> list[Figure]:
    table, ledger = seen.summary.measures.racks.columns, seen.summary.ledger
    vague = {d.rack for d in ledger.demands.servers if d.mounted and d.height_hu is None}
    vague |= set(ledger.unplaced)
    pairs = zip(table["rack"], table["longest_run_u"], strict=True)
    return [NOT_KNOWN if rack in vague else Figure(float(run)) for rack, run in pairs]


def _stranded(seen: Seen) -> list[Figure]:
    stranded = {each.rack: each for each in seen.stranded.racks}
    undecided = {each.rack for each in seen.stranded.undecided}
    found = []
    for rack in seen.summary.ledger.racks:
        if rack.name in undecided:
            found.append(NOT_KNOWN)
        elif rack.name in stranded:
            here = stranded[rack.name]
            free = here.free.get("space", 0)
            found.append(NOT_KNOWN if free is None else Figure(float(free), rules=here.rules))
        else:
            found.append(Figure(0.0))
    return found


# -- power -----------------------------------------------------------------------------


def _power(ledger: Ledger) -> list[Figure]:
    """The fullest PDU or leg of each rack with nothing lost."""
    grid = ledger.power
    if grid is None:
        return [Figure(None, why="no file") for _ in ledger.racks]
    return [_of_limits(pdu_limits(grid, grid.pdus_of.get(rack.name, ())), "no pdu") for rack in ledger.racks]


def pdu_limits(grid: PowerGrid, pdus: Iterable[int]) -> Iterator[Limit]:
    """The limits of PDUs and of their legs with nothing lost."""
    for pdu in pdus:
        yield grid.limit(pdu, None)
        for leg in LEGS if (pdu, LEGS[0]) in grid.chain.leg_of else ():
            yield grid.limit(grid.chain.leg_of[pdu, leg], None)


def on_path(ledger: Ledger, rack: str, path: str | None) -> Figure | None:
    """The fullest PDU or leg of a rack on a path (None: on none) with nothing lost; None without any."""
    grid = ledger.power
    pdus = [] if grid is None else [p for p in grid.pdus_of.get(rack, ()) if grid.chain.nodes[p].path == path]
    return None if grid is None or not pdus else _of_limits(pdu_limits(grid, pdus))


def _losses(ledger: Ledger, path: str) -> list[Figure]:
    """The fullest limit on the way up from what is left of a rack when its PDUs of a path are dark."""
    grid = ledger.power
    if grid is None:
        return [Figure(None, why="no file") for _ in ledger.racks]
    known: dict[tuple[int, Scenario], Limit] = {}
    return [_after(grid, rack.name, path, known) for rack in ledger.racks]


def _after(grid: PowerGrid, rack: str, path: str, known: dict[tuple[int, Scenario], Limit]) -> Figure:
    nodes = grid.chain.nodes
    pdus = grid.pdus_of.get(rack, [])
    lost = [pdu for pdu in pdus if nodes[pdu].path == path]
    others = [pdu for pdu in pdus if nodes[pdu].path != path]
    if not lost or not others:
        return Figure(None, why="no pdu" if not pdus else "one path")
    scenarios = grid.chain.dark(lost)
    if not scenarios:
        return Figure(None, why="not looked at")

    def limits() -> Iterator[Limit]:
        for scenario in scenarios:
            dead = grid.chain.dead(scenario)
            for pdu in others:
                if pdu in dead:
                    continue
                for limit in grid.chain.path(pdu, scenario):
                    key = limit, scenario
                    if key not in known:
                        known[key] = grid.limit(limit, scenario)
                    yield known[key]

    return _of_limits(limits(), "all dark")


# -- cooling, ports, sockets -----------------------------------------------------------


def _cooling(ledger: Ledger) -> list[Figure]:
    """What binds the zone of each rack with the spare units lost."""
    cooling = ledger.cooling
    if cooling is None:
        return [Figure(None, why="no file") for _ in ledger.racks]
    found = []
    for at, rack in enumerate(ledger.racks):
        limit = cooling.binding.get(rack.cooling_zone or "")
        certain = cooling.rack_sure[at] == cooling.rack_possible[at]
        if rack.cooling_zone is None or not certain:
            found.append(NOT_KNOWN)
        elif limit is None:
            found.append(Figure(None, why="no unit"))
        else:
            found.append(_of_limits([limit]))
    return found


def _ports(seen: Seen) -> list[Figure]:
    """The fullest type of port, of those that the reference server needs, that reaches each rack for certain.

    Of all types where the reference needs none.
    """
    ledger = seen.summary.ledger
    ports = ledger.ports
    asked = {need.port_type for need in seen.stranded.reference.ports}
    if ports is None:
        return [Figure(None, why="no file") for _ in ledger.racks]
    found = []
    for at in range(len(ledger.racks)):
        sums: dict[str, tuple[int, int]] = {}
        for group in ports.reaching(at):
            kind = ports.groups[group].port_type
            if asked and kind not in asked:
                continue
            total, used = sums.get(kind, (0, 0))
            sums[kind] = total + ports.groups[group].ports, used + ports.used[group]
        shares = [(100 * used / total, kind) for kind, (total, used) in sums.items() if total]
        if not shares:
            found.append(Figure(None, why="no port"))
            continue
        value, kind = max(shares)
        total, used = sums[kind]
        found.append(Figure(value, Limit("ports", f"ports {kind}", "", "ports", 1, total, used, used)))
    return found


def _outlets(ledger: Ledger) -> list[Figure]:
    own: dict[str, list[Limit]] = {}
    none: set[str] = set()
    for node in ledger.room.power:
        if node.kind == "pdu" and node.rack is not None:
            limit = ledger.outlets.limit(node.name)
            if limit is None:
                none.add(node.rack)
            else:
                own.setdefault(node.rack, []).append(limit)
    return [
        NOT_KNOWN if rack.name in none else _of_limits(own.get(rack.name, ()), "no pdu")
        for rack in ledger.racks
    ]
