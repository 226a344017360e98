"""Keep rules as items are placed: which places the members that are there leave to the next one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from benchmarks.peers.instance import Instance
from benchmarks.peers.instance.kin import BY_PLACE, spot
from placement.request import Request


@dataclass(frozen=True, slots=True)
class Placed:
    """A placed member: whose item it is, its rack (None: not known) and the losses that may leave it dead."""

    request: Request
    rack: int | None
    deaths: frozenset[str]


class Company:
    """The placed members of every group, or of every request with keep rules and no group."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._placed: dict[str, list[Placed]] = {}

    def join(self, request: Request, rack: int | None, deaths: frozenset[str]) -> None:
        self._placed.setdefault(_name(request), []).append(Placed(request, rack, deaths))

    def cares(self, request: Request) -> bool:
        """Whether anybody of its group wants to be kept apart or together."""
        placed = self._placed.get(_name(request), ())
        return bool(request.keep) or any(other.request.keep for other in placed)

    def admits(self, request: Request, rack: int | None) -> bool:
        """Whether a place agrees with what this request and every placed member want of one another."""
        racks = self._instance.racks
        for other in self._placed.get(_name(request), ()):
            for verb, what in (keep.split(":") for keep in {*request.keep, *other.request.keep}):
                if what not in BY_PLACE:
                    continue
                own, theirs = spot(racks, rack, what), spot(racks, other.rack, what)
                if own is None or theirs is None or (own == theirs) != (verb == "together"):
                    return False
        return True

    def survives(self, request: Request, deaths: Collection[str]) -> bool:
        """Whether no loss leaves every member dead, where somebody wants that."""
        placed = self._placed.get(_name(request), [])
        if not any("apart:power" in each.keep for each in (request, *(other.request for other in placed))):
            return True
        there = self._instance.kin.groups.get(request.group or "", [])
        others = [member.deaths for member in (*there, *placed)]
        return not others or not frozenset(deaths).intersection(*others)


def _name(request: Request) -> str:
    return f"group {request.group}" if request.group is not None else f"request {request.name}"
