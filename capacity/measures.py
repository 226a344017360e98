"""What a room holds: used, held and free per dimension, the failover budget, and tables by rack and row.

`used` is what devices and VMs take, `held` what reservations keep. Unknown amounts are never zero: where
there are any, `used`, `held` and `free` are bounds, and `unknown` says how many values are missing.
Space, weight and heat count active racks, and things whose rack is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from capacity.demand import Demand
from capacity.ledger import Ledger
from capacity.limits.hosting import RESOURCES, SCALE, UNITS, need
from capacity.limits.limit import Limit
from capacity.limits.power import PowerGrid
from capacity.missing import MissingCell
from capacity.tables import Table, draw_of, loose_hu, rack_table, row_table, weight_of
from capacity.tight import scenarios

POWER_KINDS = ("ups", "panel", "pdu")
Amount = int | Fraction


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of a room.

    Attributes
    ----------
    capacity
        What is known of it; None where nothing is.
    used, held
        What devices and VMs take, what reservations keep: at least this.
    unknown, unknown_capacity
        How many amounts, and how many capacities, are not known.
    """

    name: str
    unit: str
    capacity: Amount | None
    used: Amount
    held: Amount
    unknown: int = 0
    unknown_capacity: int = 0

    @property
    def free(self) -> Amount | None:
        """What is left of the known capacity by the known amounts; below 0 where more is used."""
        return None if self.capacity is None else self.capacity - self.used - self.held


class Measures:
    """The measures of a ledger; each is worked out when first asked for.

    Parameters
    ----------
    missing
        The room's missing cells (`capacity.missing.missing_cells`), counted in the tables.
    """

    def __init__(self, ledger: Ledger, missing: Sequence[MissingCell]) -> None:
        self.ledger = ledger
        self._missing = missing
        servers = ledger.demands.servers
        self._devices = [d for d in servers if d.kind == "device"]
        self._held = [d for d in servers if d.kind == "reservation"]
        self._active = [r.status == "active" for r in ledger.racks]

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        """Every dimension whose file is there, in the contract's order."""
        found = [self._space(), self._per_rack("weight"), self._per_rack("heat")]
        if self.ledger.power is not None:
            found += [self._power(self.ledger.power, kind) for kind in POWER_KINDS]
        if self.ledger.cooling is not None:
            found.append(self._cooling())
        return (*found, *self._ports(), *self._hosting())

    @cached_property
    def failover_budget(self) -> tuple[Limit, ...]:
        """The limits with the smallest capacity less load over all scenarios: of all nodes, then per kind."""
        grid = self.ledger.power
        if grid is None:
            return ()
        least: dict[str, Limit] = {}
        for node, value in enumerate(grid.chain.nodes):
            worst = min(scenarios(grid, node), key=_left)
            if value.kind not in least or _left(worst) < _left(least[value.kind]):
                least[value.kind] = worst
        kinds = [least[kind] for kind in POWER_KINDS if kind in least]
        return (min(least.values(), key=_left), *kinds) if least else ()

    # -- dimensions --------------------------------------------------------------------

    def _in_active(self, demands: Iterable[Demand]) -> Iterator[Demand]:
        index = self.ledger.rack_index
        return (d for d in demands if d.rack is None or self._active[index[d.rack]])

    def _space(self) -> Dimension:
        rows = [r for r in self.racks.records() if r["status"] == "active"]
        total = {
            part: sum(Fraction(r[f"space_{part}_u"]) for r in rows) for part in ("capacity", "used", "held")
        }
        nowhere = {
            kind: Fraction(sum(loose_hu(d) for d in those if d.rack is None), 2)
            for kind, those in self._by_kind().items()
        }
        unsure = [
            d
            for d in self._in_active(self.ledger.demands.servers)
            if d.height_hu is None or (d.mounted and d.depth == "half" and d.position_hu is None)
        ]
        used, held = total["used"] + nowhere["device"], total["held"] + nowhere["reservation"]
        return Dimension("space", "U", total["capacity"], used, held, len(unsure))

    def _by_kind(self) -> dict[str, list[Demand]]:
        return {"device": self._devices, "reservation": self._held}

    def _per_rack(self, rule: str) -> Dimension:
        limits = self.ledger.weight if rule == "weight" else self.ledger.heat
        caps = [c for c, active in zip(limits.capacity, self._active, strict=True) if active]
        known = [c for c in caps if c is not None]
        amount = weight_of if rule == "weight" else draw_of
        sums = {
            kind: sum(amount(d) or 0 for d in self._in_active(those))
            for kind, those in self._by_kind().items()
        }
        unknown = sum(amount(d) is None for d in self._in_active(self.ledger.demands.servers))
        return Dimension(
            rule,
            limits.unit,
            Fraction(sum(known), limits.scale) if known else None,
            Fraction(sums["device"], limits.scale),
            Fraction(sums["reservation"], limits.scale),
            unknown,
            len(caps) - len(known),
        )

    def _power(self, grid: PowerGrid, kind: str) -> Dimension:
        nodes = [i for i, node in enumerate(grid.chain.nodes) if node.kind == kind]
        per_watt = grid.unit * grid.scale
        held = self._held_loads(grid)
        load = Fraction(sum(grid.least.normal[n] for n in nodes), per_watt)
        kept = Fraction(sum(held.get(n, 0) for n in nodes), per_watt)
        touching = set(nodes)
        return Dimension(
            f"power:{kind}",
            "W",
            Fraction(sum(grid.capacity(n, None) for n in nodes), per_watt),
            load - kept,
            kept,
            sum(1 for _, touched in grid.doubtful if touched & touching),
        )

    def _held_loads(self, grid: PowerGrid) -> dict[int, int]:
        """What reservations put on each limit with nothing lost."""
        loads: dict[int, int] = {}
        for demand in self._held:
            if demand.cords and demand.draw:
                plugs = [grid.chain.cord(c) for c in demand.cords]
                for limit, part in grid.charge(plugs, None).items():
                    loads[limit] = loads.get(limit, 0) + part * demand.draw
        return loads

    def _cooling(self) -> Dimension:
        units = [u.capacity_w for u in self.ledger.room.cooling if u.status == "active"]
        known = sorted((c for c in units if c is not None), reverse=True)
        per_watt = self.ledger.draw_unit
        return Dimension(
            "cooling",
            "W",
            sum(known[self.ledger.room.policy.cooling_spare :]),
            Fraction(sum(d.draw or 0 for d in self._devices), per_watt),
            Fraction(sum(d.draw or 0 for d in self._held), per_watt),
            sum(d.draw is None for d in self.ledger.demands.servers),
            len(units) - len(known),
        )

    def _ports(self) -> Iterator[Dimension]:
        ports = self.ledger.ports
        if ports is None:
            return
        held = [0] * len(ports.groups)
        for demand in self._held:
            for use in demand.ports:
                held[ports.by_key[use.switch, use.port_type]] += use.count
        for port_type in sorted({g.port_type for g in ports.groups}):
            own = [i for i, g in enumerate(ports.groups) if g.port_type == port_type]
            kept = sum(held[i] for i in own)
            yield Dimension(
                f"ports:{port_type}",
                "ports",
                sum(ports.groups[i].ports for i in own),
                sum(ports.used[i] for i in own) - kept,
                kept,
            )

    def _hosting(self) -> Iterator[Dimension]:
        if "hosts.csv" not in self.ledger.room.files:
            return
        hosting = self.ledger.hosting
        hosts = [h for h in hosting.hosts if h.status == "active"]
        for resource in RESOURCES:
            caps = [hosting.capacity(h, resource) for h in hosts]
            known = [c for c in caps if c is not None]
            needs = [(d.kind, need(d, resource)) for d in hosting.demands]
            sums = {kind: sum(n or 0 for k, n in needs if k == kind) for kind in ("vm", "reservation")}
            yield Dimension(
                resource,
                UNITS[resource],
                Fraction(sum(known), SCALE[resource]) if known or not caps else None,
                Fraction(sums["vm"], SCALE[resource]),
                Fraction(sums["reservation"], SCALE[resource]),
                sum(n is None for _, n in needs),
                len(caps) - len(known),
            )

    @cached_property
    def racks(self) -> Table:
        """One row per rack, see `capacity.tables.rack_table`."""
        return rack_table(self.ledger, self._missing)

    @cached_property
    def rows(self) -> Table:
        """One row per row of racks, see `capacity.tables.row_table`."""
        return row_table(self.racks)


def _left(limit: Limit) -> int:
    """What is left of a limit, in parts of a watt that are the same for the whole chain."""
    return (limit.capacity or 0) - limit.used
