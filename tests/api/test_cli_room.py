"""titip room on the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.api.running import SAMPLE, TODAY, Run
from tests.rooms import ROOM, write_room


def test_the_json_has_the_contracts_keys(titip: Run) -> None:
    """racks, devices, dimensions, limits, broken and missing, with their own keys."""
    ran = titip("room", SAMPLE, "--json", "--today", TODAY)
    assert ran.code == 0
    said = ran.said
    assert (said["racks"], said["devices"]) == (14, 250)
    for dimension in said["dimensions"]:
        assert {"dimension", "unit", "capacity", "used", "held", "free", "stranded"} <= set(dimension)
    assert {"limit", "scenario", "unit", "capacity", "used"} <= set(said["limits"][0])
    assert [b["check"] for b in said["broken"]] == ["overlap"]
    assert {(m["file"], m["row"], m["column"]) for m in said["missing"]} == {
        ("devices.csv", 129, "weight_kg"),
        ("devices.csv", 161, "position_u"),
        ("devices.csv", 205, "power_w"),
        ("racks.csv", 13, "max_heat_w"),
    }
    assert said["failover_budget"]["limit"] == "ups UPS-B"
    assert said["failover_budget"]["amount"] == 3069


def test_the_json_says_what_is_stranded_and_where(titip: Run) -> None:
    """Per dimension that racks have a part of; of what is not known in one of the racks there is no sum."""
    said = titip("room", SAMPLE, "--json", "--today", TODAY).said
    assert said["reference"] == "ref-2u-10g"
    assert {each["rack"]: each["rules"] for each in said["stranded_racks"]} == {
        "A01": ["space"],
        "A07": ["status"],
        "B01": ["dedicated"],
        "B02": ["zone"],
        "B04": ["outlets"],
        "B06": ["zone"],
        "B07": ["zone"],
    }
    assert said["undecided_racks"] == [{"rack": "B05", "rules": ["heat"]}]
    free = {each["rack"]: each["free"] for each in said["stranded_racks"]}
    assert free["A01"] == {"space": 3, "weight": 774.9, "heat": 2082, "power:pdu": 15746}
    assert free["B01"]["weight"] is None  # that of siak-san-1 is not known
    stranded = {each["dimension"]: each["stranded"] for each in said["dimensions"]}
    assert {name for name, amount in stranded.items() if amount is None} == {
        "weight", "power:ups", "power:panel", "cooling", "vcpu", "memory", "disk",
    }  # fmt: skip
    for name in ("space", "heat", "power:pdu", "ports:25gbase-x-sfp28"):
        assert stranded[name] == sum(of_rack.get(name, 0) for of_rack in free.values())


def test_the_first_reference_of_the_policy_is_asked_about(titip: Run, tmp_path: Path) -> None:
    """A higher one fits in fewer racks; its device type may be the room's own. Without any: the default."""
    plain = titip("room", write_room(tmp_path / "plain"), "--json").said
    assert (plain["reference"], plain["stranded_racks"]) == ("reference", [])
    high = ROOM["policy.toml"] + '[[reference]]\nrequest = "high"\ndevice_type = "tower"\n'
    room = write_room(tmp_path / "high", policy=high)
    types = "slug,u_height,depth,depth_mm,weight_kg,power_w,cords\ntower,35,full,700,20,300,2\n"
    (room / "device_types.csv").write_text(types, encoding="utf-8")
    said = titip("room", room, "--json").said
    assert said["reference"] == "high"
    assert [each["rack"] for each in said["stranded_racks"]] == ["R02"]
    assert [d["stranded"] for d in said["dimensions"] if d["dimension"] == "space"] == [38]


def test_a_reference_that_cannot_be_read_is_bad_input(titip: Run, tmp_path: Path) -> None:
    """A device type that is in no catalogue; the policy is named."""
    policy = ROOM["policy.toml"] + '[[reference]]\ndevice_type = "no-such-type"\n'
    ran = titip("room", write_room(tmp_path / "room", policy=policy), "--json")
    assert ran.code == 2
    assert [(e["file"], e["column"]) for e in ran.said["errors"]] == [
        ("policy.toml", "reference[1].device_type")
    ]


def test_limits_come_tightest_first(titip: Run) -> None:
    """By the part of the capacity that is left."""
    limits = titip("room", SAMPLE, "--json", "--today", TODAY).said["limits"]
    left = [(each["capacity"] - each["used"]) / each["capacity"] for each in limits if each["capacity"]]
    assert left == sorted(left)
    assert limits[-1]["capacity"] is None  # the one heat limit that is not known


def test_a_zip_is_a_room_as_well(titip: Run, tmp_path: Path) -> None:
    """The same answer from a folder and from a zip of it."""
    write_room(tmp_path / "room")
    shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path / "room")
    folder, packed = (
        titip("room", tmp_path / name, "--json", "--today", TODAY).said for name in ("room", "packed.zip")
    )
    assert folder == packed


def test_a_broken_room_is_no_error(titip: Run, tmp_path: Path) -> None:
    """Faults of the room are reported; the command has done its work, so 0."""
    devices = ROOM["devices.csv"].replace("db-1,R02,7", "db-1,R02,41")
    ran = titip("room", write_room(tmp_path / "room", devices=devices), "--json")
    assert ran.code == 0
    assert [b["rule"] for b in ran.said["broken"]] == ["space"]


def test_a_room_that_is_none_is_bad_input(titip: Run, tmp_path: Path) -> None:
    """Exit 2."""
    assert titip("room", tmp_path / "nowhere").code == 2
    assert titip("room", tmp_path / "nowhere", "--json").said["errors"]


def test_lapsed_reservations_are_reported(titip: Run) -> None:
    """By the day given; they no longer count as held."""
    said = titip("room", SAMPLE, "--json", "--today", "2099-01-01").said
    lapsed = {f["names"][0] for f in said["warnings"] if f["check"] == "lapsed-reservation"}
    assert lapsed == {"TT-2025-044", "TT-2026-022", "TT-2026-023"}
    assert {d["dimension"]: d["held"] for d in said["dimensions"]}["space"] == 2
