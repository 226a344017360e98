"""The random rooms: valid, repeatable, and so mixed that no rule and no outcome is rare."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from capacity.reading import read_room
from placement.reading import read_request
from tests.properties import brute
from tests.properties.random_rooms import Case, random_case, random_medium_case, write

SEEDS = 300
"""The seeds whose reach is counted."""

# The least that each is reached; about two thirds of what it was when this was written.
DECISIONS = {"fits": 75, "does not fit": 80, "cannot decide": 42}
SEVERAL = {"fits": 13, "does not fit": 28, "cannot decide": 7}
BROKEN = {
    "space": 140,
    "power": 60,
    "hosting": 30,
    "keep": 24,
    "status": 14,
    "cords": 14,
    "keep_free": 14,
    "ports": 14,
    "cooling": 12,
    "depth": 12,
    "zone": 10,
    "outlets": 9,
    "weight": 9,
    "heat": 6,
    "dedicated": 6,
    "standards": 4,
}
CONFLICTS = dict.fromkeys(brute.RULES, 1)
UNKNOWN = {
    "power": 25,
    "heat": 18,
    "cooling": 13,
    "space": 12,
    "weight": 8,
    "keep": 6,
    "depth": 6,
    "zone": 2,
    "keep_free": 1,
    "hosting": 1,
    "ports": 1,
    "standards": 1,
}
ONE_MORE = {"power_w": 45, "depth_mm": 18, "weight_g": 12}


def test_every_outcome_and_every_rule_is_reached_often_enough() -> None:
    """Over 300 seeds: decisions, broken and unknown rules, conflicts, and limits that are met exactly."""
    found: dict[str, Counter[str]] = {
        name: Counter() for name in ("decisions", "several", "broken", "conflicts", "unknown", "one more")
    }
    for seed in range(SEEDS):
        _count(random_case(seed), found)
    wanted = {
        "decisions": DECISIONS,
        "several": SEVERAL,
        "broken": BROKEN,
        "conflicts": CONFLICTS,
        "unknown": UNKNOWN,
        "one more": ONE_MORE,
    }
    rare = {
        (name, key): found[name][key]
        for name, least in wanted.items()
        for key, count in least.items()
        if found[name][key] < count
    }
    assert not rare, f"{rare} of {found}"


def _count(case: Case, found: dict[str, Counter[str]]) -> None:
    places = brute.places(case.room, case.wanted, case.today)
    choices = [choice for verdict in places.values() for choice in verdict.choices]
    decision, answer = brute.solve(case.room, case.wanted, case.today)
    found["decisions"][decision] += 1
    if case.wanted.quantity > 1:
        found["several"][decision] += 1
    found["broken"].update({rule for choice in choices for rule in choice.broken})
    found["unknown"].update({r for choice in choices if not choice.broken for r in choice.unknown})
    if not any(verdict.state != "out" for verdict in places.values()):
        conflicts = brute.explain(case.room, case.wanted, case.today).conflicts
        found["conflicts"].update({rule for conflict in conflicts for rule in conflict})
    if decision == "fits":
        judged = brute.judge(case.room, case.wanted, answer, case.today)
        assert set(judged.values()) == {"holds"}, f"seed {case.seed}: {judged}"
        found["one more"].update(_tight(case, answer))
    if case.wanted.quantity == 1:
        assert decision == brute.decision(case.room, case.wanted, case.today), f"seed {case.seed}"


def _tight(case: Case, answer: tuple[Any, ...]) -> set[str]:
    """Return the attributes of which this answer cannot bear one more watt, gram or millimetre."""
    found = set()
    for name in ONE_MORE:
        value = getattr(case.wanted, name)
        if value is not None:
            more = replace(case.wanted, **{name: value + 1})
            if "broken" in brute.judge(case.room, more, answer, case.today).values():
                found.add(name)
    return found


def test_the_same_seed_makes_the_same_room() -> None:
    """And other seeds make others."""
    assert random_case(5) == random_case(5)
    assert random_medium_case(5) == random_medium_case(5)
    assert len({str(random_case(seed).files) for seed in range(20)}) == 20


@pytest.mark.parametrize("make", [random_case, random_medium_case])
@pytest.mark.parametrize("first", range(0, 100, 10))
def test_the_readers_accept_every_room_and_make_of_it_what_was_meant(
    make: Any, first: int, tmp_path: Path
) -> None:
    """All but line numbers, notes and the digest, which come from files."""
    for seed in range(first, first + (10 if make is random_case else 1)):
        case = make(seed)
        room = read_room(write(case, tmp_path / f"room-{seed}"))
        for field in fields(room):
            if field.name not in ("sha256", "notes"):
                read, meant = getattr(room, field.name), getattr(case.room, field.name)
                assert _without_lines(read) == _without_lines(meant), f"seed {seed}: {field.name}"
        file = tmp_path / f"request-{seed}.json"
        file.write_text(json.dumps(case.request), encoding="utf-8")
        request = read_request(file, {})
        assert replace(request, file="request.json", line=None, notes=()) == case.wanted, f"seed {seed}"


def _without_lines(value: Any) -> Any:
    if not isinstance(value, tuple):
        return value
    return tuple(replace(one, line=0) if hasattr(one, "line") else one for one in value)
