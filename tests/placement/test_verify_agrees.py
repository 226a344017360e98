"""The verifier against itself and against the brute force, on random rooms and random answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from random import Random

import pytest

from capacity.room import Cord, PortUse
from placement.placed import Placed
from placement.verify import Verdict, Verifier
from tests.properties.brute import Rules
from tests.properties.random_rooms import Case, random_case, random_medium_case

ANSWERS = 4


def answers(case: Case, rules: Rules, count: int) -> Iterator[tuple[Placed, ...]]:
    """Yield answers to the case's request, of some of its items, right and wrong ones."""
    for number in range(count):
        rng = Random(case.seed * 1_000 + number)
        quantity = case.wanted.quantity
        numbers = rng.sample(range(1, quantity + 1), min(quantity, rng.choice((1, 1, 2, 3))))
        placed = [item(case, rules, number, rng) for number in numbers]
        found = tuple(each for each in placed if each is not None)
        if found and "ports.csv" in case.room.files:
            found = tuple(connected(case, rules, found, rng))
        if found:
            yield found


def item(case: Case, rules: Rules, number: int, rng: Random) -> Placed | None:
    """Return an item on some host, or somewhere in some rack on cords that mostly suit."""
    room, request = case.room, case.wanted
    if request.kind == "application":
        return Placed(request.name, number, host=rng.choice(room.hosts).name) if room.hosts else None
    rack = rng.choice(room.racks)
    spots = rules.spots(rack)
    if not spots:
        return None
    position, face = rng.choice(spots)
    if position is None:
        position = 2 * (rack.first_unit + rng.randrange(rack.height_u))
    cords = rng.choice(rules.cords(rack) or [()])
    pdus = [node for node in room.power if node.kind == "pdu"]
    if "power.csv" in room.files and pdus and rng.random() < 0.1:
        some = [rng.choice(pdus) for _ in range(rng.randint(1, 3))]
        legs = [rng.choice(("L1", "L2", "L3")) if pdu.phases == 3 else None for pdu in some]
        cords = tuple(Cord(pdu.name, leg) for pdu, leg in zip(some, legs, strict=True))
    return Placed(request.name, number, rack.name, position, face, cords)


def connected(case: Case, rules: Rules, placed: tuple[Placed, ...], rng: Random) -> Iterator[Placed]:
    """Give the items ports that serve them where there are such, and now and then others."""
    if case.wanted.kind == "application":
        yield from placed
        return
    served = placed
    if len(case.room.racks) < 5:  # in larger rooms the brute force takes its time over ports
        with suppress(ValueError):  # no ports serve them all
            served = rules.with_ports(placed)
    for each, right in zip(placed, served, strict=True):
        uses = right.ports
        if case.room.ports and rng.random() < 0.1:
            groups = rng.sample(case.room.ports, min(2, len(case.room.ports)))
            uses = tuple(PortUse(group.switch, group.port_type, rng.randint(1, 2)) for group in groups)
        yield replace(each, ports=uses)


def states(verdict: Verdict) -> dict[str, str]:
    """Return the rules that do not hold."""
    return {u.rule: "unknown" for u in verdict.unknown} | {v.rule: "broken" for v in verdict.violations}


@pytest.mark.parametrize(("make", "seeds"), [(random_case, 200), (random_medium_case, 10)])
def test_verify_one_says_what_the_full_walk_says(make: Callable[[int], Case], seeds: int) -> None:
    """Word for word: the same violations and figures, unknowns and conditions."""
    outcomes: Counter[str] = Counter()
    for seed in range(seeds):
        case = make(seed)
        rules = Rules(case.room, case.wanted, case.today)
        verifier = Verifier(case.room, case.today, [case.wanted.name])
        for placed in answers(case, rules, ANSWERS):
            found = verifier.verify([case.wanted], placed)
            assert verifier.verify_one(case.wanted, placed) == found
            outcomes.update(states(found).values() or ["holds"])
    assert len(outcomes) == 3


def test_the_verifier_agrees_with_the_brute_force() -> None:
    """Rule by rule, broken, unknown or holding, on answers right and wrong."""
    rules_seen: Counter[str] = Counter()
    for seed in range(1_000, 1_200):
        case = random_case(seed)
        rules = Rules(case.room, case.wanted, case.today)
        if not rules.modelled:
            continue
        verifier = Verifier(case.room, case.today, [case.wanted.name])
        for placed in answers(case, rules, ANSWERS):
            found = states(verifier.verify([case.wanted], placed))
            expected = {rule: state for rule, state in rules.answer(placed).items() if state != "holds"}
            if "broken" in (found.get("space"), expected.get("space")):
                # What stands on something else: the brute force says of keep_free what it says of the rack.
                found.pop("keep_free", None)
                expected.pop("keep_free", None)
            if expected.get("keep") == "unknown":
                # Where every value of what is not known breaks it, the verifier says so.
                found["keep"] = "unknown"
            assert found == expected, (seed, placed)
            rules_seen.update(found.keys())
    assert len(rules_seen) >= 14
