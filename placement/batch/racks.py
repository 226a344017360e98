"""Rows of the racks and sockets: weight, heat and outlets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from capacity.ledger import Ledger
from placement.batch.blocks import Block, block, one_each
from placement.batch.columns import NOWHERE, Columns, Sockets


def rack_blocks(
    ledger: Ledger, columns: Columns, draws: Sequence[int], weights: Sequence[int], *, sure: bool
) -> Iterator[Block]:
    """Weight (half grams) and heat (draw units) per rack."""
    entity = np.where(columns.host == NOWHERE, columns.rack, NOWHERE)
    for limits, amounts in ((ledger.weight, weights), (ledger.heat, draws)):
        left = limits.sure if sure else limits.possible
        found = one_each(limits.rule, entity, amounts, left, range(len(left)))
        if found is not None:
            yield found


def outlet_block(ledger: Ledger, columns: Columns, sockets: Sockets, kinds: int) -> Block | None:
    """Outlets per PDU: one for each cord."""
    grid = ledger.power
    if grid is None:
        return None
    users: dict[int, dict[int, int]] = {}
    for number, (choices, choice) in enumerate(sockets.choices):
        for pdu, _ in choices.plugs[choice]:
            of_pdu = users.setdefault(pdu, {})
            of_pdu[number] = of_pdu.get(number, 0) + 1
    rows = []
    for pdu, parts in users.items():
        free = ledger.outlets.free(grid.chain.nodes[pdu].name)
        if free is not None:
            rows.append((pdu, parts, free))
    return block("outlets", columns.socket, [1] * kinds, len(sockets.choices), rows)
