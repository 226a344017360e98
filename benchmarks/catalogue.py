"""The twelve kinds of server that generated rooms hold and that generated requests ask for."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

FAST, SLOW = "10gbase-x-sfpp", "1000base-t"  # a port per side for data, one for management


@dataclass(frozen=True, slots=True)
class Model:
    """A kind of server in base units (W, g, mm, half units); `share` is how often it stands in a room."""

    height_hu: int
    power_w: int
    weight_g: int
    depth: str
    depth_mm: int
    cords: int
    fast_ports: int
    share: int


#: Twenty machines of these kinds take some 29 U and draw some 9 kW: a usual rack.
CATALOGUE = (
    Model(2, 300, 13_500, "full", 700, 2, 2, 24),
    Model(2, 300, 9_000, "half", 430, 1, 1, 8),
    Model(2, 350, 15_000, "full", 720, 2, 2, 16),
    Model(2, 400, 16_500, "full", 740, 2, 2, 12),
    Model(2, 550, 19_000, "full", 760, 2, 2, 4),
    Model(4, 400, 24_000, "full", 740, 2, 2, 14),
    Model(4, 600, 28_500, "full", 760, 2, 2, 8),
    Model(4, 800, 31_000, "full", 780, 2, 4, 4),
    Model(4, 1_100, 33_000, "full", 780, 2, 4, 2),
    Model(6, 900, 38_000, "full", 780, 2, 4, 3),
    Model(8, 700, 52_000, "full", 820, 2, 2, 3),
    Model(8, 3_000, 48_000, "full", 880, 2, 4, 2),
)


def draw(rng: Random) -> Model:
    """A model as often as its share says."""
    return rng.choices(CATALOGUE, [model.share for model in CATALOGUE])[0]
