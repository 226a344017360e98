"""Stranded capacity: what is free in racks where the reference server fits nowhere, and what stops it there.

The reference is judged by every rule, as a request for one of it would be. See ADR 2 for what counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from capacity.ledger import Ledger
from capacity.policy import Policy
from capacity.reading.catalogue import DeviceType
from capacity.units import plain
from placement.candidates import Candidates, candidates
from placement.explain import sides
from placement.reading import reference_requests
from placement.request import Request
from placement.rules import BIT, names
from placement.unused import Amount, unused

Racks = npt.NDArray[np.bool_]
Masks = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class StrandedRack:
    """A rack where the reference fits nowhere.

    Attributes
    ----------
    rules
        What stops it at the places that come nearest: those that break the fewest rules.
    alone
        True where it would fit without any one of `rules`; else they stop it together.
    free
        What is free there per dimension of the room, None where that is not known. Dimensions that
        the rack has nothing of are absent (see `placement.unused`).
    """

    rack: str
    rules: tuple[str, ...]
    alone: bool
    free: Mapping[str, Amount | None]


@dataclass(frozen=True, slots=True)
class UndecidedRack:
    """A rack where the reference may fit: `rules` are those that data which are not known leave open."""

    rack: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stranded:
    """What is stranded for the server `reference`.

    Attributes
    ----------
    fitting
        Racks where it fits for certain; with `racks` and `undecided` these are all racks of the room.
    totals
        The amount stranded per dimension that racks have a part of; None where what is free in a
        stranded rack is not known.
    """

    reference: Request
    fitting: tuple[str, ...]
    racks: tuple[StrandedRack, ...]
    undecided: tuple[UndecidedRack, ...]
    totals: Mapping[str, Amount | None]

    def unknown(self, dimension: str) -> tuple[str, ...]:
        """Stranded racks of which it is not known how much of a dimension is free."""
        return tuple(each.rack for each in self.racks if each.free.get(dimension, 0) is None)


def reference_server(policy: Policy, catalogue: Mapping[str, DeviceType]) -> Request:
    """The first reference of a policy that is a server; the contract's default where there is none.

    Raises `BadInput` where a reference cannot be read as a request.
    """
    named = reference_requests(policy, catalogue)
    servers = [request for request in named if request.kind == "server"]
    return servers[0] if servers else reference_requests(replace(policy, references=()), {})[0]


def stranded(ledger: Ledger, reference: Request) -> Stranded:
    """Judge one server of `reference` in every rack of the ledger's room, and add up what it cannot use."""
    table = candidates(ledger, replace(reference, quantity=1))
    rules, least = _nearest(table)
    certain, open_rules = _open(table)
    inactive = (table.broken & BIT["status"]) > 0
    rules[inactive] = BIT["status"]  # what is not in use is not asked for more
    if reference.chassis or reference.height_hu == 0:  # not modelled: nothing is certain, and nothing is out
        certain[:], open_rules[:] = False, BIT["space"]
        least = np.where(inactive, 1, 0).astype(np.uint8)
    out = least > 0
    free = unused(ledger, out, inactive)
    listed = []
    for at in np.flatnonzero(out).tolist():
        here = {dimension: amounts[at] for dimension, amounts in free.items() if at in amounts}
        listed.append(StrandedRack(ledger.racks[at].name, names(int(rules[at])), bool(least[at] == 1), here))
    return Stranded(
        reference,
        tuple(ledger.racks[at].name for at in np.flatnonzero(certain).tolist()),
        tuple(listed),
        tuple(
            UndecidedRack(ledger.racks[at].name, names(int(open_rules[at])))
            for at in np.flatnonzero(~out & ~certain).tolist()
        ),
        {dimension: _total(amounts) for dimension, amounts in free.items()},
    )


def stranded_json(found: Stranded) -> dict[str, object]:
    """The keys that the JSON of a room has of it, beside the amounts of its dimensions."""
    return {
        "reference": found.reference.name,
        "stranded_racks": [
            {
                "rack": each.rack,
                "rules": list(each.rules),
                "alone": each.alone,
                "free": {name: None if value is None else plain(value) for name, value in each.free.items()},
            }
            for each in found.racks
        ],
        "undecided_racks": [{"rack": each.rack, "rules": list(each.rules)} for each in found.undecided],
    }


def _total(amounts: Mapping[int, Amount | None]) -> Amount | None:
    known = [amount for amount in amounts.values() if amount is not None]
    return sum(known) if len(known) == len(amounts) else None


def _nearest(table: Candidates) -> tuple[Masks, npt.NDArray[np.uint8]]:
    """Per rack: the rules broken at the places that break the fewest, and how many that is."""
    racks = len(table.broken)
    rules = np.zeros(racks, dtype=np.uint32)
    least = np.full(racks, 32, dtype=np.uint8)
    choices, starts = sides(table)
    for choice, choice_here in choices.items():
        for start, start_here in starts.items():
            here = choice_here & start_here
            broken = table.broken | np.uint32(choice | start)
            many = np.bitwise_count(broken)
            nearer = here & (many < least)
            rules[nearer] = 0
            least[nearer] = many[nearer]
            alike = here & (many == least)
            rules[alike] |= broken[alike]
    return rules, least


def _open(table: Candidates) -> tuple[Racks, Masks]:
    """Per rack: whether a place is certain, and the rules unknown where no place is out or certain by them.

    The second is of use only where some place is not out.
    """
    racks = len(table.broken)
    fine = np.zeros(racks, dtype=bool)
    fine[table.choice_rack[(table.choice_broken | table.choice_unknown) == 0]] = True
    by_choice = np.zeros(racks, dtype=np.uint32)
    open_choice = table.choice_broken == 0
    np.bitwise_or.at(by_choice, table.choice_rack[open_choice], table.choice_unknown[open_choice])
    by_start = np.zeros(racks, dtype=np.uint32)
    stands = np.zeros(racks, dtype=bool)
    for face in table.starts:
        free = face.allowed & (face.broken == 0)
        stands |= (free & (face.unknown == 0)).any(axis=1)
        by_start |= np.bitwise_or.reduce(np.where(free, face.unknown, 0), axis=1).astype(np.uint32)
    certain = ((table.broken | table.unknown) == 0) & fine & stands
    unknown = table.unknown | np.where(fine, 0, by_choice) | np.where(stands, 0, by_start)
    return certain, unknown.astype(np.uint32)
