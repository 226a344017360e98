"""All rules of a room for one request on one day, gathered by what of an answer they depend on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from capacity.room import Cord, PortUse, Rack, Room
from placement.placed import Placed
from placement.request import Request
from tests.properties.brute import cooling, eligibility, hosting, keep, ports, power, racks, space
from tests.properties.brute.states import HOLDS, State, worst
from tests.properties.brute.world import World, in_rack

RULES = (
    "status",
    "space",
    "keep_free",
    "depth",
    "weight",
    "heat",
    "power",
    "cords",
    "outlets",
    "cooling",
    "ports",
    "zone",
    "dedicated",
    "keep",
    "hosting",
    "standards",
)

Judged = dict[str, State]
"""The state of the rules that were judged; a rule that is not named holds."""
Spot = tuple[int | None, str]
"""A position (None: the height is not known) and a face."""


class Rules:
    """The rules for one request; an answer is judged as a whole, all its items charged together."""

    def __init__(self, room: Room, request: Request, today: date) -> None:
        self.world = World(room, request, today)
        self.request = request
        self.chain = power.Chain(self.world)
        self.ports = ports.Ports(self.world)
        self._occupied: dict[str, space.Occupied] = {}

    @cached_property
    def modelled(self) -> bool:
        """False for a blade and for a server of 0U: their chassis is not modelled."""
        return self.world.is_application or not (self.request.chassis or self.request.height_hu == 0)

    def by_rack(self, items: Sequence[Placed]) -> Judged:
        """Judge what depends on the racks (or hosts) of the items only."""
        world = self.world
        judged: Judged = {
            "status": eligibility.status(world, items),
            "zone": eligibility.zone(world, items),
            "dedicated": eligibility.dedicated(world, items),
            "standards": eligibility.standards(world),
            "keep": keep.places(world, self.chain, items),
        }
        if world.is_application:
            return judged | {"hosting": hosting.hosting(world, items)}
        return judged | {
            "depth": racks.depth(world, items),
            "weight": racks.weight(world, items),
            "heat": racks.heat(world, items),
            "cooling": cooling.cooling(world, items),
        }

    def by_cords(self, items: Sequence[Placed]) -> Judged:
        """Judge what depends on the cords of the items, and so on what dies with what."""
        dies_apart = {"keep": keep.power(self.world, self.chain, items)}
        if self.world.is_application:
            return dies_apart
        return dies_apart | {
            "cords": power.cords(self.world, self.chain, items),
            "power": power.power(self.world, self.chain, items),
            "outlets": power.outlets(self.world, self.chain, items),
        }

    def there(self, rack: Rack) -> space.Occupied:
        """Return what stands in the rack."""
        if rack.name not in self._occupied:
            self._occupied[rack.name] = space.occupied(self.world, rack)
        return self._occupied[rack.name]

    def by_position(self, rack: Rack, items: Sequence[Placed]) -> Judged:
        """Judge what depends on the positions of the items of one rack."""
        there = self.there(rack)
        return {
            "space": space.space(self.world, rack, there, items),
            "keep_free": space.keep_free(self.world, there, items),
        }

    def by_ports(self, items: Sequence[Placed]) -> Judged:
        """Judge whether any choice of ports serves all items."""
        if self.world.is_application:
            return {}
        return {"ports": ports.possible(self.world, self.ports, items)}

    def answer(self, items: Sequence[Placed]) -> Judged:
        """Judge a whole answer as it stands, its ports as named."""
        world = self.world
        judged = merged(self.by_rack(items), self.by_cords(items))
        if world.is_application:
            return judged
        return merged(
            judged,
            {"ports": ports.given(world, self.ports, items)},
            *(self.by_position(world.racks[name], inside) for name, inside in in_rack(world, items).items()),
        )

    def with_ports(self, items: Sequence[Placed]) -> tuple[Placed, ...]:
        """Return the items with the ports that serve them, numbered from 1."""
        uses: Sequence[tuple[PortUse, ...]] = [()] * len(items)
        if not self.world.is_application:
            uses = ports.chosen(self.world, self.ports, items)
        return tuple(
            replace(item, item=number, ports=taken)
            for number, (item, taken) in enumerate(zip(items, uses, strict=True), 1)
        )

    def item(
        self,
        rack: str | None = None,
        position: int | None = None,
        face: str | None = None,
        cords: tuple[Cord, ...] = (),
        host: str | None = None,
    ) -> Placed:
        return Placed(self.request.name, 1, rack, position, face, cords, (), host)

    def cords(self, rack: Rack) -> list[tuple[Cord, ...]]:
        """Return every choice of cords and legs in a rack."""
        return list(power.choices(self.world, self.chain, rack.name))

    def spots(self, rack: Rack) -> list[Spot]:
        """Return the positions and faces of a rack that the item's height and depth allow."""
        if not self.request.height_hu or not self.modelled:
            return [(None, "front")]
        return list(space.positions(rack, self.request))


def merged(*parts: Judged) -> Judged:
    """Return the worst state of each rule."""
    found: Judged = {}
    for part in parts:
        for rule, state in part.items():
            found[rule] = worst([found.get(rule, HOLDS), state])
    return found
