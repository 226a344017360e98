"""Columns: every way to place an item of a kind, down to rack, cords and face; units come later.

A column of a server is (kind, rack, choice of cords, mode); the mode says which faces it takes. One of an
application is (kind, host). A column's value is how many items are placed so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from capacity.ledger import Ledger
from capacity.limits.cords import CordChoices
from placement.applications import HostTable
from placement.batch.kinds import Kind
from placement.candidates import Candidates
from placement.rules import BIT, RULES

Ints = npt.NDArray[np.int64]
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns of a batch, as arrays with one entry per column.

    Attributes
    ----------
    kind
        Position of the kind.
    rack
        Rack of a server; of an application the rack that its host stands in, `NOWHERE` if not known.
    socket
        Choice of cords, counted over one cord and two cords together; `NOWHERE` without cords.
    mode
        Faces that a server takes (see `capacity.limits.space`); `NOWHERE` for applications and for servers
        whose height is not known.
    host
        Host of an application; `NOWHERE` for servers.
    """

    kind: Ints
    rack: Ints
    socket: Ints
    mode: Ints
    host: Ints

    def __len__(self) -> int:
        return len(self.kind)


class Sockets:
    """Choices of one cord and of two cords, numbered together; compiled when first asked for."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._first: dict[int, int] = {}
        self.choices: list[tuple[CordChoices, int]] = []

    def number(self, cords: int, choices: CordChoices) -> int:
        """Number of the first choice of so many cords."""
        if cords not in self._first:
            self._first[cords] = len(self.choices)
            self.choices += [(choices, i) for i in range(len(choices.plugs))]
        return self._first[cords]


def columns(
    ledger: Ledger,
    kinds: Sequence[Kind],
    sockets: Sockets,
    *,
    sure: bool,
    dropped: frozenset[str],
    soft: frozenset[str] = frozenset(),
) -> Columns:
    """Columns that break no rule by themselves, and leave none unknown if `sure`.

    Rules in `dropped` and `soft` exclude none. Without space items take no units; if it is soft they do.
    """
    parts: list[tuple[int, Ints, Ints, Ints, Ints]] = []
    for number, kind in enumerate(kinds):
        if isinstance(kind.table, HostTable):
            parts.append((number, *_of_hosts(kind.table, sure=sure, dropped=dropped | soft)))
        elif kind.table is not None:
            parts.append(
                (
                    number,
                    *_of_server(
                        kind.table, sockets, sure=sure, dropped=dropped | soft, piled="space" in dropped
                    ),
                )
            )
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Columns(none, none, none, none, none)
    return Columns(
        np.concatenate([np.full(len(rack), number, dtype=np.int64) for number, rack, *_ in parts]),
        *(np.concatenate([p[field] for p in parts]) for field in (1, 2, 3, 4)),
    )


def _mask(dropped: frozenset[str], *without: str) -> int:
    return sum(BIT[rule] for rule in RULES if rule not in dropped and rule not in without)


def _of_server(
    table: Candidates, sockets: Sockets, *, sure: bool, dropped: frozenset[str], piled: bool
) -> tuple[Ints, Ints, Ints, Ints]:
    bars = table.broken | table.unknown if sure else table.broken
    of_rack = (bars & _mask(dropped)) == 0
    # Whether a choice breaks apart:power depends on where the others are: rows say it.
    bars = table.choice_broken | table.choice_unknown if sure else table.choice_broken
    free = ((bars & _mask(dropped, "keep")) == 0) & of_rack[table.choice_rack]
    chosen = np.flatnonzero(free)
    rack = table.choice_rack[chosen]
    socket = table.choice_number[chosen]
    if table.cords is not None:
        first = sockets.number(table.request.cords, table.cords)
        socket = np.where(socket >= 0, socket + first, NOWHERE)
    if not table.measured or piled:
        mode = np.full(len(rack), NOWHERE, dtype=np.int64)
        if not table.measured:
            start = table.starts[0]
            unplaced = start.broken | start.unknown if sure else start.broken
            keep = (unplaced[rack, 0] & _mask(dropped)) == 0
            rack, socket, mode = rack[keep], socket[keep], mode[keep]
        return rack, socket, mode, np.full(len(rack), NOWHERE, dtype=np.int64)
    found = []
    for face in table.starts:
        bars = face.broken | face.unknown if sure else face.broken
        open_rack = (face.allowed & ((bars & _mask(dropped)) == 0)).any(axis=1)
        some = open_rack[rack]
        found.append((rack[some], socket[some], np.full(int(some.sum()), face.mode, dtype=np.int64)))
    joined = [np.concatenate([f[i] for f in found]) for i in range(3)]
    return joined[0], joined[1], joined[2], np.full(len(joined[0]), NOWHERE, dtype=np.int64)


def _of_hosts(table: HostTable, *, sure: bool, dropped: frozenset[str]) -> tuple[Ints, Ints, Ints, Ints]:
    hosts = [
        i
        for i, place in enumerate(table.places)
        if not (place.broken | (place.unknown if sure else 0)) & _mask(dropped)
        and not ("hosting" in dropped and place.broken & BIT["hosting"] and not place.short)  # unsuited
    ]
    rack = [NOWHERE if (r := table.places[i].rack) is None else r for i in hosts]
    none = np.full(len(hosts), NOWHERE, dtype=np.int64)
    return np.array(rack, dtype=np.int64), none, none.copy(), np.array(hosts, dtype=np.int64)
