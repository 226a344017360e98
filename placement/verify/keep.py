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


class Keep:
    """The rule for all groups of a room; `chain` None where power is not checked."""

    def __init__(self, members: Members, chain: Chain | None) -> None:
        self._members = members
        self._chain = chain

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
                    _judge_places(keep, request.name, members, findings)

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


def _judge_places(keep: str, request: str, members: Sequence[Member], findings: Findings) -> None:
    """Compare the place of each item of the request with that of every other member."""
    kind, _, what = keep.partition(":")
    places = [_place(member, what) for member in members]
    at: dict[tuple[bool, str], list[Member]] = defaultdict(list)
    for member, place in zip(members, places, strict=True):
        if place is not None:
            at[place].append(member)
    distinct = sum(known for known, _ in at)
    blanks = [member for member, place in zip(members, places, strict=True) if place is None or not place[0]]
    clashing: dict[str, None] = {}
    unsure: dict[str, None] = {}
    clash: Sequence[Member]
    for member, place in zip(members, places, strict=True):
        if member.item is None or member.request != request:
            continue
        if kind == "apart":
            clash = at[place] if place is not None and len(at[place]) > 1 else ()
        else:
            clash = members if distinct > 1 else ()
        known = place is not None and place[0]
        if clash:
            clashing.update({other.item: None for other in clash if other.item is not None})
        elif blanks and (known or len(members) > 1):
            unsure[member.item] = None
    where = f"{keep} {request}"
    if clashing:
        findings.violated("keep", where, clashing)
    elif unsure:
        gap = _gap(blanks[0])
        findings.unknown("keep", where, unsure, gap.why, gap.cell)


def _place(member: Member, what: str) -> tuple[bool, str] | None:
    """Return what tells two places apart: (known, name); None where the rack is not known.

    A rack of unknown zone stands for the zone it is in: with itself it shares it for certain.
    """
    rack = member.rack
    if rack is None:
        return None
    if what == "cooling":
        return (False, rack.name) if rack.cooling_zone is None else (True, rack.cooling_zone)
    return True, rack.row if what == "row" else rack.name


def _gap(member: Member) -> Gap:
    """Return what would tell the place of a member that has none."""
    if member.gap is not None:
        return member.gap
    rack: Rack | None = member.rack
    assert rack is not None
    why = f"cooling_zone of rack {rack.name} is not known"
    return Gap(Cell("racks.csv", rack.line, "cooling_zone"), why)
