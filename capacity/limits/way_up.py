"""The way up: what cords on PDUs with the same parents charge alike, worked out once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from capacity.limits.chain import Chain, Scenario
from capacity.room import LEGS

Plug = tuple[int, str | None]  # index of a PDU in the chain, leg
Charge = Mapping[int, int]  # limit -> part of a draw unit
Parts = tuple[tuple[int, int], ...]  # the same as pairs
Row = tuple[int, Scenario, int]  # limit, scenario, part


@dataclass(frozen=True, slots=True)
class WayUp:
    """Parts of a draw unit that cords on some PDUs charge, good for all PDUs that are fed alike.

    They feed nothing themselves. What their legs get is left out.

    Attributes
    ----------
    losses
        Losses above them.
    normal
        Part of each limit above them with nothing lost.
    above
        What they charge above in the `losses`.
    own
        Per PDU: its own part with nothing lost, which comes first, and in each of the `losses`.
    without
        Per PDU, what is charged while it is lost: above, and per PDU. Empty if PDUs are not lost.
    dark
        Those of `losses` in which all PDUs are dead.
    """

    losses: frozenset[int]
    normal: Charge
    above: tuple[Row, ...]
    own: tuple[tuple[tuple[Scenario, int], ...], ...]
    without: tuple[tuple[Parts, tuple[int, ...]], ...]
    dark: tuple[int, ...]

    def rows_above(
        self, lost: Iterable[int], tightest: Callable[[int, set[int]], Iterator[Scenario]]
    ) -> Iterator[Row]:
        """Every row above; of the losses that change nothing here only the tightest, and none of `lost`."""
        losses = {*self.losses, *lost}
        for limit, part in self.normal.items():
            yield limit, None, part
            for scenario in tightest(limit, losses):
                yield limit, scenario, part
        yield from self.above

    def dark_with(self, pdus: Sequence[int]) -> tuple[int, ...]:
        """Losses in which all the `pdus` are dead, their own included."""
        own = [pdu for pdu, (_, shares) in zip(pdus, self.without, strict=False) if not any(shares)]
        return tuple(sorted((*self.dark, *own))) if own else self.dark


def way_up(chain: Chain, charge: Callable[[Sequence[Plug], Scenario], Charge], pdus: Sequence[int]) -> WayUp:
    """The way up from `pdus`, which are all different and feed nothing, by what cords on them `charge`."""
    plugs: list[Plug] = [(pdu, None) for pdu in pdus]
    keys = [(pdu, leg) for pdu in pdus for leg in LEGS]
    apart = {*pdus, *(chain.leg_of[key] for key in keys if key in chain.leg_of)}

    def above(charged: Charge) -> Parts:
        return tuple((limit, part) for limit, part in charged.items() if limit not in apart)

    losses = sorted({s for pdu in pdus for s in chain.losses(pdu) if s not in pdus})
    charged = {scenario: charge(plugs, scenario) for scenario in (None, *losses)}
    gone = [charge(plugs, pdu) for pdu in pdus if pdu in chain.losses(pdu)]
    return WayUp(
        frozenset(losses),
        dict(above(charged[None])),
        tuple((limit, s, part) for s in losses for limit, part in above(charged[s])),
        tuple(tuple((s, c[pdu]) for s, c in charged.items() if pdu in c) for pdu in pdus),
        tuple((above(c), tuple(c.get(pdu, 0) for pdu in pdus)) for c in gone),
        tuple(s for s in losses if not charged[s]),
    )
