"""The planner beside first fit, best-fit decreasing and dot-product greedy on vector-bin-packing problems."""

from __future__ import annotations

import time
from dataclasses import dataclass

from benchmarks.peers.best_fit import best_fit
from benchmarks.peers.dot_product import dot_product
from benchmarks.peers.first_fit import first_fit
from benchmarks.rooms import TODAY
from benchmarks.vbp.as_room import as_room
from benchmarks.vbp.problem import Vbp
from placement.placed import Placed
from placement.plan import plan
from placement.verify import Verifier

OURS = "titip plan --fewest-racks"
PEERS = {"first fit": first_fit, "best-fit decreasing": best_fit, "dot product": dot_product}
SPARE = 2  # racks beyond those that first fit opens


@dataclass(frozen=True, slots=True)
class Packed:
    """Racks that each opened; `bound` is the fewest that the planner proves, `volume` that of volumes."""

    opened: dict[str, int]
    bound: int
    volume: int
    seconds: float

    @property
    def ours(self) -> int:
        return self.opened[OURS]

    @property
    def worse(self) -> bool:
        """True where a peer opens fewer."""
        return any(count < self.ours for count in self.opened.values())


def first_fit_bins(problem: Vbp) -> int:
    """Bins that first fit opens, item after item in the order of the file."""
    bins: list[list[int]] = []
    for sizes, demand in problem.kinds:
        for _ in range(demand):
            for left in bins:
                if all(size <= rest for size, rest in zip(sizes, left, strict=True)):
                    break
            else:
                left = list(problem.capacity)
                bins.append(left)
            left[:] = [rest - size for size, rest in zip(sizes, left, strict=True)]
    return len(bins)


def packed(problem: Vbp, seconds: float, racks: int | None = None) -> Packed:
    """Let each pack a problem; every packing has passed the verifier.

    Raises
    ------
    ValueError
        If one of them leaves an item over or breaks a limit.
    """
    room, requests = as_room(problem, racks or first_fit_bins(problem) + SPARE)
    opened = {}

    def count(name: str, placed: tuple[Placed, ...]) -> None:
        verifier = Verifier(roomy, TODAY, ())
        verdict = verifier.verify(list(requests), placed)
        if not verdict.holds or len(placed) != problem.items:
            raise ValueError(f"{name} packs {len(placed)} of {problem.items}: {verdict.violations}")
        opened[name] = len({each.rack for each in placed})

    roomy, _ = as_room(problem, 2 * len(room.racks))  # so that no peer runs out of racks
    started = time.perf_counter()
    made = plan(room, requests, TODAY, seconds=seconds, fewest_racks=True)
    taken = time.perf_counter() - started
    count(OURS, made.placed)
    for name, peer in PEERS.items():
        count(name, peer(roomy, requests, TODAY, seconds).placed)
    second = made.objectives[1]
    assert second.value == opened[OURS]
    return Packed(opened, int(second.bound), problem.volume_bound(), taken)
