"""What is free in each rack, per dimension of the room that racks have a part of.

Space, weight and heat are the rack's own, and only active racks have any to give; power is that of the PDUs
that hang there, with nothing lost. A group of switch ports counts in the rack where its switch sits, and
only where no other rack that it serves could use it. What UPSs, panels, cooling units and hosts have to
give is no rack's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from capacity.ledger import Ledger
from capacity.limits.limit import State
from capacity.limits.per_rack import PerRack
from capacity.limits.ports import Ports
from capacity.tables import loose_hu

Amount = int | Fraction
Amounts = dict[int, Amount | None]  # position of the rack -> what is free there, None: not known


def unused(
    ledger: Ledger, racks: npt.NDArray[np.bool_], inactive: npt.NDArray[np.bool_]
) -> dict[str, Amounts]:
    """What is free in the chosen `racks` in U, kg, W and ports, by the names of `capacity.measures`.

    Over all racks it adds up to what is free in the room, but for things and PDUs that are in no rack; it is
    below 0 where more is used than there is.
    """
    chosen = np.flatnonzero(racks).tolist()
    active = np.flatnonzero(racks & ~inactive).tolist()
    found = {
        "space": _space(ledger, active),
        "weight": _per_rack(ledger.weight, active),
        "heat": _per_rack(ledger.heat, active),
    }
    if ledger.power is not None:
        found["power:pdu"] = _pdus(ledger, chosen)
    if ledger.ports is not None:
        found |= _ports(ledger, ledger.ports, racks)
    return found


def _space(ledger: Ledger, racks: Iterable[int]) -> Amounts:
    """Units free on both faces, less those of full depth that stand somewhere in the rack.

    Not known where a height is not, or where something of half depth may stand behind another thing.
    """
    free = ledger.space.free_both.sum(axis=1).tolist()
    scaled = _scaled(2)
    anywhere = bool(ledger.unplaced.get(None))
    found: Amounts = {}
    for at in racks:
        loose = ledger.unplaced.get(ledger.racks[at].name, [])
        known = not anywhere and all(d.height_hu is not None and d.depth == "full" for d in loose)
        found[at] = scaled(free[at] - sum(map(loose_hu, loose))) if known else None
    return found


def _per_rack(sums: PerRack, racks: Iterable[int]) -> Amounts:
    found: Amounts = {}
    scaled = _scaled(sums.scale)
    for at in racks:
        capacity, used = sums.capacity[at], sums.used[at]
        found[at] = None if capacity is None or sums.most[at] != used else scaled(capacity - used)
    return found


def _pdus(ledger: Ledger, racks: Iterable[int]) -> Amounts:
    grid = ledger.power
    assert grid is not None
    found: Amounts = {}
    scaled = _scaled(grid.unit * grid.scale)
    least, most = grid.least.normal, grid.most.normal
    for at in racks:
        pdus = grid.pdus_of.get(ledger.racks[at].name, ())
        if pdus:
            known = all(least[pdu] == most[pdu] for pdu in pdus)
            found[at] = scaled(sum(grid.capacity(p, None) - least[p] for p in pdus)) if known else None
    return found


def _ports(ledger: Ledger, ports: Ports, racks: npt.NDArray[np.bool_]) -> dict[str, Amounts]:
    """Free ports of the groups that no other rack could use; whether a long cable reaches may be unknown."""
    found: dict[str, Amounts] = {f"ports:{kind}": {} for kind in sorted({g.port_type for g in ports.groups})}
    for group, used in zip(ports.groups, ports.used, strict=True):
        home = ledger.rack_index[group.rack]
        if not racks[home]:
            continue
        others = (at for at in ports.served(group) if not racks[at])
        if not any(ports.reaches(group, at) is not State.BROKEN for at in others):
            amounts = found[f"ports:{group.port_type}"]
            amounts[home] = (amounts.get(home) or 0) + group.ports - used
    return found


def _scaled(scale: int) -> Callable[[int], Amount]:
    """Turns amounts in 1/scale of a unit into whole numbers where they are."""
    return lambda amount: Fraction(amount, scale) if amount % scale else amount // scale
