"""How much more draw cords can carry within every limit of the power chain, whatever is lost.

A room has thousands of pairs of PDUs, and a pair of three-phase PDUs nine choices of legs. What lies above
the PDUs is asked once for all that are fed alike, what the PDUs have in common once for all their legs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from capacity.limits.chain import Chain, Scenario
from capacity.limits.limit import ENDLESS
from capacity.limits.loads import Loads
from capacity.limits.way_up import Charge, Plug, Row, WayUp, way_up

Left = tuple[int, int]  # draw that is taken for certain, and at most


@dataclass(frozen=True, slots=True)
class Carry:
    """How much draw (draw units) one cord choice can still carry.

    Up to `sure` for certain; above `possible` never. `dark`: scenarios in which all its cords are dead.
    """

    sure: int
    possible: int
    dark: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    """A way up with what can be carried above the PDUs, and the scenarios that were asked for that."""

    up: WayUp
    asked: frozenset[Scenario]
    left: Left


@dataclass(frozen=True, slots=True)
class _Shared:
    """What cords on the same PDUs have in common whatever their legs, and the losses that concern them."""

    carry: Carry
    up: WayUp
    losses: set[int]


class Carrier:
    """Answers of one power chain, each worked out once.

    Parameters
    ----------
    charge, tightest
        Those of the chain's `PowerGrid`.
    least, most
        Its loads, with what is not known at its least and at its most.
    capacities
        Per limit: what it may carry with nothing lost and with something lost.
    """

    def __init__(
        self,
        chain: Chain,
        charge: Callable[[Sequence[Plug], Scenario], Charge],
        tightest: Callable[[int, set[int]], Iterator[Scenario]],
        least: Loads,
        most: Loads,
        capacities: Sequence[tuple[int, int]],
    ) -> None:
        self._chain, self._charge, self._tightest = chain, charge, tightest
        self._least, self._most, self._capacities = least, most, capacities
        self._three_phase = {pdu for pdu, _ in chain.legs}
        self._ways: dict[object, _Way] = {}
        self._shared: dict[tuple[int, ...], _Shared] = {}
        self._on_legs: dict[tuple[tuple[int, ...], int], Left] = {}

    def carry(self, plugs: Sequence[Plug], rows: Callable[[Sequence[Plug]], Iterator[Row]]) -> Carry:
        """What these cords can carry; `rows` gives every limit, scenario and part that they charge."""
        pdus = tuple(pdu for pdu, _ in plugs)
        shared = self._shared.get(pdus)
        if shared is None and self._plain(pdus):
            shared = self._shared[pdus] = self._share(pdus)
        if shared is None or any(leg is None and pdu in self._three_phase for pdu, leg in plugs):
            return Carry(*self._least_left(rows(plugs)), self._chain.dark(pdus))
        sure, possible = shared.carry.sure, shared.carry.possible
        for at, (pdu, leg) in enumerate(plugs):
            if leg is not None:
                hard, easy = self._left_on_leg(pdus, at, self._chain.leg_of[pdu, leg], shared)
                sure, possible = min(sure, hard), min(possible, easy)
        return Carry(sure, possible, shared.carry.dark)

    def _plain(self, pdus: tuple[int, ...]) -> bool:
        """False where a PDU comes twice, or feeds something: it then gets more than its own cord's part."""
        return len(set(pdus)) == len(pdus) and not any(self._chain.children[pdu] for pdu in pdus)

    def _way(self, pdus: tuple[int, ...]) -> _Way:
        fed = tuple((self._chain.parents[pdu], self._chain.nodes[pdu].feeding) for pdu in pdus)
        if fed not in self._ways:
            up = way_up(self._chain, self._charge, pdus)
            above = list(up.rows_above((), self._tightest))
            asked = frozenset(scenario for _, scenario, _ in above)
            self._ways[fed] = _Way(up, asked, self._least_left(above))
        return self._ways[fed]

    def _share(self, pdus: tuple[int, ...]) -> _Shared:
        """Ask all limits but the legs of these PDUs."""
        way = self._way(pdus)
        up, above = way.up, way.left
        lost = pdus[: len(up.without)]
        losses = {*up.losses, *lost}
        if not way.asked.isdisjoint(lost):  # what was asked of others is the loss of one of these
            above = self._least_left(up.rows_above(lost, self._tightest))
        rows: list[Row] = []
        for pdu, parts in zip(pdus, up.own, strict=True):
            rows += [(pdu, scenario, part) for scenario, part in parts]
            rows += [(pdu, scenario, parts[0][1]) for scenario in self._tightest(pdu, losses)]
        for gone, (charged, shares) in zip(lost, up.without, strict=True):
            rows += [(limit, gone, part) for limit, part in charged]
            rows += [(pdu, gone, share) for pdu, share in zip(pdus, shares, strict=True) if share]
        own = self._least_left(rows)
        return _Shared(Carry(min(above[0], own[0]), min(above[1], own[1]), up.dark_with(pdus)), up, losses)

    def _left_on_leg(self, pdus: tuple[int, ...], at: int, leg: int, shared: _Shared) -> Left:
        """What the leg of the PDU at position `at` takes: it gets all that its PDU gets."""
        if (pdus, leg) not in self._on_legs:
            parts = shared.up.own[at]
            rows: list[Row] = [(leg, scenario, part) for scenario, part in parts]
            rows += [(leg, scenario, parts[0][1]) for scenario in self._tightest(leg, shared.losses)]
            for gone, (_, shares) in zip(pdus, shared.up.without, strict=False):
                if shares[at]:
                    rows.append((leg, gone, shares[at]))
            self._on_legs[pdus, leg] = self._least_left(rows)
        return self._on_legs[pdus, leg]

    def _least_left(self, rows: Iterable[Row]) -> Left:
        """The most draw that all rows take, with what is not known at its most, and at its least."""
        possible = self._least_under(self._least, rows := list(rows))
        return (possible if self._most is self._least else self._least_under(self._most, rows)), possible

    def _least_under(self, loads: Loads, rows: Iterable[Row]) -> int:
        """The most draw that all rows take under some loads."""
        least, capacities, normal, change = ENDLESS, self._capacities, loads.normal, loads.change
        for limit, scenario, part in rows:  # as `Loads.of`, in line: here the time goes in a large room
            used = normal[limit]
            if scenario is not None and scenario in change:
                used += change[scenario].get(limit, 0)
            left = (capacities[limit][scenario is not None] - used) // part
            if left < least:
                least = left
        return least
