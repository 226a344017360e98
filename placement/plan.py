"""plan: places a batch, most priority first, and says of what is left over what it lacked."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from capacity.ledger import Ledger
from capacity.room import Room
from capacity.units import plain
from placement import conditions, standards
from placement.answer import CANNOT_DECIDE, FITS, Proof
from placement.batch.batch import Batch
from placement.batch.decode import placements
from placement.batch.solve import solve
from placement.batch.standing import Standing
from placement.batch.tidy import Tidiness, tidy
from placement.errors import Disagreement
from placement.explain import Reason
from placement.fewest import fewest
from placement.left_over import LeftOver, left_over, unplaced
from placement.missing import Missing
from placement.placed import Placed
from placement.proof import SEED, digest, versions
from placement.request import Request
from placement.shortfall import Shortfalls
from placement.verify import Verifier
from placement.ways import Ways, ways_for

SECONDS = 60.0
NONE_ASKED = Ways()
TIDYING = 1.0  # seconds for the second objective when the first has used up all


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective, with the best value found and the bound that none exceeds (or undercuts, if least)."""

    name: str
    unit: str
    value: int | float
    bound: int | float

    @property
    def gap(self) -> float:
        return abs(self.bound - self.value) / max(1, self.value)


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """What became of one request: all its items placed (fits), or why not."""

    request: str
    decision: str
    asked: int
    placement: tuple[Placed, ...]
    reasons: tuple[Reason, ...] = ()
    conflicts: tuple[tuple[str, ...], ...] = ()
    conditions: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    would_fit_if: tuple[Mapping[str, int | float], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A planned batch; `shortfalls` are what the limits lack for all that was left over.

    `start` is the value of the best greedy start, which the plan is never worse than; `ways` are what would
    let in all of it.
    """

    placed: tuple[Placed, ...]
    asked: int
    objectives: tuple[Objective, ...]
    requests: tuple[PlannedRequest, ...]
    shortfalls: Shortfalls
    start: int
    proof: Proof
    input_sha256: str
    policy_version: str | None
    ways: Ways = NONE_ASKED


def plan(
    room: Room,
    requests: Sequence[Request],
    today: date,
    *,
    seconds: float = SECONDS,
    seed: int = SEED,
    report: Callable[[int, int], None] | None = None,
    fewest_racks: bool = False,
    remedies: bool = False,
) -> Plan:
    """Place a batch so that the sum of priority over placed items is the largest.

    The requests' own reservations are released first; a request may be placed in part. With `fewest_racks`
    the second objective is nothing but how few empty racks are opened, and is searched for as hard.
    With `remedies` ways are looked for in which all of it fits.

    Raises
    ------
    Disagreement
        If the verifier rejects the placement.
    """
    names = [request.name for request in requests]
    ledger = Ledger(room, today, names)
    batch = Batch.of(ledger, requests)
    until = time.monotonic() + seconds
    solved = solve(batch, seconds=seconds, seed=seed, report=report)
    neat = tidy(solved.standing, max(until, time.monotonic() + TIDYING))
    standing, reproducible, second = solved.standing, solved.reproducible, _second(neat, batch.reference_hu)
    if fewest_racks:
        few = fewest(standing, max(until, time.monotonic() + TIDYING), seed, neat.opened_bound)
        standing, reproducible = few.standing, reproducible and not few.by_clock
        second = (Objective("empty racks opened", "racks", few.opened, few.bound),)
    placed = placements(standing)
    _verify(room, requests, placed, today)
    rest = left_over(room, standing, placed)
    value = standing.value
    worth = Objective("priority of placed items", "priority", value, solved.bound)
    status = "optimal" if value >= solved.bound else "feasible"
    planned = tuple(_requests(batch, placed, rest, standing))
    ways = _ways(room, requests, today, planned, optimal=status == "optimal") if remedies else NONE_ASKED
    return Plan(
        placed=placed,
        asked=sum(request.quantity for request in requests),
        objectives=(worth, *second),
        requests=planned,
        shortfalls=rest.shortfalls,
        start=solved.start,
        proof=Proof(
            "cp-sat", status, solved.bound, worth.gap, seed, reproducible and not ways.by_clock, versions()
        ),
        input_sha256=digest(room, requests),
        policy_version=room.policy.version,
        ways=ways,
    )


def _ways(
    room: Room, requests: Sequence[Request], today: date, planned: Sequence[PlannedRequest], *, optimal: bool
) -> Ways:
    """Ways to let in all of it, as far as missing data do not keep it open."""
    placed = [each for request in planned for each in request.placement]
    told = {each.request: each.would_fit_if for each in planned if each.would_fit_if}
    open_ = {each.request for each in planned if each.decision == CANNOT_DECIDE}
    return ways_for(room, requests, today, placed, told, undecided=open_, optimal=optimal)


def _second(neat: Tidiness, reference_hu: int) -> tuple[Objective, ...]:
    """The second objective, in its two parts: the first counts before the second."""
    opened = Objective("empty racks opened", "racks", neat.opened, neat.opened_bound)
    height = plain(neat.short_hu, 2), plain(neat.short_bound_hu, 2)
    return opened, Objective(f"height left in runs below {plain(reference_hu, 2)} U", "U", *height)


def _requests(
    batch: Batch, placed: tuple[Placed, ...], rest: LeftOver, standing: Standing
) -> Iterator[PlannedRequest]:
    short = {p: k for k in rest.answers for p, _ in unplaced(standing, k)}
    kind_of = {p: k for k, kind in enumerate(batch.kinds) for p, _ in kind.members}
    own: dict[str, list[Placed]] = {}
    for each in placed:
        own.setdefault(each.request, []).append(each)
    tables = [batch.kinds[kind_of[position]].table for position in range(len(batch.requests))]
    added: Counter[int] = Counter()
    for request, table in zip(batch.requests, tables, strict=True):
        if table is not None:
            added.update(conditions.added_load(table, own.get(request.name, ())))
    for position, (request, table) in enumerate(zip(batch.requests, tables, strict=True)):
        here = tuple(own.get(request.name, ()))
        said = rest.answers[short[position]] if position in short else None
        general = conditions.of_room(batch.ledger, request, standards.judge(batch.ledger.room, request))
        of_places = [] if table is None else conditions.of_placement(table, request, here, added)
        yield PlannedRequest(
            request=request.name,
            decision=FITS if said is None else said.decision,
            asked=request.quantity,
            placement=here,
            reasons=() if said is None else said.reasons,
            conflicts=() if said is None else said.conflicts,
            conditions=tuple(dict.fromkeys([*of_places, *general])),
            missing=() if said is None else said.missing,
            would_fit_if=() if said is None else said.would_fit_if,
        )


def _verify(room: Room, requests: Sequence[Request], placed: tuple[Placed, ...], today: date) -> None:
    verdict = Verifier(room, today, [r.name for r in requests]).verify(list(requests), placed)
    if not verdict.holds or verdict.unknown:
        raise Disagreement(f"the verifier rejects the plan: {verdict.violations or verdict.unknown}")
