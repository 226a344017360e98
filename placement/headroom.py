"""headroom: how many more of one request fit together, exactly, and what stops the next one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from capacity.errors import BadInput, Problem
from capacity.ledger import Ledger
from capacity.room import Room
from placement import conditions, standards
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS, Proof
from placement.applications import host_table
from placement.batch.batch import Batch
from placement.batch.blockers import Stop, stops, unstopped
from placement.batch.decode import placements
from placement.batch.kinds import kinds
from placement.batch.pack import Packer
from placement.batch.solve import Solved, solve
from placement.batch.standing import Standing
from placement.candidates import candidates
from placement.check_server import answer_unmodelled, unmodelled
from placement.errors import Disagreement
from placement.explain import Reason
from placement.host_missing import host_missing
from placement.missing import Missing, missing
from placement.next_one import after_own
from placement.placed import Placed
from placement.proof import SEED, digest, versions
from placement.request import Request
from placement.shortfall import SOFT
from placement.verify import Verifier

SECONDS = 60.0
MOST = 1_000_000  # more than any room holds; what nothing bounds is told apart by it


@dataclass(frozen=True, slots=True)
class Headroom:
    """How many more of a request fit.

    `binding` are the limits that stop the next one, the one that stops it at most places first. Where they
    are not all that stops it (ports, keep rules and units that do not pack are no single limit), and where
    none fits, `reasons`, `conflicts` and `would_fit_if` say of the next one what a check would. `decision`
    is "cannot decide" where none is certain to fit but some may, if data that are not known were.
    """

    request: str
    headroom: int
    bound: int
    decision: str
    binding: tuple[Stop, ...]
    placement: tuple[Placed, ...]
    proof: Proof
    missing: tuple[Missing, ...] = ()
    conditions: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    conflicts: tuple[tuple[str, ...], ...] = ()
    would_fit_if: tuple[Mapping[str, int | float], ...] = ()
    input_sha256: str = ""
    policy_version: str | None = None

    @property
    def gap(self) -> float:
        return (self.bound - self.headroom) / max(1, self.headroom)


def headroom(
    room: Room,
    request: Request,
    today: date,
    *,
    seconds: float = SECONDS,
    seed: int = SEED,
    report: Callable[[int, int], None] | None = None,
) -> Headroom:
    """Count how many items of `request` fit together, whatever its quantity; keep holds among them all.

    Raises
    ------
    BadInput
        If nothing bounds the number.
    Disagreement
        If the verifier rejects the placement.
    """
    ledger = Ledger(room, today, {request.name})
    found, solved = _count(ledger, request, seconds=seconds, seed=seed, report=report)
    one = replace(request, quantity=1)
    if solved is not None and not found.binding:
        found = replace(found, binding=_at_the_outset(ledger, one, found.headroom))
    if solved is not None and (not found.headroom or unstopped(solved.standing, 0)):
        next_one = after_own(ledger, one, found.placement)
        found = replace(
            found,
            reasons=next_one.reasons,
            conflicts=next_one.conflicts,
            would_fit_if=next_one.would_fit_if,
        )
    general = conditions.of_room(ledger, one, standards.judge(room, one))
    return replace(
        found,
        missing=_missing(ledger, one) if found.decision == CANNOT_DECIDE else (),
        conditions=tuple(general),
        input_sha256=digest(room, [request]),
        policy_version=room.policy.version,
    )


def _at_the_outset(ledger: Ledger, one: Request, headroom: int) -> tuple[Stop, ...]:
    """Limits that stop the very first one; none where rules that only say yes or no keep it out."""
    if headroom:
        return ()
    loose = Batch.of(ledger, [one], soft=SOFT)
    return tuple(stops(Standing(loose, Packer(loose.free, loose.reference_hu)), 0))


def _missing(ledger: Ledger, request: Request) -> tuple[Missing, ...]:
    if unmodelled(request):
        return answer_unmodelled(ledger, request).missing
    if request.kind == "application":
        return tuple(host_missing(host_table(ledger, request)))
    return tuple(missing(candidates(ledger, request)))


def _count(
    ledger: Ledger,
    request: Request,
    *,
    seconds: float,
    seed: int,
    report: Callable[[int, int], None] | None,
) -> tuple[Headroom, Solved | None]:
    single = replace(request, quantity=1, priority=1)
    if unmodelled(request):
        return _answer(single, None, CANNOT_DECIDE), None
    solved = count(ledger, single, seconds=seconds, seed=seed, report=report)
    decision = FITS if solved.standing.value else _undecided(ledger, single)
    return _answer(single, solved, decision), solved


def count(
    ledger: Ledger,
    single: Request,
    *,
    seconds: float = SECONDS,
    seed: int = SEED,
    report: Callable[[int, int], None] | None = None,
) -> Solved:
    """The search behind `headroom`, without explanation and verification.

    Raises
    ------
    BadInput
        If nothing bounds the number.
    """
    batch = _counted(Batch.of(ledger, [replace(single, quantity=MOST)]))
    if int(batch.quantities.sum()) >= MOST:
        problem = f"Nothing in the room bounds how many of {single.name!r} fit."
        raise BadInput(
            [Problem(single.file, single.line, "quantity", problem, "Say what one of them needs.")]
        )
    return solve(batch, seconds=seconds, seed=seed, report=report)


def _counted(batch: Batch) -> Batch:
    """The batch with as many items as its columns take one by one."""
    most = min(MOST, int(batch.upper.sum()))
    asked = replace(batch.requests[0], quantity=max(1, most))
    kind = replace(batch.kinds[0], members=((0, most),))
    return replace(batch, requests=(asked,), kinds=(kind,))  # no row depends on how many are asked for


def _undecided(ledger: Ledger, single: Request) -> str:
    possible = Batch.of(ledger, [single], sure=False, together=kinds(ledger, [single]))
    return CANNOT_DECIDE if (possible.upper > 0).any() else DOES_NOT_FIT


def _answer(request: Request, solved: Solved | None, decision: str) -> Headroom:
    if solved is None:
        return Headroom(
            request.name, 0, 0, decision, (), (), Proof("cp-sat", "undecided", 0, 0.0, SEED, True)
        )
    standing = solved.standing
    count = int(standing.counts.sum())
    placed = placements(standing)
    if placed:
        _verify(standing.batch, placed)
    status = "optimal" if count >= solved.bound else "feasible"
    found = Headroom(
        request.name, count, solved.bound, decision, tuple(stops(standing, 0)), placed,
        Proof("cp-sat", status, solved.bound, 0.0, SEED, solved.reproducible, versions()),
    )  # fmt: skip
    return replace(found, proof=replace(found.proof, gap=found.gap))


def _verify(batch: Batch, placed: tuple[Placed, ...]) -> None:
    asked = batch.requests[0]
    verifier = Verifier(batch.ledger.room, batch.ledger.today, {asked.name})
    verdict = verifier.verify([replace(asked, quantity=len(placed))], placed)
    if not verdict.holds or verdict.unknown:
        raise Disagreement(
            f"headroom of {asked.name}: the verifier rejects it: {verdict.violations or verdict.unknown}"
        )
