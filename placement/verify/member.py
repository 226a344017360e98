"""The members of a group, whatever they are: where each stands, and which losses leave it dead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from capacity.room import Cord, Host, Rack
from placement.verify.chain import Chain
from placement.verify.excess import Gap
from placement.verify.findings import Cell
from placement.verify.items import Item, Register
from placement.verify.standing import Guest, Standing


@dataclass(frozen=True, slots=True)
class Fate:
    """The losses, as bits in the order of `Chain.losses`, that leave a member dead.

    `perhaps` holds those of `certain` too; `gap` is what would tell the two apart.
    """

    certain: int
    perhaps: int
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a group.

    `item` is the name of a placed item, else None; `request` whose item or reservation it is;
    `rack` None where it is not known, `gap` being the cell that would tell.
    """

    item: str | None
    request: str | None
    rack: Rack | None
    fate: Fate
    gap: Gap | None


class Members:
    """The standing members of every group, and placed items as members; `chain` None: no power.csv."""

    def __init__(
        self, register: Register, standing: Iterable[Standing], guests: Iterable[Guest], chain: Chain | None
    ) -> None:
        self._register = register
        self._chain = chain
        self._losses = (1 << len(chain.losses)) - 1 if chain else 0
        self._devices: dict[str, Standing] = {}
        self._groups: dict[str, list[Member]] = defaultdict(list)
        in_group = []
        for thing in standing:
            if thing.file == "devices.csv":
                self._devices[thing.name] = thing
            if thing.group is not None:
                in_group.append(thing)
        for thing in in_group:
            assert thing.group is not None
            self._groups[thing.group].append(self._of_standing(thing))
        for guest in guests:
            if guest.group is not None:
                self._groups[guest.group].append(self._of_guest(guest))

    def of_group(self, group: str | None, without: str) -> list[Member]:
        """Return the standing members of `group`, without the reservations of request `without`."""
        found = self._groups.get(group, []) if group is not None else []
        return [member for member in found if member.request != without]

    def of_item(self, item: Item) -> Member:
        """Return a placed item as a member of its group."""
        if item.host is not None:
            member = self._on_host(item.host, None)
            return Member(item.name, item.request.name, member.rack, member.fate, member.gap)
        fate = self._by_cords(item.placed.cords)
        return Member(item.name, item.request.name, item.rack, fate, None)

    def _of_standing(self, thing: Standing) -> Member:
        rack = self._register.racks.get(thing.rack) if thing.rack is not None else None
        where = Gap(thing.cell("rack"), f"rack of {thing.name} is not known") if rack is None else None
        fate = self._by_cords(thing.cords) if thing.cords or thing.draw == 0 else self._by_rack(thing)
        return Member(None, thing.request, rack, fate, where)

    def _of_guest(self, guest: Guest) -> Member:
        """A VM stands and dies with its host's device; without host it may run on any."""
        host = self._register.hosts.get(guest.host) if guest.host is not None else None
        if host is None:  # not named, or in a file that is absent
            gap = Gap(guest.cell("host"), f"host of {guest.name} is not known")
            return Member(None, guest.request, None, Fate(0, self._losses, gap), gap)
        return self._on_host(host, guest.request)

    def _on_host(self, host: Host, request: str | None) -> Member:
        device = self._devices.get(host.device) if host.device is not None else None
        if device is None:
            gap = Gap(Cell("hosts.csv", host.line, "device"), f"the device of host {host.name} is not known")
            return Member(None, request, None, Fate(0, self._losses, gap), gap)
        member = self._of_standing(device)
        return Member(None, request, member.rack, member.fate, member.gap)

    def _by_cords(self, cords: Iterable[Cord]) -> Fate:
        """Dead where all cords are dead; what has none is never dead."""
        chain = self._chain
        killers = [chain.killers[chain.number[cord.pdu]] for cord in cords] if chain else []
        certain = self._losses if killers else 0
        for killer in killers:
            certain &= killer
        return Fate(certain, certain)

    def _by_rack(self, thing: Standing) -> Fate:
        """What may draw and has no cords may hang on any pdu of its rack, or of any rack (ADR 2)."""
        chain = self._chain
        if chain is None:
            return Fate(0, 0)
        racks = list(chain.pdus_of_rack) if thing.rack is None else [thing.rack]
        killers = [chain.killers[pdu] for rack in racks for pdu in chain.pdus_of_rack.get(rack, ())]
        certain, perhaps = self._losses if killers and thing.rack is not None else 0, 0
        for killer in killers:
            certain &= killer
            perhaps |= killer
        return Fate(certain, perhaps, Gap(thing.cell("cords"), f"cords of {thing.name} are not known"))
