"""Whatever a scenario says, it makes a room that can be looked at, or bad input; never anything else."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

from capacity.errors import BadInput, Problem
from capacity.reading.dictionary import columns_of
from capacity.reading.mapping import RawNumber
from capacity.room import Cord, PortUse, Reservation, Room, Tray
from capacity.scenario import Add, Change, Lose, Move, Remove, Set, SetPolicy, applied
from capacity.scenario.changes import LOSABLE, TABLES
from capacity.summary import summarise, summary_json
from tests.builders import PAIR, SFP, TODAY, chain, device, draws, group, host, rack, room, unit, vm

BASE = room(
    draws("D1", 300, "R1-A"),
    device("D2", cords=PAIR, ports=(PortUse("S1", SFP, 2),)),
    device("D3", rack="R2", position_hu=8, power_w=None),
    racks=(rack(), rack("R2")),
    power=chain("R1", "R2"),
    cooling=(unit("AC1", 9_000), unit("AC2", 9_000)),
    ports=(group("S1", 4), group("S1", 4, port_type="x"), group("S2", 4, rack="R2")),
    trays=(Tray(("R1", "R2"), 900),),
    hosts=(host("H1", device="D2", cluster="C"), host("H2", cluster="C")),
    vms=(vm("V1", "H1"), vm("V2", "H2", memory_mb=70_000)),
    reservations=(Reservation("P1", "Q1", 1, rack="R2", position_hu=4, height_hu=2, cords=(Cord("R2-A"),)),),
)
NAMES = (
    *("UTIL", "UA", "PB", "R1", "R2", "R1-A", "R2-B", "R1/R2", "D1", "D2", "D3", "S1", "S1/x"),
    *("AC1", "H1", "H2", "V1", "P1", "NEW", "Z1", "C"),
)
WORDS = (
    *("", " ", "0U", "0", "1", "2.5", "-1", "1e3", "1,5", "R1-A R2-B", "R1-A:L1", "S1/x:2", "1-4"),
    *("half", "rear", "ups", "pdu", "planned", "3", "yes", "UA UB", "x" * 11_000, "\x00", "2027-02-30"),
)
ODD: list[Any] = [
    0, 1, 3, 10**30, -5, True, None, 1.5, RawNumber("0.5"), RawNumber("nan"), [], ["R1-A"], [1], {}, {"a": 1},
    date(2027, 1, 1),
]  # fmt: skip


def value(rng: Random) -> Any:
    return rng.choice((rng.choice(NAMES), rng.choice(WORDS), rng.choice(ODD)))


def cells(rng: Random, table: str, least: int = 0) -> dict[str, Any]:
    known = list(columns_of(f"{table}.csv"))
    return {rng.choice([*known, "nonsense"]): value(rng) for _ in range(rng.randint(least, 4))}


def whole(rng: Random, table: str) -> dict[str, Any]:
    """A row with what it must have, so that some are good."""
    needed = {name for name, column in columns_of(f"{table}.csv").items() if column.required}
    good = {"kind": "pdu", "rated_w": 9, "u_height": 4, "ports": 3, "length_m": 1, "rule": "allowed"}
    row = {name: good.get(name, rng.choice(NAMES)) for name in sorted(needed)}
    return row | (cells(rng, table) if rng.random() < 0.5 else {})


def change(rng: Random) -> Change:
    table, name = rng.choice(TABLES), rng.choice(NAMES)
    kinds: tuple[Change, ...] = (
        Lose(name, rng.choice((None, None, *LOSABLE))),
        Add(table, tuple(whole(rng, table) for _ in range(rng.randint(0, 2)))),
        Remove(table, (name,)),
        Remove(table, where=cells(rng, table, 1)),
        Set(table, name, cells(rng, table)),
        Move(name, cells(rng, "devices") | {"rack": rng.choice(("R1", "R2", "R9", ""))}),
        SetPolicy({rng.choice(("power", "cooling", "hosting", "x")): {"spare": value(rng)}}),
    )
    return rng.choice(kinds)


def outcome(base: Room, changes: list[Change]) -> str:
    problems: tuple[Problem, ...] = ()
    try:
        found = applied(base, changes, "s.toml")
    except BadInput as bad:
        problems = bad.problems
    else:
        said = summary_json(summarise(found.room, TODAY), {})
        assert said["racks"] == len(found.room.racks)
    assert all(p.file == "s.toml" and p.advice and str(p).isprintable() for p in problems)
    return "refused" if problems else "made"


@pytest.mark.parametrize("first", range(0, 1_200, 400))
def test_a_scenario_makes_a_room_or_is_refused(first: int) -> None:
    seen = set()
    for seed in range(first, first + 400):
        rng = Random(seed)
        seen.add(outcome(BASE, [change(rng) for _ in range(rng.choice((1, 1, 1, 2, 3)))]))
    assert seen == {"made", "refused"}
