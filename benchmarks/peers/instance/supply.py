"""Power as linear rows: what is left of every node and leg in every scenario, and which cords charge it.

A row whose every value is implied by another row of the same spot is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import gcd

from benchmarks.peers.instance.feeds import Feeds, Loss, Spot
from benchmarks.peers.instance.things import ENDLESS, Thing, ticks_per_watt
from capacity.policy import PPM, Policy
from capacity.room import LEGS, Cord, PowerNode, Rack

Parts = dict[int, int]


@dataclass(frozen=True, slots=True)
class Choice:
    """Cords in a rack, and the losses that leave all of them dead."""

    rack: int
    cords: tuple[Cord, ...]
    deaths: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A limit: sum of parts[choice] * ticks of the items with that choice <= left."""

    left: int
    parts: Mapping[int, int]


class Supply:
    """Every choice of one or two cords, the rows that they charge, and the sockets that they take.

    Attributes
    ----------
    choices
        All of them; `one[rack]` and `two[rack]` number those of a rack.
    room
        Ticks that one item with each choice may draw.
    sockets
        Free sockets per PDU that has a figure.
    """

    def __init__(
        self, nodes: Sequence[PowerNode], racks: Sequence[Rack], stand: Sequence[Thing], policy: Policy
    ) -> None:
        self.feeds = Feeds(nodes, policy, max([2, *(len(thing.cords) for thing in stand)]))
        self._policy, self._ticks = policy, ticks_per_watt(policy)
        pdus: dict[str | None, list[PowerNode]] = {}
        for node in sorted(nodes, key=lambda n: n.name):
            if node.kind == "pdu":
                pdus.setdefault(node.rack, []).append(node)
        self._pdus = {rack: own for rack, own in pdus.items() if rack is not None}
        self.choices: list[Choice] = []
        self.one: list[list[int]] = []
        self.two: list[list[int]] = []
        for i, rack in enumerate(racks):
            own = self._pdus.get(rack.name, [])
            self.one.append(self._number(i, ((cord,) for pdu in own for cord in _cords(pdu))))
            pairs = product(*([p for p in own if p.path == path] for path in "AB"))
            self.two.append(self._number(i, (c for a, b in pairs for c in product(_cords(a), _cords(b)))))
        used: dict[str, int] = {}
        for cord in (cord for thing in stand for cord in thing.cords):
            used[cord.pdu] = used.get(cord.pdu, 0) + 1
        self.sockets = {
            n.name: max(0, n.outlets - used.get(n.name, 0)) for n in nodes if n.outlets is not None
        }
        self.rows = self._rows(stand)
        self.rows_of: list[list[tuple[int, int]]] = [[] for _ in self.choices]
        for number, row in enumerate(self.rows):
            for choice, part in row.parts.items():
                self.rows_of[choice].append((number, part))
        self.room = [
            min((self.rows[row].left // part for row, part in own), default=0) for own in self.rows_of
        ]

    def _number(self, rack: int, found: Iterable[tuple[Cord, ...]]) -> list[int]:
        start = len(self.choices)
        self.choices += [Choice(rack, cords, self.feeds.deaths(cords)) for cords in found]
        return list(range(start, len(self.choices)))

    # -- loads -----------------------------------------------------------------------------

    def _rows(self, stand: Sequence[Thing]) -> list[Row]:
        loads: dict[Spot, _Loads] = {}
        for amount, pdus, charge in self._charges(stand):
            losses = frozenset().union(*(self.feeds.touching(p) for p in pdus))
            _spread(loads, None, amount, charge, losses)
        for number, choice in enumerate(self.choices):
            losses = frozenset().union(*(self.feeds.touching(c.pdu) for c in choice.cords))

            def on_cords(loss: Loss, cords: tuple[Cord, ...] = choice.cords) -> dict[Spot, int]:
                return self.feeds.on_cords(cords, loss)

            _spread(loads, number, 1, on_cords, losses)
        found = (row for spot, load in loads.items() for row in self._rows_at(spot, load))
        return [row for row in found if row.parts]

    def _charges(
        self, stand: Sequence[Thing]
    ) -> Iterable[tuple[int, list[str], Callable[[Loss], dict[Spot, int]]]]:
        """What stands there as (ticks, PDUs, parts per spot after a loss)."""
        known: dict[tuple[Cord, ...], int] = {}
        for thing in stand:
            draw = ENDLESS if thing.draw is None else thing.draw
            if thing.cords:
                known[thing.cords] = known.get(thing.cords, 0) + draw
            elif thing.draws:
                # Its cords are not known: at its most it hangs on whatever PDU (and leg) is worst for a spot.
                own = [p for r, some in self._pdus.items() if thing.rack in (None, r) for p in some]
                cords = [cord for pdu in own for cord in _cords(pdu)]

                def worst(loss: Loss, cords: list[Cord] = cords) -> dict[Spot, int]:
                    found: dict[Spot, int] = {}
                    for cord in cords:
                        for spot, part in self.feeds.on_cords([cord], loss).items():
                            found[spot] = max(part, found.get(spot, part))
                    return found

                yield draw, [pdu.name for pdu in own], worst
        for cords, draw in known.items():
            yield draw, [c.pdu for c in cords], lambda loss, cords=cords: self.feeds.on_cords(cords, loss)
        for node in self.feeds.nodes.values():
            if node.other_w:
                name = node.name
                yield node.other_w * self._ticks, [name], lambda s, name=name: self.feeds.on_node(name, s)

    def _rows_at(self, spot: Spot, load: _Loads) -> list[Row]:
        node = self.feeds.nodes[spot[0]]
        usable = self._policy.usable_ppm if node.usable_ppm is None else node.usable_ppm
        failover = usable if node.failover_ppm is None else node.failover_ppm
        rated, below = node.rated_w * self._ticks * self.feeds.scale, PPM * (3 if spot[1] else 1)
        lefts = [rated * usable // below - load.used]
        after_loss = rated * failover // below - load.used
        dead = {s for s in self.feeds.touching(node.name) if self.feeds.is_dead(node.name, s)}
        if len(self.feeds.losses) > len(dead | load.changes.keys()):
            lefts.append(after_loss)  # some loss leaves it live and as it is
        raised = []
        for loss, change in load.changes.items():
            left = after_loss - change.used
            higher = left < min(lefts) or any(part > 0 for part in change.parts.values())
            if loss not in dead and higher:
                raised.append((left, change.parts))
        kept: list[tuple[int, Parts]] = []
        for left, parts in sorted(raised, key=lambda r: -sum(r[1].values())):
            if not any(_implies(other, (left, parts)) for other in kept):
                kept.append((left, parts))
        found = [_row(min(lefts), load.parts)]
        for left, parts in kept:
            found.append(_row(left, {c: load.parts.get(c, 0) + parts.get(c, 0) for c in load.parts | parts}))
        return found


class _Loads:
    """What is on a spot with nothing lost, per loss the change: ticks used, and parts per choice."""

    __slots__ = ("changes", "parts", "used")

    def __init__(self) -> None:
        self.used = 0
        self.parts: Parts = {}
        self.changes: dict[str, _Loads] = {}

    def add(self, choice: int | None, part: int, amount: int) -> None:
        if choice is None:
            self.used += part * amount
        else:
            self.parts[choice] = part


def _spread(
    loads: dict[Spot, _Loads],
    choice: int | None,
    amount: int,
    charge: Callable[[Loss], dict[Spot, int]],
    losses: Iterable[str],
) -> None:
    """Put a draw, or a choice's parts of one, on every spot in every scenario that changes it."""
    normal = charge(None)
    for spot, part in normal.items():
        loads.setdefault(spot, _Loads()).add(choice, part, amount)
    for loss in sorted(losses):
        after = charge(loss)
        for spot in normal.keys() | after.keys():
            if moved := after.get(spot, 0) - normal.get(spot, 0):
                change = loads.setdefault(spot, _Loads()).changes.setdefault(loss, _Loads())
                change.add(choice, moved, amount)


def _implies(tight: tuple[int, Parts], loose: tuple[int, Parts]) -> bool:
    """Whether one changed row, (left, changes of parts), is nowhere looser than another."""
    (left, parts), (other_left, other) = tight, loose
    return left <= other_left and all(other.get(c, 0) <= parts.get(c, 0) for c in parts.keys() | other.keys())


def _row(left: int, parts: Parts) -> Row:
    common = gcd(*parts.values()) or 1
    return Row(max(0, left // common), {choice: part // common for choice, part in parts.items() if part})


def _cords(pdu: PowerNode) -> list[Cord]:
    return [Cord(pdu.name, leg) for leg in LEGS] if pdu.phases == 3 else [Cord(pdu.name)]
