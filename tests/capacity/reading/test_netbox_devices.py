"""Devices from NetBox: types, names, positions, weights and draws."""

from __future__ import annotations

from pathlib import Path

from tests.capacity.reading.netbox_export import (
    DEVICES,
    TYPES,
    gap_about,
    imported,
    room_of,
    rows,
    why_left_out,
)


def test_a_device_gets_depth_and_weight_from_its_type(tmp_path: Path) -> None:
    """The device table has neither; the types are joined by maker and model."""
    found = imported(
        tmp_path,
        TYPES,
        devices=DEVICES + "web,Active,Dinas X,Hall,Row A,R1,Acme,S1,5,,26.0,Rear,1\n",
    )
    (device,) = room_of(found, tmp_path).devices
    assert (device.name, device.rack, device.position_hu, device.face) == ("web", "R1", 52, "rear")
    assert (device.height_hu, device.depth, device.weight_g, device.owner) == (2, "full", 20_000, "Dinas X")
    assert (device.power_w, device.depth_mm) == (None, None)


def test_models_that_differ_by_a_plus_are_two(tmp_path: Path) -> None:
    """S1 and S1+ must not be taken for each other."""
    plus = TYPES.replace("model: S1", "model: S1+").replace("acme-s1", "acme-s1-plus").replace("20.0", "31.5")
    found = imported(
        tmp_path,
        TYPES + "---\n" + plus,
        devices=DEVICES
        + "a,Active,,Hall,Row A,R1,Acme,S1,1,,1,Front,1\n"
        + "b,Active,,Hall,Row A,R1,Acme,S1+,2,,2,Front,1\n",
    )
    assert [row["weight_kg"] for row in rows(found, "devices.csv")] == ["20", "31.5"]
    assert [row["slug"] for row in rows(found, "device_types.csv")] == ["acme-s1", "acme-s1-plus"]


def test_unnamed_devices_are_called_by_type_and_id(tmp_path: Path) -> None:
    """NetBox shows all of them as "Unnamed device", and their ports as maker, model and ID."""
    found = imported(
        tmp_path,
        devices=DEVICES
        + "Unnamed device,Active,,Hall,Row A,R1,Acme,S1,83,,1,Front,1\n"
        + "Unnamed device,Active,,Hall,Row A,R1,Acme,S1,84,,2,Front,1\n",
        power_ports="""\
        Name,Device,Maximum draw (W),Device Site
        PSU,Acme S1 (84),300,Hall
        """,
    )
    names = [(row["device"], row["power_w"]) for row in rows(found, "devices.csv")]
    assert names == [("Acme S1 (83)", ""), ("Acme S1 (84)", "300")]
    assert gap_about(found, "has no name") == ("Acme S1 (83)", "Acme S1 (84)")


def test_an_unnamed_device_without_id_is_found_by_its_type(tmp_path: Path) -> None:
    """The current view has no ID of devices, but shows one at their ports."""
    found = imported(
        tmp_path,
        devices="Name,Site,Rack,Manufacturer,Type\nUnnamed device,Hall,R1,Acme,Chassis\n",
        power_ports="Name,Device,Maximum draw (W)\nPSU,Acme Chassis (106),900\n",
    )
    (row,) = rows(found, "devices.csv")
    assert (row["device"], row["power_w"]) == ("Acme Chassis (row 2)", "900")


def test_devices_of_one_name_in_two_sites_stay_apart(tmp_path: Path) -> None:
    """Names of devices are unique per site only; their ports follow the site."""
    found = imported(
        tmp_path,
        racks="Name,Site,Height\nR1,North,42U\nR2,South,42U\n",
        devices="Name,Site,Rack,Manufacturer,Type\nPP,North,R1,Acme,S1\nPP,South,R2,Acme,S1\n",
        power_ports="Name,Device,Maximum draw (W),Device Site\nPSU,PP,500,South\n",
    )
    told = [(row["device"], row["rack"], row["power_w"]) for row in rows(found, "devices.csv")]
    assert told == [("North/PP", "R1", ""), ("South/PP", "R2", "500")]


def test_what_stands_in_no_rack_is_left_out_with_the_reason(tmp_path: Path) -> None:
    """No rack, a rack that is not exported, and a blade: three reasons."""
    found = imported(
        tmp_path,
        devices=DEVICES
        + "box,Active,,Hall,,,Acme,S1,1,,,,1\n"
        + "far,Active,,Hall,Row A,R9,Acme,S1,2,,,,1\n"
        + "chassis,Active,,Hall,Row A,R1,Acme,C,3,,1,Front,10\n"
        + "blade,Active,,Hall,Row A,R1,Acme,B,4,chassis,,,0\n",
    )
    assert [row["device"] for row in rows(found, "devices.csv")] == ["chassis"]
    assert "in no rack" in why_left_out(found, "box")
    assert "R9" in why_left_out(found, "far")
    assert "chassis" in why_left_out(found, "blade")


def test_a_blade_is_known_by_its_type_where_no_parent_is_told(tmp_path: Path) -> None:
    """The current view shows the parent only as a property of the type."""
    found = imported(
        tmp_path,
        devices="Name,Site,Rack,Manufacturer,Type\nblade,Hall,R1,Acme,B\n",
        device_types="""\
        Device Type,Manufacturer,Part number,U Height,Full Depth,Instances,Parent/child status
        B,Acme,,0,False,1,Child
        """,
    )
    assert not rows(found, "devices.csv")
    assert "blade" in why_left_out(found, "blade")


CHASSIS = """\
manufacturer: Acme
model: C
slug: acme-c
u_height: 10.0
is_full_depth: true
subdevice_role: parent
weight: 100
weight_unit: kg
---
manufacturer: Acme
model: B
slug: acme-b
u_height: 0.0
is_full_depth: false
subdevice_role: child
weight: 10.5
weight_unit: kg
"""
IN_CHASSIS = (
    DEVICES
    + "chassis,Active,,Hall,Row A,R1,Acme,C,3,,1,Front,10\n"
    + "b1,Active,,Hall,Row A,R1,Acme,B,4,chassis,,,0\n"
)


def test_blades_weigh_on_their_chassis(tmp_path: Path) -> None:
    """They are no devices of their own, but the rack carries them."""
    found = imported(tmp_path, CHASSIS, devices=IN_CHASSIS)
    assert [row["weight_kg"] for row in rows(found, "devices.csv")] == ["110.5"]


def test_a_blade_of_unknown_weight_makes_that_of_the_chassis_unknown(tmp_path: Path) -> None:
    """Half a weight would be a wrong one."""
    more = IN_CHASSIS + "b2,Active,,Hall,Row A,R1,Acme,Other,5,chassis,,,0\n"
    found = imported(tmp_path, CHASSIS, devices=more)
    assert [row["weight_kg"] for row in rows(found, "devices.csv")] == [""]
    assert gap_about(found, "of a blade in it") == ("chassis",)


def test_a_device_without_position_is_beside_the_rails_only_at_0u(tmp_path: Path) -> None:
    """A height of 0 means 0U; otherwise the position is not known and is listed."""
    found = imported(
        tmp_path,
        devices=DEVICES
        + "strip,Active,,Hall,Row A,R1,Acme,P,1,,,,0\n"
        + "lost,Active,,Hall,Row A,R1,Acme,S1,2,,,,1.5\n",
    )
    strip, lost = room_of(found, tmp_path).devices
    assert (strip.height_hu, strip.position_hu) == (0, None)
    assert (lost.height_hu, lost.position_hu) == (3, None)
    assert rows(found, "devices.csv")[0]["position_u"] == "0U"
    assert gap_about(found, "The position is not given") == ("lost",)


def test_two_supplies_draw_the_larger_rating_not_the_sum(tmp_path: Path) -> None:
    """The rating stands on each redundant port; adding would count it twice."""
    found = imported(
        tmp_path,
        devices=DEVICES + "web,Active,,Hall,Row A,R1,Acme,S1,1,,1,Front,1\n",
        power_ports="""\
        Name,Device,Maximum draw (W),Allocated draw (W)
        PSU1,web,750,300
        PSU2,web,800,300
        """,
    )
    (row,) = rows(found, "devices.csv")
    assert (row["power_w"], row["power_basis"]) == ("800", "nameplate")


def test_more_than_two_supplies_leave_the_draw_unknown(tmp_path: Path) -> None:
    """How many of four must run is not said: one is too few, all are too many."""
    ports = "".join(f"PSU{n},core,1000\n" for n in range(4))
    found = imported(
        tmp_path,
        devices=DEVICES + "core,Active,,Hall,Row A,R1,Acme,S1,1,,1,Front,1\n",
        power_ports="Name,Device,Maximum draw (W)\n" + ports,
    )
    assert rows(found, "devices.csv")[0]["power_w"] == ""
    assert gap_about(found, "between 1000 and 4000 W") == ("core",)


def test_an_allocated_draw_of_a_single_port_is_a_budget(tmp_path: Path) -> None:
    """With one port it cannot be shared, so it is the draw of the device."""
    found = imported(
        tmp_path,
        devices=DEVICES + "web,Active,,Hall,Row A,R1,Acme,S1,1,,1,Front,1\n",
        power_ports="name,device,maximum_draw,allocated_draw\nPSU,web,,140\n",
    )
    (row,) = rows(found, "devices.csv")
    assert (row["power_w"], row["power_basis"]) == ("140", "budget")


def test_a_draw_of_zero_on_a_port_is_not_believed(tmp_path: Path) -> None:
    """Missing data never counts as zero."""
    found = imported(
        tmp_path,
        devices=DEVICES + "web,Active,,Hall,Row A,R1,Acme,S1,1,,1,Front,1\n",
        power_ports="name,device,maximum_draw\nPSU,web,0\n",
    )
    assert rows(found, "devices.csv")[0]["power_w"] == ""


def test_a_patch_panel_draws_nothing_and_that_is_told(tmp_path: Path) -> None:
    """It has front and rear ports and nothing else; a box without any part stays unknown."""
    header = (
        "Name,Site,Rack,Manufacturer,Type,Position,U Height,Power ports,Power outlets,Interfaces,"
        "Console ports,Front ports,Rear ports,Device bays,Module bays\n"
    )
    found = imported(
        tmp_path,
        devices=header + "pp,Hall,R1,Acme,P,1,1,0,0,0,0,48,48,0,0\nbox,Hall,R1,Acme,Q,2,1,0,0,0,0,0,0,0,0\n",
    )
    assert [row["power_w"] for row in rows(found, "devices.csv")] == ["0", ""]
    assert gap_about(found, "front and rear ports alone") == ("pp",)


def test_states_that_still_stand_there_count_as_installed(tmp_path: Path) -> None:
    """Decommissioning is leaving, planned is planned, offline and your own states are installed."""
    states = ("Active", "Planned", "Decommissioning", "Offline", "In repair")
    lines = (f"d{n},{s},,Hall,Row A,R1,Acme,S1,{n},,{n + 1},Front,1\n" for n, s in enumerate(states))
    found = imported(tmp_path, devices=DEVICES + "".join(lines))
    told = [row["status"] for row in rows(found, "devices.csv")]
    assert told == ["installed", "planned", "leaving", "installed", "installed"]
    assert gap_about(found, "'In repair', a status of your own,") == ("d4",)


def test_cells_with_line_breaks_become_one_line(tmp_path: Path) -> None:
    """Comments and connections hold line breaks; names must not."""
    found = imported(
        tmp_path,
        devices="Name,Site,Rack,Manufacturer,Type,Comments\n"
        '"web\n  1",Hall,R1,Acme,S1,"a\nb"\nweb 2,Hall,R1,Acme,S1,\n',
    )
    assert [row["device"] for row in rows(found, "devices.csv")] == ["web 1", "web 2"]


def test_a_type_without_weight_or_depth_leaves_them_unknown(tmp_path: Path) -> None:
    """Empty is not zero."""
    bare = TYPES.replace("20.0", "").replace("weight_unit: kg", "weight_unit: null")
    found = imported(tmp_path, bare, devices=DEVICES + "w,Active,,Hall,Row A,R1,Acme,S1,5,,2,Front,1\n")
    (row,) = rows(found, "devices.csv")
    assert (row["weight_kg"], row["depth"], row["depth_mm"]) == ("", "full", "")
