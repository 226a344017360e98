"""The power chain from NetBox: panels, feeds, rack PDUs and cords."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.capacity.reading.netbox_export import DEVICES, gap_about, imported, room_of, rows, why_left_out

FEEDS = """\
    Name,Power Panel,Rack,Status,Type,Supply,Voltage,Amperage,Phase,Link Peers,ID,Site,Max Utilization
    F-A,Panel 1,R1,Active,Primary,AC,230,16,Single phase,{a},1,Hall,80%
    F-B,Panel 2,R1,Active,Redundant,AC,400,32,Three-phase,{b},2,Hall,90%
    """
STRIPS = (
    DEVICES
    + "strip a,Active,,Hall,Row A,R1,Acme,P,1,,,,0\n"
    + "strip:b,Active,,Hall,Row A,R1,Acme,P,2,,,,0\n"
    + "web,Active,,Hall,Row A,R1,Acme,S1,3,,1,Front,1\n"
)
PORTS = """\
    Name,Device,Maximum draw (W),Mark Connected,Link Peers,Device Site
    In,strip a,,False,Panel 1 > F-A,Hall
    In,strip:b,,False,Panel 2 > F-B,Hall
    PSU1,web,500,False,strip a > 1,Hall
    PSU2,web,500,False,strip:b > 4,Hall
    """
OUTLETS = """\
    Name,Device,Status,Power Port,Feed leg,Link Peers,Device Site
    1,strip a,Enabled,In,,web > PSU1,Hall
    2,strip a,Disabled,In,,,Hall
    4,strip:b,Enabled,In,B,web > PSU2,Hall
    """


def test_a_feed_that_ends_in_a_rack_is_its_pdu(tmp_path: Path) -> None:
    """Volts x amperes, x √3 for three phases; primary is A, redundant B; the panel stands above."""
    found = imported(tmp_path, power_feeds=FEEDS.format(a="", b=""))
    nodes = {node.name: node for node in room_of(found, tmp_path).power}
    a, b = nodes["F-A"], nodes["F-B"]
    assert (a.kind, a.path, a.rack, a.rated_w, a.usable_ppm, a.phases) == ("pdu", "A", "R1", 3680, 800_000, 1)
    assert (b.path, b.rated_w, b.usable_ppm, b.phases, b.fed_by) == ("B", 22170, 900_000, 3, ("Panel-2",))
    assert nodes["Panel-1"].kind == "panel"


def test_a_panel_can_be_lost_but_never_binds(tmp_path: Path) -> None:
    """Its rating is not in NetBox: the sum of its feeds stands in, undiminished, and is listed."""
    found = imported(tmp_path, power_feeds=FEEDS.format(a="", b=""))
    panel = {node.name: node for node in room_of(found, tmp_path).power}["Panel-1"]
    assert (panel.rated_w, panel.usable_ppm, panel.fed_by) == (3680, 1_000_000, ())
    assert gap_about(found, "NetBox has no rating of panels") == ("Panel-1", "Panel-2")


def test_the_walk_from_feed_to_server_passes_the_rack_pdu(tmp_path: Path) -> None:
    """Cable, outlet, inlet, feed: the server's cords name the PDU and the leg."""
    found = imported(
        tmp_path,
        power_feeds=FEEDS.format(a="strip a > In", b="strip:b > In"),
        devices=STRIPS,
        power_ports=PORTS,
        power_outlets=OUTLETS,
    )
    room = room_of(found, tmp_path)
    nodes = {node.name: node for node in room.power}
    assert nodes["F-A"].kind == "panel"
    assert nodes["F-A"].rack is None
    strip = nodes["strip-a"]
    assert (strip.kind, strip.path, strip.rack, strip.fed_by, strip.rated_w, strip.outlets) == (
        "pdu",
        "A",
        "R1",
        ("F-A",),
        3680,
        1,
    )
    assert nodes["strip-b"].phases == 3
    web = next(device for device in room.devices if device.name == "web")
    assert [str(cord) for cord in web.cords] == ["strip-a", "strip-b:L2"]


def test_a_rack_pdu_draws_nothing_of_its_own(tmp_path: Path) -> None:
    """What it passes on is counted at the servers."""
    found = imported(tmp_path, devices=STRIPS, power_ports=PORTS, power_outlets=OUTLETS)
    assert [row["power_w"] for row in rows(found, "devices.csv")] == ["0", "0", "500"]


def test_a_server_on_the_feed_itself_hangs_on_the_feed(tmp_path: Path) -> None:
    """Without a PDU between them the feed is what the cord is plugged into."""
    found = imported(
        tmp_path,
        power_feeds=FEEDS.format(a="web > PSU", b=""),
        devices=DEVICES + "web,Active,,Hall,Row A,R1,Acme,S1,3,,1,Front,1\n",
        power_ports="    Name,Device,Maximum draw (W),Link Peers\n    PSU,web,500,Panel 1 > F-A\n",
    )
    assert rows(found, "devices.csv")[0]["cords"] == "F-A"


def test_a_rack_pdu_without_rating_is_left_out_and_its_cords_are_unknown(tmp_path: Path) -> None:
    """A rating is never invented, and a cord to nowhere is no cord."""
    found = imported(
        tmp_path,
        devices=STRIPS,
        power_ports=PORTS.replace("Panel 1 > F-A", ""),
        power_outlets=OUTLETS,
    )
    assert "power.csv" not in found.files
    assert "rating" in next(i.why for i in found.left_out if i.name == "strip a" and "PDU" in i.why)
    assert rows(found, "devices.csv")[2]["cords"] == ""
    assert gap_about(found, "no pdu of power.csv") == ("web",)


def test_a_rack_pdu_with_its_own_rating_may_be_a_source(tmp_path: Path) -> None:
    """The draw of its inlet is what it can pass on; that nothing feeds it is listed."""
    ports = PORTS.replace("In,strip a,,False,Panel 1 > F-A", "In,strip a,3000,False,")
    found = imported(tmp_path, devices=STRIPS, power_ports=ports, power_outlets=OUTLETS)
    (node,) = room_of(found, tmp_path).power
    assert (node.name, node.rated_w, node.fed_by, node.path) == ("strip-a", 3000, (), None)
    assert gap_about(found, "was taken as a source") == ("strip a",)


def test_a_rack_is_not_fed_twice_by_a_feed_and_a_pdu_that_hangs_on_it(tmp_path: Path) -> None:
    """Where the cable between them is not told, only the feed stands for the power of the rack."""
    ports = PORTS.replace("In,strip a,,False,Panel 1 > F-A", "In,strip a,3000,False,")
    found = imported(
        tmp_path,
        power_feeds=FEEDS.format(a="", b="strip:b > In"),
        devices=STRIPS,
        power_ports=ports,
        power_outlets=OUTLETS,
    )
    assert "strip-a" not in [row["node"] for row in rows(found, "power.csv")]
    assert rows(found, "devices.csv")[2]["cords"] == ""


def test_cables_of_the_import_form_join_ports_outlets_and_feeds(tmp_path: Path) -> None:
    """There the ports show no peers; the cables name both sides with their types."""
    found = imported(
        tmp_path,
        racks="site,name,status,u_height\nHall,R1,active,42\n",
        devices="name,manufacturer,device_type,site,rack,position,face\n"
        "strip,Acme,P,Hall,R1,,\nweb,Acme,S1,Hall,R1,3.5,front\n",
        device_types="manufacturer,model,slug,u_height,is_full_depth,weight,weight_unit\n"
        "Acme,S1,acme-s1,1.0,true,500,oz\nAcme,P,acme-p,0,false,,\n",
        power_feeds="site,power_panel,name,status,type,supply,phase,voltage,amperage,max_utilization\n"
        "Hall,PP,F1,active,primary,ac,single-phase,230,32,80\n",
        power_ports="device,name,maximum_draw\nstrip,In,\nweb,PSU,400\n",
        power_outlets="device,name,power_port\nstrip,1,In\n",
        cables="side_a_device,side_a_power_panel,side_a_type,side_a_name,side_b_device,side_b_type,side_b_name\n"
        ",PP,dcim.powerfeed,F1,strip,dcim.powerport,In\n"
        "web,,dcim.powerport,PSU,strip,dcim.poweroutlet,1\n",
    )
    room = room_of(found, tmp_path)
    web = next(device for device in room.devices if device.name == "web")
    assert [str(cord) for cord in web.cords] == ["strip"]
    assert (web.position_hu, web.height_hu, web.weight_g) == (7, 2, 14_175)
    assert {node.name: node.fed_by for node in room.power} == {"PP": (), "F1": ("PP",), "strip": ("F1",)}


def test_feeds_that_carry_nothing_are_left_out(tmp_path: Path) -> None:
    """Not active, without amperage, or leading nowhere: three reasons."""
    found = imported(
        tmp_path,
        power_feeds="""\
        Name,Power Panel,Rack,Status,Type,Voltage,Amperage,Phase
        later,P,R1,Planned,Primary,230,16,Single phase
        bare,P,R1,Active,Primary,230,,Single phase
        loose,P,R9,Active,Primary,230,16,Single phase
        """,
    )
    assert "planned" in why_left_out(found, "later")
    assert "amperage" in why_left_out(found, "bare")
    assert "rack" in why_left_out(found, "loose")
    assert gap_about(found, "power is not checked") == ()


def test_direct_current_of_negative_voltage_carries_as_much(tmp_path: Path) -> None:
    """-48 V and 100 A are 4,800 W."""
    found = imported(
        tmp_path,
        power_feeds="name,power_panel,rack,type,supply,voltage,amperage\nDC,P,R1,primary,dc,-48,100\n",
    )
    assert {r["node"]: r["rated_w"] for r in rows(found, "power.csv")} == {"P": "4800", "DC": "4800"}


def test_panels_and_feeds_of_one_name_in_two_sites_stay_apart(tmp_path: Path) -> None:
    """Names of nodes are unique in the room, and lists can hold them."""
    found = imported(
        tmp_path,
        racks="Name,Site,Height\nR 1,North,42U\nR 1,South,42U\n",
        power_feeds="""\
        Name,Power Panel,Rack,Site,Voltage,Amperage
        A 1,Panel 1,R 1,North,230,16
        A 1,Panel 1,R 1,South,230,16
        """,
    )
    told = {node.name: (node.rack, node.fed_by) for node in room_of(found, tmp_path).power}
    assert told["North/Panel-1/A-1"] == ("North/R 1", ("North/Panel-1",))
    assert told["South/Panel-1/A-1"] == ("South/R 1", ("South/Panel-1",))


def test_a_feed_finds_its_site_through_its_panel(tmp_path: Path) -> None:
    """The current view of feeds shows no site."""
    found = imported(
        tmp_path,
        racks="Name,Site,Height\nR1,North,42U\nR1,South,42U\n",
        power_panels="Name,Site\nPS,South\n",
        power_feeds="Name,Power Panel,Rack,Voltage,Amperage\nF,PS,R1,230,16\n",
    )
    assert {r["node"]: r["rack"] for r in rows(found, "power.csv")} == {"PS": "", "F": "South/R1"}
    assert gap_about(found, "The export has no cables") == ()
    assert gap_about(found, "nothing that needs a cord fits") == ("North/R1",)


def test_cables_that_run_in_a_circle_are_left_out(tmp_path: Path) -> None:
    """Two PDUs that feed each other are a mistake, not a chain."""
    found = imported(
        tmp_path,
        devices=STRIPS,
        power_ports="""\
        Name,Device,Maximum draw (W),Link Peers
        In,strip a,3000,strip:b > 4
        In,strip:b,3000,strip a > 1
        """,
        power_outlets="""\
        Name,Device,Power Port,Link Peers
        1,strip a,In,strip:b > In
        4,strip:b,In,strip a > In
        """,
    )
    assert "power.csv" not in found.files
    assert sum("circle" in item.why for item in found.left_out) == 2


def test_a_pdu_behind_a_pdu_takes_the_rating_above_it(tmp_path: Path) -> None:
    """One leg of three carries a third of the rating."""
    found = imported(
        tmp_path,
        power_feeds=FEEDS.format(a="", b="strip:b > In"),
        devices=STRIPS,
        power_ports="""\
        Name,Device,Maximum draw (W),Link Peers
        In,strip a,,strip:b > 4
        In,strip:b,,Panel 2 > F-B
        """,
        power_outlets="""\
        Name,Device,Power Port,Feed leg,Link Peers
        1,strip a,In,,
        4,strip:b,In,B,strip a > In
        """,
    )
    nodes = {node.name: node for node in room_of(found, tmp_path).power}
    assert (nodes["strip-a"].rated_w, nodes["strip-a"].phases, nodes["strip-a"].fed_by) == (
        7390,
        1,
        ("strip-b",),
    )


def test_a_pdu_with_two_inlets_is_split_where_its_outlets_say_so(tmp_path: Path) -> None:
    """Each half is a pdu of its own; without that, both inlets feed all of it."""
    ports = """\
        Name,Device,Maximum draw (W),Link Peers
        In1,strip a,,Panel 1 > F-A
        In2,strip a,,Panel 2 > F-B
        """
    outlets = "        Name,Device,Power Port,Link Peers\n        1,strip a,{0},\n        2,strip a,{1},\n"
    feeds = FEEDS.format(a="strip a > In1", b="strip a > In2")
    split = imported(
        tmp_path / "split",
        power_feeds=feeds,
        devices=STRIPS,
        power_ports=ports,
        power_outlets=outlets.format("In1", "In2"),
    )
    joint = imported(
        tmp_path / "joint",
        power_feeds=feeds,
        devices=STRIPS,
        power_ports=ports,
        power_outlets=outlets.format("", ""),
    )
    halves = {r["node"]: (r["fed_by"], r["path"]) for r in rows(split, "power.csv") if r["rack"]}
    assert halves == {"strip-a/In1": ("F-A", "A"), "strip-a/In2": ("F-B", "B")}
    whole = {r["node"]: (r["fed_by"], r["path"], r["rated_w"]) for r in rows(joint, "power.csv") if r["rack"]}
    assert whole == {"strip-a": ("F-A F-B", "", "3680")}
    assert gap_about(joint, "equal sharing") == ("strip a",)


@pytest.mark.parametrize(
    ("marked", "cords"), [("False", "F-A"), ("True", "")], ids=["not plugged in", "plugged in somewhere"]
)
def test_an_inlet_that_is_marked_connected_makes_the_cords_unknown(
    tmp_path: Path, marked: str, cords: str
) -> None:
    """A second inlet without cable is not plugged in, unless NetBox says that it is."""
    found = imported(
        tmp_path,
        power_feeds=FEEDS.format(a="web > PSU1", b=""),
        devices=DEVICES + "web,Active,,Hall,Row A,R1,Acme,S1,3,,1,Front,1\n",
        power_ports=f"""\
        Name,Device,Maximum draw (W),Mark Connected,Link Peers
        PSU1,web,500,False,Panel 1 > F-A
        PSU2,web,500,{marked},
        """,
    )
    assert rows(found, "devices.csv")[0]["cords"] == cords
