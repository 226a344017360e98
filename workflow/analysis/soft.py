"""The office's own rules, which it may override with a reason. See ADR 6 for which these are, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from capacity.demand import charged_draw
from capacity.ledger import Ledger
from capacity.limits.power import Plug, PowerGrid
from capacity.policy import PPM
from capacity.room import LEGS
from capacity.units import plain
from placement.placed import Placed
from placement.request import Request

LEG_BALANCE = "leg_balance"
HEAVY_LOW = "heavy_low"


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule of the office's that a place breaks, and how."""

    rule: str
    sentence: str

    @property
    def told(self) -> str:
        """The sentence by itself."""
        return f"{self.sentence[0].upper()}{self.sentence[1:]}."


def broken_ranked(
    ledger: Ledger, request: Request, items: Sequence[Placed], plugged: Collection[int]
) -> tuple[Broken, ...]:
    """The two rules of ranking that the items break together: legs out of balance, heavy equipment high up.

    Parameters
    ----------
    ledger
        The room without what the case holds.
    plugged
        The items whose cords a person has chosen; those of the others were weighed by the ranking.
    """
    return (*_high(ledger, request, items), *_lopsided(ledger, request, items, plugged))


def _high(ledger: Ledger, request: Request, items: Sequence[Placed]) -> list[Broken]:
    """The contract, ``[weight]``: what weighs `heavy_kg` or more stays below `heavy_below_u`."""
    policy = ledger.room.policy
    weight_g, height_hu = request.weight_g, request.height_hu
    if weight_g is None or height_hu is None or weight_g < policy.heavy_g:
        return []
    found = []
    for item in items:
        rack = ledger.racks[ledger.rack_index[item.rack or ""]]
        below_hu = rack.height_u if policy.heavy_below_hu is None else policy.heavy_below_hu
        top_hu = (item.position_hu or 0) + height_hu - 2 * rack.first_unit
        if top_hu > below_hu:
            told = (
                f"{plain(weight_g, 1000)} kg would stand {plain(top_hu, 2)} U high in rack {rack.name}; "
                f"from {plain(policy.heavy_g, 1000)} kg on that should be {plain(below_hu, 2)} U at most"
            )
            found.append(Broken(HEAVY_LOW, told))
    return found


def _lopsided(
    ledger: Ledger, request: Request, items: Sequence[Placed], plugged: Collection[int]
) -> list[Broken]:
    """The contract, ``[power]``: no leg further from the mean of the three than `max_imbalance` of it.

    Held against a choice of cords only where one of them on another leg would leave the PDU better balanced:
    the first server on a three-phase PDU puts it out of balance whatever its leg.
    """
    grid = ledger.power
    if grid is None or not request.power_w:
        return []
    draw = _draw(ledger, request)
    plugs = [[grid.chain.cord(cord) for cord in item.cords] for item in items]
    most = Fraction(ledger.room.policy.max_imbalance_ppm, PPM)
    found = []
    chosen = [number for number, item in enumerate(items) if item.item in plugged]
    for pdu in sorted({pdu for number in chosen for pdu, leg in plugs[number] if leg is not None}):
        now = _imbalance(grid, pdu, plugs, draw)
        others = (_imbalance(grid, pdu, other, draw) for other in _elsewhere(plugs, chosen, pdu))
        if now > most and any(other < now for other in others):
            told = (
                f"the legs of {grid.chain.nodes[pdu].name} would be {plain(100 * now)} % out of balance, "
                f"with {plain(100 * most)} % allowed, and less so with a cord on another leg"
            )
            found.append(Broken(LEG_BALANCE, told))
    return found


def _draw(ledger: Ledger, request: Request) -> int:
    """What an item draws, in the grid's draw units."""
    return charged_draw(request.power_w or 0, request.power_basis, ledger.room.policy)


def _imbalance(grid: PowerGrid, pdu: int, plugs: Sequence[Sequence[Plug]], draw: int) -> Fraction:
    """How far a leg of the PDU is from the mean of the three, nothing lost, as a part of that mean."""
    added: Counter[int] = Counter()
    for own in plugs:
        for limit, part in grid.charge(own, None).items():
            added[limit] += part * draw
    legs = [grid.chain.leg_of[pdu, leg] for leg in LEGS]
    loads = [grid.least.normal[limit] + added[limit] for limit in legs]
    total = sum(loads)
    return Fraction(max(abs(3 * load - total) for load in loads), total) if total else Fraction(0)


def _elsewhere(
    plugs: Sequence[Sequence[Plug]], chosen: Iterable[int], pdu: int
) -> Iterator[list[list[Plug]]]:
    """The same cords, with one of the chosen ones on the PDU on another leg, in every such way."""
    for number in chosen:
        for cord, (on, leg) in enumerate(plugs[number]):
            for other in LEGS if on == pdu else ():
                if other != leg:
                    moved = [list(each) for each in plugs]
                    moved[number][cord] = (on, other)
                    yield moved
