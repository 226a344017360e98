"""Every place and every choice of cords for one item, and the reasons where there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from capacity.room import Cord, Rack
from tests.properties.brute.rules import RULES, Judged, Rules, merged
from tests.properties.brute.states import BROKEN, UNKNOWN
from tests.properties.brute.world import is_application

Place = tuple[str, int | None, str] | str
"""A server's rack, position (None: its height is not known) and face; an application's host."""
Verdict = Literal["certain", "undecided", "out"]
Mask = frozenset[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of cords and legs at a place, and the rules that do not hold with it."""

    cords: tuple[Cord, ...]
    broken: Mask
    unknown: Mask

    @property
    def verdict(self) -> Verdict:
        return "out" if self.broken else "undecided" if self.unknown else "certain"


@dataclass(frozen=True, slots=True)
class PlaceVerdict:
    choices: tuple[Choice, ...]

    @property
    def state(self) -> Verdict:
        """The best over all choices."""
        found = {choice.verdict for choice in self.choices}
        return "certain" if "certain" in found else "undecided" if "undecided" in found else "out"

    @property
    def masks(self) -> frozenset[Mask]:
        """The sets of broken rules, one per choice."""
        return frozenset(choice.broken for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one item fits nowhere.

    `racks`: racks in which a rule is broken at every choice of every place. `only_blocker`: racks
    that would have a place if that rule alone were dropped. `conflicts`: the minimal sets of rules
    of which every choice of every place breaks at least one.
    """

    racks: dict[str, int]
    only_blocker: dict[str, int]
    conflicts: frozenset[Mask]


def places(rules: Rules) -> dict[Place, PlaceVerdict]:
    """Return the verdict of every place."""
    found: dict[Place, PlaceVerdict] = {}
    if is_application(rules.request):
        for host in rules.world.room.hosts:
            item = [rules.item(host=host.name)]
            found[host.name] = _verdict([((), rules.by_rack(item))], rules.by_cords(item))
        return found
    for rack in rules.world.room.racks:
        choices = _choices(rules, rack)
        for position, face in rules.spots(rack):
            item = [rules.item(rack.name, position, face)]
            here = rules.by_position(rack, item) if rules.modelled else {"space": UNKNOWN}
            found[rack.name, position, face] = _verdict(choices, here)
    return found


def too_low(rules: Rules) -> dict[str, PlaceVerdict]:
    """Return the verdict of every rack that has no position at all for the item: `space` is broken."""
    found = {}
    for rack in rules.world.room.racks if not is_application(rules.request) else ():
        if not rules.spots(rack):
            here = rules.by_position(rack, [rules.item(rack.name)]) | {"space": BROKEN}
            found[rack.name] = _verdict(_choices(rules, rack), here)
    return found


def _choices(rules: Rules, rack: Rack) -> list[tuple[tuple[Cord, ...], Judged]]:
    """Return every choice of cords in a rack, judged; a rack without any breaks `cords`."""
    if not rules.modelled:
        return [((), {})]
    item = [rules.item(rack.name)]
    judged = merged(rules.by_rack(item), rules.by_ports(item))
    found = [
        (cords, merged(judged, rules.by_cords([rules.item(rack.name, cords=cords)])))
        for cords in rules.cords(rack)
    ]
    return found or [((), merged(judged, {"cords": BROKEN}))]


def _verdict(choices: Iterable[tuple[tuple[Cord, ...], Judged]], here: Judged) -> PlaceVerdict:
    found = []
    for cords, judged in choices:
        whole = merged(judged, here)
        broken = frozenset(rule for rule, state in whole.items() if state == BROKEN)
        unknown = frozenset(rule for rule, state in whole.items() if state == UNKNOWN)
        found.append(Choice(cords, broken, unknown))
    return PlaceVerdict(tuple(found))


def explain(rules: Rules) -> Explanation:
    """Explain why one item of the request fits nowhere."""
    by_rack: dict[str, set[Mask]] = {}
    for place, verdict in places(rules).items():
        name = place[0] if isinstance(place, tuple) else _rack_of_host(rules, place)
        by_rack.setdefault(name, set()).update(verdict.masks)
    for name, verdict in too_low(rules).items():
        by_rack.setdefault(name, set()).update(verdict.masks)
    everywhere: Counter[str] = Counter()
    only: Counter[str] = Counter()
    for masks in by_rack.values():
        everywhere.update(frozenset.intersection(*masks))
        if frozenset() not in masks:
            only.update({rule for mask in masks if len(mask) == 1 for rule in mask})
    return Explanation(dict(everywhere), dict(only), conflicts(set().union(*by_rack.values())))


def _rack_of_host(rules: Rules, name: str) -> str:
    rack = rules.world.rack_of_host(rules.world.hosts[name])
    return "" if rack is None else rack.name


def conflicts(masks: set[Mask]) -> frozenset[Mask]:
    """Return the minimal sets of rules of which every mask holds at least one."""
    if not masks or frozenset() in masks:
        return frozenset()
    rules = sorted(set().union(*masks), key=RULES.index)
    found: list[Mask] = []
    for size in range(1, len(rules) + 1):
        for some in map(frozenset, combinations(rules, size)):
            if not any(smaller <= some for smaller in found) and all(some & mask for mask in masks):
                found.append(some)
    return frozenset(found)
