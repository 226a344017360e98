"""The policy of a room: margins, spare units, what unknown data means, ranking weights.

Fractions and factors are kept in millionths (``ppm``), so that 0.8 is exactly 800_000.
Defaults are those of the contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

PPM = 1_000_000

RANKING_DEFAULTS: Mapping[str, int] = MappingProxyType(
    {
        "keep_long_runs": 3,
        "keep_empty_racks": 3,
        "failover_budget": 3,
        "fewer_losses": 3,
        "leg_balance": 2,
        "heavy_low": 2,
        "cable_length": 1,
        "cooling_margin": 2,
    }
)


@dataclass(frozen=True, slots=True)
class Policy:
    """What the office has decided; see the data dictionary for the meaning of each value.

    `ranking` holds the weight of each ranking term (0 = ignored). `references` are the raw
    ``[[reference]]`` tables, each a request; empty takes the contract's default reference.
    `heavy_below_hu` None means half the rack. `draw_w_per_u` and `weight_g_per_u` None
    leave unknown values unknown. `unknown_limits` is "undecided" or "condition".
    """

    version: str | None = None
    usable_ppm: int = 800_000
    survive: tuple[str, ...] = ("ups", "panel", "pdu")
    max_imbalance_ppm: int = 200_000
    nameplate_ppm: int = PPM
    cooling_spare: int = 1
    keep_free_hu: int = 0
    heavy_g: int = 40_000
    heavy_below_hu: int | None = None
    riser_mm: int = 2_000
    in_rack_mm: int = 2_000
    hosting_spare: int = 1
    overcommit_ppm: int = 4 * PPM
    unlisted: str = "condition"
    expired: str = "condition"
    ranking: Mapping[str, int] = field(default_factory=lambda: dict(RANKING_DEFAULTS))
    draw_w_per_u: int | None = None
    weight_g_per_u: int | None = None
    unknown_limits: str = "undecided"
    references: tuple[Mapping[str, object], ...] = ()
