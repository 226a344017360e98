"""Racks that are empty, and what opening one means in a model."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from placement.batch.batch import Batch
from placement.batch.columns import NOWHERE
from placement.batch.model import Model
from placement.batch.standing import Standing

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
OF_RACK = ("space", "keep_free", "weight", "heat")  # rules whose rows belong to one rack each


def empty_racks(batch: Batch) -> Flags:
    """True per active rack in which nothing stands; reservations count as standing there."""
    active: Flags = batch.ledger.eligibility.status() == 0
    return active & ~batch.ledger.space.occupied


def used_racks(batch: Batch, counts: Ints) -> Flags:
    """True per rack that takes a server by `counts` per column."""
    used = np.zeros(len(batch.ledger.racks), dtype=bool)
    servers = (batch.columns.host == NOWHERE) & (counts > 0)
    used[batch.columns.rack[servers]] = True
    return used


def opened(standing: Standing, empty: Flags) -> int:
    """How many empty racks a placement opens."""
    return int((used_racks(standing.batch, standing.counts) & empty).sum())


def add_openings(model: Model, racks: Ints) -> Ints:
    """A column per empty rack of `racks` that is 1 where it is opened; returns their numbers.

    Every row of a rack holds what is left of it only when it is opened: so a fraction of the items opens
    no less than that fraction of the rack.
    """
    batch, system = model.batch, model.system
    opens = system.columns(np.ones(len(racks), dtype=np.int64))
    place = {rack: i for i, rack in enumerate(racks.tolist())}
    made = batch.columns
    inside = [
        own
        for own, column in enumerate(model.column.tolist())
        if int(made.rack[column]) in place and int(made.host[column]) == NOWHERE
    ]
    for own in inside:
        rack = int(made.rack[model.column[own]])
        system.row([(int(model.count[own]), 1), (int(opens[place[rack]]), -int(model.most[own]))], 0)
    kind = model.types.of_kind[made.kind[model.column]] if len(model.column) else model.column
    blocks = zip(batch.blocks, model.part.left, model.types.amounts, strict=True)
    for each, left, amounts in blocks:
        if each.rule not in OF_RACK:
            continue
        terms: dict[int, list[tuple[int, int]]] = {}
        rack_of: dict[int, int] = {}
        top: dict[int, int] = {}
        for own in inside:
            column, asked = int(model.column[own]), int(amounts[kind[own]])
            entity = int(each.entity[column])
            if entity < 0 or not asked:
                continue
            for at in range(int(each.indptr[entity]), int(each.indptr[entity + 1])):
                row = int(each.row[at])
                value = int(each.part[at]) * asked
                terms.setdefault(row, []).append((int(model.count[own]), value))
                rack_of[row] = int(made.rack[column])
                top[row] = top.get(row, 0) + value * int(model.most[own])
        for row, own_terms in terms.items():
            most = min(int(left[row]), top[row])
            system.row([*own_terms, (int(opens[place[rack_of[row]]]), -most)], 0)
    return opens
