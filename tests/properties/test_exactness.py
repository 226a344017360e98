"""Filter, CP-SAT and verifier against a brute force, on random tiny rooms with every feature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from capacity.ledger import Ledger
from placement.applications import host_table
from placement.candidates import Candidates, candidates
from placement.check import Checker
from placement.check_server import unmodelled
from placement.explain import blocked, conflicts
from placement.request import Request
from placement.rules import BIT
from tests.properties import brute
from tests.properties.cases import Read, read

ROOMS = 2_000
CHUNK = 50
SOAK_ROOMS = 20_000


def states(ledger: Ledger, request: Request) -> dict[object, str]:
    """State of every place as the filter sees it."""
    if request.kind == "application":
        places = host_table(ledger, request).places
        return {p.host.name: _state(p.broken, p.unknown) for p in places}
    return dict(_server_states(candidates(ledger, request)))


def _server_states(table: Candidates) -> Iterator[tuple[object, str]]:
    order = ["certain", "undecided", "out"]
    for face in table.starts:
        for rack, at in zip(*(axis.tolist() for axis in np.nonzero(face.allowed)), strict=True):
            best = "out"
            for choice in np.flatnonzero(table.choice_rack == rack).tolist():
                broken = table.broken[rack] | table.choice_broken[choice] | face.broken[rack, at]
                unknown = table.unknown[rack] | table.choice_unknown[choice] | face.unknown[rack, at]
                best = min(best, _state(int(broken), int(unknown)), key=order.index)
            value = table.ledger.racks[rack]
            position = 2 * value.first_unit + at if table.measured else None
            yield (value.name, position, face.face), best


def _state(broken: int, unknown: int) -> str:
    return "out" if broken else "undecided" if unknown else "certain"


def check_case(case: Read) -> None:
    """Everything that must agree on one case."""
    one = replace(case.request, quantity=1)
    checker = Checker(case.room, case.today)
    ledger, _ = checker.compiled(one)
    wanted = brute.places(case.room, one, case.today)
    decision = brute.decision(case.room, one, case.today)
    if not unmodelled(one):
        if one.kind == "application" or one.height_hu is not None:
            assert states(ledger, one) == {k: v.state for k, v in wanted.items()}, (
                f"places of seed {case.seed}"
            )
        if decision == "does not fit" and one.kind == "server":
            _check_reasons(case, candidates(ledger, one), one)
    # `check` raises if CP-SAT or the verifier disagree with the filter.
    answer = checker.check(one)
    assert answer.decision == decision, f"decision of seed {case.seed}"
    if not unmodelled(one):
        assert answer.proof is not None
        assert answer.proof.method == "both"
    if case.request.quantity > 1:
        joint = brute.joint(case.room, case.request, case.today)
        assert checker.check(case.request).decision == joint, f"decision of all items of seed {case.seed}"


def _check_reasons(case: Read, table: Candidates, request: Request) -> None:
    wanted = brute.explain(case.room, request, case.today)
    found = blocked(table)
    for rule, bit in BIT.items():
        always, alone = (int(((mask & np.uint32(bit)) > 0).sum()) for mask in (found.always, found.alone))
        assert always == wanted.racks.get(rule, 0), f"racks that {rule} excludes, seed {case.seed}"
        assert alone == wanted.only_blocker.get(rule, 0), f"racks only {rule} blocks, seed {case.seed}"
    sets = {frozenset(c) for c in conflicts(found.minimal)}
    assert sets == set(wanted.conflicts), f"conflicts of seed {case.seed}"


@pytest.mark.parametrize("first", range(0, ROOMS, CHUNK))
def test_places_reasons_and_decisions_equal_those_of_the_brute_force(first: int) -> None:
    """On 2,000 rooms: the same certain and undecided places, counts of reasons, conflicts, decisions."""
    for seed in range(first, first + CHUNK):
        check_case(read(seed))


@pytest.mark.soak
@pytest.mark.timeout(0)
@pytest.mark.parametrize("first", range(100_000, 100_000 + SOAK_ROOMS, 500))
def test_twenty_thousand_more_rooms_agree(first: int) -> None:
    """The same on ten times as many rooms; for `make soak`."""
    for seed in range(first, first + 500):
        check_case(read(seed))
