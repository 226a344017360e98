"""A batch on a ledger: kinds, columns, and every rule as rows over the columns' counts.

What a batch may use of the room is said here once; the exact models, the linear relaxation and the greedy
starts all read it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from capacity.ledger import Ledger
from capacity.limits.limit import CLIP
from capacity.limits.space import FRONT, REAR
from placement.batch.blocks import Block
from placement.batch.columns import NOWHERE, Columns, Sockets, columns
from placement.batch.cooling import Zones, cooling_block, overheated
from placement.batch.hosts import host_blocks
from placement.batch.keeping import KeepGroup, keep_groups
from placement.batch.kinds import Kind, kinds
from placement.batch.ports import PortNeeds, port_needs
from placement.batch.power import power_block
from placement.batch.racks import outlet_block, rack_blocks
from placement.batch.space import FreeUnits, space_blocks
from placement.candidates import Candidates
from placement.request import Request

Ints = npt.NDArray[np.int64]
REFERENCE_HU = 4  # of the default reference server


@dataclass(frozen=True)
class Batch:
    """Requests on a ledger, as numbers.

    Attributes
    ----------
    sure
        True: unknown data at their worst; False: at their best.
    dropped
        Rules left out of account.
    cuts
        Sets of cooling zones that have rows besides those which all batches have; see `cut`.
    """

    ledger: Ledger
    requests: tuple[Request, ...]
    kinds: tuple[Kind, ...]
    columns: Columns
    sockets: Sockets
    blocks: tuple[Block, ...]
    free: FreeUnits
    ports: PortNeeds | None
    keeps: tuple[KeepGroup, ...]
    sure: bool
    dropped: frozenset[str]
    cuts: frozenset[Zones] = frozenset()

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        requests: Sequence[Request],
        *,
        sure: bool = True,
        dropped: Collection[str] = (),
        soft: Collection[str] = (),
        together: tuple[Kind, ...] | None = None,
    ) -> Batch:
        """Compile a batch.

        Parameters
        ----------
        soft
            Rules that keep their rows but exclude no column: what breaks them has columns all the same.
        together
            The kinds, where they have been sorted already.
        """
        skip = frozenset(dropped)
        sorted_kinds = kinds(ledger, requests) if together is None else together
        sockets = Sockets(ledger)
        made = columns(ledger, sorted_kinds, sockets, sure=sure, dropped=skip, soft=frozenset(soft))
        bare = cls(
            ledger, tuple(requests), sorted_kinds, made, sockets, (), FreeUnits.of(ledger, sure=sure),
            None, (), sure, skip,
        )  # fmt: skip
        full = replace(
            bare,
            blocks=tuple(bare._blocks()),
            ports=None if "ports" in skip else port_needs(ledger, made, sorted_kinds, sure=sure),
            keeps=() if "keep" in skip else keep_groups(ledger, made, sockets, sorted_kinds, sure=sure),
        )
        return full

    def overheated(self, counts: Ints) -> list[Zones]:
        """Sets of zones in which these counts per column break a cooling rule that no row says yet."""
        cooling = self.ledger.cooling
        if cooling is None or "cooling" in self.dropped or cooling.too_many_ways:
            return []
        added: dict[str, int] = {}
        for column in np.flatnonzero((counts > 0) & (self.columns.host == NOWHERE)).tolist():
            zone = self.ledger.racks[int(self.columns.rack[column])].cooling_zone
            if zone is not None:
                heat = self.draws[int(self.columns.kind[column])] * int(counts[column])
                added[zone] = added.get(zone, 0) + heat
        return overheated(cooling, added, sure=self.sure)

    def cut(self, zones: Collection[Zones]) -> Batch:
        """The batch with rows for these sets of zones as well."""
        more = replace(self, cuts=self.cuts | frozenset(zones))
        return replace(more, blocks=tuple(more._blocks()))

    def _blocks(self) -> Iterator[Block]:
        ledger, made = self.ledger, self.columns
        for found in rack_blocks(ledger, made, self.draws, self.weights, sure=self.sure):
            if found.rule not in self.dropped:
                yield found
        found_or_none: list[Block | None] = []
        if "outlets" not in self.dropped:
            found_or_none.append(outlet_block(ledger, made, self.sockets, len(self.kinds)))
        if ledger.power is not None and "power" not in self.dropped:
            found_or_none.append(power_block(ledger.power, made, self.sockets, self.draws, sure=self.sure))
        if ledger.cooling is not None and "cooling" not in self.dropped:
            found_or_none.append(
                cooling_block(ledger, ledger.cooling, made, self.draws, self.cuts, sure=self.sure)
            )
        yield from (found for found in found_or_none if found is not None)
        if "space" not in self.dropped:
            for found in space_blocks(self.free, made, self.heights):
                if found.rule not in self.dropped:
                    yield found
        if "hosting" not in self.dropped:
            yield from host_blocks(ledger, made, self.kinds, sure=self.sure)

    # -- what one item of each kind asks -------------------------------------------------

    @cached_property
    def draws(self) -> list[int]:
        """Draw units per kind; 0 where it is not known (it then goes only where that does not matter)."""
        return [_known(k.table.draw) if isinstance(k.table, Candidates) else 0 for k in self.kinds]

    @cached_property
    def weights(self) -> list[int]:
        """Half grams per kind; as `draws`."""
        return [_known(k.table.weight_half_g) if isinstance(k.table, Candidates) else 0 for k in self.kinds]

    @cached_property
    def heights(self) -> list[int]:
        """Half units per kind; 0 for applications and unknown heights."""
        return [
            (k.request.height_hu or 0) if isinstance(k.table, Candidates) and k.table.measured else 0
            for k in self.kinds
        ]

    @cached_property
    def reference_hu(self) -> int:
        """Height of the first reference server of the policy; two units where it says none."""
        references = self.ledger.room.policy.references
        height = references[0].get("u_height") if references else None
        return int(2 * height) if isinstance(height, int | float) and height > 0 else REFERENCE_HU

    @cached_property
    def quantities(self) -> Ints:
        return np.array([k.quantity for k in self.kinds], dtype=np.int64)

    @cached_property
    def counts_suffice(self) -> bool:
        """True where rows of space say all: every height divides the next, no item has half a depth."""
        heights = sorted({h for h in self.heights if h})
        divides = all(b % a == 0 for a, b in pairwise(heights))
        whole = all(h % 2 == 0 for h in heights)
        return divides and whole and not np.isin(self.columns.mode, [FRONT, REAR]).any()

    def classes(self, kind: int, skip: int = 0) -> list[tuple[int, int]]:
        """(priority, items) of a kind, the highest first, without the first `skip` items."""
        found: dict[int, int] = {}
        for position, quantity in self.kinds[kind].members:
            here, skip = max(0, quantity - skip), max(0, skip - quantity)
            if here:
                priority = self.requests[position].priority
                found[priority] = found.get(priority, 0) + here
        return list(found.items())

    def priority(self, kind: int) -> int:
        """The highest priority of a kind's items."""
        return self.requests[self.kinds[kind].members[0][0]].priority

    def worth(self, kind: int, placed: int) -> int:
        """Sum of priority of the first `placed` items of a kind."""
        worth = 0
        for priority, items in self.classes(kind) if placed else ():
            here = min(items, placed)
            worth, placed = worth + priority * here, placed - here
        return worth

    @cached_property
    def upper(self) -> Ints:
        """Per column: the most items that any single row, and the kind's quantity, lets in."""
        most = self.quantities[self.columns.kind]
        for each in self.blocks:
            most = np.minimum(most, each.room_for(each.room(each.left), self.columns.kind))
        return most


def _known(amount: int | None) -> int:
    """An amount that rows can hold; what is beyond goes nowhere anyway, its columns are out."""
    return amount if amount is not None and amount < CLIP else 0
