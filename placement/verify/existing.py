"""What hangs on the power chain today, as an interval per key and loss, and tables of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet

from capacity.room import Room
from placement.verify.chain import NO_LEG, Chain, Loss, Plug
from placement.verify.excess import Gap
from placement.verify.flow import Flow
from placement.verify.standing import Standing, ticks_per_watt
from placement.verify.vague import Vague

#: Interval of a load in parts (`Chain.parts`); the upper end None is without end.
Span = tuple[int, int | None]

#: Entries beyond which tables are not kept (some 100 bytes each): such a chain is walked anew.
TABLE_LIMIT = 3_000_000


class Existing:
    """The loads of devices, reservations and other_w.

    `known` carries certain draws; `marked` has something wherever a device of unknown draw puts
    anything, so that the load there has no upper end; `vague` holds draws of unknown cords.
    """

    def __init__(self, chain: Chain, room: Room, standing: Iterable[Standing], parts: int) -> None:
        self._chain = chain
        hanging: dict[tuple[Plug, ...], int] = defaultdict(int)
        marked: dict[tuple[Plug, ...], int] = defaultdict(int)
        vague: dict[str | None, int] = defaultdict(int)
        self._gaps: dict[Plug, tuple[int, Gap]] = {}
        everywhere = [pdu for pdus in chain.pdus_of_rack.values() for pdu in pdus]
        for thing in standing:
            if thing.draw == 0:
                continue
            if thing.cords:
                plugs = tuple(sorted(chain.plug(cord) for cord in thing.cords))
                if thing.draw is None:
                    marked[plugs] += parts
                    self._note(plugs, Gap(thing.cell("power_w"), f"power_w of {thing.name} is not known"))
                else:
                    hanging[plugs] += thing.draw * parts
                continue
            # Without cords it may hang on any pdu of its rack (ADR 2).
            pdus = everywhere if thing.rack is None else chain.pdus_of_rack.get(thing.rack, [])
            plugs = tuple((pdu, NO_LEG) for pdu in pdus)
            if thing.draw is None:
                for plug in plugs:
                    marked[(plug,)] += parts
                self._note(plugs, Gap(thing.cell("power_w"), f"power_w of {thing.name} is not known"))
            else:
                vague[thing.rack] += thing.draw * parts
                self._note(plugs, Gap(thing.cell("cords"), f"cords of {thing.name} are not known"))
        self._vague = Vague(chain, vague)
        ticks = ticks_per_watt(room.policy)
        other = {number: node.other_w * ticks * parts for number, node in enumerate(chain.nodes)}
        self._known = Flow(chain, hanging, other)
        self._marked = Flow(chain, marked, {})
        self._first_gap: dict[int, tuple[int, Gap]] | None = None

    def _note(self, plugs: Iterable[Plug], gap: Gap) -> None:
        for plug in plugs:
            self._gaps.setdefault(plug, (len(self._gaps), gap))

    def span(self, key: int) -> Span:
        """Return the interval at `key`, nothing being lost."""
        return self._span(key, {}, {}, {})

    def _span(
        self,
        key: int,
        known: Mapping[int, int],
        marked: Mapping[int, int],
        vague: Mapping[int, tuple[int, int]],
    ) -> Span:
        """Return the interval at `key`, with what differs from nothing lost."""
        load = known[key] if key in known else self._known.normal.get(key, 0)
        mark = marked[key] if key in marked else self._marked.normal.get(key, 0)
        least, most = vague[key] if key in vague else self._vague.normal.get(key, (0, 0))
        return load + least, None if mark else load + most

    def under(self, loss: Loss) -> dict[int, Span]:
        """Return the intervals by key that differ under `loss`, of live nodes only."""
        known, marked, vague = self._known.under(loss), self._marked.under(loss), self._vague.under(loss)
        if not self._marked.normal and not self._vague.normal:
            return {key: (load, load) for key, load in known.items()}
        keys = known.keys() | marked.keys() | vague.keys()
        return {key: self._span(key, known, marked, vague) for key in keys}

    def gap(self, key: int) -> Gap | None:
        """Return the first thing, in the order of the files, that is not known on or below `key`."""
        if self._first_gap is None:
            self._first_gap = self._spread_gaps()
        node, leg = divmod(key, 4)
        direct = [self._gaps[plug] for plug in ((node, leg - 1), (node, NO_LEG)) if plug in self._gaps]
        found = min(direct, key=_order) if leg and direct else self._first_gap.get(node)
        return found[1] if found else None

    def _spread_gaps(self) -> dict[int, tuple[int, Gap]]:
        """Return per node the first gap on it or below it."""
        first: dict[int, tuple[int, Gap]] = {}
        for (node, _), gap in self._gaps.items():
            first[node] = min(first.get(node, gap), gap, key=_order)
        for node in reversed(self._chain.order):
            if node in first:
                for parent in self._chain.parents[node]:
                    first[parent] = min(first.get(parent, first[node]), first[node], key=_order)
        return first


def _order(gap: tuple[int, Gap]) -> int:
    return gap[0]


class Table:
    """Per key the interval under every loss that changes it, and the losses by the size of the load.

    `complete` is False where the tables would be larger than `TABLE_LIMIT`; they are empty then.
    """

    def __init__(self, chain: Chain, existing: Existing) -> None:
        self._chain = chain
        self._spans: dict[int, dict[int, Span]] = defaultdict(dict)
        self._keys: dict[int, set[int]] = {}
        self._rankings: dict[int, tuple[list[int], ...]] = {}
        entries = 0
        self.complete = True
        for bit in chain.walked:
            spans = existing.under(chain.lose(bit))
            entries += len(spans)
            if entries > TABLE_LIMIT:
                self.complete = False
                self._spans.clear()
                self._keys.clear()
                return
            self._keys[bit] = set(spans)
            for key, span in spans.items():
                self._spans[key][bit] = span
        for key, found in self._spans.items():
            by_least = [bit for _, bit in sorted((-least, bit) for bit, (least, _) in found.items())]
            if all(most == least for least, most in found.values()):
                self._rankings[key] = (by_least,)
                continue
            ordered = sorted((most is not None, -(most or 0), bit) for bit, (_, most) in found.items())
            self._rankings[key] = (by_least, [bit for *_, bit in ordered])

    def at(self, key: int, bit: int) -> Span | None:
        """Return the interval at `key` under a loss; None where that is as with nothing lost."""
        return self._spans[key].get(bit) if key in self._spans else None

    def keys_at(self, bit: int) -> AbstractSet[int]:
        """Return the keys that a loss changes."""
        return self._keys[bit]

    def largest(self, key: int, without: Collection[int]) -> list[int]:
        """Return the losses outside `without` with the largest lower end and the largest upper end."""
        firsts = (
            next((bit for bit in ranking if bit not in without), None)
            for ranking in self._rankings.get(key, ())
        )
        return [bit for bit in firsts if bit is not None]

    def first_unmoved(self, key: int, without: Collection[int]) -> int | None:
        """Return the first loss outside `without` that leaves `key` alive and as it is."""
        spans, killers = self._spans.get(key, {}), self._chain.killers[key // 4]
        for bit in self._chain.walked:
            if bit not in spans and bit not in without and not killers >> bit & 1:
                return bit
        return None
