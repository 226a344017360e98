"""A year of requests placed one by one: the ranker against simple ways to choose, and against all-knowing.

The requests are those of `benchmarks.histories`, which is no model that the product knows. Every item counts
by itself, in the order in which they come, and nothing leaves; each way chooses among the places that are
certain to hold, so that they differ in nothing but the choice. ``python -m benchmarks.acceptance`` prints
the table.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from benchmarks.histories import KINDS, ON_FIBRE, history
from benchmarks.rooms import TODAY, make_room
from capacity.data import data_path
from capacity.ledger import Ledger
from capacity.reading import read_room
from capacity.room import Room
from placement.batch.batch import Batch
from placement.batch.solve import solve
from placement.candidates import Candidates
from placement.forecast.live import LiveLedger
from placement.forecast.ranker import Choose, Refusal, best, place
from placement.rank import Ranked, best_places
from placement.request import Request

HALL = "hall"
YEAR = (date(2026, 6, 1), date(2027, 5, 31))


def first_fit(table: Candidates) -> Ranked | None:
    """The first rack by name, the lowest unit."""
    found = best_places(table, None)
    return min(found, key=lambda r: (_name(table, r), r.start, r.face), default=None)


def best_fit(table: Candidates) -> Ranked | None:
    """The rack with the fewest free units, then the shortest run, the lowest unit."""
    space = table.ledger.space
    found = best_places(table, None)

    def left(ranked: Ranked) -> tuple[int, int, str, int]:
        run = int(space.run_table(2).length[ranked.rack, ranked.start])
        return int(space.free_both[ranked.rack].sum()), run, _name(table, ranked), ranked.start

    return min(found, key=left, default=None)


def at_random(seed: int) -> Choose:
    """Any place, each as likely."""
    rng = Random(seed)

    def choose(table: Candidates) -> Ranked | None:
        found = best_places(table, None)
        return rng.choice(found) if found else None

    return choose


def _name(table: Candidates, ranked: Ranked) -> str:
    return table.ledger.racks[ranked.rack].name


@dataclass(frozen=True, slots=True)
class Year:
    """Items that came in a year, that each way placed, and that no way places more than."""

    room: str
    seed: int
    came: int
    placed: Mapping[str, int]
    planned: int
    bound: int


def rooms() -> Mapping[str, tuple[Room, float]]:
    """Three rooms, each with the projects a year that agencies need to fill it."""
    return {
        "40 racks, tight": (make_room(40, 3, "tight"), 3.0),
        "40 racks, three phases": (make_room(40, 2, three_phase=True), 6.0),
        HALL: (read_room(data_path("rooms/hall")), 6.0),
    }


def items(seed: int, projects: float, kinds: Sequence[tuple[Request, int]]) -> list[Request]:
    """The items of a year, one request each."""
    asked = history(seed, *YEAR, projects=projects, kinds=kinds)
    return [
        replace(request, name=f"{request.name}-{item}", quantity=1, start=None, until=None)
        for request in asked
        for item in range(request.quantity)
    ]


def year(name: str, room: Room, projects: float, seed: int, *, work: float = 4.0) -> Year:
    """Place the items of a year in every way."""
    asked = items(seed, projects, KINDS if name == HALL else ON_FIBRE)
    live = LiveLedger(Ledger(room, TODAY))
    ways: dict[str, Choose] = {
        "ranker": best, "first-fit": first_fit, "best-fit": best_fit, "random": at_random(seed),
    }  # fmt: skip
    placed = {way: _placed(live, asked, choose) for way, choose in ways.items()}
    solved = solve(Batch.of(Ledger(room, TODAY), asked), seconds=120.0, seed=seed, work=work)
    return Year(
        name, seed, len(asked), placed, solved.standing.value, max(solved.bound, solved.standing.value)
    )


def _placed(live: LiveLedger, asked: Sequence[Request], choose: Callable[[Candidates], Ranked | None]) -> int:
    live.reset()
    return sum(not isinstance(place(live, request, choose), Refusal) for request in asked)


def main(seeds: int = 10) -> None:
    """Print the table."""
    print("| room | items | ranker | first-fit | best-fit | random | plan | bound | s |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, (room, projects) in rooms().items():
        begun = time.perf_counter()
        years = [year(name, room, projects, seed) for seed in range(seeds)]
        sums = [sum(y.placed[way] for y in years) for way in ("ranker", "first-fit", "best-fit", "random")]
        ends = [sum(y.came for y in years), *sums, sum(y.planned for y in years), sum(y.bound for y in years)]
        print(f"| {name} | {' | '.join(map(str, ends))} | {time.perf_counter() - begun:.0f} |", flush=True)


if __name__ == "__main__":
    main()
