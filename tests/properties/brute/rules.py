"""All rules of a room for some requests on one day, gathered by what of an answer they depend on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from capacity.room import Cord, Rack, Room
from placement.placed import Placed
from placement.request import Request
from tests.properties.brute import cooling, eligibility, hosting, keep, ports, power, racks, space
from tests.properties.brute.states import HOLDS, State, worst
from tests.properties.brute.world import World, in_rack, is_application, modelled

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
    """The rules for one request or several; an answer is judged as a whole, all items charged together.

    Where a method is told no request it takes the first, which is the only one for most callers.
    """

    def __init__(self, room: Room, requests: Request | Sequence[Request], today: date) -> None:
        self.requests = (requests,) if isinstance(requests, Request) else tuple(requests)
        self.request = self.requests[0]
        self.world = World(room, self.requests, today)
        self.chain = power.Chain(self.world)
        self.ports = ports.Ports(self.world)
        self._occupied: dict[str, space.Occupied] = {}

    @property
    def modelled(self) -> bool:
        """False where a request is for a blade or a server of 0U: their chassis is not modelled."""
        return all(modelled(request) for request in self.requests)

    def by_rack(self, items: Sequence[Placed]) -> Judged:
        """Judge what depends on the racks (or hosts) of the items only."""
        world, servers = self.world, self._servers(items)
        applications = [item for item in items if is_application(world.asked(item))]
        asked = {item.request for item in items}
        return {
            "status": eligibility.status(world, items),
            "zone": eligibility.zone(world, items),
            "dedicated": eligibility.dedicated(world, items),
            "standards": worst(eligibility.standards(world, world.requests[name]) for name in asked),
            "keep": keep.places(world, self.chain, items),
            "hosting": hosting.hosting(world, applications),
            "depth": racks.depth(world, servers),
            "weight": racks.weight(world, servers),
            "heat": racks.heat(world, servers),
            "cooling": cooling.cooling(world, servers),
        }

    def by_cords(self, items: Sequence[Placed]) -> Judged:
        """Judge what depends on the cords of the items, and so on what dies with what."""
        servers = self._servers(items)
        return {
            "keep": keep.power(self.world, self.chain, items),
            "cords": power.cords(self.world, self.chain, servers),
            "power": power.power(self.world, self.chain, servers),
            "outlets": power.outlets(self.world, self.chain, servers),
        }

    def there(self, rack: Rack) -> space.Occupied:
        """Return what stands in the rack."""
        if rack.name not in self._occupied:
            self._occupied[rack.name] = space.occupied(self.world, rack)
        return self._occupied[rack.name]

    def by_position(self, rack: Rack, items: Sequence[Placed]) -> Judged:
        """Judge what depends on the positions of the servers in one rack."""
        there = self.there(rack)
        return {
            "space": space.space(self.world, rack, there, items),
            "keep_free": space.keep_free(self.world, there, items),
        }

    def by_ports(self, items: Sequence[Placed]) -> Judged:
        """Judge whether any choice of ports serves all items."""
        return {"ports": ports.possible(self.world, self.ports, self._servers(items))}

    def answer(self, items: Sequence[Placed]) -> Judged:
        """Judge a whole answer as it stands, its ports as named."""
        world, servers = self.world, self._servers(items)
        return merged(
            self.by_rack(items),
            self.by_cords(items),
            {"ports": ports.given(world, self.ports, servers)},
            *(
                self.by_position(world.racks[name], inside)
                for name, inside in in_rack(world, servers).items()
            ),
        )

    def _servers(self, items: Sequence[Placed]) -> list[Placed]:
        return [item for item in items if not is_application(self.world.asked(item))]

    def with_ports(self, items: Sequence[Placed]) -> tuple[Placed, ...]:
        """Return the items with the ports that serve them, those of each request numbered from 1."""
        servers = self._servers(items)
        uses = dict(zip(map(id, servers), ports.chosen(self.world, self.ports, servers), strict=True))
        numbers: Counter[str] = Counter()
        found = []
        for item in items:
            numbers[item.request] += 1
            found.append(replace(item, item=numbers[item.request], ports=uses.get(id(item), ())))
        return tuple(found)

    def item(
        self,
        rack: str | None = None,
        position: int | None = None,
        face: str | None = None,
        cords: tuple[Cord, ...] = (),
        host: str | None = None,
        request: Request | None = None,
    ) -> Placed:
        return Placed((request or self.request).name, 1, rack, position, face, cords, (), host)

    def cords(self, rack: Rack, request: Request | None = None) -> list[tuple[Cord, ...]]:
        """Return every choice of cords and legs in a rack."""
        return list(power.choices(self.world, self.chain, request or self.request, rack.name))

    def spots(self, rack: Rack, request: Request | None = None) -> list[Spot]:
        """Return the positions and faces of a rack that the item's height and depth allow."""
        request = request or self.request
        if not request.height_hu or not modelled(request):
            return [(None, "front")]
        return list(space.positions(rack, request))


def merged(*parts: Judged) -> Judged:
    """Return the worst state of each rule."""
    found: Judged = {}
    for part in parts:
        for rule, state in part.items():
            found[rule] = worst([found.get(rule, HOLDS), state])
    return found
