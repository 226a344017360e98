"""Ports: what the items of a rack need from the groups that reach it, as a flow from racks to groups.

Items of one rack with the same needs share what their rack is sent, so it is enough to count: per rack and
part of a need (type, network, side) the ports sent from each group are at least the ports needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capacity.ledger import Ledger
from capacity.limits.limit import State
from capacity.limits.ports import PortPart
from capacity.limits.ports import Ports as Groups
from placement.batch.columns import NOWHERE, Columns
from placement.batch.kinds import Kind
from placement.candidates import Candidates

Ints = npt.NDArray[np.int64]
PartKey = tuple[str, str | None, str]  # type, network, side


@dataclass(frozen=True, slots=True)
class PortNeeds:
    """Port needs of a batch.

    Attributes
    ----------
    groups
        The room's port groups.
    parts
        Distinct parts of needs; `count` in them is 1.
    need
        Shape (kinds, parts): ports one item needs.
    open
        Per (rack, part) that some column may need: groups with free ports, the rack's own first.
    """

    groups: Groups
    parts: tuple[PortPart, ...]
    need: Ints
    open: dict[tuple[int, int], tuple[int, ...]]


def port_needs(ledger: Ledger, columns: Columns, kinds: Sequence[Kind], *, sure: bool) -> PortNeeds | None:
    """The needs, or None where no item needs ports or ports are not checked."""
    wanted = [k.table.port_parts if isinstance(k.table, Candidates) else () for k in kinds]
    keys = sorted(
        {(p.port_type, p.network, p.side) for parts in wanted for p in parts},
        key=lambda k: (k[0], k[1] or "", k[2]),
    )
    if ledger.ports is None or not keys:
        return None
    place = {key: i for i, key in enumerate(keys)}
    need = np.zeros((len(kinds), len(keys)), dtype=np.int64)
    for number, parts in enumerate(wanted):
        for part in parts:
            need[number, place[part.port_type, part.network, part.side]] += part.count
    parts_of = tuple(PortPart(*key, 1) for key in keys)
    servers = np.flatnonzero(columns.host == NOWHERE)
    rack, kind = columns.rack[servers], columns.kind[servers]
    needed: dict[int, list[int]] = {}
    for number in range(len(keys)):
        for each in np.unique(rack[need[kind, number] > 0]).tolist():
            needed.setdefault(each, []).append(number)
    open_to: dict[tuple[int, int], tuple[int, ...]] = {}
    least = State.HOLDS if sure else State.UNKNOWN
    ports = ledger.ports
    for each, numbers in sorted(needed.items()):
        reaching = [g for g in ports.reaching(each, least) if ports.free[g]]
        reaching.sort(key=lambda g: ("rack", "row", "room").index(ports.groups[g].serves))
        for number in numbers:
            takes = parts_of[number].takes
            open_to[each, number] = tuple(g for g in reaching if takes(ports.groups[g]))
    return PortNeeds(ledger.ports, parts_of, need, open_to)
