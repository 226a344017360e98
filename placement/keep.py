"""Keep rules: how a new item must stand to the other members of its group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capacity.demand import Demand
from capacity.ledger import Ledger
from capacity.limits.limit import State
from placement.request import Request


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the group that stands there: its rack (position; None unknown) and when it dies.

    `body` is the thing in a rack that it is or lives in; None where that is not known.

    `dies` are the scenarios in which it is dead for certain, `may_die` those in which it may be.
    """

    name: str
    rack: int | None
    dies: frozenset[int]
    may_die: frozenset[int]
    demand: Demand
    body: Demand | None


class Group:
    """The members of a request's group that stand in the room already."""

    def __init__(self, ledger: Ledger, group: str | None) -> None:
        self._ledger = ledger
        self._hosts = {h.name: h for h in ledger.room.hosts}
        self.members: list[Member] = []
        if group is not None:
            self.members += [self._member(d, d) for d in ledger.demands.servers if d.group == group]
            own = [d for d in ledger.demands.applications if d.group == group]
            self.members += [self._member(d, self._body(d)) for d in own]

    def _member(self, demand: Demand, body: Demand | None) -> Member:
        rack = None if body is None or body.rack is None else self._ledger.rack_index[body.rack]
        dies, may_die = self._deaths(body)
        return Member(demand.name, rack, dies, may_die, demand, body)

    def device(self, name: str | None) -> Demand | None:
        """What the device of that name asks of the room; None where it is not known which one is meant."""
        return None if name is None else self._ledger.devices.get(name)

    def deaths_of(self, device: Demand | None) -> tuple[frozenset[int], frozenset[int]]:
        """Scenarios in which a device (None: which one is not known) is dead for certain, and may be."""
        return self._deaths(device)

    def _body(self, demand: Demand) -> Demand | None:
        """The device that the host of an application is; None where it is not known."""
        host = self._hosts.get(demand.host) if demand.host is not None else None
        return self._ledger.devices.get(host.device) if host is not None and host.device is not None else None

    def _deaths(self, body: Demand | None) -> tuple[frozenset[int], frozenset[int]]:
        grid = self._ledger.power
        if grid is None:
            return frozenset(), frozenset()
        if body is None:
            return frozenset(), frozenset(grid.chain.scenarios)
        if body.cords:
            pdus = [grid.chain.index[c.pdu] for c in body.cords]
            dies = frozenset(
                s for s in grid.chain.losses(pdus[0]) if all(p in grid.chain.dead(s) for p in pdus)
            )
            return dies, dies
        if not body.draws:
            return frozenset(), frozenset()
        racks = list(grid.pdus_of) if body.rack is None else [body.rack]
        pdus = [p for rack in racks for p in grid.pdus_of.get(rack, ())]
        may_die = frozenset(s for p in pdus for s in grid.chain.losses(p) if p in grid.chain.dead(s))
        dies = frozenset(s for s in may_die if all(p in grid.chain.dead(s) for p in pdus))
        return (frozenset() if body.rack is None else dies), may_die

    @property
    def all_die(self) -> tuple[frozenset[int], frozenset[int]]:
        """Scenarios in which every member is dead for certain, and in which every one may be."""
        if not self.members:
            return frozenset(), frozenset()
        dies = frozenset.intersection(*(m.dies for m in self.members))
        return dies, frozenset.intersection(*(m.may_die for m in self.members))

    def all_dead(self, *, sure: bool) -> frozenset[int] | None:
        """Scenarios in which no member need be thought alive; None (all of them) without members.

        `sure` counts a member as dead wherever it may be.
        """
        if not self.members:
            return None
        return self.all_die[1 if sure else 0]


def rack_states(ledger: Ledger, request: Request, group: Group) -> list[npt.NDArray[np.uint8]]:
    """`State` for every rack of each rack, row and cooling rule of `keep`."""
    states = []
    for keep in request.keep:
        attribute = _ATTRIBUTES.get(keep.split(":")[1])
        if attribute is None:
            continue
        own = [attribute(ledger, i) for i in range(len(ledger.racks))]
        theirs = [None if m.rack is None else attribute(ledger, m.rack) for m in group.members]
        states.append(_compare(own, theirs, together=keep.startswith("together")))
    return states


def power_state(dark: Sequence[int], group: Group) -> State:
    """`State` of apart:power for an item that is dead in the scenarios `dark`."""
    if not group.members:
        return State.HOLDS
    dies, may_die = group.all_die
    if dies.intersection(dark):
        return State.BROKEN
    return State.UNKNOWN if may_die.intersection(dark) else State.HOLDS


def _compare(own: list[str | None], theirs: list[str | None], *, together: bool) -> npt.NDArray[np.uint8]:
    known = {t for t in theirs if t is not None}
    unsure = len(known) < len(set(theirs))
    states = np.zeros(len(own), dtype=np.uint8)
    for i, value in enumerate(own):
        if not theirs:
            state = State.HOLDS
        elif (together and (len(known) > 1 or (value is not None and known - {value}))) or (
            not together and value in known
        ):
            state = State.BROKEN
        else:
            state = State.UNKNOWN if unsure or value is None else State.HOLDS
        states[i] = state
    return states


_ATTRIBUTES: dict[str, Callable[[Ledger, int], str | None]] = {
    "rack": lambda ledger, i: ledger.racks[i].name,
    "row": lambda ledger, i: ledger.racks[i].row,
    "cooling": lambda ledger, i: ledger.racks[i].cooling_zone,
}
