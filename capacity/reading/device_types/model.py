"""A device type as its maker describes it, and the supplies that could feed it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Draw:
    """The draw of a type, or why it is not known.

    Attributes
    ----------
    power_w
        Draw in W; None where it is not known.
    basis
        ``nameplate`` for supply ratings, ``budget`` for a planned draw.
    why
        Why it is not known, as a sentence; "" where it is.
    """

    power_w: int | None
    basis: str = "nameplate"
    why: str = ""


@dataclass(frozen=True, slots=True)
class Supply:
    """A power-supply module: the names it goes by, and the rating in W of each of its ports."""

    manufacturer: str
    names: tuple[str, ...]
    ratings_w: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class DeviceType:
    """A type; heights in half units, weights in g, None and "" are unknown.

    `supplies` counts power ports, or supply bays where there are none. `passive` says that the
    type holds nothing that draws. `rounded` says that its weight was rounded to whole grams.
    `doubts` are remarks on values of the source that were not believed.
    """

    slug: str
    manufacturer: str
    model: str
    height_hu: int | None
    depth: str
    weight_g: int | None
    draw: Draw
    supplies: int
    child: bool
    parent: bool
    source: str
    passive: bool = False
    rounded: bool = False
    doubts: tuple[str, ...] = ()

    @property
    def cords(self) -> int | None:
        """Cords to plan for: at most 2, as a placement has no more; None where no supply is listed."""
        return 0 if self.passive else min(self.supplies, 2) or None


MORE_THAN_TWO = "It has more than two supplies, and how many of them must run is not said."


def draw_of_supplies(ratings_w: Sequence[int | None]) -> Draw:
    """Draw in W of a device with supplies of these ratings (None: not known).

    Two supplies are taken as redundant (1+1): the ratings repeat the same draw, and the larger one
    counts. With more than two the draw lies between the largest and the sum, and is not known.
    """
    known = [rating for rating in ratings_w if rating is not None]
    if len(known) < len(ratings_w) or not known:
        return Draw(None, why="Its power ports name no maximum draw.")
    if len(known) > 2:
        return Draw(None, why=f"{MORE_THAN_TWO} It lies between {max(known)} and {sum(known)} W.")
    return Draw(max(known))
