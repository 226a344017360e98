"""Short words for tests of batches: compile one, fill it at random, solve it and have the verifier look."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

import numpy as np

from capacity.ledger import Ledger
from capacity.room import Room
from placement.batch.batch import Batch
from placement.batch.decode import placements
from placement.batch.keeping import may_join
from placement.batch.pack import Packer
from placement.batch.solve import Solved, solve
from placement.batch.standing import Standing
from placement.placed import Placed
from placement.proof import SEED
from placement.request import Request
from placement.verify import Verdict, Verifier
from tests.builders import ledger, server
from tests.properties.brute.batch import plan
from tests.properties.random_rooms import random_batch


def many(quantity: int = 20, **more: object) -> Request:
    """So many servers of one unit and 100 W that weigh nothing, with changes."""
    return server(**{"quantity": quantity, "height_hu": 2, "weight_g": 0, "power_w": 100} | more)


def batch_of(where: Room | None = None, *requests: Request, sure: bool = True) -> Batch:
    """The batch of some requests (else of `many`) in a room."""
    return Batch.of(ledger(where), requests or (many(),), sure=sure)


def empty(batch: Batch) -> Standing:
    return Standing(batch, Packer(batch.free, batch.reference_hu))


def solved(where: Room | None, *requests: Request) -> Solved:
    """The best placement, which must be proved, and hold by the verifier."""
    found = solve(batch_of(where, *requests), seconds=30.0, seed=SEED)
    assert found.standing.value == found.bound
    assert holds(found.standing)
    return found


def placed(where: Room | None, *requests: Request) -> tuple[Placed, ...]:
    """The items of the best placement."""
    return placements(solved(where, *requests).standing)


def count(where: Room | None, *requests: Request) -> int:
    """How many items the best placement holds."""
    return len(placed(where, *requests))


def verdict(standing: Standing) -> Verdict:
    """What the verifier says of a placement."""
    batch = standing.batch
    names = [request.name for request in batch.requests]
    verifier = Verifier(batch.ledger.room, batch.ledger.today, names)
    return verifier.verify(list(batch.requests), placements(standing))


def holds(standing: Standing) -> bool:
    """True if the verifier finds nothing broken and nothing unknown."""
    found = verdict(standing)
    return found.holds and not found.unknown


def consistent(standing: Standing, *, thrifty: bool = True) -> bool:
    """True if a standing is what its counts make of an empty one, and every keep rule holds.

    A `thrifty` one sends no port that no item needs; what CP-SAT filled may send more.
    """
    batch, counts = standing.batch, standing.counts
    kind = batch.columns.kind
    placed = np.bincount(kind, weights=counts, minlength=len(batch.kinds)).astype(np.int64)
    assert (counts >= 0).all()
    assert (standing.remaining == batch.quantities - placed).all()
    assert (standing.remaining >= 0).all()
    for left, each in zip(standing.left, batch.blocks, strict=True):
        assert (left == each.left - each.load(kind, counts)).all(), each.rule
        assert (left >= 0).all(), each.rule
    items = [c for c in np.flatnonzero(counts).tolist() for _ in range(int(counts[c]))]
    for rack in range(len(batch.ledger.racks)):
        here = [
            standing.shape(c) for c in items if batch.columns.rack[c] == rack and batch.columns.mode[c] >= 0
        ]
        assert sorted(standing.shapes(rack)) == sorted(here)
    _ports_are_paid(standing, items, thrifty)
    for group in batch.keeps:
        members = [c for c in items if c in set(group.columns)]
        for at, column in enumerate(members):
            assert may_join(group, members[:at] + members[at + 1 :], column, kind, batch.sure)
    return True


def _ports_are_paid(standing: Standing, items: list[int], thrifty: bool) -> None:
    """Every rack is sent what its items need, and no group sends more than it has."""
    batch, needs = standing.batch, standing.batch.ports
    if needs is None:
        return
    wanted: dict[tuple[int, int], int] = {}
    for column in items:
        if batch.columns.host[column] < 0:
            for number, need in enumerate(needs.need[int(batch.columns.kind[column])].tolist()):
                key = (int(batch.columns.rack[column]), number)
                wanted[key] = wanted.get(key, 0) + need
    given: dict[tuple[int, int], int] = {}
    left = list(needs.groups.free)
    for (rack, number, group), sent in standing.sent.items():
        assert sent >= 0
        given[rack, number] = given.get((rack, number), 0) + sent
        left[group] -= sent
        assert not sent or group in needs.open[rack, number]
    assert left == standing.ports
    assert min(left, default=0) >= 0
    for key, sent in given.items():
        assert sent == wanted.get(key, 0) if thrifty else sent >= wanted.get(key, 0)
    assert all(given.get(key, 0) >= need for key, need in wanted.items())


def scattered(batch: Batch, seed: int, tries: int = 60) -> Standing:
    """Items put at random where they go in, and now and then taken out again.

    Where members of a group keep each other alive none is taken out: the others need not do without it.
    """
    rng, standing = Random(seed), empty(batch)
    stay = {k for group in batch.keeps if "apart:power" in group.rules for k in group.kinds}
    for _ in range(tries if len(batch.columns) else 0):
        column = rng.randrange(len(batch.columns))
        movable = standing.counts[column] and int(batch.columns.kind[column]) not in stay
        if movable and rng.random() < 0.4:
            standing.remove(column, rng.randint(1, int(standing.counts[column])))
        else:
            standing.add(column, rng.randint(1, 2))
    return standing


@cache
def random_one(seed: int) -> Batch:
    """The batch of a random tiny room; its requests' reservations are released."""
    case = random_batch(seed)
    own = Ledger(case.room, case.today, [request.name for request in case.wanted])
    return Batch.of(own, case.wanted)


@cache
def best(seed: int) -> int:
    """The largest sum of priority that the batch of a random tiny room reaches, by brute force."""
    case = random_batch(seed)
    return plan(case.room, case.wanted, case.today)[0]


def random_ones(first: int, last: int) -> Iterator[tuple[int, Batch]]:
    """The random batches of some seeds that place anything at all."""
    for seed in range(first, last):
        batch = random_one(seed)
        if len(batch.columns):
            yield seed, batch
