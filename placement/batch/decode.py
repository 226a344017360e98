"""From counts to places: which item stands where, on which units, with which cords and ports."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from capacity.limits.space import REAR
from capacity.room import Cord, PortUse
from placement.batch.batch import Batch
from placement.batch.columns import NOWHERE
from placement.batch.standing import Standing
from placement.errors import Disagreement
from placement.placed import Placed


def placements(standing: Standing) -> tuple[Placed, ...]:
    """Every placed item, by request and item; a request's first items are those that are placed."""
    batch = standing.batch
    names = {kind: _items(batch, kind) for kind in range(len(batch.kinds))}
    placed = []
    for host in np.unique(batch.columns.host).tolist():
        for column in np.flatnonzero((batch.columns.host == host) & (standing.counts > 0)).tolist():
            if host != NOWHERE:
                name = batch.ledger.hosting.hosts[host].name
                own = names[int(batch.columns.kind[column])]
                placed += [Placed(*next(own), host=name) for _ in range(int(standing.counts[column]))]
    used = np.flatnonzero((batch.columns.host == NOWHERE) & (standing.counts > 0))
    in_rack: dict[int, list[int]] = {}
    for column, rack in zip(used.tolist(), batch.columns.rack[used].tolist(), strict=True):
        in_rack.setdefault(rack, []).extend([column] * int(standing.counts[column]))
    sent: dict[int, dict[tuple[int, int], int]] = {}
    for (rack, number, group), count in standing.sent.items():
        if count:
            sent.setdefault(rack, {})[number, group] = count
    for rack, items in sorted(in_rack.items()):
        placed += _in_rack(standing, rack, items, sent.get(rack, {}), names)
    order = {request.name: i for i, request in enumerate(batch.requests)}
    return tuple(sorted(placed, key=lambda p: (order[p.request], p.item)))


def _items(batch: Batch, kind: int) -> Iterator[tuple[str, int]]:
    """(request, item) of a kind, the highest priority first."""
    for position, quantity in batch.kinds[kind].members:
        for item in range(1, quantity + 1):
            yield batch.requests[position].name, item


def _in_rack(
    standing: Standing,
    rack: int,
    items: list[int],
    pool: dict[tuple[int, int], int],
    names: dict[int, Iterator[tuple[str, int]]],
) -> Iterator[Placed]:
    """The items of one rack (a column each), with ports out of the `pool` that was sent to it."""
    batch = standing.batch
    shapes = [standing.shape(c) for c in items]
    starts = standing.packer.pack(rack, shapes)
    if starts is None:
        raise Disagreement(
            f"rack {batch.ledger.racks[rack].name} was counted as holding {shapes}, but does not"
        )
    bottom = 2 * batch.ledger.racks[rack].first_unit
    for column, start, (_, mode) in sorted(
        zip(items, starts, shapes, strict=True), key=lambda each: (int(batch.columns.kind[each[0]]), each[1])
    ):
        kind, socket = int(batch.columns.kind[column]), int(batch.columns.socket[column])
        request, item = next(names[kind])
        yield Placed(
            request=request,
            item=item,
            rack=batch.ledger.racks[rack].name,
            position_hu=bottom + start,
            face="rear" if mode == REAR else "front",
            cords=_cords(batch, socket),
            ports=_ports(batch, kind, pool),
        )


def _cords(batch: Batch, socket: int) -> tuple[Cord, ...]:
    if socket == NOWHERE:
        return ()
    choices, choice = batch.sockets.choices[socket]
    return choices.cords(choice)


def _ports(batch: Batch, kind: int, pool: dict[tuple[int, int], int]) -> tuple[PortUse, ...]:
    """One item's ports out of what its rack was sent."""
    needs = batch.ports
    if needs is None:
        return ()
    taken: dict[int, int] = {}
    for number in np.flatnonzero(needs.need[kind]).tolist():
        wanted = int(needs.need[kind, number])
        for key in sorted(k for k in pool if k[0] == number):
            here = min(wanted, pool[key])
            pool[key] -= here
            wanted -= here
            if here:
                taken[key[1]] = taken.get(key[1], 0) + here
    uses = [
        PortUse(needs.groups.groups[g].switch, needs.groups.groups[g].port_type, n) for g, n in taken.items()
    ]
    return tuple(sorted(uses, key=lambda use: (use.switch, use.port_type)))
