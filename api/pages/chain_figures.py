"""What flows through the power chain, as the room stands or with one node lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from capacity.ledger import Ledger
from capacity.limits.limit import ENDLESS
from capacity.limits.power import PowerGrid
from capacity.room import PowerNode, Room
from capacity.scenario import Aftermath
from capacity.scenario.losses import after_losses

State = Literal["live", "lost", "dark", "over"]
#: From so many alike on, PDUs stand as one box until it is opened.
GATHERED = 4


@dataclass(frozen=True, slots=True)
class Carried:
    """A node of the chain with its load.

    Attributes
    ----------
    load_w, before_w
        Its load, and its load while nothing is lost; at least this where `open_end`: a draw is not known.
    limit_w
        What it may carry: its usable part, or its part for the time of a loss.
    state
        ``lost`` itself, ``dark`` because nothing feeds it, ``over`` its limit, or ``live``.
    """

    node: PowerNode
    load_w: Fraction
    before_w: Fraction
    limit_w: Fraction
    state: State
    open_end: bool

    @property
    def share(self) -> float:
        """Load of limit in per cent."""
        return float(100 * self.load_w / self.limit_w) if self.limit_w else (100.0 if self.load_w else 0.0)

    @property
    def moved_w(self) -> Fraction:
        """What has come to it by the loss; below 0: gone from it."""
        return self.load_w - self.before_w


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the drawing: a node, or several PDUs that are fed alike."""

    key: str
    members: tuple[Carried, ...]
    fed_by: tuple[str, ...]
    spare: tuple[str, ...]

    @property
    def one(self) -> Carried:
        """The fullest of its nodes, live ones first."""
        return max(self.members, key=lambda each: (each.state in ("over", "live"), each.share))

    @property
    def gathered(self) -> bool:
        """True where it stands for several."""
        return len(self.members) > 1

    @property
    def state(self) -> State:
        """What is the matter with it: the worst of its nodes, dark only where all are."""
        states = {each.state for each in self.members}
        if "over" in states:
            return "over"
        return "live" if "live" in states else "dark" if "dark" in states else "lost"

    @property
    def load_w(self) -> Fraction:
        """Load of all its nodes."""
        return sum((each.load_w for each in self.members), Fraction(0))


def carried(
    room: Room, ledger: Ledger, today: date, lost: str | None
) -> tuple[tuple[Carried, ...], Aftermath]:
    """Every node of the chain in order of supply, with `lost` out if there is one, and what that means."""
    before = ledger.power
    if before is None:
        return (), Aftermath()
    if lost is None:
        return tuple(_now(before, None)), Aftermath()
    left, aftermath = after_losses(room, (("power", lost),))
    after = Ledger(left, today).power
    assert after is not None
    gone = set(aftermath.nodes)
    loads = {each.node.name: each for each in _now(after, 0)}
    found = []
    for each in _now(before, 0):
        name = each.node.name
        if name in gone:
            state: State = "lost" if name == lost else "dark"
            found.append(replace(each, load_w=Fraction(0), state=state, open_end=False))
        else:
            now = loads[name]
            found.append(
                replace(
                    now,
                    node=each.node,
                    before_w=each.load_w,
                    limit_w=each.limit_w,
                    state=_state(now.load_w, each.limit_w),
                )
            )
    return tuple(found), aftermath


def boxes(nodes: Iterable[Carried], opened: str = "") -> tuple[Box, ...]:
    """The boxes of a drawing: PDUs that feed nothing and are fed alike are gathered, unless `opened`."""
    listed = list(nodes)
    feeding = {parent for each in listed for parent in each.node.fed_by}
    alike: dict[str, list[Carried]] = {}
    for each in listed:
        if each.node.kind == "pdu" and each.node.name not in feeding:
            alike.setdefault(_fed(each.node), []).append(each)
    many = {key for key, members in alike.items() if len(members) >= GATHERED and key != opened}
    gone = {each.node.name for each in listed if each.state in ("lost", "dark")}
    found: dict[str, Box] = {}
    for each in listed:
        node = each.node
        key = (
            f"of {_fed(node)}"
            if node.name not in feeding and _fed(node) in many and node.kind == "pdu"
            else node.name
        )
        members = (*found[key].members, each) if key in found else (each,)
        live = [parent for parent in node.fed_by if parent not in gone]
        spare = tuple(p for p in node.fed_by if p not in live[:1]) if node.feeding == "transfer" else ()
        found[key] = Box(key, members, node.fed_by, spare)
    return tuple(found.values())


def group_of(box: Box) -> str:
    """What opens a gathered box."""
    return _fed(box.members[0].node)


def _fed(node: PowerNode) -> str:
    return f"{' '.join(node.fed_by)}{' *' if node.feeding == 'transfer' else ''}"


def _now(grid: PowerGrid, scenario: int | None) -> Iterator[Carried]:
    """Loads with nothing lost; limits of operation, or (a scenario) those for the time of a loss."""
    per_watt = grid.unit * grid.scale
    for at, node in enumerate(grid.chain.nodes):
        load = Fraction(grid.least.normal[at], per_watt)
        limit = Fraction(grid.capacity(at, scenario), per_watt)
        yield Carried(node, load, load, limit, _state(load, limit), grid.most.normal[at] >= ENDLESS)


def _state(load: Fraction, limit: Fraction) -> State:
    return "over" if load > limit else "live"
