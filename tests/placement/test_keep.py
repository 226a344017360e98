"""Keep rules towards the members of a group that stand there already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from capacity.room import Cord, Device, Reservation, Room
from placement.answer import CANNOT_DECIDE, DOES_NOT_FIT, FITS
from placement.check import Checker
from placement.request import Request
from tests.builders import (
    APPLICATION,
    TODAY,
    app,
    chain,
    check,
    device,
    draws,
    host,
    rack,
    room,
    server,
    vm,
)

# R1 and R2 are row A and zone Z1, R3 is row B and zone Z2.
RACKS = (rack("R1"), rack("R2"), rack("R3", row="B", cooling_zone="Z2"))
CHAIN = chain("R1", "R2", "R3")


def kept(*keep: str, **more: Any) -> Request:
    return server(group="web", keep=keep, power_w=100, **more)


def web(name: str, rack_: str | None, **more: Any) -> Device:
    """A member beside the rails of a rack that draws nothing."""
    return device(name, **{"rack": rack_, "position_hu": None, "height_hu": 0, "group": "web"} | more)


def where(*devices: Device, **more: Any) -> Room:
    return room(*devices, **({"racks": RACKS, "power": CHAIN} | more))


def racks_of(found: Room, request: Request) -> list[str]:
    """The racks that are certain."""
    answer = check(found, request, alternatives=None, one_per_rack=True)
    places = [answer.placement, *(a.placement for a in answer.alternatives)]
    return sorted(str(p[0].rack) for p in places if p)


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        ("apart:rack", ["R2", "R3"]),
        ("apart:row", ["R3"]),
        ("apart:cooling", ["R3"]),
        ("together:rack", ["R1"]),
        ("together:row", ["R1", "R2"]),
    ],
)
def test_a_server_keeps_apart_from_or_together_with_a_member(keep: str, expected: list[str]) -> None:
    """D1 stands in R1."""
    assert racks_of(where(web("D1", "R1")), kept(keep)) == expected


def test_every_rule_of_the_list_holds() -> None:
    """In the row of D1, but not in its rack."""
    assert racks_of(where(web("D1", "R1")), kept("together:row", "apart:rack")) == ["R2"]


def test_rules_that_contradict_each_other_exclude_all() -> None:
    """Nothing is both in the rack of D1 and in another."""
    answer = check(where(web("D1", "R1")), kept("together:rack", "apart:rack"))
    assert (answer.decision, answer.conflicts) == (DOES_NOT_FIT, (("keep",),))


def test_without_members_nothing_binds() -> None:
    """A group of one, another group, and no group at all."""
    for there in ((), (web("D1", "R1", group="db"),), (web("D1", "R1", group=None),)):
        assert racks_of(where(*there), kept("apart:rack", "together:row")) == ["R1", "R2", "R3"]


def test_a_rule_without_a_group_binds_nothing_that_stands_there() -> None:
    """It speaks of the items of the request only."""
    request = replace(kept("apart:rack"), group=None)
    assert racks_of(where(web("D1", "R1")), request) == ["R1", "R2", "R3"]


def test_members_in_two_racks_leave_no_rack_for_together() -> None:
    """Broken everywhere, also in R1 and R2 themselves."""
    answer = check(where(web("D1", "R1"), web("D2", "R2")), kept("together:rack"))
    assert answer.conflicts == (("keep",),)
    assert answer.reasons[0].racks == 3


def test_a_member_of_unknown_rack_leaves_apart_undecided_where_no_known_one_breaks_it() -> None:
    """D1 in R1 excludes R1; D2 may be in R2 or R3."""
    answer = check(where(web("D1", "R1"), web("D2", None)), kept("apart:rack"))
    assert answer.decision == CANNOT_DECIDE
    assert [(r.rule, r.racks) for r in answer.reasons] == [("keep", 1)]


def test_a_rack_of_unknown_zone_is_undecided_for_apart_cooling() -> None:
    """R2 has no zone: it may be that of D1; and if D1 stands there, so may every other rack."""
    racks = (RACKS[0], replace(RACKS[1], cooling_zone=None), replace(RACKS[2], status="retired"))
    assert check(where(web("D1", "R1"), racks=racks), kept("apart:cooling")).decision == CANNOT_DECIDE
    assert check(where(web("D1", "R2"), racks=racks), kept("apart:cooling")).decision == CANNOT_DECIDE


def test_reservations_and_machines_are_members_too() -> None:
    """H1 holds a place in R1; V1 runs on N1, whose device stands in R2."""
    held = Reservation("H1", group="web", rack="R1", position_hu=2, height_hu=2, power_w=0, weight_g=0)
    found = where(
        device("D1", rack="R2"),
        reservations=(held,),
        hosts=(host("N1", device="D1"),),
        vms=(vm("V1", "N1", group="web"),),
    )
    assert racks_of(found, kept("apart:rack")) == ["R3"]


def test_the_request_s_own_reservation_is_no_member() -> None:
    """Else a server could never be decided again where it is held."""
    held = Reservation(
        "H1", request="Q1", group="web", rack="R1", position_hu=2, height_hu=2, power_w=0, weight_g=0
    )
    found = where(reservations=(held,))
    assert racks_of(found, kept("apart:rack")) == ["R1", "R2", "R3"]
    assert racks_of(found, replace(kept("apart:rack"), name="Q2")) == ["R2", "R3"]


# --- apart:power -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cord", "decision"), [("R1-B", FITS), ("R1-A", DOES_NOT_FIT), ("R2-A", DOES_NOT_FIT)]
)
def test_no_single_loss_may_leave_all_members_dead(cord: str, decision: str) -> None:
    """D1 on B lives on; D1 on A dies with PA in whatever rack, as one in R1 without B does."""
    one_side = tuple(n for n in chain("R1", "R2") if n.name != "R1-B" or cord == "R1-B")
    racks = (rack("R1"), rack("R2", status="retired"))
    there = draws("D1", 10, cord, group="web", rack=cord[:2])
    answer = check(where(there, racks=racks, power=one_side), kept("apart:power", cords=1))
    assert answer.decision == decision
    if decision == FITS:
        assert answer.placement[0].cords == (Cord("R1-A"),)
    else:
        assert answer.conflicts == (("status", "keep"),)


def test_the_cord_is_chosen_on_the_other_side() -> None:
    """D1 hangs on A: of the pdus of R2 only B keeps one of the two alive."""
    there = draws("D1", 10, "R1-A", group="web")
    answer = check(where(there), kept("apart:power", cords=1), alternatives=None)
    cords = {
        str(c) for a in [answer.placement, *(x.placement for x in answer.alternatives)] for c in a[0].cords
    }
    assert cords == {"R1-B", "R2-B", "R3-B"}


def test_a_second_member_that_lives_saves_the_group() -> None:
    """D1 dies with the new one, D2 on B does not."""
    there = (draws("D1", 10, "R1-A", group="web"), draws("D2", 10, "R1-B", group="web"))
    answer = check(where(*there, power=chain("R1", "R2", "R3")[:-1]), kept("apart:power", cords=1))
    assert answer.decision == FITS


def test_members_on_two_cords_are_never_all_dead() -> None:
    """Two sides fail one at a time."""
    there = draws("D1", 10, "R1-A", "R1-B", group="web")
    assert check(where(there), kept("apart:power")).decision == FITS


def test_a_member_that_draws_nothing_never_dies() -> None:
    """D1 needs no power, so it lives in every loss."""
    nodes = tuple(n for n in CHAIN if n.path != "B")
    assert (
        check(where(draws("D1", 0, group="web"), power=nodes), kept("apart:power", cords=1)).decision == FITS
    )


def test_a_member_of_unknown_cords_may_die_with_any_pdu_of_its_rack() -> None:
    """D1 in R1, with pdus on A and B: nobody knows; in a rack with A only it is sure."""
    there = draws("D1", 10, group="web")
    assert check(where(there, racks=RACKS[:1]), kept("apart:power", cords=1)).decision == CANNOT_DECIDE
    only_a = tuple(n for n in CHAIN if n.path != "B")
    assert check(where(there, racks=RACKS[:1], power=only_a), kept("apart:power", cords=1)).conflicts == (
        ("keep",),
    )


def test_without_power_csv_nobody_dies() -> None:
    """Power is then not checked."""
    assert check(where(web("D1", "R1", power_w=10), power=()), kept("apart:power")).decision == FITS


# --- applications ----------------------------------------------------------------------------

HOSTS = (host("N1", device="D1"), host("N2", device="D2"), host("N3"))
BODIES = (draws("D1", 10, "R1-A"), draws("D2", 10, "R3-B", rack="R3"))


def hosts_of(found: Room, request: Request) -> list[str]:
    answer = Checker(found, TODAY).check(request, alternatives=None)
    return sorted(
        str(p[0].host) for p in [answer.placement, *(a.placement for a in answer.alternatives)] if p
    )


def hosted(*machines: Any, **more: Any) -> Room:
    return where(*BODIES, **({"hosts": HOSTS[:2], "vms": machines} | more))


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        ("apart:rack", ["N2"]),
        ("apart:row", ["N2"]),
        ("apart:cooling", ["N2"]),
        ("apart:power", ["N2"]),
        ("together:rack", ["N1"]),
    ],
)
def test_an_application_keeps_to_its_group_by_the_rack_of_its_host(keep: str, expected: list[str]) -> None:
    """V1 runs on N1, whose device hangs on A in R1; N2 on B in R3."""
    found = hosted(vm("V1", "N1", group="web"))
    assert hosts_of(found, app(group="web", keep=(keep,))) == expected


def test_a_host_of_unknown_device_may_be_anywhere() -> None:
    """N3 is certain only where every rack would do."""
    found = hosted(vm("V1", "N1", group="web"), hosts=HOSTS)
    assert hosts_of(found, app(group="web", keep=("apart:rack",))) == ["N2"]
    assert hosts_of(found, APPLICATION) == ["N1", "N2", "N3"]


def test_a_machine_on_no_host_leaves_its_group_undecided() -> None:
    """V1 may run on either."""
    found = hosted(vm("V1", None, group="web"))
    for keep in ("apart:rack", "apart:power"):
        assert check(found, app(group="web", keep=(keep,))).decision == CANNOT_DECIDE


def test_an_unknown_zone_does_not_matter_to_a_rule_of_racks() -> None:
    """apart:rack looks at racks only."""
    racks = tuple(replace(r, cooling_zone=None) for r in RACKS)
    assert racks_of(where(web("D1", "R1"), racks=racks), kept("apart:rack")) == ["R2", "R3"]
