"""A place judged again on the room as it stands now: accepted as it was, refused once it is gone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from capacity.room import PortUse, Room
from tests.builders import SFP, chain, device, draws, group, host, rack, room, unit, vm
from tests.workflow.analysis.analysing import APPLICATION, SERVER, TODAY, analysed, holding, two_racks
from workflow.analysis import judge, take
from workflow.papers import ItemPlace, PlaceChoice

ONE = room(racks=(rack("R1"),))


def placed(position_hu: int = 2, **more: Any) -> PlaceChoice:
    """The server at a unit of R1, on both PDUs."""
    item = ItemPlace(1, "R1", position_hu, "front", ("R1-A", "R1-B"))
    return PlaceChoice("R1", items=(replace(item, **more),), room="hall")


def reasons(where: Room, choice: PlaceChoice | None = None, **more: object) -> tuple[str, ...]:
    """What the verifier has against the server there."""
    request = analysed(ONE, SERVER, **more).request
    return judge(where, request, choice or placed(), today=TODAY).reasons


def test_a_place_of_the_analysis_is_accepted() -> None:
    frozen = analysed(ONE)
    assert judge(ONE, frozen.request, take(frozen), today=TODAY).holds


def test_the_cases_own_hold_is_not_in_its_way_and_anothers_is() -> None:
    frozen = analysed(ONE)
    choice = take(frozen)
    assert judge(holding(ONE, frozen.request, choice), frozen.request, choice, today=TODAY).holds
    theirs = holding(ONE, replace(frozen.request, name="PS-2"), choice)
    verdict = judge(theirs, frozen.request, choice, today=TODAY)
    assert not verdict.holds
    assert verdict.reasons == ("rack R1 U1 is not free for it",)


def test_a_hold_that_has_lapsed_is_in_nobodys_way() -> None:
    frozen = analysed(ONE)
    theirs = holding(ONE, replace(frozen.request, name="PS-2"), take(frozen))
    (row,) = theirs.reservations
    yesterday = replace(theirs, reservations=(replace(row, until=TODAY.replace(day=23)),))
    assert judge(yesterday, frozen.request, take(frozen), today=TODAY).holds


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        (room(device()), "rack R1 U1 is not free for it"),
        (
            room(device(position_hu=12, weight_g=81_000)),
            "weight: rack R1 would carry 101 kg where it may carry 100 kg, 1 kg too much",
        ),
        (
            room(racks=(rack("R1", max_heat_w=499),)),
            "heat: rack R1 would carry 500 W where it may carry 499 W, 1 W too much",
        ),
        (
            room(draws("D", 3_600, "R1-A", "R1-B")),
            "power: pdu R1-A would carry 4100 W with R1-B lost where it may carry 4000 W, 100 W too much",
        ),
        (
            room(power=chain("R1", R1_A={"outlets": 1}), devices=(draws("D", 0, "R1-A"),)),
            "pdu R1-A has 1 outlets, and 2 would be taken",
        ),
        (room(racks=(rack("R1", status="retired"),)), "rack R1 is not active and takes nothing"),
        (room(racks=(rack("R1", security_zone="dmz"),)), "rack R1 is not in the security zone asked for"),
        (room(racks=(rack("R1", dedicated_to="Dishub"),)), "rack R1 is kept for another agency"),
        (
            room(racks=(rack("R1", usable_depth_mm=699),)),
            "rack R1 takes 699 mm of depth, and the server has 700 mm",
        ),
        (room(policy={"keep_free_hu": 17}), "0.5 U too few would stay free in rack R1"),
        (
            room(cooling=(unit("C1", 400),)),
            "100 W of heat would not be cooled in zone Z1 with nothing lost, 100 W more than today",
        ),
    ],
)
def test_what_is_taken_meanwhile_is_told_with_amounts(where: Room, reason: str) -> None:
    assert reason in reasons(where)


def test_ports_that_are_taken_or_wrong_are_told() -> None:
    groups = (group("SW", 4),)
    choice = placed(ports=(f"SW/{SFP}:2",))
    free = room(ports=groups)
    assert reasons(free, choice, ports=f"{SFP}:2") == ()
    taken = room(ports=groups, devices=(device(position_hu=12, ports=(PortUse("SW", SFP, 3),)),))
    assert reasons(taken, choice, ports=f"{SFP}:2") == (f"SW/{SFP} has 4 ports, and 5 would be taken",)
    assert reasons(free, choice, ports=f"{SFP}:3") == (f"ports: rack R1: {SFP}, asked 3, given 2",)


def test_cords_that_are_not_as_asked_are_told() -> None:
    assert reasons(ONE, placed(cords=())) == ("rack R1: 2 cords are asked for and 0 are given",)
    assert reasons(ONE, placed(cords=("R1-A", "R1-A"))) == (
        "rack R1 does not get the cords asked for, from its own PDUs and from both paths",
        "rack R1: both cords would be dead with UA lost",
    )


def test_what_is_not_known_does_not_hold() -> None:
    where = room(draws("D", None, "R1-A", line=4))
    (first, *_) = reasons(where)
    assert "cannot be judged" in first
    assert "(devices.csv row 4, power_w)" in first


def test_what_was_over_its_limit_before_is_held_against_nobody_who_does_not_touch_it() -> None:
    """The rule of excess: R2 carries too much already, and the server goes into R1."""
    over = two_racks(devices=(device(rack="R2", weight_g=120_000),))
    frozen = analysed(over)
    assert take(frozen).items[0].rack == "R1"
    assert judge(over, frozen.request, take(frozen), today=TODAY).holds


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"rack": "R9"}, "There is no rack 'R9'"),
        ({"cords": ("R1-A", "R9-B")}, "There is no pdu 'R9-B'"),
        ({"cords": ("R1-A:L7", "R1-B")}, "'R1-A:L7' is not a cord"),
        ({"position_hu": None}, "The position is missing"),
    ],
)
def test_a_place_that_the_room_no_longer_has_is_no_place(more: dict[str, Any], reason: str) -> None:
    assert reasons(ONE, placed(**more)) == (reason,)


def test_every_item_needs_its_place() -> None:
    assert reasons(ONE, placed(), quantity=3) == ("there is no place for item 2, 3",)


def test_many_reasons_are_cut_and_counted() -> None:
    racks = tuple(rack(f"R{n}", status="retired") for n in range(1, 16))
    where = room(racks=racks, power=chain(*(r.name for r in racks)))
    items = tuple(ItemPlace(n, f"R{n}", 2, "front", (f"R{n}-A", f"R{n}-B")) for n in range(1, 16))
    said = reasons(where, PlaceChoice("many", items=items), quantity=15)
    assert len(said) == 13
    assert said[-1] == "and 3 more"


def test_items_kept_apart_are_judged_together() -> None:
    where = two_racks()
    frozen = analysed(where, quantity=2, keep="apart:rack")
    assert judge(where, frozen.request, take(frozen), today=TODAY).holds
    together = PlaceChoice(
        "together",
        items=(
            ItemPlace(1, "R1", 2, "front", ("R1-A", "R1-B")),
            ItemPlace(2, "R1", 6, "front", ("R1-A", "R1-B")),
        ),
    )
    assert judge(where, frozen.request, together, today=TODAY).reasons == ("apart:rack is not kept",)


def test_an_application_is_judged_on_its_host_and_in_its_cluster() -> None:
    where = two_racks(hosts=(host("H1"),))
    frozen = analysed(where, APPLICATION)
    choice = take(frozen)
    assert judge(where, frozen.request, choice, today=TODAY).holds
    full = replace(where, vms=(vm("v1", "H1", vcpu=13),))
    assert judge(full, frozen.request, choice, today=TODAY).reasons == (
        "hosting: host H1 would carry 17 vcpu where it may carry 16 vcpu, 1 vcpu too much",
    )
    gone = replace(where, hosts=(host("H2"),))
    assert judge(gone, frozen.request, choice, today=TODAY).reasons == ("There is no host 'H1'",)


def test_a_hold_on_a_host_counts_against_others_only() -> None:
    where = two_racks(hosts=(host("H1", vcpu=6),))
    frozen = analysed(where, APPLICATION)
    held = holding(where, frozen.request, take(frozen))
    assert judge(held, frozen.request, take(frozen), today=TODAY).holds
    other = replace(frozen.request, name="PS-2")
    assert not judge(held, other, take(frozen), today=TODAY).holds
