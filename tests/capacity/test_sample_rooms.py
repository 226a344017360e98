"""The made-up hall: a hundred racks, sound, with every feature that it is there to show."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from functools import cache
from itertools import combinations

import networkx as nx
import pytest

from capacity.checks import run_checks
from capacity.data import data_path
from capacity.ledger import Ledger
from capacity.measures import Measures
from capacity.missing import missing_cells
from capacity.reading import read_room
from capacity.room import PowerNode, Room

TODAY = date(2026, 11, 24)
ROWS = {"A": 17, "B": 17, "C": 17, "D": 17, "E": 16, "F": 16}


@cache
def hall() -> Room:
    return read_room(data_path("rooms/hall"))


@cache
def ledger() -> Ledger:
    return Ledger(hall(), TODAY)


def nodes(kind: str) -> list[PowerNode]:
    return [node for node in hall().power if node.kind == kind]


def ups_of(pdu: PowerNode) -> set[str]:
    """The UPSs that a PDU hangs on when nothing is lost, or may hang on after a transfer."""
    by_name = {node.name: node for node in hall().power}
    return {source for panel in pdu.fed_by for source in by_name[panel].fed_by}


def pairs_of_ups() -> dict[str, frozenset[str]]:
    """Rack -> the two UPSs of its path A and its path B."""
    found: dict[str, set[str]] = {}
    for pdu in nodes("pdu"):
        if pdu.path is not None and pdu.rack is not None:
            found.setdefault(pdu.rack, set()).update(ups_of(pdu))
    return {rack: frozenset(names) for rack, names in found.items()}


def test_the_hall_has_a_hundred_racks_in_six_rows_with_their_places() -> None:
    """Every rack has coordinates, limits, a cooling zone and a security zone; no two stand on one spot."""
    racks = hall().racks
    assert Counter(rack.row for rack in racks) == ROWS
    assert len({(rack.x_mm, rack.y_mm) for rack in racks}) == 100
    told = [(r.x_mm, r.y_mm, r.usable_depth_mm, r.max_load_g, r.max_heat_w, r.cooling_zone) for r in racks]
    assert all(value is not None for values in told for value in values)
    assert {rack.security_zone for rack in racks} == {"internal", "dmz", "restricted"}


def test_a_few_racks_are_dedicated_planned_or_retired() -> None:
    """Dedicated racks hold nothing of others; planned and retired ones hold nothing."""
    dedicated = Counter(rack.dedicated_to for rack in hall().racks if rack.dedicated_to)
    assert dedicated == {"Disdukcapil": 3, "RSUD": 2, "Bapenda": 1}
    assert Counter(rack.status for rack in hall().racks) == {"active": 93, "planned": 6, "retired": 1}


def test_nothing_in_the_hall_is_broken_or_unknown() -> None:
    """No check finds a broken rule, no cell is missing, no node is idle, no thing stands in a wrong rack."""
    findings = run_checks(ledger())
    assert [finding for finding in findings if finding.broken] == []
    assert {finding.check for finding in findings} <= {"uneven-legs"}
    assert list(missing_cells(ledger())) == []


def test_the_hall_is_moderately_full() -> None:
    """Six to seven tenths of its units; every UPS between 75 and 95 % of what it may carry after a loss."""
    space = next(d for d in Measures(ledger(), ()).dimensions if d.name == "space")
    assert space.capacity is not None
    assert 0.6 <= (space.used + space.held) / space.capacity <= 0.7
    grid = ledger().power
    assert grid is not None
    for ups in nodes("ups"):
        limits = [grid.limit(grid.chain.index[ups.name], scenario) for scenario in grid.chain.scenarios]
        worst = max(limit.used / (limit.capacity or 1) for limit in limits if limit.used)
        assert 0.75 <= worst <= 0.95, ups.name


def test_most_racks_have_three_phase_pdus_and_name_their_legs() -> None:
    """All but the oldest row; every cord on a three-phase PDU says which leg."""
    phases = {pdu.name: pdu.phases for pdu in nodes("pdu")}
    three = {pdu.rack for pdu in nodes("pdu") if pdu.phases == 3}
    assert len(three) == 82
    cords = [cord for device in hall().devices for cord in device.cords]
    assert all((cord.leg is not None) == (phases[cord.pdu] == 3) for cord in cords)


def test_racks_hang_on_rotating_pairs_of_four_ups() -> None:
    """Each active rack on two of them, every pair of the four is used, each row turns through three."""
    pairs = pairs_of_ups()
    assert set(pairs) == {rack.name for rack in hall().racks if rack.status == "active"}
    assert {len(pair) for pair in pairs.values()} == {2}
    names = [ups.name for ups in nodes("ups")]
    assert set(pairs.values()) == {frozenset(pair) for pair in combinations(names, 2)}
    for row in ROWS:
        assert len({pair for rack, pair in pairs.items() if rack.startswith(f"R-{row}")}) == 3


@pytest.mark.parametrize("lost", ["UPS-A", "UPS-B", "UPS-C", "UPS-D"])
def test_the_load_of_a_lost_ups_goes_to_all_the_others(lost: str) -> None:
    """Each of the other three carries more, none all of it, and no dual-corded device goes dark."""
    grid = ledger().power
    assert grid is not None
    scenario = grid.chain.index[lost]
    grown = {}
    for ups in nodes("ups"):
        before, after = (grid.limit(grid.chain.index[ups.name], s).used for s in (None, scenario))
        grown[ups.name] = after - before
    taken = -grown.pop(lost)
    assert len(grown) == 3
    assert all(0.1 * taken < more < 0.7 * taken for more in grown.values())
    dark = grid.chain.dead(scenario)
    for device in hall().devices:
        pdus = {grid.chain.index[cord.pdu] for cord in device.cords}
        assert len(pdus) < 2 or not pdus <= set(dark), device.name


def test_the_generator_comes_in_through_transfer_panels() -> None:
    """The transfer panels name the utility first and the generator second, which a lost utility loads."""
    transfers = [node for node in nodes("panel") if node.fed_by == ("PLN", "GENSET")]
    assert {node.name: node.feeding for node in transfers} == {"ATS-1": "transfer", "ATS-2": "transfer"}
    grid = ledger().power
    assert grid is not None
    generator, utility = grid.chain.index["GENSET"], grid.chain.index["PLN"]
    assert grid.limit(generator, None).used == 0 < grid.limit(generator, utility).used


def test_rack_ats_carry_single_corded_equipment() -> None:
    """Three racks have one; it hangs on the panels of both paths, and what hangs on it has no other cord."""
    ats = {pdu.name: pdu for pdu in nodes("pdu") if pdu.feeding == "transfer"}
    assert {pdu.rack for pdu in ats.values()} == {"R-A01", "R-B01", "R-E07"}
    panels = {(pdu.rack, pdu.path): pdu.fed_by for pdu in nodes("pdu")}
    for pdu in ats.values():
        assert pdu.fed_by == panels[pdu.rack, "A"] + panels[pdu.rack, "B"]
    on_ats = [d for d in hall().devices if any(cord.pdu in ats for cord in d.cords)]
    assert {cord.pdu for d in on_ats for cord in d.cords} == set(ats)
    assert all(len(device.cords) == 1 for device in on_ats)


def test_cooling_zones_overlap_into_one_area() -> None:
    """Every active unit serves two or three zones, all nine hang together; one spare unit is borne."""
    active = [unit for unit in hall().cooling if unit.status == "active"]
    assert {len(unit.zones or ()) for unit in active} == {2, 3}
    graph = nx.Graph((unit.name, zone) for unit in active for zone in unit.zones or ())
    assert nx.is_connected(graph)
    assert ledger().cooling is not None
    assert len(ledger().cooling.zones) == 9
    assert hall().policy.cooling_spare == 1
    assert all(more > 0 for more in ledger().cooling.sure.values())


def test_switches_serve_racks_rows_and_the_room_on_both_sides() -> None:
    """Three networks, four port types, a longest cable everywhere, both sides at every reach."""
    groups = hall().ports
    assert {group.network for group in groups} == {"internal", "dmz", "mgmt"}
    assert len({group.port_type for group in groups}) == 4
    assert {(g.serves, g.side) for g in groups} == {
        (s, side) for s in ("rack", "row", "room") for side in "AB"
    }
    assert all(group.max_cable_mm for group in groups)


def test_ports_that_devices_use_are_within_reach() -> None:
    """Each device is plugged into switches that serve its rack and whose cables are long enough."""
    ports = ledger().ports
    assert ports is not None
    reaching = {rack.name: set(ports.reaching(i)) for i, rack in enumerate(hall().racks)}
    for device in [*hall().devices, *(r for r in hall().reservations if r.rack)]:
        used = {ports.by_key[use.switch, use.port_type] for use in device.ports}
        assert used <= reaching[device.rack or ""], device.name


def test_trays_join_every_rack() -> None:
    """There is a route between any two racks."""
    graph = nx.Graph(tray.ends for tray in hall().trays)
    assert {rack.name for rack in hall().racks} <= set(graph)
    assert nx.is_connected(graph)


def test_many_kinds_of_equipment_stand_there() -> None:
    """Fifteen by size and weight or more: on both faces, of half depth, 10U, on no cord, one and six."""
    devices = hall().devices
    assert 700 <= len(devices) <= 850
    assert len({(d.height_hu, d.depth, d.depth_mm, d.weight_g) for d in devices}) >= 15
    assert {(d.face, d.depth) for d in devices} == {("front", "full"), ("front", "half"), ("rear", "half")}
    assert {0, 2, 4, 8, 20} <= {d.height_hu for d in devices}
    assert {0, 1, 2, 6} <= {len(d.cords) for d in devices}
    assert len({d.owner for d in devices}) >= 20
    assert sum(d.power_w == 0 for d in devices) >= 50


def test_groups_have_members_in_different_racks() -> None:
    """No two devices of a group share a rack, but for the routers, which stand in two pairs."""
    racks: dict[str, list[str | None]] = {}
    for device in hall().devices:
        if device.group is not None and device.group != "rtr-wan":
            racks.setdefault(device.group, []).append(device.rack)
    assert len(racks) >= 50
    assert {group for group, where in racks.items() if len(set(where)) < len(where)} == set()


def test_reservations_last_beyond_2027_or_are_firm() -> None:
    """So that answers do not change soon; servers and applications are held."""
    held = hall().reservations
    assert all(r.until is None or r.until.year > 2027 for r in held)
    assert {r.for_application for r in held} == {True, False}
    assert any(r.until is None for r in held)


def test_two_clusters_carry_virtual_machines_with_a_host_to_spare() -> None:
    """One inside and one in the dmz; their hosts are devices of the hall."""
    devices = {device.name: device for device in hall().devices}
    zones = {rack.name: rack.security_zone for rack in hall().racks}
    found: dict[str | None, set[str | None]] = {}
    for host in hall().hosts:
        found.setdefault(host.cluster, set()).add(zones[devices[host.device or ""].rack or ""])
    assert found == {"virt-utama": {"internal"}, "virt-dmz": {"dmz"}}
    assert len(hall().vms) > 100


def test_three_reference_servers_are_named() -> None:
    """Small, usual and large; the ranking is left at its default."""
    heights = [reference["u_height"] for reference in hall().policy.references]
    assert heights == [1, 2, 4]
    assert hall().policy.version == "hall-2026-1"
    assert hall().policy.keep_free_hu == 4


def test_the_hall_is_read_and_entered_quickly() -> None:
    """From files to the table of all limits: some 0.2 s on a usual machine; here with room to spare."""
    start = time.process_time()
    entered = Ledger(read_room(data_path("rooms/hall")), TODAY)
    assert time.process_time() - start < 2
    assert len(entered.racks) == 100
