"""What is lost for good, and what goes with it."""

from __future__ import annotations

import pytest

from capacity.errors import BadInput
from capacity.room import Cord, PortUse, Reservation, Room
from capacity.scenario import Lose, Remove, Set, applied
from capacity.scenario.apply import Applied
from tests.builders import (
    PAIR,
    SFP,
    chain,
    device,
    draws,
    group,
    host,
    pdu,
    rack,
    room,
    unit,
    vm,
)


def lost(where: Room, *names: str) -> Applied:
    return applied(where, [Lose(name) for name in names])


def test_a_lost_ups_takes_down_what_it_alone_feeds() -> None:
    found = lost(room(), "UA")
    assert found.aftermath.nodes == ("UA", "PA", "R1-A")
    assert [n.name for n in found.room.power] == ["UTIL", "UB", "PB", "R1-B"]


def test_a_node_with_another_live_parent_stays_on_it() -> None:
    base = room(power=chain(PA={"fed_by": ("UA", "UB")}))
    found = lost(base, "UA")
    assert found.aftermath.nodes == ("UA",)
    assert next(n for n in found.room.power if n.name == "PA").fed_by == ("UB",)


def test_a_node_is_dead_once_all_its_parents_are_lost_by_whatever_losses() -> None:
    base = room(power=chain(PA={"fed_by": ("UA", "UB")}))
    assert "R1-A" in lost(base, "UA", "UB").aftermath.nodes


def test_a_lost_ups_darkens_single_corded_devices_and_weakens_the_others() -> None:
    base = room(draws("ONE", 300, "R1-A"), draws("TWO", 400, "R1-A", "R1-B"), draws("OTHER", 5, "R1-B"))
    found = lost(base, "UA")
    assert (found.aftermath.dead, found.aftermath.weakened) == (("ONE",), ("TWO",))
    assert [(d.power_w, d.cords) for d in found.room.devices] == [
        (0, ()),
        (400, (Cord("R1-B"),)),
        (5, (Cord("R1-B"),)),
    ]


def test_a_device_with_unknown_cords_is_perhaps_dead_while_a_pdu_of_its_rack_lives() -> None:
    base = room(draws("D1", 300))
    assert lost(base, "R1-A").aftermath.perhaps_dead == ("D1",)
    assert lost(base, "R1-A", "R1-B").aftermath.dead == ("D1",)


def test_what_draws_nothing_on_no_cord_is_not_dead() -> None:
    found = lost(room(device("SHELF")), "UTIL")
    assert found.aftermath.dead == found.aftermath.perhaps_dead == ()


def test_a_hold_without_power_keeps_its_place_and_draws_nothing() -> None:
    held = Reservation("H1", rack="R1", position_hu=2, height_hu=2, power_w=500, cords=PAIR)
    found = lost(room(reservations=(held,)), "UTIL")
    assert found.aftermath.holds == ("H1",)
    assert (found.room.reservations[0].power_w, found.room.reservations[0].position_hu) == (0, 2)


def test_a_lost_cooling_unit_stands_there_and_does_not_count() -> None:
    found = lost(room(cooling=(unit("AC1", 9), unit("AC2", 9))), "AC1")
    assert [u.status for u in found.room.cooling] == ["lost", "active"]


def test_a_lost_switch_cuts_off_who_was_plugged_into_it() -> None:
    uses = (PortUse("S1", SFP, 1), PortUse("S2", SFP, 1))
    base = room(device(ports=uses), device("D2", position_hu=6), ports=(group("S1", 4), group("S2", 4)))
    found = lost(base, "S1")
    assert found.aftermath.cut_off == ("D1",)
    assert [g.switch for g in found.room.ports] == ["S2"]
    assert found.room.devices[0].ports == (PortUse("S2", SFP, 1),)


HOSTS = (host("H1", cluster="C", device="D1"), host("H2", cluster="C"), host("H3"))
VMS = (vm("V1", "H1", vcpu=4), vm("V2", "H2"), vm("V3", "H3"))


def test_vms_of_a_lost_host_stay_in_their_cluster_without_a_host() -> None:
    found = lost(room(device(), hosts=HOSTS, vms=VMS), "H1")
    assert found.aftermath.restarted == ("V1",)
    assert (found.room.vms[0].host, found.room.vms[0].cluster) == (None, "C")
    assert found.room.hosts[0].status == "lost"


def test_vms_of_a_host_without_cluster_stop() -> None:
    found = lost(room(device(), hosts=HOSTS, vms=VMS), "H3")
    assert found.aftermath.stopped == ("V3",)
    assert [v.name for v in found.room.vms] == ["V1", "V2"]


def test_vms_stop_when_no_host_of_their_cluster_is_left() -> None:
    assert lost(room(device(), hosts=HOSTS, vms=VMS), "H1", "H2").aftermath.stopped == ("V1", "V2")


def test_a_host_goes_down_with_its_device() -> None:
    base = room(draws("D1", 300, "R1-A"), hosts=HOSTS, vms=VMS)
    assert lost(base, "R1-A").aftermath.restarted == ("V1",)


def test_a_lost_rack_takes_everything_in_it() -> None:
    held = Reservation("P1", rack="R2", position_hu=6, height_hu=2)
    base = room(
        draws("D1", 5, "R2-A", rack="R2"),
        device("D2"),
        racks=(rack(), rack("R2")),
        power=chain("R1", "R2"),
        ports=(group("S1", 4, rack="R2"),),
        reservations=(held,),
        hosts=HOSTS,
        vms=VMS,
    )
    found = lost(base, "R2")
    assert [r.name for r in found.room.racks] == ["R1"]
    assert found.aftermath.nodes == ("R2-A", "R2-B")
    assert found.aftermath.dead == ("D1",)
    assert found.aftermath.restarted == ("V1",)
    assert found.aftermath.holds == ("P1",)
    assert (found.room.ports, [d.name for d in found.room.devices]) == ((), ["D2"])


def test_a_later_change_may_give_what_was_fed_a_new_source() -> None:
    base = room(draws("D1", 5, "R1-A"))
    found = applied(base, [Lose("PA"), Set("power", "R1-A", {"fed_by": "PB"})])
    assert found.aftermath.dead == ()


def test_what_was_lost_and_is_removed_may_come_again() -> None:
    base = room(power=(*chain(), pdu("R1-B2", "PB")))
    assert applied(base, [Lose("R1-B2"), Remove("power", ("R1-B2",))]).aftermath.nodes == ()


def test_a_name_of_two_things_must_be_told_apart() -> None:
    base = room(hosts=(host("UA"),), vms=(vm("V1", "UA"),))
    with pytest.raises(BadInput) as caught:
        applied(base, [Lose("UA")])
    assert "power, host" in caught.value.problems[0].problem
    assert applied(base, [Lose("UA", "host")]).aftermath.stopped == ("V1",)


def test_what_is_not_there_cannot_be_lost() -> None:
    with pytest.raises(BadInput) as caught:
        lost(room(), "UTIL2")
    assert "'UTIL'" in caught.value.problems[0].advice
