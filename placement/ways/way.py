"""A way to let in a whole batch: its parts, what is proved of them, and where everything then stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placement.answer import placed_json
from placement.placed import Placed


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is done: a sentence, and the same as a change of the room or of a request.

    `change` is a change of a scenario, or `request` with the keys of it that change; for moves the device,
    its rack, unit and cords. `hours` is its price.
    """

    sentence: str
    change: Mapping[str, object]
    hours: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which everything that can be decided is placed.

    Attributes
    ----------
    kind
        leave_out, raise, racks, build (racks and limits), less, give_up, wait, leaving or move.
    parts
        In the order in which they are done.
    minimal
        True: proved that with any one of the parts left out the rest is not enough.
    placement
        Where every item then stands; it has passed the verifier in the changed room.
    conditions
        What a person has to see to.
    """

    kind: str
    sentence: str
    parts: tuple[Part, ...]
    minimal: bool
    placement: tuple[Placed, ...]
    conditions: tuple[str, ...] = ()

    @property
    def hours(self) -> int:
        return sum(part.hours for part in self.parts)


def way_json(way: Way) -> dict[str, object]:
    """A way as a JSON object."""
    return {
        "kind": way.kind,
        "sentence": way.sentence,
        "hours": way.hours,
        "minimal": way.minimal,
        "parts": [
            {"sentence": part.sentence, "hours": part.hours, "change": dict(part.change)}
            for part in way.parts
        ],
        "placement": [{"request": each.request, **placed_json(each)} for each in way.placement],
        "conditions": list(way.conditions),
    }
