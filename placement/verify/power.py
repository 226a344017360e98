"""Rule `power`: every live node and leg within its fraction of the rating, whatever is lost.

The contract, power.csv: "In every scenario every live node (and every leg of a three-phase pdu) must
stay within rated_w x usable_fraction (nothing lost) or x failover_fraction (something lost)."

`Power.judge` walks the chain for nothing lost and for every loss. `Power.judge_one` gives the same
answer from tables made once: it looks at the nodes above the items' cords only, one by one at the
losses that move the items' own draw, and at the worst of all others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from capacity.policy import PPM
from capacity.room import Room
from placement.verify.chain import NO_LEG, Chain, Loss, Plug
from placement.verify.existing import Existing, Span, Table
from placement.verify.findings import Amount, Findings, exact
from placement.verify.flow import Flow
from placement.verify.items import Item
from placement.verify.standing import Standing, ticks_per_watt


class Tally:
    """What was seen per key: the violation with nothing lost, the worst one of the losses, unknowns.

    `normal` holds the load afterwards, `worst` (minus the load, loss): the least of these is the
    worst, and the first walked one of equals.
    """

    def __init__(self) -> None:
        self.normal: dict[int, int] = {}
        self.worst: dict[int, tuple[int, int]] = {}
        self.unknown: set[int] = set()

    def see(self, key: int, bit: int | None, span: Span, charge: Charge, capacity: int) -> None:
        """Judge one key in one scenario (`bit` None: nothing lost)."""
        least, most = span
        after = least + charge.known
        if charge.known and after > capacity:
            if bit is None:
                self.normal[key] = after
            else:
                self.worst[key] = min(self.worst.get(key, (-after, bit)), (-after, bit))
        elif charge.blank or (charge.known and (most is None or most + charge.known > capacity)):
            self.unknown.add(key)


@dataclass(frozen=True, slots=True)
class Charge:
    """What the items put on a key: `known` in parts; `blank` where one of unknown draw adds to it.

    A charge that is not known is never broken and always unknown (ADR 2).
    """

    known: int
    blank: bool


class Charges:
    """The items' draw on the chain: the known one, and marks wherever an unknown one goes."""

    def __init__(self, chain: Chain, items: Sequence[Item], parts: int) -> None:
        known: dict[tuple[Plug, ...], int] = defaultdict(int)
        blank: dict[tuple[Plug, ...], int] = defaultdict(int)
        for item in items:
            plugs = plugs_of(chain, item)
            if item.draw is None:
                blank[plugs] += parts
            else:
                known[plugs] += item.draw * parts
        self._known = Flow(chain, known, {})
        self._blank = Flow(chain, blank, {})
        self.keys = self._known.normal.keys() | self._blank.normal.keys()

    def at(self, key: int) -> Charge:
        return Charge(self._known.normal.get(key, 0), self._blank.normal.get(key, 0) > 0)

    def under(self, loss: Loss) -> dict[int, Charge]:
        """Return the charges by key that differ under `loss`."""
        known, blank = self._known.under(loss), self._blank.under(loss)
        found = {}
        for key in known.keys() | blank.keys():
            before = self.at(key)
            mark = blank[key] > 0 if key in blank else before.blank
            found[key] = Charge(known.get(key, before.known), mark)
        return found


def plugs_of(chain: Chain, item: Item) -> tuple[Plug, ...]:
    """Return the item's cords as numbers of the chain."""
    return tuple(sorted(chain.plug(cord) for cord in item.placed.cords))


class Power:
    """The rule for a room that has a power.csv."""

    def __init__(self, chain: Chain, room: Room, standing: Sequence[Standing], most_cords: int = 2) -> None:
        self.chain = chain
        self._room = room
        self._standing = standing
        self._most_cords = max(most_cords, *(len(thing.cords) for thing in standing), 0)
        self._ticks = ticks_per_watt(room.policy)
        self._parts = chain.parts(self._most_cords)
        self._existing = Existing(chain, room, standing, self._parts)
        self._table: Table | None = None
        self._bit_of = {chain.losses[bit]: bit for bit in chain.walked}

    def prepare(self) -> None:
        """Make the tables of `judge_one`: the loads under every loss."""
        self._table = Table(self.chain, self._existing)

    def judge(self, items: Sequence[Item], findings: Findings) -> None:
        """Walk the chain for nothing lost and for every loss, with the items."""
        power = self._fine_enough_for(items)
        tally, charges = Tally(), Charges(power.chain, items, power._parts)
        power._walk(charges, tally)
        power._report(tally, items, findings)

    def judge_one(self, items: Sequence[Item], findings: Findings) -> None:
        """Give the same answer as `judge`, from the tables."""
        if self._table is None or not self._table.complete or self._fine_enough_for(items) is not self:
            self.judge(items, findings)
            return
        tally, charges = Tally(), Charges(self.chain, items, self._parts)
        self._look_up(charges, self._table, items, tally)
        self._report(tally, items, findings)

    def _fine_enough_for(self, items: Sequence[Item]) -> Power:
        """Return itself, or its like with smaller parts where an item has more cords than foreseen."""
        most = max((len(item.placed.cords) for item in items), default=0)
        if most <= self._most_cords:
            return self
        return Power(self.chain, self._room, self._standing, most)

    def _walk(self, charges: Charges, tally: Tally) -> None:
        existing, chain = self._existing, self.chain
        # A normal load against a failover fraction: what is not fine there (as a rule nothing, since
        # failover fractions are the larger ones) has to meet one loss that leaves it as it is.
        unmoved = Tally()
        for key in charges.keys:
            tally.see(key, None, existing.span(key), charges.at(key), self.capacity(key, False))
            unmoved.see(key, 0, existing.span(key), charges.at(key), self.capacity(key, True))
        waiting = unmoved.worst.keys() | unmoved.unknown
        for bit in chain.walked:
            loss = chain.lose(bit)
            moved, spans = charges.under(loss), existing.under(loss)
            changed = moved.keys() | (spans.keys() & charges.keys)
            for key in changed:
                span, charge = spans.get(key) or existing.span(key), moved.get(key) or charges.at(key)
                tally.see(key, bit, span, charge, self.capacity(key, True))
            for key in [key for key in waiting if key not in changed and key // 4 not in loss.dead]:
                waiting.discard(key)
                tally.see(key, bit, existing.span(key), charges.at(key), self.capacity(key, True))

    def _look_up(self, charges: Charges, table: Table, items: Sequence[Item], tally: Tally) -> None:
        existing, chain = self._existing, self.chain
        closure = frozenset[int]().union(
            *(chain.above(node) for item in items for node, _ in plugs_of(chain, item))
        )
        own = {self._bit_of[node] for node in closure if node in self._bit_of}
        moving: dict[int, set[int]] = defaultdict(set)
        for bit in own:
            loss = chain.lose_within(bit, closure)
            moved = charges.under(loss)
            for key in moved.keys() | (charges.keys & table.keys_at(bit)):
                span = table.at(key, bit) or existing.span(key)
                tally.see(key, bit, span, moved.get(key) or charges.at(key), self.capacity(key, True))
            for key in moved:
                moving[key].add(bit)
        for key in charges.keys:
            charge, capacity = charges.at(key), self.capacity(key, True)
            tally.see(key, None, existing.span(key), charge, self.capacity(key, False))
            # All other losses leave the items' draw where it is: the largest load stands for them,
            # and one loss for all that leave the load of the room there as it is, too.
            for bit in table.largest(key, own):
                tally.see(key, bit, table.at(key, bit) or existing.span(key), charge, capacity)
            unmoved = table.first_unmoved(key, moving[key])
            if unmoved is not None:
                tally.see(key, unmoved, existing.span(key), charge, capacity)

    def capacity(self, key: int, lost: bool) -> int:
        """Return what `key` carries, in whole parts.

        Loads are whole parts, so that rounding the capacity down to whole parts loses nothing.
        """
        carries = self._rating(key, lost)
        return carries[0] * self._ticks * self._parts // carries[1]

    def _rating(self, key: int, lost: bool) -> tuple[int, int]:
        """Return the capacity of `key` in W as a fraction."""
        node, leg = divmod(key, 4)
        entry = self.chain.nodes[node]
        usable = self._room.policy.usable_ppm if entry.usable_ppm is None else entry.usable_ppm
        ppm = usable if not lost or entry.failover_ppm is None else entry.failover_ppm
        return entry.rated_w * ppm, 3 * PPM if leg else PPM

    def _report(self, tally: Tally, items: Sequence[Item], findings: Findings) -> None:
        for key, after in tally.normal.items():
            self._violated(key, None, after, items, findings)
        for key, (minus, bit) in tally.worst.items():
            self._violated(key, bit, -minus, items, findings)
        for key in tally.unknown - tally.normal.keys() - tally.worst.keys():
            touching = [item for item in items if item.draw != 0 and self._reaches(item, key)]
            blank = next((item for item in touching if item.draw is None), None)
            names = [item.name for item in touching]
            gap = self._existing.gap(key)
            if blank is not None:
                why = f"power_w of request {blank.request.name} is not known"
                findings.unknown("power", self._name(key), names, why, blank.cell("power_w"))
            elif gap is not None:
                findings.unknown("power", self._name(key), names, gap.why, gap.cell)

    def _violated(
        self, key: int, bit: int | None, after: int, items: Sequence[Item], findings: Findings
    ) -> None:
        chain = self.chain
        charging = []
        for item in items:
            if item.draw and self._reaches(item, key):
                plugs = plugs_of(chain, item)
                closure = frozenset[int]().union(*(chain.above(node) for node, _ in plugs))
                loss = None if bit is None else chain.lose_within(bit, closure)
                if Flow(chain, {plugs: item.draw * self._parts}, {}).at(loss).get(key):
                    charging.append(item.name)
        findings.violated(
            "power",
            self._name(key),
            charging,
            scenario="nothing lost" if bit is None else f"{chain.nodes[chain.losses[bit]].name} lost",
            unit="W",
            capacity=exact(*self._rating(key, bit is not None)),
            after=self._watts(after),
        )

    def _reaches(self, item: Item, key: int) -> bool:
        """True where the item's draw can come to `key` at all."""
        node, leg = divmod(key, 4)
        for at, on_leg in plugs_of(self.chain, item):
            if at == node and leg and on_leg not in (NO_LEG, leg - 1):
                continue
            if node in self.chain.above(at):
                return True
        return False

    def _watts(self, parts: int) -> Amount:
        return exact(parts, self._ticks * self._parts)

    def _name(self, key: int) -> str:
        node, leg = divmod(key, 4)
        entry = self.chain.nodes[node]
        return f"{entry.kind} {entry.name}" + (f":L{leg}" if leg else "")
