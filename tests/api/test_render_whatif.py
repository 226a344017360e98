"""What a person reads of scenarios side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from api.render.whatif import print_whatif
from capacity.room import Cord, PortUse, Reservation, Room
from capacity.scenario import Change, Lose, Move, Place, Remove, Scenario, Set
from placement.whatif import prepare, whatif
from tests.builders import PAIR, SFP, TODAY, device, draws, group, host, room, unit, vm

SERVER = {"request": "ref", "u_height": 1, "power_w": 300, "weight_kg": 1, "depth_mm": 500, "cords": 2}
APPLICATION = {"request": "app", "kind": "application", "vcpu": 2, "memory_mb": 4_096, "disk_gb": 10}
RUNS = {"vcpu": 3, "memory_mb": 5, "disk_gb": 1}
HELD = Reservation(
    "P1", "Q", 1, "X", rack="R1", position_hu=12, height_hu=2, weight_g=0, power_w=9, cords=(Cord("R1-A"),)
)
BASE = room(
    draws("D1", 300, "R1-A"),
    draws("D0", 100),
    device("D2", cords=PAIR, ports=(PortUse("S1", SFP, 2),)),
    draws("HOT", 5_000, "R1-B"),
    ports=(group("S1", 4), group("S2", 4)),
    cooling=(unit("AC1", 9_000), unit("AC2", 9_000)),
    hosts=(host("H1", device="D2", cluster="C"), host("H2", cluster="C"), host("H3", device="D1")),
    vms=(vm("V1", "H1", **RUNS), vm("V3", "H3", **RUNS)),
    reservations=(HELD,),
    policy={"references": (SERVER, APPLICATION)},
)
LOSSES = (Lose("PA"), Lose("S1"), Lose("H1"))
COOL = Remove("devices", ("HOT",))


def shown(
    capsys: pytest.CaptureFixture[str], *changes: Change, where: Room = BASE, **more: Any
) -> tuple[dict[str, str], str]:
    """Label -> the rest of the row, of the table; and all of it as one line."""
    scenario = Scenario("S", changes, **more)
    print_whatif("small", whatif(where, prepare(where, [scenario], {}), TODAY, catalogue={}), 0.5)
    out = capsys.readouterr().out
    rows = dict(line.strip().split("  ", 1) for line in out.splitlines() if "  " in line.strip())
    return {label: " ".join(rest.split()) for label, rest in rows.items()}, " ".join(out.split())


def test_everything_that_losses_do_is_counted_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    rows, said = shown(capsys, *LOSSES)
    for label in ("without power", "perhaps without power", "on fewer cords", "with fewer ports",
                  "VMs stopped", "VMs restarted", "holds without support"):  # fmt: skip
        assert rows[label] == "– 1"
    for sentence in (
        "1 device is without power: D1.",
        "1 device is perhaps without power: cords are not known: D0.",
        "1 device runs on fewer cords than before: D2.",
        "1 device has lost ports: D2.",
        "1 VM stopped: no host of the cluster is left: V3.",
        "1 VM has to start again on another host of the cluster: V1.",
        "1 reservation has lost place, power or ports: P1.",
    ):
        assert sentence in said


def test_what_no_scenario_does_has_no_row(capsys: pytest.CaptureFixture[str]) -> None:
    rows, said = shown(capsys, COOL)
    assert not {"without power", "VMs stopped", "placed by it", "of the queue"} & set(rows)
    assert "without power" not in said


def test_faults_are_told_as_new_worse_and_gone(capsys: pytest.CaptureFixture[str]) -> None:
    rows, said = shown(capsys, Move("HOT", {"cords": "R1-A R1-B"}))
    assert rows["broken rules"] == "2 3 2 new"
    assert "Broken: pdu R1-A. Overloaded with UB lost: 5,309 W of 4,000 W." in said
    rows, said = shown(capsys, COOL)
    assert rows["broken rules"] == "2 0"
    assert "2 rules broken today are no longer broken." in said


def test_a_negative_failover_budget_is_told_as_too_much(capsys: pytest.CaptureFixture[str]) -> None:
    rows, said = shown(capsys, *LOSSES)
    assert rows["failover budget, W"] == "≤-1,000 -1,100 -100"
    assert "The chain does not carry it: 1,100 W too much on pdu R1-B." in said
    assert "Failover budget: at most 3,691 W, on pdu R1-A." in shown(capsys, COOL)[1]


def test_what_stops_the_next_one_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    rows, said = shown(capsys, *LOSSES)
    assert (rows["more of ref"], rows["more of app"]) == ("0 0", "20 6 -14")
    assert "No ref fits: heat in every rack." in said
    assert "The next app is stopped by vcpu of H2." in said


def test_a_room_without_hosts_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    gone = (Remove("hosts", ("H1", "H2", "H3")), Remove("vms", ("V1", "V3")))
    assert "No app fits: there is no host." in shown(capsys, *gone)[1]


def test_items_without_a_place_are_told_with_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    one = {"request": "N1", "quantity": 2, "u_height": 2, "power_w": 300, "weight_kg": 5, "depth_mm": 500}
    tall = {"request": "N2", "u_height": 9, "power_w": 1, "weight_kg": 5, "depth_mm": 500}
    rows, said = shown(capsys, COOL, Place((one, tall)))
    assert rows["placed by it"] == "– 2 of 3"
    assert "Placed: 2 of 2 of N1 in R1 U" in said
    assert "Of what it places no place is left for N2: space." in said


def test_what_is_not_known_is_a_question_mark_and_undecided(capsys: pytest.CaptureFixture[str]) -> None:
    rows, said = shown(capsys, COOL, Set("racks", "R1", {"max_load_kg": "", "max_heat_w": ""}))
    assert rows["weight, kg"] == "100 ?"
    assert "The next ref cannot be decided: data is missing." in said
    assert rows["more of ref"] == "0 ?"
    assert "? not known at all" in said


def test_amounts_that_unknown_data_may_lessen_are_bounds(capsys: pytest.CaptureFixture[str]) -> None:
    rows, said = shown(capsys, COOL, Set("devices", "D2", {"weight_kg": "", "power_w": ""}))
    assert (rows["weight, kg"], rows["heat, W"]) == ("100 ≤100", "-409 ≤4,591 +5,000")
    assert "≤ at most" in said


def test_what_is_no_longer_there_at_all_is_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    rows, _ = shown(capsys, Lose("UTIL"), Lose("S1"), Lose("S2"))
    assert (rows["failover budget, W"], rows["10gbase-x-sfpp, ports"]) == ("≤-1,000 –", "6 –")


def test_dimensions_that_stay_are_only_named(capsys: pytest.CaptureFixture[str]) -> None:
    """And those that have nothing in any of the rooms are not."""
    rows, said = shown(capsys, COOL, where=replace(BASE, vms=(), hosts=(), files=BASE.files))
    assert "weight and 10gbase-x-sfpp." in said
    rows, said = shown(capsys, COOL)
    assert "Free as it is in all of them: space, weight, 10gbase-x-sfpp, vcpu, memory and disk." in said
    assert "space, U" not in rows


def test_days_and_owner_stand_under_the_name(capsys: pytest.CaptureFixture[str]) -> None:
    dated = Remove("devices", ("HOT",), at=date(2027, 3, 1))
    assert "S 1 change, planned for 2027-03-01, Bidang TIK" in shown(capsys, dated, owner="Bidang TIK")[1]
