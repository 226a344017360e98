"""Scenarios on random rooms: what is done and undone leaves nothing, and losses are those of the contract."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from fractions import Fraction
from random import Random

import pytest

from capacity.data import data_path
from capacity.ledger import Ledger
from capacity.limits.power import PowerGrid
from capacity.reading import read_room
from capacity.reading.references import keys_of
from capacity.room import Room
from capacity.scenario import Add, Change, Lose, Remove, Scenario, Set, SetPolicy, applied, apply, set_values
from capacity.scenario.changes import TABLES
from capacity.scenario.columns import table_of
from capacity.scenario.draft import names_of
from placement.verify.chain import Chain
from placement.whatif import prepare, whatif, whatif_json
from tests.builders import random_room
from tests.properties.cases import read
from tests.properties.random_rooms import random_case

SEEDS, CHUNK = 60, 20
CHUNKS = range(3_000, 3_000 + SEEDS, CHUNK)
SAMPLES = ("denpasar", "hall")


def rooms(first: int) -> list[Room]:
    return [random_room(seed).room for seed in range(first, first + CHUNK)]


def sample(name: str) -> Room:
    return read_room(data_path(f"rooms/{name}"))


def added(room: Room) -> dict[str, dict[str, object]]:
    """A row for each table that stands in no relation to others, but for the rack that it needs."""
    rack = room.racks[0].name
    return {
        "racks": {"rack": "NEW", "row": "N", "u_height": 7, "blocked_units": "1 3-4"},
        "power": {"node": "NEW", "kind": "pdu", "rated_w": 9, "rack": rack, "usable_fraction": "0.25"},
        "cooling": {"unit": "NEW", "capacity_w": 9, "zones": "Z-NEW"},
        "ports": {"switch": "NEW", "rack": rack, "port_type": "new", "ports": 3, "max_cable_m": "1.5"},
        "trays": {"from": "NEW", "to": rack, "length_m": 2},
        "devices": {"device": "NEW", "rack": rack, "position_u": "0U", "u_height": 0, "power_w": 3},
        "reservations": {"reservation": "NEW", "rack": rack, "u_height": "1.5", "until": date(2099, 1, 1)},
        "hosts": {"host": "NEW", "os_families": ["b", "a"], "vcpu": 2},
        "vms": {"vm": "NEW", "memory_mb": 5},
        "standards": {"product": "NEW", "rule": "allowed", "note": "x"},
    }  # fmt: skip


def there_and_gone(room: Room) -> list[Change]:
    rows = added(room)
    tray = f"NEW/{room.racks[0].name}"
    changes: list[Change] = [Add(table, (rows[table],)) for table in TABLES]
    return changes + [Remove(table, (tray if table == "trays" else "NEW",)) for table in TABLES]


def test_what_is_added_and_removed_again_leaves_the_samples_as_they_were() -> None:
    for name in SAMPLES:
        room = sample(name)
        assert apply(room, there_and_gone(room)) is room


@pytest.mark.parametrize("first", CHUNKS)
def test_what_is_added_and_removed_again_leaves_the_room_as_it_was(first: int) -> None:
    for room in rooms(first):
        assert apply(room, there_and_gone(room)) is room


@pytest.mark.parametrize("first", CHUNKS)
def test_what_is_removed_and_added_again_in_written_units_is_the_same_thing(first: int) -> None:
    """By the cells of the room's own files; what is removed comes back at the end of its table."""
    for seed in range(first, first + CHUNK):
        case = random_case(seed)
        room = read(seed, case).room
        for table in TABLES:
            written = rows_of(case.files.get(f"{table}.csv", ""))
            names = names_of(table_of(f"{table}.csv", getattr(room, table))) if written else []
            if not names or table in ("racks", "power", "cooling", "ports", "hosts", "standards", "trays"):
                continue  # others name them, or their rows have no name of their own
            again = apply(room, [Remove(table, (names[0],)), Add(table, (written[0],))])
            before, after = getattr(room, table), getattr(again, table)
            assert [without_line(thing) for thing in (*before[1:], before[0])] == [
                without_line(thing) for thing in after
            ]


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def without_line(thing: object) -> tuple[object, ...]:
    return tuple(getattr(thing, name) for name in type(thing).__dataclass_fields__ if name != "line")  # type: ignore[attr-defined]


@pytest.mark.parametrize("first", CHUNKS)
def test_setting_every_cell_to_what_it_says_is_the_room_itself(first: int) -> None:
    looked_at: Counter[str] = Counter()
    for seed in range(first, first + CHUNK):
        case = random_case(seed)
        room = read(seed, case).room
        changes: list[Change] = []
        for table in TABLES:
            file = f"{table}.csv"
            for row in rows_of(case.files.get(file, "")):
                keys = [row.get(key, "").strip() for key in keys_of(file)]
                name = {"ports": "/".join(keys), "standards": ""}.get(table, keys[0] if keys else "")
                if name:  # a tray has no name of its own, a product several rows
                    changes.append(Set(table, name, row))
                    looked_at[table] += 1
        assert apply(room, changes) is room
        assert isinstance(changes[-1], Set)
        assert set_values(room, changes[-1].table, changes[-1].name, changes[-1].values) is room
    assert set(looked_at) >= {"racks", "power", "devices", "reservations", "hosts"}


@pytest.mark.parametrize("first", CHUNKS)
def test_a_lost_node_leaves_dead_what_the_verifier_finds_dead_in_that_loss(first: int) -> None:
    for room in rooms(first):
        chain = Chain(room.power, room.policy.survive)
        for bit, node in enumerate(chain.losses):
            dead = {n.name for at, n in enumerate(room.power) if chain.killers[at] >> bit & 1}
            found = applied(room, [Lose(room.power[node].name, "power")]).aftermath
            assert set(found.nodes) == dead
            known = [d for d in room.devices if d.cords]
            wanted = {d.name for d in known if all(cord.pdu in dead for cord in d.cords)}
            assert {d.name for d in known if d.name in found.dead} == wanted


@pytest.mark.parametrize("first", CHUNKS)
def test_what_is_left_carries_what_the_ledger_says_of_the_loss(first: int) -> None:
    """To the fraction of a watt, where it is known what is plugged in where."""
    compared = 0
    for room in rooms(first):
        known = all(d.cords or not d.draws for d in Ledger(room, date(2026, 11, 24)).demands.servers)
        for name in [n.name for n in room.power if known and n.kind in room.policy.survive]:
            check_loads(room, name)
            compared += 1
    assert compared > CHUNK


def test_what_is_left_of_the_samples_carries_what_the_ledger_says_of_the_loss() -> None:
    for name in SAMPLES:
        check_loads(sample(name), "UPS-A")


def check_loads(room: Room, lost: str) -> None:
    before = grid(room)
    after = grid(apply(room, [Lose(lost, "power")]))
    scenario = before.chain.index[lost]
    for at, node in enumerate(after.chain.nodes):
        was = before.chain.index[node.name]
        load = Fraction(before.least.of(was, scenario), before.unit * before.scale)
        assert Fraction(after.least.of(at, None), after.unit * after.scale) == load, (lost, node.name)
    alive = set(after.chain.index)
    dead = before.chain.dead(scenario)
    assert alive == {n.name for at, n in enumerate(before.chain.nodes) if at not in dead}


def grid(room: Room) -> PowerGrid:
    found = Ledger(room, date(2026, 11, 24)).power
    assert found is not None or not room.power
    return found or PowerGrid((), (), room.policy)


@pytest.mark.parametrize("seed", range(3_000, 3_012))
def test_scenarios_of_random_losses_hold_before_the_verifier(seed: int) -> None:
    """Every headroom and plan passes it in the room that is left; the empty scenario is the base."""
    case, rng = random_room(seed), Random(seed)
    losable: list[Change] = [Lose(n.name, "power") for n in case.room.power]
    losable += [Lose(u.name, "cooling") for u in case.room.cooling]
    losable += [Lose(name, "switch") for name in dict.fromkeys(g.switch for g in case.room.ports)]
    losable += [Lose(h.name, "host") for h in case.room.hosts]
    losable += [Lose(r.name, "rack") for r in case.room.racks[1:]]
    changes = [*rng.sample(losable, min(2, len(losable))), SetPolicy({"cooling": {"spare": 0}})]
    scenarios = [Scenario("as it is"), Scenario("less", tuple(changes))]
    ready = prepare(case.room, scenarios, {}, (case.request,))
    said = whatif_json(whatif(case.room, ready, case.today, catalogue={}, queue=(case.request,)), 0)
    same, less = said["scenarios"]  # type: ignore[misc]
    base = said["base"]
    assert isinstance(base, dict)
    assert same["differences"] == []
    assert {key: same[key] for key in ("placed", "not_placed")} == {
        key: base[key] for key in ("placed", "not_placed")
    }
    assert all(each["base"] == each["scenario"] for each in same["headroom"])
    assert [each["request"] for each in less["headroom"]] == [each["request"] for each in same["headroom"]]
