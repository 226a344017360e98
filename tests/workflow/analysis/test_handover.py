"""Equipment as installed: judged as it is, and what stands in the room from then on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from capacity.errors import BadInput
from capacity.room import Cord, Device, Room, Vm
from tests.builders import device, host, rack, room, vm
from tests.workflow.analysis.analysing import (
    APPLICATION,
    SERVER,
    TODAY,
    analysed,
    holding,
    two_racks,
)
from workflow.analysis import Assumption, Frozen, installed_things, judge_installed, take
from workflow.papers import Installed, ItemPlace, PlaceChoice

ONE = room(racks=(rack("R1"),))


def held(where: Room = ONE, table: Any = SERVER, **more: object) -> tuple[Room, Frozen, PlaceChoice]:
    """The room with the first place of the analysis held, the analysis, the place."""
    frozen = analysed(where, table, **more)
    choice = take(frozen)
    return holding(where, frozen.request, choice), frozen, choice


def reasons(where: Room, frozen: Frozen, choice: PlaceChoice, *installed: Installed) -> tuple[str, ...]:
    verdict = judge_installed(where, frozen.request, choice, installed, today=TODAY)
    assert verdict.holds == (not verdict.reasons)
    return verdict.reasons


def test_equipment_as_asked_where_its_place_was_held_is_accepted() -> None:
    assert reasons(*held(), Installed("SN-1", "")) == ()


@pytest.mark.parametrize(
    ("actual", "reason"),
    [
        (
            Installed("SN-1", "", weight_g=100_001),
            "weight: rack R1 would carry 100.001 kg where it may carry 100 kg, 0.001 kg too much",
        ),
        (
            Installed("SN-1", "", power_w=4_001),
            "power: pdu R1-A would carry 4001 W with R1-B lost where it may carry 4000 W, 1 W too much",
        ),
        (
            Installed("SN-1", "", power_w=5_001),
            "heat: rack R1 would carry 5001 W where it may carry 5000 W, 1 W too much",
        ),
    ],
)
def test_what_is_heavier_or_draws_more_than_the_room_carries_is_refused(
    actual: Installed, reason: str
) -> None:
    assert reason in reasons(*held(), actual)


def test_what_is_heavier_than_asked_but_within_the_limits_is_accepted() -> None:
    """The hold was for 20 kg and 500 W; what counts is what the room carries."""
    assert reasons(*held(), Installed("SN-1", "", weight_g=100_000, power_w=4_000)) == ()


def test_another_place_than_held_is_judged_as_the_place_it_is() -> None:
    where, frozen, choice = held()
    assert reasons(where, frozen, choice, Installed("SN-1", "", at=ItemPlace(1, "R1", 10, "front"))) == ()
    blocked = replace(where, devices=(device(position_hu=10),), files=where.files | {"devices.csv"})
    assert reasons(blocked, frozen, choice, Installed("SN-1", "", at=ItemPlace(1, "R1", 10, "front"))) == (
        "rack R1 U5 is not free for it",
    )


def test_in_another_rack_the_cords_are_to_be_named() -> None:
    where, frozen, choice = held(two_racks())
    other = "R2" if choice.items[0].rack == "R1" else "R1"
    there = ItemPlace(1, other, 4, "front")
    assert reasons(where, frozen, choice, Installed("SN-1", "", at=there)) == (
        f"rack {other}: 2 cords are asked for and 0 are given",
    )
    there = replace(there, cords=(f"{other}-A", f"{other}-B"))
    assert reasons(where, frozen, choice, Installed("SN-1", "", at=there)) == ()


def test_what_was_over_its_limit_already_is_held_against_it_only_where_it_adds() -> None:
    """The rule of excess at the handover: R1 carries too much by others' doing."""
    where, frozen, choice = held()
    over = replace(
        where, devices=(device(position_hu=12, weight_g=90_000),), files=where.files | {"devices.csv"}
    )
    assert reasons(over, frozen, choice, Installed("SN-1", "", weight_g=0)) == ()
    assert reasons(over, frozen, choice, Installed("SN-1", "", weight_g=10_001)) == (
        "weight: rack R1 would carry 100.001 kg where it may carry 100 kg, 0.001 kg too much",
    )


def test_an_override_of_the_offices_reserve_lasts_until_the_handover() -> None:
    where = room(racks=(rack("R1"),), policy={"keep_free_hu": 17})
    frozen = analysed(where)
    item = ItemPlace(1, "R1", 4, "front", ("R1-A", "R1-B"))
    choice = PlaceChoice("R1", "own", "No panel.", items=(item,), rules=("keep_free",))
    assert reasons(where, frozen, choice, Installed("SN-1", "")) == ()
    assert reasons(where, frozen, replace(choice, rules=()), Installed("SN-1", "")) == (
        "0.5 U too few would stay free in rack R1",
    )


def test_an_override_does_not_go_along_into_another_rack() -> None:
    where = two_racks(policy={"keep_free_hu": 17})
    item = ItemPlace(1, "R1", 4, "front", ("R1-A", "R1-B"))
    choice = PlaceChoice("R1", "own", "No panel.", items=(item,), rules=("keep_free",))
    there = ItemPlace(1, "R2", 4, "front", ("R2-A", "R2-B"))
    assert reasons(where, analysed(where), choice, Installed("SN-1", "", at=there)) == (
        "0.5 U too few would stay free in rack R2",
    )


def test_items_differ_once_they_stand_there() -> None:
    """Two servers apart; one is heavier than the other, and each rack carries its own."""
    where, frozen, choice = held(two_racks(), quantity=2, keep="apart:rack")
    light, heavy = Installed("SN-1", "", weight_g=1_000), Installed("SN-2", "", weight_g=100_000, item=2)
    assert reasons(where, frozen, choice, light, heavy) == ()
    things = installed_things(frozen.request, choice, [light, heavy])
    assert [thing.weight_g for thing in things if isinstance(thing, Device)] == [1_000, 100_000]
    together = Installed("SN-2", "", item=2, at=replace(choice.items[0], item=2, position_hu=8))
    assert reasons(where, frozen, choice, light, together) == ("apart:rack is not kept",)


def test_an_item_that_is_not_named_counts_where_its_place_is_held() -> None:
    where, frozen, choice = held(room(racks=(rack("R1", max_load_g=40_000),)), quantity=2)
    (found,) = reasons(where, frozen, choice, Installed("SN-1", "", weight_g=20_001))
    assert found.startswith("weight: rack R1 would carry 40.001 kg")
    assert len(installed_things(frozen.request, choice, [Installed("SN-1", "")])) == 1


@pytest.mark.parametrize(
    ("installed", "reason"),
    [
        ([Installed("a", ""), Installed("b", "")], "item 1 is there twice"),
        ([Installed("a", "", item=2)], "item 2 is not within 1 to 1"),
        ([Installed("a", "", name="old")], "something in the room is called old already"),
        ([Installed("a", "", at=ItemPlace(1, "R9", 4))], "There is no rack 'R9'"),
        ([Installed("a", "", at=ItemPlace(1, "R1", 4, cords=("R1-A:X",)))], "'R1-A:X' is not a cord"),
    ],
)
def test_what_cannot_be_installed_is_told(installed: list[Installed], reason: str) -> None:
    where, frozen, choice = held(room(device("old", position_hu=18), racks=(rack("R1"),)))
    assert reason in reasons(where, frozen, choice, *installed)


def test_a_place_for_every_item_is_needed() -> None:
    where, frozen, choice = held(quantity=2)
    only = replace(choice, items=choice.items[:1])
    assert reasons(where, frozen, only, Installed("a", "")) == ("there is no place for item 2",)


def test_a_server_becomes_a_device_with_its_actual_values() -> None:
    where = room(racks=(rack("R1"),), policy={"nameplate_ppm": 600_000})
    _, frozen, choice = held(where, group="web", power_basis="nameplate")
    (as_asked,) = installed_things(frozen.request, choice, [Installed("SN-1", "")])
    assert as_asked == Device(
        "PS-1/1",
        "R1",
        position_hu=2,
        face="front",
        height_hu=4,
        depth_mm=700,
        weight_g=20_000,
        power_w=500,
        power_basis="nameplate",
        cords=(Cord("R1-A"), Cord("R1-B")),
        owner="Disdikpora",
        group="web",
    )
    at = ItemPlace(1, "R1", 10, "front")
    (actual,) = installed_things(
        frozen.request, choice, [Installed("SN-1", "", 21_500, 380, name="disdik-web", at=at)]
    )
    assert isinstance(actual, Device)
    assert (actual.name, actual.position_hu, actual.weight_g) == ("disdik-web", 10, 21_500)
    # One figure on one day is no nameplate that a factor applies to, and no mean of a month.
    assert (actual.power_w, actual.power_basis) == (380, "budget")
    assert actual.cords == (Cord("R1-A"), Cord("R1-B"))


def test_what_was_kept_together_in_no_group_gets_none() -> None:
    _, frozen, choice = held(two_racks(), quantity=2, keep="apart:rack")
    things = installed_things(frozen.request, choice, [Installed("a", ""), Installed("b", "", item=2)])
    assert [thing.group for thing in things] == [None, None]


def test_an_application_becomes_a_vm_on_its_host() -> None:
    base = two_racks(hosts=(host("H1"), host("H2")), vms=(vm("old", "H1"),))
    where, frozen, choice = held(base, APPLICATION)
    moved = Installed("", "", name="portal", at=ItemPlace(1, host="H2"))
    assert reasons(where, frozen, choice, moved) == ()
    assert installed_things(frozen.request, choice, [moved]) == (
        Vm("portal", host="H2", vcpu=4, memory_mb=8192, disk_gb=100),
    )
    assert reasons(where, frozen, choice, replace(moved, name="old")) == (
        "something in the room is called old already",
    )
    full = replace(where, vms=(vm("old", "H2", vcpu=13),))
    assert reasons(full, frozen, choice, moved) == (
        "hosting: host H2 would carry 17 vcpu where it may carry 16 vcpu, 1 vcpu too much",
    )


def test_what_was_assumed_is_installed_unless_it_was_weighed() -> None:
    said = [Assumption("request", "", "power_w", "450", "Like the old one.")]
    asked = {key: value for key, value in SERVER.items() if key != "power_w"}
    frozen = analysed(ONE, asked, *said)
    bare, choice = replace(frozen.request, power_w=None), take(frozen)
    plain = [Installed("SN-1", "")]
    assert not judge_installed(ONE, bare, choice, plain, today=TODAY).holds
    assert judge_installed(ONE, bare, choice, plain, today=TODAY, assumptions=said).holds
    (thing,) = installed_things(bare, choice, plain, assumptions=said)
    assert isinstance(thing, Device)
    assert thing.power_w == 450
    measured = [Installed("SN-1", "", power_w=440)]
    assert judge_installed(ONE, bare, choice, measured, today=TODAY).holds


def test_a_thing_at_no_place_is_refused() -> None:
    _, frozen, choice = held()
    wrong = [Installed("SN-1", "", at=ItemPlace(1, "R1", 4, ports=("SW",)))]
    with pytest.raises(BadInput):
        installed_things(frozen.request, choice, wrong)
