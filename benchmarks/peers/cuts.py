"""Cooling as cuts: how much more heat any set of zones takes before some loss leaves more over than today.

What is left over after a loss is the most by which the heat of some zones exceeds the units that reach
them (the dual of a maximum flow); so every set of zones that hang together is a row.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.peers.instance.cooling import Loss
from capacity.errors import TitipError

MOST_ZONES = 14
Ints = npt.NDArray[np.int64]


class TooManyZones(TitipError):
    """More zones hang together than sets of them can be listed."""


class Cuts:
    """What every set of zones still takes, in ticks."""

    def __init__(self, losses: Sequence[Loss]) -> None:
        areas: dict[tuple[str, ...], list[Loss]] = {}
        for loss in losses:
            areas.setdefault(tuple(loss.heat), []).append(loss)
        self._areas: list[tuple[npt.NDArray[np.bool_], Ints]] = []
        self._of: dict[str, tuple[int, int]] = {}
        for zones, own in areas.items():
            if len(zones) > MOST_ZONES:
                raise TooManyZones(f"{len(zones)} zones hang together, {MOST_ZONES} can be listed")
            sets = np.arange(1, 2 ** len(zones))
            inside = (sets[:, None] >> np.arange(len(zones))) & 1 == 1
            left = np.min([_left(loss, zones, sets, inside) for loss in own], axis=0)
            self._of |= {zone: (len(self._areas), k) for k, zone in enumerate(zones)}
            self._areas.append((inside, np.maximum(left, 0)))

    def room(self, zone: str | None) -> int:
        """Ticks that one more item in a zone may draw; nothing where the zone is not known."""
        if zone not in self._of:
            return 0
        area, place = self._of[zone]
        inside, left = self._areas[area]
        return int(left[inside[:, place]].min())

    def take(self, zone: str, draw: int) -> None:
        area, place = self._of[zone]
        inside, left = self._areas[area]
        left[inside[:, place]] -= draw

    def near(self, zone: str) -> list[str]:
        """The zones whose room may change when something is put into one."""
        area, _ = self._of[zone]
        return [other for other, (own, _) in self._of.items() if own == area]


def _left(loss: Loss, zones: Sequence[str], sets: Ints, inside: npt.NDArray[np.bool_]) -> Ints:
    heat = inside @ np.array([loss.heat[zone] for zone in zones], dtype=np.int64)
    reached = np.zeros(len(sets), dtype=np.int64)
    for served, capacity in loss.units:
        bits = sum(1 << zones.index(zone) for zone in served)
        reached += np.where(sets & bits, capacity, 0)
    return reached + loss.left_over - heat
