"""Rows of ports: what the items of a rack need is sent to it from the groups that are open to it."""

from __future__ import annotations

import numpy as np

from placement.batch.columns import NOWHERE
from placement.batch.limit_rows import Counted
from placement.solver.system import System

Sent = dict[tuple[int, int, int], int]


def add_port_rows(system: System, counted: Counted, *, priced: bool) -> tuple[Sent, dict[int, int]]:
    """Columns of ports sent, by (rack, part of a need, group), and the row of what is left of each group."""
    sent_of: Sent = {}
    group_row: dict[int, int] = {}
    needs, free = counted.batch.ports, counted.part.ports
    if needs is None:
        return sent_of, group_row
    servers = np.flatnonzero(counted.batch.columns.host[counted.column] == NOWHERE)
    rack = counted.batch.columns.rack[counted.column[servers]]
    kind = counted.batch.columns.kind[counted.column[servers]]
    into: dict[int, list[int]] = {}
    for number in range(len(needs.parts)):
        need = needs.need[kind, number]
        some = np.flatnonzero(need)
        if not len(some):
            continue
        racks, row = np.unique(rack[some], return_inverse=True)
        rows, columns, values = [row], [counted.count[servers[some]]], [need[some]]
        for position, each in enumerate(racks.tolist()):
            groups = [g for g in needs.open[each, number] if free[g] > 0]
            # A bound as tight as the group's row would take the price away from it.
            sent = system.columns([free[g] + priced for g in groups])
            for group, column in zip(groups, sent.tolist(), strict=True):
                sent_of[each, number, group] = column
                into.setdefault(group, []).append(column)
            rows.append(np.full(len(sent), position))
            columns.append(sent)
            values.append(np.full(len(sent), -1))
        zero = np.zeros(len(racks), dtype=np.int64)
        system.rows(np.concatenate(rows), np.concatenate(columns), np.concatenate(values), zero)
    for group, own in into.items():
        if len(own) > 1 or priced:  # a single column is bounded by itself
            group_row[group] = system.row(((c, 1) for c in own), free[group])
    return sent_of, group_row
