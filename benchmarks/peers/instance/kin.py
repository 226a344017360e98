"""Keep rules: what an item is compared by, and who of its group stands in the room already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.peers.instance.feeds import Feeds
from benchmarks.peers.instance.things import Guest, Thing
from capacity.room import Host, Rack

BY_PLACE = ("rack", "row", "cooling")


@dataclass(frozen=True, slots=True)
class Member:
    """A member that stands there: its rack (None: not known) and the losses that may leave it dead."""

    rack: int | None
    deaths: frozenset[str]


def spot(racks: Sequence[Rack], rack: int | None, what: str) -> str | None:
    """The rack, row or cooling zone of a place; None where it is not known."""
    if rack is None:
        return None
    own = racks[rack]
    return {"rack": own.name, "row": own.row, "cooling": own.cooling_zone}[what]


class Kin:
    """The members of every group, and when a thing may be dead; `feeds` None: power is not checked."""

    def __init__(
        self,
        racks: Sequence[Rack],
        hosts: Sequence[Host],
        stand: Sequence[Thing],
        on_hosts: Sequence[Guest],
        feeds: Feeds | None,
    ) -> None:
        self._place = {rack.name: i for i, rack in enumerate(racks)}
        self._feeds = feeds
        self._pdus: dict[str | None, list[str]] = {}
        for node in feeds.nodes.values() if feeds is not None else ():
            if node.kind == "pdu":
                self._pdus.setdefault(node.rack, []).append(node.name)
        devices = {thing.name: thing for thing in stand if thing.is_device}
        self.hosts: Mapping[str, Member] = {
            host.name: self._member(devices.get(host.device or "")) for host in hosts
        }
        nowhere = self._member(None)
        self.groups: dict[str, list[Member]] = {}
        for thing in stand:
            if thing.group is not None:
                self.groups.setdefault(thing.group, []).append(self._member(thing))
        for guest in on_hosts:
            if guest.group is not None:
                member = nowhere if guest.host is None else self.hosts[guest.host]
                self.groups.setdefault(guest.group, []).append(member)

    def _member(self, thing: Thing | None) -> Member:
        if thing is None:
            return Member(None, frozenset(self._feeds.losses if self._feeds is not None else ()))
        rack = None if thing.rack is None else self._place[thing.rack]
        return Member(rack, self._deaths(thing))

    def _deaths(self, thing: Thing) -> frozenset[str]:
        feeds = self._feeds
        if feeds is None:
            return frozenset()
        if thing.cords or not thing.draws:
            return feeds.deaths(thing.cords)
        # It may hang on any PDU of its rack, or of any rack.
        racks: Iterable[str | None] = [thing.rack] if thing.rack is not None else self._pdus.keys() - {None}
        pdus = [pdu for rack in racks for pdu in self._pdus.get(rack, ())]
        return frozenset(s for pdu in pdus for s in feeds.touching(pdu) if feeds.is_dead(pdu, s))
