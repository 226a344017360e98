"""Rule `keep`: items of a request and of its group apart from one another, or together.

The contract: "Holds between each item of the request and every other member of its group (items,
requests, devices, VMs, reservations). apart:cooling = different zones. apart:power = no single loss
in `survive` leaves all members dead at once", from two members on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from capacity.room import Rack
from placement.verify.chain import Chain
from placement.verify.excess import Gap
from placement.verify.findings import Cell, Findings
from placement.verify.items import Item
from placement.verify.member import Member, Members

#: A row, zone or rack: whether it is known, and its name.
Spot = tuple[bool, str]


class Keep:
    """The rule for all groups of a room; `chain` None where power is not checked."""

    def __init__(self, members: Members, chain: Chain | None, racks: Sequence[Rack]) -> None:
        self._members = members
        self._chain = chain
        self._racks = racks

    def judge(self, items: Sequence[Item], findings: Findings) -> None:
        by_request: dict[str, list[Item]] = defaultdict(list)
        by_group: dict[str, list[Item]] = defaultdict(list)
        for item in items:
            by_request[item.request.name].append(item)
            if item.request.group is not None:
                by_group[item.request.group].append(item)
        for own in by_request.values():
            request = own[0].request
            if not request.keep:
                continue
            placed = own if request.group is None else by_group[request.group]
            members = [self._members.of_item(item) for item in placed]
            members += self._members.of_group(request.group, request.name)
            for keep in dict.fromkeys(request.keep):
                if keep == "apart:power":
                    self._judge_power(request.name, members, findings)
                else:
                    _judge_places(keep, request.name, members, self._racks, findings)

    def _judge_power(self, request: str, members: Sequence[Member], findings: Findings) -> None:
        """No loss leaves all members dead; below two members there is nothing to keep apart."""
        chain = self._chain
        if chain is None or len(members) < 2:
            return
        certain = perhaps = (1 << len(chain.losses)) - 1
        for member in members:
            certain &= member.fate.certain
            perhaps &= member.fate.perhaps
        where = f"apart:power {request}"
        names = [member.item for member in members if member.item is not None]
        if certain:
            findings.violated("keep", where, names, scenario=f"{chain.name_losses(certain)[0]} lost")
        elif perhaps:
            gap = next((member.fate.gap for member in members if member.fate.gap is not None), None)
            if gap is not None:
                findings.unknown("keep", where, names, gap.why, gap.cell)


class _Places:
    """Where the members of a group may be, for one keep rule.

    `at` holds the members whose rack is known, `loose` those whose spot is not, with all it may be.
    """

    def __init__(self, members: Sequence[Member], racks: Sequence[Rack], what: str) -> None:
        lost = any(member.rack is None for member in members)
        anywhere = frozenset(_spot(rack, what) for rack in racks) if lost else frozenset()
        self.spots = [
            anywhere if member.rack is None else frozenset([_spot(member.rack, what)]) for member in members
        ]
        self.at: dict[Spot, list[Member]] = defaultdict(list)
        self.loose: list[tuple[Member, frozenset[Spot]]] = []
        for member, spots in zip(members, self.spots, strict=True):
            if member.rack is not None:
                self.at[next(iter(spots))].append(member)
            if member.rack is None or not _known(spots):
                self.loose.append((member, spots))

    def broken(self, apart: bool, member: Member, spots: frozenset[Spot]) -> bool:
        """Tell whether the rule is broken for `member` wherever in `spots` it is."""
        if apart:
            # Another is where it is for certain, or wherever it may be.
            return all(len(self.at.get(spot, ())) > (member.rack is not None) for spot in spots)
        return len(self.at) > 1 or any(spot not in spots for spot in self.at)

    def open(self, apart: bool, member: Member, spots: frozenset[Spot]) -> bool:
        """Tell whether some value of what is not known would break the rule for `member`."""
        others = [may_be for other, may_be in self.loose if other is not member]
        if not apart:
            return len(spots.union(*others)) > 1
        certain = any(len(self.at.get(spot, ())) > (member.rack is not None) for spot in spots)
        strangers = len(self.spots) > 1 and not _known(spots)
        return certain or strangers or any(not _known(o) or not spots.isdisjoint(o) for o in others)


def _judge_places(
    keep: str, request: str, members: Sequence[Member], racks: Sequence[Rack], findings: Findings
) -> None:
    """Compare the place of each item of the request with that of every other member."""
    kind, _, what = keep.partition(":")
    apart = kind == "apart"
    places = _Places(members, racks, what)
    clashing: dict[str, None] = {}
    unsure: dict[str, None] = {}
    for member, spots in zip(members, places.spots, strict=True) if len(members) > 1 else ():
        if member.item is None or member.request != request:
            continue
        if places.broken(apart, member, spots):
            near = [other for spot in spots for other in places.at.get(spot, ())] if apart else members
            clashing |= {other.item: None for other in (member, *near) if other.item is not None}
        elif places.open(apart, member, spots):
            unsure[member.item] = None
    where = f"{keep} {request}"
    if clashing:
        findings.violated("keep", where, clashing)
    elif unsure:
        gap = _gap(places.loose[0][0])
        findings.unknown("keep", where, unsure, gap.why, gap.cell)


def _spot(rack: Rack, what: str) -> Spot:
    """Return what a rule compares of a rack: its row, its zone or itself.

    A rack of unknown zone stands for the zone it is in: with itself it shares it for certain.
    """
    if what == "cooling":
        return (False, rack.name) if rack.cooling_zone is None else (True, rack.cooling_zone)
    return True, rack.row if what == "row" else rack.name


def _known(spots: frozenset[Spot]) -> bool:
    return all(known for known, _ in spots)


def _gap(member: Member) -> Gap:
    """Return what would tell the place of a member that has none for certain."""
    if member.gap is not None:
        return member.gap
    rack = member.rack
    assert rack is not None
    why = f"cooling_zone of rack {rack.name} is not known"
    return Gap(Cell("racks.csv", rack.line, "cooling_zone"), why)
